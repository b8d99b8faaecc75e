//! What is wrong with a record.

/// What is wrong with the text of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFault {
    /// The rule it breaks.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl CellFault {
    /// A fault.
    pub(crate) fn new(
        rule: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> CellFault {
        CellFault {
            rule,
            message: message.into(),
            hint: hint.into(),
        }
    }
}

/// A record at fault: where it stands, what stands there, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordFault {
    /// The line it begins on, from 1.
    pub row: u64,
    /// The column, as the file names it; empty where the whole record is meant.
    pub column: String,
    /// The text as it stands.
    pub raw: String,
    /// What is wrong.
    pub fault: CellFault,
}

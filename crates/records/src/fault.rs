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

/// Why a text is no area of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownArea {
    /// What is wrong.
    pub fault: CellFault,
    /// The places among the codes of the areas that may be meant: those of the day in which the land lies
    /// that the text means on other days.
    pub may_be: Vec<u32>,
}

/// What is odd about a column of a file and no fault of one of its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRemark {
    /// The first record of which it holds.
    pub first: RecordFault,
    /// Of how many it holds.
    pub count: u64,
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

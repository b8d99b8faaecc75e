//! The three answers to a condition, as SQL has them.

/// Whether a record meets a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Met {
    No,
    Yes,
    Unknown,
}

impl From<Option<bool>> for Met {
    fn from(holds: Option<bool>) -> Met {
        match holds {
            Some(true) => Met::Yes,
            Some(false) => Met::No,
            None => Met::Unknown,
        }
    }
}

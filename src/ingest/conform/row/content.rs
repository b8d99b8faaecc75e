//! What a record gives its row: a figure, or the place of one that is not there.

use crate::ingest::conform::observation::Fault;

/// What a row is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A figure.
    Figure,
    /// A place without a figure.
    Blank,
    /// The place of a figure that is not accepted.
    NotAccepted,
}

impl Content {
    /// What a record says of its figure. A figure that is not accepted has a place whatever it says
    /// of itself, where it can be read which figure it is.
    pub(super) fn says<T>(
        self,
        read: Result<T, Fault>,
        unread: impl FnOnce() -> T,
    ) -> Result<T, Fault> {
        match read {
            Err(_) if self == Content::NotAccepted => Ok(unread()),
            read => read,
        }
    }
}

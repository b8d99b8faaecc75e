//! What a record gives its row: a figure, or the place of one that is not there.

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

//! Where in a file a block of it begins, so that faults are reported by their place in the whole.

/// What of a file stands before a block of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct BlockStart {
    pub(crate) bytes: usize,
    pub(crate) lines: u64,
    /// After the byte-order mark.
    pub(crate) letters: usize,
}

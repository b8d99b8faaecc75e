//! Where in a file a block of it begins, so that faults are reported by their place in the whole.

/// What of a file stands before a block of it.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::ingest::decode) struct BlockStart {
    pub(in crate::ingest::decode) bytes: usize,
    pub(in crate::ingest::decode) lines: u64,
    /// After the byte-order mark.
    pub(in crate::ingest::decode) letters: usize,
}

//! Something guessed about a file, and why.

/// Something guessed about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// What it is about: `format`, `encoding`, `delimiter`, `header_row`.
    pub about: &'static str,
    /// What it was taken to be.
    pub is: String,
    /// Why.
    pub because: Because,
}

/// Why something is guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// Somebody said so.
    Asked,
    /// The first bytes of the file are the sign of the format.
    Signature,
    /// The file holds this.
    Holds(String),
    /// The name of the file ends so.
    FileName(String),
    /// Nothing else fits.
    NothingElse,
    /// A byte-order mark.
    ByteOrderMark,
    /// Every second byte is zero.
    EverySecondByte,
    /// The bytes are valid UTF-8.
    ValidUtf8,
    /// So many of so many words with marks are Vietnamese syllables when read so.
    VietnameseWords(usize, usize),
    /// So many of so many lines agree on this many columns.
    Lines(usize, usize, usize),
    /// The first row with texts in most columns.
    FirstFullRow,
}

/// Bytes that are looked at.
pub const HEAD: usize = 64 << 10;

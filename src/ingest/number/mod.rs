//! Figures as sources write them, to plain decimal text. The format is declared, never guessed.
//!
//! `1.234` is one thousand two hundred and thirty-four in one file and a little over one in the
//! next, so a text that does not follow the declared [`NumberFormat`] to the letter is refused:
//! `1.234.567,8` is read under `,` and `.`; `1234.567` under the same is not, because its groups
//! are malformed.

mod groups;
mod hint;
mod read;
#[cfg(test)]
mod tests;

pub use hint::{hint, is_error};
pub use read::{NumberError, Written, plain, read};

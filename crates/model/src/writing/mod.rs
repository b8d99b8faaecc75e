//! How a source says that its periods are written: columns that make one together, formats, what
//! two digits, days, years of another era and of a fiscal year mean, and words of its own.
//!
//! Labels of one reading need none of it ([`crate::Label`]). What is declared decides where a label
//! has several readings or none; where two declared readings fit, the label is refused and both are
//! named.

mod assemble;
mod days;
mod declared;
mod element;
mod era;
mod fiscal;
mod format;
mod literal;
mod matching;
mod names;
mod needs;
mod part;
mod read;
mod slot;
#[cfg(test)]
mod tests;
mod unread;
mod words;

pub use days::{DayOf, Days, WhichDay, is_day};
pub use declared::PeriodWriting;
pub use element::FormatError;
pub use era::Era;
pub use fiscal::{FiscalYear, NamedBy, is_fiscal_label, written_period};
pub use format::PeriodFormat;
pub use names::{Language, month_names};
pub use read::PeriodRead;
pub use slot::Slot;
pub use unread::Unread;
pub use words::PeriodWord;

//! Periods as offices write them above their columns: `Sơ bộ 2024`, `Quý I/2024`, `6 tháng/2000`,
//! `Prel. 2024`, `2020M03`.
//!
//! A label may say three things at once: the period, how much of it the figure spans, and how
//! settled the figure is. It is read by a closed list of words in Vietnamese and English; a word
//! outside the list, a year of two digits, two statuses or a span to date without its end make it
//! unreadable, for a period that was guessed is a wrong figure in a right column. What one label
//! cannot say, its column does: [`Dashed`] tells months from fiscal years.

mod dashed;
mod fault;
mod parse;
mod parts;
mod phrases;
mod reporting;
#[cfg(test)]
mod tests;

pub use dashed::{Dashed, PeriodStyle};
pub use fault::LabelError;
pub(crate) use fault::TO_DATE;
pub use parse::Label;
pub(crate) use phrases::{LabelPart, Mark, phrase};

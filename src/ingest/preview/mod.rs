//! How a file decodes before anyone has written a contract for it: what it seems to be and why,
//! which tables are in it, how its figures seem to be written.
//!
//! Nothing here decides anything: `conform` reads by declarations alone. A preview says what to
//! declare.
//!
//! What is counted: of a cube or a list of observations the figures; of text and of tables of web
//! pages every row (nobody has said yet which one is the header) and, below the first, the cells
//! that are numbers with a decimal point; of a workbook its sheets and the cells that it holds as
//! numbers; of an archive its files. Sums are exact.

mod beside;
mod count;
mod doubts;
mod entry;
mod labels;
mod numbers;
mod packed;
mod seen;
mod sign;
mod sniff;
mod streamed;
mod table;
#[cfg(test)]
mod tests;
mod unpacked;
mod warnings;

pub use beside::{Form, beside, form};
pub use count::Sum;
pub use entry::preview;
pub use labels::label;
pub use numbers::{ColumnNumbers, Locale};
pub use seen::{Preview, TablePreview};
pub use sign::{Sign, sign};
pub use sniff::{Because, Guess, HEAD};
pub use streamed::preview_file;

//! A dataset's table as typed rows, with the rows in force as of a moment.

mod batch;
mod columns;
mod read;
mod table;

pub use columns::TableError;
pub use read::KEY;
pub use table::Rows;

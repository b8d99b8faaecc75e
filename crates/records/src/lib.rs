//! Records by the column: delivered text to typed, checked and sorted columns, and columns to
//! figures per area and period.
//!
//! On the way in, `chunk` cuts a file into pieces of whole lines, `parse` makes typed columns of
//! each, `order` sorts them by month, area and codes, `gathered` puts them by, `unique` and `repeated`
//! settle keys that stand twice, and `sorted` gives all records in that order. Only a record at fault
//! becomes an object. On the way out, `roll` adds up runs of records of one area and month without
//! looking at records one by one.
//!
//! Nothing here knows a lake, a clock or a path: files are handed in.

mod area;
mod cells;
mod chunk;
mod column;
mod columns_writer;
mod day;
mod doubts;
mod error;
mod fault;
mod fields;
mod gather;
mod gathered;
mod hash;
mod key;
mod number;
mod order;
mod parse;
mod reading;
mod repeated;
pub mod roll;
mod row_faults;
mod schema;
mod scratch;
mod shared_out;
mod side_by_side;
mod sorted;
#[cfg(test)]
mod tests;
mod unique;

pub use chunk::{first_record, header};
pub use columns_writer::ColumnsWriter;
pub use error::RecordsError;
pub use fault::{CellFault, ColumnRemark, RecordFault, UnknownArea};
pub use gather::gather;
pub use gathered::Gathered;
pub use reading::{Areas, Bound, Reading};
pub use schema::{FAULTY, PERIOD, ROW, record_properties, record_schema};

//! Cells to rows that keep the contract, and an account of every observation that did not become
//! one.
//!
//! An observation is one value cell. Each is accepted, quarantined (not used because it is bad,
//! with its place, text and rule) or ignored (it says that there is no figure); the three always
//! sum to what was read. When too many are bad the delivery as a whole is refused: a table with a
//! hole that nobody noticed is worse than last month's table.
//!
//! `decoded` decodes a delivery, `records` takes its records, `bindings` finds the columns,
//! `repair` lays repairs over records, `row` reads one record, `signs` what marks and words of
//! status say of it, `sink` takes rows in the order of
//! their keys, `repeats` and `vintage` settle keys that stand twice, `checks` looks at rows together, `batch`
//! builds the Arrow rows, `tally` gathers what was wrong, `volume` refuses what has shrunken,
//! `wide` finds figures that stand side by side, `nameless` columns without a name, `stated` sees what names say of their unit,
//! `concepts` what unmapped columns of SDMX say, `other_concepts` compares it with the delivery before, `fill`, `leave_out` and `end` shape the rows as
//! declared, `repeated_header` knows a header within the table and `data_header` a row that was taken
//! for one, `labels` reads labels as cells show them, `heads` looks at a file before it is delivered.
//!
//! Rows are packed, sorted and looked at one key after the other, so a delivery may be larger than
//! memory. What waits for its turn is a [`Sorter`](crate::store::Sorter)'s: little stays in memory,
//! much goes to disk, and the rows are the same.

mod as_held;
mod batch;
mod below;
mod bindings;
mod checks;
mod concepts;
mod data_header;
mod decoded;
mod delivered;
mod end;
mod figure;
mod fill;
mod find;
mod heads;
mod in_memory;
mod labels;
mod leave_out;
mod nameless;
mod novelty;
mod observation;
mod oddities;
mod other_concepts;
mod outcome;
mod packed;
mod part_columns;
mod period;
mod ragged;
mod records;
mod repair;
mod repeated_header;
mod repeats;
mod row;
mod row_gaps;
mod sentinel;
mod signs;
mod sink;
mod stated;
mod stated_concepts;
mod statement;
mod tally;
#[cfg(test)]
mod tests;
mod vintage;
mod volume;
mod wide;

pub(in crate::ingest) use bindings::carried;
pub use decoded::conform_to;
pub(super) use delivered::Terms;
pub use delivered::{Delivery, DeliveryContent};
pub use find::{Found, find};
pub use heads::heads;
pub use in_memory::conform;
pub(super) use in_memory::in_memory;
pub use in_memory::stated_concepts;
pub use other_concepts::refuse_other_concepts;
pub use outcome::{Conformed, Held, Out, Quarantined, Settled};
pub(super) use part_columns::placeholder;
pub(super) use records::conform_records;
pub use repair::{CONFIRMED_BY_TEXT, NOT_REPAIRED, REPAIRED};
pub(super) use row::{AreaOf, later_than_fetched, resolve_area};
pub use stated_concepts::StatedConcepts;
pub use statement::OtherStatement;
pub use volume::refuse_shrunken;

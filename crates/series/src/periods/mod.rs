//! Periods that no source states, worked out from those that one does: months from years to date,
//! years from months, twelve months up to any.
//!
//! Which figures make up a period is for [`stretches`](crate::stretches) to say. A figure
//! that does not have a piece is `partial_period` and names the piece; nothing is guessed. A period
//! that a source states is never worked out. Figures of two series are not put into one: where no
//! series has all of a period and several have it together, it is `series_mixed`, unless the
//! measure declares the splice.
//!
//! What is stated can mostly be worked out as well. Such figures stand with the value: where they say
//! the same, it can be compared with what is worked out, and where they differ that is reported
//! ([`disagreements`](crate::disagreements)). A stock
//! (`over_time = "last"`, `"first"`) is never added: its quarter or year is its last or first month
//! or quarter. A mean or an extreme is of all months, or of all quarters.

#[cfg(test)]
mod again_tests;
mod at_end;
mod by_year;
mod candidates;
mod derive;
mod families;
mod of_parts;
mod put_together;
#[cfg(test)]
mod tests;
mod touched_years;

pub use by_year::ByYear;
pub use derive::{derive_periods, derive_touched};
pub use families::first_day;
pub use of_parts::PartPeriods;
pub use put_together::lacks_members;
pub use touched_years::{TouchedYears, calendar_years};

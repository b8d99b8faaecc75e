//! What is asked of records, and what areas are.

use chiso_model::{Aggregate, Predicate};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What is asked of records.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// What is computed of each area and period.
    pub value: &'a Aggregate,
    /// Which records take part.
    pub filter: Option<&'a Predicate>,
}

/// The units that areas are.
pub trait Units: Sync {
    /// The unit that has a code on a day, with its first and its last day.
    fn unit(&self, code: &str, day: NaiveDate) -> Option<(usize, NaiveDate, NaiveDate)>;

    /// The first days of months within which units begin or end.
    fn months_of_change(&self) -> BTreeSet<NaiveDate>;
}

/// A unit and a month, counted from the first month of year 0.
pub type UnitMonth = (usize, u32);

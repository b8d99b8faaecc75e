//! What a KPI is judged with.

use crate::universe::Measures;
use chiso_model::{AreaRegister, Measure, Target};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What a KPI is judged with, on one boundary.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// Values of the measures it is made of, on `boundary`.
    pub measures: &'a Measures<'a>,
    /// The measures as declared.
    pub declared: &'a [Measure],
    /// The target register.
    pub targets: &'a [Target],
    /// The area register.
    pub areas: &'a AreaRegister,
    /// Boundary day.
    pub boundary: NaiveDate,
    /// Measures with a source whose latest delivery was refused.
    pub broken: &'a BTreeSet<String>,
    /// Only targets decided by then, and those of which nobody knows when they were.
    pub as_of: Option<NaiveDate>,
}

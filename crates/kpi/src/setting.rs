//! What a KPI is judged with.

use crate::population::AskedPart;
use crate::universe::Measures;
use chiso_model::{AreaRegister, Measure, Period, Span, Target};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What a KPI is judged with, on one boundary.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// Values of the measures it is made of, on `boundary`.
    pub measures: &'a Measures,
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
    /// Periods that end on this day or later have not ended: what they lack is not due. With `None`
    /// all periods have ended.
    pub not_due_from: Option<NaiveDate>,
    /// The only scores wanted; all that are asked for when `None`.
    pub part: Option<AskedPart<'a>>,
}

impl Setting<'_> {
    /// Whether two figures of a measure are not by one definition throughout.
    #[must_use]
    pub fn redefined(&self, measure: &str, one: (Period, Span), other: (Period, Span)) -> bool {
        let declared = self.declared.iter().find(|m| m.id == measure);
        declared.is_some_and(|m| m.breaks_between(one, other))
    }
}

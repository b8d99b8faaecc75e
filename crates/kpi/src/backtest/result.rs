//! The results of the trials of a rule.

use chiso_model::{PaceRule, Period, UnitId};
use chrono::NaiveDate;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// With fewer trials their mean would mislead, and none is given.
pub const FEWEST_TRIALS: usize = 3;

/// The trials of a KPI at one month of the year, of one area or of all; those of fiscal years by
/// themselves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackTest {
    /// KPI.
    pub kpi: String,
    /// Area; all areas of the boundary when `None`.
    pub area: Option<UnitId>,
    /// Boundary day.
    pub boundary: NaiveDate,
    /// The rule tried.
    pub rule: PaceRule,
    /// The month with which the years that were tried begin: 1 in the calendar.
    pub year_begins: u32,
    /// How many months of its year the year to date covers.
    pub month: u32,
    /// Years tried, ascending.
    pub years: BTreeSet<i32>,
    /// Errors of the projection, ascending: positive when too much was projected.
    pub errors: Vec<BigRational>,
    /// For each trial with a band, whether the year ended inside it.
    pub inside: Vec<bool>,
    /// For each verdict, whether it proved right.
    pub right: Vec<bool>,
    /// For each probability that was given, whether the target was met.
    pub odds: Vec<(BigRational, bool)>,
}

impl BackTest {
    /// Without any trial yet.
    pub(super) fn new(
        kpi: &str,
        area: Option<UnitId>,
        boundary: NaiveDate,
        rule: PaceRule,
        to_date: Period,
    ) -> BackTest {
        BackTest {
            kpi: kpi.to_owned(),
            area,
            boundary,
            rule,
            year_begins: to_date.year_begins(),
            month: to_date.month_of_year(),
            years: BTreeSet::new(),
            errors: Vec::new(),
            inside: Vec::new(),
            right: Vec::new(),
            odds: Vec::new(),
        }
    }

    /// Mean error: whether the rule says too much (positive) or too little.
    #[must_use]
    pub fn mean_error(&self) -> Option<f64> {
        mean(self.errors.iter().cloned())
    }

    /// Mean size of the error: the usual error at this month.
    #[must_use]
    pub fn usual_error(&self) -> Option<f64> {
        let mut sizes: Vec<BigRational> = self.errors.iter().map(Signed::abs).collect();
        sizes.sort();
        mean(sizes.into_iter())
    }

    /// The largest size of an error.
    #[must_use]
    pub fn largest(&self) -> Option<f64> {
        self.errors
            .iter()
            .map(Signed::abs)
            .max()?
            .to_f64()
            .filter(|_| self.errors.len() >= FEWEST_TRIALS)
    }

    /// Mean of the probabilities given, the share of targets that were met, and the Brier score
    /// (mean square of the difference).
    #[must_use]
    pub fn calibration(&self) -> Option<[f64; 3]> {
        let number = |met: bool| BigRational::from_integer(u8::from(met).into());
        let mut given: Vec<(BigRational, BigRational)> = self
            .odds
            .iter()
            .map(|(p, met)| (p.clone(), number(*met)))
            .collect();
        given.sort();
        let squares = given.iter().map(|(p, met)| (p - met) * (p - met));
        Some([
            mean(given.iter().map(|(p, _)| p.clone()))?,
            mean(given.iter().map(|(_, met)| met.clone()))?,
            mean(squares)?,
        ])
    }
}

/// The mean in the order given, so that it is the same on every machine. It is published and never
/// compared with.
fn mean(values: impl ExactSizeIterator<Item = BigRational>) -> Option<f64> {
    let count = values.len();
    (count >= FEWEST_TRIALS).then(|| {
        values.filter_map(|v| v.to_f64()).sum::<f64>() / count.to_f64().unwrap_or(f64::NAN)
    })
}

//! The sampling error of one figure, from the figures that state it.

use crate::universe::Measures;
use chiso_model::{ConfidenceLevel, Kpi, Measure, MeasureValue, SamplingError};
use num_rational::BigRational;
use num_traits::{One, Signed};
use std::sync::Arc;

/// Fewer on either side of a proportion, and its error is not nearly normal (W. G. Cochran,
/// *Sampling Techniques*, 1977).
const FEWEST: i64 = 5;

/// Variances of a figure: of the true value below it, and above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideErrors {
    /// Below.
    pub below: BigRational,
    /// Above.
    pub above: BigRational,
}

impl SideErrors {
    fn both(variance: BigRational) -> SideErrors {
        SideErrors {
            below: variance.clone(),
            above: variance,
        }
    }
}

/// What is declared of sampling errors, and the figures that state them.
#[derive(Clone, Copy)]
pub struct Errors<'a> {
    pub(crate) declared: &'a [Measure],
    pub(crate) measures: &'a Measures,
}

/// Whether a survey stands behind any figure of a KPI.
pub fn of_survey(kpi: &Kpi, declared: &[Measure]) -> bool {
    let read = kpi.measures();
    let read = declared.iter().filter(|m| read.contains(&m.id.as_str()));
    let mut behind = read.flat_map(|m| m.behind(declared));
    behind.any(|m| m.sampling_error.is_some())
}

/// What is known of the sampling error of a figure.
pub struct Stated {
    /// The figures that state it.
    pub by: Vec<Arc<MeasureValue>>,
    /// The error; `None` where they give none.
    pub error: Option<SideErrors>,
}

impl Errors<'_> {
    /// The sampling error of a figure; `None` where no survey stands behind it.
    pub fn of(self, value: &MeasureValue) -> Option<Stated> {
        if self.declared.iter().all(|m| m.sampling_error.is_none()) {
            return None;
        }
        let Some(measure) = self.declared.iter().find(|m| m.id == value.measure) else {
            // The value of a KPI has figures behind it.
            let mut behind = value.operands().iter().filter_map(|o| o.found.as_ref());
            return behind.any(|v| self.of(v).is_some()).then_some(Stated {
                by: vec![],
                error: None,
            });
        };
        let Some(declared) = &measure.sampling_error else {
            let behind = measure.behind(self.declared);
            let unknown = behind.iter().any(|m| m.sampling_error.is_some());
            return unknown.then_some(Stated {
                by: vec![],
                error: None,
            });
        };
        let several = measure.sources.len() > 1;
        let named = declared.measures().into_iter();
        let by: Vec<Arc<MeasureValue>> = named
            .filter_map(|(_, id)| self.same_survey(id, value, several))
            .collect();
        let error = error(declared, value, &by);
        Some(Stated { by, error })
    }

    /// The figure of a measure for the area and period of another: where that has several sources,
    /// of the same dataset. One that was added up or worked out is no error of what was.
    fn same_survey(
        self,
        measure: &str,
        of: &MeasureValue,
        several: bool,
    ) -> Option<Arc<MeasureValue>> {
        let found = self.measures.get(measure, of.area, of.period, of.span)?;
        let all = std::iter::once(found).chain(&found.others);
        let fits = |v: &&Arc<MeasureValue>| !several || v.dataset == of.dataset;
        let declared = self.declared.iter().find(|m| m.id == measure);
        let totals = declared.into_iter().flat_map(|m| &m.sources);
        let totals = totals.map(|s| s.totals.len()).max().unwrap_or(0);
        // The sum of the errors of members is not the error of their sum.
        let of_members = |v: &MeasureValue| {
            let stated = v.series.statement.totals.split('+');
            stated
                .filter(|name| !name.is_empty() && !name.contains('/'))
                .count()
                < totals
        };
        let stated = |v: &&Arc<MeasureValue>| {
            let one = v.pieces.is_empty() && v.parts.len() < 2 && v.made.is_none();
            one && !v.series.summed && !of_members(v)
        };
        all.filter(fits).find(stated).cloned()
    }
}

fn error(
    declared: &SamplingError,
    value: &MeasureValue,
    by: &[Arc<MeasureValue>],
) -> Option<SideErrors> {
    let figure = value.exact()?;
    let of_unit = |v: &MeasureValue| {
        let same = v.figure.unit == value.figure.unit;
        v.exact().filter(|_| same)
    };
    match (declared, by) {
        (SamplingError::StandardError(_), [error]) => {
            let error = of_unit(error).filter(|e| !e.is_negative())?;
            Some(SideErrors::both(&error * &error))
        }
        (SamplingError::Interval { level, .. }, [lower, upper]) => {
            let (below, above) = (&figure - of_unit(lower)?, of_unit(upper)? - &figure);
            if below.is_negative() || above.is_negative() {
                return None;
            }
            let squared = |half: BigRational| square(&(half / level.deviate()));
            Some(SideErrors {
                below: squared(below),
                above: squared(above),
            })
        }
        (SamplingError::SampleSize { design_effect, .. }, [size]) => {
            let variance = of_proportion(&figure, &value.figure.unit, &size.exact()?)?;
            Some(SideErrors::both(variance * design_effect.ratio()))
        }
        _ => None,
    }
}

/// The variance p (1 - p) / n of a proportion, in its unit squared; `None` where the normal
/// distribution is not near it.
fn of_proportion(figure: &BigRational, unit: &str, size: &BigRational) -> Option<BigRational> {
    let whole = match unit {
        "ratio" => BigRational::one(),
        "percent" => BigRational::from_integer(100.into()),
        _ => return None,
    };
    let fewest = &whole * BigRational::from_integer(FEWEST.into());
    let rest = &whole - figure;
    let enough = |part: &BigRational| part * size >= fewest;
    (enough(figure) && enough(&rest)).then(|| figure * rest / size)
}

/// Whether a distance is beyond the error of 95 % that a variance gives.
pub fn beyond(distance: &BigRational, variance: &BigRational) -> bool {
    square(distance) > square(&ConfidenceLevel::NinetyFive.deviate()) * variance
}

fn square(number: &BigRational) -> BigRational {
    number * number
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(n: i64, d: i64) -> BigRational {
        BigRational::new(n.into(), d.into())
    }

    #[test]
    fn half_of_400_asked_have_a_standard_error_of_two_and_a_half_points() {
        let half = of_proportion(&ratio(50, 1), "percent", &ratio(400, 1));
        assert_eq!(half, Some(square(&ratio(5, 2))));
        let share = of_proportion(&ratio(1, 2), "ratio", &ratio(400, 1));
        assert_eq!(share, Some(square(&ratio(25, 1000))));
    }

    #[test]
    fn four_of_a_hundred_are_too_few_and_so_is_nobody() {
        let of = |percent: i64| of_proportion(&ratio(percent, 1), "percent", &ratio(100, 1));
        assert!(
            [0, 4, 96, 100, 101, -1]
                .into_iter()
                .all(|p| of(p).is_none())
        );
        assert!(of(5).is_some() && of(95).is_some());
        let points = of_proportion(&ratio(50, 1), "points", &ratio(400, 1));
        assert_eq!(points, None, "an index is no proportion");
    }

    #[test]
    fn a_target_at_1_96_standard_errors_is_within_and_a_little_farther_beyond() {
        let within = ratio(1_959_964, 1_000_000);
        assert!(!beyond(&within, &ratio(1, 1)) && !beyond(&-&within, &ratio(1, 1)));
        assert!(beyond(&(within + ratio(1, 1_000_000)), &ratio(1, 1)));
        assert!(!beyond(&ratio(0, 1), &ratio(0, 1)), "at the target itself");
    }
}

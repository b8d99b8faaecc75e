//! The figures of one measure or KPI that a study can use.

use crate::pairs::areas::ComparedAreas;
use crate::pairs::given::StudyInputs;
use chiso_model::{Flag, MeasureValue, Period, Score, Span, Status, Study, UnitId};
use chrono::NaiveDate;
use num_traits::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};

/// One figure of a series.
#[derive(Clone, Debug)]
pub(super) struct Observation {
    pub(super) value: f64,
    /// Schemes by which it was made, joined; empty when none is stated.
    pub(super) scheme: String,
    pub(super) status: Status,
}

pub(super) type ValuesByPlace = BTreeMap<(UnitId, Period), Observation>;

/// The figures of a measure or KPI that can be used: on the boundary, of the study's frequency and
/// areas, with a value that is neither imputed nor to date nor, for a change between periods, made
/// by two schemes. Derived figures never come this far.
pub(super) fn series(
    id: &str,
    study: &Study,
    given: StudyInputs<'_>,
    areas: &ComparedAreas<'_>,
) -> ValuesByPlace {
    let wanted = Wanted {
        study,
        boundary: given.boundary,
        areas,
    };
    let of_values = given
        .values
        .iter()
        .filter(|v| {
            v.measure == id
                && wanted.place(v.area, v.boundary, v.period, v.span)
                && wanted.usable(&v.figure.flags)
        })
        .filter_map(|v| Some(((v.area, v.period), of_value(v)?)));
    let of_scores = given
        .scores
        .iter()
        .filter(|s| {
            s.kpi == id
                && wanted.place(s.area, s.boundary, s.period, s.span)
                && wanted.usable(&s.flags)
        })
        .filter_map(|s| Some(((s.area, s.period), of_score(s)?)));
    of_values.chain(of_scores).collect()
}

/// What a study asks of its figures.
struct Wanted<'w> {
    study: &'w Study,
    boundary: NaiveDate,
    areas: &'w ComparedAreas<'w>,
}

impl Wanted<'_> {
    fn place(&self, area: UnitId, boundary: NaiveDate, period: Period, span: Span) -> bool {
        boundary == self.boundary
            && period.frequency() == self.study.frequency
            && span == Span::Period
            && self.areas.hold(area)
    }

    fn usable(&self, flags: &BTreeSet<Flag>) -> bool {
        !flags.contains(&Flag::Imputed)
            && !flags.contains(&Flag::ToDate)
            && (self.study.pool_schemes || !flags.contains(&Flag::SchemeBreak))
    }
}

fn of_value(v: &MeasureValue) -> Option<Observation> {
    Some(Observation {
        value: v.exact()?.to_f64().filter(|v| v.is_finite())?,
        scheme: v.figure.scheme.to_string(),
        status: v.figure.status,
    })
}

fn of_score(s: &Score) -> Option<Observation> {
    let value = s
        .value
        .as_ref()
        .and_then(ToPrimitive::to_f64)
        .filter(|v| v.is_finite())?;
    let figures = || {
        s.operands
            .iter()
            .filter_map(|o| Some(&o.found.as_ref()?.figure))
    };
    let schemes: BTreeSet<&str> = figures()
        .map(|f| f.scheme.as_str())
        .filter(|s| !s.is_empty())
        .collect();
    Some(Observation {
        value,
        scheme: schemes.into_iter().collect::<Vec<_>>().join("/"),
        status: figures().map(|f| f.status).min().unwrap_or(Status::Final),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rejection::value_of;
    use chiso_model::{Dec, DerivedFigure, Making, OverTime};
    use std::sync::Arc;

    #[test]
    fn a_figure_that_was_made_counts_exactly_and_not_as_its_six_published_decimals() {
        let mut third = value_of("m", UnitId(0), 2020, 0.333_333);
        let bits = |value: &MeasureValue| of_value(value).unwrap().value.to_bits();
        assert_eq!(bits(&third), 0.333_333_f64.to_bits());
        third.made = Some(Arc::new(DerivedFigure {
            exact: Some(Dec::from_int(1).ratio() / Dec::from_int(3).ratio()),
            how: Making::OverTime(OverTime::Mean),
        }));
        assert_eq!(bits(&third), (1.0_f64 / 3.0).to_bits());
    }
}

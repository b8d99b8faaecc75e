//! The figures of one measure or KPI that a study can use.

use crate::pairs::areas::ComparedAreas;
use crate::pairs::given::StudyInputs;
use chiso_model::{Flag, MeasureValue, Operand, Period, Score, Span, Status, Study, UnitId};
use chrono::NaiveDate;
use num_traits::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};

/// One figure of a series.
#[derive(Clone, Debug)]
pub(super) struct Observation {
    pub(super) value: f64,
    /// Schemes by which it was made, joined; empty when none is stated.
    pub(super) scheme: String,
    /// Unit, basis, dataset and definition, those in which the figures of the series differ; empty when
    /// they differ in none.
    pub(super) series: String,
    pub(super) status: Status,
}

/// What figures must have in common to be compared, besides the scheme: unit, basis, dataset and
/// definition.
type Terms = [String; 4];

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
        .filter_map(|v| Some(((v.area, v.period), of_value(v)?, terms_of_value(v, given))));
    let kpi = given.kpis.iter().find(|k| k.id == id);
    // A change was made of figures that have all of it in common.
    let is_level = kpi.is_some_and(|k| k.kind.spec().base.is_none());
    let terms_of = |s: &Score| {
        if is_level {
            terms_of_score(s, given)
        } else {
            Terms::default()
        }
    };
    let of_scores = given
        .scores
        .iter()
        .filter(|s| {
            s.kpi == id
                && wanted.place(s.area, s.boundary, s.period, s.span)
                && wanted.usable(&s.flags)
        })
        .filter_map(|s| Some(((s.area, s.period), of_score(s)?, terms_of(s))));
    named(of_values.chain(of_scores).collect())
}

/// The observations, each with those of its terms in which they differ.
fn named(found: Vec<((UnitId, Period), Observation, Terms)>) -> ValuesByPlace {
    let differ = |place: usize| {
        let mut all = found.iter().map(|(_, _, terms)| &terms[place]);
        let first = all.next();
        all.any(|term| Some(term) != first)
    };
    let differing: Vec<usize> = (0..4).filter(|place| differ(*place)).collect();
    let with_series = |(place, observation, terms): (_, Observation, Terms)| {
        let of = { differing.iter() }.map(|i| terms[*i].as_str());
        let of: Vec<&str> = of.filter(|term| !term.is_empty()).collect();
        let series = of.join(" ");
        (
            place,
            Observation {
                series,
                ..observation
            },
        )
    };
    found.into_iter().map(with_series).collect()
}

fn terms_of_value(v: &MeasureValue, given: StudyInputs<'_>) -> Terms {
    let figure = &v.figure;
    [
        figure.unit.to_string(),
        figure.basis.to_string(),
        v.dataset.to_string(),
        definition(given, &v.measure, (v.period, v.span)),
    ]
}

/// Of a value that is made of several figures, those of all of them.
fn terms_of_score(s: &Score, given: StudyInputs<'_>) -> Terms {
    let operands = s.operands.iter().flat_map(Operand::of_figures);
    let figures = operands.filter_map(|o| o.found.as_ref());
    let all: Vec<Terms> = figures.map(|v| terms_of_value(v, given)).collect();
    std::array::from_fn(|place| {
        let different: BTreeSet<&str> = all.iter().map(|terms| terms[place].as_str()).collect();
        different.into_iter().collect::<Vec<_>>().join("/")
    })
}

/// By which definitions a figure of a measure is, where the measure declares breaks.
fn definition(given: StudyInputs<'_>, measure: &str, at: (Period, Span)) -> String {
    let declared = given.measures.iter().find(|m| m.id == measure);
    let breaks = declared.into_iter().flat_map(|m| &m.breaks);
    breaks.map(|b| b.side(at)).collect::<Vec<_>>().join(" ")
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
        series: String::new(),
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
        series: String::new(),
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

//! Pairs: a score of an area and the outcome of the same area so many periods later. What lacks
//! either is left out and counted.

use crate::model::{
    AreaRegister, Flag, Kpi, Measure, MeasureSource, MeasureValue, Period, Score, Span, Status,
    Study, UnitId,
};
use chrono::NaiveDate;
use num_traits::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a study is made from, on one boundary.
#[derive(Clone, Copy)]
pub struct StudyInputs<'a> {
    /// Values of measures.
    pub values: &'a [Arc<MeasureValue>],
    /// Scores of KPIs.
    pub scores: &'a [Score],
    /// KPIs as declared.
    pub kpis: &'a [Kpi],
    /// Measures as declared.
    pub measures: &'a [Measure],
    /// Areas.
    pub areas: &'a AreaRegister,
    /// Boundary day. Values and scores of other boundaries are passed over.
    pub boundary: NaiveDate,
}

/// One figure of a series.
#[derive(Clone, Debug)]
struct Observation {
    value: f64,
    /// Schemes by which it was made, joined; empty when none is stated.
    scheme: String,
    status: Status,
}

type ValuesByPlace = BTreeMap<(UnitId, Period), Observation>;

/// A score and an outcome of one area.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub area: UnitId,
    /// Period of the outcome.
    pub period: Period,
    pub score: f64,
    pub outcome: f64,
    /// Controls in the order declared.
    pub controls: Vec<f64>,
    /// Scheme of the score, and of the outcome if it has one.
    pub scheme: String,
    /// Score or outcome is not final.
    pub provisional: bool,
}

/// Everything a study reads, ready to be paired.
pub(super) struct Book<'a> {
    pub study: &'a Study,
    pub given: StudyInputs<'a>,
    series: BTreeMap<&'a str, ValuesByPlace>,
    /// Areas compared.
    pub areas: BTreeSet<UnitId>,
}

impl<'a> Book<'a> {
    pub(super) fn new(study: &'a Study, given: StudyInputs<'a>) -> Book<'a> {
        let wanted = |code: &str| study.areas.is_empty() || study.areas.iter().any(|a| a == code);
        let chosen = given
            .areas
            .units_on(given.boundary)
            .filter(|(_, u)| u.level == study.level && wanted(&u.code));
        let areas: BTreeSet<UnitId> = chosen.map(|(id, _)| id).collect();
        let series = study
            .series()
            .into_iter()
            .map(|id| (id, series(id, study, given, &areas)))
            .collect();
        Book {
            study,
            given,
            series,
            areas,
        }
    }

    /// The pairs of a score and an outcome, by area and period.
    pub(super) fn pairs(&self, score: &str, outcome: &str, lag: i32) -> Vec<Pair> {
        let (Some(scores), Some(outcomes)) = (self.series.get(score), self.series.get(outcome))
        else {
            return vec![];
        };
        let pair = |(&(area, period), found): (&(UnitId, Period), &Observation)| {
            let before = (area, period.earlier(lag));
            let first = scores.get(&before)?;
            let controls = self
                .study
                .controls
                .iter()
                .map(|c| Some(self.series.get(c.as_str())?.get(&before)?.value));
            Some(Pair {
                area,
                period,
                score: first.value,
                outcome: found.value,
                controls: controls.collect::<Option<Vec<f64>>>()?,
                scheme: [&first.scheme, &found.scheme]
                    .into_iter()
                    .filter(|s| !s.is_empty())
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("+"),
                provisional: first.status.min(found.status) < Status::Final,
            })
        };
        outcomes.iter().filter_map(pair).collect()
    }

    /// Whether a control has no figure at all.
    pub(super) fn lacks_control(&self) -> bool {
        self.study
            .controls
            .iter()
            .any(|c| self.series.get(c.as_str()).is_none_or(BTreeMap::is_empty))
    }

    /// Score and outcome are made of the same figures: so declared, or some measure stands behind
    /// both, or measures behind them add up the same rows of a dataset.
    pub(super) fn circular(&self, score: &str, outcome: &str) -> bool {
        let (of_score, of_outcome) = (self.made_of(score), self.made_of(outcome));
        let shared = || {
            of_score
                .iter()
                .any(|a| of_outcome.iter().any(|b| a == b || self.share_rows(a, b)))
        };
        self.study.circular.iter().any(|c| c == score) || shared()
    }

    /// Every measure behind a series: those of its KPI (a common denominator among them), and what
    /// these are deflated or weighted by.
    fn made_of<'s>(&'s self, id: &'s str) -> BTreeSet<&'s str> {
        let kpi = self.given.kpis.iter().find(|k| k.id == id);
        let mut open: Vec<&str> = kpi.map_or_else(|| vec![id], |k| k.kind.measures());
        let mut found = BTreeSet::new();
        while let Some(id) = open.pop() {
            if let (true, Some(measure)) = (found.insert(id), self.declared(id)) {
                open.extend(
                    measure
                        .real
                        .iter()
                        .flat_map(|r| [r.of.as_str(), r.deflator.as_str()]),
                );
                open.extend(measure.weight.as_deref());
            }
        }
        found
    }

    fn declared(&self, id: &str) -> Option<&Measure> {
        self.given.measures.iter().find(|m| m.id == id)
    }

    /// Whether a row of some dataset may be part of both measures.
    fn share_rows(&self, a: &str, b: &str) -> bool {
        let excluded = |a: &MeasureSource, b: &MeasureSource| matches!((&a.filter, &b.filter), (Some(a), Some(b)) if a.excludes(b));
        let overlap =
            |a: &MeasureSource, b: &MeasureSource| a.dataset == b.dataset && !excluded(a, b);
        let (Some(a), Some(b)) = (self.declared(a), self.declared(b)) else {
            return false;
        };
        a.sources
            .iter()
            .any(|a| b.sources.iter().any(|b| overlap(a, b)))
    }
}

/// The figures of a measure or KPI that can be used: on the boundary, of the study's frequency and
/// areas, with a value that is neither imputed nor to date nor, for a change between periods, made
/// by two schemes. Derived figures never come this far.
fn series(
    id: &str,
    study: &Study,
    given: StudyInputs<'_>,
    areas: &BTreeSet<UnitId>,
) -> ValuesByPlace {
    let wanted = |area: UnitId, boundary: NaiveDate, period: Period, span: Span| {
        boundary == given.boundary
            && period.frequency() == study.frequency
            && span == Span::Period
            && areas.contains(&area)
    };
    let known =
        |flags: &BTreeSet<Flag>| !flags.contains(&Flag::Imputed) && !flags.contains(&Flag::ToDate);
    let usable = |flags: &BTreeSet<Flag>| {
        known(flags) && (study.pool_schemes || !flags.contains(&Flag::SchemeBreak))
    };
    let mut found = ValuesByPlace::new();
    for v in given.values.iter().filter(|v| {
        v.measure == id && wanted(v.area, v.boundary, v.period, v.span) && usable(&v.figure.flags)
    }) {
        if let Some(value) = v.figure.value {
            let observation = Observation {
                value: value.to_f64(),
                scheme: v.figure.scheme.clone(),
                status: v.figure.status,
            };
            found.insert((v.area, v.period), observation);
        }
    }
    for s in given
        .scores
        .iter()
        .filter(|s| s.kpi == id && wanted(s.area, s.boundary, s.period, s.span) && usable(&s.flags))
    {
        let figures = || {
            s.operands
                .iter()
                .filter_map(|o| Some(&o.found.as_ref()?.figure))
        };
        if let Some(value) = s
            .value
            .as_ref()
            .and_then(ToPrimitive::to_f64)
            .filter(|v| v.is_finite())
        {
            let schemes: BTreeSet<&str> = figures()
                .map(|f| f.scheme.as_str())
                .filter(|s| !s.is_empty())
                .collect();
            let status = figures().map(|f| f.status).min().unwrap_or(Status::Final);
            let scheme = schemes.into_iter().collect::<Vec<_>>().join("/");
            found.insert(
                (s.area, s.period),
                Observation {
                    value,
                    scheme,
                    status,
                },
            );
        }
    }
    found
}

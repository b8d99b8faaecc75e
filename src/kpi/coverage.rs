//! How much of the country the values of a KPI speak for: how many of the areas there are, and how
//! much of what the KPI is about.
//!
//! Areas of one level are counted together and never with those above or below them. The weight of
//! the areas is that of the latest period, not after the one in question, in which every area of
//! the level has a figure: only then is the sum a whole.

use crate::model::{
    AreaRegister, Dec, Kpi, MeasureValue, Period, Reason, Score, Span, UnitId, Verdict,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// How much the values of a KPI speak for, on a boundary, in a period, at a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// KPI.
    pub kpi: String,
    /// Boundary day.
    pub boundary: NaiveDate,
    /// Period.
    pub period: Period,
    /// Span.
    pub span: Span,
    /// Level of the areas.
    pub level: String,
    /// Areas with a value.
    pub areas: BTreeSet<UnitId>,
    /// Areas of the level on the boundary day.
    pub of_areas: usize,
    /// How much the areas with a value count, where a measure says so for all.
    pub weight: Option<Weight>,
    /// Verdicts by kind; an area with two targets has two.
    pub verdicts: BTreeMap<Verdict, usize>,
    /// Reasons, each as often as a verdict has it.
    pub reasons: BTreeMap<Reason, usize>,
}

/// How much areas count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weight {
    /// The measure.
    pub measure: String,
    /// The period of its figures.
    pub period: Period,
    /// Their unit.
    pub unit: String,
    /// Sum over the areas with a value.
    pub covered: Dec,
    /// Sum over all areas of the level.
    pub whole: Dec,
}

/// Figures of a measure for every area of a level in one period, with their unit.
struct Whole {
    unit: String,
    figures: BTreeMap<UnitId, Dec>,
}

type Wholes = BTreeMap<Period, Whole>;

/// The coverage of KPIs, in the order of scores.
#[must_use]
pub fn coverage<'a>(
    kpis: &[Kpi],
    scores: &[Score],
    values: impl Iterator<Item = &'a MeasureValue>,
    areas: &AreaRegister,
) -> Vec<Coverage> {
    let by_id: BTreeMap<&str, &Kpi> = kpis.iter().map(|k| (k.id.as_str(), k)).collect();
    let wanted: BTreeSet<&str> = kpis.iter().filter_map(weighs).collect();
    let mut stated: BTreeMap<(&str, NaiveDate), Vec<&MeasureValue>> = BTreeMap::new();
    for value in values.filter(|v| {
        v.span == Span::Period && v.figure.value.is_some() && wanted.contains(v.measure.as_str())
    }) {
        stated
            .entry((&value.measure, value.boundary))
            .or_default()
            .push(value);
    }
    let mut levels: BTreeMap<(NaiveDate, String), BTreeSet<UnitId>> = BTreeMap::new();
    let mut found: BTreeMap<(String, NaiveDate, Period, Span, String), Coverage> = BTreeMap::new();
    for score in scores {
        let level = &areas.unit(score.area).level;
        let of_level = levels
            .entry((score.boundary, level.clone()))
            .or_insert_with(|| {
                areas
                    .units_on(score.boundary)
                    .filter(|(_, unit)| unit.level == *level)
                    .map(|(id, _)| id)
                    .collect()
            });
        let key = (
            score.kpi.clone(),
            score.boundary,
            score.period,
            score.span,
            level.clone(),
        );
        let coverage = found.entry(key).or_insert_with(|| Coverage {
            kpi: score.kpi.clone(),
            boundary: score.boundary,
            period: score.period,
            span: score.span,
            level: level.clone(),
            areas: BTreeSet::new(),
            of_areas: of_level.len(),
            weight: None,
            verdicts: BTreeMap::new(),
            reasons: BTreeMap::new(),
        });
        coverage
            .areas
            .extend(score.value.as_ref().map(|_| score.area));
        *coverage.verdicts.entry(score.verdict).or_default() += 1;
        for reason in &score.reasons {
            *coverage.reasons.entry(*reason).or_default() += 1;
        }
    }
    let mut wholes: BTreeMap<(String, NaiveDate, String), Wholes> = BTreeMap::new();
    let mut all: Vec<Coverage> = found.into_values().collect();
    for coverage in &mut all {
        let Some(measure) = by_id.get(coverage.kpi.as_str()).and_then(|kpi| weighs(kpi)) else {
            continue;
        };
        let place = (coverage.boundary, coverage.level.clone());
        let wholes = wholes
            .entry((measure.to_owned(), place.0, place.1.clone()))
            .or_insert_with(|| {
                let stated = stated
                    .get(&(measure, place.0))
                    .map_or(&[][..], Vec::as_slice);
                levels
                    .get(&place)
                    .map(|units| of_level(stated, units))
                    .unwrap_or_default()
            });
        coverage.weight = weight(measure, wholes, coverage);
    }
    all
}

/// The measure by which the areas of a KPI count.
fn weighs(kpi: &Kpi) -> Option<&str> {
    kpi.coverage.as_deref().or_else(|| kpi.kind.whole())
}

/// The periods in which every area of a level has a figure, and figures that can be added up.
fn of_level(stated: &[&MeasureValue], units: &BTreeSet<UnitId>) -> Wholes {
    let mut periods: BTreeMap<Period, Vec<&MeasureValue>> = BTreeMap::new();
    for value in stated.iter().filter(|v| units.contains(&v.area)) {
        periods.entry(value.period).or_default().push(value);
    }
    let whole = |(period, values): (Period, Vec<&MeasureValue>)| {
        let kinds: BTreeSet<_> = values
            .iter()
            .map(|v| (v.figure.unit.as_str(), v.figure.basis.as_str()))
            .collect();
        let figures: BTreeMap<UnitId, Dec> = values
            .iter()
            .filter_map(|v| Some((v.area, v.figure.value?)))
            .collect();
        let adds_up = kinds.len() == 1
            && figures.len() == units.len()
            && figures.values().all(|v| *v >= Dec::ZERO);
        let unit = kinds.first().map(|(unit, _)| (*unit).to_owned())?;
        adds_up.then_some((period, Whole { unit, figures }))
    };
    periods.into_iter().filter_map(whole).collect()
}

/// What the areas count in the latest whole that is not after the period; of two that end on one
/// day the longer.
fn weight(measure: &str, wholes: &Wholes, coverage: &Coverage) -> Option<Weight> {
    let known = wholes
        .iter()
        .filter(|(period, _)| period.end() <= coverage.period.end());
    let (period, whole) =
        known.max_by_key(|(period, _)| (period.end(), std::cmp::Reverse(period.start())))?;
    let add = |sum: Dec, (_, v): (&UnitId, &Dec)| sum.checked_add(*v);
    let all = whole.figures.iter().try_fold(Dec::ZERO, add)?;
    let covered = whole
        .figures
        .iter()
        .filter(|(area, _)| coverage.areas.contains(area))
        .try_fold(Dec::ZERO, add)?;
    all.is_positive().then(|| Weight {
        measure: measure.to_owned(),
        period: *period,
        unit: whole.unit.clone(),
        covered,
        whole: all,
    })
}

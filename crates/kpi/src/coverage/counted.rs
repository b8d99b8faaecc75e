//! Areas, verdicts and reasons of KPIs, counted by level.

use crate::coverage::weight::{Weight, Wholes, stated, weighs, weight, wholes};
use chiso_model::{
    AreaRegister, BoundaryKey, Kpi, MeasureValue, Period, Reason, Score, SharedText, Span, UnitId,
    Verdict,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// How much the values of a KPI speak for, on a boundary, in a period, at a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// KPI.
    pub kpi: SharedText,
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

impl Coverage {
    /// Of what a score is of, with nothing counted yet.
    fn new(score: &Score, level: &str, of_areas: usize) -> Coverage {
        Coverage {
            kpi: score.kpi.clone(),
            boundary: score.boundary,
            period: score.period,
            span: score.span,
            level: level.to_owned(),
            areas: BTreeSet::new(),
            of_areas,
            weight: None,
            verdicts: BTreeMap::new(),
            reasons: BTreeMap::new(),
        }
    }
}

/// The coverage of KPIs, in the order of scores.
#[must_use]
pub fn coverage<'a>(
    kpis: &[Kpi],
    scores: &[Score],
    values: impl Iterator<Item = &'a MeasureValue>,
    areas: &AreaRegister,
) -> Vec<Coverage> {
    let by_id: BTreeMap<&str, &Kpi> = kpis.iter().map(|k| (k.id.as_str(), k)).collect();
    let stated = stated(kpis, values);
    let mut levels = Levels::new();
    let mut all = counted(scores, areas, &mut levels);
    let mut known: BTreeMap<(BoundaryKey<&str>, String), Wholes> = BTreeMap::new();
    for coverage in &mut all {
        let Some(measure) = by_id.get(coverage.kpi.as_str()).and_then(|kpi| weighs(kpi)) else {
            continue;
        };
        let weight_of = BoundaryKey {
            id: measure,
            boundary: coverage.boundary,
        };
        let wholes = known
            .entry((weight_of.clone(), coverage.level.clone()))
            .or_insert_with(|| {
                let stated = stated.get(&weight_of).map_or(&[][..], Vec::as_slice);
                levels
                    .get(&(coverage.boundary, coverage.level.as_str()))
                    .map(|units| wholes(stated, units))
                    .unwrap_or_default()
            });
        coverage.weight = weight(measure, wholes, &coverage.areas, coverage.period.end());
    }
    all
}

/// The areas of a level on a boundary.
type Levels<'a> = BTreeMap<(NaiveDate, &'a str), BTreeSet<UnitId>>;

/// How many areas have a value, and how many verdicts and reasons there are.
fn counted<'a>(
    scores: &[Score],
    areas: &'a AreaRegister,
    levels: &mut Levels<'a>,
) -> Vec<Coverage> {
    let mut found: BTreeMap<(&str, NaiveDate, Period, Span, &str), Coverage> = BTreeMap::new();
    for score in scores {
        let level = areas.unit(score.area).level.as_str();
        let of_level = levels.entry((score.boundary, level)).or_insert_with(|| {
            areas
                .units_on(score.boundary)
                .filter(|(_, unit)| unit.level == level)
                .map(|(id, _)| id)
                .collect()
        });
        let key = (
            score.kpi.as_str(),
            score.boundary,
            score.period,
            score.span,
            level,
        );
        let coverage = found
            .entry(key)
            .or_insert_with(|| Coverage::new(score, level, of_level.len()));
        coverage
            .areas
            .extend(score.value.as_ref().map(|_| score.area));
        *coverage.verdicts.entry(score.verdict).or_default() += 1;
        for reason in &score.reasons {
            *coverage.reasons.entry(*reason).or_default() += 1;
        }
    }
    found.into_values().collect()
}

//! How far a rule of pace was to be believed: what it would have said in years that are over, against what those years became.
//!
//! A trial is one area and one month (or quarter) of a year that is complete: the rule is given the year to date and the years
//! *before* it, never the year itself, and what it projects is held against the year's value. The error is a share of what the year
//! became, so that it may be read as "usual error at this month"; of a change in points it is a difference. Figures are those known
//! now, not those known then. Verdicts are held against the targets that bound the year, where there were any.

use crate::kpi::pace;
use crate::kpi::score::Setting;
use crate::model::{Kpi, KpiKind, PaceRule, Period, Score, Span, UnitId, Verdict};
use chrono::NaiveDate;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive};
use std::collections::{BTreeMap, BTreeSet};

/// With fewer trials their mean would mislead, and none is given.
pub const FEWEST_TRIALS: usize = 3;

/// The trials of a KPI at one month of the year, of one area or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct BackTest {
    /// KPI.
    pub kpi: String,
    /// Area; all areas of the boundary when `None`.
    pub area: Option<UnitId>,
    /// Boundary day.
    pub boundary: NaiveDate,
    /// The rule tried.
    pub rule: PaceRule,
    /// Last month that the year to date covers.
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
        self.errors.iter().map(Signed::abs).max()?.to_f64().filter(|_| self.errors.len() >= FEWEST_TRIALS)
    }

    /// Mean of the probabilities given, the share of targets that were met, and the Brier score (mean square of the difference).
    #[must_use]
    pub fn calibration(&self) -> Option<[f64; 3]> {
        let number = |met: bool| BigRational::from_integer(u8::from(met).into());
        let mut given: Vec<(BigRational, BigRational)> = self.odds.iter().map(|(p, met)| (p.clone(), number(*met))).collect();
        given.sort();
        let squares = given.iter().map(|(p, met)| (p - met) * (p - met));
        Some([mean(given.iter().map(|(p, _)| p.clone()))?, mean(given.iter().map(|(_, met)| met.clone()))?, mean(squares)?])
    }
}

/// The mean in the order given, so that it is the same on every machine. It is published and never compared with.
fn mean(values: impl ExactSizeIterator<Item = BigRational>) -> Option<f64> {
    let count = values.len();
    (count >= FEWEST_TRIALS).then(|| values.filter_map(|v| v.to_f64()).sum::<f64>() / count.to_f64().unwrap_or(f64::NAN))
}

/// Whether errors of a KPI are differences in its unit, not shares: a change in points has no whole that it is a share of.
#[must_use]
pub const fn in_points(kind: &KpiKind) -> bool {
    matches!(kind, KpiKind::ShareChange { .. } | KpiKind::ScoreChange { .. } | KpiKind::Gap { .. })
}

/// How far a projection was from what the year became.
fn error(kind: &KpiKind, projection: &BigRational, became: &BigRational) -> Option<BigRational> {
    let one = BigRational::one();
    match kind {
        kind if in_points(kind) => Some(projection - became),
        KpiKind::Growth { .. } | KpiKind::Attainment { .. } => {
            let whole = became + &one;
            whole.is_positive().then(|| (projection + &one) / whole - one)
        }
        _ => became.is_positive().then(|| projection / became - one),
    }
}

/// One year to date of a complete year, as far as no target is asked.
fn trial(kpi: &Kpi, score: &Score, became: &BigRational, setting: Setting<'_>) -> Option<(BigRational, Option<bool>)> {
    let value = score.value.as_ref()?;
    let said = pace::in_year(kpi, setting.measures, (score.area, score.period), value, |_| false)?;
    let projection = said.projection.clone().or_else(|| pace::projected(&kpi.kind, value, &said.share))?;
    let inside = said.low.as_ref().zip(said.high.as_ref()).map(|(low, high)| low <= became && became <= high);
    Some((error(&kpi.kind, &projection, became)?, inside))
}

/// Tries a KPI's rule of pace on all complete years of a boundary: `scores` are those of the KPI there.
#[must_use]
pub fn backtest(kpi: &Kpi, scores: &[&Score], setting: Setting<'_>) -> Vec<BackTest> {
    let Some(rule) = kpi.pace.map(|p| p.rule) else { return Vec::new() };
    let over = |s: &&&Score| s.span == Span::Period && s.period.of_year() == s.period && !setting.open.is_open(s.period);
    let years: BTreeMap<(UnitId, Period, Option<usize>), &Score> = scores.iter().filter(over).map(|s| ((s.area, s.period, s.target), *s)).collect();
    let became: BTreeMap<(UnitId, Period), &BigRational> =
        years.iter().filter_map(|((area, year, _), s)| Some(((*area, *year), s.value.as_ref()?))).collect();
    let mut tests: BTreeMap<(Option<UnitId>, u32), BackTest> = BTreeMap::new();
    let mut tried: BTreeSet<(UnitId, Period)> = BTreeSet::new();
    for score in scores.iter().filter(|s| pace::runs(kpi, s.period, s.span)) {
        let year = score.period.of_year();
        let Some(became) = became.get(&(score.area, year)) else { continue };
        // Several targets of one area and month are one trial of the projection.
        let projected = if tried.contains(&(score.area, score.period)) { None } else { trial(kpi, score, became, setting) };
        tried.extend(projected.is_some().then_some((score.area, score.period)));
        let ended = years.get(&(score.area, year, score.target)).map(|s| s.verdict);
        for area in [None, Some(score.area)] {
            let month = last_month(score.period);
            let new = || BackTest {
                kpi: kpi.id.clone(),
                area,
                boundary: setting.boundary,
                rule,
                month,
                years: BTreeSet::new(),
                errors: Vec::new(),
                inside: Vec::new(),
                right: Vec::new(),
                odds: Vec::new(),
            };
            let test = tests.entry((area, month)).or_insert_with(new);
            if let Some((error, inside)) = &projected {
                test.years.insert(year.year());
                test.errors.push(error.clone());
                test.inside.extend(*inside);
            }
            judged(test, score, ended);
        }
    }
    let mut tests: Vec<BackTest> = tests.into_values().filter(|t| !t.errors.is_empty()).collect();
    tests.iter_mut().for_each(|t| t.errors.sort());
    tests
}

/// Holds the verdict of a running year, and the odds it gave, against the verdict of the year.
fn judged(test: &mut BackTest, score: &Score, ended: Option<Verdict>) {
    let met = match ended {
        Some(Verdict::Met) => true,
        Some(Verdict::NotMet) => false,
        _ => return,
    };
    match score.verdict {
        Verdict::OnTrack => test.right.push(met),
        Verdict::OffTrack => test.right.push(!met),
        _ => {}
    }
    test.odds.extend(score.in_year.as_ref().and_then(|y| y.probability.clone()).map(|p| (p, met)));
}

/// The month with which a period ends.
const fn last_month(period: Period) -> u32 {
    match period {
        Period::Year(_) => 12,
        Period::Quarter(_, quarter) => quarter * 3,
        Period::Month(_, month) => month,
    }
}

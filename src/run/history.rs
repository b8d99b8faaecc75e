//! What was known when: every value a measure has had, and every score that changed.
//!
//! Walks the moments at which something became known, in order, and recomputes at each what it touches. The result
//! depends on what was published when, not on the order in which it arrived here.

use crate::kpi::{self, Measures, Revised};
use crate::model::{CheckRule, Dataset, Finding, Kpi, Measure, MeasureValue, Period, Place, Reason, Score, Severity, Span, UnitId, Verdict};
use crate::run::alternatives::alternatives;
use crate::run::backtests::backtests;
use crate::run::compute::{Computed, Inputs, cells_of, compute, settings, values_of};
use crate::run::revision_code::RevisionCode;
use chrono::{DateTime, NaiveDate, Utc};
use num_rational::BigRational;
use num_traits::{One, Signed};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A value that a measure took on, or lost, at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureChange {
    /// When it became known.
    pub known_from: DateTime<Utc>,
    /// The value from then on; when `withdrawn`, the last one before.
    pub value: Arc<MeasureValue>,
    /// There is no value from then on.
    pub withdrawn: bool,
}

/// A score that changed at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    /// When the change became known.
    pub known_from: DateTime<Utc>,
    /// The score before.
    pub before: Seen,
    /// The score after.
    pub after: Score,
    /// Deliveries behind the new score that the old one did not have.
    pub deliveries: BTreeSet<String>,
}

/// What is compared of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Value.
    pub value: Option<BigRational>,
    /// Verdict.
    pub verdict: Verdict,
    /// First reason.
    pub reason: Option<Reason>,
    deliveries: BTreeSet<String>,
    operands: Vec<Option<Arc<MeasureValue>>>,
}

impl Seen {
    fn of(score: &Score) -> Seen {
        let deliveries = score.operands.iter().filter_map(|o| o.found.as_ref()).flat_map(|v| v.figure.deliveries.iter().cloned()).collect();
        let operands = score.operands.iter().map(|o| o.found.clone()).collect();
        Seen { value: score.value.clone(), verdict: score.verdict, reason: score.reasons.first().copied(), deliveries, operands }
    }

    /// Deliveries that the one before did not have; where one delivery says things of several days, those of the figures that changed.
    fn brought_by(&self, before: &Seen) -> BTreeSet<String> {
        let new: BTreeSet<String> = self.deliveries.difference(&before.deliveries).cloned().collect();
        let changed = || self.operands.iter().zip(&before.operands).filter(|(now, then)| now != then).filter_map(|(now, _)| now.as_ref());
        if new.is_empty() { changed().flat_map(|v| v.figure.deliveries.iter().cloned()).collect() } else { new }
    }

    fn says(&self) -> (&Option<BigRational>, Verdict, Option<Reason>) {
        (&self.value, self.verdict, self.reason)
    }
}

impl Revision {
    /// Why it changed.
    #[must_use]
    pub fn code(&self) -> RevisionCode {
        let found = self.after.operands.iter().map(|o| o.found.as_deref());
        let pairs = self.before.operands.iter().map(|o| o.as_deref()).zip(found);
        RevisionCode::of_score(pairs, (self.before.verdict, self.after.verdict))
    }
}

/// Everything that changed.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Values of measures.
    pub measures: Vec<MeasureChange>,
    /// Scores.
    pub revisions: Vec<Revision>,
}

type ValueKey = (UnitId, NaiveDate, Period, Span);
type ScoreKey = (UnitId, NaiveDate, Period, Span, Option<usize>);

impl History {
    /// How much the measures have been revised.
    #[must_use]
    pub fn revised(&self) -> Revised {
        Revised::new(self.measures.iter().map(|c| (c.value.as_ref(), c.withdrawn)))
    }
}

/// Figures in force that an earlier delivery of the same dataset said otherwise, by more than the dataset's check `large_revision`
/// allows: one warning a measure and dataset with the largest, and how many there are. On the first boundary.
#[must_use]
pub fn large_revisions(history: &History, inputs: Inputs<'_>, datasets: &[Dataset]) -> Vec<Finding> {
    let boundary = inputs.boundaries.first();
    let mut last: BTreeMap<(&str, UnitId, Period, Span), Vec<&MeasureValue>> = BTreeMap::new();
    for change in history.measures.iter().filter(|c| Some(&c.value.boundary) == boundary && !c.withdrawn) {
        let value = change.value.as_ref();
        last.entry((&value.measure, value.area, value.period, value.span)).or_default().push(value);
    }
    let mut found: BTreeMap<(&str, &str), (BigRational, Finding)> = BTreeMap::new();
    for said in last.values() {
        let [.., before, now] = said.as_slice() else { continue };
        let Some(dataset) = datasets.iter().find(|d| d.id == now.dataset && now.dataset == before.dataset) else { continue };
        let (Some(from), Some(to)) = (before.figure.value.filter(|v| v.is_positive()), now.figure.value) else { continue };
        let size = (to.ratio() / from.ratio() - BigRational::one()).abs();
        for check in &dataset.contract.checks {
            let CheckRule::LargeRevision { at_most } = check.rule else { continue };
            let unit = inputs.areas.unit(now.area);
            if size <= at_most.ratio() || check.confirmed.iter().any(|(area, period)| *area == unit.code && *period == now.period) {
                continue;
            }
            let deliveries: Vec<&str> = now.figure.deliveries.difference(&before.figure.deliveries).map(String::as_str).collect();
            let message = format!(
                "`{}` of {} ({}) in {}: {from} became {to} with delivery {}, a revision of more than the share of {at_most}",
                now.measure,
                unit.name(true),
                unit.code,
                now.period,
                deliveries.join(", ")
            );
            let place = Place { file: format!("datasets/{}.toml", dataset.id), ..Place::default() };
            let hint = format!(
                "ask the provider; if it is right, say so in the check: `confirmed = [{{ area_code = \"{}\", period = \"{}\" }}]`",
                unit.code, now.period
            );
            let finding = Finding { severity: Severity::Warning, ..Finding::error(check.rule.as_str(), place, message).hint(hint) };
            match found.get_mut(&(now.measure.as_str(), dataset.id.as_str())) {
                Some((largest, held)) => {
                    let count = held.count + 1;
                    if size > *largest {
                        (*largest, *held) = (size.clone(), finding);
                    }
                    held.count = count;
                }
                None => _ = found.insert((&now.measure, &dataset.id), (size.clone(), finding)),
            }
        }
    }
    found.into_values().map(|(_, finding)| finding).collect()
}

/// The present and the history of all measures and KPIs. What has been revised so far says which verdicts stand on a knife edge.
#[must_use]
pub fn judged(inputs: Inputs<'_>) -> (Computed, History) {
    let (mut computed, history) = rayon::join(|| compute(inputs), || history(inputs));
    let revised = history.revised();
    for score in &mut computed.scores {
        if let Some(kpi) = inputs.kpis.iter().find(|k| k.id == score.kpi) {
            revised.mark(kpi, score);
        }
    }
    computed.alternatives = alternatives(inputs, &computed, &history);
    computed.backtests = backtests(inputs, &computed);
    (computed, history)
}

/// The history of all measures and KPIs on all boundaries, up to the moment that is asked for.
#[must_use]
pub fn history(inputs: Inputs<'_>) -> History {
    let mut history = History::default();
    let moments: BTreeMap<&str, BTreeSet<DateTime<Utc>>> = inputs.measures.iter().map(|m| (m.id.as_str(), moments(inputs, m))).collect();
    let all: BTreeSet<DateTime<Utc>> = moments.values().flatten().copied().filter(|m| inputs.as_of.is_none_or(|t| *m <= t)).collect();
    let mut values: BTreeMap<&str, Vec<Arc<MeasureValue>>> = BTreeMap::new();
    let mut known: BTreeMap<&str, BTreeMap<ValueKey, Arc<MeasureValue>>> = BTreeMap::new();
    let mut scored: BTreeMap<&str, BTreeMap<ScoreKey, Seen>> = BTreeMap::new();
    for moment in all {
        let at = Inputs { as_of: Some(moment), reach: Some(moment.date_naive()), ..inputs };
        let touched: Vec<&Measure> = inputs.measures.iter().filter(|m| moments[m.id.as_str()].contains(&moment)).collect();
        for measure in &touched {
            let now = values_of(at, measure, &cells_of(at, measure).0);
            changes(&mut history.measures, known.entry(&measure.id).or_default(), &now, moment);
            values.insert(&measure.id, now);
        }
        for kpi in inputs.kpis.iter().filter(|k| touched.iter().any(|m| k.kind.measures().contains(&m.id.as_str()))) {
            revisions(&mut history.revisions, scored.entry(&kpi.id).or_default(), at, kpi, &values, moment);
        }
    }
    history
}

/// Every moment at which something that the measure may use became known.
fn moments(inputs: Inputs<'_>, measure: &Measure) -> BTreeSet<DateTime<Utc>> {
    measure.sources.iter().filter_map(|s| inputs.tables.get(&s.dataset)).flat_map(|rolled| rolled.moments().iter().copied()).collect()
}

fn changes(out: &mut Vec<MeasureChange>, known: &mut BTreeMap<ValueKey, Arc<MeasureValue>>, now: &[Arc<MeasureValue>], moment: DateTime<Utc>) {
    let key = |v: &Arc<MeasureValue>| (v.area, v.boundary, v.period, v.span);
    let there: BTreeSet<ValueKey> = now.iter().map(key).collect();
    let gone: Vec<ValueKey> = known.keys().filter(|k| !there.contains(*k)).copied().collect();
    for key in gone {
        if let Some(value) = known.remove(&key) {
            out.push(MeasureChange { known_from: moment, value, withdrawn: true });
        }
    }
    for value in now {
        let says = |v: &MeasureValue| (v.figure.value, v.figure.status);
        let before = known.insert(key(value), value.clone());
        if before.is_none_or(|b| says(&b) != says(value)) {
            out.push(MeasureChange { known_from: moment, value: value.clone(), withdrawn: false });
        }
    }
}

fn revisions(
    out: &mut Vec<Revision>,
    scored: &mut BTreeMap<ScoreKey, Seen>,
    at: Inputs<'_>,
    kpi: &Kpi,
    values: &BTreeMap<&str, Vec<Arc<MeasureValue>>>,
    moment: DateTime<Utc>,
) {
    for boundary in at.boundaries {
        let of_kpi = kpi.kind.measures().into_iter().filter_map(|m| values.get(m)).flatten();
        let on = Measures::new(of_kpi.filter(|v| v.boundary == *boundary));
        for score in kpi::score(kpi, settings(at, &on, *boundary, &BTreeSet::new())) {
            let key = (score.area, score.boundary, score.period, score.span, score.target);
            let seen = Seen::of(&score);
            match scored.insert(key, seen.clone()) {
                Some(before) if before.says() != seen.says() => {
                    let deliveries = seen.brought_by(&before);
                    out.push(Revision { known_from: moment, before, after: score, deliveries });
                }
                _ => {}
            }
        }
    }
}

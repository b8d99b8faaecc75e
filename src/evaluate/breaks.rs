//! The register of breaks: where the figures of a measure stop being one series, as declared and as
//! seen in the figures themselves.
//!
//! A declared break is a `[[measure.break]]`; a seen one is a change of unit, basis or scheme
//! between two adjacent periods for which an area has figures. A scheme that is not stated is not
//! another one. Each break tells how many verdicts were refused or flagged for it.

use crate::evaluate::results::Computed;
use crate::model::{
    Bilingual, Flag, Frequency, Measure, MeasureValue, Operand, Period, Reason, Score, Span,
    UnitId, words,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BreakKind {
    /// What the measure counts, as declared.
    Definition,
    /// The scheme that scores are made by.
    Scheme,
    /// What exactly is counted.
    Basis,
    /// The unit.
    Unit,
}
words!(BreakKind, "kind of break", { Definition => "definition", Scheme => "scheme", Basis => "basis", Unit => "unit" });

impl BreakKind {
    fn of(self, value: &MeasureValue) -> &str {
        match self {
            BreakKind::Definition => "",
            BreakKind::Scheme => &value.figure.scheme,
            BreakKind::Basis => &value.figure.basis,
            BreakKind::Unit => &value.figure.unit,
        }
    }

    const fn reason(self) -> Reason {
        match self {
            BreakKind::Definition | BreakKind::Scheme => Reason::DefinitionBreak,
            BreakKind::Basis => Reason::BasisMismatch,
            BreakKind::Unit => Reason::UnitMismatch,
        }
    }
}

/// What tells breaks apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BreakKey {
    /// Measure.
    pub measure: String,
    /// Boundary day.
    pub boundary: NaiveDate,
    /// Length of the periods.
    pub frequency: Frequency,
    /// Span.
    pub span: Span,
    /// What changed.
    pub kind: BreakKind,
    /// First period after.
    pub first: Period,
    /// What stood before; empty when declared.
    pub before: String,
    /// What stands after; empty when declared.
    pub after: String,
}

/// What is known of a break.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Broken {
    /// What is declared to have changed.
    pub note: Bilingual,
    /// Areas with figures on both sides.
    pub areas: BTreeSet<UnitId>,
    /// Verdicts refused because of it.
    pub refused: usize,
    /// Verdicts flagged because of it.
    pub flagged: usize,
}

/// The figures of one measure, boundary, frequency and span, by area and period.
type FiguresByPlace<'a> = BTreeMap<UnitId, BTreeMap<Period, &'a MeasureValue>>;

/// Every break, in order.
#[must_use]
pub fn breaks(computed: &Computed, measures: &[Measure]) -> BTreeMap<BreakKey, Broken> {
    let mut found = BTreeMap::new();
    for measure in measures {
        let mut groups: BTreeMap<(NaiveDate, Frequency, Span), FiguresByPlace<'_>> =
            BTreeMap::new();
        for v in computed
            .values
            .iter()
            .filter(|v| v.measure == measure.id && v.figure.value.is_some())
        {
            groups
                .entry((v.boundary, v.period.frequency(), v.span))
                .or_default()
                .entry(v.area)
                .or_default()
                .insert(v.period, v);
        }
        for (group, series) in &groups {
            declared(measure, *group, series, &mut found);
            seen(measure, *group, series, &mut found);
        }
    }
    count(&mut found, &computed.scores);
    found
}

fn declared(
    measure: &Measure,
    (boundary, frequency, span): (NaiveDate, Frequency, Span),
    series: &FiguresByPlace<'_>,
    found: &mut BTreeMap<BreakKey, Broken>,
) {
    for b in &measure.breaks {
        let spans = |of: &BTreeMap<Period, &MeasureValue>| {
            let before = of.keys().next().is_some_and(|p| p.start() < b.from.start());
            before
                && of
                    .keys()
                    .next_back()
                    .is_some_and(|p| b.from.start() <= p.start())
        };
        let areas = series
            .iter()
            .filter(|(_, of)| spans(of))
            .map(|(area, _)| *area)
            .collect();
        let (measure, kind) = (measure.id.clone(), BreakKind::Definition);
        let key = BreakKey {
            measure,
            boundary,
            frequency,
            span,
            kind,
            first: b.from,
            before: String::new(),
            after: String::new(),
        };
        found.insert(
            key,
            Broken {
                note: b.note.clone(),
                areas,
                ..Broken::default()
            },
        );
    }
}

fn seen(
    measure: &Measure,
    (boundary, frequency, span): (NaiveDate, Frequency, Span),
    series: &FiguresByPlace<'_>,
    found: &mut BTreeMap<BreakKey, Broken>,
) {
    for (area, of) in series {
        for ((_, then), (first, now)) in of.iter().zip(of.iter().skip(1)) {
            for kind in [BreakKind::Scheme, BreakKind::Basis, BreakKind::Unit] {
                let (before, after) = (kind.of(then).to_owned(), kind.of(now).to_owned());
                let unstated = kind == BreakKind::Scheme && (before.is_empty() || after.is_empty());
                if before != after && !unstated {
                    let key = BreakKey {
                        measure: measure.id.clone(),
                        boundary,
                        frequency,
                        span,
                        kind,
                        first: *first,
                        before,
                        after,
                    };
                    found.entry(key).or_default().areas.insert(*area);
                }
            }
        }
    }
}

/// Counts the verdicts that compare figures across a break and were refused or flagged for it.
fn count(found: &mut BTreeMap<BreakKey, Broken>, scores: &[Score]) {
    let mut by_measure: BTreeMap<String, Vec<(&BreakKey, &mut Broken)>> = BTreeMap::new();
    for (key, broken) in found.iter_mut() {
        by_measure
            .entry(key.measure.clone())
            .or_default()
            .push((key, broken));
    }
    let told = |s: &&Score| {
        let reasons = [
            Reason::DefinitionBreak,
            Reason::BasisMismatch,
            Reason::UnitMismatch,
        ];
        s.flags.contains(&Flag::SchemeBreak) || reasons.iter().any(|r| s.reasons.contains(r))
    };
    for score in scores.iter().filter(told) {
        let measures: BTreeSet<&str> = score.operands.iter().map(|o| o.measure.as_str()).collect();
        for measure in measures {
            for (key, broken) in by_measure
                .get_mut(measure)
                .into_iter()
                .flatten()
                .filter(|(key, _)| key.boundary == score.boundary)
            {
                let own: Vec<&Operand> = score
                    .operands
                    .iter()
                    .filter(|o| o.measure == measure)
                    .collect();
                if !own
                    .iter()
                    .any(|o| o.span == key.span && o.period.frequency() == key.frequency)
                    || !crosses(key, &own)
                {
                    continue;
                }
                if score.reasons.contains(&key.kind.reason()) {
                    broken.refused += 1;
                } else if key.kind == BreakKind::Scheme && score.flags.contains(&Flag::SchemeBreak)
                {
                    broken.flagged += 1;
                }
            }
        }
    }
}

/// Whether figures of one measure stand on both sides of a break, and differ in what broke.
fn crosses(key: &BreakKey, operands: &[&Operand]) -> bool {
    let starts = || {
        operands
            .iter()
            .flat_map(|o| o.stated_in())
            .map(Period::start)
    };
    let across =
        starts().any(|p| p < key.first.start()) && starts().any(|p| key.first.start() <= p);
    if key.kind == BreakKind::Definition {
        return across;
    }
    let of = |after: bool| {
        let side = operands
            .iter()
            .filter(move |o| (key.first.start() <= o.period.start()) == after);
        side.filter_map(|o| o.found.as_ref())
            .map(|v| key.kind.of(v))
            .collect::<BTreeSet<_>>()
    };
    across && of(false).contains(key.before.as_str()) && of(true).contains(key.after.as_str())
}

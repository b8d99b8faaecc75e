//! Breaks as declared and as seen between adjacent periods.

use crate::evaluate::breaks::key::{BreakKey, BreakKind, Broken};
use crate::evaluate::breaks::verdicts::count;
use crate::evaluate::results::Computed;
use crate::model::{Frequency, Measure, MeasureValue, Period, Span, UnitId};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The figures of one measure, boundary, frequency and span, by area and period.
type FiguresByPlace<'a> = BTreeMap<UnitId, BTreeMap<Period, &'a MeasureValue>>;

/// Every break, in order.
#[must_use]
pub fn breaks(computed: &Computed, measures: &[Measure]) -> BTreeMap<BreakKey, Broken> {
    let mut found = BTreeMap::new();
    let mut by_measure: BTreeMap<&str, Vec<&MeasureValue>> = BTreeMap::new();
    // Those of a measure come one after the other.
    for of_measure in computed.values.chunk_by(|a, b| a.measure == b.measure) {
        if let Some(first) = of_measure.first() {
            let there = of_measure.iter().map(AsRef::as_ref);
            let there = there.filter(|v: &&MeasureValue| v.figure.value.is_some());
            by_measure.entry(&first.measure).or_default().extend(there);
        }
    }
    for measure in measures {
        let values = by_measure.get(measure.id.as_str());
        let values = values.map_or(&[][..], Vec::as_slice);
        if measure.breaks.is_empty() && alike(values) {
            continue;
        }
        let mut groups: BTreeMap<(NaiveDate, Frequency, Span), FiguresByPlace<'_>> =
            BTreeMap::new();
        for v in values {
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

/// Whether no two figures differ in what a break may be seen in.
fn alike(values: &[&MeasureValue]) -> bool {
    let kinds = [BreakKind::Scheme, BreakKind::Basis, BreakKind::Unit];
    let mut pairs = values.windows(2);
    pairs.all(|pair| kinds.iter().all(|k| k.of(pair[0]) == k.of(pair[1])))
}

fn declared(
    measure: &Measure,
    (boundary, frequency, span): (NaiveDate, Frequency, Span),
    series: &FiguresByPlace<'_>,
    found: &mut BTreeMap<BreakKey, Broken>,
) {
    for b in &measure.breaks {
        let spans = |of: &BTreeMap<Period, &MeasureValue>| {
            let mut pairs = of.keys().zip(of.keys().skip(1));
            pairs.any(|(then, now)| b.separates((*then, span), (*now, span)))
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
                declared: Some(b.clone()),
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

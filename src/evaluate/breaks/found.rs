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

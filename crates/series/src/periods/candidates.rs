//! Every way to work out one period, the best first.

use crate::periods::added_up::added_up;
use crate::periods::at_end::last;
use crate::periods::families::Family;
use chiso_model::{Measure, MeasureValue, OverTime, Period, Reason, Span};

/// Every way to work a period out, the best first: of the first dataset that has all of it, else of
/// the first that has any of it.
pub(super) fn candidates(
    measure: &Measure,
    families: &[Family<'_>],
    period: Period,
    span: Span,
) -> Vec<MeasureValue> {
    let mut found: Vec<((usize, usize), MeasureValue)> = Vec::new();
    for (place, family) in families.iter().enumerate() {
        let values = if measure.over_time == Some(OverTime::Last) {
            last(&family.stated, period)
                .filter(|_| span == Span::Period)
                .into_iter()
                .collect::<Vec<_>>()
        } else {
            family
                .ways(period, span)
                .into_iter()
                .filter_map(|pieces| added_up(measure, &family.stated, (period, span), pieces))
                .collect()
        };
        for (way, value) in values.into_iter().enumerate() {
            let mixed = value.figure.reasons.contains(&Reason::SeriesMixed);
            let worth = match (complete(&value), mixed) {
                (true, false) => 0,
                (true, true) => 1,
                (false, _) => 2 + usize::from(!family.chosen),
            };
            found.push((
                (
                    worth,
                    (way.min(1) + family.rank * 2) * families.len() + place,
                ),
                value,
            ));
        }
    }
    found.sort_by_key(|(worth, _)| *worth);
    found.into_iter().map(|(_, value)| value).collect()
}

pub(super) fn complete(value: &MeasureValue) -> bool {
    value.pieces.iter().all(|p| !p.lacking)
}

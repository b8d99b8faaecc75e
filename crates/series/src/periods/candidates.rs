//! Every way to work out one period, the best first.

use crate::existence::Existence;
use crate::periods::at_end::{End, stocks};
use crate::periods::families::Family;
use crate::periods::put_together::put_together;
use chiso_model::{Flag, Measure, MeasureValue, OverTime, Period, Reason, Span, UnitId};

/// Every way to work a period out, the best first: of the first dataset that has all of it, else of
/// the first that has any of it. A week is made of nothing.
pub(super) fn candidates(
    existence: Existence<'_>,
    families: &[Family<'_>],
    (area, period, span): (UnitId, Period, Span),
) -> Vec<MeasureValue> {
    #[cfg(test)]
    crate::work::done();
    let in_part = existence.in_part(area, (period, span));
    let mut found: Vec<((usize, usize), MeasureValue)> = Vec::new();
    let families = if period.length() == 0 { &[] } else { families };
    for (place, family) in families.iter().enumerate() {
        let values = worked_out(existence.measure, family, (period, span));
        for (way, mut value) in values.into_iter().enumerate() {
            if in_part {
                value.figure.flags.insert(Flag::ExistsInPart);
            }
            let mixed = value.figure.reasons.contains(&Reason::SeriesMixed);
            let worth = match (complete(&value), mixed) {
                (true, false) => 0,
                (true, true) => 1,
                (false, _) => 2 + usize::from(family.series.is_some()),
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

/// The ways of one family, by what the figures are over time.
fn worked_out(measure: &Measure, family: &Family<'_>, key: (Period, Span)) -> Vec<MeasureValue> {
    let (period, span) = key;
    let whole = span == Span::Period;
    let at = |of: End| {
        if whole {
            stocks(&family.stated, period, of)
        } else {
            vec![]
        }
    };
    let ways = match measure.over_time {
        Some(OverTime::Last) => return at(End::Last),
        Some(OverTime::First) => return at(End::First),
        Some(OverTime::Mean | OverTime::Max | OverTime::Min) if whole => family.parts(period),
        Some(OverTime::Mean | OverTime::Max | OverTime::Min) => vec![],
        Some(OverTime::Sum | OverTime::None) | None => family.ways(measure, key),
    };
    ways.into_iter()
        .filter_map(|pieces| put_together(measure, family, key, pieces))
        .collect()
}

/// Nothing of it is missing, so that it has a figure.
pub(super) fn whole(value: &MeasureValue) -> bool {
    value.figure.value.is_some() && complete(value)
}

fn complete(value: &MeasureValue) -> bool {
    value.pieces.iter().all(|p| !p.lacking)
}

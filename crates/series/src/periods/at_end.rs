//! One period of a stock: what stands at its end, or at its beginning.

use crate::stretches::{StatedFigures, stretches};
use chiso_model::{MeasureValue, Period, Piece, Reason, Series, Span, StatementKey, months};
use chrono::Datelike;

/// An end of a period.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    First,
    Last,
}

/// The figure at one end of a period: that of its last or first half-year, else third,
/// else quarter, else month. `None` when nothing within the period is stated.
pub(super) fn stock(stated: &StatedFigures<'_>, period: Period, of: End) -> Option<MeasureValue> {
    let AtEnd { key, value, there } = at_end(stated, period, of)?;
    let (piece, span) = key;
    let mut value = MeasureValue {
        others: vec![],
        ..value.clone()
    };
    if !there {
        value.figure.value = None;
        value.figure.reasons.insert(Reason::PartialPeriod);
    }
    let pieces = vec![Piece {
        period: piece,
        span,
        taken_off: false,
        lacking: !there,
    }];
    let (from, to) = months(period, Span::Period);
    let place = (months(piece, span).1 - to).to_string();
    let series = Series {
        statement: StatementKey::of_sum(&[(place, &value.series.statement)]),
        stretches: stretches(&pieces, (from, to)),
        ..value.series
    };
    Some(MeasureValue {
        period,
        span: Span::Period,
        pieces,
        series,
        ..value
    })
}

/// What stands at an end of a period.
struct AtEnd<'a> {
    key: (Period, Span),
    /// The figure there, else the nearest within the period.
    value: &'a MeasureValue,
    there: bool,
}

fn at_end<'a>(stated: &StatedFigures<'a>, period: Period, of: End) -> Option<AtEnd<'a>> {
    let (year, month) = match of {
        End::Last => period.last_month(),
        End::First => (period.start().year(), period.start().month()),
    };
    let ends = [
        Period::HalfYear(year, month.div_ceil(6)),
        Period::Third(year, month.div_ceil(4)),
        Period::Quarter(year, month.div_ceil(3)),
        Period::Month(year, month),
    ]
    .map(|p| (p, Span::Period));
    let within = |p: Period| p != period && p.start() >= period.start() && p.end() <= period.end();
    let inside = stated
        .iter()
        .filter(|((p, span), _)| *span == Span::Period && within(*p));
    let (nearest, held) = match of {
        End::Last => inside.max_by_key(|((p, _), _)| p.end())?,
        End::First => inside.min_by_key(|((p, _), _)| p.start())?,
    };
    let found = ends
        .iter()
        .filter(|(p, _)| {
            within(*p)
                && match of {
                    End::Last => p.end() == period.end(),
                    End::First => p.start() == period.start(),
                }
        })
        .find_map(|key| Some((*key, *stated.get(key)?)));
    // The piece that is not there is named by the frequency that is stated.
    let missing = match nearest.0 {
        Period::HalfYear(..) => ends[0],
        Period::Third(..) => ends[1],
        Period::Quarter(..) => ends[2],
        _ => ends[3],
    };
    let (key, value) = found.unwrap_or((missing, *held));
    Some(AtEnd {
        key,
        value,
        there: found.is_some(),
    })
}

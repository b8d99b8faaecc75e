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

/// The figures at one end of a period, the best first: those of its last or first month, quarter,
/// third and half-year that are stated, since the shortest is the latest statement of a stock, and
/// those with a figure before the others. Nothing when nothing within the period is stated.
pub(super) fn stocks(stated: &StatedFigures<'_>, period: Period, of: End) -> Vec<MeasureValue> {
    let found = at_end(stated, period, of).into_iter();
    found.map(|at_end| stock(period, at_end)).collect()
}

fn stock(
    period: Period,
    AtEnd {
        piece,
        value,
        there,
    }: AtEnd<'_>,
) -> MeasureValue {
    let span = Span::Period;
    let mut value = MeasureValue {
        others: vec![],
        by_other_periods: vec![],
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
    let (from, to) = months(period, span);
    let place = (months(piece, span).1 - to).to_string();
    let series = Series {
        statement: StatementKey::of_sum(&[(place, &value.series.statement)]),
        stretches: stretches(&pieces, (from, to)),
        ..value.series
    };
    MeasureValue {
        period,
        span,
        pieces,
        series,
        ..value
    }
}

/// What stands at an end of a period.
struct AtEnd<'a> {
    piece: Period,
    /// The figure there, else the nearest within the period.
    value: &'a MeasureValue,
    there: bool,
}

fn at_end<'a>(stated: &StatedFigures<'a>, period: Period, of: End) -> Vec<AtEnd<'a>> {
    let (year, month) = match of {
        End::Last => period.last_month(),
        End::First => (period.start().year(), period.start().month()),
    };
    let ends = [
        Period::Month(year, month),
        Period::Quarter(year, month.div_ceil(3)),
        Period::Third(year, month.div_ceil(4)),
        Period::HalfYear(year, month.div_ceil(6)),
    ];
    let within = |p: Period| p != period && p.start() >= period.start() && p.end() <= period.end();
    let at = |p: Period| match of {
        End::Last => p.end() == period.end(),
        End::First => p.start() == period.start(),
    };
    let there = ends.into_iter().filter(|p| within(*p) && at(*p));
    let mut found: Vec<AtEnd<'_>> = there
        .filter_map(|piece| {
            let value = stated.get(&(piece, Span::Period)).copied()?;
            Some(AtEnd {
                piece,
                value,
                there: true,
            })
        })
        .collect();
    found.sort_by_key(|at_end| at_end.value.figure.value.is_none());
    if found.is_empty() {
        found.extend(nearest(stated, (of, within), ends));
    }
    found
}

/// The figure nearest to an end at which there is none. The piece that is not there is named by the
/// frequency that is stated.
fn nearest<'a>(
    stated: &StatedFigures<'a>,
    (of, within): (End, impl Fn(Period) -> bool),
    [month, quarter, third, half]: [Period; 4],
) -> Option<AtEnd<'a>> {
    let inside = stated
        .iter()
        .filter(|((p, span), _)| *span == Span::Period && within(*p));
    let ((held, _), value) = match of {
        End::Last => inside.max_by_key(|((p, _), _)| p.end())?,
        End::First => inside.min_by_key(|((p, _), _)| p.start())?,
    };
    let piece = match held {
        Period::HalfYear(..) => half,
        Period::Third(..) => third,
        Period::Quarter(..) => quarter,
        _ => month,
    };
    let there = false;
    Some(AtEnd {
        piece,
        value,
        there,
    })
}

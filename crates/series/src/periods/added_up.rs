//! One period of a flow from its pieces.

use crate::combine::{join, mix_series};
use crate::stretches::{StatedFigures, stretches};
use chiso_model::{
    Dec, Flag, Measure, MeasureValue, Period, Piece, Reason, Series, Span, StatementKey, months,
};

/// One period worked out; `None` when nothing of it is stated, or it reaches back before the first
/// figure.
pub(super) fn added_up(
    measure: &Measure,
    stated: &StatedFigures<'_>,
    (period, span): (Period, Span),
    pieces: Vec<Piece>,
) -> Option<MeasureValue> {
    let first = stated.keys().map(|(p, _)| p.start()).min()?;
    if span == Span::Rolling12 && pieces.iter().any(|p| p.lacking && p.period.start() < first) {
        return None;
    }
    let mut value = joined(stated, &pieces)?;
    let all: Vec<&MeasureValue> = pieces
        .iter()
        .filter(|p| !p.lacking)
        .filter_map(|p| stated.get(&(p.period, p.span)).copied())
        .collect();
    if pieces.iter().any(|p| p.lacking) {
        value.figure.reasons.insert(Reason::PartialPeriod);
    }
    if crosses_break(measure, &pieces) {
        value.figure.reasons.insert(Reason::DefinitionBreak);
    }
    let one_series = all.windows(2).all(|pair| pair[0].same_series(pair[1]));
    if !one_series && all.iter().any(|a| all.iter().any(|b| !a.comparable(b))) {
        mix_series(
            &mut value.figure,
            measure,
            all.iter().map(|v| v.dataset.as_str()),
        );
    }
    if !value.figure.reasons.is_empty() {
        value.figure.value = None;
    }
    if value.figure.flags.contains(&Flag::BoundaryRebased) || all.iter().any(|v| v.series.summed) {
        // Which units were added up may differ from piece to piece.
        value.parts = all.iter().flat_map(|v| v.parts.iter().copied()).collect();
        value.parts.sort_unstable();
        value.parts.dedup();
    }
    let series = series_of(&all, &pieces, months(period, span), value.series);
    Some(MeasureValue {
        period,
        span,
        pieces,
        series,
        ..value
    })
}

/// The figures of the pieces put together; `None` when there is none.
fn joined(stated: &StatedFigures<'_>, pieces: &[Piece]) -> Option<MeasureValue> {
    let mut there = pieces.iter().filter(|p| !p.lacking);
    let start = there.next()?;
    let mut value = MeasureValue {
        others: vec![],
        ..(*stated.get(&(start.period, start.span))?).clone()
    };
    if start.taken_off {
        value.figure.value = value.figure.value.and_then(|v| Dec::ZERO.checked_sub(v));
    }
    for piece in there {
        let other = stated.get(&(piece.period, piece.span))?;
        join(
            &mut value.figure,
            &other.figure,
            if piece.taken_off {
                Dec::checked_sub
            } else {
                Dec::checked_add
            },
        );
    }
    Some(value)
}

/// Whether what the measure counts changed between the pieces.
fn crosses_break(measure: &Measure, pieces: &[Piece]) -> bool {
    let starts = || pieces.iter().map(|p| p.period);
    let (first, last) = (
        starts().min_by_key(|p| p.start()),
        starts().max_by_key(|p| p.start()),
    );
    first
        .zip(last)
        .is_some_and(|(first, last)| measure.breaks_between(first, last).is_some())
}

/// The series of a figure that was put together: which statement of each piece, and of which
/// months.
fn series_of(
    all: &[&MeasureValue],
    pieces: &[Piece],
    (from, to): (i32, i32),
    first: Series,
) -> Series {
    let place = |v: &MeasureValue| (months(v.period, v.span).1 - to).to_string();
    Series {
        statement: StatementKey::of_sum(
            &all.iter()
                .map(|v| (place(v), &v.series.statement))
                .collect::<Vec<_>>(),
        ),
        summed: all.iter().all(|v| v.series.summed),
        stretches: stretches(pieces, (from, to)),
        ..first
    }
}

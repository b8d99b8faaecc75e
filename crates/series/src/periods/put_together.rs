//! One period from its pieces: their sum, for a flow; their mean or an extreme, for what all of them
//! make.

use crate::combine::{join, mix_series};
use crate::extreme::beyond;
use crate::periods::families::Family;
use crate::stretches::{StatedFigures, stretches_of_whole};
use crate::weighted_mean::{publish, round_up};
use chiso_model::{
    Dec, DerivedFigure, Figure, Flag, Making, Measure, MeasureValue, OverTime, Period, Piece,
    Reason, Series, Span, StatementKey, months,
};
use num_rational::BigRational;
use std::sync::Arc;

/// One period worked out; `None` when nothing of it is stated, or it reaches back before the first
/// figure.
pub(super) fn put_together(
    measure: &Measure,
    family: &Family<'_>,
    (period, span): (Period, Span),
    mut pieces: Vec<Piece>,
) -> Option<MeasureValue> {
    let stated = &family.stated;
    let before = |p: &Piece| p.lacking && p.period.start() < family.begins;
    if stated.is_empty() || (span == Span::Rolling12 && pieces.iter().any(before)) {
        return None;
    }
    let way = measure.over_time;
    let mut value = joined(stated, &pieces, way)?;
    let all: Vec<&MeasureValue> = pieces
        .iter()
        .filter(|p| !p.lacking)
        .filter_map(|p| stated.get(&(p.period, p.span)).copied())
        .collect();
    if pieces.iter().any(|p| p.lacking) {
        value.figure.reasons.insert(Reason::PartialPeriod);
    }
    if lacks_members_within(measure, stated, (period, span), &pieces) {
        value.figure.reasons.insert(Reason::ValueMissing);
    }
    // A single piece is a stated figure under another name.
    let breaks = || measure.breaks.iter();
    if pieces.len() > 1 && breaks().any(|b| b.falls_within((period, span))) {
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
    match way {
        Some(OverTime::Mean) => value.made = Some(Arc::new(mean(&mut value.figure, &all))),
        Some(way @ (OverTime::Max | OverTime::Min)) => {
            value.period = period;
            if let Some(part) = beyond(Some(way), &value, stated.values().copied()) {
                pieces.push(stated_piece(part));
                value.figure.reasons.insert(Reason::SourceConflict);
            }
            let widest = all.iter().map(|v| v.figure.rounding).max();
            value.figure.rounding = widest.unwrap_or(Dec::ZERO);
            value.made = Some(Arc::new(DerivedFigure {
                exact: value.figure.value.map(Dec::ratio),
                how: Making::OverTime(way),
            }));
        }
        _ => {}
    }
    if !value.figure.reasons.is_empty() {
        value.figure.value = None;
    }
    value.made = value.made.or_else(|| partly_stated(&value.figure, &all));
    if value.figure.flags.contains(&Flag::BoundaryRebased) || all.iter().any(|v| v.series.summed) {
        // Which units were added up may differ from piece to piece.
        value.parts = all.iter().flat_map(|v| v.parts.iter().copied()).collect();
        value.parts.sort_unstable();
        value.parts.dedup();
    }
    let covered = (months(period, span), family.exists);
    let series = series_of(&all, &pieces, covered, value.series);
    Some(MeasureValue {
        period,
        span,
        pieces,
        series,
        ..value
    })
}

/// Whether some members alone have a longer part of a total than the pieces that it is put together
/// from: what these say of it may be a revision that the pieces do not have.
fn lacks_members_within(
    measure: &Measure,
    stated: &StatedFigures<'_>,
    key: (Period, Span),
    pieces: &[Piece],
) -> bool {
    let (first, last) = months(key.0, key.1);
    let within = |(period, span): (Period, Span)| {
        let (from, to) = months(period, span);
        let shorter = |p: &Piece| {
            let (begins, ends) = months(p.period, p.span);
            from <= begins && ends <= to && ends - begins < to - from
        };
        first <= from && to <= last && pieces.iter().any(shorter)
    };
    let mut lacking = stated.iter().filter(|(_, v)| lacks_members(v));
    measure.sources.iter().any(|s| !s.totals.is_empty())
        && measure.over_time == Some(OverTime::Sum)
        && lacking.any(|(at, _)| *at != key && within(*at))
}

/// Whether a figure is missing because parts of it are, and nothing else is said of it.
pub fn lacks_members(value: &MeasureValue) -> bool {
    value.figure.is_only_missing()
}

/// All the pieces, in their order, if some are sums of which some parts are stated and others worked
/// out, so that it is shown which.
fn partly_stated(figure: &Figure, pieces: &[&MeasureValue]) -> Option<Arc<DerivedFigure>> {
    let partly = pieces.iter().any(|v| !v.summed_parts().is_empty());
    partly.then(|| {
        let all = pieces.iter().map(|v| Arc::new((*v).clone()));
        let how = Making::SumOf(all.collect());
        let exact = figure.value.map(Dec::ratio);
        Arc::new(DerivedFigure { exact, how })
    })
}

fn stated_piece(value: &MeasureValue) -> Piece {
    Piece {
        period: value.period,
        span: value.span,
        taken_off: false,
        lacking: false,
    }
}

/// Turns the sum of pieces into their mean, exactly: a piece may be a mean itself, which no decimal
/// holds. Where one is missing, that is said already.
fn mean(figure: &mut Figure, pieces: &[&MeasureValue]) -> DerivedFigure {
    let number = BigRational::from_integer(pieces.len().max(1).into());
    let sum: Option<BigRational> = pieces.iter().map(|v| v.exact()).sum();
    let exact = sum.map(|sum| sum / &number);
    publish(figure, exact.as_ref());
    let off = round_up(&(figure.rounding.ratio() / number));
    figure.rounding = off.unwrap_or(figure.rounding);
    let how = Making::OverTime(OverTime::Mean);
    DerivedFigure { exact, how }
}

/// The figures of the pieces put together; `None` when there is none.
fn joined(
    stated: &StatedFigures<'_>,
    pieces: &[Piece],
    way: Option<OverTime>,
) -> Option<MeasureValue> {
    let mut there = pieces.iter().filter(|p| !p.lacking);
    let start = there.next()?;
    let mut value = MeasureValue {
        others: vec![],
        by_other_periods: vec![],
        made: None,
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
            match way {
                Some(OverTime::Max) => |a, b| Some(a.max(b)),
                Some(OverTime::Min) => |a, b| Some(a.min(b)),
                _ if piece.taken_off => Dec::checked_sub,
                _ => Dec::checked_add,
            },
        );
    }
    Some(value)
}

/// The series of a figure that was put together: which statement of each piece, and of which
/// months.
fn series_of(
    all: &[&MeasureValue],
    pieces: &[Piece],
    ((from, to), exists): ((i32, i32), (i32, i32)),
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
        stretches: stretches_of_whole(pieces, (from, to), exists),
        ..first
    }
}

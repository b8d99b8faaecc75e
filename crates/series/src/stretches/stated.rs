//! Figures as they are stated, and the months that they and their pieces take up.

use chiso_model::{MeasureValue, Period, Piece, Span, Stretch, months};
use std::collections::BTreeMap;

/// Figures of one area and series, by period and span.
pub type StatedFigures<'a> = BTreeMap<(Period, Span), &'a MeasureValue>;

/// The months of pieces, counted from the last month of a figure; none where that is its own
/// stretch.
pub fn stretches(pieces: &[Piece], (first, last): (i32, i32)) -> Vec<Stretch> {
    let of = |p: &Piece| {
        let (from, to) = months(p.period, p.span);
        Stretch {
            first: from - last,
            last: to - last,
            taken_off: p.taken_off,
        }
    };
    alike(pieces.iter().map(of).collect(), (first, last))
}

/// The same of what began or ended within the months: those in which it did not exist are divided
/// as the others are, so that the year is of one series with that before and after it.
pub fn stretches_of_whole(
    pieces: &[Piece],
    (first, last): (i32, i32),
    exists: (i32, i32),
) -> Vec<Stretch> {
    let mut all = stretches(pieces, (first, last));
    let lengths = pieces.iter().map(|p| p.period.length().cast_signed());
    let Some(step) = lengths.min().filter(|step| *step > 0) else {
        return all;
    };
    let covered = pieces.iter().map(|p| months(p.period, p.span));
    let from = covered.clone().map(|(from, _)| from).min();
    let to = covered.map(|(_, to)| to).max();
    let absent = |from, to| Stretch {
        first: from - last,
        last: to - last,
        taken_off: false,
    };
    if let Some(mut at) = from.filter(|_| first < exists.0) {
        while at > first {
            all.push(absent((at - step).max(first), at - 1));
            at -= step;
        }
    }
    if let Some(mut at) = to.filter(|_| exists.1 < last) {
        while at < last {
            all.push(absent(at + 1, (at + step).min(last)));
            at += step;
        }
    }
    alike(all, (first, last))
}

/// Stretches in their order; none where there is one, of all months.
fn alike(mut all: Vec<Stretch>, (first, last): (i32, i32)) -> Vec<Stretch> {
    all.sort_unstable();
    let own = Stretch {
        first: first - last,
        last: 0,
        taken_off: false,
    };
    if all == [own] { Vec::new() } else { all }
}

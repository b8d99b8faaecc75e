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
    let mut all: Vec<Stretch> = pieces.iter().map(of).collect();
    all.sort_unstable();
    let own = Stretch {
        first: first - last,
        last: 0,
        taken_off: false,
    };
    if all == [own] { Vec::new() } else { all }
}

//! The ends of an axis and the numbers on it.

use crate::scatter::picture::Axis;

/// The ends of an axis: a little beyond the values.
pub(super) fn range(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let (low, high) = (
        values.clone().fold(f64::INFINITY, f64::min),
        values.fold(f64::NEG_INFINITY, f64::max),
    );
    let (low, high) = if low.is_finite() && high.is_finite() {
        (low, high)
    } else {
        (0.0, 1.0)
    };
    let room = if high > low { (high - low) * 0.06 } else { 1.0 };
    (low - room, high + room)
}

/// A number on an axis whose ends are this far apart.
pub(super) fn tick(value: f64, span: f64, axis: &Axis, comma: bool) -> String {
    let (value, span) = if axis.percent {
        (value * 100.0, span * 100.0)
    } else {
        (value, span)
    };
    let places = [(20.0, 0), (2.0, 1), (0.2, 2)]
        .iter()
        .find(|(least, _)| span >= *least)
        .map_or(3, |(_, places)| *places);
    let text = format!("{value:.places$}");
    let text = if text
        .trim_start_matches('-')
        .chars()
        .all(|c| c == '0' || c == '.')
    {
        text.trim_start_matches('-').to_owned()
    } else {
        text
    };
    let text = if comma { text.replace('.', ",") } else { text };
    if axis.percent {
        format!("{text} %")
    } else {
        text
    }
}

//! Sizes, letters and colours.

use crate::ChartError;
use plotters::prelude::{FontStyle, IntoFont, RGBColor};
use plotters::style::TextStyle;

pub(super) const SIZE: (u32, u32) = (960, 720);
pub(super) const MARGIN: i32 = 20;
pub(super) const TITLE: i32 = 18;
pub(super) const TEXT: i32 = 13;
pub(super) const NAME: i32 = 11;
const FONT: &str = "sans-serif";
/// plotters writes letters smaller than asked for, by the height of a line.
const LINE_HEIGHT: f64 = 1.24;
pub(super) const DOT: RGBColor = RGBColor(0x1f, 0x6f, 0xb4);
pub(super) const STRONG: RGBColor = RGBColor(0xc0, 0x39, 0x2b);
pub(super) const INK: RGBColor = RGBColor(0x11, 0x11, 0x11);
pub(super) const GREY: RGBColor = RGBColor(0x55, 0x55, 0x55);

/// Letters of this many pixels.
pub(super) fn letters(size: i32, weight: FontStyle, colour: RGBColor) -> TextStyle<'static> {
    (FONT, f64::from(size) * LINE_HEIGHT)
        .into_font()
        .style(weight)
        .color(&colour)
}

pub(super) fn failed<E: std::fmt::Debug>(error: E) -> ChartError {
    ChartError(format!("{error:?}"))
}

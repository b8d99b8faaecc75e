//! Numbers → pictures as SVG text. Knows neither paths nor people's languages: every word comes
//! from the caller.
//!
//! Letters stay letters (`<text>`), so that every diacritic shows and screen readers can read; no
//! font is needed to draw.

mod labels;
mod scatter;

pub use scatter::{Axis, Point, Scatter, svg};

/// A picture that could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the picture cannot be drawn: {0}")]
pub struct ChartError(pub String);

//! One point per observation, with names where there is room, and next to it everything a reader
//! needs to judge it.

mod names;
mod page;
mod picture;
mod points;
mod scale;
mod style;

pub use page::svg;
pub use picture::{Axis, Point, Scatter};

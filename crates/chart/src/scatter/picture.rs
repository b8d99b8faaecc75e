//! What a picture shows.

/// An axis.
#[derive(Clone, Debug)]
pub struct Axis {
    /// What it shows, with its unit.
    pub title: String,
    /// Values are shares, shown in per cent.
    pub percent: bool,
}

/// A point.
#[derive(Clone, Debug)]
pub struct Point {
    /// Its name, placed when there is room; empty for none.
    pub name: String,
    /// Position on the horizontal axis.
    pub x: f64,
    /// Position on the vertical axis.
    pub y: f64,
    /// The reader looks for it: drawn in another colour, its name placed first.
    pub strong: bool,
}

/// A picture.
#[derive(Clone, Debug)]
pub struct Scatter {
    /// What it shows.
    pub title: String,
    /// Lines below the title: coefficient, interval, number of observations.
    pub subtitle: Vec<String>,
    /// Horizontal axis.
    pub x: Axis,
    /// Vertical axis.
    pub y: Axis,
    /// Points.
    pub points: Vec<Point>,
    /// Lines at zero, where values are deviations.
    pub zero_lines: bool,
    /// Sources and how it was made, below the picture.
    pub footer: Vec<String>,
    /// Decimal comma instead of a point.
    pub comma: bool,
}

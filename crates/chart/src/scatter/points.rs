//! The points on their axes.

use crate::ChartError;
use crate::labels::Named;
use crate::scatter::names::names;
use crate::scatter::picture::{Point, Scatter};
use crate::scatter::scale::{range, tick};
use crate::scatter::style::{DOT, GREY, INK, MARGIN, NAME, STRONG, TEXT, failed, letters};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{
    BLACK, Cartesian2d, ChartBuilder, ChartContext, Circle, Color, DrawingArea, DrawingBackend,
    FontStyle, PathElement, WHITE,
};

/// A chart with two axes of numbers.
type Axes<'a, B> = ChartContext<'a, B, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

pub(super) fn points<B: DrawingBackend>(
    picture: &Scatter,
    body: &DrawingArea<B, plotters::coord::Shift>,
) -> Result<(), ChartError> {
    let (x, y) = (
        range(picture.points.iter().map(|p| p.x)),
        range(picture.points.iter().map(|p| p.y)),
    );
    let mut chart = ChartBuilder::on(body)
        .margin(MARGIN)
        .margin_top(4)
        .x_label_area_size(46)
        .y_label_area_size(44)
        .build_cartesian_2d(x.0..x.1, y.0..y.1)
        .map_err(failed)?;
    axes(picture, &mut chart, x, y)?;
    dots(picture, &chart)?;
    let points: Vec<Named<'_>> = picture.points.iter().map(|p| named(p, &chart)).collect();
    let (across, down) = chart.plotting_area().get_pixel_range();
    let frame = [
        f64::from(across.start),
        f64::from(down.start),
        f64::from(across.end),
        f64::from(down.end),
    ];
    names(body, &points, &by_distance(picture, x, y), &frame)
}

/// Draws the axes with their numbers, and the lines at zero where they are asked for.
fn axes<B: DrawingBackend>(
    picture: &Scatter,
    chart: &mut Axes<'_, B>,
    x: (f64, f64),
    y: (f64, f64),
) -> Result<(), ChartError> {
    chart
        .configure_mesh()
        .light_line_style(WHITE)
        .bold_line_style(BLACK.mix(0.08))
        .axis_style(BLACK.mix(0.4))
        .x_desc(&picture.x.title)
        .axis_desc_style(letters(TEXT, FontStyle::Normal, INK))
        .label_style(letters(NAME, FontStyle::Normal, GREY))
        .x_label_formatter(&|v| tick(*v, x.1 - x.0, &picture.x, picture.comma))
        .y_label_formatter(&|v| tick(*v, y.1 - y.0, &picture.y, picture.comma))
        .draw()
        .map_err(failed)?;
    if picture.zero_lines {
        for line in [vec![(x.0, 0.0), (x.1, 0.0)], vec![(0.0, y.0), (0.0, y.1)]] {
            chart
                .plotting_area()
                .draw(&PathElement::new(line, BLACK.mix(0.4)))
                .map_err(failed)?;
        }
    }
    Ok(())
}

/// Draws the points, strong ones over the others.
fn dots<B: DrawingBackend>(picture: &Scatter, chart: &Axes<'_, B>) -> Result<(), ChartError> {
    for strong in [false, true] {
        for p in picture.points.iter().filter(|p| p.strong == strong) {
            let colour = if strong {
                STRONG.mix(0.9)
            } else {
                DOT.mix(0.6)
            };
            chart
                .plotting_area()
                .draw(&Circle::new((p.x, p.y), radius(p), colour.filled()))
                .map_err(failed)?;
        }
    }
    Ok(())
}

/// A point where it stands in the picture, with its name.
fn named<'p, B: DrawingBackend>(p: &'p Point, chart: &Axes<'_, B>) -> Named<'p> {
    let (x, y) = chart.plotting_area().map_coordinate(&(p.x, p.y));
    Named {
        x: f64::from(x),
        y: f64::from(y),
        radius: f64::from(radius(p)),
        name: &p.name,
        strong: p.strong,
    }
}

const fn radius(point: &Point) -> i32 {
    if point.strong { 5 } else { 3 }
}

/// Strong points first, then those farthest from the middle: these are the ones a reader asks
/// about.
fn by_distance(picture: &Scatter, x: (f64, f64), y: (f64, f64)) -> Vec<usize> {
    let middle = |values: Vec<f64>| {
        let mut sorted = values;
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied().unwrap_or_default()
    };
    let (mx, my) = (
        middle(picture.points.iter().map(|p| p.x).collect()),
        middle(picture.points.iter().map(|p| p.y).collect()),
    );
    let distance = |p: &Point| ((p.x - mx) / (x.1 - x.0)).hypot((p.y - my) / (y.1 - y.0));
    let mut order: Vec<usize> = (0..picture.points.len()).collect();
    let farther =
        |a: usize, b: usize| distance(&picture.points[b]).total_cmp(&distance(&picture.points[a]));
    order.sort_by(|a, b| {
        picture.points[*b]
            .strong
            .cmp(&picture.points[*a].strong)
            .then(farther(*a, *b))
            .then(a.cmp(b))
    });
    order
}

//! The names of points, where there is room.

use crate::ChartError;
use crate::labels::{Anchor, Named, place};
use crate::scatter::style::{GREY, NAME, STRONG, failed, letters};
use plotters::prelude::{Color, DrawingArea, DrawingBackend, FontStyle, Rectangle, Text, WHITE};
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Writes the names that have room.
pub(super) fn names<B: DrawingBackend>(
    body: &DrawingArea<B, plotters::coord::Shift>,
    points: &[Named<'_>],
    order: &[usize],
    frame: &[f64; 4],
) -> Result<(), ChartError> {
    let (base_x, base_y) = body.get_base_pixel();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a place within the picture"
    )]
    let corner = |x: f64, y: f64| (x.round() as i32 - base_x, y.round() as i32 - base_y);
    for (point, placed) in points
        .iter()
        .zip(place(points, order, f64::from(NAME), frame))
    {
        let Some((rect, anchor)) = placed else {
            continue;
        };
        let (x, side) = match anchor {
            Anchor::Start => (rect[0], HPos::Left),
            Anchor::Middle => (f64::midpoint(rect[0], rect[2]), HPos::Center),
            Anchor::End => (rect[2], HPos::Right),
        };
        let style = if point.strong {
            letters(NAME, FontStyle::Bold, STRONG)
        } else {
            letters(NAME, FontStyle::Normal, GREY)
        };
        if point.strong {
            let ground = [corner(rect[0], rect[1]), corner(rect[2], rect[3])];
            body.draw(&Rectangle::new(ground, WHITE.mix(0.75).filled()))
                .map_err(failed)?;
        }
        let style = style.pos(Pos::new(side, VPos::Top));
        body.draw(&Text::new(point.name.to_owned(), corner(x, rect[1]), style))
            .map_err(failed)?;
    }
    Ok(())
}

//! One point an observation, with names where there is room, and beside it everything a reader
//! needs to judge it.

use crate::chart::ChartError;
use crate::chart::labels::{Anchor, Named, place, width};
use plotters::prelude::{
    BLACK, ChartBuilder, Circle, Color, DrawingArea, DrawingBackend, FontStyle, IntoDrawingArea,
    IntoFont, PathElement, RGBColor, Rectangle, SVGBackend, Text, WHITE,
};
use plotters::style::TextStyle;
use plotters::style::text_anchor::{HPos, Pos, VPos};

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

const SIZE: (u32, u32) = (960, 720);
const MARGIN: i32 = 20;
const TITLE: i32 = 18;
const TEXT: i32 = 13;
const NAME: i32 = 11;
const FONT: &str = "sans-serif";
/// plotters writes letters smaller than asked for, by the height of a line.
const LINE_HEIGHT: f64 = 1.24;
const DOT: RGBColor = RGBColor(0x1f, 0x6f, 0xb4);
const STRONG: RGBColor = RGBColor(0xc0, 0x39, 0x2b);
const INK: RGBColor = RGBColor(0x11, 0x11, 0x11);
const GREY: RGBColor = RGBColor(0x55, 0x55, 0x55);

/// Letters of so many pixels.
fn letters(size: i32, weight: FontStyle, colour: RGBColor) -> TextStyle<'static> {
    (FONT, f64::from(size) * LINE_HEIGHT)
        .into_font()
        .style(weight)
        .color(&colour)
}

/// Breaks a text into lines that fit.
fn wrapped(text: &str, size: i32, bold: bool, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        if let Some(line) = lines.last_mut() {
            let longer = if line.is_empty() {
                word.to_owned()
            } else {
                format!("{line} {word}")
            };
            if line.is_empty() || width(&longer, f64::from(size), bold) <= room {
                *line = longer;
                continue;
            }
        }
        lines.push(word.to_owned());
    }
    lines
}

/// The ends of an axis: a little beyond the values.
fn range(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
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

/// A number on an axis whose ends are so far apart.
fn tick(value: f64, span: f64, axis: &Axis, comma: bool) -> String {
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

fn write<B: DrawingBackend>(
    area: &DrawingArea<B, plotters::coord::Shift>,
    lines: &[String],
    mut y: i32,
    size: i32,
    style: &TextStyle<'_>,
) -> Result<i32, ChartError> {
    for line in lines {
        area.draw(&Text::new(line.clone(), (MARGIN, y), style.clone()))
            .map_err(failed)?;
        y += size * 4 / 3;
    }
    Ok(y)
}

fn failed<E: std::fmt::Debug>(error: E) -> ChartError {
    ChartError(format!("{error:?}"))
}

/// Draws a picture as SVG.
///
/// # Errors
/// When the drawing library fails, which text in memory gives no reason for.
pub fn svg(picture: &Scatter) -> Result<String, ChartError> {
    let mut out = String::new();
    draw(picture, &mut out)?;
    Ok(described(&out, picture))
}

/// Title and description inside the picture, for screen readers.
fn described(svg: &str, picture: &Scatter) -> String {
    let escape = |text: &str| {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    };
    let about = format!(
        "<title>{}</title>\n<desc>{}</desc>\n",
        escape(&picture.title),
        escape(
            &picture
                .subtitle
                .iter()
                .chain(&picture.footer)
                .cloned()
                .collect::<Vec<_>>()
                .join(" ")
        )
    );
    match svg.split_once(">\n") {
        Some((head, rest)) => format!("{head} role=\"img\">\n{about}{rest}\n"),
        None => svg.to_owned(),
    }
}

fn draw(picture: &Scatter, out: &mut String) -> Result<(), ChartError> {
    let root = SVGBackend::with_string(out, SIZE).into_drawing_area();
    root.fill(&WHITE).map_err(failed)?;
    let width = f64::from(SIZE.0) - 2.0 * f64::from(MARGIN);
    let wrap = |lines: &[String], size: i32| {
        lines
            .iter()
            .flat_map(|l| wrapped(l, size, false, width))
            .collect::<Vec<_>>()
    };
    let below_title = write(
        &root,
        &wrapped(&picture.title, TITLE, true, width),
        MARGIN,
        TITLE,
        &letters(TITLE, FontStyle::Bold, INK),
    )?;
    let top = write(
        &root,
        &wrap(&picture.subtitle, TEXT),
        below_title + 4,
        TEXT,
        &letters(TEXT, FontStyle::Normal, GREY),
    )?;
    // Above its axis and level, where a long title has room and nobody turns the head.
    let top = write(
        &root,
        &wrap(std::slice::from_ref(&picture.y.title), TEXT),
        top + 14,
        TEXT,
        &letters(TEXT, FontStyle::Normal, INK),
    )?;
    let footer = wrap(&picture.footer, NAME);
    let lines = i32::try_from(footer.len()).unwrap_or(0);
    let bottom = SIZE.1.cast_signed() - MARGIN - lines * NAME * 4 / 3;
    write(
        &root,
        &footer,
        bottom,
        NAME,
        &letters(NAME, FontStyle::Normal, GREY),
    )?;
    let (middle, _) = root.margin(0, 0, 0, 0).split_vertically(bottom - 6);
    let (_, body) = middle.split_vertically(top + 2);
    points(picture, &body)?;
    root.present().map_err(failed)
}

fn points<B: DrawingBackend>(
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
    let style = |size: i32| letters(size, FontStyle::Normal, GREY);
    chart
        .configure_mesh()
        .light_line_style(WHITE)
        .bold_line_style(BLACK.mix(0.08))
        .axis_style(BLACK.mix(0.4))
        .x_desc(&picture.x.title)
        .axis_desc_style(letters(TEXT, FontStyle::Normal, INK))
        .label_style(style(NAME))
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
    let named = |p: &'_ Point| chart.plotting_area().map_coordinate(&(p.x, p.y));
    let points: Vec<Named<'_>> = picture
        .points
        .iter()
        .map(|p| {
            let (x, y) = named(p);
            Named {
                x: f64::from(x),
                y: f64::from(y),
                radius: f64::from(radius(p)),
                name: &p.name,
                strong: p.strong,
            }
        })
        .collect();
    let (across, down) = chart.plotting_area().get_pixel_range();
    let frame = [
        f64::from(across.start),
        f64::from(down.start),
        f64::from(across.end),
        f64::from(down.end),
    ];
    names(body, &points, &by_distance(picture, x, y), &frame)
}

const fn radius(point: &Point) -> i32 {
    if point.strong { 5 } else { 3 }
}

/// Writes the names that have room.
fn names<B: DrawingBackend>(
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

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(comma: bool) -> Scatter {
        let point = |(name, x, y): (&str, f64, f64)| Point {
            name: name.into(),
            x,
            y,
            strong: name == "Đắk Lắk",
        };
        Scatter {
            title: "Điểm & tăng trưởng <2020>".into(),
            subtitle: vec!["ρ = 0,08".into()],
            x: Axis {
                title: "Điểm PAPI".into(),
                percent: false,
            },
            y: Axis {
                title: "Tăng trưởng".into(),
                percent: true,
            },
            points: [
                ("Thừa Thiên Huế", 6.1, 0.12),
                ("Bắc Kạn", 7.2, -0.31),
                ("Đắk Lắk", 6.6, 0.02),
            ]
            .map(point)
            .into(),
            zero_lines: false,
            footer: vec!["Nguồn: PAPI".into()],
            comma,
        }
    }

    #[test]
    fn words_keep_their_diacritics_and_signs_are_escaped() {
        let drawn = svg(&picture(true)).unwrap();
        for text in [
            "Thừa Thiên Huế",
            "Bắc Kạn",
            "Đắk Lắk",
            "Điểm PAPI",
            "Tăng trưởng",
            "Nguồn: PAPI",
            "ρ = 0,08",
            "6,60",
            "-20 %",
        ] {
            assert!(drawn.contains(text), "no `{text}` in\n{drawn}");
        }
        assert!(drawn.contains("<title>Điểm &amp; tăng trưởng &lt;2020&gt;</title>"));
        assert_eq!(drawn.matches("<circle").count(), 3);
        assert_eq!(
            drawn.matches("fill=\"#C0392B\"").count(),
            2,
            "the one point and its name"
        );
        assert!(drawn.starts_with("<svg ") && drawn.trim_end().ends_with("</svg>"));
    }

    #[test]
    fn the_same_numbers_give_the_same_bytes_and_no_points_are_no_fault() {
        assert_eq!(svg(&picture(false)), svg(&picture(false)));
        assert!(svg(&picture(false)).unwrap().contains("6.60"));
        assert!(
            svg(&Scatter {
                points: vec![],
                ..picture(false)
            })
            .is_ok()
        );
    }

    #[test]
    fn long_lines_are_broken_between_words() {
        assert_eq!(wrapped("a bb ccc", 10, false, 30.0), ["a bb", "ccc"]);
        assert_eq!(wrapped("", 10, false, 30.0), [""]);
    }
}

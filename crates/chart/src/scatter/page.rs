//! The picture with all that stands around the points.

use crate::ChartError;
use crate::labels::width;
use crate::scatter::picture::Scatter;
use crate::scatter::points::points;
use crate::scatter::style::{GREY, INK, MARGIN, NAME, SIZE, TEXT, TITLE, failed, letters};
use plotters::prelude::{
    DrawingArea, DrawingBackend, FontStyle, IntoDrawingArea, RGBColor, SVGBackend, Text, WHITE,
};
use plotters::style::TextStyle;

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
    let text = |lines: &[String], y: i32, size: i32, colour: RGBColor| {
        let style = letters(size, FontStyle::Normal, colour);
        write(&root, lines, y, size, &style)
    };
    let below_title = write(
        &root,
        &wrapped(&picture.title, TITLE, true, width),
        MARGIN,
        TITLE,
        &letters(TITLE, FontStyle::Bold, INK),
    )?;
    let top = text(&wrap(&picture.subtitle, TEXT), below_title + 4, TEXT, GREY)?;
    // Above its axis and level, where a long title has room and nobody turns the head.
    let title = wrap(std::slice::from_ref(&picture.y.title), TEXT);
    let top = text(&title, top + 14, TEXT, INK)?;
    let footer = wrap(&picture.footer, NAME);
    let lines = i32::try_from(footer.len()).unwrap_or(0);
    let bottom = SIZE.1.cast_signed() - MARGIN - lines * NAME * 4 / 3;
    text(&footer, bottom, NAME, GREY)?;
    let (middle, _) = root.margin(0, 0, 0, 0).split_vertically(bottom - 6);
    let (_, body) = middle.split_vertically(top + 2);
    points(picture, &body)?;
    root.present().map_err(failed)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scatter::picture::{Axis, Point};

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

//! The areas of a page by their values: a row for each, the largest first, with a dot where its value
//! stands. The table of the page says the same.

use crate::app::rows::ScorecardRow;
use crate::app::score_view::unit_shown;
use crate::app::site::scores::{area_name, line};
use crate::app::site::visit::Visit;

/// The most areas that are drawn: with more nobody finds one.
const MOST: usize = 100;

/// Height of a row, width of the names and of the field of dots, in units of the view box.
const ROW: f64 = 18.0;
const NAMES: f64 = 190.0;
const FIELD: f64 = 420.0;

/// The picture.
pub struct RankedDots {
    /// Width of the view box.
    pub width: f64,
    /// Height of the view box.
    pub height: f64,
    /// Where zero is, if it is in the picture.
    pub zero: Option<String>,
    /// The areas, the largest value first.
    pub rows: Vec<RankedDot>,
}

/// An area of it.
pub struct RankedDot {
    /// Down.
    pub y: String,
    /// Where its words stand.
    pub words_y: String,
    /// Across.
    pub x: String,
    /// Where its value stands.
    pub value_x: String,
    /// Its name.
    pub name: String,
    /// Its value, for people.
    pub value: String,
    /// The verdict as published, which gives its colour; the table has its words.
    pub word: &'static str,
    /// How the verdict came about.
    pub href: String,
}

/// The picture of the areas of a page, each by its first target; none of fewer than two values, of very
/// many, and in the view without pictures.
pub fn ranked_dots(visit: &Visit<'_>, rows: &[&ScorecardRow]) -> Option<RankedDots> {
    let mut valued: Vec<(&ScorecardRow, f64)> = { rows.iter() }
        .filter_map(|row| Some((*row, row.value.filter(|v| v.is_finite())?)))
        .collect();
    valued.sort_by(|(a, _), (b, _)| a.area_code.cmp(&b.area_code));
    valued.dedup_by(|(later, _), (first, _)| later.area_code == first.area_code);
    if visit.address.text || !(2..=MOST).contains(&valued.len()) {
        return None;
    }
    valued.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let (low, high) = (valued.last()?.1, valued.first()?.1);
    let across = |value: f64| {
        let part = if high > low {
            (value - low) / (high - low)
        } else {
            0.5
        };
        NAMES + 10.0 + part * FIELD
    };
    let mut y = 0.0;
    let dot = |(row, value): &(&ScorecardRow, f64)| {
        y += ROW;
        let x = across(*value);
        let line = line(visit, row, &[]);
        RankedDot {
            y: format!("{:.1}", y - ROW / 2.0),
            words_y: format!("{:.1}", y - ROW / 2.0 + 4.0),
            x: format!("{x:.1}"),
            value_x: format!("{:.1}", x + 9.0),
            name: area_name(row).chars().take(28).collect(),
            value: visit
                .lang
                .value_against(*value, &row.bounds(), &unit_shown(row)),
            word: row.verdict.as_str(),
            href: line.verdict_href,
        }
    };
    let dots: Vec<RankedDot> = valued.iter().map(dot).collect();
    Some(RankedDots {
        width: NAMES + FIELD + 130.0,
        height: y,
        zero: (low <= 0.0 && high >= 0.0).then(|| format!("{:.1}", across(0.0))),
        rows: dots,
    })
}

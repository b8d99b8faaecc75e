//! The revision triangle of a measure and area, and its statuses side by side. What was not known
//! stays empty; it is never zero.

use super::asked::{Asked, By, time};
use crate::app::cli::Failure;
use crate::app::cli::lookup::text;
use crate::app::cli::table::area_name;
use crate::app::lang::Digits;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::kpi::RevisionUnit;
use crate::model::{Dec, Measure, Period, Span, Status};
use num_traits::ToPrimitive;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A period and span in the order of time; what cannot be read comes first.
type When = (Option<Span>, Option<Period>);
/// The changes of one figure, in the order in which they became known.
type FigureChanges<'a> = Vec<&'a Row>;

fn when(row: &Row) -> When {
    (
        text(row, "span").parse().ok(),
        text(row, "period").parse().ok(),
    )
}

fn withdrawn(row: &Row) -> bool {
    row.get("withdrawn") == Some(&Value::Bool(true))
}

/// The figure of a row with its unit, for people; empty when there is none.
fn shown(asked: &Asked<'_>, row: &Row) -> String {
    let plain = text(row, "value");
    if plain.is_empty() {
        String::new()
    } else {
        asked
            .context
            .lang
            .figure(&plain, &text(row, "unit"), Digits::Short)
    }
}

/// What stands above: the measure, the area if there is one only, and the boundary.
fn head(asked: &Asked<'_>, rows: &[Row]) -> String {
    let lang = asked.context.lang;
    let codes: BTreeSet<String> = rows.iter().map(|r| text(r, "area_code")).collect();
    let area = codes
        .first()
        .filter(|_| codes.len() == 1)
        .map(|code| area_name(asked.registers, code, asked.boundary));
    let measure = rows.first().map(|r| text(r, "measure"));
    let boundary = say!(lang, "revisions-boundaries-of", boundary = asked.boundary);
    measure
        .into_iter()
        .chain(area)
        .chain([boundary])
        .collect::<Vec<_>>()
        .join(", ")
}

/// Shows the triangle: a row a period, a column a vintage or a day.
pub fn triangle(asked: &Asked<'_>, rows: &[Row], by: By) -> Result<(), Failure> {
    let lang = asked.context.lang;
    let mut figures: BTreeMap<When, FigureChanges<'_>> = BTreeMap::new();
    for row in rows {
        figures.entry(when(row)).or_default().push(row);
    }
    for said in figures.values_mut() {
        said.sort_by_cached_key(|r| time(r));
    }
    let columns: Vec<String> = match by {
        By::Vintage => (1..=rows
            .iter()
            .filter_map(|r| r.get("vintage")?.as_u64())
            .max()
            .unwrap_or(0))
            .map(|n| n.to_string())
            .collect(),
        By::Day => rows
            .iter()
            .map(|r| asked.day(r))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
    };
    let at = |said: &FigureChanges<'_>, column: &str| -> Option<Row> {
        let found = match by {
            By::Vintage => said.iter().find(|r| text(r, "vintage") == column),
            // What was known by the end of the day, as long as it was not taken back.
            By::Day => said
                .iter()
                .rev()
                .find(|r| asked.day(r).as_str() <= column)
                .filter(|r| !withdrawn(r)),
        };
        found.map(|r| (*r).clone())
    };
    if asked.context.common.format != Format::Table {
        let row = |said: &FigureChanges<'_>| -> Option<Row> {
            let first = said.first()?;
            let same = ["measure", "area_code", "boundary", "period", "span", "unit"]
                .map(|c| (c.to_owned(), first.get(c).cloned().unwrap_or_default()));
            let values = columns.iter().map(|c| {
                (
                    c.clone(),
                    at(said, c)
                        .and_then(|r| r.get("value").cloned())
                        .unwrap_or_default(),
                )
            });
            let gone = said.last().is_some_and(|r| withdrawn(r));
            Some(
                same.into_iter()
                    .chain(values)
                    .chain([("withdrawn".to_owned(), json!(gone))])
                    .collect(),
            )
        };
        let names =
            ["measure", "area_code", "boundary", "period", "span", "unit"].map(str::to_owned);
        let names: Vec<String> = names
            .into_iter()
            .chain(columns.iter().cloned())
            .chain(["withdrawn".to_owned()])
            .collect();
        return asked.plain(
            &names,
            &figures.values().filter_map(row).collect::<Vec<_>>(),
        );
    }
    if figures.is_empty() {
        return Ok(output::line(lang.say("revisions-no-figure"))?);
    }
    let cells = |((span, period), said): (&When, &FigureChanges<'_>)| {
        let period = period.map_or_else(String::new, |p| p.to_string());
        let period = format!("{period} {}", span.map_or("", |s| lang.span(s)))
            .trim_end()
            .to_owned();
        let of = |column: &String| {
            at(said, column).map_or_else(String::new, |r| {
                format!("{} {}", shown(asked, &r), status(asked, &r))
                    .trim()
                    .to_owned()
            })
        };
        let last = said
            .last()
            .filter(|r| withdrawn(r))
            .map_or_else(String::new, |r| {
                say!(lang, "revisions-withdrawn-on", day = asked.day(r))
            });
        std::iter::once(period)
            .chain(columns.iter().map(of))
            .chain([last])
            .collect()
    };
    let headers: Vec<&str> = std::iter::once(lang.say("revisions-period"))
        .chain(columns.iter().map(String::as_str))
        .chain([""])
        .collect();
    output::line(&head(asked, rows))?;
    Ok(output::line(&output::table(
        &headers,
        figures.iter().map(cells).collect(),
    ))?)
}

fn status(asked: &Asked<'_>, row: &Row) -> &'static str {
    text(row, "status")
        .parse()
        .map_or("", |s| asked.context.lang.status(s))
}

/// Columns of the statuses side by side.
const STATUSES: [&str; 15] = [
    "measure",
    "area_code",
    "boundary",
    "period",
    "span",
    "unit",
    "estimate",
    "estimate_known_from",
    "preliminary",
    "preliminary_known_from",
    "final",
    "final_known_from",
    "comparable",
    "change",
    "change_unit",
];

/// The last figure of each status, of one area and period.
struct SideBySide<'a> {
    said: BTreeMap<Status, &'a Row>,
    /// All of them are in the same unit, on the same basis and by the same scheme.
    comparable: bool,
    /// What a change from one to another is stated in.
    unit: RevisionUnit,
}

impl SideBySide<'_> {
    /// From the least settled figure to the most settled one; none where there is one only, or they
    /// are not comparable.
    fn change(&self) -> Option<f64> {
        let value = |row: &Row| text(row, "value").parse::<Dec>().ok();
        let (first, last) = (self.said.values().next()?, self.said.values().next_back()?);
        let change = self.unit.revision(value(first)?, value(last)?)?;
        (self.comparable && self.said.len() > 1)
            .then(|| self.unit.scaled(&change).to_f64())
            .flatten()
    }
}

/// What is said of a figure by each status, since it was last taken back.
fn side_by_side<'a>(mut said: FigureChanges<'a>, declared: &[Measure]) -> SideBySide<'a> {
    said.sort_by_cached_key(|r| time(r));
    let gone = said.iter().rposition(|r| withdrawn(r)).map_or(0, |i| i + 1);
    let left = || {
        said.iter()
            .skip(gone)
            .copied()
            .filter(|r| !text(r, "value").is_empty())
    };
    let comparable = left().all(|r| text(r, "revision_code") != "definition");
    let unit = said.first().map_or(RevisionUnit::Ratio, |r| {
        RevisionUnit::new(&text(r, "measure"), &text(r, "unit"), declared)
    });
    SideBySide {
        unit,
        said: left()
            .filter_map(|r| Some((text(r, "status").parse().ok()?, r)))
            .collect(),
        comparable,
    }
}

/// Shows estimate, preliminary and final figures side by side.
pub fn statuses(asked: &Asked<'_>, rows: &[Row]) -> Result<(), Failure> {
    let lang = asked.context.lang;
    let mut figures: BTreeMap<(String, When), FigureChanges<'_>> = BTreeMap::new();
    for row in rows {
        figures
            .entry((text(row, "area_code"), when(row)))
            .or_default()
            .push(row);
    }
    let found: Vec<SideBySide<'_>> = figures
        .into_values()
        .map(|s| side_by_side(s, &asked.project.measures))
        .filter(|s| !s.said.is_empty())
        .collect();
    if asked.context.common.format != Format::Table {
        let columns: Vec<String> = STATUSES.map(str::to_owned).into();
        return asked.plain(
            &columns,
            &found.iter().filter_map(plain).collect::<Vec<_>>(),
        );
    }
    if found.is_empty() {
        return Ok(output::line(lang.say("revisions-no-figure"))?);
    }
    let cells = |s: &SideBySide<'_>| {
        let any = s.said.values().next().copied();
        let at = |status: Status| {
            s.said.get(&status).map_or_else(String::new, |r| {
                format!("{} ({})", shown(asked, r), asked.day(r))
            })
        };
        let span = any
            .and_then(|r| text(r, "span").parse().ok())
            .map_or("", |s| lang.span(s));
        let period = format!(
            "{} {span}",
            any.map_or_else(String::new, |r| text(r, "period"))
        )
        .trim_end()
        .to_owned();
        let area = any.map_or_else(String::new, |r| {
            area_name(asked.registers, &text(r, "area_code"), asked.boundary)
        });
        let other = if s.comparable {
            ""
        } else {
            lang.say("revisions-not-comparable")
        };
        let change = s.change().map_or_else(
            || other.to_owned(),
            |c| lang.revision(c, s.unit.published().0, true),
        );
        vec![
            area,
            period,
            at(Status::Estimate),
            at(Status::Preliminary),
            at(Status::Final),
            change,
        ]
    };
    let headers = [
        lang.say("revisions-area"),
        lang.say("revisions-period"),
        lang.say("revisions-estimate"),
        lang.say("revisions-preliminary"),
        lang.say("revisions-final"),
        lang.say("revisions-change"),
    ];
    output::line(&head(asked, rows))?;
    Ok(output::line(&output::table(
        &headers,
        found.iter().map(cells).collect(),
    ))?)
}

fn plain(s: &SideBySide<'_>) -> Option<Row> {
    let any = s.said.values().next()?;
    let mut row: Row = ["measure", "area_code", "boundary", "period", "span", "unit"]
        .iter()
        .map(|c| ((*c).to_owned(), any.get(*c).cloned().unwrap_or_default()))
        .collect();
    for status in Status::ALL {
        let at = |column: &str| {
            s.said
                .get(status)
                .and_then(|r| r.get(column).cloned())
                .unwrap_or_default()
        };
        row.insert(status.as_str().to_owned(), at("value"));
        row.insert(format!("{status}_known_from"), at("known_from"));
    }
    row.insert("comparable".to_owned(), json!(s.comparable));
    row.insert("change".to_owned(), json!(s.change()));
    row.insert("change_unit".to_owned(), json!(s.unit.published().0));
    Some(row)
}

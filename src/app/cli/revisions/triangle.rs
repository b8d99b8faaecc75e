//! The revision triangle of a measure and area. What was not known stays empty; it is never zero.

use crate::app::cli::Failure;
use crate::app::cli::lookup::text;
use crate::app::cli::revisions::asked::{Asked, By, time};
use crate::app::cli::revisions::figures::{FigureChanges, When, head, shown, when, withdrawn};
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

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

pub(super) fn status(asked: &Asked<'_>, row: &Row) -> &'static str {
    text(row, "status")
        .parse()
        .map_or("", |s| asked.context.lang.status(s))
}

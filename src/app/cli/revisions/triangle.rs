//! The revision triangle of a measure and area. What was not known stays empty; it is never zero.

use crate::app::cli::Failure;
use crate::app::cli::lookup::text;
use crate::app::cli::revisions::figures::{FigureChanges, When, head, shown, when, withdrawn};
use crate::app::cli::revisions::view::{By, RevisionsView, time};
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Shows the triangle: a row a period, a column a vintage or a day.
pub fn triangle(view: &RevisionsView<'_>, rows: &[Row], by: By) -> Result<(), Failure> {
    let mut figures: BTreeMap<When, FigureChanges<'_>> = BTreeMap::new();
    for row in rows {
        figures.entry(when(row)).or_default().push(row);
    }
    for said in figures.values_mut() {
        said.sort_by_cached_key(|r| time(r));
    }
    let triangle = Triangle {
        view,
        by,
        columns: columns(view, rows, by),
        figures,
    };
    if view.context.common.format != Format::Table {
        return triangle.plain();
    }
    let lang = view.context.lang;
    if triangle.figures.is_empty() {
        return Ok(output::line(lang.say("revisions-no-figure"))?);
    }
    output::line(&head(view, rows))?;
    Ok(output::line(&triangle.table())?)
}

/// Vintages or days, in order.
fn columns(view: &RevisionsView<'_>, rows: &[Row], by: By) -> Vec<String> {
    match by {
        By::Vintage => {
            let vintages = rows.iter().filter_map(|r| r.get("vintage")?.as_u64());
            (1..=vintages.max().unwrap_or(0))
                .map(|n| n.to_string())
                .collect()
        }
        By::Day => {
            let days: BTreeSet<String> = rows.iter().map(|r| view.day(r)).collect();
            days.into_iter().collect()
        }
    }
}

/// Columns that name a figure.
const KEY: [&str; 6] = ["measure", "area_code", "boundary", "period", "span", "unit"];

/// Figures by period, and the vintages or days at which they are shown.
struct Triangle<'a> {
    view: &'a RevisionsView<'a>,
    by: By,
    columns: Vec<String>,
    figures: BTreeMap<When, FigureChanges<'a>>,
}

impl Triangle<'_> {
    /// What is said of a figure in a column.
    fn at<'r>(&self, said: &FigureChanges<'r>, column: &str) -> Option<&'r Row> {
        match self.by {
            By::Vintage => said.iter().find(|r| text(r, "vintage") == column),
            // What was known by the end of the day, as long as it was not taken back.
            By::Day => said
                .iter()
                .rev()
                .find(|r| self.view.day(r).as_str() <= column)
                .filter(|r| !withdrawn(r)),
        }
        .copied()
    }

    /// For programs.
    fn plain(&self) -> Result<(), Failure> {
        let names: Vec<String> = KEY
            .into_iter()
            .chain(self.columns.iter().map(String::as_str))
            .chain(["withdrawn"])
            .map(str::to_owned)
            .collect();
        let rows: Vec<Row> = self.figures.values().filter_map(|s| self.row(s)).collect();
        self.view.plain(&names, &rows)
    }

    fn row(&self, said: &FigureChanges<'_>) -> Option<Row> {
        let first = said.first()?;
        let same = KEY.map(|c| (c.to_owned(), first.get(c).cloned().unwrap_or_default()));
        let values = self.columns.iter().map(|c| {
            let value = self.at(said, c).and_then(|r| r.get("value").cloned());
            (c.clone(), value.unwrap_or_default())
        });
        let gone = said.last().is_some_and(|r| withdrawn(r));
        Some(
            same.into_iter()
                .chain(values)
                .chain([("withdrawn".to_owned(), json!(gone))])
                .collect(),
        )
    }

    /// For people.
    fn table(&self) -> String {
        let lang = self.view.context.lang;
        let headers: Vec<&str> = std::iter::once(lang.say("revisions-period"))
            .chain(self.columns.iter().map(String::as_str))
            .chain([""])
            .collect();
        output::table(
            &headers,
            self.figures.iter().map(|f| self.cells(f)).collect(),
        )
    }

    fn cells(&self, ((span, period), said): (&When, &FigureChanges<'_>)) -> Vec<String> {
        let lang = self.view.context.lang;
        let period = period.map_or_else(String::new, |p| p.to_string());
        let period = format!("{period} {}", span.map_or("", |s| lang.span(s)))
            .trim_end()
            .to_owned();
        let of = |column: &String| {
            self.at(said, column).map_or_else(String::new, |r| {
                format!("{} {}", shown(self.view, r), status(self.view, r))
                    .trim()
                    .to_owned()
            })
        };
        let last = said
            .last()
            .filter(|r| withdrawn(r))
            .map_or_else(String::new, |r| {
                say!(lang, "revisions-withdrawn-on", day = self.view.day(r))
            });
        std::iter::once(period)
            .chain(self.columns.iter().map(of))
            .chain([last])
            .collect()
    }
}

fn status(view: &RevisionsView<'_>, row: &Row) -> &'static str {
    text(row, "status")
        .parse()
        .map_or("", |s| view.context.lang.status(s))
}

//! The revision triangle of a measure and area. What was not known stays empty; it is never zero.

use crate::app::cli::Failure;
use crate::app::cli::revisions::figures::{
    FigureChanges, KEY, When, head, key, shown, value, when,
};
use crate::app::cli::revisions::view::{By, RevisionsView};
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::app::rows::{MeasureHistoryRow, Published};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Shows the triangle: one row per period, one column per vintage or day.
pub fn triangle(
    view: &RevisionsView<'_>,
    rows: &[Published<MeasureHistoryRow>],
    by: By,
) -> Result<(), Failure> {
    let mut figures: BTreeMap<When, FigureChanges<'_>> = BTreeMap::new();
    for row in rows {
        figures.entry(when(row)).or_default().push(row);
    }
    for said in figures.values_mut() {
        said.sort_by_key(|r| r.known_from);
    }
    let triangle = Triangle {
        view,
        columns: columns(view, rows, by),
        figures,
    };
    if view.context.common.format != Format::Table {
        return triangle.for_programs();
    }
    let lang = view.context.lang;
    if triangle.figures.is_empty() {
        return Ok(output::line(lang.say("revisions-no-figure"))?);
    }
    output::line(&head(view, rows))?;
    Ok(output::line(&triangle.table())?)
}

/// Vintages or days, in order.
fn columns(view: &RevisionsView<'_>, rows: &[Published<MeasureHistoryRow>], by: By) -> Vec<Moment> {
    match by {
        By::Vintage => {
            let last = rows.iter().filter_map(|r| r.vintage).max();
            (1..=last.unwrap_or(0)).map(Moment::Vintage).collect()
        }
        By::Day => {
            let days: BTreeSet<NaiveDate> = rows.iter().map(|r| view.day(r.known_from)).collect();
            days.into_iter().map(Moment::Day).collect()
        }
    }
}

/// What a column of the triangle shows.
#[derive(Clone, Copy)]
enum Moment {
    /// The first figure said, the second, …
    Vintage(u32),
    /// What was known by the end of a day.
    Day(NaiveDate),
}

impl Moment {
    fn header(self) -> String {
        match self {
            Moment::Vintage(n) => n.to_string(),
            Moment::Day(day) => day.to_string(),
        }
    }
}

/// Figures by period, and the vintages or days at which they are shown.
struct Triangle<'a> {
    view: &'a RevisionsView<'a>,
    columns: Vec<Moment>,
    figures: BTreeMap<When, FigureChanges<'a>>,
}

impl Triangle<'_> {
    /// What is said of a figure in a column.
    fn at<'r>(&self, said: &FigureChanges<'r>, column: Moment) -> Option<&'r MeasureHistoryRow> {
        match column {
            Moment::Vintage(n) => said.iter().find(|r| r.vintage == Some(n)),
            // What was known by the end of the day, as long as it was not withdrawn.
            Moment::Day(day) => said
                .iter()
                .rev()
                .find(|r| self.view.day(r.known_from) <= day)
                .filter(|r| !r.withdrawn),
        }
        .copied()
    }

    /// The headers of the vintages or days.
    fn headers(&self) -> Vec<String> {
        self.columns.iter().map(|c| c.header()).collect()
    }

    fn for_programs(&self) -> Result<(), Failure> {
        let headers = self.headers();
        let names: Vec<&str> = KEY
            .into_iter()
            .chain(headers.iter().map(String::as_str))
            .chain(["withdrawn"])
            .collect();
        let rows: Vec<Row> = self
            .figures
            .values()
            .filter_map(|said| self.row(&names, said))
            .collect();
        Ok(output::rows(
            self.view.context.common.format,
            &names,
            &rows,
        )?)
    }

    fn row(&self, names: &[&str], said: &FigureChanges<'_>) -> Option<Row> {
        let (first, last) = (said.first()?, said.last()?);
        let values = self
            .columns
            .iter()
            .map(|c| self.at(said, *c).map_or(Value::Null, value));
        let cells = key(first)
            .into_iter()
            .chain(values)
            .chain([json!(last.withdrawn)]);
        Some(output::row(names, cells))
    }

    /// For people.
    fn table(&self) -> String {
        let lang = self.view.context.lang;
        let moments = self.headers();
        let headers: Vec<&str> = std::iter::once(lang.say("revisions-period"))
            .chain(moments.iter().map(String::as_str))
            .chain([""])
            .collect();
        output::table(
            &headers,
            self.figures.iter().map(|f| self.cells(f)).collect(),
        )
    }

    fn cells(&self, ((span, period), said): (&When, &FigureChanges<'_>)) -> Vec<String> {
        let lang = self.view.context.lang;
        let of = |column: &Moment| {
            self.at(said, *column).map_or_else(String::new, |r| {
                format!("{} {}", shown(self.view, r), lang.status(r.status))
                    .trim()
                    .to_owned()
            })
        };
        let last = said
            .last()
            .filter(|r| r.withdrawn)
            .map_or_else(String::new, |r| {
                let day = self.view.day(r.known_from);
                say!(lang, "revisions-withdrawn-on", day = day)
            });
        std::iter::once(self.view.period(*period, *span))
            .chain(self.columns.iter().map(of))
            .chain([last])
            .collect()
    }
}

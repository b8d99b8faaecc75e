//! Estimate, preliminary and final figures of a measure side by side.

use crate::app::cli::Failure;
use crate::app::cli::lookup::{period, text};
use crate::app::cli::revisions::figures::{FigureChanges, When, head, shown, when, withdrawn};
use crate::app::cli::revisions::view::{RevisionsView, time};
use crate::app::cli::table::area_name;
use crate::app::output::{self, Format, Row};
use crate::kpi::RevisionUnit;
use crate::model::{Dec, Measure, Status};
use num_traits::ToPrimitive;
use serde_json::json;
use std::collections::BTreeMap;

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
pub fn statuses(view: &RevisionsView<'_>, rows: &[Row]) -> Result<(), Failure> {
    let lang = view.context.lang;
    let mut figures: BTreeMap<(String, When), FigureChanges<'_>> = BTreeMap::new();
    for row in rows {
        figures
            .entry((text(row, "area_code"), when(row)))
            .or_default()
            .push(row);
    }
    let found: Vec<SideBySide<'_>> = figures
        .into_values()
        .map(|s| side_by_side(s, &view.project.measures))
        .filter(|s| !s.said.is_empty())
        .collect();
    if view.context.common.format != Format::Table {
        let columns: Vec<String> = STATUSES.map(str::to_owned).into();
        return view.plain(
            &columns,
            &found.iter().filter_map(plain).collect::<Vec<_>>(),
        );
    }
    if found.is_empty() {
        return Ok(output::line(lang.say("revisions-no-figure"))?);
    }
    let headers = [
        lang.say("revisions-area"),
        lang.say("revisions-period"),
        lang.say("revisions-estimate"),
        lang.say("revisions-preliminary"),
        lang.say("revisions-final"),
        lang.say("revisions-change"),
    ];
    output::line(&head(view, rows))?;
    let cells = found.iter().map(|s| cells(view, s)).collect();
    Ok(output::line(&output::table(&headers, cells))?)
}

fn cells(view: &RevisionsView<'_>, s: &SideBySide<'_>) -> Vec<String> {
    let lang = view.context.lang;
    let any = s.said.values().next().copied();
    let at = |status: Status| {
        s.said.get(&status).map_or_else(String::new, |r| {
            format!("{} ({})", shown(view, r), view.day(r))
        })
    };
    let area = any.map_or_else(String::new, |r| {
        area_name(view.registers, &text(r, "area_code"), view.boundary)
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
        any.map_or_else(String::new, |r| period(r, lang)),
        at(Status::Estimate),
        at(Status::Preliminary),
        at(Status::Final),
        change,
    ]
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

//! Estimate, preliminary and final figures of a measure side by side.

use crate::app::cli::Failure;
use crate::app::cli::revisions::figures::{FigureChanges, When, head, key, shown, value, when};
use crate::app::cli::revisions::view::RevisionsView;
use crate::app::cli::table::area_name;
use crate::app::frames::instant;
use crate::app::output::{self, Format, Row};
use crate::app::rows::{MeasureHistoryRow, Published};
use crate::kpi::{RevisionCode, RevisionUnit};
use crate::model::{Measure, Status};
use num_traits::ToPrimitive;
use serde_json::{Value, json};
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
    said: BTreeMap<Status, &'a MeasureHistoryRow>,
    /// All of them are in the same unit, on the same basis and by the same scheme.
    comparable: bool,
    /// What a change from one to another is stated in.
    unit: RevisionUnit,
}

impl SideBySide<'_> {
    /// From the least settled figure to the most settled one; none where there is one only, or they
    /// are not comparable.
    fn change(&self) -> Option<f64> {
        let (first, last) = (self.said.values().next()?, self.said.values().next_back()?);
        let change = self
            .unit
            .revision(&first.value?.ratio(), &last.value?.ratio())?;
        (self.comparable && self.said.len() > 1)
            .then(|| self.unit.scaled(&change).to_f64())
            .flatten()
    }
}

/// What is said of a figure by each status, since it was last withdrawn.
fn side_by_side<'a>(mut said: FigureChanges<'a>, declared: &[Measure]) -> SideBySide<'a> {
    said.sort_by_key(|r| r.known_from);
    let gone = said.iter().rposition(|r| r.withdrawn).map_or(0, |i| i + 1);
    let left = || {
        said.iter()
            .skip(gone)
            .copied()
            .filter(|r| r.value.is_some())
    };
    let comparable = left().all(|r| r.revision_code != Some(RevisionCode::Definition));
    let unit = said.first().map_or(RevisionUnit::Ratio, |r| {
        RevisionUnit::new(&r.measure, &r.unit, declared)
    });
    SideBySide {
        unit,
        said: left().map(|r| (r.status, r)).collect(),
        comparable,
    }
}

/// Shows estimate, preliminary and final figures side by side.
pub fn statuses(
    view: &RevisionsView<'_>,
    rows: &[Published<MeasureHistoryRow>],
) -> Result<(), Failure> {
    let lang = view.context.lang;
    let mut figures: BTreeMap<(&str, When), FigureChanges<'_>> = BTreeMap::new();
    for row in rows {
        figures
            .entry((row.area_code.as_str(), when(row)))
            .or_default()
            .push(row);
    }
    let found: Vec<SideBySide<'_>> = figures
        .into_values()
        .map(|s| side_by_side(s, &view.project.measures))
        .filter(|s| !s.said.is_empty())
        .collect();
    if view.context.common.format != Format::Table {
        let rows: Vec<Row> = found.iter().filter_map(plain).collect();
        return Ok(output::rows(view.context.common.format, &STATUSES, &rows)?);
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
            format!("{} ({})", shown(view, r), view.day(r.known_from))
        })
    };
    let area = any.map_or_else(String::new, |r| {
        area_name(view.registers, &r.area_code, view.boundary)
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
        any.map_or_else(String::new, |r| view.period(r.period, r.span)),
        at(Status::Estimate),
        at(Status::Preliminary),
        at(Status::Final),
        change,
    ]
}

/// The values of the columns, in order.
fn plain(s: &SideBySide<'_>) -> Option<Row> {
    let any = s.said.values().next()?;
    let in_order = [Status::Estimate, Status::Preliminary, Status::Final];
    let said = in_order.iter().flat_map(|status| {
        let row = s.said.get(status);
        [
            row.map_or(Value::Null, |r| value(r)),
            row.map_or(Value::Null, |r| instant(r.known_from)),
        ]
    });
    let change = [
        json!(s.comparable),
        json!(s.change()),
        json!(s.unit.published().0),
    ];
    let cells = key(any).into_iter().chain(said).chain(change);
    Some(output::row(&STATUSES, cells))
}

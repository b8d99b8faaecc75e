//! The unions of units that are the same place on two days.

use crate::app::cli::areas::chosen::{AreasArgs, asked};
use crate::app::cli::table::named;
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::model::{AreaRegister, Relation, UnitId};
use crate::series::{Component, Outcome, components};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::BTreeSet;

const UNIONS: [&str; 12] = [
    "level",
    "from_date",
    "from_codes",
    "from_names",
    "to_date",
    "to_codes",
    "to_names",
    "outcome",
    "exact",
    "exact_with",
    "relations",
    "transfers",
];

pub(super) fn between(
    context: &Context,
    areas: &AreaRegister,
    args: &AreasArgs,
    days: (NaiveDate, NaiveDate),
) -> Result<(), Failure> {
    let lang = context.lang;
    let mut found = components(areas, days.0, days.1);
    found.retain(|c| {
        c.from
            .iter()
            .chain(&c.to)
            .any(|id| asked(args, areas.unit(*id)))
    });
    if context.common.format != Format::Table {
        let rows: Vec<Row> = found.iter().map(|c| row(areas, c, days)).collect();
        output::rows(context.common.format, &UNIONS, &rows)?;
        return Ok(());
    }
    let number = found.len();
    // When one area is asked for, it is shown, changed or not.
    if !args.all && args.area.is_none() {
        found.retain(|c| c.outcome != Outcome::Same || !c.exact_with.is_empty());
    }
    let left_out = number - found.len();
    output::line(&say!(lang, "areas-unions", number = number))?;
    if !found.is_empty() {
        output::line(&table(lang, areas, &found, days))?;
    }
    if left_out > 0 {
        output::line(&say!(lang, "areas-unchanged", number = left_out))?;
    }
    Ok(())
}

fn table(
    lang: Lang,
    areas: &AreaRegister,
    found: &[Component],
    (from, to): (NaiveDate, NaiveDate),
) -> String {
    let headers = [
        &from.to_string(),
        &to.to_string(),
        lang.say("areas-level"),
        lang.say("areas-outcome"),
        lang.say("areas-remarks"),
    ];
    let cells = |c: &Component| {
        vec![
            named(areas, &c.from),
            named(areas, &c.to),
            level(areas, c).to_owned(),
            lang.outcome(c.outcome).to_owned(),
            remarks(lang, areas, c),
        ]
    };
    output::table(&headers, found.iter().map(cells).collect())
}

/// The level of the units of a union.
fn level<'a>(areas: &'a AreaRegister, component: &Component) -> &'a str {
    component
        .to
        .first()
        .or_else(|| component.from.first())
        .map_or("", |id| areas.unit(*id).level.as_str())
}

/// Relations as `2025-07-01 merge 10>15`.
fn listed(relations: &[Relation]) -> String {
    let one = |r: &Relation| format!("{} {} {}>{}", r.date, r.kind, r.from_code, r.to_code);
    relations.iter().map(one).collect::<Vec<_>>().join(";")
}

fn remarks(lang: Lang, areas: &AreaRegister, component: &Component) -> String {
    let days: BTreeSet<String> = component
        .relations
        .iter()
        .map(|r| r.date.to_string())
        .collect();
    let mut all: Vec<String> = days.into_iter().collect();
    if !component.exact_with.is_empty() {
        all.push(say!(
            lang,
            "areas-approximate",
            names = named(areas, &component.exact_with)
        ));
    }
    all.join("; ")
}

fn row(areas: &AreaRegister, component: &Component, (from, to): (NaiveDate, NaiveDate)) -> Row {
    let codes = |units: &mut dyn Iterator<Item = &UnitId>| {
        units
            .map(|id| areas.unit(*id).code.clone())
            .collect::<Vec<_>>()
            .join(";")
    };
    let names = |units: &[UnitId]| {
        units
            .iter()
            .map(|id| areas.unit(*id).name(true).to_owned())
            .collect::<Vec<_>>()
            .join(";")
    };
    let values = [
        json!(level(areas, component)),
        json!(from.to_string()),
        json!(codes(&mut component.from.iter())),
        json!(names(&component.from)),
        json!(to.to_string()),
        json!(codes(&mut component.to.iter())),
        json!(names(&component.to)),
        json!(component.outcome.as_str()),
        json!(component.exact_with.is_empty()),
        json!(codes(&mut component.exact_with.iter())),
        json!(listed(&component.relations)),
        json!(listed(&component.transfers)),
    ];
    output::row(&UNIONS, values)
}

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
    (from, to): (NaiveDate, NaiveDate),
) -> Result<(), Failure> {
    let lang = context.lang;
    let mut found = components(areas, from, to);
    found.retain(|c| {
        c.from
            .iter()
            .chain(&c.to)
            .any(|id| asked(args, areas.unit(*id)))
    });
    if context.common.format != Format::Table {
        let rows: Vec<Row> = found.iter().map(|c| row(areas, c, (from, to))).collect();
        output::rows(context.common.format, &UNIONS, &rows)?;
        return Ok(());
    }
    let number = found.len();
    let quiet = |c: &Component| c.outcome == Outcome::Same && c.exact_with.is_empty();
    // Whoever asks for one area is told of it, changed or not.
    let left_out = if args.all || args.area.is_some() {
        0
    } else {
        found.iter().filter(|c| quiet(c)).count()
    };
    if left_out > 0 {
        found.retain(|c| !quiet(c));
    }
    let headers = [
        from.to_string(),
        to.to_string(),
        lang.say("areas-level").to_owned(),
        lang.say("areas-outcome").to_owned(),
        lang.say("areas-remarks").to_owned(),
    ];
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    let cells = |c: &Component| {
        let level =
            c.to.first()
                .or_else(|| c.from.first())
                .map_or("", |id| areas.unit(*id).level.as_str());
        vec![
            named(areas, &c.from),
            named(areas, &c.to),
            level.to_owned(),
            lang.outcome(c.outcome).to_owned(),
            remarks(lang, areas, c),
        ]
    };
    output::line(&say!(lang, "areas-unions", number = number))?;
    if !found.is_empty() {
        output::line(&output::table(&headers, found.iter().map(cells).collect()))?;
    }
    if left_out > 0 {
        output::line(&say!(lang, "areas-unchanged", number = left_out))?;
    }
    Ok(())
}

/// Relations as `2025-07-01 merge 10>15`.
fn told(relations: &[Relation]) -> String {
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

pub(super) fn row(
    areas: &AreaRegister,
    component: &Component,
    (from, to): (NaiveDate, NaiveDate),
) -> Row {
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
    let level = component
        .to
        .first()
        .or_else(|| component.from.first())
        .map_or("", |id| areas.unit(*id).level.as_str());
    let values = [
        json!(level),
        json!(from.to_string()),
        json!(codes(&mut component.from.iter())),
        json!(names(&component.from)),
        json!(to.to_string()),
        json!(codes(&mut component.to.iter())),
        json!(names(&component.to)),
        json!(component.outcome.as_str()),
        json!(component.exact_with.is_empty()),
        json!(codes(&mut component.exact_with.iter())),
        json!(told(&component.relations)),
        json!(told(&component.transfers)),
    ];
    output::row(&UNIONS, values)
}

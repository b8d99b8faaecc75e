//! `chiso areas`: the units of a day, and which unions of units are the same place on two days.
//! Needs no lake.

use crate::app::cli::lookup::unknown;
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::governance::Registers;
use crate::inspect::unresolved;
use crate::model::{AreaRegister, AreaUnit, Relation, UnitId, fold_name};
use crate::series::{Component, Outcome, components};
use chrono::NaiveDate;
use clap::Args;
use serde_json::json;
use std::collections::BTreeSet;

/// Which units to show.
#[derive(Debug, Args)]
pub struct AreasArgs {
    /// Units of this day [default: the first boundary of chiso.toml]
    #[arg(long, value_name = "DATE", conflicts_with = "between")]
    on: Option<NaiveDate>,
    /// What can be compared between two days: the unions of units that are the same place on both
    #[arg(long, num_args = 2, value_names = ["DATE", "DATE"])]
    between: Option<Vec<NaiveDate>>,
    /// Only units of this level, as in the register of areas
    #[arg(long)]
    level: Option<String>,
    /// Only this area, by code or name on either day
    #[arg(long, value_name = "CODE|NAME")]
    area: Option<String>,
    /// With `--between`: also units that went on unchanged
    #[arg(long, requires = "between")]
    all: bool,
}

/// Lists units, or the unions of two days.
pub fn areas(context: &Context, args: &AreasArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let registers = Registers::load(&project);
    if !registers.sound() {
        return Err(Failure::Faults(registers.findings));
    }
    let areas = &registers.areas;
    let levels: BTreeSet<&str> = areas.units().map(|(_, unit)| unit.level.as_str()).collect();
    if let Some(level) = args
        .level
        .as_ref()
        .filter(|level| !levels.contains(level.as_str()))
    {
        return Err(Failure::Usage(unknown("level", level, levels.into_iter())));
    }
    if let Some(area) = args.area.as_ref().filter(|area| !areas.knows(area)) {
        let names = areas.units().flat_map(|(_, unit)| {
            [
                unit.name_vi.as_str(),
                unit.name_en.as_str(),
                unit.code.as_str(),
            ]
        });
        return Err(Failure::Usage(unknown(
            "area",
            area,
            names.filter(|n| !n.is_empty()),
        )));
    }
    match args.between.as_deref() {
        Some([one, other]) => between(context, areas, args, (*one.min(other), *one.max(other))),
        _ => units(
            context,
            areas,
            args,
            args.on
                .or_else(|| project.boundaries.first().copied())
                .unwrap_or_default(),
        ),
    }
}

/// Whether a unit is one that was asked for.
fn asked(args: &AreasArgs, unit: &AreaUnit) -> bool {
    let named = |area: &String| {
        let area = fold_name(area);
        [&unit.code, &unit.name_vi, &unit.name_en]
            .into_iter()
            .chain(&unit.aliases)
            .any(|n| fold_name(n) == area)
    };
    args.level.as_ref().is_none_or(|level| unit.level == *level)
        && args.area.as_ref().is_none_or(named)
}

const UNITS: [&str; 8] = [
    "area_code",
    "name_vi",
    "name_en",
    "level",
    "parent_code",
    "valid_from",
    "valid_to",
    "aliases",
];

fn units(
    context: &Context,
    areas: &AreaRegister,
    args: &AreasArgs,
    day: NaiveDate,
) -> Result<(), Failure> {
    let lang = context.lang;
    if let Some(area) = &args.area {
        areas
            .resolve(area, day)
            .map_err(|e| Failure::Usage(unresolved(area, day, &e)))?;
    }
    let found: Vec<&AreaUnit> = areas
        .units_on(day)
        .map(|(_, unit)| unit)
        .filter(|unit| asked(args, unit))
        .collect();
    if context.common.format != Format::Table {
        let row = |unit: &&AreaUnit| -> Row {
            let texts = [
                &unit.code,
                &unit.name_vi,
                &unit.name_en,
                &unit.level,
                &unit.parent_code,
            ]
            .map(|t| json!(t));
            let days = [
                json!(unit.valid_from.to_string()),
                json!(unit.valid_to.map(|d| d.to_string())),
                json!(unit.aliases.join(";")),
            ];
            UNITS
                .iter()
                .map(|c| (*c).to_owned())
                .zip(texts.into_iter().chain(days))
                .collect()
        };
        output::rows(
            context.common.format,
            &UNITS,
            &found.iter().map(row).collect::<Vec<_>>(),
        )?;
        return Ok(());
    }
    if found.is_empty() {
        output::line(&say!(lang, "areas-no-such-unit", day = day))?;
        return Ok(());
    }
    let headers = [
        lang.say("areas-code"),
        lang.say("areas-level"),
        lang.say("areas-since"),
        lang.say("areas-until"),
        lang.say("areas-name"),
    ];
    let row = |unit: &&AreaUnit| {
        let until = unit.valid_to.map_or_else(String::new, |d| d.to_string());
        vec![
            unit.code.clone(),
            unit.level.clone(),
            unit.valid_from.to_string(),
            until,
            unit.name(true).to_owned(),
        ]
    };
    output::line(&say!(
        lang,
        "areas-units-of",
        day = day,
        number = found.len()
    ))?;
    output::line(&output::table(&headers, found.iter().map(row).collect()))?;
    Ok(())
}

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

fn between(
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

/// Names with codes, as `Lào Cai (10) + Yên Bái (15)`.
pub fn named<'a>(areas: &AreaRegister, units: impl IntoIterator<Item = &'a UnitId>) -> String {
    let one = |id: &UnitId| format!("{} ({})", areas.unit(*id).name(true), areas.unit(*id).code);
    let all: Vec<String> = units.into_iter().map(one).collect();
    if all.is_empty() {
        "–".to_owned()
    } else {
        all.join(" + ")
    }
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
    UNIONS.iter().map(|c| (*c).to_owned()).zip(values).collect()
}

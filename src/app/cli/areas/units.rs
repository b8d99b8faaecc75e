//! The units of a day.

use crate::app::cli::areas::chosen::{AreasArgs, asked};
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::error::NotFound;
use crate::model::{AreaRegister, AreaUnit};
use chrono::NaiveDate;
use serde_json::json;

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

pub(super) fn units(
    context: &Context,
    areas: &AreaRegister,
    args: &AreasArgs,
    day: NaiveDate,
) -> Result<(), Failure> {
    let lang = context.lang;
    if let Some(area) = &args.area {
        areas
            .resolve(area, day)
            .map_err(|e| NotFound::area(area, ("--on", day), e, areas))?;
    }
    let found: Vec<&AreaUnit> = areas
        .units_on(day)
        .map(|(_, unit)| unit)
        .filter(|unit| asked(args, unit))
        .collect();
    if context.common.format != Format::Table {
        let rows: Vec<Row> = found.iter().map(|unit| row(unit)).collect();
        output::rows(context.common.format, &UNITS, &rows)?;
        return Ok(());
    }
    if found.is_empty() {
        output::line(&say!(lang, "areas-no-such-unit", day = day))?;
        return Ok(());
    }
    output::line(&say!(
        lang,
        "areas-units-of",
        day = day,
        number = found.len()
    ))?;
    output::line(&table(lang, &found))?;
    Ok(())
}

fn row(unit: &AreaUnit) -> Row {
    let values = [
        json!(unit.code),
        json!(unit.name_vi),
        json!(unit.name_en),
        json!(unit.level),
        json!(unit.parent_code),
        json!(unit.valid_from.to_string()),
        json!(unit.valid_to.map(|d| d.to_string())),
        json!(unit.aliases.join(";")),
    ];
    output::row(&UNITS, values)
}

fn table(lang: Lang, found: &[&AreaUnit]) -> String {
    let headers = [
        lang.say("areas-code"),
        lang.say("areas-level"),
        lang.say("areas-since"),
        lang.say("areas-until"),
        lang.say("areas-name"),
    ];
    let cells = |unit: &&AreaUnit| {
        let until = unit.valid_to.map_or_else(String::new, |d| d.to_string());
        vec![
            unit.code.clone(),
            unit.level.clone(),
            unit.valid_from.to_string(),
            until,
            unit.name(true).to_owned(),
        ]
    };
    output::table(&headers, found.iter().map(cells).collect())
}

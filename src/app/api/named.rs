//! What the names of a request mean in a release: areas by code or name, and, where nothing was
//! found, whether the names mean anything at all and what became of an area that is no more.

use crate::app::api::parameter::column_of;
use crate::app::api::problem::Problem;
use crate::app::api::viewed::ApiView;
use crate::app::cli::{columns_of, unreadable};
use crate::app::frames;
use crate::app::messages::say;
use crate::app::output::{Row, plain};
use crate::app::rows::AreaRow;
use crate::app::site::Units;
use crate::model::{fold_name, nearest};
use crate::store::{frame_of_columns, frame_of_rows};
use chrono::NaiveDate;
use polars::prelude::{DataFrame, Expr, col, lit};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The columns of the register that name an area; aliases as `a;b`.
const NAMES: [&str; 3] = ["name_vi", "name_en", "aliases"];

/// The units of the register that a request names, on whatever day; nothing where it names none. A
/// code wins over a name.
///
/// # Errors
/// When the release knows no area of that name or code.
pub fn units_meant(view: &ApiView<'_>) -> Result<Option<Vec<Row>>, Problem> {
    let Some(name) = view.values.text("area") else {
        return Ok(None);
    };
    let found = of_code(view, name.trim())?;
    if !found.is_empty() {
        return Ok(Some(found));
    }
    let (all, wanted) = (of_areas(view)?, fold_name(name));
    let of_name = |unit: &&Row| {
        let texts = NAMES
            .into_iter()
            .filter_map(|column| unit.get(column)?.as_str());
        let mut names = texts.flat_map(|text| text.split(';'));
        names.any(|text| fold_name(text) == wanted)
    };
    let found: Vec<Row> = all.iter().filter(of_name).cloned().collect();
    if found.is_empty() {
        let names = all.iter().flat_map(|unit| {
            let columns = ["area_code"].into_iter().chain(NAMES);
            columns.filter_map(move |column| unit.get(column)?.as_str().map(str::to_owned))
        });
        return Err(unknown(view, ("area", name), &names.collect()));
    }
    Ok(Some(found))
}

/// The codes of the area that a request of a table names: of a table by boundaries those of units that
/// exist on the boundary, for a code may be that of another area on another day.
///
/// # Errors
/// When the release knows no area of that name or code, or none of that day: with what it became.
pub fn areas_meant(view: &ApiView<'_>, table: &str) -> Result<Option<Vec<String>>, Problem> {
    let Some(mut units) = units_meant(view)? else {
        return Ok(None);
    };
    if columns_of(table).iter().any(|column| column == "boundary") {
        let day = view.boundary()?;
        if !units.iter().any(|unit| exists(unit, day)) {
            return Err(gone(view, &units)?);
        }
        units.retain(|unit| exists(unit, day));
    }
    let codes: BTreeSet<String> = units.iter().map(|unit| plain(&unit["area_code"])).collect();
    Ok(Some(codes.into_iter().collect()))
}

/// Whether a request that found no row of a table named something that is not there.
///
/// # Errors
/// When it did: with the nearest name, or with what an area became.
pub fn why_none(view: &ApiView<'_>, table: &str) -> Result<(), Problem> {
    for name in ["kpi", "measure", "study", "outcome", "score", "target"] {
        let Some((column_name, text)) = column_of(table, name).zip(view.values.text(name)) else {
            continue;
        };
        // A KPI without a row in this table may have one in its own.
        let (home, column_name) = match name {
            "kpi" => ("scorecard", "kpi"),
            "measure" => ("measures", "measure"),
            "target" => ("targets", "target_id"),
            _ => (table, column_name),
        };
        let all = column(view, home, &[column_name])?;
        if !all.contains(text) {
            return Err(unknown(view, (name, text), &all));
        }
    }
    if let Some(level) = view.values.text("level") {
        let all = column(view, "areas", &["level"])?;
        if !all.contains(level) {
            return Err(unknown(view, ("level", level), &all));
        }
    }
    areas_meant(view, table).map(|_| ())
}

/// That units do not exist on the boundary of a request, with the areas that their land came to belong
/// to.
///
/// # Errors
/// When the release cannot be read.
pub fn gone(view: &ApiView<'_>, units: &[Row]) -> Result<Problem, Problem> {
    let day = view.boundary()?;
    let all = Units::of(view.release());
    let all = all.map_err(|failure| Problem::of_failure(view.lang, &failure))?;
    let is = |unit: &Row, held: &AreaRow| {
        plain(&unit["area_code"]) == held.area_code
            && plain(&unit["valid_from"]) == held.valid_from.to_string()
    };
    let held = all
        .all()
        .filter(|held| units.iter().any(|unit| is(unit, held)));
    let found: BTreeMap<&str, &AreaRow> = held
        .flat_map(|unit| all.successors(unit, day))
        .map(|unit| (unit.area_code.as_str(), unit))
        .collect();
    let rows: Vec<Value> = found.values().map(|unit| successor(view, unit)).collect();
    let names: Vec<String> = { found.values() }
        .map(|unit| format!("{} ({})", unit.name(), unit.area_code))
        .collect();
    let name = |unit: &Row| name_of(unit);
    let asked = view.values.text("area").map(str::to_owned);
    let area = asked
        .or_else(|| units.first().map(name))
        .unwrap_or_default();
    let said = if names.is_empty() {
        say!(view.lang, "api-area-not-there", area = area, day = day)
    } else {
        let names = names.join(", ");
        say!(
            view.lang,
            "api-area-became",
            area = area,
            day = day,
            names = names
        )
    };
    let problem = Problem::not_found("area_not_on_boundary", said);
    Ok(problem.with("successors", json!(rows)))
}

/// An area that another one became, with the address that asks for it.
fn successor(view: &ApiView<'_>, unit: &AreaRow) -> Value {
    let code = &unit.area_code;
    let takes = view.values.text("area").is_some();
    let address = takes.then(|| view.address(&[("area", Some(code.clone())), ("cursor", None)]));
    json!({
        "area_code": code,
        "name_vi": unit.name_vi,
        "name_en": unit.name_en,
        "address": address,
    })
}

/// The register of areas of the release.
///
/// # Errors
/// When it cannot be read.
pub fn of_areas(view: &ApiView<'_>) -> Result<Vec<Row>, Problem> {
    Ok(frames::rows(&areas(view, None)?))
}

/// The units of the register that have a code, each on days of its own.
///
/// # Errors
/// When it cannot be read.
pub fn of_code(view: &ApiView<'_>, code: &str) -> Result<Vec<Row>, Problem> {
    let condition = col("area_code").eq(lit(code));
    Ok(frames::rows(&areas(view, Some(condition))?))
}

/// The units of the register that fulfil a condition.
fn areas(view: &ApiView<'_>, condition: Option<Expr>) -> Result<DataFrame, Problem> {
    let path = view.release().path.join("areas.parquet");
    let columns = [
        "area_code",
        "name_vi",
        "name_en",
        "aliases",
        "valid_from",
        "valid_to",
    ];
    let frame = frame_of_rows(&path, &columns, condition);
    frame.map_err(|e| Problem::of_failure(view.lang, &e.into()))
}

/// The name by which people know a unit: the Vietnamese one, else what there is.
pub fn name_of(unit: &Row) -> String {
    let mut names = ["name_vi", "name_en"]
        .iter()
        .map(|column| plain(&unit[*column]));
    names.find(|name| !name.is_empty()).unwrap_or_default()
}

/// Whether a unit exists on a day.
pub fn exists(unit: &Row, day: NaiveDate) -> bool {
    let of = |name: &str| {
        unit.get(name)
            .and_then(Value::as_str)?
            .parse::<NaiveDate>()
            .ok()
    };
    of("valid_from").is_some_and(|from| from <= day) && of("valid_to").is_none_or(|to| day <= to)
}

/// What some columns of a table hold, each text once.
fn column(view: &ApiView<'_>, table: &str, columns: &[&str]) -> Result<BTreeSet<String>, Problem> {
    let path = view.release().path.join(format!("{table}.parquet"));
    let frame = frame_of_columns(&path, columns);
    let frame = frame.map_err(|e| Problem::of_failure(view.lang, &e.into()))?;
    let mut all = BTreeSet::new();
    for name in columns {
        let column = frame
            .column(name)
            .and_then(|c| c.as_materialized_series().unique());
        let column = column.map_err(|e| Problem::of_failure(view.lang, &unreadable(&path, e)))?;
        let texts = column.str();
        let texts = texts.map_err(|e| Problem::of_failure(view.lang, &unreadable(&path, e)))?;
        all.extend(texts.iter().flatten().map(str::to_owned));
    }
    Ok(all)
}

/// That a name means nothing in the release, with the nearest that does.
fn unknown(view: &ApiView<'_>, (what, name): (&str, &str), all: &BTreeSet<String>) -> Problem {
    let said = say!(view.lang, "api-unknown-name", what = what, name = name);
    let problem = Problem::not_found("unknown_name", said).with("parameter", what.into());
    match nearest(
        name,
        all.iter().map(String::as_str).filter(|n| !n.is_empty()),
    ) {
        Some(near) => problem.with("did_you_mean", near.into()),
        None => problem,
    }
}

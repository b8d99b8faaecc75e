//! Reading a published table of a release, and the names that choose its rows.

use crate::app::cli::Failure;
use crate::app::cli::lookup::{text, unknown, unreadable};
use crate::app::frames;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::error::RunError;
use crate::governance::Registers;
use crate::inspect::unresolved;
use crate::model::published::release_tables;
use crate::model::{AreaRegister, UnitId};
use crate::store::{ReleaseRef, scan};
use chrono::NaiveDate;
use polars::prelude::{DataFrame, Expr, SortMultipleOptions, col, lit};

/// Rows of a table in the order of its key, with these texts in these columns. A release of a
/// program that had another table is refused.
pub fn rows_with(
    release: &ReleaseRef,
    table: &str,
    boundary: Option<NaiveDate>,
    wanted: &[(&str, Option<&str>)],
) -> Result<Vec<Row>, Failure> {
    let lacks = |what: &str| {
        let message = format!(
            "release `{}` has no {what}: the program that made it had none; `chiso run` makes a \
                release that has",
            release.id
        );
        Err(Failure::Run(RunError::Unknown(message)))
    };
    let Some(frame) = frame_with(release, table, boundary, wanted)? else {
        return lacks(&format!("table `{table}`"));
    };
    match columns_of(table)
        .into_iter()
        .find(|c| frame.column(c).is_err())
    {
        Some(column) => lacks(&format!("column `{column}` in its table `{table}`")),
        None => Ok(frames::rows(&frame)),
    }
}

/// The same as far as the release has them: no rows of a table that it has not.
pub fn rows_there(
    release: &ReleaseRef,
    table: &str,
    boundary: Option<NaiveDate>,
    wanted: &[(&str, Option<&str>)],
) -> Result<Vec<Row>, Failure> {
    Ok(frame_with(release, table, boundary, wanted)?
        .map_or_else(Vec::new, |frame| frames::rows(&frame)))
}

fn frame_with(
    release: &ReleaseRef,
    table: &str,
    boundary: Option<NaiveDate>,
    wanted: &[(&str, Option<&str>)],
) -> Result<Option<DataFrame>, Failure> {
    let path = release.path.join(format!("{table}.parquet"));
    if !path.exists() {
        return Ok(None);
    }
    scan(&path)?
        .filter(chosen(boundary, wanted))
        .collect()
        .map(Some)
        .map_err(|e| unreadable(&format!("{table}.parquet"), &e))
}

/// Rows on a boundary with these texts in these columns.
fn chosen(boundary: Option<NaiveDate>, wanted: &[(&str, Option<&str>)]) -> Expr {
    let texts = wanted
        .iter()
        .filter_map(|(column, text)| text.map(|t| col(*column).eq(lit(t))));
    boundary
        .map(|b| col("boundary").eq(lit(b)))
        .into_iter()
        .chain(texts)
        .reduce(Expr::and)
        .unwrap_or_else(|| lit(true))
}

/// Rows of a table that every release has, in the order of these columns.
pub fn rows_in_order<const N: usize>(
    release: &ReleaseRef,
    table: &str,
    boundary: Option<NaiveDate>,
    wanted: &[(&str, Option<&str>)],
    order: [&str; N],
) -> Result<Vec<Row>, Failure> {
    let file = format!("{table}.parquet");
    let frame = scan(&release.path.join(&file))?
        .filter(chosen(boundary, wanted))
        .sort(order, SortMultipleOptions::default())
        .collect();
    Ok(frames::rows(&frame.map_err(|e| unreadable(&file, &e))?))
}

/// Keeps the rows on a boundary with these texts in these columns.
pub fn keep(rows: &mut Vec<Row>, boundary: Option<NaiveDate>, wanted: &[(&str, Option<&str>)]) {
    let boundary = boundary.map(|b| b.to_string());
    rows.retain(|r| boundary.as_ref().is_none_or(|b| text(r, "boundary") == *b));
    rows.retain(|r| {
        wanted
            .iter()
            .all(|(column, wanted)| wanted.is_none_or(|w| text(r, column) == w))
    });
}

/// Rows under the columns of a published table, for programs.
pub fn for_programs(format: Format, table: &str, rows: &[Row]) -> std::io::Result<()> {
    let columns = columns_of(table);
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    output::rows(format, &columns, rows)
}

/// The columns of a table, in order.
pub fn columns_of(table: &str) -> Vec<String> {
    let spec = release_tables().into_iter().find(|t| t.name == table);
    spec.map(|s| s.columns.into_iter().map(|c| c.name).collect())
        .unwrap_or_default()
}

/// The boundary asked for, which must be a published one, or the first.
pub fn boundary_of(project: &Project, asked: Option<NaiveDate>) -> Result<NaiveDate, Failure> {
    match asked {
        Some(day) if !project.boundaries.contains(&day) => {
            let known: Vec<String> = project.boundaries.iter().map(ToString::to_string).collect();
            Err(Failure::Usage(format!(
                "boundary {day} is not published; published are {}: declare it in `chiso.toml` to \
                    have it",
                known.join(", ")
            )))
        }
        Some(day) => Ok(day),
        None => Ok(project.boundaries.first().copied().unwrap_or_default()),
    }
}

/// The code of an area given by code or name.
pub fn area_code(
    registers: &Registers,
    area: &str,
    boundary: NaiveDate,
) -> Result<String, Failure> {
    let unit = registers
        .areas
        .resolve(area, boundary)
        .map_err(|e| Failure::Usage(unresolved(area, boundary, &e)))?;
    Ok(registers.areas.unit(unit).code.clone())
}

/// An area by its code as people know it.
pub fn area_name(registers: &Registers, code: &str, boundary: NaiveDate) -> String {
    registers.areas.by_code(code, boundary).map_or_else(
        || code.to_owned(),
        |unit| format!("{} ({code})", registers.areas.unit(unit).name(true)),
    )
}

/// Fails on a KPI that is not declared.
pub fn known_kpi(project: &Project, kpi: Option<&str>) -> Result<(), Failure> {
    let fault = |id: &str| {
        Failure::Usage(unknown(
            "KPI",
            id,
            project.kpis.iter().map(|k| k.id.as_str()),
        ))
    };
    kpi.filter(|id| !project.kpis.iter().any(|k| k.id == **id))
        .map_or(Ok(()), |id| Err(fault(id)))
}

/// Fails on a measure that is not declared.
pub fn known_measure(project: &Project, measure: Option<&str>) -> Result<(), Failure> {
    let fault = |id: &str| {
        Failure::Usage(unknown(
            "measure",
            id,
            project.measures.iter().map(|m| m.id.as_str()),
        ))
    };
    measure
        .filter(|id| !project.measures.iter().any(|m| m.id == **id))
        .map_or(Ok(()), |id| Err(fault(id)))
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

/// Fails on an area that the register does not know on any day.
pub fn known_area(registers: &Registers, area: Option<&str>) -> Result<(), Failure> {
    let Some(area) = area.filter(|area| !registers.areas.knows(area)) else {
        return Ok(());
    };
    let names = registers.areas.units().flat_map(|(_, unit)| {
        [
            unit.name_vi.as_str(),
            unit.name_en.as_str(),
            unit.code.as_str(),
        ]
    });
    Err(Failure::Usage(unknown(
        "area",
        area,
        names.filter(|n| !n.is_empty()),
    )))
}

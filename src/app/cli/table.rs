//! Reading a published table of a release, and the names that choose its rows.

use crate::app::cli::Failure;
use crate::app::cli::lookup::{unknown, unreadable};
use crate::app::frames;
use crate::app::output::{self, Format, Row};
use crate::app::rows::{ColumnFault, Published, TableRow, read_all};
use crate::config::Project;
use crate::error::{NotFound, RunError};
use crate::governance::Registers;
use crate::model::published::{self, TableSpec, release_tables};
use crate::model::{AreaRegister, UnitId, declared_id, fold_name, id_of_breakdown};
use crate::store::{ReleaseRef, scan};
use chrono::NaiveDate;
use polars::prelude::{DataFrame, Expr, SortMultipleOptions, col, lit};
use std::collections::BTreeSet;

/// The texts that columns must have.
type Wanted<'w> = [(&'w str, Option<&'w str>)];

/// The codes of the areas of a release that go by a name or a code, on whatever day.
pub fn codes_named(release: &ReleaseRef, name: &str) -> Result<Vec<String>, Failure> {
    let (file, columns) = (file_of("areas"), ["area_code", "name_vi", "name_en"]);
    let frame = scan(&release.path.join(&file))?.select(columns.map(col));
    let frame = frame.collect().map_err(|e| unreadable(&file, e))?;
    let wanted = fold_name(name);
    let mut rows = frames::rows(&frame);
    rows.retain(|row| {
        let mut texts = columns.iter().filter_map(|c| row.get(*c)?.as_str());
        texts.any(|text| fold_name(text) == wanted)
    });
    let code = |row: Row| Some(row.get("area_code")?.as_str()?.to_owned());
    Ok(rows.into_iter().filter_map(code).collect())
}

/// Rows of a table in the order of its key, with these texts in these columns. A release of a
/// program that had another table is refused.
pub fn rows_with<T: TableRow>(
    release: &ReleaseRef,
    boundary: Option<NaiveDate>,
    wanted: &Wanted<'_>,
) -> Result<Vec<Published<T>>, Failure> {
    let Some(frame) = frame_with(release, T::TABLE, boundary, wanted)? else {
        return Err(lacks(release, &format!("table `{}`", T::TABLE)));
    };
    match columns_of(T::TABLE)
        .into_iter()
        .find(|c| frame.column(c).is_err())
    {
        Some(column) => Err(lacks_column(release, T::TABLE, &column)),
        None => read(release, &frame),
    }
}

/// The same as far as the release has them: no rows of a table that it does not have.
///
/// # Errors
/// When the table cannot be read.
pub fn rows_there<T: TableRow>(
    release: &ReleaseRef,
    boundary: Option<NaiveDate>,
    wanted: &Wanted<'_>,
) -> Result<Vec<Published<T>>, Failure> {
    frame_with(release, T::TABLE, boundary, wanted)?
        .map_or_else(|| Ok(vec![]), |frame| read(release, &frame))
}

/// Rows of a table that every release has, in the order of these columns; with codes of areas those
/// of these areas alone.
///
/// # Errors
/// When the table cannot be read.
pub fn rows_in_order<T: TableRow, const N: usize>(
    release: &ReleaseRef,
    boundary: Option<NaiveDate>,
    (wanted, areas): (&Wanted<'_>, Option<&[String]>),
    order: [&str; N],
) -> Result<Vec<Published<T>>, Failure> {
    let file = file_of(T::TABLE);
    let is = |code: &String| col("area_code").eq(lit(code.as_str()));
    let any = |codes: &[String]| codes.iter().map(is).reduce(Expr::or);
    let of_areas = areas.map_or_else(|| lit(true), |codes| any(codes).unwrap_or(lit(false)));
    let frame = scan(&release.path.join(&file))?
        .filter(chosen(boundary, wanted).and(of_areas))
        .sort(
            order,
            SortMultipleOptions::default().with_maintain_order(true),
        )
        .collect();
    read(release, &frame.map_err(|e| unreadable(&file, e))?)
}

/// Rows of a table among those that were computed and not published.
pub fn rows_among<T: TableRow>(
    tables: &[(TableSpec, published::Rows)],
) -> Result<Vec<Published<T>>, Failure> {
    tables
        .iter()
        .find(|(spec, _)| spec.name == T::TABLE)
        .map_or_else(|| Ok(vec![]), |(_, rows)| rows_computed(rows))
}

/// Rows that were computed and not published.
pub fn rows_computed<T: TableRow>(
    computed: &published::Rows,
) -> Result<Vec<Published<T>>, Failure> {
    read_all(frames::rows_of(computed)).map_err(|fault| unreadable(T::TABLE, fault))
}

fn frame_with(
    release: &ReleaseRef,
    table: &str,
    boundary: Option<NaiveDate>,
    wanted: &Wanted<'_>,
) -> Result<Option<DataFrame>, Failure> {
    let file = file_of(table);
    let path = release.path.join(&file);
    if !path.exists() {
        return Ok(None);
    }
    scan(&path)?
        .filter(chosen(boundary, wanted))
        .collect()
        .map(Some)
        .map_err(|e| unreadable(&file, e))
}

fn file_of(table: &str) -> String {
    format!("{table}.parquet")
}

fn read<T: TableRow>(
    release: &ReleaseRef,
    frame: &DataFrame,
) -> Result<Vec<Published<T>>, Failure> {
    read_all(frames::rows(frame)).map_err(|fault| match fault {
        ColumnFault::Missing(column) => lacks_column(release, T::TABLE, column),
        ColumnFault::Unknown { .. } => unreadable(release.path.join(file_of(T::TABLE)), fault),
    })
}

fn lacks_column(release: &ReleaseRef, table: &str, column: &str) -> Failure {
    lacks(
        release,
        &format!("column `{column}` in its table `{table}`"),
    )
}

/// A release of a program that published less.
fn lacks(release: &ReleaseRef, what: &str) -> Failure {
    Failure::Run(RunError::Unknown(format!(
        "release `{}` has no {what}: the program that made it had none; `chiso run` makes a \
            release that has",
        release.id
    )))
}

/// Rows on a boundary with these texts in these columns.
fn chosen(boundary: Option<NaiveDate>, wanted: &Wanted<'_>) -> Expr {
    let texts = wanted
        .iter()
        .filter_map(|(column, text)| text.map(|t| has(column, t)));
    boundary
        .map(|b| col("boundary").eq(lit(b)))
        .into_iter()
        .chain(texts)
        .reduce(Expr::and)
        .unwrap_or_else(|| lit(true))
}

/// Whether a column has a text: of a KPI or measure that of the declared one with all its members,
/// or of one breakdown.
fn has(column: &str, text: &str) -> Expr {
    let (declared, members) = declared_id(text);
    let declared = col(column).eq(lit(declared));
    if members.is_empty() {
        declared
    } else {
        declared.and(col("breakdown").eq(lit(members)))
    }
}

/// Rows as published, for programs.
pub fn for_programs<T: TableRow>(format: Format, rows: &[Published<T>]) -> std::io::Result<()> {
    let columns = columns_of(T::TABLE);
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows: Vec<&Row> = rows.iter().map(|r| &r.raw).collect();
    output::rows(format, &columns, &rows)
}

/// The columns of a table, in order.
#[must_use]
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
        .map_err(|e| NotFound::area(area, ("--boundary", boundary), e, &registers.areas))?;
    Ok(registers.areas.unit(unit).code.clone())
}

/// An area by its code as people know it.
pub fn area_name(registers: &Registers, code: &str, boundary: NaiveDate) -> String {
    registers.areas.by_code(code, boundary).map_or_else(
        || code.to_owned(),
        |unit| format!("{} ({code})", registers.areas.unit(unit).name(true)),
    )
}

/// The identifier of a KPI of a breakdown, as people write it.
pub fn of_breakdown(kpi: &str, breakdown: Option<&str>) -> Result<String, Failure> {
    id_of_breakdown(kpi, breakdown.unwrap_or_default()).ok_or_else(|| {
        Failure::Usage(format!(
            "`{}` is no breakdown: write the dimension and the code of its member, as in \
                `sector=A` or `sector=A;sex=F`",
            breakdown.unwrap_or_default()
        ))
    })
}

/// Fails on a KPI that is not declared.
pub fn known_kpi(project: &Project, kpi: Option<&str>) -> Result<(), Failure> {
    let declared = || project.kpis.iter().map(|k| k.id.as_str());
    match kpi.filter(|id| declared().all(|known| known != *id)) {
        Some(id) => Err(NotFound::kpi(id, declared()).into()),
        None => Ok(()),
    }
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

/// Fails on a level that no area has.
pub fn known_level(areas: &AreaRegister, level: &str) -> Result<(), Failure> {
    let levels: BTreeSet<&str> = areas.units().map(|(_, unit)| unit.level.as_str()).collect();
    if levels.contains(level) {
        return Ok(());
    }
    Err(Failure::Usage(unknown("level", level, levels.into_iter())))
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

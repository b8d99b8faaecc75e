//! What a page shows as a file that a reader takes along: the very rows of its table under their
//! published names, or its picture, with how to cite them.

use crate::app::cli::{Failure, columns_of};
use crate::app::output::{Format, Row, plain, write_rows};
use crate::app::rows::{Published, ScorecardRow, TableRow};
use crate::app::site::address::FileForm;
use crate::app::site::answer::Answer;
use crate::app::site::chart::Series;
use crate::app::site::frame::Frame;
use crate::app::site::pages::file::attached;
use crate::app::site::pages::workbook::{Sheet, SheetCell, workbook};
use crate::app::site::visit::Visit;
use crate::error::RunError;
use crate::model::published::{ColumnSpec, ColumnType, Rows, Value as Stored, release_tables};
use crate::store::{encode, to_batch};
use askama::Template;
use axum::http::header;
use serde_json::Value;
use std::collections::BTreeMap;

/// The rows of a page as a file.
///
/// # Errors
/// When they cannot be written.
pub fn rows_as<'r>(
    visit: &Visit<'_>,
    (form, name): (FileForm, &str),
    frame: &Frame,
    rows: impl Iterator<Item = &'r Published<ScorecardRow>>,
) -> Result<Answer, Failure> {
    let columns = columns_of(ScorecardRow::TABLE);
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows: Vec<&Row> = rows.map(|r| &r.raw).collect();
    // Rows are no picture.
    let form = if form == FileForm::Svg {
        FileForm::Csv
    } else {
        form
    };
    let (media_type, bytes) = match form {
        FileForm::Parquet => ("application/vnd.apache.parquet", parquet(frame, &rows)?),
        FileForm::Xlsx => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            sheets(visit, frame, (&columns, &rows))?,
        ),
        FileForm::Csv | FileForm::Svg => {
            let mut bytes = vec![];
            write_rows(&mut bytes, Format::Csv, &columns, &rows)?;
            ("text/csv; charset=utf-8", bytes)
        }
    };
    Ok(named(
        Answer::of(200, media_type, bytes),
        (form, name),
        frame,
    ))
}

/// A file under its name, with the address by which it is cited (RFC 8574).
fn named(answer: Answer, (form, name): (FileForm, &str), frame: &Frame) -> Answer {
    let file = attached(&format!("{name}.{}", form.as_str()));
    let answer = answer.with(header::CONTENT_DISPOSITION, file);
    match &frame.citation {
        Some((_, permanent)) => answer.with(
            header::LINK,
            format!("<{}>; rel=\"cite-as\"", permanent.href),
        ),
        None => answer,
    }
}

/// How a page is cited, with its permanent address.
fn cited(frame: &Frame) -> String {
    let cited = frame.citation.as_ref();
    cited.map_or_else(String::new, |(words, permanent)| {
        format!("{words} {}", permanent.href)
    })
}

/// A sheet of the rows, and one that says what they are.
fn sheets(
    visit: &Visit<'_>,
    frame: &Frame,
    (columns, rows): (&[&str], &[&Row]),
) -> Result<Vec<u8>, Failure> {
    let spec = columns_with_types();
    let number = |name: &str| {
        let found = spec.iter().find(|c| c.name == name);
        found.is_some_and(|c| {
            !matches!(
                c.ty,
                ColumnType::Text | ColumnType::Date | ColumnType::Timestamp
            )
        })
    };
    let cell = |row: &Row, name: &&str| match row.get(*name) {
        None | Some(Value::Null) => SheetCell::Empty,
        Some(value) if number(name) => SheetCell::exact(&plain(value)),
        Some(value) => SheetCell::Text(plain(value)),
    };
    let text = |text: &str| vec![SheetCell::Text(text.to_owned())];
    let header = columns.iter().map(|c| SheetCell::Text((*c).to_owned()));
    let table = { rows.iter() }.map(|row| columns.iter().map(|c| cell(row, c)).collect());
    let cited = cited(frame);
    let about = [
        frame.title.as_str(),
        &frame.sentence,
        &cited,
        visit.lang.say("site-method"),
    ];
    let sheets = [
        Sheet {
            name: visit.lang.say("site-files"),
            rows: [header.collect()].into_iter().chain(table).collect(),
        },
        Sheet {
            name: visit.lang.say("site-sheet-cite"),
            rows: about.into_iter().map(text).collect(),
        },
    ];
    let unwritten = |_| RunError::Internal("a workbook cannot be written");
    Ok(workbook(&sheets).map_err(unwritten)?)
}

fn columns_with_types() -> Vec<ColumnSpec> {
    let mut tables = release_tables().into_iter();
    let table = tables.find(|table| table.name == ScorecardRow::TABLE);
    table.map(|table| table.columns).unwrap_or_default()
}

/// The rows with the types of their published table, in their order, with the citation among the notes of
/// the file.
fn parquet(frame: &Frame, rows: &[&Row]) -> Result<Vec<u8>, Failure> {
    let columns = columns_with_types();
    let value = |column: &ColumnSpec, row: &Row| {
        let read = row.get(&column.name).filter(|value| !value.is_null());
        read.map_or(Some(Stored::Null), |value| typed(column.ty, value))
    };
    let whole =
        |row: &&Row| -> Option<Vec<Stored>> { columns.iter().map(|c| value(c, row)).collect() };
    let all: Option<Vec<Vec<Stored>>> = rows.iter().map(whole).collect();
    let Some(rows) = all else {
        return Err(RunError::Internal("a published value is not of its column's type").into());
    };
    let notes = BTreeMap::from([("citation".to_owned(), cited(frame))]);
    let batch = to_batch(&Rows { columns, rows })?;
    Ok(encode(&batch, &[], &notes)?)
}

/// A value that was read from a published table as one that is written to one.
fn typed(ty: ColumnType, value: &Value) -> Option<Stored> {
    let text = plain(value);
    Some(match ty {
        ColumnType::Text => Stored::Text(text.into()),
        ColumnType::Bool => Stored::Bool(value.as_bool()?),
        ColumnType::Int | ColumnType::BigInt => Stored::Int(text.parse().ok()?),
        ColumnType::Double => Stored::Double(text.parse().ok()?),
        ColumnType::Dec | ColumnType::Amount(_) => Stored::Dec(text.parse().ok()?),
        ColumnType::Date => Stored::Date(text.parse().ok()?),
        ColumnType::Timestamp => Stored::Timestamp(text.parse().ok()?),
    })
}

#[derive(Template)]
#[template(path = "series.svg")]
struct SeriesPicture<'p> {
    series: &'p Series,
    title: &'p str,
    sentence: &'p str,
    cited: String,
}

/// The picture of a series as a file that stands for itself.
pub fn picture_as_svg(name: &str, frame: &Frame, series: &Series) -> Answer {
    let picture = SeriesPicture {
        series,
        title: &frame.title,
        sentence: &frame.sentence,
        cited: cited(frame),
    };
    named(
        Answer::made(200, "image/svg+xml", &picture),
        (FileForm::Svg, name),
        frame,
    )
}

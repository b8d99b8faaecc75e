//! How readers meet a Parquet file: as a Polars frame, lazily or at once.

use crate::store::error::StoreError;
use chrono::NaiveDate;
use polars::prelude::{
    DataFrame, Expr, IdxSize, LazyFrame, ParquetReader, ParquetWriter, PlRefPath, PolarsError,
    ScanArgsParquet, SerReader, col, lit,
};
use std::collections::BTreeSet;
use std::path::Path;

/// A Parquet file as a lazy frame; nothing but its footer is read yet.
///
/// # Errors
/// When the path cannot be scanned.
pub fn scan(path: &Path) -> Result<LazyFrame, StoreError> {
    let args = ScanArgsParquet {
        glob: false,
        ..ScanArgsParquet::default()
    };
    PlRefPath::try_from_path(path)
        .and_then(|p| LazyFrame::scan_parquet(p, args))
        .map_err(failed(path))
}

/// A Parquet file as a frame.
///
/// # Errors
/// When it cannot be read.
pub fn frame(path: &Path) -> Result<DataFrame, StoreError> {
    scan(path)?.collect().map_err(failed(path))
}

/// Some columns of a Parquet file as a frame, those of them that it has; no other is read.
///
/// # Errors
/// When it cannot be read.
pub fn frame_of_columns(path: &Path, columns: &[&str]) -> Result<DataFrame, StoreError> {
    frame_of_rows(path, columns, None)
}

/// The same of the rows that fulfil a condition.
///
/// # Errors
/// When it cannot be read.
pub fn frame_of_rows(
    path: &Path,
    columns: &[&str],
    condition: Option<Expr>,
) -> Result<DataFrame, StoreError> {
    let mut file = scan(path)?;
    let schema = file.collect_schema().map_err(failed(path))?;
    let there = columns.iter().filter(|name| schema.contains(name));
    let there: Vec<Expr> = there.map(|name| col(*name)).collect();
    let file = match condition {
        Some(condition) => file.filter(condition),
        None => file,
    };
    file.select(there).collect().map_err(failed(path))
}

/// A page of the rows of a Parquet file that fulfil a condition (all where none is said): so many after so
/// many, in the order of the file. Of a large file only the columns of the condition are read as a whole.
///
/// # Errors
/// When it cannot be read.
pub fn page_of_rows(
    path: &Path,
    condition: Option<Expr>,
    (from, count): (usize, usize),
) -> Result<DataFrame, StoreError> {
    let (begin, most) = span(from, count);
    let file = scan(path)?;
    let Some(condition) = condition else {
        return file.slice(begin, most).collect().map_err(failed(path));
    };
    let places_in = |rows: LazyFrame| {
        let places = rows
            .filter(condition.clone())
            .select([col(ROW)])
            .slice(begin, most);
        let places = places.collect()?;
        places.column(ROW).and_then(|c| c.idx().cloned())
    };
    let numbered = file.clone().with_row_index(ROW, None);
    // Mostly they stand near the beginning, or are few.
    let mut places = places_in(numbered.clone().slice(0, FIRST)).map_err(failed(path))?;
    if places.len() < count {
        places = places_in(numbered).map_err(failed(path))?;
    }
    // They are in the order of the file.
    let place = || places.iter().flatten();
    let (Some(first), Some(last)) = (place().next(), place().last()) else {
        return { file.slice(0, 0) }.collect().map_err(failed(path));
    };
    let reach = last - first + 1;
    let page = if reach <= NEAR {
        file.slice(i64::from(first), reach).filter(condition)
    } else {
        file.filter(condition).slice(begin, most)
    };
    page.collect().map_err(failed(path))
}

/// The name of the place of a row while a page is looked for; no published column has it.
const ROW: &str = "place of the row";

/// Rows at the beginning of a file among which a page is looked for first.
const FIRST: IdxSize = 1 << 16;

/// Most rows that are read whole between the first and the last one of a page: of more, those that are not
/// wanted cost more than the search for the others.
const NEAR: IdxSize = 1 << 14;

/// A number of rows after others as frames have it.
fn span(from: usize, count: usize) -> (i64, IdxSize) {
    (
        i64::try_from(from).unwrap_or(i64::MAX),
        IdxSize::try_from(count).unwrap_or(IdxSize::MAX),
    )
}

/// The texts of a column in the rows that have some texts and a day, each once.
///
/// # Errors
/// When it cannot be read, or the column is none of texts.
pub fn texts_of_rows(
    path: &Path,
    column: &str,
    (texts, (day_column, day)): (&[(&str, &str)], (&str, NaiveDate)),
) -> Result<BTreeSet<String>, StoreError> {
    let of_day = col(day_column).eq(lit(day));
    let texts = texts.iter().map(|(name, text)| col(*name).eq(lit(*text)));
    let rows = frame_of_rows(path, &[column], Some(texts.fold(of_day, Expr::and)))?;
    let found = rows.column(column).map_err(failed(path))?;
    let found = found.str().map_err(failed(path))?;
    Ok(found.iter().flatten().map(str::to_owned).collect())
}

/// Parquet bytes as a frame.
///
/// # Errors
/// When they are no Parquet file.
pub fn frame_of(bytes: Vec<u8>) -> Result<DataFrame, StoreError> {
    ParquetReader::new(std::io::Cursor::new(bytes))
        .finish()
        .map_err(failed(Path::new("(in memory)")))
}

/// Writes a frame to a file as Parquet, for a reader who asked for it; not a file of the lake.
///
/// # Errors
/// When it cannot be written.
pub fn write_frame(file: &mut std::fs::File, frame: &mut DataFrame) -> Result<(), StoreError> {
    ParquetWriter::new(file)
        .finish(frame)
        .map(|_| ())
        .map_err(failed(Path::new("(output)")))
}

fn failed(path: &Path) -> impl Fn(PolarsError) -> StoreError {
    move |e| StoreError::Frame {
        path: path.to_owned(),
        detail: e.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Dec;
    use crate::model::published::{Rows, Value, release_tables};
    use crate::store::{encode, to_batch};
    use polars::prelude::DataType;
    use std::collections::BTreeMap;

    #[test]
    fn every_published_column_arrives_in_polars_as_declared() {
        let dir = tempfile::tempdir().unwrap();
        for table in release_tables() {
            let row = |c: &crate::model::published::ColumnSpec| match c.ty {
                crate::model::published::ColumnType::Text => Value::Text("Đà Nẵng".into()),
                crate::model::published::ColumnType::Bool => Value::Bool(true),
                crate::model::published::ColumnType::Int
                | crate::model::published::ColumnType::BigInt => Value::Int(7),
                crate::model::published::ColumnType::Double => Value::Double(0.25),
                crate::model::published::ColumnType::Dec
                | crate::model::published::ColumnType::Amount(_) => Value::Dec(Dec::from_int(3)),
                crate::model::published::ColumnType::Date => {
                    Value::Date("2026-01-01".parse().unwrap())
                }
                crate::model::published::ColumnType::Timestamp => {
                    Value::Timestamp("2026-01-01T00:00:00Z".parse().unwrap())
                }
            };
            let rows = Rows {
                rows: vec![table.columns.iter().map(row).collect()],
                columns: table.columns.clone(),
            };
            let path = dir.path().join(format!("[{}].parquet", table.name));
            std::fs::write(
                &path,
                encode(&to_batch(&rows).unwrap(), &[], &BTreeMap::new()).unwrap(),
            )
            .unwrap();
            let frame = frame(&path).unwrap();
            assert_eq!(frame.shape(), (1, table.columns.len()));
            for (spec, column) in table.columns.iter().zip(frame.columns()) {
                assert_eq!(column.name().as_str(), spec.name);
                assert!(
                    !matches!(column.dtype(), DataType::Unknown(_) | DataType::Null),
                    "{}",
                    spec.name
                );
            }
        }
    }

    #[test]
    fn a_page_has_the_rows_that_a_search_through_all_of_them_finds() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.parquet");
        let column = |name: &str, ty| crate::model::published::ColumnSpec {
            name: name.into(),
            ty,
            key: true,
            doc: "",
            doc_vi: "",
        };
        let columns = vec![
            column("area", crate::model::published::ColumnType::Text),
            column("n", crate::model::published::ColumnType::BigInt),
        ];
        // More rows than are looked at first; few at the end are of the second area.
        let rows = i64::from(FIRST) + 40_000;
        let area = |n: i64| {
            if n % 20_000 == 19_999 || n > rows - 50 {
                "b"
            } else {
                "a"
            }
        };
        let row = |n: i64| vec![area(n).into(), n.into()];
        let rows = Rows {
            rows: (0..rows).map(row).collect(),
            columns,
        };
        let bytes = encode(&to_batch(&rows).unwrap(), &["n"], &BTreeMap::new()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        for wanted in [None, Some("a"), Some("b"), Some("c")] {
            let condition = wanted.map(|wanted| col("area").eq(lit(wanted)));
            let all = frame_of_rows(&path, &["area", "n"], condition.clone()).unwrap();
            for page in [(0, 3), (0, 100), (4, 2), (70_000, 10), (105_000, 1_000)] {
                let found = page_of_rows(&path, condition.clone(), page).unwrap();
                let (begin, most) = span(page.0, page.1);
                let expected = all.slice(begin, most as usize);
                assert!(found.equals_missing(&expected), "{wanted:?} {page:?}");
            }
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let Err(error) = frame(Path::new("/nowhere/x.parquet")) else {
            panic!()
        };
        assert!(error.to_string().contains("/nowhere/x.parquet"));
    }
}

//! The result of a statement, on the screen or in a file; and what can be asked.

use crate::app::cli::{Context, Failure};
use crate::app::frames;
use crate::app::messages::say;
use crate::app::output::{self, Format};
use crate::inspect::Askable;
use crate::store::write_frame;
use polars::prelude::DataFrame;

/// Rows shown on a terminal; files, JSON and CSV have all.
const MOST_ROWS: usize = 200;

pub(super) fn show(context: &Context, frame: &DataFrame) -> Result<(), Failure> {
    let names: Vec<String> = frame
        .columns()
        .iter()
        .map(|c| c.name().to_string())
        .collect();
    let columns: Vec<&str> = names.iter().map(String::as_str).collect();
    if context.common.format != Format::Table {
        output::rows(context.common.format, &columns, &frames::rows(frame))?;
        return Ok(());
    }
    let rows = frames::rows(&frame.head(Some(MOST_ROWS)));
    let cells = rows
        .iter()
        .map(|r| {
            columns
                .iter()
                .map(|c| r.get(*c).map_or(String::new(), output::plain))
                .collect()
        })
        .collect();
    output::line(&output::table(&columns, cells))?;
    let more = frame.height().saturating_sub(MOST_ROWS);
    if more > 0 {
        output::line(&say!(context.lang, "query-more-rows", number = more))?;
    }
    Ok(())
}

/// Writes the whole result to a file, complete or not at all.
pub(super) fn save(file: &std::path::Path, mut frame: DataFrame) -> Result<(), Failure> {
    let failed =
        |e: std::io::Error| Failure::Usage(format!("`{}` cannot be written: {e}", file.display()));
    let names: Vec<String> = frame
        .columns()
        .iter()
        .map(|c| c.name().to_string())
        .collect();
    let columns: Vec<&str> = names.iter().map(String::as_str).collect();
    let folder = file
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or_else(|| std::path::Path::new("."));
    let mut written = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    match file.extension().and_then(|e| e.to_str()) {
        Some("csv") => {
            output::write_rows(&mut written, Format::Csv, &columns, &frames::rows(&frame))?;
        }
        Some("json") => {
            output::write_rows(&mut written, Format::Json, &columns, &frames::rows(&frame))?;
        }
        Some("parquet") => write_frame(written.as_file_mut(), &mut frame)?,
        _ => {
            return Err(Failure::Usage(format!(
                "`{}` must end in .csv, .json or .parquet",
                file.display()
            )));
        }
    }
    written.persist(file).map_err(|e| failed(e.error))?;
    Ok(())
}

pub(super) fn tables(context: &Context, tables: &[Askable]) -> Result<(), Failure> {
    let rows = tables.iter().flat_map(|t| {
        t.columns.iter().map(|(column, ty)| {
            vec![
                t.name.clone(),
                column.clone(),
                (*ty).to_owned(),
                t.doc.clone(),
            ]
        })
    });
    let headers = ["table", "column", "type", "what"];
    if context.common.format == Format::Table {
        let lang = context.lang;
        let shown = [
            lang.say("query-column-table"),
            lang.say("query-column-column"),
            lang.say("query-column-type"),
            lang.say("query-column-what"),
        ];
        output::line(&output::table(&shown, rows.collect()))?;
        return Ok(());
    }
    let row = |cells: Vec<String>| {
        output::row(&headers, cells.into_iter().map(serde_json::Value::String))
    };
    output::rows(
        context.common.format,
        &headers,
        &rows.map(row).collect::<Vec<_>>(),
    )?;
    Ok(())
}

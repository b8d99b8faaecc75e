//! SQL over what is published, over the datasets' rows in force, and over both as of a moment.
//! Nothing is written.

use crate::config::Project;
use crate::error::RunError;
use crate::inspect::computed_tables::computed_tables;
use crate::inspect::footing::footing;
use crate::inspect::question::Question;
use crate::model::Dataset;
use crate::model::published::{Rows as TableRows, observation_columns, ops_tables, release_tables};
use crate::pipeline::load::{TableState, load, records_in_force};
use crate::rollup::Rows;
use crate::store::{Lake, ReleaseRef, encode, encode_table, frame_of, scan, schema, to_batch};
use arrow::array::{RecordBatch, StringArray};
use arrow::compute::{cast, concat_batches, take_record_batch};
use arrow::datatypes::{DataType, Field, Schema, UInt64Type};
use chrono::{DateTime, Utc};
use polars::prelude::{DataFrame, IntoLazy, PolarsError};
use polars::sql::SQLContext;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A table that can be asked, with its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Askable {
    /// Name in SQL.
    pub name: String,
    /// What a row is.
    pub doc: String,
    /// Columns with their SQL types.
    pub columns: Vec<(String, &'static str)>,
}

/// Every table that SQL can name: published, operational (`ops_…`), and the rows in force of each
/// dataset.
#[must_use]
pub fn askable(project: &Project) -> Vec<Askable> {
    let columns = |specs: &[crate::model::published::ColumnSpec]| {
        specs.iter().map(|c| (c.name.clone(), c.ty.sql())).collect()
    };
    let published = release_tables().into_iter().map(|t| Askable {
        name: t.name.to_owned(),
        doc: t.doc.to_owned(),
        columns: columns(&t.columns),
    });
    let ops = ops_tables().into_iter().map(|t| Askable {
        name: format!("ops_{}", t.name),
        doc: t.doc.to_owned(),
        columns: columns(&t.columns),
    });
    let datasets = project.datasets.iter().map(|d| Askable {
        name: d.id.clone(),
        doc: format!("rows in force: {}", d.title.get(false)),
        columns: columns(&observation_columns(&d.contract)),
    });
    published.chain(ops).chain(datasets).collect()
}

/// Runs one statement.
///
/// # Errors
/// When a table cannot be read, or the statement is not SQL that can be run here.
pub fn query(
    project: &Project,
    release: &ReleaseRef,
    as_of: Option<DateTime<Utc>>,
    sql: &str,
) -> Result<DataFrame, RunError> {
    let lake = Lake::open_read(&project.lake)?;
    let mut context = SQLContext::new();
    register_published(&mut context, project, release, as_of)?;
    for table in ops_tables() {
        let file = lake.ops_dir().join(format!("{}.parquet", table.name));
        if file.exists() {
            context.register(&format!("ops_{}", table.name), scan(&file)?);
        }
    }
    // Rows of a dataset may be many: only those of tables that the statement names are read.
    let named = words(sql);
    for dataset in project
        .datasets
        .iter()
        .filter(|d| named.contains(&d.id.to_lowercase()))
    {
        register_dataset(&mut context, &lake, release, dataset, as_of)?;
    }
    if sql.trim().trim_end_matches(';').is_empty() {
        let message = "there is no statement; write one, as in `select * from scorecard`";
        return Err(RunError::Unknown(message.to_owned()));
    }
    let failed = |e: PolarsError| RunError::Unknown(explained(project, &e.to_string()));
    context
        .execute(sql)
        .map_err(failed)?
        .collect()
        .map_err(failed)
}

/// The published tables, as the release has them or computed as of a moment.
fn register_published(
    context: &mut SQLContext,
    project: &Project,
    release: &ReleaseRef,
    as_of: Option<DateTime<Utc>>,
) -> Result<(), RunError> {
    if as_of.is_none() {
        for table in release_tables() {
            let file = release.path.join(format!("{}.parquet", table.name));
            context.register(table.name, scan(&file)?);
        }
        return Ok(());
    }
    let question = Question {
        boundary: None,
        as_of,
    };
    for (spec, rows) in computed_tables(project, release, question)? {
        let name = spec.name;
        let encoded = encode_table(&spec, || rows.rows.iter())?;
        context.register(name, frame_of(encoded.bytes)?.lazy());
    }
    Ok(())
}

/// The rows of a dataset in force.
fn register_dataset(
    context: &mut SQLContext,
    lake: &Lake,
    release: &ReleaseRef,
    dataset: &Dataset,
    as_of: Option<DateTime<Utc>>,
) -> Result<(), RunError> {
    let standing = footing(lake, release, &[dataset])?;
    if let Some(layout) = &dataset.contract.records {
        let state = |table: &str| standing.state(release, table);
        let found = records_in_force(standing.lake(), (dataset, layout), state, as_of)?;
        context.register(&dataset.id, records(dataset, &found)?.lazy());
        return Ok(());
    }
    let tables = load(
        standing.lake(),
        [dataset],
        |table| standing.state(release, table),
        None,
    )?;
    if let Some(rows) = tables.get(&dataset.id) {
        let at = standing.state(release, &dataset.id);
        let rows = in_force(standing.lake(), dataset, rows, at, as_of)?;
        context.register(&dataset.id, rows.lazy());
    }
    Ok(())
}

/// The records in force, in the columns of their table and with the delivery of each.
fn records(dataset: &Dataset, found: &[(String, Vec<RecordBatch>)]) -> Result<DataFrame, RunError> {
    let damaged = |_| RunError::Internal("the records of a table cannot be put together");
    let mut batches = Vec::new();
    for (delivery, batch) in found
        .iter()
        .flat_map(|(d, all)| all.iter().map(move |b| (d, b)))
    {
        let deliveries = vec![delivery.as_str(); batch.num_rows()];
        let mut fields = batch.schema().fields().to_vec();
        // Numbers have the six places that all figures have here.
        let mut columns = Vec::with_capacity(fields.len());
        for (field, column) in fields.iter_mut().zip(batch.columns()) {
            if matches!(field.data_type(), DataType::Decimal128(..)) {
                let figure = DataType::Decimal128(38, 6);
                columns.push(cast(column, &figure).map_err(damaged)?);
                *field = Arc::new(field.as_ref().clone().with_data_type(figure));
            } else {
                columns.push(column.clone());
            }
        }
        fields.push(Arc::new(Field::new("_delivery", DataType::Utf8, false)));
        columns.push(Arc::new(StringArray::from(deliveries)));
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns);
        batches.push(batch.map_err(damaged)?);
    }
    let none = || schema(&observation_columns(&dataset.contract));
    let columns = batches.first().map_or_else(none, RecordBatch::schema);
    let whole = concat_batches(&columns, &batches).map_err(damaged)?;
    let encoded = encode(&whole, &[], &BTreeMap::new())?;
    Ok(frame_of(encoded)?)
}

/// The words of a statement outside its texts, in lower case: every name it may mean is among them.
fn words(sql: &str) -> BTreeSet<String> {
    let outside = sql.split('\'').step_by(2);
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    outside
        .flat_map(|piece| piece.split(move |c| !is_name(c)))
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The rows of a dataset in force, in the columns of its table.
fn in_force(
    lake: &Lake,
    dataset: &crate::model::Dataset,
    rows: &Rows,
    at: TableState,
    as_of: Option<DateTime<Utc>>,
) -> Result<DataFrame, RunError> {
    let columns = observation_columns(&dataset.contract);
    let batches = match at {
        TableState::Newest => lake.tables().read(&dataset.id, None)?,
        TableState::Version(version) => lake.tables().read(&dataset.id, Some(version))?,
        TableState::Absent => vec![],
    };
    let empty = to_batch(&TableRows {
        columns,
        rows: vec![],
    })?;
    let damaged = |_| RunError::Internal("the rows of a table cannot be put together");
    let whole = concat_batches(&empty.schema(), &batches).map_err(damaged)?;
    let chosen: Vec<u64> = rows.in_force(as_of).into_iter().map(|i| i as u64).collect();
    let chosen = arrow::array::PrimitiveArray::<UInt64Type>::from(chosen);
    let batch = take_record_batch(&whole, &chosen).map_err(damaged)?;
    Ok(frame_of(encode(&batch, &[], &BTreeMap::new())?)?)
}

/// A message of the SQL engine, with the tables there are when one was not found.
fn explained(project: &Project, message: &str) -> String {
    let message = message.trim_start_matches("SQL interface error: ");
    // The engine shows its own tree of a statement that it knows and does not run.
    if message.len() > 200 || message.contains("{ ") {
        return "this statement cannot be run here; nothing is written, so only `select` is of use, \
            and `--output FILE` writes its rows"
            .to_owned();
    }
    if !message.contains("was not found") && !message.contains("not found") {
        return message.to_owned();
    }
    let names: Vec<String> = askable(project).into_iter().map(|t| t.name).collect();
    format!("{message}; tables are {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_name_within_a_text_or_another_name_is_not_asked_for() {
        let named = |sql: &str| words(sql).into_iter().collect::<Vec<_>>().join(" ");
        assert_eq!(named("select N from \"Firms\" f"), "f firms from n select");
        assert_eq!(
            named("select n from ops_deliveries where dataset = 'firms'"),
            "dataset from n ops_deliveries select where"
        );
        assert_eq!(
            named("select 'it''s firms' from measures"),
            "from measures select"
        );
    }
}

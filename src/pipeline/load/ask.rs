//! What is asked of tables: figures rolled up, or rows.

use crate::error::RunError;
use crate::evaluate::inputs::of_dataset;
use crate::model::{Dataset, Period};
use crate::pipeline::load::table_files::{TableFiles, tables};
use crate::pipeline::load::wanted::{DaysOfRows, Rolling, RowsWanted, TableState};
use crate::pipeline::row_groups::RowGroups;
use crate::pipeline::run_cache::RolledTables;
use crate::rollup::{Rolled, Roller, Row, Rows};
use crate::store::Lake;
use std::collections::{BTreeMap, BTreeSet};

/// What measures make of the tables of datasets, each in the state wanted: all cells, or those of
/// some groups of rows. A list of all areas says something of each by its rows of the others.
pub fn roll<'a>(
    lake: &Lake,
    datasets: impl IntoIterator<Item = &'a Dataset>,
    at: impl Fn(&str) -> TableState,
    rolling: Rolling<'_>,
    only: Option<&RowGroups>,
) -> Result<BTreeMap<String, Rolled>, RunError> {
    let Rolling {
        measures,
        corrections,
        areas,
        ..
    } = rolling;
    let mut made = BTreeMap::new();
    let sources = || measures.iter().flat_map(|m| &m.sources);
    let whole = |id: &str| sources().any(|s| s.dataset == id && s.lists_all);
    for (dataset, table) in tables(lake, datasets, at)? {
        let only = only.filter(|_| !whole(&dataset.id));
        if let Some(layout) = &dataset.contract.records {
            let mut rolled = table.roll_records((dataset, layout), (rolling, lake), None)?;
            if let Some(groups) = only {
                rolled.retain(|key| groups.has(key));
            }
            made.insert(dataset.id.clone(), rolled);
            continue;
        }
        let corrections = of_dataset(corrections, &dataset.id);
        made.insert(
            dataset.id.clone(),
            table.roll(
                Roller::new(&dataset.id, measures, corrections, areas),
                &table.known()?,
                only,
            )?,
        );
    }
    Ok(made)
}

/// What measures make of the newest tables, with as little reading as what is known from before
/// allows.
pub fn roll_again<'a>(
    lake: &Lake,
    datasets: impl IntoIterator<Item = &'a Dataset>,
    rolling: Rolling<'_>,
    before: &mut RolledTables,
) -> Result<RolledTables, RunError> {
    let mut made = RolledTables::default();
    for (dataset, table) in tables(lake, datasets, |_| TableState::Newest)? {
        let held = before
            .origins
            .remove(&dataset.id)
            .zip(before.rolled.remove(&dataset.id));
        let mut kept = before.records.remove(&dataset.id).unwrap_or_default();
        let (origin, rolled) = table.roll_again(dataset, (rolling, lake), held, &mut kept)?;
        if dataset.contract.records.is_some() {
            made.records.insert(dataset.id.clone(), kept);
        }
        made.origins.insert(dataset.id.clone(), origin);
        made.rolled.insert(dataset.id.clone(), rolled);
    }
    Ok(made)
}

/// Reads the tables of datasets, each in the state wanted: all rows, or some.
pub fn load<'a>(
    lake: &Lake,
    datasets: impl IntoIterator<Item = &'a Dataset>,
    at: impl Fn(&str) -> TableState,
    wanted: Option<RowsWanted<'_>>,
) -> Result<BTreeMap<String, Rows>, RunError> {
    let rows = |(dataset, table): (&'a Dataset, TableFiles<'a>)| {
        Ok((dataset.id.clone(), table.rows(wanted)?))
    };
    tables(lake, datasets, at)?.into_iter().map(rows).collect()
}

/// The days at which the codes of any rows of some periods are read, by dataset.
pub fn days_of_rows<'a>(
    lake: &Lake,
    datasets: impl IntoIterator<Item = &'a Dataset>,
    at: impl Fn(&str) -> TableState,
    periods: &BTreeSet<Period>,
) -> Result<BTreeMap<String, DaysOfRows>, RunError> {
    let days = |(dataset, table): (&'a Dataset, TableFiles<'a>)| {
        Ok((dataset.id.clone(), table.days(periods)?))
    };
    tables(lake, datasets, at)?.into_iter().map(days).collect()
}

/// What some deliveries of a dataset state last of each figure, whether they were withdrawn later
/// or not.
pub fn stated_by(
    lake: &Lake,
    dataset: &Dataset,
    deliveries: &BTreeSet<String>,
) -> Result<Vec<Row>, RunError> {
    let mut stated = Vec::new();
    for (_, mut table) in tables(lake, [dataset], |_| TableState::Newest)? {
        if let Some(parts) = &mut table.parts {
            parts
                .files
                .retain(|file| deliveries.contains(&file.delivery));
        }
        // Which delivery is complete is not known before all are conformed.
        table
            .streams
            .values_mut()
            .for_each(|stream| stream.complete = false);
        let rows = table.rows(None)?;
        stated.extend(
            rows.in_force(None)
                .into_iter()
                .filter_map(|i| rows.all.get(i))
                .filter(|row| row.value.is_some())
                .cloned(),
        );
    }
    Ok(stated)
}

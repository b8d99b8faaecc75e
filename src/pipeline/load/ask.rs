//! What is asked of tables: figures rolled up, or rows.

use crate::error::RunError;
use crate::evaluate::inputs::of_dataset;
use crate::model::{Dataset, Period};
use crate::pipeline::load::table_files::{TableFiles, tables};
use crate::pipeline::load::wanted::{Rolling, TableState};
use crate::pipeline::run_cache::RolledTables;
use crate::rollup::{Rolled, Roller, Row, Rows};
use crate::store::Lake;
use std::collections::{BTreeMap, BTreeSet};

/// What measures make of the tables of datasets, each in the state wanted.
pub fn roll<'a>(
    lake: &Lake,
    datasets: impl IntoIterator<Item = &'a Dataset>,
    at: impl Fn(&str) -> TableState,
    rolling: Rolling<'_>,
) -> Result<BTreeMap<String, Rolled>, RunError> {
    let Rolling {
        measures,
        corrections,
        areas,
        ..
    } = rolling;
    let mut made = BTreeMap::new();
    for (dataset, table) in tables(lake, datasets, at)? {
        if let Some(layout) = &dataset.contract.records {
            let rolled = table.roll_records((dataset, layout), (rolling, lake), None)?;
            made.insert(dataset.id.clone(), rolled);
            continue;
        }
        let corrections = of_dataset(corrections, &dataset.id);
        made.insert(
            dataset.id.clone(),
            table.roll(
                Roller::new(&dataset.id, measures, corrections, areas),
                &table.known()?,
                None,
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

/// Reads the tables of datasets, each in the state wanted: all rows, or those of some periods.
pub fn load<'a>(
    lake: &Lake,
    datasets: impl IntoIterator<Item = &'a Dataset>,
    at: impl Fn(&str) -> TableState,
    periods: Option<&BTreeSet<Period>>,
) -> Result<BTreeMap<String, Rows>, RunError> {
    let rows = |(dataset, table): (&'a Dataset, TableFiles<'a>)| {
        Ok((dataset.id.clone(), table.rows(periods)?))
    };
    tables(lake, datasets, at)?.into_iter().map(rows).collect()
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

//! What the checks of a contract see of other deliveries of the dataset. A form that repeats the
//! year before may stand in another file.
//!
//! A delivery is held against what those landed before it state last, and against those landed at
//! the same instant. The own earlier deliveries of a place are left out, for it replaces them. What
//! comes later changes nothing, so this is a pure function of landing.

use crate::error::RunError;
use crate::ingest::{self, Delivery, DeliveryContent, OtherStatement};
use crate::model::{AreaRegister, CheckRule, Dataset, Source, UnitId};
use crate::pipeline::conform_context::ConformInputs;
use crate::pipeline::deliveries::PendingDelivery;
use crate::pipeline::load::stated_by;
use crate::pipeline::repairs;
use crate::rollup::{Row, Rows};
use crate::store::{LandedDelivery, sha256_hex};
use std::collections::{BTreeMap, BTreeSet};

/// Statements of other deliveries by area code, under each code that the place had.
pub type StatementsByArea = BTreeMap<String, Vec<OtherStatement>>;

/// Rows of deliveries landed at one instant, each read by itself, by delivery: they are held
/// against each other.
pub type RowsOfOneInstant = BTreeMap<String, Vec<Row>>;

/// Whether checks of a dataset look at more than one delivery.
fn looks_around(dataset: &Dataset) -> bool {
    dataset
        .contract
        .checks
        .iter()
        .any(|c| !matches!(c.rule, CheckRule::LargeRevision { .. }))
}

/// Fills in what each delivery of a stock is held against, as a hash: when it changes, the delivery
/// has to be conformed again.
pub fn mark(stock: &mut [PendingDelivery<'_>]) {
    let mut datasets: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, stocked) in stock
        .iter()
        .enumerate()
        .filter(|(_, s)| s.source.is_some() && looks_around(s.dataset))
    {
        datasets
            .entry(stocked.dataset.id.clone())
            .or_default()
            .push(i);
    }
    for mut its in datasets.into_values() {
        its.sort_by_cached_key(|i| {
            (
                stock[*i].landed.receipt.fetched_at,
                stock[*i].landed.delivery.clone(),
            )
        });
        let mut hash = String::new();
        let at = |i: &usize| stock[*i].landed.receipt.fetched_at;
        let mut marks: Vec<(usize, String)> = Vec::new();
        for landing in its.chunk_by(|a, b| at(a) == at(b)) {
            for i in landing {
                let (stocked, receipt) = (&stock[*i], &stock[*i].landed.receipt);
                let published = stocked
                    .publication
                    .at
                    .map_or_else(String::new, |at| at.to_rfc3339());
                let repairs: String =
                    repairs::fingerprint(stocked.dataset, &stocked.landed.delivery)
                        .into_iter()
                        .collect();
                let own = [
                    &stocked.landed.delivery,
                    &receipt.source_id,
                    &receipt.path,
                    &published,
                    &repairs,
                ]
                .map(String::as_str)
                .join("\0");
                hash = sha256_hex(format!("{hash}\0{own}").as_bytes());
            }
            marks.extend(landing.iter().map(|i| (*i, hash.clone())));
        }
        for (i, hash) in marks {
            stock[i].around = hash;
        }
    }
}

/// What a delivery is held against. The deliveries landed before it must be in the table as they
/// are read today.
///
/// # Errors
/// When the lake cannot be read.
pub fn around(
    bench: &ConformInputs<'_>,
    of: &PendingDelivery<'_>,
    read: &mut RowsOfOneInstant,
) -> Result<StatementsByArea, RunError> {
    if !looks_around(of.dataset) {
        return Ok(StatementsByArea::new());
    }
    let declared = |l: &LandedDelivery| {
        of.dataset
            .sources
            .iter()
            .find(|s| s.id == l.receipt.source_id)
    };
    let place = |l: &LandedDelivery| (l.receipt.source_id.clone(), l.receipt.path.clone());
    let own = (of.landed.receipt.fetched_at, place(&of.landed));
    let landed = bench.lake.landed(&of.dataset.id)?;
    let replaced = |l: &LandedDelivery| place(l) == own.1 && !of.landed.receipt.partial();
    let before: BTreeSet<String> = landed
        .iter()
        .filter(|l| l.receipt.fetched_at < own.0 && declared(l).is_some() && !replaced(l))
        .map(|l| l.delivery.clone())
        .collect();
    let mut stated: BTreeMap<_, OtherStatement> = BTreeMap::new();
    let mut state = |row: &Row, same_landing: bool| {
        if let Some(statement) = statement(row, same_landing) {
            let key = (
                row.area_code.clone(),
                row.area_date,
                row.period,
                row.span,
                row.dimensions.clone(),
                row.source_id.clone(),
            );
            stated.insert(key, statement);
        }
    };
    if !before.is_empty() {
        stated_by(bench.lake, of.dataset, &before)?
            .iter()
            .for_each(|row| state(row, false));
    }
    let at_once = landed
        .iter()
        .filter(|l| l.receipt.fetched_at == own.0 && l.delivery != of.landed.delivery);
    for (l, source) in at_once.filter_map(|l| Some((l, declared(l)?))) {
        if !read.contains_key(&l.delivery) {
            read.insert(l.delivery.clone(), alone(bench, of.dataset, source, l)?);
        }
        read.get(&l.delivery)
            .into_iter()
            .flatten()
            .for_each(|row| state(row, true));
    }
    let mut around = StatementsByArea::new();
    let renamed = codes_of_renamed(&bench.registers.areas);
    for statement in stated.into_values() {
        let place = bench
            .registers
            .areas
            .by_code(&statement.area_code, statement.area_date)
            .map(|unit| bench.registers.areas.place(unit));
        for code in place
            .and_then(|place| renamed.get(&place))
            .into_iter()
            .flatten()
            .filter(|code| **code != statement.area_code)
        {
            around
                .entry((*code).to_owned())
                .or_default()
                .push(statement.clone());
        }
        around
            .entry(statement.area_code.clone())
            .or_default()
            .push(statement);
    }
    Ok(around)
}

/// The codes of each place that had several by renaming: what it states under one is held against
/// what it states under another.
fn codes_of_renamed(areas: &AreaRegister) -> BTreeMap<UnitId, BTreeSet<&str>> {
    let mut codes: BTreeMap<UnitId, BTreeSet<&str>> = BTreeMap::new();
    for (id, unit) in areas.units() {
        codes.entry(areas.place(id)).or_default().insert(&unit.code);
    }
    codes.retain(|_, codes| codes.len() > 1);
    codes
}

/// The rows that a delivery gives by itself; none when it is refused.
fn alone(
    bench: &ConformInputs<'_>,
    dataset: &Dataset,
    source: &Source,
    l: &LandedDelivery,
) -> Result<Vec<Row>, RunError> {
    let (bytes, pages) = (bench.lake.read(l)?, l.receipt.pages());
    let delivered = Delivery {
        id: &l.delivery,
        file_name: &l.receipt.path,
        content: DeliveryContent::Held(&bytes),
        pages: &pages,
        published_at: None,
        fetched_at: l.receipt.fetched_at,
        bounds: bench.bounds,
    };
    let conformed = ingest::conform(dataset, source, &delivered, &bench.registers.areas);
    Ok(conformed.batch.map_or(Ok(Vec::new()), |batch| {
        Rows::of_batch(&dataset.contract, &batch)
    })?)
}

fn statement(row: &Row, same_landing: bool) -> Option<OtherStatement> {
    Some(OtherStatement {
        area_code: row.area_code.clone(),
        area_date: row.area_date,
        period: row.period.to_string(),
        span: row.span.to_string(),
        dimensions: row.dimensions.clone(),
        source_id: row.source_id.clone(),
        value: row.value?,
        unit: row.unit.clone(),
        basis: row.basis.clone(),
        rank: row.rank,
        delivery: row.delivery.clone(),
        same_landing,
    })
}

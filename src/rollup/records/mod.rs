//! Cells of measures over records: what data files give, put together as it was known at each
//! moment, and traced back to the lines of deliveries.

mod above;
mod arrived;
mod cells;
mod coverage;
mod figures;
mod held;
mod known;
mod periods;
mod remarks;
mod snapshots;
mod trace;

use crate::model::{
    AreaRegister, CellKey, Dataset, Delivers, Measure, MeasureSource, MeasureSourceKey,
    RecordLayout,
};
use crate::records::RecordsError;
use crate::records::roll::{Asked, KeptBefore, KeptParts, SqlServer, listed};
use crate::rollup::roll::{CellLine, Rolled};
use above::above;
use arrow::array::RecordBatch;
use cells::Maker;
use chrono::{DateTime, Utc};
use figures::{FromFiles, RecordFigures, asked, levels};
use known::{Delivered, PartsByPeriod};
use std::collections::BTreeMap;
use std::fs::File;

pub use arrived::{ArrivedRecords, arrived_records};
pub use known::last_day;
pub use trace::{RecordTrace, TracedPart, trace_records};

/// A data file of records, and what its delivery was.
#[derive(Debug)]
pub struct RecordFile {
    /// The file.
    pub file: File,
    /// Its name.
    pub name: String,
    /// The delivery.
    pub delivery: String,
    /// Its source.
    pub source_id: String,
    /// When it became known.
    pub known_from: DateTime<Utc>,
    /// When it was landed.
    pub recorded_at: DateTime<Utc>,
}

/// Data files and their deliveries, in the order in which they became known.
fn in_order(mut files: Vec<RecordFile>) -> (Vec<File>, Vec<Delivered>) {
    files.sort_by(|a, b| {
        let order = |f: &RecordFile| (f.known_from, f.recorded_at);
        order(a)
            .cmp(&order(b))
            .then_with(|| a.delivery.cmp(&b.delivery))
    });
    let apart = |f: RecordFile| {
        let delivered = Delivered {
            file: f.name,
            delivery: f.delivery,
            source_id: f.source_id,
            known_from: f.known_from,
            recorded_at: f.recorded_at,
        };
        (f.file, delivered)
    };
    files.into_iter().map(apart).unzip()
}

/// The rank of each delivery by when it became known: those of one moment have one rank.
fn ranks(known: &[Delivered]) -> Vec<usize> {
    let moment = |d: &Delivered| (d.known_from, d.recorded_at);
    let mut moments: Vec<_> = known.iter().map(moment).collect();
    moments.dedup();
    let rank = |d: &Delivered| moments.partition_point(|held| *held < moment(d));
    known.iter().map(rank).collect()
}

/// A source of a measure, by its key.
type Want<'m> = (MeasureSourceKey, &'m MeasureSource);

/// What measures make of the records of a dataset, over time, found by a server where one is given;
/// what is kept of data files is not looked for again.
///
/// # Errors
/// When a data file cannot be read, or the server gives no answer that can be used.
pub fn roll_records(
    (dataset, layout): (&Dataset, &RecordLayout),
    measures: &[Measure],
    areas: &AreaRegister,
    files: Vec<RecordFile>,
    (server, mut kept): (Option<&SqlServer<'_>>, Option<&mut KeptParts>),
) -> Result<Rolled, RecordsError> {
    let wants: Vec<Want<'_>> = measures
        .iter()
        .flat_map(|m| {
            m.sources
                .iter()
                .enumerate()
                .map(move |(place, s)| (m, place, s))
        })
        .filter(|(_, _, source)| source.dataset == dataset.id)
        .map(|(m, place, source)| (MeasureSourceKey::new(&m.id, place), source))
        .collect();
    let (files, known) = in_order(files);
    let names: Vec<String> = known.iter().map(|d| d.file.clone()).collect();
    let ranks = ranks(&known);
    let figures = RecordFigures {
        files: &files,
        names: &names,
        ranks: &ranks,
        known: &known,
        layout,
        dataset,
        areas,
        lines: false,
        server,
    };
    let mut cells: BTreeMap<MeasureSourceKey, _> = BTreeMap::new();
    let mut remarks = Vec::new();
    let (flows, stocks): (Vec<_>, Vec<_>) = wants
        .into_iter()
        .partition(|(_, source)| source.flow.is_some());
    for (wants, of_a_day) in [
        (stocks, layout.delivers == Delivers::Snapshot),
        (flows, false),
    ] {
        let sources: Vec<&MeasureSource> = wants.iter().map(|(_, source)| *source).collect();
        let kept = kept
            .as_deref_mut()
            .filter(|_| sources.iter().all(|s| s.flow.is_none()));
        let kept = kept.map(|parts| KeptBefore {
            names: &names,
            parts,
        });
        let FromFiles {
            parts: all,
            remarks: found,
            coverage,
        } = figures.parts(&sources, kept)?;
        for remark in found {
            if !remarks.contains(&remark) {
                remarks.push(remark);
            }
        }
        let asked: Vec<Asked<'_>> = sources.iter().map(|source| asked(source)).collect();
        let maker = Maker {
            dataset,
            layout,
            areas,
            known: &known,
            asked: &asked,
            of_a_day,
            coverage: &coverage,
            level: "",
        };
        add(&mut cells, &maker, (&wants, |_| true), &all);
        for level in levels(&sources) {
            let of_level = |source: &MeasureSource| source.records_of.as_deref() == Some(level);
            let above = above(&all, areas, level);
            let maker = Maker { level, ..maker };
            add(&mut cells, &maker, (&wants, of_level), &above);
        }
    }
    let moments = known.iter().map(|d| d.known_from).collect();
    Ok(Rolled::of_records(cells, moments, remarks))
}

/// Adds the cells of units and periods, of the sources that are asked for.
fn add(
    cells: &mut BTreeMap<MeasureSourceKey, BTreeMap<CellKey, CellLine>>,
    maker: &Maker<'_>,
    (wants, asked): (&[Want<'_>], impl Fn(&MeasureSource) -> bool),
    parts: &PartsByPeriod,
) {
    for (at, parts) in parts {
        for (key, nth, line) in maker.lines(*at, parts, (wants, &asked)) {
            if let Some((source, _)) = wants.get(nth) {
                let lines = cells.entry(source.clone()).or_default();
                lines.insert(key, line);
            }
        }
    }
}

/// The records of a dataset that are in force as of a moment, by delivery.
///
/// # Errors
/// When a data file cannot be read.
pub fn records_in_force(
    layout: &RecordLayout,
    files: Vec<RecordFile>,
    as_of: Option<DateTime<Utc>>,
) -> Result<Vec<(String, Vec<RecordBatch>)>, RecordsError> {
    let known = |f: &RecordFile| as_of.is_none_or(|t| f.known_from <= t);
    let (files, known) = in_order(files.into_iter().filter(known).collect());
    let batches = listed((&files, &ranks(&known)), layout)?;
    let deliveries = known.into_iter().map(|d| d.delivery);
    Ok(deliveries.zip(batches).collect())
}

//! Cells of measures over records: what data files give, put together as it was known at each
//! moment, and traced back to the lines of deliveries.

mod above;
mod cells;
mod known;
mod periods;
mod snapshots;
mod trace;

use crate::model::{
    AreaRegister, CellKey, Dataset, Delivers, Finding, Flow, Measure, MeasureSource,
    MeasureSourceKey, RecordLayout,
};
use crate::records::RecordsError;
use crate::records::roll::{Asked, KeptBefore, KeptParts, SqlServer, listed, roll, roll_by};
use crate::rollup::roll::{CellLine, Rolled};
use above::above;
use arrow::array::RecordBatch;
use cells::Maker;
use chrono::{DateTime, Utc};
use known::{Delivered, PartsByPeriod};
use periods::{RegisterUnits, begins_within, by_period};
use snapshots::Snapshots;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;

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

/// What a source asks of records.
fn asked(source: &MeasureSource) -> Asked<'_> {
    Asked {
        value: &source.value,
        filter: source.filter.as_ref(),
    }
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
        let (all, found) = figures.parts(&sources, kept)?;
        remarks.extend(found);
        let asked: Vec<Asked<'_>> = sources.iter().map(|source| asked(source)).collect();
        let maker = Maker {
            dataset,
            layout,
            areas,
            known: &known,
            asked: &asked,
            of_a_day,
        };
        add(&mut cells, &maker, (&wants, |_| true), (&all, None));
        let levels = sources.iter().filter_map(|s| s.records_of.as_deref());
        for level in levels.collect::<BTreeSet<&str>>() {
            let of_level = |source: &MeasureSource| source.records_of.as_deref() == Some(level);
            let above = above(&all, areas, level);
            add(&mut cells, &maker, (&wants, of_level), (&all, Some(&above)));
        }
    }
    let moments = known.iter().map(|d| d.known_from).collect();
    Ok(Rolled::of_records(cells, moments, remarks))
}

/// Adds the cells of units and periods, of the sources that are asked for: of the records of the units
/// themselves, or of those of the units below them.
fn add(
    cells: &mut BTreeMap<MeasureSourceKey, BTreeMap<CellKey, CellLine>>,
    maker: &Maker<'_>,
    (wants, asked): (&[Want<'_>], impl Fn(&MeasureSource) -> bool),
    (own, below): (&PartsByPeriod, Option<&PartsByPeriod>),
) {
    for at in below.unwrap_or(own).keys() {
        let parts = [Some(own), below].map(|of| of.and_then(|of| of.get(at)));
        let parts = parts.map(|parts| parts.map_or(&[][..], Vec::as_slice));
        for (key, nth, line) in maker.lines(*at, parts, (wants, &asked)) {
            if let Some((source, _)) = wants.get(nth) {
                let lines = cells.entry(source.clone()).or_default();
                lines.insert(key, line);
            }
        }
    }
}

/// Data files of records, in the order in which they became known, and what is made of them.
struct RecordFigures<'a> {
    files: &'a [File],
    names: &'a [String],
    ranks: &'a [usize],
    known: &'a [Delivered],
    layout: &'a RecordLayout,
    dataset: &'a Dataset,
    areas: &'a AreaRegister,
    /// Whether the lines of records are asked for.
    lines: bool,
    /// Who reads the files, where it is not this program; it knows no lines.
    server: Option<&'a SqlServer<'a>>,
}

impl RecordFigures<'_> {
    /// What data files give of each unit and period to some sources, all of which ask for what has
    /// changed, or for what there is; and what is remarkable about it.
    fn parts(
        &self,
        sources: &[&MeasureSource],
        kept: Option<KeptBefore<'_>>,
    ) -> Result<(PartsByPeriod, Vec<Finding>), RecordsError> {
        if sources.is_empty() {
            return Ok((PartsByPeriod::new(), Vec::new()));
        }
        let snapshots = || Snapshots::new((self.files, self.ranks), self.known, self.layout);
        let flows: Vec<(Asked<'_>, Flow)> = sources
            .iter()
            .filter_map(|source| Some((asked(source), source.flow?)))
            .collect();
        if !flows.is_empty() {
            let found = (self.lines, self.server.map(|server| (server, self.names)));
            return snapshots()?.flows((self.dataset, self.areas), &flows, found);
        }
        let wants: Vec<Asked<'_>> = sources.iter().map(|source| asked(source)).collect();
        let units = RegisterUnits(self.areas);
        let versions = if let Some(server) = self.server {
            let files = (self.files, self.names, self.ranks);
            roll_by(server, files, self.layout, (&wants, &units))?
        } else {
            let files = (self.files, self.ranks);
            roll(files, self.layout, &wants, &units, (self.lines, kept))?
        };
        let first = versions.keys().map(|(_, month)| *month).min();
        Ok(match self.layout.delivers {
            Delivers::Snapshot => (snapshots()?.stocks(&versions), Vec::new()),
            Delivers::Append | Delivers::Replace => {
                let remark =
                    first.and_then(|month| begins_within(self.dataset, self.layout, month));
                (by_period(versions, self.layout), Vec::from_iter(remark))
            }
        })
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

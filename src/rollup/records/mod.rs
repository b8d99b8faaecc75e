//! Cells of measures over records: what data files give, put together as it was known at each
//! moment, and traced back to the lines of deliveries.

mod cells;
mod known;
mod trace;

use crate::model::{
    AreaRegister, Dataset, Frequency, Measure, MeasureSource, MeasureSourceKey, Period,
    RecordLayout, UnitId,
};
use crate::records::RecordsError;
use crate::records::roll::{Asked, Units, listed, roll};
use crate::rollup::roll::Rolled;
use arrow::array::RecordBatch;
use cells::Maker;
use chrono::{DateTime, NaiveDate, Utc};
use known::{Delivered, Parts};
use std::collections::BTreeMap;
use std::fs::File;

pub use trace::{RecordTrace, TracedPart, trace_records};

/// A data file of records, and what its delivery was.
#[derive(Debug)]
pub struct RecordFile {
    /// The file.
    pub file: File,
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

/// What measures make of the records of a dataset, over time.
///
/// # Errors
/// When a data file cannot be read.
pub fn roll_records(
    (dataset, layout): (&Dataset, &RecordLayout),
    measures: &[Measure],
    areas: &AreaRegister,
    files: Vec<RecordFile>,
) -> Result<Rolled, RecordsError> {
    let wants: Vec<(MeasureSourceKey, &MeasureSource)> = measures
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
    let asked: Vec<Asked<'_>> = wants.iter().map(|(_, source)| asked(source)).collect();
    let (files, ranks) = (files.as_slice(), ranks(&known));
    let versions = roll(
        (files, &ranks),
        layout,
        &asked,
        &RegisterUnits(areas),
        false,
    )?;
    let maker = Maker {
        dataset,
        layout,
        areas,
        known: &known,
        asked: &asked,
    };
    let mut cells: BTreeMap<MeasureSourceKey, _> = BTreeMap::new();
    for (at, parts) in by_period(versions, layout) {
        for (key, nth, line) in maker.lines(at, &parts, &wants) {
            if let Some((source, _)) = wants.get(nth) {
                let lines: &mut BTreeMap<_, _> = cells.entry(source.clone()).or_default();
                lines.insert(key, line);
            }
        }
    }
    let moments = known.iter().map(|d| d.known_from).collect();
    Ok(Rolled::of_records(cells, moments))
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

/// What data files give of each unit and period, for periods of every length asked for.
fn by_period(
    versions: crate::records::roll::Versions,
    layout: &RecordLayout,
) -> BTreeMap<(UnitId, Period), Parts> {
    let mut found: BTreeMap<(UnitId, Period), Parts> = BTreeMap::new();
    for ((unit, month), versions) in versions {
        for frequency in &layout.periods {
            let at = (UnitId(unit), period_of(month, *frequency));
            found
                .entry(at)
                .or_default()
                .extend(versions.iter().cloned());
        }
    }
    found
}

/// The units of the register as the engine asks for them.
struct RegisterUnits<'a>(&'a AreaRegister);

impl Units for RegisterUnits<'_> {
    fn unit(&self, code: &str, day: NaiveDate) -> Option<(usize, NaiveDate, NaiveDate)> {
        let id = self.0.by_code(code, day)?;
        let unit = self.0.unit(id);
        Some((
            id.0,
            unit.valid_from,
            unit.valid_to.unwrap_or(NaiveDate::MAX),
        ))
    }
}

/// The period of some length that a month, counted from the first month of year 0, lies in.
fn period_of(month: u32, frequency: Frequency) -> Period {
    let (year, month) = (i32::try_from(month / 12).unwrap_or_default(), month % 12);
    match frequency {
        Frequency::Annual => Period::Year(year),
        Frequency::Fiscal(begins) | Frequency::FiscalToDate(begins) => {
            Period::FiscalYear(year - i32::from(month + 1 < begins), begins)
        }
        Frequency::HalfYearly => Period::HalfYear(year, month / 6 + 1),
        Frequency::Quarterly => Period::Quarter(year, month / 3 + 1),
        Frequency::Thirdly => Period::Third(year, month / 4 + 1),
        // Weeks, which are no months, are no length of records.
        Frequency::Monthly | Frequency::Weekly => Period::Month(year, month + 1),
    }
}

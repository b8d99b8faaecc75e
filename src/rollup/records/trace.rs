//! The figure of a measure over records, back to the lines of deliveries.

use super::cells::value;
use super::figures::RecordFigures;
use super::known::Delivered;
use super::{RecordFile, in_order, ranks};
use crate::model::{AreaRegister, Dataset, Dec, MeasureSource, Period, RecordLayout, UnitId};
use crate::records::RecordsError;
use crate::records::roll::{Lines, State};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Records of one delivery that are asked for of one unit and period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TracedPart {
    /// The delivery.
    pub delivery: String,
    /// Its source.
    pub source_id: String,
    /// When it became known.
    pub known_from: DateTime<Utc>,
    /// When it was landed.
    pub recorded_at: DateTime<Utc>,
    /// What they give by themselves; none where that cannot be held.
    pub value: Option<Dec>,
    /// How many there are.
    pub records: u64,
    /// Where they stand.
    pub lines: Lines,
    /// A later delivery has superseded them.
    pub superseded: bool,
}

/// What a source of a measure asks of records, by unit and period.
pub type RecordTrace = BTreeMap<(UnitId, Period), Vec<TracedPart>>;

/// Every record that bears on the figures of a source, as of a moment.
///
/// # Errors
/// When a data file cannot be read.
pub fn trace_records(
    (dataset, layout): (&Dataset, &RecordLayout),
    source: &MeasureSource,
    areas: &AreaRegister,
    files: Vec<RecordFile>,
    as_of: Option<DateTime<Utc>>,
) -> Result<RecordTrace, RecordsError> {
    let known = |f: &RecordFile| as_of.is_none_or(|t| f.known_from <= t);
    let (files, known) = in_order(files.into_iter().filter(known).collect());
    let figures = RecordFigures {
        files: &files,
        names: &[],
        ranks: &ranks(&known),
        known: &known,
        layout,
        dataset,
        areas,
        lines: true,
        server: None,
    };
    let all = figures.parts(&[source], None)?.parts;
    let part = |delivered: &Delivered, state: &State, superseded| TracedPart {
        delivery: delivered.delivery.clone(),
        source_id: delivered.source_id.clone(),
        known_from: delivered.known_from,
        recorded_at: delivered.recorded_at,
        value: value(layout, source, state).ok().flatten(),
        records: state.asked,
        lines: state.lines,
        superseded,
    };
    let mut traced = RecordTrace::new();
    for (at, parts) in all {
        let mut by_file: BTreeMap<(usize, bool), State> = BTreeMap::new();
        for version in &parts {
            let Some(state) = version.partial.states.first().filter(|s| s.asked > 0) else {
                continue;
            };
            by_file
                .entry((version.file, version.to.is_some()))
                .and_modify(|held| held.add(state))
                .or_insert_with(|| state.clone());
        }
        let found = by_file.iter().filter_map(|((file, superseded), state)| {
            known
                .get(*file)
                .map(|delivered| part(delivered, state, *superseded))
        });
        traced.insert(at, found.collect());
    }
    Ok(traced)
}

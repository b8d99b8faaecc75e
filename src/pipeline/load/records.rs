//! Tables of records rolled up: all data files together, or nothing where nothing changed.

use crate::config::Engine;
use crate::error::RunError;
use crate::model::{
    AreaRegister, Dataset, Frequency, Measure, MeasureSource, Period, RecordLayout, UnitId,
};
use crate::pipeline::load::cluster::{Cluster, ENGINE_AWAY};
use crate::pipeline::load::table_files::{TableFiles, tables};
use crate::pipeline::load::wanted::{Rolling, TableState};
use crate::pipeline::run_cache::{CacheOrigin, KeptRecords, rules_of_cells};
use crate::records::roll::{KeptParts, SqlServer};
use crate::rollup::{self, ArrivedRecords, RecordFile, RecordTrace, Rolled, roll_records};
use crate::store::{Lake, StoreError, moments_of_records as moments};
use arrow::array::RecordBatch;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

/// Where the records stand that the sources of measures ask for, with each source; tables in the
/// state wanted.
pub fn trace_records(
    (lake, datasets): (&Lake, &[Dataset]),
    at: impl Fn(&str) -> TableState,
    (measures, areas): (&[Measure], &AreaRegister),
    as_of: Option<DateTime<Utc>>,
) -> Result<Vec<(MeasureSource, RecordTrace)>, RunError> {
    let mut traced = Vec::new();
    let sources = || measures.iter().flat_map(|m| &m.sources);
    let asked = |d: &&Dataset| d.contract.records.is_some() && sources().any(|s| s.dataset == d.id);
    for (dataset, table) in tables(lake, datasets.iter().filter(asked), at)? {
        let Some(layout) = &dataset.contract.records else {
            continue;
        };
        for source in sources().filter(|s| s.dataset == dataset.id) {
            let files = table.record_files()?;
            let trace = rollup::trace_records((dataset, layout), source, areas, files, as_of);
            traced.push((source.clone(), trace.map_err(StoreError::from)?));
        }
    }
    Ok(traced)
}

/// The records of a dataset in force as of a moment, by delivery; its table in the state wanted.
pub fn records_in_force(
    lake: &Lake,
    (dataset, layout): (&Dataset, &RecordLayout),
    at: impl Fn(&str) -> TableState,
    as_of: Option<DateTime<Utc>>,
) -> Result<Vec<(String, Vec<RecordBatch>)>, RunError> {
    let mut found = Vec::new();
    for (_, table) in tables(lake, [dataset], at)? {
        let listed = rollup::records_in_force(layout, table.record_files()?, as_of);
        found.extend(listed.map_err(StoreError::from)?);
    }
    Ok(found)
}

/// The deliveries that brought records of each period of a length and area.
pub fn arrived_records(
    lake: &Lake,
    (dataset, layout): (&Dataset, &RecordLayout),
    areas: &AreaRegister,
    frequency: Frequency,
) -> Result<BTreeMap<(Period, UnitId), Vec<ArrivedRecords>>, RunError> {
    let mut found = BTreeMap::new();
    for (_, table) in tables(lake, [dataset], |_| TableState::Newest)? {
        let files = table.record_files()?;
        let arrived = rollup::arrived_records(layout, files, areas, frequency);
        found.extend(arrived.map_err(StoreError::from)?);
    }
    Ok(found)
}

impl TableFiles<'_> {
    /// What measures make of a table of records.
    pub(super) fn roll_records(
        &self,
        of: (&Dataset, &RecordLayout),
        (rolling, lake): (Rolling<'_>, &Lake),
        kept: Option<&mut KeptParts>,
    ) -> Result<Rolled, RunError> {
        let files = self.record_files()?;
        let roll = |files, engine| {
            let rolled = roll_records(of, rolling.measures, rolling.areas, files, engine);
            rolled.map_err(StoreError::from)
        };
        let own = |(_, of): &(&Engine, &Path)| *of == lake.root();
        let Some((engine, _)) = rolling.engine.filter(own).filter(|_| !files.is_empty()) else {
            return Ok(roll(files, (None, kept))?);
        };
        let cluster = Cluster::new(engine);
        let server = SqlServer {
            ask: &|question| cluster.ask(question),
            folder: &cluster.folder(lake, &of.0.id),
        };
        match roll(files, (Some(&server), None)) {
            Err(StoreError::Records(error)) => {
                let Some(warning) = cluster.passed_over(&error, &of.0.id) else {
                    return Err(StoreError::Records(error).into());
                };
                let rolled = roll(self.record_files()?, (None, kept))?;
                Ok(rolled.remarked(warning))
            }
            rolled => Ok(rolled?),
        }
    }

    /// The same, unless it was made from the very same before; else with what is kept of data files.
    pub(super) fn roll_records_again(
        &self,
        (dataset, layout): (&Dataset, &RecordLayout),
        (rolling, lake): (Rolling<'_>, &Lake),
        before: Option<(CacheOrigin, Rolled)>,
        kept: &mut KeptRecords,
    ) -> Result<(CacheOrigin, Rolled), RunError> {
        let periods = format!(
            "{:?} {:?} {} {:?}",
            layout.periods, layout.delivers, layout.empty_months, layout.begins
        );
        let rules = rules_of_cells(dataset, rolling.measures, &[], rolling.areas);
        let mut now = self.origin(format!("{rules} {periods}"));
        let same = |before: &CacheOrigin| {
            (&before.rules, &before.files, &before.streams)
                == (&now.rules, &now.files, &now.streams)
        };
        if let Some(held) = before.filter(|(before, _)| same(before)) {
            return Ok(held);
        }
        let rules = format!(
            "{} {periods}",
            rules_of_cells(dataset, &[], &[], rolling.areas)
        );
        if kept.rules != rules {
            *kept = KeptRecords {
                rules,
                parts: KeptParts::default(),
            };
        }
        let rolling = (rolling, lake);
        let rolled = self.roll_records((dataset, layout), rolling, Some(&mut kept.parts))?;
        // What was made without the cluster is made again when it is back.
        if rolled
            .remarks()
            .iter()
            .any(|remark| remark.rule == ENGINE_AWAY)
        {
            now.rules.push_str(ENGINE_AWAY);
        }
        Ok((now, rolled))
    }

    fn record_files(&self) -> Result<Vec<RecordFile>, StoreError> {
        let open = |path: &std::path::Path| {
            File::open(path).map_err(|cause| StoreError::Read {
                path: path.to_owned(),
                cause,
            })
        };
        let mut found = Vec::new();
        for (_, file) in self.files() {
            let stream = self.streams.get(&file.delivery);
            let (known_from, recorded_at) = moments(file)?;
            found.push(RecordFile {
                file: open(&file.path)?,
                name: file.name().to_owned(),
                delivery: file.delivery.clone(),
                source_id: stream.map_or_else(String::new, |s| s.source_id.clone()),
                known_from,
                recorded_at,
            });
        }
        Ok(found)
    }
}

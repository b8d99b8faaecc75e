//! A table rolled up again with as little reading as what is known from before allows.

use crate::error::RunError;
use crate::evaluate::inputs::of_dataset;
use crate::model::{Correction, Dataset};
use crate::pipeline::load::table_files::TableFiles;
use crate::pipeline::load::wanted::AT_ONCE;
use crate::pipeline::load::wanted::Rolling;
use crate::pipeline::row_groups::RowGroups;
use crate::pipeline::run_cache::{CacheOrigin, KeptRecords, rules_of_cells};
use crate::rollup::{KEY, Known, Rolled, Roller, Rows, Streams};
use crate::store::Lake;
use std::collections::{BTreeMap, BTreeSet};

impl TableFiles<'_> {
    /// What measures make of one table, and what it was made from.
    pub(super) fn roll_again(
        &self,
        dataset: &Dataset,
        (rolling, lake): (Rolling<'_>, &Lake),
        before: Option<(CacheOrigin, Rolled)>,
        kept: &mut KeptRecords,
    ) -> Result<(CacheOrigin, Rolled), RunError> {
        let Rolling {
            measures,
            corrections,
            areas,
            ..
        } = rolling;
        let corrections = of_dataset(corrections, &dataset.id);
        if let Some(layout) = &dataset.contract.records {
            return self.roll_records_again((dataset, layout), (rolling, lake), before, kept);
        }
        let now = self.origin(rules_of_cells(dataset, measures, corrections, areas));
        let roller = Roller::new(&dataset.id, measures, corrections, areas);
        let usable = |before: &CacheOrigin| before.rules == now.rules && only_gained(before, &now);
        let Some((before, held)) = before.filter(|(before, _)| usable(before)) else {
            return self.roll_all(now, roller);
        };
        if now.files.keys().all(|d| before.files.contains_key(d)) {
            return Ok((before, held));
        }
        self.roll_touched(now, roller, corrections, (before, held))
    }

    /// What the table is made from now, without when it came to be known.
    pub(super) fn origin(&self, rules: String) -> CacheOrigin {
        let mut files: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (_, file) in self.files() {
            files
                .entry(file.delivery.clone())
                .or_default()
                .insert(file.name().to_owned());
        }
        let streams: Streams = self
            .streams
            .iter()
            .filter(|(delivery, _)| files.contains_key(*delivery))
            .map(|(d, s)| (d.clone(), s.clone()))
            .collect();
        CacheOrigin {
            rules,
            files,
            streams,
            known: Known::new(),
        }
    }

    fn roll_all(
        &self,
        mut now: CacheOrigin,
        roller: Roller<'_>,
    ) -> Result<(CacheOrigin, Rolled), RunError> {
        now.known = self.known()?;
        let all = self.roll(roller, &now.known, None)?;
        Ok((now, all))
    }

    /// Makes those cells again that the deliveries which were added have to do with.
    fn roll_touched(
        &self,
        mut now: CacheOrigin,
        roller: Roller<'_>,
        corrections: &[Correction],
        (before, mut held): (CacheOrigin, Rolled),
    ) -> Result<(CacheOrigin, Rolled), RunError> {
        let added: BTreeSet<&str> = now
            .files
            .keys()
            .filter(|delivery| !before.files.contains_key(*delivery))
            .map(String::as_str)
            .collect();
        now.known.clone_from(&before.known);
        now.known
            .extend(self.known_of(|file| !before.known.contains_key(&file.delivery))?);
        let touched = self.touched(&added, corrections)?;
        let again = self.roll(roller, &now.known, Some(&touched))?;
        held.replace(again, |key| touched.has(key));
        Ok((now, held))
    }

    /// The groups of rows that added deliveries say something of, or that they may have withdrawn
    /// something from.
    pub(super) fn touched(
        &self,
        added: &BTreeSet<&str>,
        corrections: &[Correction],
    ) -> Result<RowGroups, RunError> {
        let place = |delivery: &str| {
            self.streams
                .get(delivery)
                .map(|s| (s.source_id.as_str(), s.path.as_str()))
        };
        let places: BTreeSet<_> = added
            .iter()
            .filter_map(|delivery| place(delivery))
            .collect();
        let concerned = |delivery: &str| {
            added.contains(delivery) || place(delivery).is_some_and(|place| places.contains(&place))
        };
        let mut touched = RowGroups::default();
        touched.corrected.extend(
            corrections
                .iter()
                .map(|c| (c.matching.area_code.clone(), c.matching.period)),
        );
        for (parts, file) in self.files().filter(|(_, file)| concerned(&file.delivery)) {
            for batch in parts.batches(file, &KEY, AT_ONCE)? {
                touched.keys.extend(Rows::groups_of_batch(&batch?)?);
            }
        }
        Ok(touched)
    }
}

/// Whether a table has everything as it had it before, and perhaps more.
fn only_gained(before: &CacheOrigin, now: &CacheOrigin) -> bool {
    let same = |(delivery, held): (&String, &BTreeSet<String>)| {
        now.files.get(delivery) == Some(held)
            && now.streams.get(delivery) == before.streams.get(delivery)
    };
    before.files.iter().all(same)
}

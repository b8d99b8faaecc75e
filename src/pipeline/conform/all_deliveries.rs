//! Deliveries conformed side by side by dataset, and in the order in which they came.

use crate::error::RunError;
use crate::pipeline::conform::one_delivery::Done;
use crate::pipeline::conform_context::ConformInputs;
use crate::pipeline::deliveries::Todo;
use crate::pipeline::other_deliveries::RowsOfOneInstant;
use crate::store::{DeliveryRecord, FindingRecord};
use rayon::prelude::*;
use std::collections::BTreeMap;

impl ConformInputs<'_> {
    /// Conforms deliveries. Gives the record and the findings of each, in the order asked for, for
    /// the ledger.
    ///
    /// # Errors
    /// When the lake cannot be read or written, or the run is to stop. What was committed by then
    /// is found again by the next run.
    pub fn conform(
        &self,
        todo: &[Todo<'_, '_>],
    ) -> Result<Vec<(DeliveryRecord, Vec<FindingRecord>)>, RunError> {
        let mut datasets: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, (stocked, _)) in todo.iter().enumerate() {
            datasets.entry(&stocked.dataset.id).or_default().push(i);
        }
        let datasets: Vec<Vec<usize>> = datasets.into_values().collect();
        let room = self.lake.files().room() / datasets.len().clamp(1, rayon::current_num_threads());
        let of_dataset = |places: &Vec<usize>| {
            let mut before = self.before(places, todo)?;
            let mut concepts = self.concepts_before(places, todo)?;
            let mut at_once = RowsOfOneInstant::new();
            self.in_order(places, todo)
                .into_iter()
                .map(|i| {
                    let with = (&mut before, &mut concepts, &mut at_once);
                    Ok((i, self.one(&todo[i], room, with)?))
                })
                .collect::<Result<Vec<_>, RunError>>()
        };
        let done = datasets
            .par_iter()
            .map(of_dataset)
            .collect::<Result<Vec<_>, RunError>>()?;
        let done: BTreeMap<usize, Done> = done.into_iter().flatten().collect();
        let mut recorded = Vec::new();
        for ((stocked, contract), done) in todo.iter().zip(done.into_values()) {
            self.options.may_go_on()?;
            self.keep_quarantined(stocked, contract, done.quarantine)?;
            recorded.push((done.record, done.findings));
        }
        Ok(recorded)
    }
}

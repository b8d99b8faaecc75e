//! The order of a run: land, conform, compute, publish.

use crate::error::RunError;
use crate::evaluate::evaluation::Evaluated;
use crate::pipeline::all_areas::keep_for_release;
use crate::pipeline::execute::intake::Intake;
use crate::pipeline::execute::publish::restored;
use crate::pipeline::execute::report::RunReport;
use crate::pipeline::execute::work::Work;
use crate::pipeline::lost_deliveries::LostDelivery;
use crate::pipeline::options::RunOptions;
use crate::pipeline::run_cache::keep;
use std::collections::BTreeSet;

impl Work<'_> {
    /// Gives what was done, and the hash of what it was done with.
    pub(super) fn run(
        &mut self,
        options: RunOptions<'_>,
        wanted: &BTreeSet<&str>,
    ) -> Result<(RunReport, String), RunError> {
        self.land_project()?;
        let mut taken = self.take_in(&options, wanted)?;
        let inputs = self.inputs_hash(&taken);
        let known = if options.afresh {
            None
        } else {
            self.nothing_new(&inputs)?
        };
        if let Some(release) = known {
            return Ok((self.unchanged(release, taken)?, inputs));
        }
        let deliveries = self.conform(&mut taken, &options)?;
        let inputs = self.inputs_hash(&taken);
        let mut findings = std::mem::take(&mut taken.findings);
        findings.extend(taken.lost.iter().map(LostDelivery::finding));
        findings.extend(self.move_landed(&taken.stock, &taken.dropped)?);
        findings.extend(self.faults(&taken.stock)?);
        let mut broken = self.broken(&taken.stock)?;
        broken.extend(taken.lost.iter().map(|l| l.dataset.clone()));
        options.may_go_on()?;
        let (store, evaluated) = self.compute(&options, &taken.lost, &broken)?;
        findings.extend(evaluated.computed.findings.iter().cloned());
        let Some(known_at) = evaluated.computed.known_at else {
            return Err(RunError::NothingPublishable(findings));
        };
        options.may_go_on()?;
        let whole = taken.lost.is_empty();
        if whole {
            keep(self.lake, &store)?;
        }
        // Cells need not be held while tables are written.
        drop(store);
        self.progress.step("publish");
        let (release, new) = self.publish(&taken, (known_at, &inputs), &broken, &evaluated)?;
        findings.extend(
            release
                .restored
                .iter()
                .map(|name| restored(&release.id, name)),
        );
        let Evaluated {
            counts, all_areas, ..
        } = evaluated;
        if whole {
            keep_for_release(self.lake, &release.id, &all_areas)?;
        }
        let report = RunReport {
            deliveries,
            findings,
            counts,
            source_faults: taken.source_faults,
            ..self.report(release.id, new)?
        };
        Ok((report, inputs))
    }

    /// The account of a run that found nothing new since the release of the one before.
    fn unchanged(&self, release: String, taken: Intake<'_>) -> Result<RunReport, RunError> {
        let mut findings = taken.findings;
        findings.extend(self.move_landed(&taken.stock, &taken.dropped)?);
        findings.extend(self.faults(&taken.stock)?);
        findings.extend(self.computed_faults()?);
        findings.extend(taken.lost.iter().map(LostDelivery::finding));
        Ok(RunReport {
            unchanged: true,
            findings,
            source_faults: taken.source_faults,
            ..self.report(release, false)?
        })
    }
}

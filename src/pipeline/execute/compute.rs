//! Figures and verdicts computed from the tables, with what is remarkable about them.

use crate::correlate::StudyCache;
use crate::error::RunError;
use crate::evaluate::evaluation::{Evaluated, evaluate_with};
use crate::evaluate::history::large_revisions;
use crate::evaluate::inputs::Inputs;
use crate::evaluate::never_figures::never_figures;
use crate::evaluate::outside_figures::{Declarations, outside_figures};
use crate::governance::approvals::Waiting;
use crate::pipeline::execute::work::Work;
use crate::pipeline::load::{Rolling, roll_again};
use crate::pipeline::lost_deliveries::{LostDelivery, left_out};
use crate::pipeline::manifest::BUILD;
use crate::pipeline::options::RunOptions;
use crate::pipeline::run_cache::{RolledTables, Store, recall};
use crate::series::disagreements;
use crate::store::FindingRecord;
use std::collections::BTreeSet;

impl Work<'_> {
    /// Rolls up the tables of the datasets of which nothing is lost, and evaluates what they say.
    /// Gives what to keep for the next run, and what came out.
    pub(super) fn compute(
        &mut self,
        options: &RunOptions<'_>,
        lost: &[LostDelivery],
        broken: &BTreeSet<String>,
    ) -> Result<(Store, Evaluated), RunError> {
        self.progress.stage("compute", 2);
        let before = if options.afresh || !lost.is_empty() {
            Store::default()
        } else {
            recall(self.lake)
        };
        let mut studies = StudyCache::new(BUILD, before.studies);
        let tables = self.roll(lost, before.tables)?;
        self.progress.step("measures");
        let inputs = self.inputs(&tables, broken);
        let mut evaluated = evaluate_with(inputs, &mut studies);
        self.remark(inputs, &mut evaluated);
        let findings: Vec<FindingRecord> = evaluated
            .computed
            .findings
            .iter()
            .map(|f| FindingRecord::new("", "", f))
            .collect();
        self.ledger.record_computed(&findings)?;
        let store = Store {
            tables,
            studies: studies.into_rows(),
        };
        Ok((store, evaluated))
    }

    fn roll(
        &self,
        lost: &[LostDelivery],
        mut before: RolledTables,
    ) -> Result<RolledTables, RunError> {
        let rolling = Rolling::new(&self.project.measures, self.registers).by(self.project);
        let without = left_out(lost);
        let taking_part = self
            .project
            .datasets
            .iter()
            .filter(|d| !without.contains(d.id.as_str()));
        roll_again(self.lake, taking_part, rolling, &mut before)
    }

    fn inputs<'i>(&'i self, tables: &'i RolledTables, broken: &'i BTreeSet<String>) -> Inputs<'i> {
        let (project, registers) = (self.project, self.registers);
        Inputs {
            tables: &tables.rolled,
            measures: &project.measures,
            kpis: &project.kpis,
            studies: &project.studies,
            areas: &registers.areas,
            targets: &registers.targets,
            calendar: &registers.calendar,
            boundaries: &project.boundaries,
            broken,
            as_of: None,
            not_due_from: self.not_due_from(),
            zone: project.timezone,
        }
    }

    /// Adds what people should look at: large revisions, sources that disagree, periods that are
    /// named and have no figure, declarations that can give none, what waits for approval.
    fn remark(&self, inputs: Inputs<'_>, evaluated: &mut Evaluated) {
        let Evaluated {
            computed, history, ..
        } = evaluated;
        computed
            .findings
            .extend(large_revisions(history, inputs, &self.project.datasets));
        computed.findings.extend(disagreements(
            &computed.values,
            inputs.measures,
            inputs.areas,
            inputs.boundaries.first().copied(),
        ));
        let declared = Declarations {
            measures: inputs.measures,
            kpis: inputs.kpis,
            targets: (inputs.targets, &self.registers.target_places),
        };
        let outside = outside_figures(computed, declared, inputs.boundaries.first().copied());
        computed.findings.extend(outside);
        let declared = (inputs.measures, inputs.kpis);
        let never = never_figures(computed, declared, inputs.boundaries.first().copied());
        computed.findings.extend(never);
        computed
            .findings
            .extend(self.registers.waiting.iter().map(Waiting::finding));
    }
}

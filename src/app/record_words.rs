//! The words of people for what the records of a project say: outcomes of deliveries and runs,
//! stages of plans, actions of corrections, steps of areas, comparisons of a proof.

use crate::app::lang::Lang;
use crate::model::{CorrectionAction, DeliveryOutcome, PlanStage, RelationKind};
use crate::store::{Decision, RunOutcome};

impl Lang {
    /// What became of a delivery.
    #[must_use]
    pub fn delivery_outcome(self, outcome: DeliveryOutcome) -> &'static str {
        match outcome {
            DeliveryOutcome::Accepted => self.say("outcome-accepted"),
            DeliveryOutcome::Refused => self.say("outcome-refused"),
            DeliveryOutcome::Unreadable => self.say("outcome-unreadable"),
        }
    }

    /// How a run ended.
    #[must_use]
    pub fn run_outcome(self, outcome: RunOutcome) -> &'static str {
        match outcome {
            RunOutcome::Published => self.say("run-outcome-published"),
            RunOutcome::Proposed => self.say("run-outcome-proposed"),
            RunOutcome::Unchanged => self.say("run-outcome-unchanged"),
            RunOutcome::Partial => self.say("run-outcome-partial"),
            RunOutcome::Failed => self.say("run-outcome-failed"),
            RunOutcome::Aborted => self.say("run-outcome-aborted"),
        }
    }

    /// What became of a due time.
    #[must_use]
    pub fn decision(self, decision: Decision) -> &'static str {
        match decision {
            Decision::Ran => self.say("decision-ran"),
            Decision::Missed => self.say("decision-missed"),
            Decision::SkippedOverlap => self.say("decision-skipped"),
            Decision::Superseded => self.say("decision-superseded"),
            Decision::Failed => self.say("decision-failed"),
            Decision::Retried => self.say("decision-retried"),
            Decision::Aborted => self.say("decision-aborted"),
            Decision::Waited => self.say("decision-waited"),
        }
    }

    /// Which plan a figure is of.
    #[must_use]
    pub fn plan_stage(self, stage: PlanStage) -> &'static str {
        match stage {
            PlanStage::Submitted => self.say("stage-submitted"),
            PlanStage::Assigned => self.say("stage-assigned"),
            PlanStage::Council => self.say("stage-council"),
            PlanStage::Revised => self.say("stage-revised"),
        }
    }

    /// What a correction does.
    #[must_use]
    pub fn action(self, action: CorrectionAction) -> &'static str {
        match action {
            CorrectionAction::Override { .. } => self.say("action-override"),
            CorrectionAction::Scale { .. } => self.say("action-scale"),
            CorrectionAction::Drop => self.say("action-drop"),
            CorrectionAction::Flag { .. } => self.say("action-flag"),
        }
    }

    /// What happened to an area.
    #[must_use]
    pub fn relation(self, kind: RelationKind) -> &'static str {
        match kind {
            RelationKind::Merge => self.say("relation-merge"),
            RelationKind::Split => self.say("relation-split"),
            RelationKind::Transfer => self.say("relation-transfer"),
            RelationKind::Rename => self.say("relation-rename"),
        }
    }

    /// What a step of a proof compares.
    #[must_use]
    pub fn compared(self, what: &str) -> &'static str {
        match what {
            "configuration" => self.say("proof-configuration"),
            "landing" => self.say("proof-landing"),
            "table" => self.say("proof-table"),
            "cell" => self.say("proof-cell"),
            "item" => self.say("proof-item"),
            "row" => self.say("proof-row"),
            "operand" => self.say("proof-operand"),
            _ => self.say("proof-score"),
        }
    }
}

//! The labels that metrics are counted under.

use prometheus_client::encoding::EncodeLabelSet;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct OfPipeline {
    pipeline: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct OfOutcome {
    pub(super) pipeline: String,
    pub(super) outcome: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct OfDecision {
    pub(super) pipeline: String,
    pub(super) decision: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct OfSeverity {
    pub(super) pipeline: String,
    pub(super) severity: String,
}

pub(super) fn of(pipeline: &str) -> OfPipeline {
    OfPipeline {
        pipeline: pipeline.to_owned(),
    }
}

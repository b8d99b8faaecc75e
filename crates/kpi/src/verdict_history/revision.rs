//! A score that changed, with what is compared of it.

use crate::revision_code::RevisionCode;
use chiso_model::{Reason, Score, ValueKey, Verdict};
use chrono::{DateTime, NaiveDate, Utc};
use num_rational::BigRational;
use std::collections::BTreeSet;

/// A score that changed at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// KPI.
    pub kpi: String,
    /// Boundary day.
    pub boundary: NaiveDate,
    /// Area, period and span.
    pub cell: ValueKey,
    /// Index into the target register, if a target binds.
    pub target: Option<usize>,
    /// When the change became known.
    pub known_from: DateTime<Utc>,
    /// The score before.
    pub before: ScoreState,
    /// The score after.
    pub after: ScoreState,
    /// Why.
    pub code: RevisionCode,
    /// Deliveries behind the new score that the old one did not have; where one delivery says
    /// things of several days, those of the figures that changed.
    pub deliveries: BTreeSet<String>,
}

/// What is compared of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreState {
    /// Value.
    pub value: Option<BigRational>,
    /// Verdict.
    pub verdict: Verdict,
    /// First reason.
    pub reason: Option<Reason>,
}

impl ScoreState {
    pub(crate) fn of(score: &Score) -> ScoreState {
        ScoreState {
            value: score.value.clone(),
            verdict: score.verdict,
            reason: score.reasons.first().copied(),
        }
    }
}

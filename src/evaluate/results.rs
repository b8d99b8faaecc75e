//! What comes out of an evaluation.

use crate::kpi::BackTest;
use crate::model::{Association, Finding, MeasureValue, Role, Score, words};
use chrono::NaiveDate;
use std::sync::Arc;

/// What came out.
#[derive(Clone, Debug, Default)]
pub struct Computed {
    /// Values of all measures, by measure as declared, then per boundary in the order asked for.
    pub values: Vec<Arc<MeasureValue>>,
    /// Scores, by boundary, then KPI as declared.
    pub scores: Vec<Score>,
    /// Rows of all studies, as declared.
    pub associations: Vec<Association>,
    /// What scores would have been by figures that were not used.
    pub alternatives: Vec<Alternative>,
    /// Rules of pace, tried on years that are over.
    pub backtests: Vec<BackTest>,
    /// Day of the latest publication of a dataset that is used, if there is any figure.
    pub known_at: Option<NaiveDate>,
    /// Measures that could not be computed; now, not as of an earlier day, also corrections that do
    /// not fit, each once.
    pub findings: Vec<Finding>,
}

/// Why another figure was not the one used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyNotUsed {
    /// Another dataset of the measure is declared before it.
    Dataset,
    /// A statement of better rank has the figure.
    Rank,
    /// Another value of the preferred column has the figure.
    Preference,
    /// It disagrees with another statement of the same rank, so that neither is used.
    Conflict,
    /// A later figure replaced it; it is as settled as the one it is compared with.
    Vintage,
}
words!(WhyNotUsed, "choice", {
    Dataset => "dataset", Rank => "rank", Preference => "preference", Conflict => "conflict", Vintage => "vintage",
});

/// A figure that was not used, with what the verdict would have been.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// Which of the scores it is for.
    pub score: usize,
    /// The operand.
    pub role: Role,
    /// Why it was not used.
    pub choice: WhyNotUsed,
    /// The dataset that gives it; of a figure that is made from others, one behind it.
    pub dataset: String,
    /// The source within the dataset; empty for a dataset as a whole.
    pub source_id: String,
    /// The value of the preferred column, or the status of a vintage; empty otherwise.
    pub variant: String,
    /// Place of its dataset among those of the measure, from 1.
    pub dataset_rank: usize,
    /// Its declared rank within the dataset.
    pub rank: Option<i32>,
    /// The figure.
    pub value: Arc<MeasureValue>,
    /// The score with it.
    pub instead: Arc<Score>,
}

impl Alternative {
    /// Whether the verdict, or the first reason, would have been another one.
    #[must_use]
    pub fn differs(&self, used: &Score) -> bool {
        used.verdict != self.instead.verdict || used.reasons.first() != self.instead.reasons.first()
    }
}

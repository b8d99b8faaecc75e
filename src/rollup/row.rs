//! One row of a dataset's table, and what tells it from others.

use crate::model::{CellKey, Covers, Dec, ObsStatus, Period, PlanStage, Span, Status};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What tells the figures of a table apart, the source of each included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowKey<'r> {
    /// What the row's group is of.
    pub cell: CellKey<&'r str>,
    /// The contract's dimensions, in its order.
    pub dimensions: &'r [String],
    /// Source.
    pub source_id: &'r str,
    /// Stage, of a plan: plans of two stages are two figures.
    pub plan_stage: Option<PlanStage>,
}

/// One row of a dataset's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Area code on `area_date`.
    pub area_code: String,
    /// Day at which the code is to be read.
    pub area_date: NaiveDate,
    /// Period.
    pub period: Period,
    /// Span.
    pub span: Span,
    /// The contract's dimensions, in its order.
    pub dimensions: Vec<String>,
    /// The contract's attributes, in its order.
    pub attributes: Vec<Option<String>>,
    /// Source.
    pub source_id: String,
    /// Figure; `None` when withdrawn.
    pub value: Option<Dec>,
    /// Unit.
    pub unit: String,
    /// Basis.
    pub basis: String,
    /// Scoring scheme; empty when none is stated.
    pub scheme: String,
    /// Plan stage.
    pub plan_stage: Option<PlanStage>,
    /// Status.
    pub status: Status,
    /// Rank among rows for the same figure.
    pub rank: Option<i32>,
    /// Half-width of rounding.
    pub rounding: Dec,
    /// Computed by someone from other figures.
    pub derived: bool,
    /// Withheld, or put in by a model.
    pub obs_status: Option<ObsStatus>,
    /// How much of the period it states, where its source says so.
    pub covers: Option<Covers>,
    /// Remark.
    pub note: Option<String>,
    /// When the provider published it.
    pub known_from: DateTime<Utc>,
    /// When it was landed.
    pub recorded_at: DateTime<Utc>,
    /// The provider withdrew it.
    pub withdrawn: bool,
    /// Delivery.
    pub delivery: String,
    /// Sheet or member.
    pub part: String,
    /// Row in the delivered file.
    pub row: u64,
    /// Column in the delivered file.
    pub col: String,
    /// The cell's text as it stood.
    pub raw: String,
    /// Place that its delivery was read at, as a number within the table; none where places do not
    /// matter.
    pub place: Option<u32>,
    /// Never in force: something else had been stated for its date before.
    pub void: bool,
}

/// Where a delivery was read. Deliveries from one place replace each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stream {
    /// Source.
    pub source_id: String,
    /// Path or address.
    pub path: String,
    /// None of its observations was quarantined, so what it does not have is missing and not merely
    /// unreadable.
    pub complete: bool,
}

impl Row {
    /// What tells this figure apart, its source included.
    #[must_use]
    pub fn key(&self) -> RowKey<'_> {
        RowKey {
            cell: self.cell(),
            dimensions: &self.dimensions,
            source_id: &self.source_id,
            plan_stage: self.plan_stage,
        }
    }
}

impl Row {
    /// Whether the row says of its figure just what another one of the same key says.
    #[must_use]
    pub fn repeats(&self, other: &Row) -> bool {
        let figure = |r: &Row| {
            (
                r.withdrawn,
                r.value,
                r.status,
                r.rank,
                r.rounding,
                r.derived,
                r.obs_status,
                r.covers,
            )
        };
        let same = |words: fn(&Row) -> &str| words(self) == words(other);
        figure(self) == figure(other)
            && same(|r| &r.unit)
            && same(|r| &r.basis)
            && same(|r| &r.scheme)
            && self.note == other.note
            && self.attributes == other.attributes
    }

    /// Whether a figure came with it and is held back for what others say: it leaves what was
    /// stated before in force.
    #[must_use]
    pub fn held_back(&self) -> bool {
        self.value.is_none() && self.obs_status == Some(ObsStatus::HeldBack)
    }

    /// Whether its source has the figure and withholds it.
    #[must_use]
    pub fn withheld(&self) -> bool {
        self.value.is_none() && self.obs_status == Some(ObsStatus::Suppressed)
    }

    /// Whether a figure came and was not accepted.
    #[must_use]
    pub fn quarantined(&self) -> bool {
        self.value.is_none() && self.obs_status.is_some_and(ObsStatus::is_quarantined)
    }

    /// What the row's group is of, where only a look is taken.
    #[must_use]
    pub fn cell(&self) -> CellKey<&str> {
        CellKey {
            area_code: &self.area_code,
            area_date: self.area_date,
            period: self.period,
            span: self.span,
        }
    }

    /// What the row's group is of.
    #[must_use]
    pub fn group(&self) -> CellKey {
        CellKey {
            area_code: self.area_code.clone(),
            area_date: self.area_date,
            period: self.period,
            span: self.span,
        }
    }
}

//! What other deliveries of a dataset state.

use super::observation::{ConformedRow, ObservationKey, RowContent};
use crate::model::{Dec, PlanStage, Status};
use chrono::{DateTime, NaiveDate, Utc};

/// A figure that another delivery of the dataset states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherStatement {
    /// Area code on `area_date`.
    pub area_code: String,
    /// Day at which the code is to be read.
    pub area_date: NaiveDate,
    /// Period, as in the table.
    pub period: String,
    /// Span, as in the table.
    pub span: String,
    /// The contract's dimensions, in its order.
    pub dimensions: Vec<String>,
    /// Source.
    pub source_id: String,
    /// Stage, of a plan.
    pub plan_stage: Option<PlanStage>,
    /// Figure.
    pub value: Dec,
    /// Unit.
    pub unit: String,
    /// Basis.
    pub basis: String,
    /// Rank among the statements of the dataset.
    pub rank: Option<i32>,
    /// Its delivery.
    pub delivery: String,
    /// The delivery was landed at the same instant, so it is judged in its own turn.
    pub same_landing: bool,
}

impl OtherStatement {
    pub(super) fn row(&self) -> ConformedRow {
        let key = ObservationKey {
            area_code: self.area_code.clone(),
            area_date: self.area_date,
            period: self.period.clone(),
            span: self.span.clone(),
            dimensions: self.dimensions.clone(),
            source_id: self.source_id.clone(),
            plan_stage: self.plan_stage,
        };
        let said = RowContent {
            value: Some(self.value),
            unit: self.unit.clone(),
            basis: self.basis.clone(),
            scheme: String::new(),
            status: Status::Final,
            rank: self.rank,
            rounding: None,
            derived: false,
            obs_status: None,
            covers: None,
            note: String::new(),
            attributes: Vec::new(),
            known_from: DateTime::<Utc>::UNIX_EPOCH,
        };
        ConformedRow {
            key,
            said,
            part: self.delivery.clone(),
            line: 0,
            nth: 0,
            raw: String::new(),
        }
    }
}

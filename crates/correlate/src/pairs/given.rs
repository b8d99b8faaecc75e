//! What a study is made from.

use chiso_model::{AreaRegister, Kpi, Measure, MeasureValue, Score};
use chrono::NaiveDate;
use std::sync::Arc;

/// What a study is made from, on one boundary.
#[derive(Clone, Copy)]
pub struct StudyInputs<'a> {
    /// Values of measures.
    pub values: &'a [Arc<MeasureValue>],
    /// Scores of KPIs.
    pub scores: &'a [Score],
    /// KPIs as declared.
    pub kpis: &'a [Kpi],
    /// Measures as declared.
    pub measures: &'a [Measure],
    /// Areas.
    pub areas: &'a AreaRegister,
    /// Boundary day. Values and scores of other boundaries are passed over.
    pub boundary: NaiveDate,
}

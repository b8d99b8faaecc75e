//! Rows of `scorecard`, as the commands read them.

use crate::app::rows::table_row::published_row;
use crate::model::{Dec, Flag, Period, Reason, Span, Status, TargetOp, Verdict};
use chrono::NaiveDate;

published_row! {
    /// A verdict with what it rests on.
    ScorecardRow of "scorecard" {
        kpi: String,
        area_code: String,
        boundary: NaiveDate,
        period: Period,
        span: Span,
        target_id: String,
        kind: Option<String>,
        kpi_title_vi: Option<String>,
        kpi_title_en: Option<String>,
        area_name_vi: String,
        area_name_en: String,
        area_level: Option<String>,
        value: Option<f64>,
        value_unit: Option<String>,
        current_value: Option<Dec>,
        base_value: Option<Dec>,
        operand_unit: Option<String>,
        base_period: Option<Period>,
        target_op: Option<TargetOp>,
        target_value: Option<Dec>,
        target_high: Option<Dec>,
        margin: Option<f64>,
        verdict: Verdict,
        reasons: Vec<Reason>,
        status: Option<Status>,
        flags: Vec<Flag>,
        pace: Option<f64>,
    }
    older releases lack {
        projection: Option<f64>,
        projection_low: Option<f64>,
        projection_high: Option<f64>,
    }
}

impl ScorecardRow {
    /// The bounds that the target asks for: one, or the two of a corridor.
    pub fn bounds(&self) -> Vec<f64> {
        let bounds = [self.target_value, self.target_high].into_iter().flatten();
        bounds.map(Dec::to_f64).collect()
    }
}

//! Rows of `alternatives`, as the commands read them.

use crate::app::rows::table_row::published_row;
use crate::evaluate::WhyNotUsed;
use crate::model::{Dec, Period, Reason, Role, Span, Status, Verdict};
use chrono::NaiveDate;

published_row! {
    /// A figure that was not used, with what the verdict would have been.
    AlternativeRow of "alternatives" {
        kpi: String,
        area_code: String,
        boundary: NaiveDate,
        period: Period,
        span: Span,
        target_id: String,
        role: Role,
        choice: WhyNotUsed,
        dataset: String,
        source_id: String,
        operand_period: Period,
        value: Option<Dec>,
        unit: String,
        status: Status,
        kpi_value: Option<f64>,
        verdict: Verdict,
        reason: Option<Reason>,
        differs: bool,
    }
}

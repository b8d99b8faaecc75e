//! Rows of `revisions`, as the commands read them.

use crate::app::rows::table_row::published_row;
use crate::kpi::RevisionCode;
use crate::model::{Period, Reason, Span, Verdict};
use chrono::{DateTime, Utc};

published_row! {
    /// A value and verdict that became another one.
    RevisionRow of "revisions" {
        kpi: String,
        area_code: String,
        period: Period,
        span: Span,
        target_id: String,
        known_from: DateTime<Utc>,
        value_before: Option<f64>,
        value_after: Option<f64>,
        verdict_before: Verdict,
        verdict_after: Verdict,
        reason_before: Option<Reason>,
        reason_after: Option<Reason>,
        delivery: Vec<String>,
        revision_code: RevisionCode,
        flipped: bool,
    }
}

//! Rows of `measures_history`, as the commands read them.

use crate::app::rows::table_row::published_row;
use crate::kpi::RevisionCode;
use crate::model::{Dec, Period, Span, Status};
use chrono::{DateTime, NaiveDate, Utc};

published_row! {
    /// A figure of a measure as it was once said, or that it was withdrawn.
    MeasureHistoryRow of "measures_history" {
        measure: String,
        area_code: String,
        boundary: NaiveDate,
        period: Period,
        span: Span,
        known_from: DateTime<Utc>,
        value: Option<Dec>,
        status: Status,
        withdrawn: bool,
        delivery: Vec<String>,
        unit: String,
        vintage: Option<u32>,
        value_before: Option<Dec>,
        status_before: Option<Status>,
        revision_code: Option<RevisionCode>,
    }
}

//! Rows of `measures`, as the site reads them.

use crate::app::rows::table_row::published_row;
use crate::model::{Dec, Period, Span};

published_row! {
    /// A figure in force.
    MeasureRow of "measures" {
        measure: String,
        area_code: String,
        period: Period,
        span: Span,
        value: Option<Dec>,
        unit: Option<String>,
    }
}

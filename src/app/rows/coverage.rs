//! Rows of `coverage`, as the commands read them.

use crate::app::rows::table_row::published_row;
use crate::model::{Dec, Period, Span};
use chrono::NaiveDate;

published_row! {
    /// How much of the areas of a level the values of a KPI speak for. The reasons stand with their
    /// numbers, as `a:2`.
    CoverageRow of "coverage" {
        kpi: String,
        boundary: NaiveDate,
        period: Period,
        span: Span,
        area_level: String,
        areas_with_value: i64,
        areas_in_register: i64,
        weight_measure: Option<String>,
        weight_period: Option<Period>,
        weight_unit: Option<String>,
        weight_with_value: Option<Dec>,
        weight_of_all: Option<Dec>,
        share_of_weight: Option<f64>,
        met: i64,
        not_met: i64,
        on_track: i64,
        off_track: i64,
        not_due: i64,
        no_target: i64,
        not_assessable: i64,
        reasons: Vec<String>,
    }
}

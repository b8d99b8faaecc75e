//! Rows of `backtests`, as the commands read them.

use crate::app::rows::table_row::published_row;
use crate::model::PaceRule;
use chrono::NaiveDate;

published_row! {
    /// A rule of pace tried at a month of years that are over; without an area over all of them.
    BacktestRow of "backtests" {
        kpi: String,
        area_code: String,
        boundary: NaiveDate,
        month: u32,
        year_begins: u32,
        rule: PaceRule,
        n: i64,
        n_needed: i64,
        n_years: i64,
        first_year: Option<i32>,
        last_year: Option<i32>,
        error_unit: Option<String>,
        mean_error: Option<f64>,
        mean_absolute_error: Option<f64>,
        largest_absolute_error: Option<f64>,
        n_band: i64,
        share_inside_band: Option<f64>,
        n_verdicts: i64,
        share_verdicts_right: Option<f64>,
        n_probabilities: i64,
        mean_probability: Option<f64>,
        share_met: Option<f64>,
    }
}

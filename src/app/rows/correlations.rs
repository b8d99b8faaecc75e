//! Rows of `correlations`, as the commands read them.

use crate::app::rows::table_row::published_row;
use crate::model::{Design, Evidence, Method, Refusal};

published_row! {
    /// How a score and an outcome go together. The period is a year, or `2017/2024`.
    CorrelationRow of "correlations" {
        study: String,
        outcome: String,
        score: String,
        design: Design,
        period: String,
        lag: i32,
        method: Method,
        n: i64,
        coefficient: Option<f64>,
        ci_low: Option<f64>,
        ci_high: Option<f64>,
        p_value: Option<f64>,
        q_value: Option<f64>,
        is_primary: bool,
        loo_min: Option<f64>,
        loo_min_area: Option<String>,
        loo_max: Option<f64>,
        loo_max_area: Option<String>,
        circular: bool,
        refused: Option<Refusal>,
        note: Option<String>,
    }
    older releases lack {
        note_vi: Option<String>,
        regional_coefficient: Option<f64>,
        regional_p_value: Option<f64>,
        evidence: Option<Evidence>,
        opposite_designs: Option<Vec<Design>>,
    }
}

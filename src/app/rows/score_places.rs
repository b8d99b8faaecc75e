//! Where `scorecard` has verdicts, as the site reads it.

use crate::app::rows::table_row::published_row;
use crate::model::{Period, Verdict};
use chrono::NaiveDate;

published_row! {
    /// Boundary, period and breakdown of verdicts, and what came of them.
    ScorePlaceRow of "scorecard" {
        boundary: NaiveDate,
        period: Period,
        verdict: Verdict,
    }
    older releases lack {
        breakdown: Option<String>,
    }
}

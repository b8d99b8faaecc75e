//! What `scorecard` has verdicts of, as the site reads it.

use crate::app::rows::table_row::published_row;

published_row! {
    /// Names of a KPI and of an area that have verdicts.
    ScoreNamesRow of "scorecard" {
        kpi: String,
        kpi_title_vi: Option<String>,
        kpi_title_en: Option<String>,
        area_code: String,
        area_name_vi: String,
        area_name_en: String,
    }
}

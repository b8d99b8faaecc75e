//! What `scorecard` has verdicts of, as the site reads it.

use crate::app::rows::table_row::published_row;

published_row! {
    /// Names of a KPI that has verdicts.
    KpiNamesRow of "scorecard" {
        kpi: String,
        kpi_title_vi: Option<String>,
        kpi_title_en: Option<String>,
    }
}

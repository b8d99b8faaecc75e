//! Rows of `areas`, as the site reads them.

use crate::app::rows::table_row::published_row;
use chrono::NaiveDate;

published_row! {
    /// A dated unit of the register of areas.
    AreaRow of "areas" {
        area_code: String,
        valid_from: NaiveDate,
        valid_to: Option<NaiveDate>,
        name_vi: Option<String>,
        name_en: Option<String>,
        level: Option<String>,
        parent_code: Option<String>,
    }
}

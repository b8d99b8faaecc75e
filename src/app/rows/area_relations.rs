//! Rows of `area_relations`, as the site reads them.

use crate::app::rows::table_row::published_row;
use crate::model::RelationKind;
use chrono::NaiveDate;

published_row! {
    /// Land of an area that came to another one.
    AreaRelationRow of "area_relations" {
        date: NaiveDate,
        kind: RelationKind,
        from_code: String,
        to_code: String,
    }
}

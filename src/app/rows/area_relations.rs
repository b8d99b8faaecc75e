//! Rows of `area_relations`, as the site reads them.

use crate::app::rows::table_row::published_row;

published_row! {
    /// Land of an area that came to another one.
    AreaRelationRow of "area_relations" {
        from_code: String,
        to_code: String,
    }
}

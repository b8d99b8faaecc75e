//! Rows of `revision_summary`, as the commands read them.

use crate::app::rows::table_row::published_row;
use crate::model::Span;

published_row! {
    /// How large the revisions of a measure are. The maturity is a status, or which figure said.
    RevisionSummaryRow of "revision_summary" {
        measure: String,
        frequency: String,
        span: Span,
        maturity: String,
        revision_unit: String,
        n: i64,
        n_needed: i64,
        n_zero: i64,
        mean_revision: Option<f64>,
        mean_absolute_revision: Option<f64>,
        median_revision: Option<f64>,
        p90_absolute_revision: Option<f64>,
        largest_absolute_revision: Option<f64>,
    }
}

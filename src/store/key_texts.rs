//! Rows of a data file by the texts of their first key columns: others are not read.

use ::arrow::array::{AsArray, BooleanArray, RecordBatch};
use ::arrow::error::ArrowError;
use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{ArrowPredicateFn, RowFilter};
use ::parquet::schema::types::SchemaDescriptor;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The columns that say which rows they are.
const COLUMNS: [&str; 2] = ["area_code", "period"];

/// What rows have in their first key columns, any of the codes or any of the periods.
#[derive(Clone, Debug, Default)]
pub struct KeyTexts {
    /// Area codes.
    pub codes: BTreeSet<String>,
    /// Periods as they are written.
    pub periods: BTreeSet<String>,
}

impl KeyTexts {
    /// Whether a row is one of them.
    #[must_use]
    pub fn may_be(&self, code: &str, period: &str) -> bool {
        self.codes.contains(code) || self.periods.contains(period)
    }

    /// The rows of a batch that are among them.
    fn mask(&self, batch: &RecordBatch) -> Result<BooleanArray, ArrowError> {
        let column = |name: &str| {
            let found = batch.column_by_name(name);
            let texts = found.and_then(|column| column.as_string_opt::<i32>());
            texts.ok_or_else(|| ArrowError::SchemaError(format!("there is no column `{name}`")))
        };
        let [codes, periods] = [column(COLUMNS[0])?, column(COLUMNS[1])?];
        // Rows are sorted by area, so that most have the code of the one before.
        let (mut last, mut of_last) = (None, false);
        let of_row = |i: usize| {
            let code = codes.value(i);
            if last != Some(code) {
                (last, of_last) = (Some(code), self.codes.contains(code));
            }
            of_last || (!self.periods.is_empty() && self.periods.contains(periods.value(i)))
        };
        Ok((0..batch.num_rows()).map(of_row).map(Some).collect())
    }

    /// The same for a reader of Parquet.
    pub(super) fn filter(&self, schema: &SchemaDescriptor) -> RowFilter {
        let texts = Arc::new(self.clone());
        let columns = ProjectionMask::columns(schema, COLUMNS);
        let mask = move |batch: RecordBatch| texts.mask(&batch);
        RowFilter::new(vec![Box::new(ArrowPredicateFn::new(columns, mask))])
    }
}

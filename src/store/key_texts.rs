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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::published::{ColumnSpec, ColumnType, Rows};
    use crate::store::{encode, to_batch};
    use ::arrow::datatypes::Int64Type;
    use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use std::collections::BTreeMap;

    /// The numbers of the rows that are read of so many areas over three years.
    fn read(areas: i64, texts: &KeyTexts) -> Vec<i64> {
        let column = |name: &str, ty, key| ColumnSpec {
            name: name.into(),
            ty,
            key,
            doc: "",
            doc_vi: "",
        };
        let columns = vec![
            column("area_code", ColumnType::Text, true),
            column("period", ColumnType::Text, true),
            column("n", ColumnType::BigInt, false),
        ];
        let of_area = |area: i64| (2018..2021).map(move |year| (area, year));
        let row = |(area, year): (i64, i64)| {
            let code = format!("{area:04}");
            vec![
                code.into(),
                year.to_string().into(),
                (area * 10_000 + year).into(),
            ]
        };
        let rows = (0..areas).flat_map(of_area).map(row).collect();
        let batch = to_batch(&Rows { columns, rows }).unwrap();
        let bytes = encode(&batch, &["area_code"], &BTreeMap::new()).unwrap();
        let builder = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes)).unwrap();
        let filter = texts.filter(builder.parquet_schema());
        let batches = builder.with_row_filter(filter).build().unwrap();
        let numbers = |batch: RecordBatch| {
            batch
                .column(2)
                .as_primitive::<Int64Type>()
                .values()
                .to_vec()
        };
        batches.flat_map(|batch| numbers(batch.unwrap())).collect()
    }

    #[test]
    fn of_twice_the_areas_the_same_rows_of_one_are_read() {
        let texts = KeyTexts {
            codes: BTreeSet::from(["0003".to_owned()]),
            periods: BTreeSet::new(),
        };
        let (once, twice) = (read(50, &texts), read(100, &texts));
        assert_eq!(once, [32_018, 32_019, 32_020]);
        assert_eq!(once, twice);
        let of_period = KeyTexts {
            periods: BTreeSet::from(["2019".to_owned()]),
            ..texts
        };
        assert_eq!(read(3, &of_period), [2_019, 12_019, 22_019]);
        assert_eq!(read(5, &of_period).len(), 5 + 2);
    }
}

//! The columns of a table of records.

use crate::cells::{Cells, NO_CODE, NO_DAY, NO_FLAG, NO_NUMBER};
use crate::error::RecordsError;
use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal64Array, DictionaryArray, Int32Array, Int64Array,
    StringArray,
};
use arrow::buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{DataType, Field, Int32Type, Schema, SchemaRef};
use chiso_model::{RECORD_AREA, RecordLayout, RecordType};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::schema::types::ColumnPath;
use std::sync::Arc;

/// The column that says that a record is in quarantine: of it only area and day are certain.
pub const FAULTY: &str = "_quarantined";
/// The column of the line on which a record begins.
pub const ROW: &str = "_row";

/// The note of a data file that names the period of which it has all records.
pub const PERIOD: &str = "chiso.period";

/// Records of a row group: what a thread works on at once.
const ROW_GROUP: usize = 1 << 18;

/// Digits of the numbers of a record.
const DIGITS: u8 = 18;

/// The columns of a table of records: the area, those declared, and where each stands in its file.
#[must_use]
pub fn record_schema(layout: &RecordLayout) -> SchemaRef {
    let area = Field::new(RECORD_AREA, codes(), false);
    let own = layout.columns.iter().map(|c| {
        let nullable = c.name != layout.date;
        Field::new(&c.name, data_type(c.kind), nullable)
    });
    let more = [
        Field::new(FAULTY, DataType::Boolean, false),
        Field::new(ROW, DataType::Int64, false),
    ];
    let fields: Vec<Field> = std::iter::once(area).chain(own).chain(more).collect();
    Arc::new(Schema::new(fields))
}

/// How a table of records is written. Codes and days are small by themselves; texts are compressed;
/// keys and lines are all different, so no list of them is tried.
#[must_use]
pub fn record_properties(layout: &RecordLayout) -> WriterPropertiesBuilder {
    let mut made = WriterProperties::builder()
        .set_compression(Compression::UNCOMPRESSED)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_column_dictionary_enabled(ROW.into(), false)
        .set_column_encoding(ROW.into(), Encoding::DELTA_BINARY_PACKED);
    for column in &layout.columns {
        let name = || ColumnPath::from(column.name.as_str());
        if layout.key.contains(&column.name) || column.kind.places().is_some() {
            made = made.set_column_dictionary_enabled(name(), false);
        }
        if column.kind == RecordType::Text {
            let level = ZstdLevel::try_new(1).unwrap_or_default();
            made = made.set_column_compression(name(), Compression::ZSTD(level));
        }
    }
    made
}

fn codes() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

fn data_type(kind: RecordType) -> DataType {
    match kind {
        RecordType::Text => DataType::Utf8,
        RecordType::Code => codes(),
        RecordType::Integer => DataType::Int64,
        RecordType::Decimal(places) => {
            DataType::Decimal64(DIGITS, i8::try_from(places).unwrap_or_default())
        }
        RecordType::Date => DataType::Date32,
        RecordType::Boolean => DataType::Boolean,
    }
}

/// The cells of a column as Arrow holds them; the texts of codes are given.
pub(crate) fn array(
    cells: Cells,
    kind: &DataType,
    texts: &Arc<StringArray>,
) -> Result<ArrayRef, RecordsError> {
    Ok(match cells {
        Cells::Codes(all) => {
            let nulls = nulls(&all, NO_CODE);
            let keys: Vec<i32> = all
                .into_iter()
                .map(|code| {
                    if code == NO_CODE {
                        0
                    } else {
                        code.cast_signed()
                    }
                })
                .collect();
            let keys = Int32Array::try_new(keys.into(), nulls).map_err(RecordsError::columns)?;
            let array = DictionaryArray::<Int32Type>::try_new(keys, texts.clone());
            Arc::new(array.map_err(RecordsError::columns)?)
        }
        Cells::Numbers(all) => {
            let nulls = nulls(&all, NO_NUMBER);
            if let DataType::Decimal64(digits, places) = kind {
                let array = Decimal64Array::try_new(all.into(), nulls);
                let array = array.and_then(|a| a.with_precision_and_scale(*digits, *places));
                Arc::new(array.map_err(RecordsError::columns)?)
            } else {
                Arc::new(Int64Array::try_new(all.into(), nulls).map_err(RecordsError::columns)?)
            }
        }
        Cells::Days(all) => {
            let nulls = nulls(&all, NO_DAY);
            Arc::new(Date32Array::try_new(all.into(), nulls).map_err(RecordsError::columns)?)
        }
        Cells::Flags(all) => {
            let nulls = nulls(&all, NO_FLAG);
            let values = all.iter().map(|flag| *flag == 1).collect();
            Arc::new(BooleanArray::new(values, nulls))
        }
        Cells::Texts(all) => {
            let mut offsets = Vec::with_capacity(all.ends.len() + 1);
            offsets.push(0);
            offsets.extend(all.ends.iter().map(|end| end.cast_signed()));
            let lengths = offsets.windows(2).map(|pair| pair[0] != pair[1]);
            let nulls: NullBuffer = lengths.collect();
            let nulls = (nulls.null_count() > 0).then_some(nulls);
            let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
            let array = StringArray::try_new(offsets, all.bytes.into(), nulls);
            Arc::new(array.map_err(RecordsError::columns)?)
        }
    })
}

fn nulls<T: PartialEq + Copy>(all: &[T], none: T) -> Option<NullBuffer> {
    if !all.contains(&none) {
        return None;
    }
    Some(all.iter().map(|cell| *cell != none).collect())
}

//! The columns of a dataset of records.

use super::table_spec::{ColumnSpec, ColumnType};
use crate::declare::{RECORD_AREA, RecordLayout, RecordType};

/// Columns of a table of records: the area, those declared, whether a record is in quarantine, and
/// where it stands. They stand in the order of month, area and codes.
pub(super) fn record_columns(layout: &RecordLayout) -> Vec<ColumnSpec> {
    let column = |name: &str, ty, doc, doc_vi| ColumnSpec {
        name: name.to_owned(),
        ty,
        key: false,
        doc,
        doc_vi,
    };
    let area = column(
        RECORD_AREA,
        ColumnType::Text,
        "area code on the day of the record",
        "mã đơn vị hành chính tại ngày của bản ghi",
    );
    let own = layout.columns.iter().map(|c| {
        let ty = match c.kind {
            RecordType::Text | RecordType::Code => ColumnType::Text,
            RecordType::Integer => ColumnType::BigInt,
            RecordType::Decimal(places) => ColumnType::Amount(places),
            RecordType::Date => ColumnType::Date,
            RecordType::Boolean => ColumnType::Bool,
        };
        column(&c.name, ty, "column of the record", "cột của bản ghi")
    });
    let faulty = column(
        "_quarantined",
        ColumnType::Bool,
        "the record is in quarantine; of it only area and day are certain",
        "bản ghi bị cách ly; chỉ đơn vị hành chính và ngày là chắc chắn",
    );
    let row = column(
        "_row",
        ColumnType::BigInt,
        "row in the delivered file, from 1",
        "số dòng trong tệp được giao, tính từ 1",
    );
    std::iter::once(area)
        .chain(own)
        .chain([faulty, row])
        .collect()
}

//! The table of quarantined observations: its name and its columns.

use crate::model::published::{ColumnSpec, ColumnType};

/// The table of quarantined observations.
pub const QUARANTINE: &str = "_quarantine";

/// Columns of [`QUARANTINE`].
#[must_use]
pub fn quarantine_columns() -> Vec<ColumnSpec> {
    use ColumnType::{BigInt, Text};
    let column = |name: &str, ty, key, doc, doc_vi| ColumnSpec {
        name: name.to_owned(),
        ty,
        key,
        doc,
        doc_vi,
    };
    vec![
        column("dataset", Text, true, "dataset id", "mã bộ số liệu"),
        column(
            "delivery",
            Text,
            true,
            "first 12 hex digits of the SHA-256 of the delivery",
            "12 chữ số thập lục phân đầu của mã băm SHA-256 của lần giao số liệu",
        ),
        column(
            "source_id",
            Text,
            true,
            "source of the delivery",
            "nguồn của lần giao số liệu",
        ),
        column(
            "part",
            Text,
            true,
            "sheet or member",
            "trang tính hoặc tệp thành phần",
        ),
        column(
            "row",
            BigInt,
            true,
            "row in the delivered file, from 1",
            "số dòng trong tệp được giao, tính từ 1",
        ),
        column(
            "col",
            Text,
            true,
            "column in the delivered file",
            "cột trong tệp được giao",
        ),
        column(
            "raw",
            Text,
            false,
            "the cell's text as it stood",
            "nội dung nguyên văn của ô",
        ),
        column("rule", Text, true, "rule broken", "quy tắc bị vi phạm"),
        column("message", Text, false, "what is wrong", "sai ở đâu"),
    ]
}

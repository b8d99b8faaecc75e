//! Each table with its columns, in the words of Table Schema.

use crate::model::published::{ColumnSpec, ColumnType};
use crate::store::EncodedTable;
use serde_json::{Value, json};

const MEDIA_TYPE: &str = "application/vnd.apache.parquet";

pub(super) fn resource(table: &EncodedTable) -> Value {
    let key: Vec<&str> = table
        .spec
        .columns
        .iter()
        .filter(|c| c.key)
        .map(|c| c.name.as_str())
        .collect();
    json!({
        "profile": "data-resource",
        "name": table.spec.name,
        "path": table.file_name(),
        "description": table.spec.doc,
        "format": "parquet",
        "mediatype": MEDIA_TYPE,
        "bytes": table.bytes.len(),
        "hash": format!("sha256:{}", table.sha256),
        "schema": { "fields": table.spec.columns.iter().map(field).collect::<Vec<_>>(), "primaryKey": key },
    })
}

fn field(column: &ColumnSpec) -> Value {
    let mut field = json!({
        "name": column.name,
        "type": kind(column.ty),
        "sql_type": column.ty.sql(),
        "description": column.doc,
        "description_vi": column.doc_vi,
    });
    if column.key {
        field["constraints"] = json!({ "required": true });
    }
    field
}

/// The type in the words of Table Schema; decimals are numbers there, and `sql_type` says which.
const fn kind(ty: ColumnType) -> &'static str {
    match ty {
        ColumnType::Text => "string",
        ColumnType::Bool => "boolean",
        ColumnType::Int | ColumnType::BigInt => "integer",
        ColumnType::Double | ColumnType::Dec | ColumnType::Amount(_) => "number",
        ColumnType::Date => "date",
        ColumnType::Timestamp => "datetime",
    }
}

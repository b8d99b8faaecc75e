//! Identity and columns of a table, as Delta writes them.

use crate::model::published::{ColumnSpec, ColumnType};
use crate::store::error::StoreError;
use deltalake::kernel::Metadata;
use serde_json::json;
use sha2::{Digest, Sha256};

/// Columns of a table. The log is an archive: its clean-up is off.
pub(in crate::store) fn metadata(
    table: &str,
    columns: &[ColumnSpec],
    created_millis: i64,
) -> Result<Metadata, StoreError> {
    let value = json!({
        "id": table_id(table),
        "name": table,
        "description": null,
        "format": { "provider": "parquet", "options": {} },
        "schemaString": schema_string(columns),
        "partitionColumns": [],
        "createdTime": created_millis,
        "configuration": { "delta.enableExpiredLogCleanup": "false" },
    });
    serde_json::from_value(value).map_err(unexpected)
}

/// The schema of a table as Delta writes it.
fn schema_string(columns: &[ColumnSpec]) -> String {
    let field = |c: &ColumnSpec| json!({ "name": c.name, "type": delta_type(c.ty), "nullable": !c.key, "metadata": {} });
    json!({ "type": "struct", "fields": columns.iter().map(field).collect::<Vec<_>>() }).to_string()
}

fn delta_type(ty: ColumnType) -> String {
    let name = match ty {
        ColumnType::Text => "string",
        ColumnType::Bool => "boolean",
        ColumnType::Int => "integer",
        ColumnType::BigInt => "long",
        ColumnType::Double => "double",
        ColumnType::Dec => "decimal(38,6)",
        ColumnType::Date => "date",
        ColumnType::Timestamp => "timestamp",
        ColumnType::Amount(_) => return ty.sql().to_lowercase(),
    };
    name.to_owned()
}

/// A UUID (version 8: custom) that depends on the table's name alone.
pub(super) fn table_id(table: &str) -> String {
    let mut id = [0u8; 16];
    id.copy_from_slice(&Sha256::digest(format!("chiso table {table}"))[..16]);
    id[6] = (id[6] & 0x0f) | 0x80;
    id[8] = (id[8] & 0x3f) | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(id));
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}

pub(super) fn unexpected(e: impl std::fmt::Display) -> StoreError {
    StoreError::Shape(format!("a log entry could not be made: {e}"))
}

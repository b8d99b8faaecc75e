//! How published tables are declared: columns with their types and keys.

/// Type of a column, with its names in SQL and Parquet terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// UTF-8 text.
    Text,
    /// True or false.
    Bool,
    /// 32-bit whole number.
    Int,
    /// 64-bit whole number.
    BigInt,
    /// 64-bit floating point.
    Double,
    /// `DECIMAL(38,6)`: figures and targets.
    Dec,
    /// `DECIMAL(18)` with so many decimal places: numbers of records.
    Amount(u32),
    /// Calendar day.
    Date,
    /// Instant in UTC, microseconds.
    Timestamp,
}

/// SQL names of numbers of records, by their decimal places.
const AMOUNTS: [&str; 7] = [
    "DECIMAL(18,0)",
    "DECIMAL(18,1)",
    "DECIMAL(18,2)",
    "DECIMAL(18,3)",
    "DECIMAL(18,4)",
    "DECIMAL(18,5)",
    "DECIMAL(18,6)",
];

impl ColumnType {
    /// SQL name.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            ColumnType::Text => "VARCHAR",
            ColumnType::Bool => "BOOLEAN",
            ColumnType::Int => "INTEGER",
            ColumnType::BigInt => "BIGINT",
            ColumnType::Double => "DOUBLE",
            ColumnType::Dec => "DECIMAL(38,6)",
            ColumnType::Amount(places) => AMOUNTS[if places < 6 { places as usize } else { 6 }],
            ColumnType::Date => "DATE",
            ColumnType::Timestamp => "TIMESTAMP WITH TIME ZONE",
        }
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnSpec {
    /// Name: lower-case ASCII words joined by `_`.
    pub name: String,
    /// Type.
    pub ty: ColumnType,
    /// Part of the key, hence never null.
    pub key: bool,
    /// What it holds, in English.
    pub doc: &'static str,
    /// What it holds, in Vietnamese.
    pub doc_vi: &'static str,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSpec {
    /// File stem; `ops/…` stand apart because they move with the clock.
    pub name: &'static str,
    /// What a row is.
    pub doc: &'static str,
    /// Columns in order, the key first.
    pub columns: Vec<ColumnSpec>,
}

impl TableSpec {
    /// Position of a column. The name must be one of the table's.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == name)
    }
}

/// A column as it is declared here: name, type, what it holds in English and in Vietnamese.
pub(super) type ColumnDeclaration = (&'static str, ColumnType, &'static str, &'static str);

/// Key columns, then the others.
pub(super) fn table(
    name: &'static str,
    doc: &'static str,
    key: &[ColumnDeclaration],
    rest: &[ColumnDeclaration],
) -> TableSpec {
    let column = |key: bool| {
        move |(name, ty, doc, doc_vi): &ColumnDeclaration| ColumnSpec {
            name: (*name).to_owned(),
            ty: *ty,
            key,
            doc,
            doc_vi,
        }
    };
    TableSpec {
        name,
        doc,
        columns: key
            .iter()
            .map(column(true))
            .chain(rest.iter().map(column(false)))
            .collect(),
    }
}

/// A key with one column more.
pub(super) fn key_with(
    key: &[ColumnDeclaration],
    more: ColumnDeclaration,
) -> Vec<ColumnDeclaration> {
    key.iter().copied().chain([more]).collect()
}

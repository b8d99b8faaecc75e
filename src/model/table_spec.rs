//! How published tables are declared: columns with their types and keys.

use ColumnType::{Date, Text};

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
    /// `DECIMAL(38,6)`: figures.
    Dec,
    /// `DECIMAL(18,6)`: target values.
    TargetDec,
    /// Calendar day.
    Date,
    /// Instant in UTC, microseconds.
    Timestamp,
}

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
            ColumnType::TargetDec => "DECIMAL(18,6)",
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

const AREA_CODE: ColumnDeclaration = (
    "area_code",
    Text,
    "area code on the boundary day",
    "mã đơn vị hành chính theo địa giới tại ngày ở cột boundary",
);
const BOUNDARY: ColumnDeclaration = (
    "boundary",
    Date,
    "day whose administrative units are used",
    "ngày xác định địa giới hành chính được dùng",
);
const PERIOD: ColumnDeclaration = (
    "period",
    Text,
    "2020, 2020-Q3 or 2020-09",
    "kỳ số liệu: năm 2020, quý 2020-Q3 hoặc tháng 2020-09",
);
const SPAN: ColumnDeclaration = (
    "span",
    Text,
    "period, ytd or rolling12",
    "cách tính kỳ: trong kỳ (period), lũy kế từ đầu năm (ytd) hoặc 12 tháng gần nhất \
        (rolling12)",
);

pub(super) const SCORE_KEY: &[ColumnDeclaration] = &[
    ("kpi", Text, "KPI id", "mã chỉ số đánh giá"),
    AREA_CODE,
    BOUNDARY,
    PERIOD,
    SPAN,
    (
        "target_id",
        Text,
        "target held against, empty when none",
        "mã chỉ tiêu được giao dùng để so sánh; để trống khi không có",
    ),
];

pub(super) const MEASURE_KEY: &[ColumnDeclaration] = &[
    ("measure", Text, "measure id", "mã chỉ tiêu thống kê"),
    AREA_CODE,
    BOUNDARY,
    PERIOD,
    SPAN,
];

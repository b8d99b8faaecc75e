//! The published tables: names, columns, types and keys, written once.
//!
//! This is a public contract. Writers build from it, `schema/published.json` is generated from it, and a test pins it.

use crate::model::declare::Contract;

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

/// One value of a row on its way into a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Text.
    Text(String),
    /// True or false.
    Bool(bool),
    /// Whole number, for both widths.
    Int(i64),
    /// Floating point; never NaN or infinite.
    Double(f64),
    /// Exact decimal, for both widths.
    Dec(crate::model::Dec),
    /// Day.
    Date(chrono::NaiveDate),
    /// Instant.
    Timestamp(chrono::DateTime<chrono::Utc>),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Value {
        v.map_or(Value::Null, Into::into)
    }
}
macro_rules! value_from {
    ($($ty:ty => $variant:ident),+ $(,)?) => { $(impl From<$ty> for Value { fn from(v: $ty) -> Value { Value::$variant(v.into()) } })+ };
}
value_from!(&str => Text, String => Text, bool => Bool, i64 => Int, i32 => Int, u32 => Int, f64 => Double, crate::model::Dec => Dec,
    chrono::NaiveDate => Date, chrono::DateTime<chrono::Utc> => Timestamp);

/// Rows of one table, in its column order.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// Columns.
    pub columns: Vec<ColumnSpec>,
    /// Rows; each has one value per column.
    pub rows: Vec<Vec<Value>>,
}

use ColumnType::{BigInt, Bool, Date, Dec, Double, Int, TargetDec, Text, Timestamp};

/// Key columns, then the others: `(name, type, doc)`.
fn table(name: &'static str, doc: &'static str, key: &[(&str, ColumnType, &'static str)], rest: &[(&str, ColumnType, &'static str)]) -> TableSpec {
    let column = |key: bool| move |(name, ty, doc): &(&str, ColumnType, &'static str)| ColumnSpec { name: (*name).to_owned(), ty: *ty, key, doc };
    TableSpec { name, doc, columns: key.iter().map(column(true)).chain(rest.iter().map(column(false))).collect() }
}

const SCORE_KEY: &[(&str, ColumnType, &str)] = &[
    ("kpi", Text, "KPI id"),
    ("area_code", Text, "area code on the boundary day"),
    ("boundary", Date, "day whose administrative units are used"),
    ("period", Text, "2020, 2020-Q3 or 2020-09"),
    ("span", Text, "period, ytd or rolling12"),
    ("target_id", Text, "target held against, empty when none"),
];

const MEASURE_KEY: &[(&str, ColumnType, &str)] = &[
    ("measure", Text, "measure id"),
    ("area_code", Text, "area code on the boundary day"),
    ("boundary", Date, "day whose administrative units are used"),
    ("period", Text, "2020, 2020-Q3 or 2020-09"),
    ("span", Text, "period, ytd or rolling12"),
];

fn key_with(
    key: &[(&'static str, ColumnType, &'static str)],
    more: (&'static str, ColumnType, &'static str),
) -> Vec<(&'static str, ColumnType, &'static str)> {
    key.iter().copied().chain([more]).collect()
}

/// The tables of a release, in the order of their files.
#[must_use]
pub fn release_tables() -> Vec<TableSpec> {
    vec![
        table(
            "scorecard",
            "one verdict per KPI, area, boundary, period, span and target",
            SCORE_KEY,
            &[
                ("kind", Text, "growth, attainment, share, share_change, score_change or rank"),
                ("kpi_title_vi", Text, "title, Vietnamese"),
                ("kpi_title_en", Text, "title, English"),
                ("area_name_vi", Text, "area name, Vietnamese"),
                ("area_name_en", Text, "area name, English"),
                ("area_level", Text, "level of the area"),
                ("frequency", Text, "A, Q or M"),
                ("period_start", Date, "first day of the period"),
                ("period_end", Date, "last day of the period"),
                ("value", Double, "value of the KPI in value_unit"),
                ("value_unit", Text, "ratio, pp, score, rank, count or vnd"),
                ("current_value", Dec, "figure of the period in operand_unit"),
                ("base_value", Dec, "figure compared with in operand_unit; of a rank the number of areas ranked"),
                ("operand_unit", Text, "unit of current_value and base_value; of a rank, of current_value alone"),
                ("basis", Text, "what exactly is counted; a;b when the operands differ"),
                ("base_period", Text, "period of base_value; null where base_value is of the same period"),
                ("target_op", Text, "ge, gt, le or lt"),
                ("target_value", TargetDec, "target in value_unit"),
                ("margin", Double, "signed distance from the target, positive on the good side"),
                ("verdict", Text, "met, not_met, on_track, off_track, not_due, no_target or not_assessable"),
                ("reason", Text, "first reason of not_assessable"),
                ("reasons", Text, "all reasons in order of precedence, a;b"),
                ("status", Text, "weakest status of the operands"),
                ("flags", Text, "what qualifies the verdict, a;b"),
                ("pace", Double, "share of the target usually reached by now"),
                ("projection", Double, "projected value at the end of the period"),
                ("projection_low", Double, "lower end of its band"),
                ("projection_high", Double, "upper end of its band"),
                ("probability_met", Double, "probability that the target will be met"),
                ("known_from", Timestamp, "when the last of the operands became known"),
            ],
        ),
        table(
            "operands",
            "the figures behind each verdict",
            &key_with(SCORE_KEY, ("role", Text, "current, base, part, whole, base_part, base_whole or plan")),
            &[
                ("measure", Text, "measure id"),
                ("operand_period", Text, "period of the figure"),
                ("value", Dec, "figure"),
                ("unit", Text, "unit"),
                ("basis", Text, "what exactly is counted"),
                ("plan_stage", Text, "submitted, assigned, council or revised"),
                ("status", Text, "estimate, preliminary or final"),
                ("source_id", Text, "sources, a;b"),
                ("delivery", Text, "deliveries, a;b"),
            ],
        ),
        table(
            "measures",
            "figures per measure, area, boundary, period and span",
            MEASURE_KEY,
            &[
                ("value", Dec, "figure"),
                ("unit", Text, "unit"),
                ("basis", Text, "what exactly is counted"),
                ("plan_stage", Text, "submitted, assigned, council or revised"),
                ("status", Text, "estimate, preliminary or final"),
                ("flags", Text, "what qualifies the figure, a;b"),
                ("source_id", Text, "sources, a;b"),
                ("delivery", Text, "deliveries, a;b"),
                ("known_from", Timestamp, "when the last of its rows became known"),
            ],
        ),
        table(
            "measures_history",
            "every value a measure has had",
            &key_with(MEASURE_KEY, ("known_from", Timestamp, "when this value became known")),
            &[
                ("value", Dec, "figure"),
                ("status", Text, "estimate, preliminary or final"),
                ("withdrawn", Bool, "the provider took the figure back"),
                ("source_id", Text, "sources, a;b"),
                ("delivery", Text, "deliveries, a;b"),
            ],
        ),
        table(
            "correlations",
            "associations between reform scores and outcomes",
            &[
                ("study", Text, "study id"),
                ("outcome", Text, "outcome series"),
                ("score", Text, "score series"),
                ("design", Text, "cross_section, pooled, within or difference"),
                ("period", Text, "outcome year, or 2017/2024 if several"),
                ("lag", Int, "periods by which the score precedes the outcome"),
                ("method", Text, "pearson, spearman or kendall"),
                ("boundary", Date, "day whose administrative units are used"),
            ],
            &[
                ("n", Int, "pairs"),
                ("n_areas", Int, "areas"),
                ("n_periods", Int, "periods"),
                ("coefficient", Double, "coefficient of association"),
                ("ci_low", Double, "lower end of the interval"),
                ("ci_high", Double, "upper end of the interval"),
                ("ci_method", Text, "how the interval was made"),
                ("p_value", Double, "p-value"),
                ("p_method", Text, "how the p-value was made"),
                ("q_value", Double, "Benjamini-Hochberg q over the primary rows"),
                ("is_primary", Bool, "declared in advance as the row that counts"),
                ("loo_min", Double, "smallest coefficient with one area left out"),
                ("loo_min_area", Text, "the area left out there"),
                ("loo_max", Double, "largest coefficient with one area left out"),
                ("loo_max_area", Text, "the area left out there"),
                ("controls", Text, "what was removed, a;b"),
                ("resamples", Int, "resamples drawn"),
                ("seed", BigInt, "seed of the generator"),
                ("circular", Bool, "the score contains the outcome"),
                ("refused", Text, "why nothing was computed"),
                ("note", Text, "remark"),
            ],
        ),
        table(
            "revisions",
            "values and verdicts that changed",
            &key_with(SCORE_KEY, ("known_from", Timestamp, "when the change became known")),
            &[
                ("value_before", Double, "value before"),
                ("value_after", Double, "value after"),
                ("verdict_before", Text, "verdict before"),
                ("verdict_after", Text, "verdict after"),
                ("reason_before", Text, "reason before"),
                ("reason_after", Text, "reason after"),
                ("delivery", Text, "delivery that brought it"),
                ("revision_code", Text, "kind of revision"),
                ("flipped", Bool, "the verdict changed"),
            ],
        ),
        table(
            "targets",
            "the target register as used",
            &[("target_id", Text, "target id")],
            &[
                ("kpi", Text, "KPI id"),
                ("area_code", Text, "area code at the end of period_from"),
                ("period_from", Text, "first period bound"),
                ("period_to", Text, "last period bound"),
                ("op", Text, "ge, gt, le or lt"),
                ("target_value", TargetDec, "target in value_unit"),
                ("value_unit", Text, "ratio, pp, score, rank, count or vnd"),
                ("plan", Text, "the plan meant"),
                ("tolerance", TargetDec, "allowed shortfall in value_unit"),
                ("legal_basis", Text, "the document that sets it"),
                ("decided_on", Date, "when it was decided"),
                ("valid_from", Date, "when it took effect"),
                ("supersedes", Text, "the target it replaces"),
                ("note", Text, "remark"),
            ],
        ),
        table(
            "areas",
            "the administrative units as used",
            &[("area_code", Text, "area code"), ("valid_from", Date, "first day")],
            &[
                ("valid_to", Date, "last day, null while it exists"),
                ("name_vi", Text, "name, Vietnamese"),
                ("name_en", Text, "name, English"),
                ("level", Text, "level"),
                ("parent_code", Text, "code of the unit above"),
                ("aliases", Text, "other spellings, a;b"),
            ],
        ),
        table(
            "area_relations",
            "what happened between units when boundaries changed",
            &[
                ("date", Date, "first day of the new state"),
                ("kind", Text, "merge, split, transfer or rename"),
                ("from_code", Text, "code on the day before"),
                ("to_code", Text, "code on the day"),
            ],
            &[("note", Text, "remark")],
        ),
    ]
}

/// The operational tables. They move with the clock, so they stand apart from releases.
#[must_use]
pub fn ops_tables() -> Vec<TableSpec> {
    vec![
        table(
            "deliveries",
            "every delivery that was landed, with its row accounting: read = accepted + quarantined + ignored",
            &[("delivery", Text, "id: first 12 hex digits of the SHA-256, with r2, r3 … when the same bytes came again after others")],
            &[
                ("dataset", Text, "dataset id"),
                ("sha256", Text, "SHA-256 of the bytes"),
                ("fetched_at", Timestamp, "when it was landed"),
                ("published_at", Timestamp, "when the provider published it, if known"),
                ("read", BigInt, "observations read, after unpivoting"),
                ("accepted", BigInt, "observations that became rows"),
                ("quarantined", BigInt, "observations kept aside as bad"),
                ("ignored", BigInt, "cells that mean no figure"),
                ("outcome", Text, "accepted, refused or unreadable"),
            ],
        ),
        table(
            "findings",
            "faults by delivery and rule, with the first place",
            &[("delivery", Text, "delivery, empty when none was landed"), ("rule", Text, "rule broken"), ("place", Text, "where first seen")],
            &[
                ("severity", Text, "info, warning or error"),
                ("count", BigInt, "how many share it"),
                ("example_part", Text, "sheet or member of the first"),
                ("example_row", BigInt, "row of the first, from 1"),
                ("example_col", Text, "column of the first"),
                ("example_raw", Text, "text of the first as it stood"),
            ],
        ),
        table(
            "arrivals",
            "what was due and what came",
            &[("dataset", Text, "dataset id"), ("area_code", Text, "area code"), ("period", Text, "period")],
            &[
                ("due_at", Timestamp, "when it was due"),
                ("arrived_at", Timestamp, "when it came"),
                ("state", Text, "on_time, late, due, overdue, partial, shrunken or wrong_type"),
            ],
        ),
        table(
            "runs",
            "every run",
            &[("run", Text, "run id")],
            &[
                ("pipeline", Text, "pipeline id, empty for all"),
                ("due_at", Timestamp, "when it was due"),
                ("started_at", Timestamp, "when it began"),
                ("finished_at", Timestamp, "when it ended"),
                ("decision", Text, "what was decided: run, skip"),
                ("reason", Text, "why"),
                ("release", Text, "release in force afterwards"),
                ("outcome", Text, "published, unchanged, partial, failed or aborted"),
            ],
        ),
    ]
}

/// Columns of a dataset's Delta table: key, figures, attributes, times, lineage.
#[must_use]
pub fn observation_columns(contract: &Contract) -> Vec<ColumnSpec> {
    let column = |name: &str, ty: ColumnType, key: bool, doc: &'static str| ColumnSpec { name: name.to_owned(), ty, key, doc };
    let mut columns = vec![
        column("area_code", Text, true, "area code on area_date"),
        column("area_date", Date, true, "day at which the code is to be read"),
        column("period", Text, true, "2020, 2020-Q3 or 2020-09"),
        column("span", Text, true, "period, ytd or rolling12"),
    ];
    columns.extend(contract.dimensions.iter().map(|d| column(&d.name, Text, true, "dimension")));
    columns.extend([
        column("source_id", Text, true, "source of the figure"),
        column(&contract.value_name, Dec, false, "figure in unit; null when withdrawn"),
        column("unit", Text, false, "unit"),
        column("basis", Text, false, "what exactly is counted"),
        column("scheme", Text, false, "scoring scheme the figure was made by; figures of different schemes are not one series"),
        column("plan_stage", Text, false, "submitted, assigned, council or revised"),
        column("status", Text, false, "estimate, preliminary or final"),
        column("rank", Int, false, "rank among rows for the same figure, 1 = preferred"),
        column("rounding", Dec, false, "half-width of the rounding of the published figure, in unit"),
        column("derived", Bool, false, "computed by someone from other figures; never an input of a verdict"),
        column("note", Text, false, "remark"),
        column("known_from", Timestamp, false, "when the provider published the figure, else when it was landed"),
        column("recorded_at", Timestamp, false, "when it was landed"),
        column("withdrawn", Bool, false, "the provider took the figure back"),
        column("_delivery", Text, false, "delivery id"),
        column("_part", Text, false, "sheet or member"),
        column("_row", BigInt, false, "row in the delivered file, from 1"),
        column("_col", Text, false, "column in the delivered file"),
        column("_raw", Text, false, "the cell's text as it stood"),
    ]);
    columns
}

//! The contract of a dataset: its columns, what its values must be, and what is done about what it
//! does not know.

use super::check::Check;
use super::records::RecordLayout;
use crate::arrival::Volume;
use crate::decimal::Dec;
use crate::members::MemberList;
use crate::words;
use crate::writing::FiscalYear;
use chrono_tz::Tz;
use std::sync::Arc;

/// Standard columns that every observation table has and a source may map.
pub const STANDARD_COLUMNS: &[&str] = &[
    "area_code",
    "period",
    "span",
    "unit",
    "basis",
    "scheme",
    "plan_stage",
    "status",
    "source_id",
    "rank",
    "rounding",
    "derived",
    "obs_status",
    "covers",
    "known_from",
    "note",
];

/// Type of the value column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Whole numbers only.
    Integer,
    /// Up to six decimal places.
    Decimal,
}

words!(ValueType, "value type", { Integer => "integer", Decimal => "decimal" });

/// The contract of a dataset. Its key is area, period, span, every dimension and `source_id`.
#[derive(Clone, Debug)]
pub struct Contract {
    /// Dimensions other than area, period and span, in order.
    pub dimensions: Vec<Dimension>,
    /// Other columns, which say more of an observation and do not distinguish it, in order.
    pub attributes: Vec<Attribute>,
    /// It lists all there is: what is not in it did not happen.
    pub list: bool,
    /// The list is one of all areas.
    pub lists_all: bool,
    /// Name of the value column.
    pub value_name: String,
    /// Its type.
    pub value_type: ValueType,
    /// Unit every value must be in, or `None` when rows name their own.
    pub unit: Option<String>,
    /// Smallest value allowed.
    pub min: Option<Dec>,
    /// Largest value allowed.
    pub max: Option<Dec>,
    /// Basis of rows that name none; empty when undeclared.
    pub basis: String,
    /// Share of observations that may be bad before the delivery is refused: 0 to 1.
    pub quarantine_limit: Dec,
    /// Since when the years to date of areas count that were made of others within the year, where
    /// the provider has said it.
    pub to_date_since: Option<ToDateSince>,
    /// What is done about what it does not know.
    pub modes: Modes,
    /// Columns that must be filled on every row: the value column, or optional standard ones.
    pub not_null: Vec<String>,
    /// What is asked of the observations of a delivery together.
    pub checks: Vec<Check>,
    /// What a delivery must hold at least.
    pub volume: Volume,
    /// The zone of the office: a day that a delivery names begins and ends there.
    pub zone: Tz,
    /// The fiscal year of the office.
    pub fiscal_year: Option<FiscalYear>,
    /// Its records, where what is delivered is no observations.
    pub records: Option<Arc<RecordLayout>>,
}

impl Contract {
    /// The unit that all values of a column are in, where the contract fixes one.
    #[must_use]
    pub fn unit_of(&self, column: &str) -> Option<&str> {
        match &self.records {
            None => self.unit.as_deref(),
            Some(records) => {
                let unit = records.column(column).map(|c| c.unit.as_str());
                unit.filter(|unit| !unit.is_empty())
            }
        }
    }
}

/// Since when the year to date of an area counts that was made of others within the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToDateSince {
    /// Since the beginning of the year: it holds the figures of the areas that were before.
    Year,
    /// Since the area was made.
    Area,
}

words!(ToDateSince, "beginning of a year to date", { Year => "year", Area => "area" });

/// What is done about something that a contract does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is taken as it comes.
    Evolve,
    /// The delivery is refused.
    Freeze,
    /// What holds it is quarantined, up to the share that the contract allows.
    Quarantine,
}

words!(Mode, "mode", { Evolve => "evolve", Freeze => "freeze", Quarantine => "quarantine" });

/// Modes by what is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modes {
    /// A table (sheet, cube, member) other than the one that is read, which the source does not
    /// list.
    pub table: Mode,
    /// A column that is mapped to nothing, which the source does not list.
    pub column: Mode,
    /// A value outside a dimension's list (`evolve`), and any bad observation (`freeze`).
    pub value: Mode,
}

impl Default for Modes {
    fn default() -> Modes {
        Modes {
            table: Mode::Evolve,
            column: Mode::Evolve,
            value: Mode::Quarantine,
        }
    }
}

/// A dimension: a text column that tells observations apart.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Column name.
    pub name: String,
    /// The only values allowed; empty for any.
    pub one_of: Vec<String>,
    /// The register whose members they are.
    pub members: Option<Arc<MemberList>>,
}

/// An attribute: a column that says more of an observation, such as the day something was done. It
/// may be empty and may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Column name.
    pub name: String,
    /// What its cells hold.
    pub kind: AttributeType,
}

/// What the cells of an attribute hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeType {
    /// Any text.
    Text,
    /// Days, written `2026-03-15`.
    Date,
}

words!(AttributeType, "type of an attribute", { Text => "text", Date => "date" });

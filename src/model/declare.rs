//! What an office declares: datasets with their contracts, measures, KPIs. The checked form; `config` makes it from TOML.

use crate::model::arrival::{ArrivalRule, Volume};
use crate::model::decimal::Dec;
use crate::model::expr::{Aggregate, Predicate};
use crate::model::finding::Place;
use crate::model::format::{Format, Layout};
use crate::model::http::HttpSource;
use crate::model::period::{Period, Span};
use crate::model::postgres::PostgresSource;
use crate::model::repair::Repair;
use crate::model::status::words;
use crate::model::target::TargetOp;
use crate::model::verdict::{Flag, Reason, Verdict};
use chrono::{NaiveDate, TimeDelta};
use std::collections::BTreeMap;

/// Version of the rules by which delivered bytes become rows. Raised when those rules change, so that every delivery is conformed anew.
pub const CONFORM_VERSION: u32 = 5;

/// A text in Vietnamese and English. Either may be empty, not both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bilingual {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// The text in a language, or the other one.
    #[must_use]
    pub fn get(&self, vietnamese: bool) -> &str {
        let (first, second) = if vietnamese { (&self.vi, &self.en) } else { (&self.en, &self.vi) };
        if first.is_empty() { second } else { first }
    }
}

/// A dataset of observations: its contract and its sources.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// File stem of its TOML.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// What it holds and what to beware of.
    pub description: Bilingual,
    /// Licence under which the figures may be used, in words.
    pub licence: String,
    /// How to cite it.
    pub citation: String,
    /// What every row must be.
    pub contract: Contract,
    /// Where rows come from.
    pub sources: Vec<Source>,
    /// When its figures are due, one rule a frequency.
    pub arrivals: Vec<ArrivalRule>,
    /// Repairs of its deliveries, as declared.
    pub repairs: Vec<Repair>,
    /// SHA-256 of what decides how bytes become rows (contract, sources, conform version), lower-case hex.
    pub contract_hash: String,
}

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
    /// Dimensions beside area, period and span, in order.
    pub dimensions: Vec<Dimension>,
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
    /// What is asked of the observations of a delivery together.
    pub checks: Vec<Check>,
    /// What a delivery must hold at least.
    pub volume: Volume,
}

/// Something that is asked of the observations of a delivery together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// An area whose figures all equal those of the year before has handed in the old form: the later year is set aside.
    RepeatsPreviousYear {
        /// Fewer equal figures than this may be chance.
        at_least: usize,
        /// Repetitions that the provider has confirmed, by area code and period.
        confirmed: Vec<(String, Period)>,
    },
}

/// A dimension: a text column that tells observations apart.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Column name.
    pub name: String,
    /// The only values allowed; empty for any.
    pub one_of: Vec<String>,
}

/// The day at which a source's area codes and names are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaAt {
    /// First day of the period (plans are made on the boundaries then in force).
    Start,
    /// Last day of the period (accounts are closed on the boundaries then in force).
    End,
}
words!(AreaAt, "day for areas", { Start => "start", End => "end" });

/// How numbers are written in a source. Never guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberFormat {
    /// Decimal sign.
    pub decimal: char,
    /// Sign between groups of three digits, if any.
    pub grouping: Option<char>,
}

/// Where a table column's text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A column of the file, by its header.
    Column(String),
    /// The same text on every row.
    Constant(String),
}

/// A unit as a source writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitOf {
    /// The unit in the table.
    pub unit: String,
    /// Power of ten that the file's figures are multiplied by (SDMX `UNIT_MULT`).
    pub unit_mult: i32,
}

/// A folder into which people put files, from which they are taken when they are complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropFolder {
    /// Folder, relative to the project.
    pub folder: String,
    /// Name or pattern of the files in it.
    pub pattern: String,
    /// How often a process that serves the lake looks.
    pub every: TimeDelta,
    /// How long a file must stay as it is before it counts as complete.
    pub settle: TimeDelta,
}

/// One source of a dataset.
#[derive(Clone, Debug)]
pub struct Source {
    /// Identifier within the dataset.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// Who publishes it.
    pub publisher: String,
    /// Where it is published; empty when nowhere public.
    pub url: String,
    /// Path or glob, relative to `datasets/`; empty when it is fetched.
    pub file: String,
    /// The folder into which people put its files.
    pub drop: Option<Box<DropFolder>>,
    /// How it is fetched over HTTP.
    pub http: Option<Box<HttpSource>>,
    /// The query it is the answer of.
    pub postgres: Option<Box<PostgresSource>>,
    /// Format.
    pub format: Format,
    /// Where in a file the table stands and how it is written.
    pub layout: Layout,
    /// When the provider published it, where that is known for all rows alike.
    pub published_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Day at which areas are read.
    pub area_at: AreaAt,
    /// Cell texts that mean "no figure" (after trimming).
    pub missing: Vec<String>,
    /// How numbers are written.
    pub number: NumberFormat,
    /// Table column → origin. Keys: standard columns, dimensions, the value column.
    pub columns: BTreeMap<String, Origin>,
    /// Unit and power of ten of the value column when it is the same for all rows.
    pub unit: Option<UnitOf>,
    /// Units as the `unit` column writes them.
    pub units: BTreeMap<String, UnitOf>,
    /// Licence, if other than the dataset's.
    pub licence: String,
    /// That no file is there is no fault.
    pub optional: bool,
}

impl Source {
    /// A source of which nothing is declared but its format.
    #[must_use]
    pub fn new(id: &str, format: Format) -> Source {
        Source {
            id: id.to_owned(),
            title: Bilingual::default(),
            publisher: String::new(),
            url: String::new(),
            file: String::new(),
            drop: None,
            http: None,
            postgres: None,
            format,
            layout: Layout::default(),
            published_at: None,
            area_at: AreaAt::End,
            missing: Vec::new(),
            number: NumberFormat { decimal: '.', grouping: None },
            columns: BTreeMap::new(),
            unit: None,
            units: BTreeMap::new(),
            licence: String::new(),
            optional: false,
        }
    }
}

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
    "known_from",
    "note",
];

/// A measure: a quantity per area and period, from ranked sources.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Identifier, unique in the project.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// Sources, the preferred first.
    pub sources: Vec<MeasureSource>,
}

/// How a measure is made from one dataset.
#[derive(Clone, Debug)]
pub struct MeasureSource {
    /// Dataset.
    pub dataset: String,
    /// What is computed per area and period.
    pub value: Aggregate,
    /// Which rows take part.
    pub filter: Option<Predicate>,
    /// Among rows that differ only in this column, the first value in the list that is present is used.
    pub prefer: Option<(String, Vec<String>)>,
    /// The figure exists only where each of these values of the column has a row.
    pub parts: Option<(String, Vec<String>)>,
    /// Corrections of the dataset are applied; otherwise figures are taken as published.
    pub corrections: bool,
}

/// An inline test of a pipeline: rows in, verdicts out.
#[derive(Clone, Debug)]
pub struct InlineTest {
    /// What it shows.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// How far the data reach; every period is over when absent.
    pub reach: Option<NaiveDate>,
    /// Rows per dataset.
    pub given: Vec<Given>,
    /// Targets in force during the test.
    pub targets: Vec<TestTarget>,
    /// What must come out.
    pub expect: Vec<Expect>,
}

/// Rows of a dataset in an inline test, as text under the table's column names.
#[derive(Clone, Debug)]
pub struct Given {
    /// Dataset.
    pub dataset: String,
    /// Table columns.
    pub columns: Vec<String>,
    /// Cells.
    pub rows: Vec<Vec<String>>,
}

/// A target of an inline test.
#[derive(Clone, Debug)]
pub struct TestTarget {
    /// Identifier.
    pub id: String,
    /// KPI.
    pub kpi: String,
    /// Area code.
    pub area: String,
    /// First period.
    pub period: Period,
    /// Last period.
    pub until: Period,
    /// The plan meant; empty for whichever the KPI compares with.
    pub plan: String,
    /// The target it replaces; empty for none.
    pub supersedes: String,
    /// Comparison.
    pub op: TargetOp,
    /// Value.
    pub value: Dec,
    /// Allowed shortfall.
    pub tolerance: Dec,
}

/// What an inline test expects of one scorecard row; only what is given is compared.
#[derive(Clone, Debug)]
pub struct Expect {
    /// KPI.
    pub kpi: String,
    /// Area code.
    pub area: String,
    /// Period.
    pub period: Period,
    /// Boundary; the project's first when absent.
    pub boundary: Option<NaiveDate>,
    /// Span.
    pub span: Span,
    /// Identifier of the target, empty for none; the first when absent.
    pub target: Option<String>,
    /// Value, exact to the digits given.
    pub value: Option<Dec>,
    /// Verdict.
    pub verdict: Option<Verdict>,
    /// First reason.
    pub reason: Option<Reason>,
    /// Reasons, all of them.
    pub reasons: Option<Vec<Reason>>,
    /// Flags, all of them.
    pub flags: Option<Vec<Flag>>,
    /// Share of the target expected by now.
    pub pace: Option<Dec>,
    /// The value by the end of the year at the usual pace.
    pub projection: Option<Dec>,
}

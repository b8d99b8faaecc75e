//! What an office declares: datasets with their contracts, measures, KPIs. The checked form;
//! `config` makes it from TOML.

use crate::model::arrival::{ArrivalRule, Volume};
use crate::model::bilingual::Bilingual;
use crate::model::decimal::Dec;
use crate::model::deflation::Deflation;
use crate::model::expr::{Aggregate, Function, Predicate};
use crate::model::finding::Place;
use crate::model::format::{Format, Layout};
use crate::model::http::HttpSource;
use crate::model::label::PeriodStyle;
use crate::model::period::{Period, Span};
use crate::model::postgres::PostgresSource;
use crate::model::repair::Repair;
use crate::model::status::words;
use crate::model::target::TargetOp;
use crate::model::verdict::{Flag, Reason, Verdict};
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// Version of the rules by which delivered bytes become rows. Raised when those rules change, so
/// that every delivery is conformed anew.
pub const CONFORM_VERSION: u32 = 10;

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
    /// SHA-256 of what decides how bytes become rows (contract, sources, conform version),
    /// lower-case hex.
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
    /// Columns beside them that say more of an observation and do not tell it apart, in order.
    pub attributes: Vec<Attribute>,
    /// It lists all there is: what is not in it did not happen.
    pub list: bool,
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
}

/// Something that is asked of the observations of a delivery together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is asked.
    pub rule: CheckRule,
    /// What is done about observations that do not keep it.
    pub action: CheckAction,
    /// Areas and periods of which somebody has said that they are right, by area code.
    pub confirmed: Vec<(String, Period)>,
}

/// How far a figure may be from an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// A share of the earlier figure; of a percentage or ratio, so many points.
    Share(Dec),
    /// A difference in the unit of the figures.
    Difference(Dec),
}

/// What is asked of observations, named after the fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckRule {
    /// An area whose figures all equal those of the year before has handed in the old form: the
    /// later year is meant.
    RepeatsPreviousYear {
        /// Fewer equal figures than this may be chance.
        at_least: usize,
    },
    /// A year to date that is smaller than an earlier one of the same year.
    CumulativeFalls,
    /// Parts that do not add up to the whole beside them. All of them are meant, for nobody knows
    /// which is wrong.
    PartsDiffer {
        /// Place of the dimension that tells parts from the whole.
        dimension: usize,
        /// Its value for the whole.
        whole: String,
        /// Its values for the parts; nothing is asked where one of them lacks.
        parts: Vec<String>,
        /// Difference allowed, in the unit of the figures.
        within: Dec,
        /// Difference allowed, as a share of the whole; the larger of the two counts.
        share: Dec,
    },
    /// A figure that is further from the one of the year before than this share of it.
    LargeChange {
        /// The share.
        at_most: Dec,
        /// Smaller figures of the year before are not asked.
        least: Dec,
    },
    /// A figure of a measure that was said otherwise by an earlier delivery, by more than this.
    /// Reported, never quarantined.
    LargeRevision {
        /// How far the later figure may be from the earlier one.
        at_most: Allowed,
    },
}

impl CheckRule {
    /// The word in files and findings.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            CheckRule::RepeatsPreviousYear { .. } => "repeats_previous_year",
            CheckRule::CumulativeFalls => "cumulative_falls",
            CheckRule::PartsDiffer { .. } => "parts_differ",
            CheckRule::LargeChange { .. } => "large_change",
            CheckRule::LargeRevision { .. } => "large_revision",
        }
    }
}

/// What is done about observations that do not keep a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckAction {
    /// They are kept aside.
    #[default]
    Quarantine,
    /// They are used, and told.
    Warn,
}
words!(CheckAction, "action of a check", { Quarantine => "quarantine", Warn => "warn" });

/// What is done about something that a contract does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is taken as it comes.
    Evolve,
    /// The delivery is refused.
    Freeze,
    /// What holds it is kept aside, up to the share that the contract allows.
    Quarantine,
}
words!(Mode, "mode", { Evolve => "evolve", Freeze => "freeze", Quarantine => "quarantine" });

/// Modes by what is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modes {
    /// A table (sheet, cube, member) beside the one that is read, which the source does not list.
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
    /// How `2008-09` is meant, which may be a month or a fiscal year; `None` where its column is to
    /// show it.
    pub period_style: Option<PeriodStyle>,
    /// Cell texts that mean "no figure" (after trimming).
    pub missing: Vec<String>,
    /// Cell texts that mean "there is a figure and it is withheld" (after trimming).
    pub suppressed: Vec<String>,
    /// How numbers are written.
    pub number: NumberFormat,
    /// Decimal places to which figures are rounded once they are scaled; exact, and refused where
    /// that cannot be, when `None`.
    pub round: Option<u32>,
    /// Table column → origin. Keys: standard columns, dimensions, the value column.
    pub columns: BTreeMap<String, Origin>,
    /// Unit and power of ten of the value column when it is the same for all rows.
    pub unit: Option<UnitOf>,
    /// Units as the `unit` column writes them.
    pub units: BTreeMap<String, UnitOf>,
    /// Columns of the file that are known and not used.
    pub unused_columns: Vec<String>,
    /// Tables of the file that are known and not used.
    pub unused_tables: Vec<String>,
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
            period_style: None,
            missing: Vec::new(),
            suppressed: Vec::new(),
            number: NumberFormat {
                decimal: '.',
                grouping: None,
            },
            round: None,
            columns: BTreeMap::new(),
            unit: None,
            units: BTreeMap::new(),
            unused_columns: Vec::new(),
            unused_tables: Vec::new(),
            licence: String::new(),
            optional: false,
        }
    }

    /// Whether cells hold figures as the format itself writes them. JSON with a number format
    /// declared has figures in texts, and its own numbers are given the declared sign when they are
    /// read.
    #[must_use]
    pub fn plain_numbers(&self) -> bool {
        let usual = NumberFormat {
            decimal: '.',
            grouping: None,
        };
        self.format.writes_plain_numbers() && (self.format != Format::Json || self.number == usual)
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
    "obs_status",
    "covers",
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
    /// Periods worked out from those that the sources state.
    pub periods: Vec<WorkedOut>,
    /// What the figures of shorter periods are to that of a longer one, if declared.
    pub over_time: Option<OverTime>,
    /// Periods from which the definition is another one, ascending.
    pub breaks: Vec<Break>,
    /// It has no source: it is another measure at constant prices.
    pub real: Option<Deflation>,
    /// The measure by which the figures of merged areas are weighted.
    pub weight: Option<String>,
    /// Level of the areas whose figures add up to that of the area above them; only where that has
    /// none of its own.
    pub sum_of: Option<String>,
    /// Series that may be compared with each other, although they are several.
    pub splices: Vec<Splice>,
}

/// Words in a unit that name a rate, share, score, index or place, in English and Vietnamese.
const RATES: [&str; 40] = [
    "percent",
    "percentage",
    "pct",
    "permille",
    "pp",
    "ratio",
    "rate",
    "rates",
    "share",
    "proportion",
    "density",
    "score",
    "scores",
    "point",
    "points",
    "index",
    "indices",
    "rank",
    "per",
    "average",
    "mean",
    "median",
    "điểm",
    "hạng",
    "phần trăm",
    "phần nghìn",
    "phần ngàn",
    "tỷ lệ",
    "tỉ lệ",
    "tỷ số",
    "tỉ số",
    "tỷ suất",
    "tỉ suất",
    "tỷ trọng",
    "tỉ trọng",
    "chỉ số",
    "hệ số",
    "mật độ",
    "bình quân",
    "trung bình",
];

/// Whether a unit names a rate, share, score, index or place.
fn is_rate(unit: &str) -> bool {
    let unit = unit.nfc().collect::<String>().to_lowercase();
    let words: Vec<&str> = unit
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let said = |phrase: &&str| {
        words
            .windows(phrase.split(' ').count())
            .any(|words| words.iter().copied().eq(phrase.split(' ')))
    };
    unit.contains(['%', '‰', '/']) || RATES.iter().any(said)
}

impl Measure {
    /// The splice that joins figures of these datasets.
    #[must_use]
    pub fn splice<'d>(&self, datasets: impl IntoIterator<Item = &'d str>) -> Option<&Splice> {
        let datasets: BTreeSet<&str> = datasets.into_iter().collect();
        let joins = |s: &&Splice| {
            s.datasets.is_empty()
                || datasets
                    .iter()
                    .all(|d| s.datasets.iter().any(|joined| joined == d))
        };
        self.splices.iter().find(joins)
    }

    /// Whether its figures in a unit are amounts, of which a change means something as a share of
    /// them. Rates, shares, scores, indices and means are not: a change of these is a difference
    /// (OECD and Eurostat, *Guidelines on Revisions Policy and Analysis*, 2008).
    #[must_use]
    pub fn is_amount(&self, unit: &str) -> bool {
        let counted = |s: &MeasureSource| {
            matches!(
                s.value.function,
                Function::Sum | Function::Count | Function::CountDistinct
            )
        };
        self.sources.iter().all(counted)
            && self.weight.is_none()
            && self.over_time != Some(OverTime::None)
            && !is_rate(unit)
    }

    /// Whether its definition changed after the first of two periods and not after the second.
    #[must_use]
    pub fn breaks_between(&self, earlier: Period, later: Period) -> Option<&Break> {
        self.breaks
            .iter()
            .find(|b| earlier.start() < b.from.start() && b.from.start() <= later.start())
    }
}

/// How figures of shorter periods make that of a longer one. A flow adds up over time, a stock
/// stands at a moment and does not (System of National Accounts 2008, 3.4-3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OverTime {
    /// They are added up: a flow.
    Sum,
    /// The figure of the last month or quarter is that of the period: a stock.
    Last,
    /// They make none: an index, a rate, a score.
    None,
}
words!(OverTime, "way over time", { Sum => "sum", Last => "last", None => "none" });

/// Periods that are worked out from others. A flow has all of them, a stock quarters and years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkedOut {
    /// Months, from two years to date.
    Month,
    /// Quarters, from months or two years to date.
    Quarter,
    /// Years, from months, quarters or the year to date of December.
    Year,
    /// Years to date, from months or quarters.
    Ytd,
    /// The twelve months up to the end of a month or quarter.
    Rolling12,
}
words!(WorkedOut, "period that can be worked out", {
    Month => "month", Quarter => "quarter", Year => "year", Ytd => "ytd", Rolling12 => "rolling12",
});

/// A period from which a measure counts something else than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// First period of the new definition.
    pub from: Period,
    /// What changed.
    pub note: Bilingual,
}

/// A declaration that figures of several series may be compared with each other, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// Why.
    pub reason: Bilingual,
    /// The datasets that it joins; empty where it joins all series of the measure.
    pub datasets: Vec<String>,
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
    /// Among rows that differ only in this column, the first value in the list that is present is
    /// used.
    pub prefer: Option<(String, Vec<String>)>,
    /// The figure exists only where each of these values of the column has a row.
    pub parts: Option<(String, Vec<String>)>,
    /// Corrections of the dataset are applied; otherwise figures are taken as published.
    pub corrections: bool,
    /// The dataset lists all there is, so that what it has no row of is nought and not missing.
    pub list: bool,
}

/// An inline test of a pipeline: rows in, verdicts out.
#[derive(Clone, Debug)]
pub struct InlineTest {
    /// What it shows.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The day on which rows that name none were published; after the end of their periods when
    /// absent.
    pub reach: Option<NaiveDate>,
    /// Rows per dataset.
    pub given: Vec<InlineRows>,
    /// Targets in force during the test.
    pub targets: Vec<TestTarget>,
    /// What must come out.
    pub expect: Vec<Expect>,
}

/// Rows of a dataset in an inline test, as text under the table's column names.
#[derive(Clone, Debug)]
pub struct InlineRows {
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
    /// When it takes effect, if known.
    pub valid_from: Option<NaiveDate>,
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

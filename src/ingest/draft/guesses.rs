//! What a draft takes the columns of a file for.

use super::columns::RowsFound;
use crate::ingest::preview::Guess;
use crate::model::{Encoding, Format, Layout, NumberFormat, PeriodWriting, Status, ValueType};

/// Texts that mean "no figure" unless a source says otherwise.
pub const USUAL_MISSING: [&str; 5] = ["", "..", "...", "…", "-"];

/// Most examples of one thing.
pub(super) const EXAMPLES: usize = 8;

/// Why figures seem to run from the beginning of the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToDate {
    /// A text says so: the header of the column, a line above it, or the name of the table.
    Named(String),
    /// They rise within so many years, and fall back with the next.
    Rising(usize),
}

/// The column of the areas.
#[derive(Clone, Debug)]
pub struct AreaGuess {
    /// Column.
    pub column: String,
    /// Different texts in it.
    pub distinct: usize,
    /// How many of them the register knows on the day of their row.
    pub known: usize,
    /// Some that it does not know.
    pub unknown: Vec<String>,
    /// Whether most of those would be codes with a leading zero.
    pub lost_zero: bool,
    /// Whether more are known on the first day of the period than on its last.
    pub at_start: bool,
    /// Whether a blank cell repeats the one above.
    pub filled: bool,
}

/// The column of the periods.
#[derive(Clone, Debug)]
pub struct PeriodGuess {
    /// Column.
    pub column: String,
    /// Different texts in it.
    pub distinct: usize,
    /// How many of them are labels of periods.
    pub labels: usize,
    /// Some that are not.
    pub unknown: Vec<String>,
    /// First and last period.
    pub range: (String, String),
    /// Statuses that labels say.
    pub statuses: Vec<Status>,
    /// How they seem to be written, where labels do not say it by themselves.
    pub writing: Option<WritingGuess>,
}

/// What only a person knows of how periods seem to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WritingDoubt {
    /// Which century two digits mean.
    Century,
    /// What so few days stand for.
    Days,
    /// With which month the fiscal year begins.
    Fiscal,
    /// Whether years are of another era.
    Era,
    /// Whether weeks are those of ISO 8601.
    Weeks,
    /// What words before a period say of its figures.
    Words,
}

/// How periods seem to be written, where labels do not say it by themselves.
#[derive(Clone, Debug)]
pub struct WritingGuess {
    /// Columns that make a period together; none where one column has it.
    pub parts: Vec<String>,
    /// What else to declare in `[source.period]`.
    pub line: String,
    /// How many different texts it reads: all.
    pub read: usize,
    /// First and last period.
    pub range: (String, String),
    /// What a person has to say.
    pub doubt: Option<WritingDoubt>,
    /// A letter of another script that looks like a Latin one, where the texts have it.
    pub letter: Option<String>,
    /// The same, as it is read.
    pub(super) writing: PeriodWriting,
}

/// The column of the figures.
#[derive(Clone, Debug)]
pub struct ValueGuess {
    /// Column.
    pub column: String,
    /// A multiple that its header says, with the word and the power of ten.
    pub multiple: Option<(String, i32)>,
    /// Other columns of figures.
    pub others: Vec<String>,
    /// Figures.
    pub figures: u64,
    /// Type under the number format.
    pub value_type: ValueType,
    /// Number format; `None` where the figures do not say which.
    pub number: Option<NumberFormat>,
    /// An example for the number format and its row.
    pub example: Option<(String, u64)>,
    /// Texts that are no figures and no usual sign of a missing one, and how often they stand.
    pub missing: Vec<(String, u64)>,
    /// Texts that may withhold a figure, such as `: c` or `X`, and how often they stand.
    pub flags: Vec<(String, u64)>,
    /// Numbers that may say that there is no figure, such as `-999999`, and how often they stand.
    pub codes: Vec<(String, u64)>,
    /// Cells that hold a formula without a value saved for it.
    pub uncomputed: u64,
    /// Dashes, which may be figures that are missing or zero.
    pub dashes: u64,
    /// Figures with a sign of per cent and figures without it, where the column has both.
    pub mixed_percent: Option<(u64, u64)>,
    /// Marks beside figures, and how often each stands.
    pub marks: Vec<(String, u64)>,
    /// Figures that the number format does not read.
    pub unreadable: Vec<String>,
}

/// A column that tells figures apart.
#[derive(Clone, Debug)]
pub struct DimensionGuess {
    /// Column.
    pub column: String,
    /// Its values, in the order of the file; empty when there are too many to list.
    pub values: Vec<String>,
    /// How many there are.
    pub distinct: usize,
    /// Whether some rows have none.
    pub has_blanks: bool,
}

/// Letters of a text as some encodings read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampledLetters {
    /// Encodings that read the text alike, the more usual first.
    pub encodings: Vec<Encoding>,
    /// A text that shows the difference.
    pub sample: String,
    /// How many texts the register knows then.
    pub known: usize,
}

/// Why a key of the layout is declared as it is, or what a person has to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayoutEvidence {
    /// The register knows so many texts with it, and so many without it.
    Areas(usize, usize),
    /// So many words are Vietnamese with it, and so many without it.
    Syllables(usize, usize),
    /// Of so many it is the only one with areas, periods and figures.
    OnlyTable(usize),
    /// Tables of the same columns: a person names one.
    Tables(Vec<String>),
    /// Encodings that all may be: a person names one.
    Encodings(Vec<SampledLetters>),
}

/// What could be said about a file.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Format.
    pub format: Format,
    /// Layout to declare.
    pub layout: Layout,
    /// Keys of the layout, each with what shows it or leaves it open.
    pub evidence: Vec<(&'static str, LayoutEvidence)>,
    /// What was guessed about format, encoding and delimiter.
    pub guesses: Vec<Guess>,
    /// Rows that were looked at, and whether they are all.
    pub rows: (u64, bool),
    /// The column of the areas.
    pub area: Option<AreaGuess>,
    /// The column of the periods.
    pub period: Option<PeriodGuess>,
    /// Headers of columns with figures that stand side by side, each the label of a period.
    pub header_periods: Vec<String>,
    /// What each of these says; `{}` stands for what tells figures apart besides the period.
    pub header_pattern: &'static str,
    /// What stands there.
    pub header_members: Vec<String>,
    /// How periods are written of which headers say the year and a column the part.
    pub below_years: Option<WritingGuess>,
    /// The column of the figures.
    pub value: Option<ValueGuess>,
    /// Dimensions.
    pub dimensions: Vec<DimensionGuess>,
    /// A column that holds words of status.
    pub status: Option<String>,
    /// Words of that column that are no words of chiso, and how often they stand.
    pub status_words: Vec<(String, u64)>,
    /// Columns that nothing was made of.
    pub unused: Vec<String>,
    /// Two rows of one area, period and dimensions, if any.
    pub same_key: Option<(u64, u64)>,
    /// Why the figures seem to run from the beginning of the year, where their periods say nothing
    /// of it.
    pub to_date: Option<ToDate>,
    /// Rows that are none of the table.
    pub apart: RowsFound,
    /// Powers of ten that a column `UNIT_MULT` gives, where not all are 0.
    pub powers: Vec<String>,
    /// A column that says the unit of each figure, and its texts, where they differ.
    pub unit_column: Option<(String, Vec<String>)>,
    /// Texts that speak of units: row, or 0 for a column's name, and text.
    pub units: Vec<(u64, String)>,
}

//! A source of a dataset: where its files come from, and how they are written.

use super::meaning::Meaning;
use super::number::NumberFormat;
use super::shape::TableShape;
use crate::bilingual::Bilingual;
use crate::format::Format;
use crate::http::HttpSource;
use crate::label::PeriodStyle;
use crate::layout::Layout;
use crate::origin::{NameOf, Origin};
use crate::postgres::PostgresSource;
use crate::words;
use crate::writing::PeriodWriting;
use chrono::TimeDelta;
use std::collections::BTreeMap;

/// The day at which a source's area codes and names are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaAt {
    /// First day of the period (plans are made on the boundaries then in force).
    Start,
    /// Last day of the period (accounts are closed on the boundaries then in force).
    End,
}

words!(AreaAt, "day for areas", { Start => "start", End => "end" });

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
    /// How periods are written.
    pub period: PeriodWriting,
    /// Cell texts that mean "no figure" (after trimming).
    pub missing: Vec<String>,
    /// Cell texts that mean "there is a figure and it is withheld" (after trimming).
    pub suppressed: Vec<String>,
    /// Cell texts that mean zero (after trimming).
    pub zero: Vec<String>,
    /// Marks beside a figure in its cell → what they say of it.
    pub marks: BTreeMap<String, Meaning>,
    /// Texts of the column `status` → what they say; without any, the words of the table.
    pub statuses: BTreeMap<String, Meaning>,
    /// Texts of the column `obs_status` → what they say; without any, the words of the table.
    pub obs_statuses: BTreeMap<String, Meaning>,
    /// How numbers are written.
    pub number: NumberFormat,
    /// Whether it says itself what a point in a figure is.
    pub decimal_declared: bool,
    /// Decimal places to which figures are rounded once they are scaled; exact, and refused where
    /// that cannot be, when `None`.
    pub round: Option<u32>,
    /// The shape of its table.
    pub shape: TableShape,
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
            period: PeriodWriting::default(),
            missing: Vec::new(),
            suppressed: Vec::new(),
            zero: Vec::new(),
            marks: BTreeMap::new(),
            statuses: BTreeMap::new(),
            obs_statuses: BTreeMap::new(),
            number: NumberFormat::default(),
            decimal_declared: false,
            round: None,
            shape: TableShape::default(),
            columns: BTreeMap::new(),
            unit: None,
            units: BTreeMap::new(),
            unused_columns: Vec::new(),
            unused_tables: Vec::new(),
            licence: String::new(),
            optional: false,
        }
    }

    /// Whether the name of a file carries a value.
    #[must_use]
    pub fn reads_file_name(&self) -> bool {
        let parts = self.period.parts.iter().map(|part| &part.origin);
        self.columns.values().chain(parts).any(|origin| {
            matches!(
                origin,
                Origin::Name {
                    of: NameOf::File,
                    ..
                }
            )
        })
    }

    /// The name of a file as its provider gave it: without its folder, and without the time of
    /// landing by which a file of a drop folder is kept.
    #[must_use]
    pub fn own_file_name<'n>(&self, path: &'n str) -> &'n str {
        let name = path.rsplit('/').next().unwrap_or_default();
        let kept = self.drop.as_ref().and_then(|_| name.split_once('-'));
        kept.map_or(name, |(_, own)| own)
    }

    /// Whether cells hold figures as the format itself writes them. JSON with a number format
    /// declared has figures in texts, and its own numbers are given the declared sign when they are
    /// read.
    #[must_use]
    pub fn plain_numbers(&self) -> bool {
        self.format.writes_plain_numbers()
            && (self.format != Format::Json || self.number == NumberFormat::default())
    }

    /// How the texts of its figures are read: a dBase file writes numbers in every form.
    #[must_use]
    pub fn notation(&self) -> NumberFormat {
        let in_any_form = self.format == Format::Dbf;
        NumberFormat {
            exponent: self.number.exponent || in_any_form,
            short: self.number.short || in_any_form,
            ..self.number
        }
    }
}

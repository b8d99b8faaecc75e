//! How the records of a file are read: what its source declares, and the areas that there are.

use crate::cells::{Cells, Texts};
use crate::fault::UnknownArea;
use chiso_model::{Period, RecordColumn, RecordLayout, RecordType};
use chrono::NaiveDate;
use std::ops::RangeInclusive;

/// The areas of a project.
pub trait Areas: Sync {
    /// Every code there is, ascending.
    fn codes(&self) -> &[String];

    /// The place among the codes of the area that a text means on a day.
    ///
    /// # Errors
    /// When it means none, or several.
    fn resolve(&self, text: &str, day: NaiveDate) -> Result<u32, UnknownArea>;
}

/// Where the text of a column comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// A column of the file, counted from 0.
    Field(usize),
    /// The same text in every record.
    Constant(String),
}

/// How the records of a file are read.
pub struct Reading<'a> {
    /// What they are.
    pub layout: &'a RecordLayout,
    /// The columns of the file.
    pub header: &'a [String],
    /// Where the text of the area comes from.
    pub area: Bound,
    /// Where those of the other columns come from, in the order of the layout.
    pub columns: Vec<Bound>,
    /// What stands between two cells.
    pub delimiter: u8,
    /// Texts that mean that there is nothing in a cell.
    pub missing: &'a [String],
    /// The decimal sign.
    pub decimal: u8,
    /// The sign between groups of digits.
    pub grouping: Option<u8>,
    /// Whether the source declares what a point in a number is.
    pub point_declared: bool,
    /// The areas.
    pub areas: &'a dyn Areas,
    /// The period of which the file has all records; none where that is not said.
    pub period: Option<Period>,
    /// The years of which a record may be.
    pub years: RangeInclusive<i32>,
    /// The last day of which a record may be: that on which the file came; none where records are of days
    /// to come.
    pub until: Option<NaiveDate>,
}

impl Reading<'_> {
    /// The name of what a column is bound to, as people know it.
    pub(crate) fn label(&self, bound: &Bound) -> String {
        match bound {
            Bound::Field(at) => self.header.get(*at).cloned().unwrap_or_default(),
            Bound::Constant(text) => format!("constant `{text}`"),
        }
    }

    /// Where the date stands among the columns of the layout.
    pub(crate) fn date(&self) -> usize {
        let is_date = |c: &RecordColumn| c.name == self.layout.date;
        self.layout.columns.iter().position(is_date).unwrap_or(0)
    }
}

/// No cells of the kind that a column holds.
pub(crate) fn empty_cells(kind: RecordType) -> Cells {
    match kind {
        RecordType::Text => Cells::Texts(Texts::default()),
        RecordType::Code => Cells::Codes(Vec::new()),
        RecordType::Integer | RecordType::Decimal(_) => Cells::Numbers(Vec::new()),
        RecordType::Date => Cells::Days(Vec::new()),
        RecordType::Boolean => Cells::Flags(Vec::new()),
    }
}

//! What a source declares of how it writes periods.

use super::days::Days;
use super::era::Era;
use super::fiscal::FiscalYear;
use super::format::PeriodFormat;
use super::names::{Language, month_names};
use super::words::PeriodWord;
use crate::origin::PeriodPart;

/// How a source writes periods, as far as it declares that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodWriting {
    /// Texts that make a period together, joined by a space; else the column `period`.
    pub parts: Vec<PeriodPart>,
    /// Formats of labels.
    pub formats: Vec<PeriodFormat>,
    /// First of the hundred years that two digits mean, as the era counts them.
    pub century: Option<i32>,
    /// What days stand for.
    pub days: Option<Days>,
    /// The era of its years.
    pub era: Option<Era>,
    /// Its fiscal year.
    pub fiscal_year: Option<FiscalYear>,
    /// That of the office, by whose labels its own fiscal years are read where it declares none.
    pub office: Option<FiscalYear>,
    /// Words of its own, the longer first.
    pub words: Vec<(String, PeriodWord)>,
    /// Names of months in lower case.
    pub month_names: Vec<(String, u32)>,
}

impl Default for PeriodWriting {
    fn default() -> PeriodWriting {
        PeriodWriting {
            parts: Vec::new(),
            formats: Vec::new(),
            century: None,
            days: None,
            era: None,
            fiscal_year: None,
            office: None,
            words: Vec::new(),
            month_names: month_names(Language::En),
        }
    }
}

impl PeriodWriting {
    /// Whether labels are read as they stand.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.formats.is_empty()
            && self.days.is_none()
            && self.era.is_none()
            && self.fiscal_year.is_none()
            && self.words.is_empty()
    }
}

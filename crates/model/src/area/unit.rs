//! An administrative unit: a code, its names, and the days on which it existed.

use crate::period::Period;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Position of a unit in its [`AreaRegister`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnitId(pub usize);

/// One administrative unit over the days it existed unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaUnit {
    /// Code, text with leading zeros (`01`).
    pub code: String,
    /// Name in Vietnamese (or the country's first language); empty when not given.
    pub name_vi: String,
    /// Name in English; empty when not given.
    pub name_en: String,
    /// Level, a word of the office's own: `country`, `region`, `province` …
    pub level: String,
    /// Code of the unit above; empty for the top.
    pub parent_code: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day; `None` while it exists.
    pub valid_to: Option<NaiveDate>,
    /// Other spellings that files use.
    pub aliases: Vec<String>,
}

impl AreaUnit {
    /// Whether it existed on a day.
    #[must_use]
    pub fn valid_on(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|end| date <= end)
    }

    /// Whether it existed on every day of a period.
    #[must_use]
    pub fn valid_throughout(&self, period: Period) -> bool {
        self.valid_from <= period.start() && self.valid_to.is_none_or(|end| period.end() <= end)
    }

    /// The name in a language, falling back to the other name and then to the code.
    #[must_use]
    pub fn name(&self, vietnamese: bool) -> &str {
        let (first, second) = if vietnamese {
            (&self.name_vi, &self.name_en)
        } else {
            (&self.name_en, &self.name_vi)
        };
        [first, second]
            .into_iter()
            .find(|n| !n.is_empty())
            .unwrap_or(&self.code)
    }
}

/// The first and the last day of something; none where it has always been, or still is.
pub type FirstAndLast = (Option<NaiveDate>, Option<NaiveDate>);

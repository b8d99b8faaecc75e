//! What is chosen on a page.

use crate::app::site::address::page::Page;
use crate::model::Period;
use chrono::NaiveDate;
use std::str::FromStr;

/// What is chosen on a page; what is not chosen has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageChoice {
    /// The period.
    pub period: Option<Period>,
    /// Units of this day.
    pub boundary: Option<NaiveDate>,
    /// The members of a breakdown, `sector=A`; empty for the total.
    pub breakdown: String,
    /// The area whose series a KPI page shows.
    pub area: Option<String>,
    /// The areas that a KPI page shows beside that one: codes or names, with `;` between them.
    pub compare: Option<String>,
    /// The level of areas that a KPI page lists.
    pub level: Option<String>,
    /// The row of a study: design, method, lag and period with points between them.
    pub row: Option<String>,
    /// What the areas are sorted by.
    pub sort: Sort,
}

/// What the areas of a KPI page are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The value, the largest first.
    #[default]
    Value,
    /// The name.
    Name,
    /// The verdict.
    Verdict,
}

impl PageChoice {
    /// What there is to choose on a page; one page has one address.
    pub(super) fn of(self, page: &Page) -> PageChoice {
        let boundary = self.boundary;
        match page {
            Page::Kpi(_) => self,
            Page::Home | Page::Areas => PageChoice {
                boundary,
                ..PageChoice::default()
            },
            Page::Area(_) => PageChoice {
                boundary,
                period: self.period,
                ..PageChoice::default()
            },
            Page::Verdict(..) => PageChoice {
                boundary,
                breakdown: self.breakdown,
                ..PageChoice::default()
            },
            Page::Study(..) | Page::StudyPicture(..) => PageChoice {
                row: self.row,
                ..PageChoice::default()
            },
            Page::Releases
            | Page::Studies
            | Page::Catalogue
            | Page::Dataset(_)
            | Page::Words
            | Page::Changes
            | Page::Operations
            | Page::SignIn
            | Page::Feed
            | Page::File(_) => PageChoice::default(),
        }
    }
}

impl Sort {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Sort::Value => "value",
            Sort::Name => "name",
            Sort::Verdict => "verdict",
        }
    }
}

impl FromStr for Sort {
    type Err = ();

    fn from_str(word: &str) -> Result<Sort, ()> {
        [Sort::Value, Sort::Name, Sort::Verdict]
            .into_iter()
            .find(|sort| sort.as_str() == word)
            .ok_or(())
    }
}

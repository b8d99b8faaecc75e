//! An address, and how it is written.

use crate::app::lang::Lang;
use crate::app::site::address::choice::{PageChoice, Sort};
use crate::app::site::address::form::FileForm;
use crate::app::site::address::page::{Edition, Page};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands in a path or a query as it is; everything else is encoded.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// An address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The release.
    pub edition: Edition,
    /// The page.
    pub page: Page,
    /// What is chosen on it.
    pub choice: PageChoice,
    /// The language; that of the reader when the address does not say.
    pub lang: Option<Lang>,
    /// Text and tables without pictures.
    pub text: bool,
    /// What the page shows as a file of this form; the page itself without one.
    pub file: Option<FileForm>,
}

impl Address {
    /// A page of no release.
    pub fn of_project(page: Page) -> Address {
        Address {
            edition: Edition::Latest,
            page,
            choice: PageChoice::default(),
            lang: None,
            text: false,
            file: None,
        }
    }

    /// The address as a link.
    pub fn href(&self) -> String {
        let path = self.path();
        let pairs = self.pairs().into_iter();
        let pairs = pairs.map(|(name, value)| format!("{name}={}", encoded(&value)));
        let query: Vec<String> = pairs.collect();
        if query.is_empty() {
            path
        } else {
            format!("{path}?{}", query.join("&"))
        }
    }

    /// The names and values of its query.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let chosen = &self.choice;
        let said = [
            ("lang", self.lang.map(|l| l.code().to_owned())),
            ("period", chosen.period.map(|p| p.to_string())),
            ("boundary", chosen.boundary.map(|b| b.to_string())),
            (
                "breakdown",
                Some(chosen.breakdown.clone()).filter(|b| !b.is_empty()),
            ),
            ("area", chosen.area.clone()),
            ("compare", chosen.compare.clone()),
            ("level", chosen.level.clone()),
            ("row", chosen.row.clone()),
            (
                "sort",
                (chosen.sort != Sort::default()).then(|| chosen.sort.as_str().to_owned()),
            ),
            ("view", self.text.then(|| "text".to_owned())),
            ("format", self.file.map(|form| form.as_str().to_owned())),
        ];
        let said = said.into_iter();
        said.filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }

    /// The address without its query.
    pub fn path(&self) -> String {
        let root = match (&self.page, &self.edition) {
            (Page::Releases | Page::Feed | Page::Operations | Page::SignIn, _) => String::new(),
            (_, Edition::Latest) => "/latest".to_owned(),
            (_, Edition::Release(id)) => format!("/r/{}", encoded(id)),
        };
        match &self.page {
            Page::Home => format!("{root}/"),
            Page::Releases => format!("{root}/releases"),
            Page::Feed => format!("{root}/releases.atom"),
            Page::Operations => format!("{root}/operations"),
            Page::SignIn => format!("{root}/sign-in"),
            Page::Changes => format!("{root}/changes"),
            Page::Areas => format!("{root}/areas"),
            Page::Area(code) => format!("{root}/areas/{}", encoded(code)),
            Page::Kpi(id) => format!("{root}/kpis/{}", encoded(id)),
            Page::Catalogue => format!("{root}/catalogue"),
            Page::Dataset(id) => format!("{root}/catalogue/{}", encoded(id)),
            Page::Words => format!("{root}/words"),
            Page::Studies => format!("{root}/studies"),
            Page::Study(study, outcome, score) | Page::StudyPicture(study, outcome, score) => {
                let [study, outcome, score] = [study, outcome, score].map(|w| encoded(w));
                let picture = matches!(self.page, Page::StudyPicture(..));
                let end = if picture { "/picture" } else { "" };
                format!("{root}/studies/{study}/{outcome}/{score}{end}")
            }
            Page::File(name) => format!("{root}/files/{}", encoded(name)),
            Page::Verdict(kpi, area, period) => {
                let [kpi, area, period] = [kpi, area, &period.to_string()].map(|w| encoded(w));
                format!("{root}/verdicts/{kpi}/{area}/{period}")
            }
        }
    }

    /// Another page of the same release, with nothing chosen but the boundary.
    pub fn to(&self, page: Page) -> Address {
        let choice = PageChoice {
            boundary: self.choice.boundary,
            ..PageChoice::default()
        };
        Address {
            page,
            choice,
            file: None,
            ..self.clone()
        }
    }

    /// The same page with another choice.
    pub fn choosing(&self, change: impl FnOnce(&mut PageChoice)) -> Address {
        let mut other = self.clone();
        change(&mut other.choice);
        other
    }
}

/// A word as it stands in a path or a query.
pub fn encoded(word: &str) -> String {
    utf8_percent_encode(word, ENCODED).to_string()
}

//! Addresses of the site: what each says, and how it is written. An address is read and written
//! here only, so that every link of a page is one that the site answers.
//!
//! `/latest/…` is the release in force, `/r/<release>/…` that release for ever.

use crate::app::lang::Lang;
use crate::model::Period;
use chrono::NaiveDate;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::collections::BTreeMap;
use std::str::FromStr;

/// What stands in a path or a query as it is; everything else is encoded.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The most bytes of a word of a path or query that names something.
const LONGEST: usize = 512;

/// Which release an address means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edition {
    /// The one in force.
    Latest,
    /// This one, whatever becomes of it.
    Release(String),
}

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
    /// The level of areas that a KPI page lists.
    pub level: Option<String>,
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

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// What there is to see.
    Home,
    /// The scoreboard of an area.
    Area(String),
    /// A KPI in one area over time, and in all areas in one period.
    Kpi(String),
    /// How a verdict came about: KPI, area, period.
    Verdict(String, String, Period),
    /// All releases.
    Releases,
    /// A published file.
    File(String),
}

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
    /// The rows of the page as CSV.
    pub csv: bool,
}

impl PageChoice {
    /// What there is to choose on a page; one page has one address.
    fn of(self, page: &Page) -> PageChoice {
        let boundary = self.boundary;
        match page {
            Page::Kpi(_) => self,
            Page::Home => PageChoice {
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
            Page::Releases | Page::File(_) => PageChoice::default(),
        }
    }
}

impl Address {
    /// Reads the path and query of a request; nothing when no page has that path. What the query says
    /// that means nothing is passed over, so that links of others keep working.
    pub fn read(path: &str, query: Option<&str>) -> Option<Address> {
        let words: Option<Vec<String>> = path.strip_prefix('/')?.split('/').map(decoded).collect();
        let mut words = words?;
        if words.last().is_some_and(String::is_empty) {
            words.pop();
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if words.iter().any(|word| word.len() > LONGEST) {
            return None;
        }
        let (edition, rest) = match words.as_slice() {
            ["r", release, rest @ ..] => (Edition::Release((*release).to_owned()), rest),
            ["latest", rest @ ..] | rest @ ["releases"] => (Edition::Latest, rest),
            _ => return None,
        };
        let page = match rest {
            [] => Page::Home,
            ["areas", code] => Page::Area((*code).to_owned()),
            ["kpis", id] => Page::Kpi((*id).to_owned()),
            ["verdicts", kpi, area, period] => {
                Page::Verdict((*kpi).to_owned(), (*area).to_owned(), period.parse().ok()?)
            }
            ["releases"] if edition == Edition::Latest && words.len() == 1 => Page::Releases,
            ["files", name] => Page::File((*name).to_owned()),
            _ => return None,
        };
        let asked = Query::read(query.unwrap_or_default());
        let choice = PageChoice {
            period: asked.value("period"),
            boundary: asked.value("boundary"),
            breakdown: asked.text("breakdown").unwrap_or_default().to_owned(),
            area: asked.text("area").map(str::to_owned),
            level: asked.text("level").map(str::to_owned),
            sort: asked.value("sort").unwrap_or_default(),
        };
        let choice = choice.of(&page);
        Some(Address {
            edition,
            page,
            lang: asked.value("lang"),
            text: asked.text("view") == Some("text"),
            csv: asked.text("format") == Some("csv"),
            choice,
        })
    }

    /// The address as a link.
    pub fn href(&self) -> String {
        let root = match (&self.page, &self.edition) {
            (Page::Releases, _) => String::new(),
            (_, Edition::Latest) => "/latest".to_owned(),
            (_, Edition::Release(id)) => format!("/r/{}", encoded(id)),
        };
        let path = match &self.page {
            Page::Home => format!("{root}/"),
            Page::Releases => format!("{root}/releases"),
            Page::Area(code) => format!("{root}/areas/{}", encoded(code)),
            Page::Kpi(id) => format!("{root}/kpis/{}", encoded(id)),
            Page::File(name) => format!("{root}/files/{}", encoded(name)),
            Page::Verdict(kpi, area, period) => {
                let [kpi, area, period] = [kpi, area, &period.to_string()].map(|w| encoded(w));
                format!("{root}/verdicts/{kpi}/{area}/{period}")
            }
        };
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
            ("level", chosen.level.clone()),
            (
                "sort",
                (chosen.sort != Sort::default()).then(|| chosen.sort.as_str().to_owned()),
            ),
            ("view", self.text.then(|| "text".to_owned())),
            ("format", self.csv.then(|| "csv".to_owned())),
        ];
        let pairs = said
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", encoded(&value?))));
        let query: Vec<String> = pairs.collect();
        if query.is_empty() {
            path
        } else {
            format!("{path}?{}", query.join("&"))
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
            csv: false,
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

impl Sort {
    fn as_str(self) -> &'static str {
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

impl FromStr for Lang {
    type Err = ();

    fn from_str(word: &str) -> Result<Lang, ()> {
        [Lang::Vi, Lang::En]
            .into_iter()
            .find(|lang| lang.code() == word)
            .ok_or(())
    }
}

/// The pairs of a query; of a name that stands twice the first.
struct Query(BTreeMap<String, String>);

impl Query {
    fn read(query: &str) -> Query {
        let mut pairs = BTreeMap::new();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if let (Some(name), Some(value)) = (decoded(name), decoded(&value.replace('+', " "))) {
                pairs.entry(name).or_insert(value);
            }
        }
        Query(pairs)
    }

    /// What is longer than any name is passed over: every link of the page would repeat it.
    fn text(&self, name: &str) -> Option<&str> {
        let text = self.0.get(name).map(String::as_str);
        text.filter(|text| (1..=LONGEST).contains(&text.len()))
    }

    fn value<T: FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.parse().ok()
    }
}

/// A word as it stands in a path or a query.
pub fn encoded(word: &str) -> String {
    utf8_percent_encode(word, ENCODED).to_string()
}

fn decoded(word: &str) -> Option<String> {
    let text = percent_decode_str(word).decode_utf8().ok()?;
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(address: &str) -> Option<Address> {
        let (path, query) = address
            .split_once('?')
            .map_or((address, None), |(p, q)| (p, Some(q)));
        Address::read(path, query)
    }

    #[test]
    fn an_address_says_release_page_and_choice() {
        let address =
            read("/r/2026-11-30-03d6/areas/01?period=2020&boundary=2025-07-01&lang=vi").unwrap();
        assert_eq!(address.edition, Edition::Release("2026-11-30-03d6".into()));
        assert_eq!(address.page, Page::Area("01".into()));
        assert_eq!(address.choice.period, Some("2020".parse().unwrap()));
        assert_eq!(address.lang, Some(Lang::Vi));
        assert!(!address.text);
        let fiscal = read("/latest/verdicts/growth/D1/2024-04-01%2FP1Y?view=text").unwrap();
        assert_eq!(
            fiscal.page,
            Page::Verdict(
                "growth".into(),
                "D1".into(),
                "2024-04-01/P1Y".parse().unwrap()
            )
        );
        assert!(fiscal.text);
        for nowhere in [
            "/",
            "/r",
            "/latest/areas",
            "/latest/areas/1/2",
            "/latest/verdicts/a/b/soon",
            "/r/x/releases",
        ] {
            assert_eq!(read(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn what_a_query_says_that_means_nothing_is_passed_over() {
        let address =
            read("/latest/?utm=1&period=soon&sort=wrong&lang=xx&view=&boundary=2025").unwrap();
        assert_eq!(address, read("/latest/").unwrap());
    }

    fn words() -> impl Strategy<Value = String> {
        "[a-zà-ỹ0-9 /?#%&=+.<>\"';_-]{1,12}"
            .prop_filter("a path ends there", |w| w != "." && w != "..")
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_it_was(
            (edition, page) in (prop_oneof![Just(Edition::Latest), words().prop_map(Edition::Release)], prop_oneof![
                Just(Page::Home),
                words().prop_map(Page::Area),
                words().prop_map(Page::Kpi),
                words().prop_map(Page::File),
                (words(), words()).prop_map(|(k, a)| Page::Verdict(k, a, "2020-Q3".parse().unwrap())),
            ]),
            breakdown in words(),
            area in proptest::option::of(words()),
            text: bool,
            csv: bool,
        ) {
            let choice = PageChoice { breakdown, area, period: Some("2020-09".parse().unwrap()), boundary: None, level: Some("province".into()), sort: Sort::Name };
            let address = Address { edition, choice: choice.of(&page), page, lang: Some(Lang::En), text, csv };
            prop_assert_eq!(read(&address.href()), Some(address));
        }
    }
}

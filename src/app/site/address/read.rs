//! How an address is read.

use crate::app::lang::Lang;
use crate::app::site::address::choice::PageChoice;
use crate::app::site::address::link::Address;
use crate::app::site::address::page::{Edition, Page};
use percent_encoding::percent_decode_str;
use std::collections::BTreeMap;
use std::str::FromStr;

/// The most bytes of a word of a path or query that names something.
const LONGEST: usize = 512;

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
            ["latest", rest @ ..]
            | rest @ ["releases" | "releases.atom" | "operations" | "sign-in"] => {
                (Edition::Latest, rest)
            }
            _ => return None,
        };
        let page = page(rest, words.len() == 1)?;
        let asked = Query::read(query.unwrap_or_default());
        let choice = PageChoice {
            period: asked.value("period"),
            boundary: asked.value("boundary"),
            breakdown: asked.text("breakdown").unwrap_or_default().to_owned(),
            area: asked.text("area").map(str::to_owned),
            compare: asked.text("compare").map(str::to_owned),
            level: asked.text("level").map(str::to_owned),
            row: asked.text("row").map(str::to_owned),
            sort: asked.value("sort").unwrap_or_default(),
        };
        let choice = choice.of(&page);
        Some(Address {
            edition,
            page,
            lang: asked.value("lang"),
            text: asked.text("view") == Some("text"),
            file: asked.value("format"),
            choice,
        })
    }
}

/// The page of a path; `alone` when the path names no release.
fn page(rest: &[&str], alone: bool) -> Option<Page> {
    Some(match rest {
        [] => Page::Home,
        ["areas"] => Page::Areas,
        ["areas", code] => Page::Area((*code).to_owned()),
        ["kpis", id] => Page::Kpi((*id).to_owned()),
        ["verdicts", kpi, area, period] => {
            Page::Verdict((*kpi).to_owned(), (*area).to_owned(), period.parse().ok()?)
        }
        ["studies"] => Page::Studies,
        ["studies", study, outcome, score] => {
            let [study, outcome, score] = [study, outcome, score].map(|w| (*w).to_owned());
            Page::Study(study, outcome, score)
        }
        ["studies", study, outcome, score, "picture"] => {
            let [study, outcome, score] = [study, outcome, score].map(|w| (*w).to_owned());
            Page::StudyPicture(study, outcome, score)
        }
        ["catalogue"] => Page::Catalogue,
        ["catalogue", dataset] => Page::Dataset((*dataset).to_owned()),
        ["words"] => Page::Words,
        ["changes"] => Page::Changes,
        ["operations"] if alone => Page::Operations,
        ["sign-in"] if alone => Page::SignIn,
        ["releases.atom"] if alone => Page::Feed,
        ["releases"] if alone => Page::Releases,
        ["files", name] => Page::File((*name).to_owned()),
        _ => return None,
    })
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

/// The pairs of a query, or of a form that was sent; of a name that stands twice the first.
pub struct Query(BTreeMap<String, String>);

impl Query {
    /// Reads `name=value&name=value`.
    pub fn read(query: &str) -> Query {
        let mut pairs = BTreeMap::new();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if let (Some(name), Some(value)) = (decoded(name), decoded(&value.replace('+', " "))) {
                pairs.entry(name).or_insert(value);
            }
        }
        Query(pairs)
    }

    /// The value of a name; that of a query is passed over where it is longer than any name: every
    /// link of the page would repeat it.
    pub fn text(&self, name: &str) -> Option<&str> {
        let text = self.0.get(name).map(String::as_str);
        text.filter(|text| (1..=LONGEST).contains(&text.len()))
    }

    /// The value of a name in a form that was sent, as long as it is.
    pub fn sent(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    fn value<T: FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.parse().ok()
    }
}

fn decoded(word: &str) -> Option<String> {
    let text = percent_decode_str(word).decode_utf8().ok()?;
    Some(text.into_owned())
}

//! A request to the API, read strictly: what is not known, not clear or not harmless is refused with
//! a remedy, so that nobody takes the answer to another question for theirs.

use crate::app::api::parameter::{ApiParameter, Holds};
use crate::app::api::problem::Problem;
use crate::app::cli::{AsOf, AskedPeriod};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::site::encoded;
use crate::model::{Breakdown, nearest};
use chrono::NaiveDate;
use percent_encoding::percent_decode_str;
use std::collections::BTreeMap;

/// The most bytes of a query.
const LONGEST_QUERY: usize = 8 << 10;

/// The most bytes of a name.
const LONGEST_NAME: usize = 512;

/// The values of the parameters of a request, each of the form that its parameter asks for.
#[derive(Clone, Debug, Default)]
pub struct ApiValues(BTreeMap<&'static str, String>);

impl ApiValues {
    /// Reads a query by the parameters that it may have.
    ///
    /// # Errors
    /// When it has another one, one twice, or one whose value it cannot have.
    pub fn read(query: &str, known: &[ApiParameter], lang: Lang) -> Result<ApiValues, Problem> {
        if query.len() > LONGEST_QUERY {
            let said = say!(lang, "api-query-too-long", most = LONGEST_QUERY);
            return Err(Problem::bad_request("query_too_long", said));
        }
        let mut values = BTreeMap::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (Some(name), Some(value)) = (decoded(name), decoded(value)) else {
                let said = lang.say("api-not-utf8").to_owned();
                return Err(Problem::bad_request("not_utf8", said));
            };
            let Some(parameter) = known.iter().find(|p| p.name == name) else {
                return Err(unknown(lang, &name, known));
            };
            if values.contains_key(parameter.name) {
                let said = say!(lang, "api-twice", name = parameter.name);
                return Err(Problem::bad_request("parameter_twice", said));
            }
            fits(parameter, &value, lang)?;
            values.insert(parameter.name, value);
        }
        let lacking = |p: &&ApiParameter| p.required && !values.contains_key(p.name);
        match known.iter().find(lacking) {
            Some(p) => Err(Problem::bad_request(
                "parameter_missing",
                say!(lang, "api-missing", name = p.name, doc = p.doc),
            )),
            None => Ok(ApiValues(values)),
        }
    }

    /// The value of a parameter as it was given.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The value of a parameter as what it holds.
    pub fn value<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.parse().ok()
    }

    /// The query of these values with others in place of some; what has no value is left out.
    pub fn query_with(&self, others: &[(&'static str, Option<String>)]) -> String {
        let mut all = self.0.clone();
        for (name, value) in others {
            match value {
                Some(value) => all.insert(name, value.clone()),
                None => all.remove(name),
            };
        }
        let pair = |(name, value): (&&str, &String)| format!("{name}={}", encoded(value));
        all.iter().map(pair).collect::<Vec<_>>().join("&")
    }
}

/// That a parameter is not known, with the nearest and with all that are.
fn unknown(lang: Lang, name: &str, known: &[ApiParameter]) -> Problem {
    let names: Vec<&str> = known.iter().map(|p| p.name).collect();
    let shown: String = name.chars().take(40).collect();
    let said = say!(
        lang,
        "api-unknown-parameter",
        name = shown,
        known = names.join(", ")
    );
    let problem = Problem::bad_request("unknown_parameter", said);
    match nearest(name, names) {
        Some(near) => problem.with("did_you_mean", near.into()),
        None => problem,
    }
}

/// Whether a parameter can have a value.
fn fits(parameter: &ApiParameter, value: &str, lang: Lang) -> Result<(), Problem> {
    let harmless = value.len() <= LONGEST_NAME && !value.contains(char::is_control);
    let filled = !value.trim().is_empty() || parameter.holds == Holds::Breakdown;
    let right = match parameter.holds {
        Holds::Text => true,
        Holds::Period => value.parse::<AskedPeriod>().is_ok(),
        Holds::Day => value.parse::<NaiveDate>().is_ok(),
        Holds::Moment => value.parse::<AsOf>().is_ok(),
        Holds::Breakdown => Breakdown::read(value).is_some(),
        Holds::Words(words) => words.contains(&value),
        Holds::Count(least, most) => value
            .parse()
            .is_ok_and(|n: usize| (least..=most).contains(&n)),
    };
    if harmless && filled && right {
        return Ok(());
    }
    let asked = match parameter.holds {
        _ if !harmless => say!(lang, "api-harmful-value", most = LONGEST_NAME),
        Holds::Words(words) => say!(lang, "api-one-of", words = words.join(", ")),
        Holds::Count(least, most) => say!(lang, "api-between", least = least, most = most),
        Holds::Day => lang.say("api-a-day").to_owned(),
        Holds::Moment => lang.say("api-a-moment").to_owned(),
        Holds::Period => lang.say("api-a-period").to_owned(),
        Holds::Breakdown => lang.say("api-a-breakdown").to_owned(),
        Holds::Text => lang.say("api-not-empty").to_owned(),
    };
    let said = say!(lang, "api-bad-value", name = parameter.name, asked = asked);
    Err(Problem::bad_request("bad_value", said).with("parameter", parameter.name.into()))
}

/// A word of a query or path; nothing where it is no UTF-8.
pub fn decoded(word: &str) -> Option<String> {
    let spaced = word.replace('+', " ");
    let text = percent_decode_str(&spaced).decode_utf8().ok()?;
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::api::parameter::{AREA, BREAKDOWN, OF_PAGES, OF_ROWS, PERIOD};

    const KNOWN: [ApiParameter; 5] = [AREA.needed(), PERIOD, BREAKDOWN, OF_ROWS[0], OF_PAGES[0]];

    fn code(query: &str) -> String {
        ApiValues::read(query, &KNOWN, Lang::En).map_or_else(
            |problem| problem.code.to_owned(),
            |values| values.query_with(&[]),
        )
    }

    #[test]
    fn a_query_is_read_as_it_was_meant_or_refused() {
        for (query, read) in [
            ("area=H%C3%A0+N%E1%BB%99i&", "area=H%C3%A0%20N%E1%BB%99i"),
            ("area=01&breakdown=", "area=01&breakdown="),
            ("period=2020", "parameter_missing"),
            ("area=01&area=02", "parameter_twice"),
            ("area=01&perod=2020", "unknown_parameter"),
            ("area=01&period=soon", "bad_value"),
            ("area=01&limit=0", "bad_value"),
            ("area=01&limit=99999999999999999999", "bad_value"),
            ("area=01&limit=-1", "bad_value"),
            ("area=01&format=xml", "bad_value"),
            ("area=", "bad_value"),
            ("area=%00", "bad_value"),
            ("area=%FF", "not_utf8"),
        ] {
            assert_eq!(code(query), read, "{query}");
        }
        assert_eq!(code(&format!("area={}", "a".repeat(600))), "bad_value");
        assert_eq!(
            code(&format!("area={}", "a".repeat(10_000))),
            "query_too_long"
        );
    }
}

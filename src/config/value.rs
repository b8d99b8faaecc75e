//! Texts of the configuration into values: each reader gives the value, or a finding with the
//! remedy.
//!
//! Checkers go on after a finding with whatever could be made, so that one fault does not hide the
//! next. `load` hands the plan out only when nothing was found.

use super::document::ConfigNode;
use super::{raw, rule};
use crate::model::{Bilingual, Dec, Finding, Period, WordError, nearest, start_of_day};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

/// `a`, `b` and `c`, each in backticks.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names
        .into_iter()
        .map(|n| format!("`{n}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The hint for an unknown name: the nearest one, or what there is.
pub(super) fn did_you_mean(name: &str, what: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => format!("there are no {what}"),
        None => format!("the {what} are {}", list(known.iter().copied())),
    }
}

/// A text that must not be empty.
pub(super) fn text(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> String {
    if raw.trim().is_empty() {
        faults.push(
            at.error(rule::BAD_VALUE, "the text is empty")
                .hint("write it out"),
        );
    }
    raw.to_owned()
}

/// A title in at least one language.
pub(super) fn title(
    at: &ConfigNode<'_>,
    raw: &raw::Bilingual,
    faults: &mut Vec<Finding>,
) -> Bilingual {
    bilingual(at, "title", raw, faults)
}

/// A text in at least one language; `what` it is.
pub(super) fn bilingual(
    at: &ConfigNode<'_>,
    what: &str,
    raw: &raw::Bilingual,
    faults: &mut Vec<Finding>,
) -> Bilingual {
    let text = optional_title(Some(raw));
    if text.vi.is_empty() && text.en.is_empty() {
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("the {what} is empty in both languages"),
            )
            .hint("give `vi`, `en` or both"),
        );
    }
    text
}

/// A title or description that may be left out.
pub(super) fn optional_title(raw: Option<&raw::Bilingual>) -> Bilingual {
    let trimmed = |text: Option<&String>| text.map(|t| t.trim().to_owned()).unwrap_or_default();
    raw.map_or_else(Bilingual::default, |raw| Bilingual {
        vi: trimmed(raw.vi.as_ref()),
        en: trimmed(raw.en.as_ref()),
    })
}

/// Whether a text can be an identifier or column name: `snake_case` ASCII that begins with a
/// letter.
fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// An identifier.
pub(super) fn identifier(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> String {
    if !is_identifier(raw) {
        let hint = "use lower-case letters a-z, digits and `_`, beginning with a letter";
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{raw}` is not an identifier"))
                .hint(hint),
        );
    }
    raw.to_owned()
}

/// The identifier that a file declares by its name.
pub(super) fn file_stem(at: &ConfigNode<'_>, stem: &str, faults: &mut Vec<Finding>) -> String {
    if !is_identifier(stem) {
        let hint =
            "rename the file: lower-case letters a-z, digits and `_`, beginning with a letter";
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("the file name `{stem}` is not an identifier"),
            )
            .hint(hint),
        );
    }
    stem.to_owned()
}

/// A value whose error says what to write.
pub(super) fn parsed<T: FromStr<Err: Display>>(
    at: &ConfigNode<'_>,
    raw: &str,
    faults: &mut Vec<Finding>,
) -> Option<T> {
    raw.parse()
        .map_err(|e| faults.push(at.error(rule::BAD_VALUE, format!("{e}"))))
        .ok()
}

/// A word of a closed list of the model.
pub(super) fn word<T: FromStr<Err = WordError>>(
    at: &ConfigNode<'_>,
    raw: &str,
    faults: &mut Vec<Finding>,
) -> Option<T> {
    raw.parse()
        .map_err(|e| faults.push(wrong_word(at, &e)))
        .ok()
}

/// A word of a closed list of the configuration.
pub(super) fn one_of<T: Copy>(
    at: &ConfigNode<'_>,
    raw: &str,
    what: &'static str,
    words: &[(&str, T)],
    faults: &mut Vec<Finding>,
) -> Option<T> {
    let found = words
        .iter()
        .find(|(word, _)| *word == raw)
        .map(|(_, value)| *value);
    if found.is_none() {
        let error = WordError {
            text: raw.to_owned(),
            what,
            allowed: list(words.iter().map(|(word, _)| *word)),
        };
        faults.push(wrong_word(at, &error));
    }
    found
}

/// Lists no longer than this are shown whole rather than guessed from.
const SHORT_LIST: usize = 5;

fn wrong_word(at: &ConfigNode<'_>, error: &WordError) -> Finding {
    let allowed: Vec<&str> = error
        .allowed
        .split(", ")
        .map(|word| word.trim_matches('`'))
        .collect();
    let hint = match nearest(&error.text, allowed.iter().copied()) {
        Some(near) if allowed.len() > SHORT_LIST => format!("did you mean `{near}`?"),
        _ => format!("write one of {}", error.allowed),
    };
    at.error(
        rule::BAD_VALUE,
        format!("`{}` is not a {}", error.text, error.what),
    )
    .hint(hint)
}

/// An exact decimal.
pub(super) fn decimal(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> Option<Dec> {
    let hint = "write digits with a decimal point and no grouping, as in `\"0.20\"`";
    raw.parse()
        .map_err(|e| faults.push(at.error(rule::BAD_VALUE, format!("{e}")).hint(hint)))
        .ok()
}

/// `N %` as a share of 1, between 0 and 1.
pub(super) fn percent(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> Option<Dec> {
    let share = raw
        .strip_suffix('%')
        .and_then(|number| Dec::parse_scaled(number.trim(), -2).ok());
    let share = share.filter(|s| *s >= Dec::ZERO && *s <= Dec::from_int(1));
    if share.is_none() {
        let message = format!("`{raw}` is not a share in percent between 0 and 100");
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint("write it as `0.5 %`"),
        );
    }
    share
}

fn day(raw: &str) -> Option<NaiveDate> {
    // chrono would take `2025-6-3` too.
    NaiveDate::parse_from_str(raw, "%Y-%m-%d")
        .ok()
        .filter(|_| raw.len() == "2025-06-30".len())
}

/// A calendar day.
pub(super) fn date(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> Option<NaiveDate> {
    let date = day(raw);
    if date.is_none() {
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{raw}` is not a day"))
                .hint("write year, month and day, as in `2025-06-30`"),
        );
    }
    date
}

/// A day of a zone, from its first instant on, or an RFC 3339 instant.
pub(super) fn instant(
    at: &ConfigNode<'_>,
    raw: &str,
    zone: Tz,
    faults: &mut Vec<Finding>,
) -> Option<DateTime<Utc>> {
    let first = || day(raw).map(|d| start_of_day(d, zone));
    let instant = DateTime::parse_from_rfc3339(raw)
        .ok()
        .map(|t| t.to_utc())
        .or_else(first);
    if instant.is_none() {
        let hint = "write a day as in `2025-10-10` or an instant as in `2025-10-10T08:30:00+07:00`";
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("`{raw}` is neither a day nor an RFC 3339 instant"),
            )
            .hint(hint),
        );
    }
    instant
}

/// A time zone.
pub(super) fn zone(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> Option<Tz> {
    let zone = raw.parse().ok();
    if zone.is_none() {
        let hint = match nearest(raw, chrono_tz::TZ_VARIANTS.iter().map(|z| z.name())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write an IANA name such as `Asia/Ho_Chi_Minh`".to_owned(),
        };
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{raw}` is not a time zone"))
                .hint(hint),
        );
    }
    zone
}

/// A number with a unit of time: `90s`, `30m`, `12h`, `7d`, `2w`.
pub(super) fn duration(
    at: &ConfigNode<'_>,
    raw: &str,
    faults: &mut Vec<Finding>,
) -> Option<Duration> {
    let seconds = |raw: &str| {
        let unit = match raw.chars().next_back()? {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 7 * 86_400,
            _ => return None,
        };
        let digits = raw
            .get(..raw.len() - 1)
            .filter(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()))?;
        u64::from(digits.parse::<u32>().ok()?).checked_mul(unit)
    };
    let duration = seconds(raw).map(Duration::from_secs);
    if duration.is_none() {
        let hint = "write a whole number with `s`, `m`, `h`, `d` or `w`, as in `7d`";
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{raw}` is not a length of time"))
                .hint(hint),
        );
    }
    duration
}

/// A number with a unit of time, `500ms` included, in milliseconds; at least so many.
pub(super) fn milliseconds(
    at: &ConfigNode<'_>,
    raw: &str,
    least: u64,
    faults: &mut Vec<Finding>,
) -> Option<u64> {
    let length = match raw.strip_suffix("ms") {
        Some(digits) => digits
            .parse::<u32>()
            .ok()
            .filter(|_| digits.bytes().all(|b| b.is_ascii_digit()))
            .map(u64::from),
        // The finding is said below, with the unit that is allowed here alone.
        None => duration(at, raw, &mut vec![]).and_then(|d| u64::try_from(d.as_millis()).ok()),
    };
    let length = length.filter(|ms| *ms >= least);
    if length.is_none() {
        let hint = "write a whole number with `ms`, `s`, `m` or `h`, as in `500ms`";
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("`{raw}` is not a length of time that can be used here"),
            )
            .hint(hint),
        );
    }
    length
}

/// A whole number within bounds.
pub(super) fn whole<T: TryFrom<i64>>(
    at: &ConfigNode<'_>,
    raw: i64,
    bounds: std::ops::RangeInclusive<i64>,
    faults: &mut Vec<Finding>,
) -> Option<T> {
    let value = Some(raw)
        .filter(|n| bounds.contains(n))
        .and_then(|n| T::try_from(n).ok());
    if value.is_none() {
        let hint = match *bounds.end() {
            i64::MAX => format!("write at least {}", bounds.start()),
            end => format!("write a number from {} to {end}", bounds.start()),
        };
        faults.push(
            at.error(rule::BAD_VALUE, format!("{raw} is out of range"))
                .hint(hint),
        );
    }
    value
}

/// Areas and periods of which somebody has said that they are right.
pub(super) fn confirmed(
    at: &ConfigNode<'_>,
    raw: &[raw::Confirmed],
    faults: &mut Vec<Finding>,
) -> Vec<(String, Period)> {
    let one = |(i, raw): (usize, &raw::Confirmed)| {
        let at = at.item(i);
        let area = text(&at.key("area_code"), &raw.area_code, faults);
        Some((area, parsed(&at.key("period"), &raw.period, faults)?))
    };
    raw.iter().enumerate().filter_map(one).collect()
}

/// Tells each item of a list that stands there before, by its text.
pub(super) fn repeated(at: &ConfigNode<'_>, items: &[String], faults: &mut Vec<Finding>) {
    for (i, item) in items.iter().enumerate() {
        if items[..i].contains(item) {
            faults.push(
                at.item(i)
                    .error(rule::DUPLICATE, format!("`{item}` is listed twice"))
                    .hint("leave one out"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::Document;
    use super::*;

    #[test]
    fn lengths_of_time_and_shares() {
        let mut faults = vec![];
        let document = Document::parse("f.toml", "", &mut faults);
        let at = document.root();
        let mut seconds = |text: &str| duration(&at, text, &mut faults).map(|d| d.as_secs());
        assert_eq!(
            ["90s", "30m", "12h", "7d", "2w"].map(&mut seconds),
            [90, 1_800, 43_200, 604_800, 1_209_600].map(Some)
        );
        assert_eq!(
            ["", "d", "7", "-1d", "1.5h", "7 d", "7đ", "99999999999w"].map(&mut seconds),
            [None; 8]
        );
        let mut share = |text: &str| percent(&at, text, &mut faults).map(|d| d.to_string());
        assert_eq!(
            ["0 %", "0.5%", "100 %"].map(&mut share),
            ["0", "0.005", "1"].map(|t| Some(t.to_owned()))
        );
        assert_eq!(
            ["", "5", "-1 %", "100.1 %", "0.00001 %", "1 % %"].map(&mut share),
            [const { None }; 6]
        );
        assert_eq!(faults.len(), 14);
    }
}

//! Words for periods and for how settled a figure is, as Vietnamese and English tables write them: `Sơ bộ 2024`, `Quý I/2024`, `6 tháng/2000`, `Prel. 2024`, `2020-Q1`.
//!
//! Recognised, not converted: a contract still says which column is the period.

use crate::ingest::text::tidy;
use crate::model::Status;

/// What a text says about time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The period, as in tables: `2024`, `2024-Q1`, `2024-03`; empty when only a status is named.
    pub period: String,
    /// From the beginning of the year to the end of the period.
    pub cumulative: bool,
    /// How settled, if the text says so.
    pub status: Option<Status>,
}

/// Words of status, in lower case.
const STATUS: [(&str, Status); 14] = [
    ("sơ bộ", Status::Preliminary),
    ("preliminary", Status::Preliminary),
    ("prel.", Status::Preliminary),
    ("prel", Status::Preliminary),
    ("pre.", Status::Preliminary),
    ("ước thực hiện", Status::Estimate),
    ("ước tính", Status::Estimate),
    ("ước", Status::Estimate),
    ("estimated", Status::Estimate),
    ("estimate", Status::Estimate),
    ("est.", Status::Estimate),
    ("chính thức", Status::Final),
    ("quyết toán", Status::Final),
    ("final", Status::Final),
];

/// What a cell says about time, if that is all it says.
#[must_use]
pub fn read(text: &str) -> Option<Word> {
    // Most cells say nothing of time, and there are many cells.
    if text.len() > 80 || (text.len() > 24 && !text.bytes().any(|b| b.is_ascii_digit())) {
        return None;
    }
    let lower = tidy(text).to_lowercase();
    let mut rest = lower.trim();
    if rest.is_empty() || rest.len() > 60 {
        return None;
    }
    let mut status = None;
    for (word, meaning) in STATUS {
        if let Some(after) = rest.strip_prefix(word)
            && !after.starts_with(char::is_alphabetic)
        {
            (status, rest) = (Some(meaning), after.trim());
            break;
        }
        if let Some(before) = rest.strip_suffix(word).or_else(|| rest.strip_suffix(&format!("({word})") as &str))
            && before.ends_with([' ', '(', '\u{a0}'])
        {
            (status, rest) = (Some(meaning), before.trim_end_matches(['(', ' ', '\u{a0}']));
            break;
        }
    }
    if rest.is_empty() {
        return status.map(|_| Word { period: String::new(), cumulative: false, status });
    }
    let (period, cumulative) = period(rest)?;
    Some(Word { period, cumulative, status })
}

fn period(text: &str) -> Option<(String, bool)> {
    // `năm 2024`, `2024`
    let plain = text.strip_prefix("năm").unwrap_or(text).trim();
    if let Some(year) = year(plain) {
        return Some((year.to_owned(), false));
    }
    // `2024-q1`, `2024q1`, `2024-03`, `2024-m03`, `2024m03`
    if let Some((first, rest)) = text.split_at_checked(4).filter(|(first, _)| year(first).is_some()) {
        // `2000.5` and `202401` are figures.
        let rest = match rest.strip_prefix(['-', '/', ' ']) {
            Some(rest) => rest,
            None if rest.starts_with(['q', 'm']) => rest,
            None => return None,
        };
        if let Some(quarter) = rest.strip_prefix('q').and_then(|q| ordinal(q, 4)) {
            return Some((format!("{first}-Q{quarter}"), false));
        }
        let month = rest.strip_prefix('m').unwrap_or(rest);
        return (month.len() <= 2).then(|| ordinal(month, 12)).flatten().map(|m| (format!("{first}-{m:02}"), false));
    }
    let words: Vec<&str> = text.split([' ', '/', '-', '.', '\u{a0}']).filter(|w| !w.is_empty()).collect();
    let (last, before) = words.split_last()?;
    let year = year(last)?;
    match before {
        ["quý", n] | ["quý", n, "năm"] | ["quarter", n] => ordinal(n, 4).map(|q| (format!("{year}-Q{q}"), false)),
        ["tháng", n] | ["tháng", n, "năm"] => ordinal(n, 12).map(|m| (format!("{year}-{m:02}"), false)),
        [n, "tháng"] | [n, "tháng", "năm" | "đầu"] | [n, "tháng", "đầu", "năm"] | [n, "months"] | [n, "months", "of"] => {
            ordinal(n, 12).map(|m| (format!("{year}-{m:02}"), true))
        }
        [q] if q.len() == 2 && q.starts_with('q') => ordinal(&q[1..], 4).map(|q| (format!("{year}-Q{q}"), false)),
        [m] if m.len() <= 2 => ordinal(m, 12).map(|m| (format!("{year}-{m:02}"), false)),
        [month] => MONTHS.iter().position(|name| *name == *month || month.get(..3) == Some(name)).map(|i| (format!("{year}-{:02}", i + 1), false)),
        _ => None,
    }
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn year(text: &str) -> Option<&str> {
    let n: u32 = (text.len() == 4).then(|| text.parse().ok())??;
    (1900..2100).contains(&n).then_some(text)
}

/// A number up to `most`, in digits or Roman.
fn ordinal(text: &str, most: u32) -> Option<u32> {
    const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    let n = text.parse().ok().or_else(|| ROMAN.iter().position(|r| *r == text).and_then(|i| u32::try_from(i + 1).ok()))?;
    (1..=most).contains(&n).then_some(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_and_their_status() {
        for (text, period, cumulative, status) in [
            ("Sơ bộ 2024", "2024", false, Some(Status::Preliminary)),
            ("So\u{31b} bo\u{323}\u{302} 2024", "2024", false, Some(Status::Preliminary)),
            ("Prel. 2024", "2024", false, Some(Status::Preliminary)),
            ("Pre. 2015", "2015", false, Some(Status::Preliminary)),
            ("2024 (ước tính)", "2024", false, Some(Status::Estimate)),
            ("Est. 2016", "2016", false, Some(Status::Estimate)),
            ("Quý I/2024", "2024-Q1", false, None),
            ("quý 4 năm 2023", "2023-Q4", false, None),
            ("6 tháng/2000", "2000-06", true, None),
            ("Ước tính 9 tháng đầu năm 2024", "2024-09", true, Some(Status::Estimate)),
            ("Tháng 3 năm 2024", "2024-03", false, None),
            ("2020-Q1", "2020-Q1", false, None),
            ("2020M01", "2020-01", false, None),
            ("03/2024", "2024-03", false, None),
            ("Năm 2019", "2019", false, None),
            ("March 2021", "2021-03", false, None),
            ("Sơ bộ", "", false, Some(Status::Preliminary)),
        ] {
            assert_eq!(read(text), Some(Word { period: period.into(), cumulative, status }), "{text}");
        }
        for text in ["Hà Nội", "", "1899", "Quý V/2024", "13/2024", "2024-01-15", "finale 2024", "12 345", "5 2024 1", "2000.5", "202609"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

//! Periods as sentences name them: `2020`, `Q3 2020`, `September 2020`, and the same in Vietnamese.

use crate::app::api::check::words::{Phrases, phrases};
use crate::app::lang::Lang;
use crate::model::Period;

/// The period that words begin with, and how many they are.
pub fn period_in(words: &[&str]) -> Option<(Period, usize)> {
    let first = *words.first()?;
    let begins = |all: &Phrases, at: usize| {
        let rest = words.get(at..).unwrap_or_default();
        let found = all.iter().find(|phrase| rest.starts_with(phrase));
        found.map_or(0, Vec::len)
    };
    let of_year = phrases(|lang| lang.say("claim-words-year"));
    let year_after = |at: usize| {
        let at = at + begins(&of_year, at);
        let year = words.get(at).copied().filter(|w| is_year(w))?;
        Some((year, at + 1))
    };
    if let Some((year, taken)) = year_after(0) {
        return Some((year.parse().ok()?, taken));
    }
    if let Some((month, taken)) = month_in(words) {
        let (year, taken) = year_after(taken)?;
        return made(&format!("{month:02}"), year, taken);
    }
    let month = begins(&phrases(|lang| lang.say("claim-words-month")), 0) > 0;
    let quarter = begins(&phrases(|lang| lang.say("claim-words-quarter")), 0) > 0;
    let (named, at) = if month || quarter {
        (*words.get(1)?, 2)
    } else {
        (first.strip_prefix('q')?, 1)
    };
    let (part, year) = split(named);
    let (year, taken) = year.map(|year| (year, at)).or_else(|| year_after(at))?;
    if month {
        let month: u32 = part.parse().ok()?;
        return made(&format!("{month:02}"), year, taken);
    }
    let quarter = match part {
        "1" | "i" => 1,
        "2" | "ii" => 2,
        "3" | "iii" => 3,
        "4" | "iv" => 4,
        _ => return None,
    };
    made(&format!("Q{quarter}"), year, taken)
}

fn made(part: &str, year: &str, taken: usize) -> Option<(Period, usize)> {
    Some((format!("{year}-{part}").parse().ok()?, taken))
}

/// The month whose name words begin with, and how many they are; of two names the longer.
fn month_in(words: &[&str]) -> Option<(usize, usize)> {
    let texts = [Lang::Vi, Lang::En].map(|lang| lang.say("claim-words-months"));
    let months = texts.iter().flat_map(|text| text.split(", ").enumerate());
    let found = months.filter_map(|(i, name)| {
        let name: Vec<&str> = name.split(' ').collect();
        words.starts_with(&name).then_some((i + 1, name.len()))
    });
    found.max_by_key(|(_, length)| *length)
}

/// `9/2020` as a part and a year.
fn split(word: &str) -> (&str, Option<&str>) {
    match word.split_once(['/', '-']) {
        Some((part, year)) if is_year(year) => (part, Some(year)),
        _ => (word, None),
    }
}

/// Whether a word is a year of four digits that statistics are of.
fn is_year(word: &str) -> bool {
    let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    digits
        && word
            .parse()
            .is_ok_and(|year: u32| (1900..2100).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_as_sentences_name_them() {
        for (text, period, taken) in [
            ("2020 có", "2020", 1),
            ("năm 2020", "2020", 2),
            ("quý iii/2020 tăng", "2020-Q3", 2),
            ("quý 3 năm 2020", "2020-Q3", 4),
            ("q3 2020", "2020-Q3", 2),
            ("q3/2020", "2020-Q3", 1),
            ("tháng 9/2020", "2020-09", 2),
            ("tháng 12 năm 2020", "2020-12", 4),
            ("september 2020", "2020-09", 2),
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            let found = period_in(&words).map(|(p, n)| (p.to_string(), n));
            assert_eq!(found, Some((period.to_owned(), taken)), "{text}");
        }
        for text in [
            "tháng 13 năm 2020",
            "quý 5/2020",
            "26135",
            "hà nội",
            "năm nay",
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            assert_eq!(period_in(&words), None, "{text}");
        }
    }
}

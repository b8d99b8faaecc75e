//! Periods that one column writes in several ways, or with letters of another script.

use super::guesses::{WritingDoubt, WritingGuess};
use super::writing::{FORMATS, YEARS, formats_line, guess, with_formats};
use crate::ingest::preview::label;
use crate::model::{Period, PeriodWriting, as_latin, lookalike};

/// Formats with letters that other scripts have as well.
const LETTERED: &[&str] = &[
    "{year}M{month}",
    "{year}-M{month}",
    "{year} M{month}",
    "M{month}/{year}",
    "{year}K{quarter}",
    "{year} K{quarter}",
    "{year}H{half_year}",
    "{year}-H{half_year}",
    "{year}S{half_year}",
    "{year}T{quarter}",
    "T{quarter} {year}",
    "T{quarter}/{year}",
];

/// Formats that stand beside others in one column.
const ABBREVIATED: &[&str] = &[
    "Quí {quarter_roman}/{year}",
    "Quí {quarter_roman} {year}",
    "Quí {quarter}/{year}",
    "Q{quarter_roman}/{year}",
    "{months}T/{year}",
    "{months}T {year}",
    "T{month} {year}",
    "T{month}-{year}",
];

/// Most words before a period.
const WORDS: usize = 4;

/// Labels with a letter that looks like a Latin one and is none.
pub(super) fn of_another_script(texts: &[&str]) -> Option<WritingGuess> {
    let is_other = |c: &char| matches!(u32::from(*c), 0x370..=0x52f);
    let mut letters = texts.iter().flat_map(|text| text.chars().filter(is_other));
    let letter = letters.next()?;
    let latin = as_latin(&letter.to_string());
    if !letters.all(|other| other == letter) || !latin.is_ascii() {
        return None;
    }
    let formats = LETTERED.iter().chain(FORMATS);
    let mut found = formats.filter_map(|format| {
        let format = with_letter(format, &latin, letter)?;
        let line = formats_line(&[&format]);
        guess(texts, with_formats(&[&format])?, None, line)
    });
    let mut first = found.next()?;
    let alike = |other: WritingGuess| {
        let same = |text: &&str| other.writing.read(text) == first.writing.read(text);
        texts.iter().all(same)
    };
    let is_only = found.all(alike);
    first.letter = texts.iter().find_map(|text| lookalike(text));
    is_only.then_some(first)
}

/// A format with a letter of another script in place of the Latin one; none where it has no such.
fn with_letter(format: &str, latin: &str, letter: char) -> Option<String> {
    let mut is_slot = false;
    let replaced: String = format
        .chars()
        .map(|c| {
            is_slot = (is_slot && c != '}') || c == '{';
            let is_alike = !is_slot && c.is_ascii_uppercase() && latin == c.to_string();
            if is_alike { letter } else { c }
        })
        .collect();
    (replaced != format).then_some(replaced)
}

/// Labels, some by formats, some behind words of which a person says what they mean.
pub(super) fn of_several_formats(texts: &[&str]) -> Option<WritingGuess> {
    let (mut formats, mut words) = (Vec::new(), Vec::new());
    let mut periods: Vec<Period> = Vec::new();
    for text in texts {
        if let Some(period) = read(text, &mut formats) {
            periods.push(period);
            continue;
        }
        let (word, rest) = text.split_once(' ')?;
        if !word.chars().all(char::is_alphabetic) {
            return None;
        }
        periods.push(read(rest, &mut formats)?);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let first = periods.iter().min_by_key(|p| p.start())?.to_string();
    let last = periods.iter().max_by_key(|p| p.end())?.to_string();
    if words.len() > WORDS || words.len() * 2 > texts.len() {
        return None;
    }
    let mut keys = Vec::new();
    if !formats.is_empty() {
        keys.push(formats_line(&formats));
    }
    if !words.is_empty() {
        let each = words.iter().map(|word| format!("\"{word}\" = \"\""));
        keys.push(format!(
            "words = {{ {} }}",
            each.collect::<Vec<_>>().join(", ")
        ));
    }
    Some(WritingGuess {
        parts: Vec::new(),
        line: keys.join(", "),
        read: texts.len(),
        range: (first, last),
        doubt: (!words.is_empty()).then_some(WritingDoubt::Words),
        letter: None,
        writing: PeriodWriting::default(),
    })
}

/// The period of a text, as a label or by the formats that are tried; none where two of those read it
/// differently.
fn read(text: &str, used: &mut Vec<&'static str>) -> Option<Period> {
    if let Some(label) = label(text) {
        return Some(label.period);
    }
    let unambiguous = |format: &&&str| !format.contains("{yy}") && !format.contains("{week}");
    let tried = FORMATS.iter().filter(unambiguous).chain(ABBREVIATED);
    let mut found = tried.filter_map(|format| {
        let read = with_formats(&[format])?.read(text).ok()?;
        let label = read.label;
        let is_ours = read.declared && YEARS.contains(&label.period.year());
        is_ours.then_some((*format, label))
    });
    let (format, label) = found.next()?;
    if !found.all(|(_, other)| other == label) {
        return None;
    }
    if !used.contains(&format) {
        used.push(format);
    }
    Some(label.period)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_of_another_script_stands_in_the_format() {
        let line = |texts: &[&str]| of_another_script(texts).map(|found| found.line);
        for (texts, want) in [
            (
                &["2020М01", "2020М02"][..],
                Some("formats = [\"{year}М{month}\"]"),
            ),
            (
                &["Т1/2024", "Т12/2024"],
                Some("formats = [\"Т{month}/{year}\"]"),
            ),
            // Months or quarters.
            (&["Т1/2024", "Т2/2024"], None),
            (&["2020M01"], None),
            (&["Москва"], None),
        ] {
            assert_eq!(line(texts).as_deref(), want, "{texts:?}");
        }
    }

    #[test]
    fn labels_of_several_formats_are_read_one_by_one() {
        let line = |texts: &[&str]| of_several_formats(texts).map(|found| found.line);
        for (texts, want) in [
            (
                &["Quí I/2024", "T1/2024", "6T/2024", "TH 2023", "ƯTH 2024"][..],
                Some(
                    "formats = [\"Quí {quarter_roman}/{year}\", \"T{month}/{year}\", \
                        \"{months}T/{year}\"], words = { \"TH\" = \"\", \"ƯTH\" = \"\" }",
                ),
            ),
            (&["2023", "KH 2024"], Some("words = { \"KH\" = \"\" }")),
            (&["iron", "gold"], None),
            (&["2023", "about that"], None),
        ] {
            assert_eq!(line(texts).as_deref(), want, "{texts:?}");
        }
    }
}

//! How periods seem to be written where their labels do not say it by themselves: a year and a month
//! in two columns, days, years of two digits, fiscal years, years of the Buddhist era. What is
//! proposed reads every text of its columns; where two ways read them differently, none is.

use super::columns::Columns;
use super::guesses::{WritingDoubt, WritingGuess};
use crate::model::{
    Dashed, DayOf, Days, Era, Period, PeriodFormat, PeriodWriting, WhichDay, is_day,
};

/// Years of our time, within which periods of a draft lie.
pub(super) const YEARS: std::ops::Range<i32> = 1900..2100;
/// First of the hundred years that two digits are taken to mean.
const CENTURY: i32 = 2000;

/// Formats of one column that are tried, in groups of one meaning.
pub(super) const FORMATS: &[&str] = &[
    "{year}{month}",
    "{year}/{month}",
    "{year}-{month}",
    "{year}.0",
    "T{month}/{year}",
    "{year} H{half_year}",
    "H{half_year} {year}",
    "Tuần {week}/{year}",
    "Tuần {week} năm {year}",
    "W{week} {year}",
    "W{week}/{year}",
    "Week {week} {year}",
    "Week {week}, {year}",
    "KW {week}/{year}",
    "KW {week} {year}",
    "{month_name}-{yy}",
    "{month_name} {yy}",
    "{yy}-{month_name}",
    "{month}/{yy}",
    "{yy}/{month}",
    "Q{quarter} {yy}",
    "Q{quarter}-{yy}",
    "Q{quarter}/{yy}",
];

/// How one way writes all texts of a column.
pub(super) fn in_one_way(texts: &[&str]) -> Option<WritingGuess> {
    days(texts)
        .or_else(|| fiscal(texts))
        .or_else(|| by_format(texts))
        .or_else(|| buddhist(texts))
}

/// Pairs of years in a column of labels, each of which may be a month.
pub(super) fn pairs_of_years(columns: &Columns, at: usize) -> Option<WritingGuess> {
    fiscal(&texts(columns, at))
}

/// The different texts of a column.
pub(super) fn texts(columns: &Columns, at: usize) -> Vec<&str> {
    columns.values(at).filter(|t| !t.is_empty()).collect()
}

/// A guess, where the writing reads every text as a period of our time by what it declares.
pub(super) fn guess<T: AsRef<str>>(
    texts: &[T],
    writing: PeriodWriting,
    doubt: Option<WritingDoubt>,
    line: String,
) -> Option<WritingGuess> {
    let mut periods: Vec<Period> = Vec::new();
    for text in texts {
        let read = writing.read(text.as_ref()).ok().filter(|read| {
            (read.declared || writing.era.is_some()) && YEARS.contains(&read.label.period.year())
        })?;
        periods.push(read.label.period);
    }
    let first = periods.iter().min_by_key(|p| p.start())?.to_string();
    let last = periods.iter().max_by_key(|p| p.end())?.to_string();
    Some(WritingGuess {
        parts: Vec::new(),
        line,
        read: texts.len(),
        range: (first, last),
        doubt,
        letter: None,
        writing,
    })
}

pub(super) fn with_formats(texts: &[&str]) -> Option<PeriodWriting> {
    let read = texts.iter().map(|text| PeriodFormat::new(text, &[]).ok());
    Some(PeriodWriting {
        formats: read.collect::<Option<_>>()?,
        century: texts
            .iter()
            .any(|text| text.contains("{yy}"))
            .then_some(CENTURY),
        ..PeriodWriting::default()
    })
}

pub(super) fn formats_line(texts: &[&str]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| format!("\"{text}\"")).collect();
    format!("formats = [{}]", quoted.join(", "))
}

/// Whether weeks are those of ISO 8601, no file says.
pub(super) fn of_weeks(line: &str) -> Option<WritingDoubt> {
    line.contains("{week}").then_some(WritingDoubt::Weeks)
}

/// The only format that reads all texts, or the first of those that read them alike.
fn by_format(texts: &[&str]) -> Option<WritingGuess> {
    let mut found = FORMATS.iter().filter_map(|text| {
        let line = formats_line(&[text]);
        let (doubt, line) = if text.contains("{yy}") {
            let line = format!("{line}, century = \"{CENTURY}-{}\"", CENTURY + 99);
            (Some(WritingDoubt::Century), line)
        } else {
            (of_weeks(&line), line)
        };
        guess(texts, with_formats(&[text])?, doubt, line)
    });
    let first = found.next()?;
    let alike = |other: &WritingGuess| {
        texts
            .iter()
            .all(|t| other.writing.read(t) == first.writing.read(t))
    };
    found.all(|other| alike(&other)).then_some(first)
}

/// Days, by the months whose first or last they are.
fn days(texts: &[&str]) -> Option<WritingGuess> {
    if !texts.iter().all(|t| is_day(t)) {
        return None;
    }
    for which in [WhichDay::First, WhichDay::Last] {
        for of in [
            DayOf::Year,
            DayOf::HalfYear,
            DayOf::Quarter,
            DayOf::Month,
            DayOf::Week,
        ] {
            let word = if which == WhichDay::Last {
                ", day = \"last\""
            } else {
                ""
            };
            let writing = PeriodWriting {
                days: Some(Days {
                    of,
                    which,
                    zone: chrono_tz::Tz::UTC,
                }),
                ..PeriodWriting::default()
            };
            let line = format!("days = \"{of}\"{word}");
            // A single day is the first of its year, quarter and month alike.
            let doubt = (texts.len() < 3).then_some(WritingDoubt::Days);
            if let Some(found) = guess(texts, writing, doubt, line) {
                return Some(found);
            }
        }
    }
    None
}

/// Pairs of years, of which at least one is no month.
fn fiscal(texts: &[&str]) -> Option<WritingGuess> {
    let dashed: Option<Vec<Dashed>> = texts.iter().map(|t| Dashed::of(t)).collect();
    if dashed?.contains(&Dashed::Month) {
        return None;
    }
    let range = (texts.iter().min()?, texts.iter().max()?);
    Some(WritingGuess {
        parts: Vec::new(),
        line: "fiscal_year = { begins = \"\", named = \"both\" }".to_owned(),
        read: texts.len(),
        range: ((*range.0).to_owned(), (*range.1).to_owned()),
        doubt: Some(WritingDoubt::Fiscal),
        letter: None,
        writing: PeriodWriting::default(),
    })
}

fn buddhist(texts: &[&str]) -> Option<WritingGuess> {
    let writing = PeriodWriting {
        era: Some(Era::Buddhist),
        ..PeriodWriting::default()
    };
    guess(
        texts,
        writing,
        Some(WritingDoubt::Era),
        "era = \"buddhist\"".to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(texts: &[&str]) -> Option<String> {
        Some(in_one_way(texts)?.line)
    }

    #[test]
    fn what_reads_every_text_is_proposed() {
        for (texts, want) in [
            (
                &["2020-01-01", "2020-02-01", "2020-03-01"][..],
                Some("days = \"month\""),
            ),
            (
                &["2019-12-31", "2020-12-31"],
                Some("days = \"year\", day = \"last\""),
            ),
            (&["2020-01-01", "2020-04-01"], Some("days = \"quarter\"")),
            (&["2020-01-01", "2020-01-02"], None),
            (
                &["Jan-20", "Feb-20"],
                Some("formats = [\"{month_name}-{yy}\"], century = \"2000-2099\""),
            ),
            (&["202401", "202402"], Some("formats = [\"{year}{month}\"]")),
            (
                &["2024/1", "2024/12"],
                Some("formats = [\"{year}/{month}\"]"),
            ),
            (
                &["2008-09", "2012-13"],
                Some("fiscal_year = { begins = \"\", named = \"both\" }"),
            ),
            (&["2562", "2563"], Some("era = \"buddhist\"")),
            // Month and year, or year and month.
            (&["01/02", "02/03"], None),
            (&["101", "102"], None),
        ] {
            assert_eq!(line(texts).as_deref(), want, "{texts:?}");
        }
    }
}

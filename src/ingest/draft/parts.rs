//! Periods whose year and part stand apart: in two columns, or the year in headers above months.

use super::columns::Columns;
use super::guesses::WritingGuess;
use super::writing::{formats_line, guess, of_weeks, texts, with_formats};
use crate::ingest::conform::placeholder;

/// Formats of a year and a part of it, by what the name of the part's column asks for.
const PARTS: &[(&str, &[&str])] = &[
    (
        "{month}",
        &[
            "{year} {month}",
            "{year} {month_name}",
            "{year} {month_roman}",
            "{year} M{month}",
        ],
    ),
    (
        "{quarter}",
        &[
            "{year} {quarter}",
            "{year} {quarter_roman}",
            "{year} Q{quarter}",
        ],
    ),
    (
        "{half_year}",
        &[
            "{year} {half_year}",
            "{year} H{half_year}",
            "{year} S{half_year}",
        ],
    ),
    (
        "{week}",
        &["{year} {week}", "{year} W{week}", "{year} Tuần {week}"],
    ),
];

/// Formats of a year and a number of months from January, whatever the name of the column, with
/// that of the whole year where some rows are of it.
const TO_DATE: &[&[&str]] = &[
    &["{year} {months} tháng"],
    &["{year} {months} tháng", "{year} Cả năm"],
    &["{year} {months} tháng đầu năm"],
    &["{year} {months} tháng đầu năm", "{year} Cả năm"],
    &["{year} {months} months"],
    &["{year} first {months} months"],
];

/// A column of the year beside one of a part of it, both by place.
pub(super) fn of_columns(columns: &Columns, year: usize) -> Option<(usize, WritingGuess)> {
    let years = texts(columns, year);
    if years.is_empty() || !years.iter().all(|text| is_year(text)) {
        return None;
    }
    let others = (0..columns.names.len()).filter(|at| *at != year);
    let found = others.filter_map(|part| {
        let pairs = pairs(columns, year, part);
        Some((part, of_pairs(&pairs, &columns.names[part])?))
    });
    let (part, mut found) = found.take(1).last()?;
    found.parts = [year, part].map(|at| columns.names[at].clone()).to_vec();
    Some((part, found))
}

/// A column of parts of a year below headers of years: months down and years across.
pub(super) fn below_years(columns: &Columns, years: &[usize]) -> Option<(usize, WritingGuess)> {
    if years.is_empty() || !years.iter().all(|at| is_year(&columns.names[*at])) {
        return None;
    }
    let others = (0..columns.names.len()).filter(|at| !years.contains(at));
    let found = others.filter_map(|part| {
        let of_year = |at: &usize| {
            let year = &columns.names[*at];
            let texts = texts(columns, part);
            texts.into_iter().map(move |text| format!("{year} {text}"))
        };
        let pairs: Vec<String> = years.iter().flat_map(of_year).collect();
        Some((part, of_pairs(&pairs, &columns.names[part])?))
    });
    let (part, mut found) = found.take(1).last()?;
    found.parts = vec!["header".to_owned(), columns.names[part].clone()];
    let line = &found.line;
    found.line = format!("columns = {{ header = {{ from = \"header\" }} }}, {line}");
    Some((part, found))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())
}

/// How years and parts of them, joined, seem to be written: by what the name of the part asks for,
/// or as numbers of months.
fn of_pairs(pairs: &[String], name: &str) -> Option<WritingGuess> {
    let wanted = placeholder(name);
    let by_name = PARTS.iter().find(|(part, _)| wanted == Some(*part));
    let single = by_name.map_or(&[][..], |(_, formats)| formats);
    let single = single.iter().map(std::slice::from_ref);
    let mut all = single.chain(TO_DATE.iter().copied());
    all.find_map(|formats| {
        let writing = with_formats(formats)?;
        let line = formats_line(formats);
        guess(pairs, writing, of_weeks(&line), line)
    })
}

/// The different texts of two columns together.
fn pairs(columns: &Columns, year: usize, part: usize) -> Vec<String> {
    let mut pairs: Vec<String> = (0..columns.lines.len())
        .map(|row| format!("{} {}", columns.text(year, row), columns.text(part, row)))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

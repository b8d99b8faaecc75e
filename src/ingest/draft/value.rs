//! What the column of the figures is taken for: how its numbers are written, and which texts stand
//! in place of them.

use super::columns::{Columns, TYPED};
use super::guesses::{EXAMPLES, USUAL_MISSING, ValueGuess};
use super::notation::notation;
use super::signs::{self, codes};
use crate::ingest::number;
use crate::ingest::preview::{ColumnNumbers, Locale, Sign, beside};
use crate::model::{Format, NumberFormat, StatedUnit, ValueType, stated_units};

pub(super) fn value_guess(
    format: Format,
    columns: &Columns,
    at: usize,
    figures: &[usize],
) -> ValueGuess {
    let numbers = &columns.numbers[at];
    let (number, example) =
        apostrophes(columns, at).unwrap_or_else(|| number_format(format, numbers));
    let notation = number
        .filter(|_| !format.writes_plain_numbers())
        .map(|number| notation(columns, at, number));
    let number = notation.as_ref().map_or(number, |n| Some(n.number));
    let texts = Texts::of(columns, at, number);
    let name = |i: &usize| columns.names[*i].clone();
    ValueGuess {
        column: name(&at),
        multiple: multiple(&columns.names[at]),
        others: figures.iter().filter(|i| **i != at).map(name).collect(),
        figures: numbers.figures() + columns.typed[at],
        value_type: if texts.whole && number.is_some() {
            ValueType::Integer
        } else {
            ValueType::Decimal
        },
        number,
        example,
        codes: codes(columns, at, number),
        flags: texts.flags,
        missing: texts.missing,
        uncomputed: columns.uncomputed[at],
        dashes: columns
            .counted(at)
            .find(|(text, _)| *text == "-")
            .map_or(0, |(_, n)| n),
        mixed_percent: notation.as_ref().and_then(|n| n.mixed_percent),
        marks: notation.map(|n| n.marks).unwrap_or_default(),
        unreadable: texts.unreadable,
    }
}

/// The multiple that a header says, where it says one.
fn multiple(name: &str) -> Option<(String, i32)> {
    let stated = stated_units(name, "");
    let mut found = stated
        .into_iter()
        .filter_map(|(word, stated)| match stated {
            StatedUnit::Multiple(power) => Some((word, power)),
            StatedUnit::Currency(_) | StatedUnit::Share(_) => None,
        });
    found.next().filter(|_| found.next().is_none())
}

/// A text that shows how numbers are written, and its row.
type Example = Option<(String, u64)>;

fn number_format(format: Format, numbers: &ColumnNumbers) -> (Option<NumberFormat>, Example) {
    let example = |signs: &[Sign]| {
        signs
            .iter()
            .find_map(|s| numbers.evidence.get(s))
            .map(|(_, text, row)| (text.clone(), *row))
    };
    let written =
        |decimal: char, grouping: Option<char>| Some(NumberFormat::new(decimal, grouping));
    let spaced = numbers.spaced().then_some(' ');
    match numbers.locale() {
        _ if format.writes_plain_numbers() => {
            let plain = NumberFormat {
                exponent: true,
                ..NumberFormat::default()
            };
            (Some(plain), None)
        }
        Locale::Any => (written('.', spaced), example(&[Sign::Spaced])),
        Locale::Point => (written('.', spaced.or(Some(','))), example(&[Sign::Point])),
        Locale::Comma => (written(',', spaced.or(Some('.'))), example(&[Sign::Comma])),
        Locale::Ambiguous => (None, example(&[Sign::PointOrGroup, Sign::CommaOrGroup])),
        Locale::Mixed => (None, example(&[Sign::Comma, Sign::Point])),
    }
}

/// The format of figures whose digits an apostrophe groups, where the column has some.
fn apostrophes(columns: &Columns, at: usize) -> Option<(Option<NumberFormat>, Example)> {
    let formats = ['.', ','].map(|decimal| NumberFormat::new(decimal, Some('\'')));
    (0..columns.lines.len()).find_map(|row| {
        let text = columns.text(at, row);
        let format = formats
            .iter()
            .find(|f| text.contains(['\'', '\u{2019}']) && number::plain(text, **f).is_ok())?;
        Some((Some(*format), Some((text.to_owned(), columns.lines[row]))))
    })
}

/// Whether a text is the error of a spreadsheet in place of a figure, such as `#DIV/0!`.
fn is_error(text: &str) -> bool {
    text.starts_with('#') && text.ends_with(['!', '?'])
}

/// What the texts of the column are, read by the number format.
struct Texts {
    /// No figure has a fraction.
    whole: bool,
    missing: Vec<(String, u64)>,
    flags: Vec<(String, u64)>,
    unreadable: Vec<String>,
}

impl Texts {
    fn of(columns: &Columns, at: usize, number: Option<NumberFormat>) -> Texts {
        let (mut missing, mut unreadable, mut whole) = (Vec::new(), Vec::new(), true);
        let mut flags = Vec::new();
        for (text, count) in columns.counted(at) {
            if USUAL_MISSING.contains(&text) {
                continue;
            }
            let Some(format) = number else { continue };
            let text = text.replace(TYPED, &format.decimal.to_string());
            let figure = beside(&text).map_or(text.as_str(), |(figure, _)| figure);
            match number::plain(figure, format) {
                Ok(plain) => whole &= !plain.contains('.'),
                Err(_) if text.bytes().any(|b| b.is_ascii_digit()) && !is_error(&text) => {
                    unreadable.push(text);
                }
                Err(_) if signs::may_withhold(&text) => flags.push((text, count)),
                Err(_) => missing.push((text, count)),
            }
        }
        unreadable.truncate(EXAMPLES);
        // Words without digits are remarks when there are many of them, and then no figure belongs
        // here.
        missing.truncate(EXAMPLES);
        flags.truncate(EXAMPLES);
        Texts {
            whole,
            missing,
            flags,
            unreadable,
        }
    }
}

//! The texts of a format: they are compared as they stand, and none of them may say something of
//! the period or the figure that the format does not.

use super::format::{Element, FormatError};
use super::slot::Slot;
use super::words::{PeriodWord, Said};
use crate::label::{Mark, Piece, phrase};
use crate::lookalike::lookalike;
use crate::status::Status;

/// What a word asks of the format in which it stands.
#[derive(Clone, Copy)]
enum Needs {
    /// A quarter.
    Quarter,
    /// A month, or a number of months.
    Month,
    /// A half-year.
    HalfYear,
    /// Any part of a year: in several languages the letter of several of them.
    Part,
    /// A placeholder in its own place.
    Placeholder,
    /// A meaning under `words`.
    Meaning,
    /// A period that there is not.
    Week,
}

/// Words of other languages than those of labels, and what they ask for.
const WORDS: &[(&[&str], Needs)] = &[
    (
        &[
            "quí",
            "qtr",
            "trimestre",
            "quartal",
            "kwartal",
            "kuartal",
            "kvartal",
            "kwartaal",
            "квартал",
        ],
        Needs::Quarter,
    ),
    (
        &[
            "th",
            "thg",
            "mth",
            "mois",
            "mes",
            "meses",
            "mês",
            "monat",
            "mese",
            "bulan",
            "maand",
            "месяц",
        ],
        Needs::Month,
    ),
    (
        &[
            "half",
            "semestre",
            "semester",
            "halbjahr",
            "hy",
            "h",
            "s",
            "semestral",
            "полугодие",
        ],
        Needs::HalfYear,
    ),
    (&["t", "trim", "sem"], Needs::Part),
    (
        &[
            "second",
            "third",
            "fourth",
            "1st",
            "2nd",
            "3rd",
            "4th",
            "premier",
            "deuxième",
            "troisième",
            "quatrième",
            "last",
        ],
        Needs::Placeholder,
    ),
    (
        &[
            "week",
            "weeks",
            "wk",
            "w",
            "tuần",
            "semaine",
            "semana",
            "woche",
            "settimana",
            "minggu",
        ],
        Needs::Week,
    ),
    (
        &[
            "provisional",
            "provisoire",
            "provisório",
            "provvisorio",
            "vorläufig",
            "revised",
            "estimation",
            "estimé",
            "estimación",
            "forecast",
            "projected",
            "projection",
            "budget",
            "plan",
            "planned",
            "target",
            "acumulado",
            "cumulato",
            "kumuliert",
            "kumulatif",
            "average",
            "avg",
            "mean",
            "end",
        ],
        Needs::Meaning,
    ),
];

/// What the texts of a format say together.
pub(super) fn said(
    elements: &[Element],
    slots: &[Slot],
    words: &[(String, PeriodWord)],
) -> Result<Said, FormatError> {
    let mut said = Said::default();
    let mut whole = false;
    let mut before = None;
    for element in elements {
        match element {
            Element::Slot(slot) => before = Some(*slot),
            Element::Text(text) => {
                plain(text, before)?;
                let (of_text, all) = of_text(text, slots, words)?;
                said = said
                    .and(of_text)
                    .map_err(|why| FormatError::new(why, "keep one"))?;
                whole |= all;
                before = None;
            }
        }
    }
    said.to_date &= !whole;
    Ok(said)
}

/// A text without digits and without letters that only look like others.
fn plain(text: &str, before: Option<Slot>) -> Result<(), FormatError> {
    if let Some(found) = lookalike(text) {
        return Err(FormatError::new(
            format!("it has {found}"),
            "write the letter that the file has, and declare two formats if it has both",
        ));
    }
    // `2024.0`, as programs write whole numbers.
    let number = before.is_some_and(Slot::is_number);
    let rest = text.strip_prefix(".0").filter(|_| number).unwrap_or(text);
    if rest.bytes().any(|b| b.is_ascii_digit()) {
        return Err(FormatError::new(
            format!("`{text}` has digits, which may be part of a period"),
            "write placeholders in place of digits",
        ));
    }
    Ok(())
}

/// What one text says, and whether it says the whole year.
fn of_text(
    text: &str,
    slots: &[Slot],
    words: &[(String, PeriodWord)],
) -> Result<(Said, bool), FormatError> {
    let fault = |why: String| FormatError::new(why, "keep one of the two");
    let (text, mut said) = super::words::strip(text, words).map_err(fault)?;
    let mut whole = false;
    let letters = text
        .to_lowercase()
        .replace(|c: char| !c.is_alphabetic(), " ");
    let pieces: Vec<Piece> = letters
        .split_whitespace()
        .map(|word| Piece::Word(word.to_owned()))
        .collect();
    let mut rest = pieces.as_slice();
    while let Some(Piece::Word(word)) = rest.first() {
        let length = match phrase(rest) {
            Some((mark, length)) => {
                let (more, all) = marked(mark, word, slots)?;
                said = said.and(more).map_err(fault)?;
                whole |= all;
                length
            }
            None => {
                if let Some((_, needs)) = WORDS.iter().find(|(all, _)| all.contains(&word.as_str()))
                {
                    needed(*needs, word, slots)?;
                }
                1
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok((said, whole))
}

/// What a phrase of labels says in a format.
fn marked(mark: Mark, word: &str, slots: &[Slot]) -> Result<(Said, bool), FormatError> {
    let status = |status: Status| Said {
        status: Some(status),
        to_date: false,
    };
    Ok(match mark {
        Mark::Status(said) => (status(said), false),
        Mark::Cumulative => (
            Said {
                status: None,
                to_date: true,
            },
            false,
        ),
        Mark::Whole if !slots.iter().any(|s| s.is_part()) => (Said::default(), true),
        Mark::Nothing => (Said::default(), false),
        Mark::Beginning if slots.contains(&Slot::Months) => (Said::default(), false),
        Mark::Quarter => {
            needed(Needs::Quarter, word, slots)?;
            (Said::default(), false)
        }
        Mark::Month => {
            needed(Needs::Month, word, slots)?;
            (Said::default(), false)
        }
        Mark::Named(_) | Mark::Ordinal(_) | Mark::Whole | Mark::Beginning => {
            needed(Needs::Placeholder, word, slots)?;
            (Said::default(), false)
        }
    })
}

fn needed(needs: Needs, word: &str, slots: &[Slot]) -> Result<(), FormatError> {
    let any = |of: fn(Slot) -> bool| slots.iter().any(|s| of(*s));
    let (met, says, hint) = match needs {
        Needs::Quarter => (
            any(Slot::is_quarter),
            "a quarter",
            "write `{quarter}` beside it",
        ),
        Needs::Month => (
            any(Slot::is_month) || slots.contains(&Slot::Months),
            "a month",
            "write `{month}` beside it, or `{months}` for a number of months from January",
        ),
        Needs::HalfYear => (
            slots.contains(&Slot::HalfYear),
            "a half-year",
            "write `{half_year}` beside it",
        ),
        Needs::Part => (
            any(Slot::is_part),
            "a part of a year",
            "write the placeholder of that part beside it",
        ),
        Needs::Placeholder => (
            false,
            "which part of a year it is",
            "write a placeholder in its place, such as `{quarter_roman}` or `{month_name}`",
        ),
        Needs::Meaning => (
            false,
            "more of the figure than its period",
            "say what it means under `words`, as in `words = { \"provisional\" = \
                \"preliminary\" }`; plans, forecasts and averages are figures of their own",
        ),
        Needs::Week => (
            false,
            "a week",
            "weeks are no periods: ask the provider for months",
        ),
    };
    if met {
        return Ok(());
    }
    Err(FormatError::new(
        format!("`{word}` says {says}, and the format does not"),
        hint,
    ))
}

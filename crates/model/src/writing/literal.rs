//! The texts of a format: they are compared as they stand, and none of them may say something of
//! the period or the figure that the format does not.

use super::element::{Element, FormatError};
use super::needs::{Needs, is_harmless, needed, of_word, unknown};
use super::slot::Slot;
use super::words::{PeriodWord, Said};
use crate::label::{LabelPart, Mark, phrase};
use crate::status::Status;

/// What the texts of a format say together.
pub(super) fn said(
    elements: &[Element],
    slots: &[Slot],
    words: &[(String, PeriodWord)],
) -> Result<Said, FormatError> {
    let mut said = Said::default();
    let mut whole = false;
    let mut before = None;
    for (at, element) in elements.iter().enumerate() {
        match element {
            Element::Slot(slot) => before = Some(*slot),
            Element::Text(text) => {
                let next = match elements.get(at + 1) {
                    Some(Element::Slot(slot)) => Some(*slot),
                    _ => None,
                };
                plain(text, before)?;
                counted(text, before)?;
                let around = Around { before, next };
                let (of_text, all) = of_text(text, around, slots, words)?;
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

/// A text without digits.
fn plain(text: &str, before: Option<Slot>) -> Result<(), FormatError> {
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

/// Refuses a month or quarter with its word behind it: `6 tháng` may be six months, and not June.
fn counted(text: &str, before: Option<Slot>) -> Result<(), FormatError> {
    let first = text.trim_start().split(|c: char| !c.is_alphabetic()).next();
    let first = first.unwrap_or_default().to_lowercase();
    let many: &[&str] = match before {
        Some(Slot::Month) => &[
            "t", "th", "thg", "tháng", "m", "mth", "months", "mois", "meses", "mo",
        ],
        Some(Slot::Quarter | Slot::QuarterRoman) => &["quý", "quí", "quarters"],
        Some(Slot::Week) => &["tuần", "weeks", "wk", "w"],
        _ => &[],
    };
    if !many.contains(&first.as_str()) {
        return Ok(());
    }
    Err(FormatError::new(
        format!("a number before `{first}` may count them from the beginning of the year"),
        "write `{months}` for a number of months, or ask for labels with the word before it",
    ))
}

/// The placeholders beside a text.
#[derive(Clone, Copy)]
struct Around {
    before: Option<Slot>,
    next: Option<Slot>,
}

impl Around {
    /// Whether a letter is part of how a placeholder is written: `T{month}`, `{months}T`.
    fn is_of_slot(self, word: &str, (at, count): (usize, usize), text: &str) -> bool {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let of_next = at + 1 == count
            && letter(text.chars().next_back())
            && self.next.is_some_and(Slot::is_part);
        let of_before = at == 0 && letter(text.chars().next()) && self.before == Some(Slot::Months);
        word.chars().count() == 1 && (of_next || of_before)
    }

    /// Refuses the letter of periods of another length: `W{month}` would read weeks as months.
    fn same_length(self, letter: &str) -> Result<(), FormatError> {
        let others = match self.next {
            Some(Slot::Month) => "dshb",
            Some(Slot::Quarter | Slot::QuarterRoman) => "dshbm",
            Some(Slot::Third) => "dshbmq",
            Some(Slot::Week) => "dshbmqt",
            _ => "",
        };
        if !others.contains(letter) {
            return Ok(());
        }
        Err(FormatError::new(
            format!("`{letter}` may stand for periods of another length: days, half-years"),
            "write the placeholder of that length, such as `{half_year}`",
        ))
    }
}

/// What one text says, and whether it says the whole year.
fn of_text(
    text: &str,
    around: Around,
    slots: &[Slot],
    words: &[(String, PeriodWord)],
) -> Result<(Said, bool), FormatError> {
    let fault = |why: String| FormatError::new(why, "keep one of the two");
    let (text, mut said) = super::words::strip(text, words).map_err(fault)?;
    let mut whole = false;
    let letters = text
        .to_lowercase()
        .replace(|c: char| !c.is_alphabetic(), " ");
    let pieces: Vec<LabelPart> = letters
        .split_whitespace()
        .map(|word| LabelPart::Word(word.to_owned()))
        .collect();
    let mut rest = pieces.as_slice();
    while let Some(LabelPart::Word(word)) = rest.first() {
        let at = (pieces.len() - rest.len(), pieces.len());
        let length = if let Some((mark, length)) = phrase(rest) {
            let (more, all) = marked(mark, word, slots)?;
            said = said.and(more).map_err(fault)?;
            whole |= all;
            length
        } else {
            match of_word(word) {
                _ if around.is_of_slot(word, at, &text) => around.same_length(word)?,
                Some(needs) => needed(needs, word, slots)?,
                None if is_harmless(word, slots) => {}
                None => return Err(unknown(word)),
            }
            1
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
        Mark::Week => {
            needed(Needs::Week, word, slots)?;
            (Said::default(), false)
        }
        Mark::Named(_) | Mark::Ordinal(_) | Mark::Whole | Mark::Beginning => {
            needed(Needs::Placeholder, word, slots)?;
            (Said::default(), false)
        }
    })
}

//! Formats of labels: placeholders between texts, checked when they are declared so that a format
//! that fits says one thing.

use super::element::{Element, FormatError};
use super::literal;
use super::slot::Slot;
use super::words::{PeriodWord, Said};
use crate::finding::nearest;

/// A format, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodFormat {
    text: String,
    pub(super) elements: Vec<Element>,
    /// What its own texts say of the figure.
    pub(super) said: Said,
}

impl PeriodFormat {
    /// Reads a format of a source that declares these words.
    ///
    /// # Errors
    /// When it has no year, more than one part of a year, or a text that says something else.
    pub fn new(text: &str, words: &[(String, PeriodWord)]) -> Result<PeriodFormat, FormatError> {
        let elements = elements(text)?;
        let slots: Vec<Slot> = slots(&elements).collect();
        combined(&slots)?;
        let said = literal::said(&elements, &slots, words)?;
        let part = slots.iter().any(|s| s.is_part());
        let other = |s: &Slot| s.is_fiscal() || *s == Slot::Week;
        if said.to_date && (!part || slots.iter().any(other)) {
            return Err(FormatError::new(
                "it says a figure to date, and not up to which month or quarter of a calendar year",
                "add a placeholder for the month or quarter up to which the figure runs",
            ));
        }
        Ok(PeriodFormat {
            text: text.to_owned(),
            elements,
            said,
        })
    }

    /// As it is declared.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it says a fiscal year.
    #[must_use]
    pub fn is_fiscal(&self) -> bool {
        slots(&self.elements).any(Slot::is_fiscal)
    }

    /// Whether it has a placeholder.
    #[must_use]
    pub fn has(&self, slot: Slot) -> bool {
        slots(&self.elements).any(|s| s == slot)
    }
}

fn slots(elements: &[Element]) -> impl Iterator<Item = Slot> + '_ {
    elements.iter().filter_map(|e| match e {
        Element::Slot(slot) => Some(*slot),
        Element::Text(_) => None,
    })
}

fn elements(text: &str) -> Result<Vec<Element>, FormatError> {
    let open = || {
        FormatError::new(
            "`{` and `}` stand in pairs around a placeholder",
            "write placeholders as in `{month}/{year}`",
        )
    };
    let mut elements = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').ok_or_else(open)?;
        if before.contains('}') {
            return Err(open());
        }
        if !before.is_empty() {
            elements.push(Element::Text(before.replace('\u{a0}', " ")));
        }
        let slot = name.parse::<Slot>().map_err(|e| {
            let near = nearest(name, Slot::ALL.iter().map(|s| s.as_str()));
            let hint = near.map_or(format!("write one of {}", e.allowed), |near| {
                format!("did you mean `{{{near}}}`?")
            });
            FormatError::new(format!("`{{{name}}}` is no placeholder"), hint)
        })?;
        elements.push(Element::Slot(slot));
        rest = behind;
    }
    if rest.contains('}') {
        return Err(open());
    }
    if !rest.is_empty() {
        elements.push(Element::Text(rest.replace('\u{a0}', " ")));
    }
    Ok(elements)
}

/// Whether placeholders say one period together.
fn combined(slots: &[Slot]) -> Result<(), FormatError> {
    let count = |of: fn(Slot) -> bool| slots.iter().filter(|s| of(**s)).count();
    if count(Slot::is_year) != 1 {
        return Err(FormatError::new(
            "it does not say one year",
            "write one of `{year}`, `{yy}`, `{fiscal_year}` and `{fiscal_yy}`",
        ));
    }
    if count(Slot::is_part) > 1 {
        return Err(FormatError::new(
            "it says two parts of a year",
            "leave out the longer of them: a month says its quarter",
        ));
    }
    let days = slots.iter().filter(|s| **s == Slot::Day).count();
    if days > 1 || days == 1 && count(Slot::is_month) == 0 {
        return Err(FormatError::new(
            "it says a day and no month of its own",
            "write `{day}` once, beside a month",
        ));
    }
    if !slots.iter().any(|s| s.is_fiscal()) {
        return Ok(());
    }
    if slots.contains(&Slot::Months) {
        return Err(FormatError::new(
            "a figure to date of a fiscal year does not run from January",
            "chiso has no figures to date of fiscal years: ask the provider for single months",
        ));
    }
    if slots.contains(&Slot::Week) || slots.contains(&Slot::Third) {
        return Err(FormatError::new(
            "a week or a third of a fiscal year is none of the calendar",
            "write `{year}` where the year beside it is one of the calendar or of ISO 8601",
        ));
    }
    if slots
        .iter()
        .any(|s| matches!(s, Slot::Month | Slot::MonthRoman | Slot::Day))
    {
        return Err(FormatError::new(
            "the number of a month of a fiscal year may count from January or from its first month",
            "write `{month_name}` where months stand by name, or `{year}` where the year beside \
                the month is one of the calendar",
        ));
    }
    Ok(())
}

//! What a label says by a format: every way in which the format fits it.

use super::declared::PeriodWriting;
use super::element::Element;
use super::era::Era;
use super::fiscal::NamedBy;
use super::slot::Slot;

/// What placeholders stand for in one label, by placeholder.
pub(super) type Parts = Vec<(Slot, i32)>;

const ROMAN: [&str; 12] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
];

/// Every way in which a text fits.
pub(super) fn ways(elements: &[Element], text: &str, writing: &PeriodWriting) -> Vec<Parts> {
    let mut found = Vec::new();
    follow(elements, 0, text, writing, &mut Vec::new(), &mut found);
    found
}

fn follow(
    elements: &[Element],
    at: usize,
    text: &str,
    writing: &PeriodWriting,
    parts: &mut Parts,
    found: &mut Vec<Parts>,
) {
    match elements.get(at) {
        None if text.is_empty() => found.push(parts.clone()),
        None => {}
        Some(Element::Text(wanted)) => {
            if let Some(rest) = text.strip_prefix(wanted.as_str()) {
                follow(elements, at + 1, rest, writing, parts, found);
            }
        }
        Some(Element::Slot(slot)) => {
            for (value, length) in values(*slot, touches(elements, at), text, writing) {
                parts.push((*slot, value));
                let rest = text.get(length..).unwrap_or_default();
                follow(elements, at + 1, rest, writing, parts, found);
                parts.pop();
            }
        }
    }
}

/// Whether digits stand directly before or behind a placeholder, so that its own must be counted.
fn touches(elements: &[Element], at: usize) -> bool {
    let number = |e: Option<&Element>| matches!(e, Some(Element::Slot(slot)) if slot.is_number());
    number(elements.get(at + 1)) || at.checked_sub(1).is_some_and(|b| number(elements.get(b)))
}

/// What may stand at the beginning of a text for a placeholder, and how many bytes it takes.
fn values(slot: Slot, touches: bool, text: &str, writing: &PeriodWriting) -> Vec<(i32, usize)> {
    let least = if touches { 2 } else { 1 };
    match slot {
        Slot::Year => years(text, writing.era).collect(),
        Slot::ShortYear => short_years(text, writing).collect(),
        Slot::FiscalYear => fiscal(text, years(text, writing.era), writing),
        Slot::ShortFiscalYear => fiscal(text, short_years(text, writing), writing),
        Slot::HalfYear => numbers(text, 1, 1, 1..=2).collect(),
        Slot::Third => numbers(text, 1, 1, 1..=3).collect(),
        Slot::Quarter => numbers(text, 1, 1, 1..=4).collect(),
        Slot::Week => numbers(text, least, 2, 1..=53).collect(),
        Slot::Month | Slot::Months => numbers(text, least, 2, 1..=12).collect(),
        Slot::Day => numbers(text, least, 2, 1..=31).collect(),
        Slot::QuarterRoman => roman(text, 4),
        Slot::MonthRoman => roman(text, 12),
        Slot::MonthName => names(text, &writing.month_names),
    }
}

/// Numbers of so many digits at the beginning of a text.
fn numbers(
    text: &str,
    least: usize,
    most: usize,
    range: std::ops::RangeInclusive<i32>,
) -> impl Iterator<Item = (i32, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (least..=most.min(digits)).filter_map(move |length| {
        let value = text.get(..length)?.parse::<i32>().ok()?;
        range.contains(&value).then_some((value, length))
    })
}

/// Years of an era as they are counted there.
fn years(text: &str, era: Option<Era>) -> impl Iterator<Item = (i32, usize)> {
    let (least, most) = era.map_or((4, 4), Era::digits);
    numbers(text, least, most, 1..=9999)
}

/// Years of the declared century by their last two digits.
fn short_years(text: &str, writing: &PeriodWriting) -> impl Iterator<Item = (i32, usize)> {
    let century = writing.century;
    numbers(text, 2, 2, 0..=99).filter_map(move |(two, length)| {
        let first = century?;
        Some((first + (two - first).rem_euclid(100), length))
    })
}

/// The names of fiscal years: the one year, or the last of two.
fn fiscal(
    text: &str,
    first: impl Iterator<Item = (i32, usize)>,
    writing: &PeriodWriting,
) -> Vec<(i32, usize)> {
    let Some(fiscal) = writing.fiscal_year else {
        return Vec::new();
    };
    if fiscal.named != NamedBy::Both {
        return first.collect();
    }
    let both = |(begins, length): (i32, usize)| {
        let rest = text.get(length..)?;
        let behind = rest.strip_prefix(['-', '/', '\u{2013}'])?;
        let sign = rest.len() - behind.len();
        let next = begins + 1;
        let (digits, short) = (length, numbers(behind, 2, 2, 0..=99));
        let long = numbers(behind, digits, digits, 1..=9999).filter(|_| digits > 2);
        Some(
            long.filter(move |(end, _)| *end == next)
                .chain(short.filter(move |(end, _)| *end == next % 100))
                .map(move |(_, taken)| (next, length + sign + taken))
                .collect::<Vec<_>>(),
        )
    };
    first.filter_map(both).flatten().collect()
}

fn roman(text: &str, last: usize) -> Vec<(i32, usize)> {
    (1..)
        .zip(ROMAN.into_iter().take(last))
        .filter(|(_, numeral)| text.starts_with(numeral))
        .map(|(value, numeral)| (value, numeral.len()))
        .collect()
}

/// Months whose name a text begins with, in any case; a dot behind it belongs to it.
fn names(text: &str, names: &[(String, u32)]) -> Vec<(i32, usize)> {
    let mut found = Vec::new();
    for (name, month) in names {
        let length: usize = text
            .chars()
            .take(name.chars().count())
            .map(char::len_utf8)
            .sum();
        let same = text
            .get(..length)
            .is_some_and(|t| t.to_lowercase() == *name);
        if same {
            let value = month.cast_signed();
            found.push((value, length));
            if text.get(length..).is_some_and(|rest| rest.starts_with('.')) {
                found.push((value, length + 1));
            }
        }
    }
    found
}

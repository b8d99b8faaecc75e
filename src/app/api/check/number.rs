//! The number of a claim: its value, how finely it is given, and its unit.
//!
//! A claim says as much as its digits: 25.8 % is true of everything from 25.75 % to 25.85 %.

use crate::app::api::check::words::{Phrases, phrases};
use crate::model::Currency;
use num_bigint::BigInt;
use num_rational::BigRational;
use std::str::FromStr;

/// How digits are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigitNotation {
    /// By programs: a decimal point and no groups.
    Plain,
    /// In English: `26,135.5`.
    English,
    /// In Vietnamese: `26.135,5`.
    Vietnamese,
}

/// What a number is said to be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimedUnit {
    /// Whatever the figure is of.
    Bare,
    /// Hundredths.
    Percent,
    /// Percentage points.
    Points,
    /// Money of this currency.
    Money(Currency),
}

/// The number of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedNumber {
    /// The value, in its unit.
    pub value: BigRational,
    /// Half of what its last digit is worth.
    pub half: BigRational,
    /// Its unit.
    pub unit: ClaimedUnit,
    /// How many words it takes with its unit.
    pub words: usize,
}

/// Words that multiply a number, and by how much.
fn scales() -> [(Phrases, i64); 4] {
    [
        (phrases(|lang| lang.say("claim-words-thousand")), 1_000),
        (phrases(|lang| lang.say("claim-words-million")), 1_000_000),
        (
            phrases(|lang| lang.say("claim-words-billion")),
            1_000_000_000,
        ),
        (
            phrases(|lang| lang.say("claim-words-trillion")),
            1_000_000_000_000,
        ),
    ]
}

/// Words for units. Points go first: some of their words are also those of a percentage.
fn units() -> [(Phrases, ClaimedUnit); 3] {
    [
        (
            phrases(|lang| lang.say("claim-words-points")),
            ClaimedUnit::Points,
        ),
        (
            phrases(|lang| lang.say("claim-words-percent")),
            ClaimedUnit::Percent,
        ),
        (
            phrases(|lang| lang.say("claim-words-vnd")),
            ClaimedUnit::Money(Currency::VND),
        ),
    ]
}

impl ClaimedNumber {
    /// The number that some words begin with; nothing where they begin with none, or with one that
    /// can be read in two ways.
    pub fn read(words: &[&str], notation: DigitNotation) -> Option<ClaimedNumber> {
        let first = words.first()?;
        let (digits, glued) = match first.strip_suffix('%') {
            Some(digits) => (digits, true),
            None => (*first, false),
        };
        let mut taken = 1;
        let mut scale = BigInt::from(1);
        let scales = scales();
        let ahead = |taken: usize| words.get(taken..).unwrap_or_default();
        let by = |words: &[&str]| {
            let phrases = scales
                .iter()
                .flat_map(|(all, by)| all.iter().map(move |p| (p, *by)));
            let found = phrases.filter(|(phrase, _)| words.starts_with(phrase));
            found.max_by_key(|(phrase, _)| phrase.len())
        };
        while !glued && let Some((phrase, times)) = by(ahead(taken)) {
            scale *= times;
            taken += phrase.len();
        }
        let (unit, more) = if glued {
            (ClaimedUnit::Percent, 0)
        } else {
            unit_of(ahead(taken))
        };
        let shared = matches!(unit, ClaimedUnit::Percent | ClaimedUnit::Points);
        let (value, places) = number(digits, notation, shared)?;
        let scale = BigRational::from(scale);
        let half = BigRational::new(BigInt::from(1), BigInt::from(2) * ten_to(places));
        Some(ClaimedNumber {
            value: value * &scale,
            half: half * scale,
            unit,
            words: taken + more,
        })
    }
}

fn unit_of(words: &[&str]) -> (ClaimedUnit, usize) {
    for (all, unit) in units() {
        if let Some(phrase) = all.iter().find(|phrase| words.starts_with(phrase)) {
            return (unit, phrase.len());
        }
    }
    let currency = words.first().and_then(|word| Currency::of(word));
    currency.map_or((ClaimedUnit::Bare, 0), |money| {
        (ClaimedUnit::Money(money), 1)
    })
}

/// A number and how many decimals it is given to.
fn number(text: &str, notation: DigitNotation, percent: bool) -> Option<(BigRational, u32)> {
    let (negative, text) = match text.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (group, point) = match notation {
        DigitNotation::Plain => (None, '.'),
        DigitNotation::English => (Some(','), '.'),
        DigitNotation::Vietnamese => (Some('.'), ','),
    };
    let plain = match group {
        None => text.to_owned(),
        Some(group) => ungrouped(text, (group, point), percent)?,
    };
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || plain.ends_with('.') {
        return None;
    }
    let places = u32::try_from(fraction.len()).ok()?;
    let size = BigInt::from_str(&format!("{whole}{fraction}")).ok()?;
    let size = BigRational::new(size, ten_to(places));
    Some((if negative { -size } else { size }, places))
}

/// Digits in plain notation. One sign between digits that cannot part thousands is the decimal sign,
/// whatever the language; one that could part thousands in the other language, or in a percentage, is
/// not clear.
fn ungrouped(text: &str, (group, point): (char, char), percent: bool) -> Option<String> {
    let (whole, fraction) = text
        .split_once(point)
        .map_or((text, None), |(w, f)| (w, Some(f)));
    let parts: Vec<&str> = whole.split(group).collect();
    let thousands = parts.iter().skip(1).all(|part| part.len() == 3)
        && parts
            .first()
            .is_some_and(|part| (1..=3).contains(&part.len()) && !part.starts_with('0'));
    let three = fraction.is_some_and(|fraction| fraction.len() == 3);
    let joined = match parts.as_slice() {
        // "26,135" in Vietnamese may be 26135 as the English write it.
        [_] if thousands && three && !percent => return None,
        [_] => whole.to_owned(),
        [_, _] if thousands && percent && fraction.is_none() => return None,
        _ if thousands => parts.concat(),
        [_, decimals] if decimals.len() == 3 => return None,
        [whole, decimals] if fraction.is_none() => return Some(format!("{whole}.{decimals}")),
        _ => return None,
    };
    Some(fraction.map_or_else(|| joined.clone(), |fraction| format!("{joined}.{fraction}")))
}

fn ten_to(places: u32) -> BigInt {
    BigInt::from(10).pow(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, notation: DigitNotation) -> Option<(String, String, ClaimedUnit)> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let number = ClaimedNumber::read(&words, notation)?;
        Some((
            number.value.to_string(),
            number.half.to_string(),
            number.unit,
        ))
    }

    #[test]
    fn a_number_says_as_much_as_its_digits() {
        use DigitNotation::{English, Plain, Vietnamese};
        let of = |value: &str, half: &str, unit| Some((value.to_owned(), half.to_owned(), unit));
        let percent = ClaimedUnit::Percent;
        assert_eq!(read("25.8 %", Plain), of("129/5", "1/20", percent));
        assert_eq!(read("25.8%", Plain), of("129/5", "1/20", percent));
        assert_eq!(
            read("-5,69 phần trăm", Vietnamese),
            of("-569/100", "1/200", percent)
        );
        assert_eq!(read("5.69 %", Vietnamese), of("569/100", "1/200", percent));
        assert_eq!(
            read("26.135 doanh nghiệp", Vietnamese),
            of("26135", "1/2", ClaimedUnit::Bare)
        );
        assert_eq!(
            read("26,135 enterprises", English),
            of("26135", "1/2", ClaimedUnit::Bare)
        );
        let vnd = ClaimedUnit::Money(Currency::of("vnd").unwrap());
        assert_eq!(
            read("279.300 tỷ đồng", Vietnamese),
            of("279300000000000", "500000000", vnd)
        );
        assert_eq!(
            read("1,5 nghìn tỷ đồng", Vietnamese),
            of("1500000000000", "50000000000", vnd)
        );
        assert_eq!(
            read("0,6 điểm phần trăm", Vietnamese),
            of("3/5", "1/20", ClaimedUnit::Points)
        );
    }

    #[test]
    fn a_number_that_can_be_read_in_two_ways_is_not_read() {
        for (text, notation) in [
            ("25.776 %", DigitNotation::Vietnamese),
            ("25,776 %", DigitNotation::English),
            ("25,8", DigitNotation::Plain),
            ("26.135", DigitNotation::English),
            ("26,135 doanh nghiệp", DigitNotation::Vietnamese),
            ("0.008 tỷ", DigitNotation::Vietnamese),
            ("1,23,4", DigitNotation::English),
            ("1e5", DigitNotation::Plain),
            (".5", DigitNotation::Plain),
            ("", DigitNotation::Plain),
        ] {
            assert_eq!(read(text, notation), None, "{text}");
        }
    }
}

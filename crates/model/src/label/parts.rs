//! The period that the understood parts of a label make together.

use crate::period::Period;

/// A label with its phrases understood; a year has four digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    Year(i32),
    Count(u32),
    Quarter,
    Month,
    Named(u32),
    Ordinal(u32),
}

/// What is neither of the shapes of a label.
pub(super) const SHAPE: &str =
    "its parts do not make a year, a quarter, a month or a number of months of a year";

/// Two years one after the other: nothing says whether a figure of both or of a year of both.
const TWO_YEARS: &str =
    "it names two years: a fiscal year, which has no calendar year of its own, or both together";

/// The period, and whether the label counts months from the beginning of the year.
pub(super) fn period(senses: &[Sense]) -> Result<(Period, bool), &'static str> {
    match *senses {
        [Sense::Year(year)] if (1000..=9999).contains(&year) => Ok((Period::Year(year), false)),
        [
            Sense::Year(year),
            Sense::Quarter,
            Sense::Count(n) | Sense::Ordinal(n),
        ]
        | [
            Sense::Quarter,
            Sense::Count(n) | Sense::Ordinal(n),
            Sense::Year(year),
        ] => Ok((quarter(year, n)?, false)),
        [
            Sense::Year(year),
            Sense::Month,
            Sense::Count(n) | Sense::Ordinal(n),
        ]
        | [
            Sense::Month,
            Sense::Count(n) | Sense::Ordinal(n),
            Sense::Year(year),
        ]
        | [Sense::Count(n) | Sense::Named(n), Sense::Year(year)]
        | [Sense::Year(year), Sense::Named(n)] => Ok((month(year, n)?, false)),
        [Sense::Count(n), Sense::Month, Sense::Year(year)] => Ok((month(year, n)?, true)),
        _ if !senses.iter().any(|s| matches!(s, Sense::Year(_))) => {
            Err("it has no year of four digits")
        }
        [Sense::Year(first), Sense::Year(second)] if second == first + 1 => Err(TWO_YEARS),
        _ => Err(SHAPE),
    }
}

fn month(year: i32, n: u32) -> Result<Period, &'static str> {
    if (1..=12).contains(&n) {
        Ok(Period::Month(year, n))
    } else {
        Err("there is no such month")
    }
}

fn quarter(year: i32, n: u32) -> Result<Period, &'static str> {
    if (1..=4).contains(&n) {
        Ok(Period::Quarter(year, n))
    } else {
        Err("there is no such quarter")
    }
}

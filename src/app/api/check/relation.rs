//! How a claim relates a figure to its number: that it is the number, as far as its digits go, or
//! that it is more or less than it.

use crate::app::api::check::words::{Phrases, phrases};
use num_rational::BigRational;

/// How a claim relates a figure to its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClaimRelation {
    /// The figure is the number when rounded as the number is.
    #[default]
    Rounded,
    /// It is greater.
    Over,
    /// It is the number or greater.
    AtLeast,
    /// It is less.
    Under,
    /// It is the number or less.
    AtMost,
}

/// Words before a number.
fn relations() -> [(Phrases, ClaimRelation); 4] {
    [
        (
            phrases(|lang| lang.say("claim-words-at-least")),
            ClaimRelation::AtLeast,
        ),
        (
            phrases(|lang| lang.say("claim-words-at-most")),
            ClaimRelation::AtMost,
        ),
        (
            phrases(|lang| lang.say("claim-words-over")),
            ClaimRelation::Over,
        ),
        (
            phrases(|lang| lang.say("claim-words-under")),
            ClaimRelation::Under,
        ),
    ]
}

impl ClaimRelation {
    /// The relation that words end with, and how many words it takes.
    pub fn read(words: &[&str]) -> (ClaimRelation, usize) {
        let relations = relations();
        let ends = relations.iter().flat_map(|(all, relation)| {
            let ending = all.iter().filter(|phrase| words.ends_with(phrase));
            ending.map(|phrase| (*relation, phrase.len()))
        });
        // "Not less than" ends with what "less than" is.
        ends.max_by_key(|(_, length)| *length).unwrap_or_default()
    }

    /// The word for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            ClaimRelation::Rounded => "rounded",
            ClaimRelation::Over => "over",
            ClaimRelation::AtLeast => "at_least",
            ClaimRelation::Under => "under",
            ClaimRelation::AtMost => "at_most",
        }
    }

    /// Its sign before a number.
    pub const fn sign(self) -> &'static str {
        match self {
            ClaimRelation::Rounded => "",
            ClaimRelation::Over => "> ",
            ClaimRelation::AtLeast => "≥ ",
            ClaimRelation::Under => "< ",
            ClaimRelation::AtMost => "≤ ",
        }
    }

    /// The same of a figure whose sign is turned.
    #[must_use]
    pub const fn turned(self) -> ClaimRelation {
        match self {
            ClaimRelation::Rounded => ClaimRelation::Rounded,
            ClaimRelation::Over => ClaimRelation::Under,
            ClaimRelation::AtLeast => ClaimRelation::AtMost,
            ClaimRelation::Under => ClaimRelation::Over,
            ClaimRelation::AtMost => ClaimRelation::AtLeast,
        }
    }

    /// Whether it holds of a figure.
    pub fn holds(self, figure: &BigRational, claimed: (&BigRational, &BigRational)) -> bool {
        let (value, half) = claimed;
        match self {
            ClaimRelation::Rounded => (value - half..=value + half).contains(figure),
            ClaimRelation::Over => figure > value,
            ClaimRelation::AtLeast => figure >= value,
            ClaimRelation::Under => figure < value,
            ClaimRelation::AtMost => figure <= value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigInt;

    fn ratio(of: i64, parts: i64) -> BigRational {
        BigRational::new(BigInt::from(of), BigInt::from(parts))
    }

    #[test]
    fn a_claim_is_true_of_what_rounds_to_it() {
        // 25.8 % of 0.25776: from 25.75 % to 25.85 %.
        let claimed = (&ratio(258, 1000), &ratio(5, 10_000));
        let holds = |figure: &BigRational| ClaimRelation::Rounded.holds(figure, claimed);
        assert!(holds(&ratio(25_776, 100_000)));
        assert!(holds(&ratio(2575, 10_000)) && holds(&ratio(2585, 10_000)));
        assert!(!holds(&ratio(25_749, 100_000)) && !holds(&ratio(25_851, 100_000)));
    }

    #[test]
    fn words_before_a_number_relate_the_figure_to_it() {
        let read = |text: &str| ClaimRelation::read(&text.split(' ').collect::<Vec<_>>());
        assert_eq!(read("đạt không thấp hơn"), (ClaimRelation::AtLeast, 3));
        assert_eq!(read("grew by more than"), (ClaimRelation::Over, 2));
        assert_eq!(read("tăng"), (ClaimRelation::Rounded, 0));
    }
}

//! How a source writes numbers. Never guessed: what is not declared is refused.

use crate::words;

/// How numbers are written in a source. Never guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberFormat {
    /// Decimal sign.
    pub decimal: char,
    /// Sign between groups of digits, if any.
    pub grouping: Option<char>,
    /// How many digits a group has.
    pub groups: DigitGroups,
    /// How a figure is shown to be negative, other than by a dash before it.
    pub negative: Option<Negative>,
    /// Whether a figure may have an exponent: `1.5E+06`.
    pub exponent: bool,
    /// Whether a figure may begin or end with its decimal sign: `.5`, `5.`.
    pub short: bool,
    /// What a sign of per cent is worth; refused when `None`.
    pub percent: Option<PercentSign>,
}

impl NumberFormat {
    /// Digits with a decimal sign and perhaps groups of three, and nothing else.
    #[must_use]
    pub const fn new(decimal: char, grouping: Option<char>) -> NumberFormat {
        NumberFormat {
            decimal,
            grouping,
            groups: DigitGroups::Thousands,
            negative: None,
            exponent: false,
            short: false,
            percent: None,
        }
    }
}

impl Default for NumberFormat {
    fn default() -> NumberFormat {
        NumberFormat::new('.', None)
    }
}

/// How many digits the groups of a number have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigitGroups {
    /// Three: `12,345,678`.
    Thousands,
    /// The last three, those before two: `1,23,45,678` (lakh and crore).
    Indian,
    /// Four: `1234,5678` (wan and yi).
    Myriads,
}

words!(DigitGroups, "kind of groups", { Thousands => "thousands", Indian => "indian", Myriads => "myriads" });

/// How a figure is shown to be negative, other than by a dash before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Negative {
    /// `(1,234)`. A whole number of one or two digits in parentheses may be the number of a note,
    /// and is refused.
    Parentheses,
    /// The same of every number in parentheses: `(1)` is minus one.
    AllParentheses,
    /// A dash behind it: `1234-`.
    Trailing,
}

words!(Negative, "way to write a negative number", {
    Parentheses => "parentheses", AllParentheses => "all_parentheses", Trailing => "trailing",
});

/// What figures with and without a sign of per cent say in one column. Figures are then in per
/// cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentSign {
    /// Every figure has the sign.
    Sign,
    /// Those without it are in per cent as well: `13.1` beside `12.5%`.
    SignOrPercent,
    /// Those without it are fractions of one: `0.131` beside `12.5%`.
    SignOrFraction,
}

words!(PercentSign, "use of the sign of per cent", {
    Sign => "sign", SignOrPercent => "sign_or_percent", SignOrFraction => "sign_or_fraction",
});

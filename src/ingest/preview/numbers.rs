//! How the figures of a column seem to be written: what speaks for a decimal point, what for a
//! comma, and what could be either.
//!
//! Decided for a column as a whole and never for a cell: `1.234` alone is one thousand two hundred
//! and thirty-four or a little over one, and is said to be ambiguous.

use std::collections::BTreeMap;

/// Spaces that set groups of digits apart.
const SPACES: [char; 4] = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];

/// What a text says about the signs of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Digits alone: fits every format.
    Plain,
    /// `1234.5`, `1,234.5`, `1,234,567`: the point is the decimal sign.
    Point,
    /// `1234,5`, `1.234,5`, `1.234.567`: the comma is the decimal sign.
    Comma,
    /// `1.234`: thousands under a decimal comma, a fraction under a decimal point.
    PointOrGroup,
    /// `1,234`: the other way round.
    CommaOrGroup,
    /// `1 234 567`: groups apart by spaces.
    Spaced,
}

/// What the figures of a column say about their signs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnNumbers {
    /// How many texts speak for what, each with the first example and its row.
    pub evidence: BTreeMap<Sign, (u64, String, u64)>,
    /// Whether groups of some figure are apart by spaces.
    pub grouped_by_space: bool,
}

/// What is to be declared for a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locale {
    /// No figure has a sign.
    Any,
    /// Decimal point.
    Point,
    /// Decimal comma.
    Comma,
    /// Every figure with a sign could be read either way.
    Ambiguous,
    /// Some figures speak for a point, others for a comma.
    Mixed,
}

impl ColumnNumbers {
    /// Looks at a cell; a text that is no figure says nothing.
    pub fn see(&mut self, text: &str, row: u64) {
        if let Some(sign) = sign(text) {
            let entry = self
                .evidence
                .entry(sign)
                .or_insert_with(|| (0, text.trim().to_owned(), row));
            entry.0 += 1;
            self.grouped_by_space |= text.trim().contains(SPACES);
        }
    }

    /// How many figures have been seen.
    #[must_use]
    pub fn figures(&self) -> u64 {
        self.evidence.values().map(|(n, _, _)| n).sum()
    }

    /// The conclusion.
    #[must_use]
    pub fn locale(&self) -> Locale {
        let has = |sign: Sign| self.evidence.contains_key(&sign);
        match (has(Sign::Point), has(Sign::Comma)) {
            (true, true) => Locale::Mixed,
            (true, false) => Locale::Point,
            (false, true) => Locale::Comma,
            // `1.234` next to `1,234`: whichever sign is the decimal one, the figures are of very
            // different size.
            (false, false) if has(Sign::PointOrGroup) || has(Sign::CommaOrGroup) => {
                Locale::Ambiguous
            }
            (false, false) => Locale::Any,
        }
    }

    /// Whether groups are apart by spaces.
    #[must_use]
    pub fn spaced(&self) -> bool {
        self.grouped_by_space
    }
}

/// What a text says; `None` when it is no figure.
#[must_use]
pub fn sign(text: &str) -> Option<Sign> {
    let text = text
        .trim()
        .trim_start_matches(['-', '+', '\u{2212}'])
        .trim_end_matches('%')
        .trim();
    if text.contains(SPACES) {
        return spaced(text);
    }
    if digits(text) {
        return Some(Sign::Plain);
    }
    let (points, commas) = (text.matches('.').count(), text.matches(',').count());
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',')
        || !text
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
    {
        return None;
    }
    match (points, commas) {
        (1, 0) => single(text, '.', Sign::Point, Sign::PointOrGroup),
        (0, 1) => single(text, ',', Sign::Comma, Sign::CommaOrGroup),
        (_, 0) => grouped(text, '.').then_some(Sign::Comma),
        (0, _) => grouped(text, ',').then_some(Sign::Point),
        (_, 1) if text.rfind(',') > text.rfind('.') => text
            .split_once(',')
            .filter(|(w, f)| grouped(w, '.') && digits(f))
            .map(|_| Sign::Comma),
        (1, _) if text.rfind('.') > text.rfind(',') => text
            .split_once('.')
            .filter(|(w, f)| grouped(w, ',') && digits(f))
            .map(|_| Sign::Point),
        _ => None,
    }
}

/// What a figure with spaces in it says: groups of three digits apart, with or without a decimal
/// sign.
fn spaced(text: &str) -> Option<Sign> {
    let groups: Vec<&str> = text.split(SPACES).collect();
    let (last, before) = groups.split_last()?;
    let whole = last.split(['.', ',']).next()?;
    let decimal = match last[whole.len()..].chars().next() {
        Some('.') => Sign::Point,
        Some(_) => Sign::Comma,
        None => Sign::Spaced,
    };
    (are_groups(before.iter().copied()) && whole.len() == 3 && digits(whole)).then_some(decimal)
}

fn grouped(whole: &str, sign: char) -> bool {
    are_groups(whole.split(sign))
}

/// Whether these are the groups of a number: three digits each, the first one to three.
fn are_groups<'t>(mut groups: impl Iterator<Item = &'t str>) -> bool {
    groups
        .next()
        .is_none_or(|first| (1..=3).contains(&first.len()) && digits(first))
        && groups.all(|group| group.len() == 3 && digits(group))
}

/// A text with one sign: it groups only where three digits follow and one to three stand before,
/// the first not zero.
fn single(text: &str, sign: char, decimal: Sign, either: Sign) -> Option<Sign> {
    let (whole, fraction) = text.split_once(sign)?;
    if !(digits(fraction) || fraction.is_empty())
        || !(digits(whole) || whole.is_empty())
        || text.len() == 1
    {
        return None;
    }
    let could_group =
        fraction.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    Some(if could_group { either } else { decimal })
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_figure_says_about_its_signs() {
        for (text, want) in [
            ("1234", Some(Sign::Plain)),
            ("-1.234", Some(Sign::PointOrGroup)),
            ("0.234", Some(Sign::Point)),
            ("1234.567", Some(Sign::Point)),
            ("28.709234", Some(Sign::Point)),
            ("1.234.567", Some(Sign::Comma)),
            ("1.234.567,8", Some(Sign::Comma)),
            ("1,234.5", Some(Sign::Point)),
            ("12,5%", Some(Sign::Comma)),
            ("1,234", Some(Sign::CommaOrGroup)),
            ("1 234\u{a0}567,5", Some(Sign::Comma)),
            ("1 234 567", Some(Sign::Spaced)),
            ("1 234.5", Some(Sign::Point)),
            ("2.767.229.12", None),
            ("2024-01", None),
            ("..", None),
            ("-", None),
            (".", None),
            ("Hà Nội", None),
            ("1 2 3", None),
        ] {
            assert_eq!(sign(text), want, "{text}");
        }
    }

    #[test]
    fn a_column_is_decided_as_a_whole() {
        let locale = |texts: &[&str]| {
            let mut column = ColumnNumbers::default();
            for text in texts {
                column.see(text, 1);
            }
            column.locale()
        };
        assert_eq!(locale(&["1.234", "12", ".."]), Locale::Ambiguous);
        assert_eq!(locale(&["1.234", "1.234.567"]), Locale::Comma);
        assert_eq!(locale(&["1.234", "0.5"]), Locale::Point);
        assert_eq!(locale(&["1,5", "0.5"]), Locale::Mixed);
        assert_eq!(locale(&["1", "2"]), Locale::Any);
    }
}

//! What one text says about how the figures of its column are written.

/// Spaces that set groups of digits apart.
pub(super) const SPACES: [char; 4] = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];

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

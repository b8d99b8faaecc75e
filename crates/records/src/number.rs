//! Numbers, exactly, to whole units of their last decimal place.

use crate::fault::CellFault;

/// How a source writes numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writing {
    pub(crate) decimal: u8,
    pub(crate) grouping: Option<u8>,
    /// Whether the source declares what a point is.
    pub(crate) declared: bool,
}

/// The number that a text is, in units of its last place: digits, perhaps in groups of three, with
/// a sign of its own and no more decimal places than the column has.
pub(crate) fn read(text: &[u8], places: u32, writing: Writing) -> Result<i64, CellFault> {
    plain(text, places, writing.decimal)
        .or_else(|| plain(&ungrouped(text, writing)?, places, writing.decimal))
        .ok_or_else(|| refused(text, places, writing))
}

/// A number without groups; `None` where it is none, or too large or too precise.
fn plain(text: &[u8], places: u32, decimal: u8) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    let (mut value, mut behind, mut any): (i64, Option<u32>, bool) = (0, None, false);
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            any = true;
            if let Some(behind) = &mut behind {
                *behind += 1;
                if *behind > places {
                    // Zeros say nothing more.
                    if digit != 0 {
                        return None;
                    }
                    continue;
                }
            }
            value = value.checked_mul(10)?.checked_add(i64::from(digit))?;
        } else if *byte == decimal && behind.is_none() && any {
            behind = Some(0);
        } else {
            return None;
        }
    }
    let stated = behind.unwrap_or(0);
    if !any || behind == Some(0) {
        return None;
    }
    let scaled = value.checked_mul(10i64.checked_pow(places.saturating_sub(stated))?)?;
    Some(if negative { -scaled } else { scaled })
}

/// The text without its groups of three; `None` where its groups are malformed.
fn ungrouped(text: &[u8], writing: Writing) -> Option<Vec<u8>> {
    let grouping = writing.grouping?;
    let whole = text.iter().position(|b| *b == writing.decimal);
    let (whole, rest) = text.split_at(whole.unwrap_or(text.len()));
    let digits = whole.strip_prefix(b"-").unwrap_or(whole);
    let mut groups = digits.split(|b| *b == grouping);
    let first = groups.next()?;
    let sound = (1..=3).contains(&first.len()) && groups.clone().all(|g| g.len() == 3);
    if !sound || groups.next().is_none() || rest.contains(&grouping) {
        return None;
    }
    let kept = whole.iter().chain(rest).copied();
    Some(kept.filter(|b| *b != grouping).collect())
}

fn refused(text: &[u8], places: u32, writing: Writing) -> CellFault {
    let shown = String::from_utf8_lossy(text);
    let bare: Vec<u8> = ungrouped(text, writing).unwrap_or_else(|| text.to_vec());
    let mut parts = bare.splitn(2, |b| *b == writing.decimal);
    let (whole, behind) = (parts.next().unwrap_or_default(), parts.next());
    let whole = whole.strip_prefix(b"-").unwrap_or(whole);
    let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    if !digits(whole) || !behind.is_none_or(digits) {
        return CellFault::new(
            "not_a_number",
            format!("`{shown}` is not a number"),
            "correct the source, or declare how it writes numbers in `number`",
        );
    }
    let precise = behind.is_some_and(|b| {
        b.iter()
            .skip(usize::try_from(places).unwrap_or(usize::MAX))
            .any(|digit| *digit != b'0')
    });
    if precise && places == 0 {
        let hint = "correct the source, or declare the column as `decimal`";
        return CellFault::new(
            "not_an_integer",
            format!("`{shown}` is not a whole number"),
            hint,
        );
    }
    if precise {
        let message = format!("`{shown}` has more than {places} decimal places");
        let hint = "declare a larger `scale`, or ask for rounded numbers: chiso never rounds";
        return CellFault::new("too_precise", message, hint);
    }
    CellFault::new(
        "too_large",
        format!("`{shown}` has more digits than can be held"),
        "look at the unit of the column",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str, places: u32, decimal: char, grouping: Option<char>) -> String {
        let byte = |c: char| u8::try_from(c).unwrap();
        let writing = Writing {
            decimal: byte(decimal),
            grouping: grouping.map(byte),
            declared: true,
        };
        match read(text.as_bytes(), places, writing) {
            Ok(n) => n.to_string(),
            Err(fault) => fault.rule.to_owned(),
        }
    }

    #[test]
    fn numbers_are_read_exactly_or_refused() {
        for (text, places, want) in [
            ("12", 0, "12"),
            ("-0.5", 2, "-50"),
            ("+3", 1, "30"),
            ("1.250", 2, "125"),
            ("1.255", 2, "too_precise"),
            ("1.5", 0, "not_an_integer"),
            ("1.0", 0, "1"),
            ("", 0, "not_a_number"),
            (".5", 1, "not_a_number"),
            ("5.", 1, "not_a_number"),
            ("1,5", 1, "not_a_number"),
            ("1e3", 0, "not_a_number"),
            ("--1", 0, "not_a_number"),
            ("92233720368547758070", 0, "too_large"),
        ] {
            assert_eq!(show(text, places, '.', None), want, "{text}");
        }
    }

    #[test]
    fn groups_are_of_three_digits() {
        for (text, want) in [
            ("1.234.567,8", "12345678"),
            ("1234567,8", "12345678"),
            ("1234.567", "not_a_number"),
            ("1.23", "not_a_number"),
            ("-1.234", "-12340"),
            ("1,234.5", "not_a_number"),
        ] {
            assert_eq!(show(text, 1, ',', Some('.')), want, "{text}");
        }
    }
}

//! Reporting periods of SDMX.

use crate::period::Period;

/// A reporting period of SDMX (Section 6 of the technical notes) that is no calendar label:
/// `2020-A1`, `2020-S1`, `2020-W05`. Reporting years begin on 1 January unless the file says
/// otherwise, which its decoder looks at.
pub(super) fn reporting(text: &str) -> Option<Result<Period, &'static str>> {
    let (year, rest) = text.split_at_checked(4)?;
    let year = year
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| year.parse::<i32>().ok())
        .flatten()
        .filter(|y| *y >= 1000)?;
    let dashed = rest.strip_prefix('-');
    let kind = dashed.unwrap_or(rest);
    let number = kind
        .get(1..)
        .filter(|n| n.len() <= 3 && n.bytes().all(|b| b.is_ascii_digit()))?;
    match (kind.as_bytes().first()?, number) {
        (b'A', "1") => Some(Ok(Period::Year(year))),
        (b'A', "") if dashed.is_none() => Some(Ok(Period::Year(year))),
        (b'S' | b'H', "1" | "2") => Some(Err(
            "it is a half-year, and periods are years, quarters and months",
        )),
        (b'T', "1" | "2" | "3") => Some(Err(
            "it is a third of a year, and periods are years, quarters and months",
        )),
        (b'W', n) if n.len() == 2 => Some(Err(
            "it is a week, and periods are years, quarters and months",
        )),
        (b'D', n) if n.len() == 3 => Some(Err(
            "it is a day, and periods are years, quarters and months",
        )),
        _ => None,
    }
}

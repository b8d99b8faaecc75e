//! Reporting periods of SDMX, and stretches of time from a day.

use crate::period::Period;

/// A reporting period of SDMX (Section 6 of the technical notes) that is no calendar label:
/// `2020-A1`, `2020-S1`, `2020-W05`. Reporting years begin on 1 January unless the file says
/// otherwise, which its decoder looks at.
pub(super) fn reporting(text: &str) -> Option<Result<Period, &'static str>> {
    if let Some((day, length)) = text.split_once("/P") {
        return stretch(day, length);
    }
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
        (b'S' | b'H', "1") => Some(Ok(Period::HalfYear(year, 1))),
        (b'S' | b'H', "2") => Some(Ok(Period::HalfYear(year, 2))),
        (b'T', "1" | "2" | "3" | "4") => Some(Err(
            "`T` may be a third of a year, a quarter (trimestre) or a month (tháng); thirds of \
                years are no periods",
        )),
        (b'W', n) if n.len() == 2 => Some(Err(
            "it is a week, and periods are years, half-years, quarters and months",
        )),
        (b'D', n) if n.len() == 3 => Some(Err(
            "it is a day, and periods are years, half-years, quarters and months",
        )),
        _ => None,
    }
}

/// A stretch of ISO 8601 from the first day of a month (`2020-04-01/P3M`), where it is a period.
fn stretch(day: &str, length: &str) -> Option<Result<Period, &'static str>> {
    let day = day.strip_suffix("T00:00:00").unwrap_or(day);
    let Ok(Period::Month(year, month)) = day.strip_suffix("-01")?.parse() else {
        return None;
    };
    let months = match length {
        "1Y" | "12M" => 12,
        "6M" => 6,
        "3M" => 3,
        "1M" => 1,
        _ => {
            return Some(Err(
                "it is a stretch of time that is no year, half-year, quarter or month",
            ));
        }
    };
    let place = (month - 1) / months + 1;
    Some(match (months, (month - 1).is_multiple_of(months)) {
        (12, true) => Ok(Period::Year(year)),
        (12, false) => Ok(Period::FiscalYear(year, month)),
        (6, true) => Ok(Period::HalfYear(year, place)),
        (3, true) => Ok(Period::Quarter(year, place)),
        (1, _) => Ok(Period::Month(year, month)),
        _ => Err("it is no half-year or quarter of the calendar"),
    })
}

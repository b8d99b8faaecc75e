//! Fiscal years: with which month they begin, and after which calendar year they are named.

use crate::period::{Period, PeriodError};
use crate::words;

/// After which calendar year a fiscal year is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NamedBy {
    /// That in which it begins: `2008` is April 2008 to March 2009.
    Start,
    /// That in which it ends: `2009` is April 2008 to March 2009.
    End,
    /// Both: `2008-09`, `2008/09`, `2008-2009`.
    Both,
}

words!(NamedBy, "way to name a fiscal year", { Start => "start", End => "end", Both => "both" });

/// The fiscal year of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FiscalYear {
    /// Its first month, 2-12.
    pub begins: u32,
    /// After which calendar year it is named.
    pub named: NamedBy,
}

impl FiscalYear {
    /// How the office names the fiscal year of a period: `2024/25`, or `FY2024` after one calendar
    /// year; none for a period of another calendar.
    #[must_use]
    pub fn label(self, period: Period) -> Option<String> {
        let Period::FiscalYear(year, begins) = period.of_year() else {
            return None;
        };
        let label = match self.named {
            NamedBy::Both => format!("{year}/{:02}", (year + 1) % 100),
            NamedBy::Start => format!("FY{year}"),
            NamedBy::End => format!("FY{}", year + 1),
        };
        (begins == self.begins).then_some(label)
    }

    /// The fiscal year of a label; both years may be written in full.
    #[must_use]
    pub fn of_label(self, label: &str) -> Option<Period> {
        let digits = label.strip_prefix("FY").unwrap_or(label);
        let name: i32 = digits.get(..4)?.parse().ok()?;
        let year = match self.named {
            NamedBy::Start | NamedBy::Both => name,
            NamedBy::End => name - 1,
        };
        let period = self.year(year);
        let in_full = self.named == NamedBy::Both && label == format!("{year}/{}", year + 1);
        (in_full || self.label(period).as_deref() == Some(label)).then_some(period)
    }

    /// That a label is another office's, with the one of this office that is nearest to it.
    fn other_label(self, text: &str) -> PeriodError {
        let name: Option<i32> = text
            .trim_start_matches(|c: char| !c.is_ascii_digit())
            .get(..4)
            .and_then(|digits| digits.parse().ok());
        let name = name.unwrap_or(2024);
        let of_two = text.contains(['/', '-', '–']);
        let period = self.year(match self.named {
            NamedBy::End if !of_two => name - 1,
            NamedBy::Start | NamedBy::Both | NamedBy::End => name,
        });
        PeriodError::OtherLabel {
            text: text.to_owned(),
            label: self.label(period).unwrap_or_default(),
            period,
        }
    }

    /// The calendar year in which the year of a name begins; the name is one year, the last where
    /// there are two.
    pub(super) const fn begins_in(self, name: i32) -> i32 {
        match self.named {
            NamedBy::Start => name,
            NamedBy::End | NamedBy::Both => name - 1,
        }
    }

    /// The fiscal year that begins in a calendar year.
    pub(super) const fn year(self, begins_in: i32) -> Period {
        Period::FiscalYear(begins_in, self.begins)
    }

    /// Its quarter or half-year, where that is one of the calendar too: the months from its first.
    pub(super) const fn part(self, begins_in: i32, number: u32, length: u32) -> Option<Period> {
        let first = self.begins - 1 + (number - 1) * length;
        if !first.is_multiple_of(length) {
            return None;
        }
        let (year, place) = (
            begins_in + (first / 12).cast_signed(),
            first % 12 / length + 1,
        );
        Some(match length {
            6 => Period::HalfYear(year, place),
            3 => Period::Quarter(year, place),
            _ => Period::Month(year, place),
        })
    }

    /// The month of the calendar with this name that lies within it.
    pub(super) const fn month(self, begins_in: i32, month: u32) -> Period {
        if month < self.begins {
            Period::Month(begins_in + 1, month)
        } else {
            Period::Month(begins_in, month)
        }
    }
}

/// Whether a text is written as offices write fiscal years, and is no other period: `2024/25`,
/// `FY2024`, `2024-25`.
#[must_use]
pub fn is_fiscal_label(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let named = text.strip_prefix("FY").map(str::trim_start);
    let rest = named.unwrap_or(text);
    let Some((first, second)) = rest.split_once(['/', '-', '–']) else {
        return named.is_some() && rest.len() == 4 && digits(rest);
    };
    let next = first.parse().map(|year: i32| year + 1).unwrap_or_default();
    let follows = second == next.to_string() || second == format!("{:02}", next % 100);
    let two = if rest.contains('/') {
        digits(second)
    } else {
        follows
    };
    first.len() == 4 && digits(first) && two && text.parse::<Period>().is_err()
}

/// A period as people write it in a project: by its own name, or a fiscal year by that of the office.
///
/// # Errors
/// When it is none, or a fiscal year that the project does not name in this way.
pub fn written_period(text: &str, office: Option<FiscalYear>) -> Result<Period, PeriodError> {
    if !is_fiscal_label(text) {
        return text.parse();
    }
    let Some(office) = office else {
        return Err(PeriodError::NoFiscalYear(text.to_owned()));
    };
    let period = office.of_label(text);
    period.ok_or_else(|| office.other_label(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_writes_a_period_by_its_own_name_or_by_the_label_of_the_office() {
        let both = Some(FiscalYear {
            begins: 4,
            named: NamedBy::Both,
        });
        let read = |text: &str, office| match written_period(text, office) {
            Ok(period) => period.to_string(),
            Err(error) => error.to_string(),
        };
        assert_eq!(read("2024/25", both), "2024-04-01/P1Y");
        assert_eq!(read("2024-Q2", both), "2024-Q2");
        assert_eq!(read("2011-12", both), "2011-12", "a month");
        let other = "is no fiscal year as the project names them: write `2024/25` for the twelve \
            months `2024-04-01/P1Y`";
        assert_eq!(read("2024-25", both), format!("`2024-25` {other}"));
        assert_eq!(read("FY2024", both), format!("`FY2024` {other}"));
        assert!(read("2024/25", None).contains("does not say which month"));
        let end = both.map(|fiscal| FiscalYear {
            named: NamedBy::End,
            ..fiscal
        });
        assert!(read("2024/25", end).contains("write `FY2025` for the twelve months `2024-04-01"));
        assert!(read("2024-13", both).contains("is not a period: write a year"));
        assert_eq!(
            read("2021-W53", both),
            "`2021-W53` is not a period: 2021 has 52 weeks"
        );
        assert!(read("FY", both).starts_with("`FY` is not a period: write a year"));
    }

    #[test]
    fn a_label_is_read_as_it_is_written_and_no_other_way() {
        let period: Period = "2024-04-01/P1Y".parse().unwrap();
        for (named, label, wrong) in [
            (NamedBy::Both, "2024/25", "FY2024"),
            (NamedBy::Start, "FY2024", "2024/25"),
            (NamedBy::End, "FY2025", "FY25"),
        ] {
            let fiscal = FiscalYear { begins: 4, named };
            assert_eq!(fiscal.label(period).as_deref(), Some(label));
            assert_eq!(fiscal.of_label(label), Some(period));
            assert_eq!(fiscal.of_label(wrong), None, "{wrong}");
        }
        let both = FiscalYear {
            begins: 4,
            named: NamedBy::Both,
        };
        assert_eq!(both.of_label("2024/2025"), Some(period));
        assert_eq!(both.of_label("2024/26"), None);
        assert_eq!(both.label(Period::Year(2024)), None);
        let to_date: Period = "2024-04-01/P7M".parse().unwrap();
        assert_eq!(both.label(to_date).as_deref(), Some("2024/25"));
    }
}

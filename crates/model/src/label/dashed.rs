//! Labels of the shape `2008-09`, which may be months or fiscal years.

use crate::words;

/// How a source's `2008-09` is meant, where its column alone does not show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodStyle {
    /// Year and month.
    Month,
}

words!(PeriodStyle, "style of periods", { Month => "month" });

/// What a label of the shape `yyyy-nn` may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dashed {
    /// Only a month: the two digits are not those of the next year.
    Month,
    /// A month, or a fiscal year: `2008-09`.
    MonthOrFiscalYear,
    /// Only a fiscal year: `2012-13`.
    FiscalYear,
}

impl Dashed {
    /// Reads the shape of a text; `None` when it has another.
    #[must_use]
    pub fn of(text: &str) -> Option<Dashed> {
        let (year, rest) = text.split_at_checked(4)?;
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        let end = rest.strip_prefix(['-', '/', '\u{2013}'])?;
        if !digits(year) || end.len() != 2 || !digits(end) {
            return None;
        }
        let (year, end) = (year.parse::<u32>().ok()?, end.parse::<u32>().ok()?);
        match (
            rest.starts_with('-') && (1..=12).contains(&end),
            (year + 1) % 100 == end,
        ) {
            (true, true) => Some(Dashed::MonthOrFiscalYear),
            (true, false) => Some(Dashed::Month),
            (false, true) => Some(Dashed::FiscalYear),
            (false, false) => None,
        }
    }
}

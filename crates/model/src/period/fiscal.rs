//! Fiscal years: which one a period of the calendar lies in, and which of its months to date end
//! with it. A fiscal year is put together from months as a calendar year is; only its first month
//! is another one.

use super::Period;

impl Period {
    /// The fiscal year beginning with this month that it lies in; none where it lies in two.
    #[must_use]
    pub fn in_fiscal_year(self, begins: u32) -> Option<Period> {
        let (year, month) = self.last_month();
        let of = Period::FiscalYear(year - i32::from(month < begins), begins);
        (of.first_day() <= self.first_day()).then_some(of)
    }

    /// The month with which its year begins: 1 in the calendar.
    #[must_use]
    pub const fn year_begins(self) -> u32 {
        match self.of_year() {
            Period::FiscalYear(_, begins) => begins,
            _ => 1,
        }
    }

    /// The month of its year with which it ends: October is the seventh of a year from April.
    #[must_use]
    pub fn month_of_year(self) -> u32 {
        (self.last_month().1 + 12 - self.year_begins()) % 12 + 1
    }

    /// The months up to its end of the fiscal year beginning with this month; none where it lies in
    /// two, or ends with one.
    #[must_use]
    pub fn fiscal_to_date(self, begins: u32) -> Option<Period> {
        let of = self.in_fiscal_year(begins)?;
        let months = (self.last_month().1 + 12 - begins) % 12 + 1;
        let small = |n: u32| u8::try_from(n).ok();
        (months < 12).then_some(Period::FiscalToDate(
            of.year(),
            small(begins)?,
            small(months)?,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fiscal year from April, and the months of it to date, that a period ends with.
    fn from_april(text: &str) -> [String; 2] {
        let period: Period = text.parse().unwrap();
        let shown = |p: Option<Period>| p.map_or_else(|| "-".to_owned(), |p| p.to_string());
        [period.in_fiscal_year(4), period.fiscal_to_date(4)].map(shown)
    }

    #[test]
    fn a_fiscal_year_has_the_months_from_its_first_on() {
        for (text, year, to_date) in [
            ("2024-03", "2023-04-01/P1Y", "-"),
            ("2024-04", "2024-04-01/P1Y", "2024-04-01/P1M"),
            ("2024-Q2", "2024-04-01/P1Y", "2024-04-01/P3M"),
            ("2024-12", "2024-04-01/P1Y", "2024-04-01/P9M"),
            ("2025-02", "2024-04-01/P1Y", "2024-04-01/P11M"),
            ("2025-Q1", "2024-04-01/P1Y", "-"),
            ("2024-S2", "2024-04-01/P1Y", "2024-04-01/P9M"),
            ("2024-S1", "-", "-"),
            ("2024", "-", "-"),
        ] {
            assert_eq!(from_april(text), [year, to_date], "{text}");
        }
    }

    #[test]
    fn months_to_date_end_as_those_of_the_calendar_and_have_their_like_a_year_before() {
        let period = |text: &str| text.parse::<Period>().unwrap();
        let to_date = period("2024-04-01/P10M");
        assert_eq!(to_date.start().to_string(), "2024-04-01");
        assert_eq!(to_date.end().to_string(), "2025-01-31");
        assert_eq!(to_date.of_year(), period("2024-04-01/P1Y"));
        assert_eq!(to_date.year_before(), Some(period("2023-04-01/P10M")));
        assert_eq!(to_date.length(), 10);
        let order = [
            "2024-04-01/P1Y",
            "2024-04-01/P1M",
            "2024-05",
            "2024-04-01/P2M",
            "2025-01-01",
        ];
        let mut sorted: Vec<Period> = order.iter().filter_map(|t| t.parse().ok()).collect();
        sorted.sort();
        let sorted: Vec<String> = sorted.iter().map(ToString::to_string).collect();
        assert_eq!(sorted, order[..4]);
    }
}

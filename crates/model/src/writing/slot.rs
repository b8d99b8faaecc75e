//! The placeholders of a format.

use crate::words;

/// A placeholder: what stands at its place in a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// A year of all its digits.
    Year,
    /// The last two digits of a year.
    ShortYear,
    /// A fiscal year as it is named.
    FiscalYear,
    /// The last two digits of a fiscal year as it is named.
    ShortFiscalYear,
    /// A half-year, 1 or 2.
    HalfYear,
    /// A quarter, 1 to 4.
    Quarter,
    /// A quarter, I to IV.
    QuarterRoman,
    /// A month, 1 to 12.
    Month,
    /// A month, I to XII.
    MonthRoman,
    /// A month by its name.
    MonthName,
    /// How many months from January the figure counts.
    Months,
    /// A day of a month.
    Day,
    /// A third of a year, 1 to 3.
    Third,
    /// A week of ISO 8601, 1 to 53.
    Week,
}

words!(Slot, "placeholder", {
    Year => "year", ShortYear => "yy", FiscalYear => "fiscal_year",
    ShortFiscalYear => "fiscal_yy", HalfYear => "half_year",
    Quarter => "quarter", QuarterRoman => "quarter_roman", Month => "month",
    MonthRoman => "month_roman", MonthName => "month_name", Months => "months", Day => "day",
    Third => "third", Week => "week",
});

impl Slot {
    /// Whether it says the year.
    pub(super) const fn is_year(self) -> bool {
        matches!(self, Slot::Year | Slot::ShortYear) || self.is_fiscal()
    }

    /// Whether it says a fiscal year.
    pub(super) const fn is_fiscal(self) -> bool {
        matches!(self, Slot::FiscalYear | Slot::ShortFiscalYear)
    }

    /// Whether it says a quarter.
    pub(super) const fn is_quarter(self) -> bool {
        matches!(self, Slot::Quarter | Slot::QuarterRoman)
    }

    /// Whether it says a month of the year.
    pub(super) const fn is_month(self) -> bool {
        matches!(self, Slot::Month | Slot::MonthRoman | Slot::MonthName)
    }

    /// Whether it says which part of a year.
    pub(super) const fn is_part(self) -> bool {
        self.is_quarter()
            || self.is_month()
            || matches!(
                self,
                Slot::HalfYear | Slot::Months | Slot::Third | Slot::Week
            )
    }

    /// Whether it is written in digits of a number that varies.
    pub(super) const fn is_number(self) -> bool {
        !matches!(
            self,
            Slot::QuarterRoman | Slot::MonthRoman | Slot::MonthName
        )
    }
}

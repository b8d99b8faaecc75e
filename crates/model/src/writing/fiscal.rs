//! Fiscal years: with which month they begin, and after which calendar year they are named.

use crate::period::Period;
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

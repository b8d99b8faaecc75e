//! Eras whose years begin on 1 January, so that a year of theirs is a year of ours.

use crate::words;

/// An era that counts years of the calendar from another one. Calendars whose years begin on
/// another day (Hijri, Solar Hijri, Bikram Sambat, Ethiopian) are none: a number of years makes
/// no year of ours of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Era {
    /// Thailand, Laos, Cambodia: 2563 is 2020.
    Buddhist,
    /// Taiwan: 109 is 2020.
    Minguo,
}

words!(Era, "era whose years begin on 1 January", {
    Buddhist => "buddhist", Minguo => "minguo",
});

impl Era {
    /// The year of the calendar. Years that did not begin on 1 January are none: Thailand moved its
    /// new year in 1941.
    pub(super) fn year(self, counted: i32) -> Result<i32, String> {
        match self {
            Era::Buddhist if counted < 2484 => Err(format!(
                "`{counted}` is a year of the Buddhist era that did not begin on 1 January, or no \
                    year of that era"
            )),
            Era::Buddhist => Ok(counted - 543),
            Era::Minguo if !(1..=999).contains(&counted) => {
                Err(format!("`{counted}` is no year of the era of the Republic"))
            }
            Era::Minguo => Ok(counted + 1911),
        }
    }

    /// How many digits its years are written with.
    pub(super) const fn digits(self) -> (usize, usize) {
        match self {
            Era::Buddhist => (4, 4),
            Era::Minguo => (2, 3),
        }
    }
}

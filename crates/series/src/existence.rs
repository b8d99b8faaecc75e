//! When there is what a measure is of: the area, and the members of its breakdown. Of months before
//! it began and after it ended nothing is asked, and a figure of a period with such months is
//! flagged: it is of the months in which it existed.

use chiso_model::{AreaRegister, FirstAndLast, Measure, Period, Span, UnitId, days};
use chrono::{Datelike, NaiveDate};

/// When there is what a measure is of.
#[derive(Clone, Copy)]
pub(crate) struct Existence<'a> {
    pub(crate) measure: &'a Measure,
    pub(crate) areas: &'a AreaRegister,
}

impl Existence<'_> {
    /// The first and the last day of an area with all members.
    fn days(&self, area: UnitId) -> FirstAndLast {
        let members = self.measure.members.iter();
        let members = members.map(|member| (member.valid_from, member.valid_to));
        members.fold(self.areas.existence(area), |(first, last), (from, to)| {
            let earliest = [last, to].into_iter().flatten().min();
            (first.max(from), earliest)
        })
    }

    /// The first and the last month, counted from the beginning of the calendar.
    pub(crate) fn months(&self, area: UnitId) -> (i32, i32) {
        let month = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
        let (first, last) = self.days(area);
        (first.map_or(i32::MIN, month), last.map_or(i32::MAX, month))
    }

    /// Whether it exists on any day of a period.
    pub(crate) fn at_all(&self, area: UnitId, (period, span): (Period, Span)) -> bool {
        let (first, last) = self.days(area);
        if first.is_none() && last.is_none() {
            return true;
        }
        let (from, to) = days(period, span);
        first.is_none_or(|day| day <= to) && last.is_none_or(|day| from <= day)
    }

    /// Whether a figure is of a part of its period only. A stock is of one day.
    pub(crate) fn in_part(&self, area: UnitId, (period, span): (Period, Span)) -> bool {
        let (first, last) = self.days(area);
        if self.measure.is_stock() || first.is_none() && last.is_none() {
            return false;
        }
        let (from, to) = days(period, span);
        let begins_within = first.is_some_and(|day| from < day && day <= to);
        let ends_within = last.is_some_and(|day| from <= day && day < to);
        begins_within || ends_within
    }
}

//! Which months records have come of, as it was known at each moment. A period of which a month has
//! not come has no figure: what came of the rest is not the whole.

use super::held::{HeldMonths, Whose};
use super::periods::{month, period_of};
use crate::model::{Delivers, Period, RecordLayout};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// The months of each data file: those of its records, and those of which it says that it has all.
pub(super) type MonthsOfFiles = Vec<BTreeSet<u32>>;

/// What has come of a register.
pub(super) struct Coverage<'a> {
    layout: &'a RecordLayout,
    /// The day on which each delivery became known.
    days: Vec<NaiveDate>,
    /// The last month of each data file.
    reach: Vec<Option<u32>>,
    /// By month the first data file that has it.
    since: BTreeMap<u32, usize>,
    /// What has come of each area; nothing where an area without records has none.
    of_units: Option<HeldMonths>,
}

impl<'a> Coverage<'a> {
    /// Of data files by the days on which they became known, in that order.
    pub(super) fn new(
        layout: &'a RecordLayout,
        days: Vec<NaiveDate>,
        files: &[BTreeSet<u32>],
        of_units: Option<HeldMonths>,
    ) -> Coverage<'a> {
        let mut since = BTreeMap::new();
        for (file, months) in files.iter().enumerate() {
            for month in months {
                since.entry(*month).or_insert(file);
            }
        }
        Coverage {
            layout,
            days,
            reach: files.iter().map(|months| months.last().copied()).collect(),
            since,
            of_units,
        }
    }

    /// The first delivery that became known after a period had ended.
    fn over(&self, period: Period) -> Option<usize> {
        let over = self.days.partition_point(|day| *day <= period.end());
        (over < self.days.len()).then_some(over)
    }

    /// Whether a period had ended at a moment, given by its last delivery.
    pub(super) fn is_over(&self, period: Period, last: usize) -> bool {
        self.over(period).is_some_and(|over| over <= last)
    }

    /// The first delivery that became known after a period had ended and reaches to its end: with it
    /// the last month is whole.
    pub(super) fn ended(&self, period: Period) -> Option<usize> {
        let end = month(period.end());
        // Where a month may be empty, a delivery that has nothing of it says so.
        let reaches = |file: &usize| {
            self.layout.empty_months || self.reach[*file].is_some_and(|last| last >= end)
        };
        (self.over(period)?..self.days.len()).find(reaches)
    }

    /// The deliveries with which it may change whether all of a period has come.
    pub(super) fn moments(&self, period: Period) -> Vec<usize> {
        let of_months = self.since.range(months(period)).map(|(_, file)| *file);
        of_months.chain(self.over(period)).collect()
    }

    /// The delivery with which the last of what has come of a longer period came.
    pub(super) fn completed(&self, period: Period, last: usize) -> Option<usize> {
        let longer = period.length() > 1 && self.layout.delivers != Delivers::Snapshot;
        let of_months = self.since.range(months(period)).map(|(_, file)| *file);
        of_months.filter(|file| longer && *file <= last).max()
    }

    fn came(&self, month: u32, last: usize) -> bool {
        self.since.get(&month).is_some_and(|file| *file <= last)
    }

    /// The months of a period that have not come, by all deliveries up to the last one of a moment.
    /// While the period goes on, its last months are yet to come.
    pub(super) fn lacking(&self, period: Period, last: usize) -> Vec<u32> {
        let over = self.is_over(period, last);
        // What was before a register began does not come.
        let begins = self.layout.begins.map_or(0, month);
        let asked = self.asked(period);
        let newest = asked.clone().rev().find(|month| self.came(*month, last));
        let to_come = newest.filter(|_| !over);
        asked
            .filter(|month| over || to_come.is_some_and(|newest| *month < newest))
            .filter(|month| !self.layout.empty_months && !self.came(*month, last))
            .filter(|month| *month >= begins)
            .collect()
    }

    /// The months of a period that have to come: of a register its last one, at the end of which it
    /// is asked for.
    fn asked(&self, period: Period) -> RangeInclusive<u32> {
        let all = months(period);
        match self.layout.delivers {
            Delivers::Snapshot => *all.end()..=*all.end(),
            Delivers::Append | Delivers::Replace => all,
        }
    }

    /// Whether some of what makes the figure of an area has not come.
    pub(super) fn lacks(&self, whose: Whose<'_>, period: Period, last: usize) -> bool {
        if !self.lacking(period, last).is_empty() {
            return true;
        }
        let (Some(held), Some(today)) = (&self.of_units, self.days.get(last)) else {
            return false;
        };
        let today = month(*today);
        self.asked(period)
            .filter(|month| *month < today && self.came(*month, last))
            .any(|month| held.lack(whose, (period, month), last))
    }

    /// The months that no delivery has at all, and the periods that have no figure therefore.
    pub(super) fn not_come(&self) -> (BTreeSet<u32>, BTreeSet<Period>) {
        let (mut not_come, mut without) = (BTreeSet::new(), BTreeSet::new());
        let Some(last) = self.days.len().checked_sub(1) else {
            return (not_come, without);
        };
        for month in self.since.keys() {
            for frequency in &self.layout.periods {
                let period = period_of(*month, *frequency);
                let lacking = self.lacking(period, last);
                without.extend((!lacking.is_empty()).then_some(period));
                not_come.extend(lacking);
            }
        }
        (not_come, without)
    }

    /// The first month that has come.
    pub(super) fn first(&self) -> Option<u32> {
        self.since.keys().next().copied()
    }
}

/// The months of a period, counted from the first month of year 0.
fn months(period: Period) -> RangeInclusive<u32> {
    month(period.start())..=month(period.end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Frequency;

    fn layout(delivers: Delivers) -> RecordLayout {
        RecordLayout {
            columns: Vec::new(),
            key: Vec::new(),
            date: String::new(),
            delivers,
            periods: vec![Frequency::Monthly, Frequency::Quarterly],
            begins: None,
            empty_months: false,
            days_ahead: false,
        }
    }

    /// The months of a period of 2024 that lack after the last delivery, of deliveries as the day on which
    /// each became known and its months.
    fn lacking(
        layout: &RecordLayout,
        deliveries: &[(&str, &[u32])],
        period: &str,
    ) -> (Vec<u32>, bool) {
        let january = 2024 * 12;
        let days = deliveries.iter().map(|(day, _)| day.parse().unwrap());
        let months = deliveries
            .iter()
            .map(|(_, of)| of.iter().map(|m| january + m - 1).collect());
        let files: Vec<BTreeSet<u32>> = months.collect();
        let coverage = Coverage::new(layout, days.collect(), &files, None);
        let period = period.parse().unwrap();
        let lacking = coverage.lacking(period, deliveries.len() - 1).into_iter();
        let months = lacking.map(|month| month - january + 1).collect();
        (months, coverage.ended(period).is_some())
    }

    #[test]
    fn a_quarter_that_is_over_asks_for_all_its_months_and_one_that_goes_on_for_those_before_the_last()
     {
        let receipts = layout(Delivers::Append);
        let none = Vec::<u32>::new();
        let months: &[(&str, &[u32])] = &[("2024-02-03", &[1]), ("2024-03-02", &[2])];
        assert_eq!(lacking(&receipts, months, "2024-Q1"), (none.clone(), false));
        let gap: &[(&str, &[u32])] = &[("2024-02-03", &[1]), ("2024-03-30", &[3])];
        assert_eq!(lacking(&receipts, gap, "2024-Q1"), (vec![2], false));
        // A correction of January, in April, ends no quarter of which March has not come.
        let early: &[(&str, &[u32])] = &[("2024-03-02", &[1, 2]), ("2024-04-02", &[1])];
        assert_eq!(lacking(&receipts, early, "2024-Q1"), (vec![3], false));
        let whole: &[(&str, &[u32])] = &[("2024-03-02", &[1, 2]), ("2024-04-02", &[3])];
        assert_eq!(lacking(&receipts, whole, "2024-Q1"), (none.clone(), true));
        assert_eq!(lacking(&receipts, whole, "2024-Q2"), (none.clone(), false));
        let may_be_empty = RecordLayout {
            empty_months: true,
            ..receipts
        };
        assert_eq!(lacking(&may_be_empty, gap, "2024-Q1"), (none, false));
    }

    #[test]
    fn a_register_is_at_the_end_of_a_quarter_what_a_snapshot_of_its_last_month_has() {
        let firms = layout(Delivers::Snapshot);
        let march: &[(&str, &[u32])] = &[("2024-04-02", &[3])];
        assert_eq!(lacking(&firms, march, "2024-Q1"), (Vec::new(), true));
        let february: &[(&str, &[u32])] = &[("2024-03-02", &[2]), ("2024-05-02", &[4])];
        assert_eq!(lacking(&firms, february, "2024-Q1"), (vec![3], true));
    }
}

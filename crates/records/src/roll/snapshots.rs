//! Snapshots of a register: which of them stand next to each other, as it was known at each moment.

use super::columns::DataFile;
use crate::day::date;
use crate::error::RecordsError;
use chiso_model::RecordLayout;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fs::File;

/// Two snapshots without another one between them, by the place of their files in the order in which
/// these became known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Neighbours {
    /// The earlier one; none before the first.
    pub before: Option<usize>,
    /// The later one.
    pub file: usize,
    /// The file since which they are known to be neighbours.
    pub from: usize,
    /// The file since which they are no longer.
    pub to: Option<usize>,
    /// Another snapshot of the day of one of the two became known at the same moment.
    pub conflict: bool,
}

/// The day of each snapshot: that of all its records.
///
/// # Errors
/// When a file cannot be read, or has no records.
pub fn snapshot_days(
    files: &[File],
    layout: &RecordLayout,
) -> Result<Vec<NaiveDate>, RecordsError> {
    let day = |file: &File| {
        let day = DataFile::open(file, layout)?.first_day(&layout.date)?;
        let none = || RecordsError::Columns("a snapshot has no records".to_owned());
        day.map(date).ok_or_else(none)
    };
    files.iter().map(day).collect()
}

/// The neighbours that snapshots ever were, given by their days in the order in which they became
/// known; those of one rank became known at one moment. A snapshot takes the place of an earlier one
/// of the same day.
#[must_use]
pub fn neighbours(days: &[NaiveDate], ranks: &[usize]) -> Vec<Neighbours> {
    let twice = |file: usize| {
        let mut others = (0..days.len()).filter(|other| *other != file);
        others.any(|other| (days[other], ranks[other]) == (days[file], ranks[file]))
    };
    let mut found: Vec<Neighbours> = Vec::new();
    // By day the file in force, and which of the pairs it is the later one of.
    let mut in_force: BTreeMap<NaiveDate, (usize, usize)> = BTreeMap::new();
    for (file, day) in days.iter().enumerate() {
        let before = in_force.range(..*day).next_back().map(|(_, at)| at.0);
        let after = in_force.range(*day..).find(|(other, _)| *other != day);
        let after = after.map(|(day, at)| (*day, *at));
        let ended = in_force.get(day).copied();
        for (_, pair) in ended.into_iter().chain(after.map(|(_, at)| at)) {
            found[pair].to = Some(file);
        }
        let mut begin = |day: NaiveDate, before: Option<usize>, later: usize| {
            in_force.insert(day, (later, found.len()));
            found.push(Neighbours {
                before,
                file: later,
                from: file,
                to: None,
                conflict: twice(later) || before.is_some_and(twice),
            });
        };
        begin(*day, before, file);
        if let Some((day, (later, _))) = after {
            begin(day, Some(file), later);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(days: &[u32], ranks: &[usize]) -> Vec<String> {
        let day = |n: &u32| NaiveDate::from_ymd_opt(2026, 1, *n).unwrap();
        let days: Vec<NaiveDate> = days.iter().map(day).collect();
        let show = |n: &Neighbours| {
            let place = |at: Option<usize>| at.map_or("-".to_owned(), |at| at.to_string());
            let mark = if n.conflict { "!" } else { "" };
            let (before, to) = (place(n.before), place(n.to));
            format!("{before},{} from {} to {to}{mark}", n.file, n.from)
        };
        neighbours(&days, ranks).iter().map(show).collect()
    }

    #[test]
    fn snapshots_follow_each_other_by_their_days() {
        assert_eq!(
            shown(&[1, 2, 3], &[0, 1, 2]),
            ["-,0 from 0 to -", "0,1 from 1 to -", "1,2 from 2 to -"]
        );
    }

    #[test]
    fn one_that_comes_late_goes_between_and_one_of_the_same_day_takes_the_place() {
        assert_eq!(
            shown(&[1, 3, 2], &[0, 1, 2]),
            [
                "-,0 from 0 to -",
                "0,1 from 1 to 2",
                "0,2 from 2 to -",
                "2,1 from 2 to -"
            ]
        );
        assert_eq!(
            shown(&[1, 2, 1], &[0, 1, 2]),
            [
                "-,0 from 0 to 2",
                "0,1 from 1 to 2",
                "-,2 from 2 to -",
                "2,1 from 2 to -"
            ]
        );
        assert_eq!(
            shown(&[2, 1], &[0, 1]),
            ["-,0 from 0 to 1", "-,1 from 1 to -", "1,0 from 1 to -"]
        );
    }

    #[test]
    fn of_two_of_one_day_and_moment_nobody_knows_which_counts() {
        let found = shown(&[1, 2, 2], &[0, 1, 1]);
        assert_eq!(
            found,
            ["-,0 from 0 to -", "0,1 from 1 to 2!", "0,2 from 2 to -!"]
        );
    }
}

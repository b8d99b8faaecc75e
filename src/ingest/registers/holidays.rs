//! `holidays.csv`: the days by which months of two years differ. One row a day; a movable feast is
//! named on its first day.

use super::columns::HOLIDAYS;
use super::sheet::{RegisterFile, Sheet};
use crate::model::{DayKind, Finding, Holiday};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Reads the register of holidays.
#[must_use]
pub fn read_holidays(file: RegisterFile<'_>) -> (Vec<Holiday>, Vec<Finding>) {
    let mut sheet = Sheet::read(file, HOLIDAYS);
    let mut seen: BTreeMap<NaiveDate, u64> = BTreeMap::new();
    let read = sheet.map(|line| {
        let kind = "`off` is a day off, `working` a working day of a weekend, `observed` a feast \
            on which people work";
        let (date, kind) = (
            line.day("date"),
            line.parsed::<DayKind>("unknown_kind", "kind", kind),
        );
        let date = date?;
        let row = line.record.row;
        if let Some(first) = seen.get(&date) {
            line.fault(
                "duplicate_day",
                "date",
                format!("{date} stands on line {first} too"),
                "keep one row a day; a first day of a feast names it",
            );
        }
        seen.entry(date).or_insert(row);
        Some(Holiday {
            date,
            kind: kind?,
            feast: line.text("feast"),
            name_vi: line.text("name_vi"),
            name_en: line.text("name_en"),
        })
    });
    (
        read.into_iter().map(|(_, holiday)| holiday).collect(),
        sheet.findings,
    )
}

#[cfg(test)]
mod tests {
    use super::super::shown;
    use super::*;

    #[test]
    fn days_are_read_and_faults_have_their_line() {
        let text = "date,kind,feast,name_vi,name_en\n2020-01-25,off,tet,Tết,Lunar New \
            Year\n2020-01-25,off,,,\n2020-13-01,off,,,\n2020-04-30,holiday,,,\n";
        let (days, findings) = read_holidays(RegisterFile {
            name: "holidays.csv",
            bytes: text.as_bytes(),
        });
        assert_eq!(
            days.iter()
                .map(|d| (d.date.to_string(), d.feast.as_str()))
                .collect::<Vec<_>>(),
            [("2020-01-25".to_owned(), "tet")]
        );
        let found = shown(&findings);
        let starts = [
            "error[duplicate_day]: holidays.csv:3, column `date`: 2020-01-25 stands on line 2 too",
            "error[bad_date]: holidays.csv:4, column `date`: `2020-13-01` is not a day",
            "error[unknown_kind]: holidays.csv:5, column `kind`: `holiday` is not a kind of day: \
                write one of `off`, `working`, `observed`",
        ];
        assert_eq!(found.len(), starts.len(), "{found:#?}");
        for (got, start) in found.iter().zip(starts) {
            assert!(got.starts_with(start), "{got}");
        }
    }
}

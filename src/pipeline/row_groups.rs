//! Which groups of rows of a table are wanted: those that something new has to do with, or those of
//! some areas and periods.

use crate::model::{CellKey, Period};
use crate::rollup::Row;
use crate::store::{KeyTexts, TableFile};
use std::collections::BTreeSet;

/// The groups of rows that are wanted.
#[derive(Clone, Debug, Default)]
pub struct RowGroups {
    /// Named one by one.
    pub keys: BTreeSet<CellKey>,
    /// Area code and period of rows that corrections are for: which row that is depends on all of
    /// them.
    pub corrected: BTreeSet<(String, Period)>,
    /// All of these area codes.
    pub codes: BTreeSet<String>,
    /// All of these periods.
    pub periods: BTreeSet<Period>,
}

impl RowGroups {
    /// Whether a data file may have a row of any of them, by what its table's log says of it.
    #[must_use]
    pub fn may_be_in(&self, file: &TableFile) -> bool {
        let code = |code: &str| file.may_have("area_code", code);
        let period = |period: Period| file.may_have("period", &period.to_string());
        let both = |of: &str, at: Period| code(of) && period(at);
        self.keys.iter().any(|key| both(&key.area_code, key.period))
            || self.corrected.iter().any(|(of, at)| both(of, *at))
            || self.codes.iter().any(|of| code(of))
            || self.periods.iter().any(|at| period(*at))
    }

    /// Whether a group is one of them.
    #[must_use]
    pub fn has(&self, key: &CellKey) -> bool {
        self.codes.contains(&key.area_code)
            || self.periods.contains(&key.period)
            || self.keys.contains(key)
            || self
                .corrected
                .contains(&(key.area_code.clone(), key.period))
    }

    /// Whether a row is of one of them.
    #[must_use]
    pub fn has_row(&self, row: &Row) -> bool {
        self.has(&row.group())
    }

    /// What rows of any of them have in their first columns: rows that have not need not be read.
    #[must_use]
    pub fn texts(&self) -> KeyTexts {
        let named = self.keys.iter().map(|key| &key.area_code);
        let corrected = self.corrected.iter().map(|(code, _)| code);
        KeyTexts {
            codes: named.chain(corrected).chain(&self.codes).cloned().collect(),
            periods: self.periods.iter().map(ToString::to_string).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;
    use std::collections::BTreeMap;
    use std::path::PathBuf;

    fn key(area_code: &str, month: u32) -> CellKey {
        CellKey {
            area_code: area_code.to_owned(),
            area_date: chrono::NaiveDate::MIN,
            period: Period::Month(2020, month),
            span: Span::Period,
        }
    }

    fn file() -> TableFile {
        let bounds = [
            ("area_code", ["02", "10"]),
            ("period", ["2020-01", "2020-12"]),
        ];
        let bounds = bounds.map(|(column, of)| (column.to_owned(), of.map(str::to_owned)));
        TableFile {
            delivery: String::new(),
            contract: String::new(),
            path: PathBuf::new(),
            rows: 1,
            bytes: 0,
            version_added: 0,
            bounds: BTreeMap::from(bounds),
        }
    }

    #[test]
    fn a_data_file_is_left_out_where_it_has_none_of_the_areas_and_periods() {
        let file = file();
        let named = |area_code: &str, month: u32| {
            let groups = RowGroups {
                keys: BTreeSet::from([key(area_code, month)]),
                ..RowGroups::default()
            };
            groups.may_be_in(&file)
        };
        assert_eq!(
            [named("02", 1), named("01", 1), named("05", 12)],
            [true, false, true]
        );
        let corrected = |year: i32| {
            let groups = RowGroups {
                corrected: BTreeSet::from([("07".to_owned(), Period::Month(year, 3))]),
                ..RowGroups::default()
            };
            groups.may_be_in(&file)
        };
        assert_eq!([corrected(2020), corrected(2021)], [true, false]);
    }

    #[test]
    fn an_area_is_wanted_in_all_periods_and_a_period_of_all_areas() {
        let groups = RowGroups {
            codes: BTreeSet::from(["07".to_owned()]),
            periods: BTreeSet::from([Period::Month(2020, 3)]),
            ..RowGroups::default()
        };
        let has = |code: &str, month: u32| groups.has(&key(code, month));
        assert_eq!(
            [has("07", 1), has("01", 3), has("01", 1)],
            [true, true, false]
        );
        assert!(groups.may_be_in(&file()));
        let texts = groups.texts();
        let may = |code: &str, period: &str| texts.may_be(code, period);
        assert!(may("07", "2020-01") && may("01", "2020-03") && !may("01", "2020-01"));
    }
}

//! The days between which there is a place. One that was made of others, or became others, is there
//! before and after: its land was.

use super::register::AreaRegister;
use super::unit::{AreaUnit, FirstAndLast, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

impl AreaRegister {
    /// The first day of a place that nothing was before, and the last one of a place that nothing
    /// came after. The register begins with the first areas of a level: these have been before.
    #[must_use]
    pub fn existence(&self, unit: UnitId) -> FirstAndLast {
        self.existences().get(unit.0).copied().unwrap_or_default()
    }

    /// By unit.
    pub(super) fn all_existences(&self) -> Vec<FirstAndLast> {
        let mut begins: BTreeMap<&str, NaiveDate> = BTreeMap::new();
        for (_, unit) in self.units() {
            let first = begins.entry(&unit.level).or_insert(unit.valid_from);
            *first = unit.valid_from.min(*first);
        }
        // Codes with the day on which they, or what they became, begin.
        let mut made: BTreeSet<(&str, NaiveDate)> = BTreeSet::new();
        let mut became: BTreeSet<(&str, NaiveDate)> = BTreeSet::new();
        for relation in self.relations() {
            made.insert((&relation.to_code, relation.date));
            became.insert((&relation.from_code, relation.date));
        }
        let next = |unit: &AreaUnit| unit.valid_to.and_then(|last| last.succ_opt());
        for (_, unit) in self.units() {
            let after = next(unit).filter(|day| self.by_code(&unit.code, *day).is_some());
            if let Some(day) = after {
                made.insert((&unit.code, day));
                became.insert((&unit.code, day));
            }
        }
        let own = |unit: &AreaUnit| {
            let code = unit.code.as_str();
            let first = unit.valid_from;
            let of_level = begins.get(unit.level.as_str()).is_some_and(|b| *b < first);
            let first = Some(first).filter(|day| of_level && !made.contains(&(code, *day)));
            let ended = |last: &NaiveDate| {
                { last.succ_opt() }.is_some_and(|day| !became.contains(&(code, day)))
            };
            (first, unit.valid_to.filter(ended))
        };
        let all: Vec<FirstAndLast> = self.units().map(|(_, unit)| own(unit)).collect();
        let of_place = |(unit, _): (UnitId, &AreaUnit)| {
            // A place that was only renamed has the days of all its names.
            let (before, after) = self.names_of_place(unit);
            (all[before.0].0, all[after.0].1)
        };
        self.units().map(of_place).collect()
    }

    /// The first and the last unit that a place has been, by renamings alone.
    fn names_of_place(&self, unit: UnitId) -> (UnitId, UnitId) {
        let before = |at: &UnitId| self.renamings().before.get(at).copied();
        let earlier = std::iter::successors(Some(unit), before);
        let first = earlier.take(self.relations().len() + 1).last();
        (first.unwrap_or(unit), self.last_of_place(unit))
    }
}

#[cfg(test)]
mod tests {
    use crate::{AreaRegister, AreaUnit, Relation, RelationKind};

    fn unit(code: &str, from: &str, to: Option<&str>) -> AreaUnit {
        AreaUnit {
            code: code.into(),
            name_vi: String::new(),
            name_en: String::new(),
            level: "district".into(),
            parent_code: String::new(),
            valid_from: from.parse().unwrap(),
            valid_to: to.map(|day| day.parse().unwrap()),
            aliases: vec![],
        }
    }

    #[test]
    fn a_place_begins_where_nothing_was_before_it() {
        let relation = |kind, from: &str, to: &str, date: &str| Relation {
            date: date.parse().unwrap(),
            kind,
            from_code: from.into(),
            to_code: to.into(),
            note: String::new(),
        };
        let units = vec![
            unit("A", "2000-01-01", None),
            unit("B", "2000-01-01", Some("2023-06-30")),
            unit("C", "2000-01-01", Some("2023-06-30")),
            unit("D", "2023-07-01", None),
            unit("E", "2023-07-01", Some("2023-12-31")),
            unit("F", "2024-01-01", None),
            unit("G", "2000-01-01", Some("2023-06-30")),
        ];
        let areas = AreaRegister::new(
            units,
            vec![
                relation(RelationKind::Merge, "B", "D", "2023-07-01"),
                relation(RelationKind::Merge, "C", "D", "2023-07-01"),
                relation(RelationKind::Rename, "E", "F", "2024-01-01"),
            ],
        );
        let of = |code: &str, day: &str| {
            let unit = areas.by_code(code, day.parse().unwrap()).unwrap();
            let (first, last) = areas.existence(unit);
            let shown = |day: Option<chrono::NaiveDate>| day.map(|d| d.to_string());
            (shown(first), shown(last))
        };
        let day = |text: &str| Some(text.to_owned());
        assert_eq!(of("A", "2023-01-01"), (None, None), "the register begins");
        assert_eq!(of("B", "2023-01-01"), (None, None), "merged into another");
        assert_eq!(of("D", "2024-01-01"), (None, None), "made of others");
        assert_eq!(of("E", "2023-12-01"), (day("2023-07-01"), None), "renamed");
        assert_eq!(
            of("F", "2024-12-01"),
            (day("2023-07-01"), None),
            "as before"
        );
        assert_eq!(of("G", "2023-01-01"), (None, day("2023-06-30")));
    }
}

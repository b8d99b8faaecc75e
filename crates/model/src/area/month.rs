//! The records of a month within which a unit was made of whole others: which unit has them, and since when
//! one has those of its whole land.

use super::register::AreaRegister;
use super::unit::UnitId;
use chrono::NaiveDate;

impl AreaRegister {
    /// The unit at the end of a month that holds all the land of a unit of the month, with that of other
    /// whole units and of no part of one; the unit itself where there is none.
    #[must_use]
    pub fn at_end_of_month(&self, unit: UnitId, end: NaiveDate) -> UnitId {
        let wholes = self.wholes();
        let mut at = unit;
        while self.unit(at).valid_to.is_some_and(|last| last < end) {
            let Some(next) = wholes.became.get(at.0).copied().flatten() else {
                return unit;
            };
            at = next;
        }
        at
    }

    /// The day from which all that is booked on a unit, and on those it was made of, is of its whole land:
    /// the first of the month within which it was made of whole others, else its own first day.
    #[must_use]
    pub fn whole_since(&self, unit: UnitId) -> NaiveDate {
        let own = || self.unit(unit).valid_from;
        self.wholes().since.get(unit.0).copied().unwrap_or_else(own)
    }
}

#[cfg(test)]
mod tests {
    use crate::{AreaRegister, AreaUnit, Relation, RelationKind};
    use chrono::NaiveDate;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn unit(code: &str, from: &str, to: Option<&str>) -> AreaUnit {
        AreaUnit {
            code: code.into(),
            name_vi: String::new(),
            name_en: String::new(),
            level: "province".into(),
            parent_code: String::new(),
            valid_from: day(from),
            valid_to: to.map(day),
            aliases: vec![],
        }
    }

    /// 02 and 03 became 04 on 16 July, 05 was renamed 06, and 07 was divided into 08 and 09, of which 08 also
    /// took in all of 10.
    fn register() -> AreaRegister {
        let relation = |kind, from: &str, to: &str| Relation {
            date: day("2025-07-16"),
            kind,
            from_code: from.into(),
            to_code: to.into(),
            note: String::new(),
        };
        let old = |code| unit(code, "2000-01-01", Some("2025-07-15"));
        let new = |code| unit(code, "2025-07-16", None);
        AreaRegister::new(
            vec![
                old("02"),
                old("03"),
                new("04"),
                old("05"),
                new("06"),
                old("07"),
                new("08"),
                new("09"),
                old("10"),
            ],
            vec![
                relation(RelationKind::Merge, "02", "04"),
                relation(RelationKind::Merge, "03", "04"),
                relation(RelationKind::Rename, "05", "06"),
                relation(RelationKind::Split, "07", "08"),
                relation(RelationKind::Split, "07", "09"),
                relation(RelationKind::Merge, "10", "08"),
            ],
        )
    }

    #[test]
    fn what_whole_areas_had_in_the_month_is_of_the_one_that_they_became() {
        let areas = register();
        let of = |code: &str, on: &str, end: &str| {
            let unit = areas.by_code(code, day(on)).unwrap();
            areas
                .unit(areas.at_end_of_month(unit, day(end)))
                .code
                .clone()
        };
        for (code, wanted) in [
            ("02", "04"),
            ("03", "04"),
            ("05", "06"),
            ("07", "07"),
            ("10", "10"),
        ] {
            assert_eq!(of(code, "2025-07-10", "2025-07-31"), wanted, "{code}");
            assert_eq!(
                of(code, "2025-06-10", "2025-06-30"),
                code,
                "the month before"
            );
        }
        assert_eq!(of("04", "2025-07-20", "2025-07-31"), "04");
        let since = |code: &str| areas.whole_since(areas.by_code(code, day("2025-08-01")).unwrap());
        for code in ["04", "06"] {
            assert_eq!(since(code), day("2025-07-01"), "{code}");
        }
        for code in ["08", "09"] {
            assert_eq!(since(code), day("2025-07-16"), "{code}");
        }
    }
}

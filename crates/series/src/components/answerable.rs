//! The days on whose units a question about a place can be answered.

use crate::BoundaryMap;
use crate::components::component::Component;
use crate::components::unions::components;
use chiso_model::{AreaRegister, UnitId};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Days on whose units figures that are stated on `dates` exist whole for the place of a unit of
/// `boundary`, with the unit of that day; the nearest day of each unit, nearest first. `adds_up`
/// says whether figures of several units may become one.
#[must_use]
pub fn answerable(
    areas: &AreaRegister,
    (unit, boundary): (UnitId, NaiveDate),
    dates: &BTreeSet<NaiveDate>,
    adds_up: bool,
) -> Vec<(NaiveDate, UnitId)> {
    let changes = areas
        .days_of_change()
        .into_iter()
        .flat_map(|day| [day.checked_sub_days(Days::new(1)), Some(day)])
        .flatten();
    let days: BTreeSet<NaiveDate> = changes.chain(dates.iter().copied()).collect();
    let mut found: BTreeMap<UnitId, NaiveDate> = BTreeMap::new();
    let far = |day: NaiveDate| (day - boundary).num_days().abs();
    for day in days {
        let maps: Vec<BoundaryMap> = dates
            .iter()
            .map(|date| BoundaryMap::between(areas, *date, day))
            .collect();
        let whole = |id: &UnitId| {
            let one = |map: &BoundaryMap| {
                map.composition(*id)
                    .is_some_and(|c| !c.divided && (adds_up || c.parts.len() == 1))
            };
            maps.iter().all(one)
        };
        for id in at_same_place(areas, (unit, boundary), day)
            .into_iter()
            .filter(whole)
        {
            let held = found.entry(id).or_insert(day);
            if far(day) < far(*held) {
                *held = day;
            }
        }
    }
    let mut found: Vec<(NaiveDate, UnitId)> =
        found.into_iter().map(|(id, day)| (day, id)).collect();
    found.sort_by_key(|(day, id)| (far(*day), *id));
    found
}

/// The units of a day in the union of a unit of the boundary.
fn at_same_place(
    areas: &AreaRegister,
    (unit, boundary): (UnitId, NaiveDate),
    day: NaiveDate,
) -> Vec<UnitId> {
    let earlier_first = boundary <= day;
    let (from, to) = if earlier_first {
        (boundary, day)
    } else {
        (day, boundary)
    };
    let there = |component: Component| {
        let (here, there) = if earlier_first {
            (component.from, component.to)
        } else {
            (component.to, component.from)
        };
        here.contains(&unit).then_some(there)
    };
    components(areas, from, to)
        .into_iter()
        .filter_map(there)
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chiso_model::{AreaUnit, Relation, RelationKind};
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn unit(code: &str, name: &str, from: &str, to: &str) -> AreaUnit {
        AreaUnit {
            code: code.into(),
            name_vi: name.into(),
            name_en: String::new(),
            level: "province".into(),
            parent_code: String::new(),
            valid_from: day(from),
            valid_to: (!to.is_empty()).then(|| day(to)),
            aliases: vec![],
        }
    }

    fn relation(date: &str, kind: RelationKind, from: &str, to: &str) -> Relation {
        Relation {
            date: day(date),
            kind,
            from_code: from.into(),
            to_code: to.into(),
            note: String::new(),
        }
    }

    /// Hà Nội takes in Hà Tây and a part of Vĩnh Phúc; Lào Cai and Yên Bái become a new Lào Cai
    /// under Yên Bái's code.
    fn country() -> AreaRegister {
        use RelationKind::{Merge, Transfer};
        let end = "2025-06-30";
        AreaRegister::new(
            vec![
                unit("01", "Hà Nội", "2004-01-01", "2008-07-31"),
                unit("01", "Hà Nội", "2008-08-01", ""),
                unit("28", "Hà Tây", "2004-01-01", "2008-07-31"),
                unit("26", "Vĩnh Phúc", "2004-01-01", ""),
                unit("10", "Lào Cai", "2004-01-01", end),
                unit("15", "Yên Bái", "2004-01-01", end),
                unit("15", "Lào Cai", "2025-07-01", ""),
                unit("04", "Cao Bằng", "2004-01-01", ""),
            ],
            vec![
                relation("2008-08-01", Merge, "01", "01"),
                relation("2008-08-01", Merge, "28", "01"),
                relation("2008-08-01", Transfer, "26", "01"),
                relation("2025-07-01", Merge, "10", "15"),
                relation("2025-07-01", Merge, "15", "15"),
            ],
        )
    }

    fn shown(areas: &AreaRegister, from: &str, to: &str) -> Vec<String> {
        let names = |ids: &mut dyn Iterator<Item = &UnitId>| {
            ids.map(|id| format!("{} {}", areas.unit(*id).code, areas.unit(*id).name_vi))
                .collect::<Vec<_>>()
                .join(" + ")
        };
        let show = |c: &Component| {
            let near = if c.exact_with.is_empty() {
                String::new()
            } else {
                format!(" ~ {}", names(&mut c.exact_with.iter()))
            };
            format!(
                "{}: {} = {}{near}",
                c.outcome.as_str(),
                names(&mut c.from.iter()),
                names(&mut c.to.iter())
            )
        };
        components(areas, day(from), day(to))
            .iter()
            .map(show)
            .collect()
    }

    #[test]
    fn the_swaps_of_2025_are_read_by_name_and_code() {
        assert_eq!(
            shown(&country(), "2025-06-30", "2025-07-01"),
            [
                "same: 01 Hà Nội = 01 Hà Nội",
                "same: 04 Cao Bằng = 04 Cao Bằng",
                "merged: 10 Lào Cai + 15 Yên Bái = 15 Lào Cai",
                "same: 26 Vĩnh Phúc = 26 Vĩnh Phúc"
            ]
        );
    }

    #[test]
    fn a_transfer_makes_two_unions_approximate_and_says_with_whom_each_is_exact() {
        assert_eq!(
            shown(&country(), "2008-07-31", "2025-07-01"),
            [
                "merged: 01 Hà Nội + 28 Hà Tây = 01 Hà Nội ~ 26 Vĩnh Phúc",
                "same: 04 Cao Bằng = 04 Cao Bằng",
                "merged: 10 Lào Cai + 15 Yên Bái = 15 Lào Cai",
                "same: 26 Vĩnh Phúc = 26 Vĩnh Phúc ~ 01 Hà Nội"
            ]
        );
    }

    #[test]
    fn a_figure_that_cannot_be_divided_is_answered_on_the_day_of_the_merger() {
        let areas = country();
        let dates = BTreeSet::from([day("2007-12-31"), day("2008-12-31")]);
        let boundary = day("2008-01-01");
        let tay = areas.by_code("28", boundary).unwrap();
        let found = answerable(&areas, (tay, boundary), &dates, true);
        assert_eq!(
            found,
            [(
                day("2008-08-01"),
                areas.by_code("01", day("2008-08-01")).unwrap()
            )]
        );
        assert_eq!(
            answerable(&areas, (tay, boundary), &dates, false),
            [],
            "a score of both years exists for no one place"
        );
    }

    proptest! {
        /// Every unit of either day is in one union, and in one only, whatever was related to
        /// whatever.
        #[test]
        fn unions_part_the_units_of_both_days(ties in prop::collection::vec((0usize..6, 0usize..6, 0usize..4), 0..8)) {
            let old = (0..6).map(|i| unit(&format!("{i}"), &format!("old {i}"), "2000-01-01", "2009-12-31"));
            let new = (0..6).map(|i| unit(&format!("{i}"), &format!("new {i}"), "2010-01-01", ""));
            let kinds = RelationKind::ALL;
            let relations = ties.iter().map(|(a, b, k)| relation("2010-01-01", kinds[*k], &a.to_string(), &b.to_string())).collect();
            let areas = AreaRegister::new(old.chain(new).collect(), relations);
            let found = components(&areas, day("2005-01-01"), day("2015-01-01"));
            let mut all: Vec<UnitId> = found.iter().flat_map(|c| c.from.iter().chain(&c.to)).copied().collect();
            all.sort_unstable();
            prop_assert_eq!(all, areas.units().map(|(id, _)| id).collect::<Vec<_>>());
            for (a, b, k) in ties {
                let (before, after) = (areas.by_code(&a.to_string(), day("2005-01-01")).unwrap(), areas.by_code(&b.to_string(), day("2015-01-01")).unwrap());
                let together = found.iter().any(|c| c.from.contains(&before) && c.to.contains(&after));
                if kinds[k] != RelationKind::Transfer {
                    prop_assert!(together);
                } else if !together {
                    prop_assert!(found.iter().any(|c| c.from.contains(&before) && (c.to.is_empty() || !c.exact_with.is_empty() || !c.transfers.is_empty())));
                }
            }
        }
    }
}

//! Which units of two days can be compared: the smallest unions that are the same place on both.
//!
//! Units hang together when one became, in whole, another or part of another. A part that figures
//! cannot separate (`transfer`) does not tie them together, since every figure would then be of
//! half a country; it makes both sides approximate, and says with whom they would be exact.

use crate::model::{AreaRegister, Relation, RelationKind, UnitId};
use crate::series::BoundaryMap;
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// What became of the units of a union.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// One unit that goes on under its code and name.
    Same,
    /// One unit under another code or name.
    Renamed,
    /// Several became one.
    Merged,
    /// One became several.
    Split,
    /// Several became several.
    Regrouped,
    /// Nothing is known of it before.
    Begun,
    /// Nothing is known of it after.
    Ended,
}

impl Outcome {
    /// The word in files and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Same => "same",
            Outcome::Renamed => "renamed",
            Outcome::Merged => "merged",
            Outcome::Split => "split",
            Outcome::Regrouped => "regrouped",
            Outcome::Begun => "begun",
            Outcome::Ended => "ended",
        }
    }
}

/// A union of units that is the same place on both days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// Its units on the earlier day, by code.
    pub from: Vec<UnitId>,
    /// Its units on the later day, by code.
    pub to: Vec<UnitId>,
    /// What became of them.
    pub outcome: Outcome,
    /// What happened within it, by date.
    pub relations: Vec<Relation>,
    /// Parts that came or went and that figures cannot separate.
    pub transfers: Vec<Relation>,
    /// Units of the later day together with which it would be exact; empty when it is.
    pub exact_with: BTreeSet<UnitId>,
}

/// The unions of two days, by level and code on the later day.
#[must_use]
pub fn components(areas: &AreaRegister, from: NaiveDate, to: NaiveDate) -> Vec<Component> {
    let mut ties = Ties::default();
    let looked_up = |r: &Relation| {
        Some((
            areas.by_code(&r.from_code, r.date.pred_opt()?)?,
            areas.by_code(&r.to_code, r.date)?,
        ))
    };
    let between: Vec<(&Relation, UnitId, UnitId)> = areas
        .relations()
        .iter()
        .filter(|r| from < r.date && r.date <= to)
        .filter_map(|r| looked_up(r).map(|(before, after)| (r, before, after)))
        .collect();
    for (_, before, after) in between
        .iter()
        .filter(|(r, ..)| r.kind != RelationKind::Transfer)
    {
        ties.tie(*before, *after);
    }
    let mut found: BTreeMap<UnitId, Component> = BTreeMap::new();
    let empty = || Component {
        from: vec![],
        to: vec![],
        outcome: Outcome::Same,
        relations: vec![],
        transfers: vec![],
        exact_with: BTreeSet::new(),
    };
    for (id, unit) in areas.units() {
        let (before, after) = (unit.valid_on(from), unit.valid_on(to));
        if before || after {
            let component = found.entry(ties.root(id)).or_insert_with(empty);
            component.from.extend(before.then_some(id));
            component.to.extend(after.then_some(id));
        }
    }
    for (relation, before, after) in between {
        let (one, other) = (ties.root(before), ties.root(after));
        if relation.kind != RelationKind::Transfer {
            found
                .entry(one)
                .and_modify(|c| c.relations.push(relation.clone()));
            continue;
        }
        for (own, strange) in [(one, other), (other, one)] {
            let theirs: Vec<UnitId> = found
                .get(&strange)
                .map(|c| c.to.clone())
                .unwrap_or_default();
            if let Some(component) = found.get_mut(&own) {
                component.transfers.push(relation.clone());
                component
                    .exact_with
                    .extend(theirs.into_iter().filter(|_| own != strange));
            }
            if one == other {
                break;
            }
        }
    }
    let mut all: Vec<Component> = found
        .into_values()
        .map(|c| Component {
            outcome: outcome(areas, &c),
            ..c
        })
        .collect();
    let place = |c: &Component| {
        c.to.first()
            .or_else(|| c.from.first())
            .map(|id| (areas.unit(*id).level.clone(), areas.unit(*id).code.clone()))
    };
    all.sort_by_cached_key(place);
    all
}

fn outcome(areas: &AreaRegister, component: &Component) -> Outcome {
    match (component.from.as_slice(), component.to.as_slice()) {
        ([before], [after]) => {
            let named = |id: &UnitId| {
                (
                    &areas.unit(*id).code,
                    &areas.unit(*id).name_vi,
                    &areas.unit(*id).name_en,
                )
            };
            if named(before) == named(after) {
                Outcome::Same
            } else {
                Outcome::Renamed
            }
        }
        ([], _) => Outcome::Begun,
        (_, []) => Outcome::Ended,
        (_, [_]) => Outcome::Merged,
        ([_], _) => Outcome::Split,
        _ => Outcome::Regrouped,
    }
}

/// Which units hang together: each points to another of its union, the last to none.
#[derive(Default)]
struct Ties(BTreeMap<UnitId, UnitId>);

impl Ties {
    fn root(&self, mut unit: UnitId) -> UnitId {
        while let Some(next) = self.0.get(&unit) {
            unit = *next;
        }
        unit
    }

    fn tie(&mut self, a: UnitId, b: UnitId) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.0.insert(a.max(b), a.min(b));
        }
    }
}

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
        .relations()
        .iter()
        .flat_map(|r| [r.date.checked_sub_days(Days::new(1)), Some(r.date)])
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
        let earlier_first = boundary <= day;
        let (from, to) = if earlier_first {
            (boundary, day)
        } else {
            (day, boundary)
        };
        for component in components(areas, from, to) {
            let (here, there) = if earlier_first {
                (&component.from, &component.to)
            } else {
                (&component.to, &component.from)
            };
            for id in there
                .iter()
                .filter(|_| here.contains(&unit))
                .filter(|id| whole(id))
            {
                let held = found.entry(*id).or_insert(day);
                if far(day) < far(*held) {
                    *held = day;
                }
            }
        }
    }
    let mut found: Vec<(NaiveDate, UnitId)> =
        found.into_iter().map(|(id, day)| (day, id)).collect();
    found.sort_by_key(|(day, id)| (far(*day), *id));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AreaUnit;
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

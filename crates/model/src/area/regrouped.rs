//! Areas above that lost an area below to another one of their level, or gained one from it.

use super::register::AreaRegister;
use super::relation::{Relation, RelationKind};
use super::unit::UnitId;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

impl AreaRegister {
    /// The areas above between which areas below moved on a day: the one of the day before, and
    /// the one of the day. A region that a province left is another territory from then on, as is
    /// the one that it came to. What relations of the areas above say of that day is not repeated:
    /// only moves between areas that no relation connects are given.
    #[must_use]
    pub fn regrouped_on(&self, day: NaiveDate) -> BTreeSet<(UnitId, UnitId)> {
        let Some(eve) = day.pred_opt() else {
            return BTreeSet::new();
        };
        let units = |r: &Relation| {
            Some((
                self.by_code(&r.from_code, eve)?,
                self.by_code(&r.to_code, day)?,
            ))
        };
        let that_day = || self.relations().iter().filter(|r| r.date == day);
        let related: BTreeSet<(UnitId, UnitId)> = that_day().filter_map(units).collect();
        let whole = || that_day().filter(|r| r.kind != RelationKind::Transfer);
        // A code that begins again and of which no relation says what became is its place for all
        // that the register shows: figures of it are not compared, but the areas above it moved.
        let unexplained = |(before, _): &(UnitId, UnitId)| {
            let code = &self.unit(*before).code;
            !whole().any(|r| r.from_code == *code)
        };
        let again = self.begun_again().filter(|(.., began)| *began == day);
        let again = again.map(|(before, after, _)| (before, after));
        let mut moved = BTreeSet::new();
        for (from, to) in { whole().filter_map(units) }.chain(again.filter(unexplained)) {
            let after = self.above(to, day);
            let there = |(level, one)| Some((one, *after.get(level)?));
            moved.extend(self.above(from, eve).into_iter().filter_map(there));
        }
        moved.retain(|pair| pair.0 != pair.1 && !related.contains(pair));
        moved
    }

    /// The days on which areas became others: those of relations, and those on which a code begins
    /// again.
    #[must_use]
    pub fn days_of_change(&self) -> BTreeSet<NaiveDate> {
        let related = self.relations().iter().map(|r| r.date);
        let again = self.begun_again().map(|(.., day)| day);
        related.chain(again).collect()
    }

    /// The units whose code another unit had until the day before: that one, the unit, and its
    /// first day.
    fn begun_again(&self) -> impl Iterator<Item = (UnitId, UnitId, NaiveDate)> {
        let pairs = self.units().zip(self.units().skip(1));
        pairs.filter_map(|((before, old), (after, new))| {
            let next = old.valid_to?.succ_opt()?;
            (old.code == new.code && next == new.valid_from).then_some((before, after, next))
        })
    }

    /// The areas above a unit on a day, by level.
    fn above(&self, unit: UnitId, day: NaiveDate) -> BTreeMap<&str, UnitId> {
        let mut found = BTreeMap::new();
        let mut at = unit;
        for _ in 0..=self.units().count() {
            let Some(parent) = self.by_code(&self.unit(at).parent_code, day) else {
                break;
            };
            found
                .entry(self.unit(parent).level.as_str())
                .or_insert(parent);
            at = parent;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::{AreaRegister, AreaUnit, Relation, RelationKind};

    fn unit(code: &str, parent: &str, from: &str, to: Option<&str>) -> AreaUnit {
        AreaUnit {
            code: code.into(),
            name_vi: String::new(),
            name_en: String::new(),
            level: if parent.is_empty() {
                "region"
            } else {
                "province"
            }
            .into(),
            parent_code: parent.into(),
            valid_from: from.parse().unwrap(),
            valid_to: to.map(|day| day.parse().unwrap()),
            aliases: vec![],
        }
    }

    /// The regions that are others from the day on which `P` goes from `R1` to `R2`.
    fn regrouped(relations: Vec<Relation>) -> Vec<String> {
        let units = vec![
            unit("R1", "", "2000-01-01", None),
            unit("R2", "", "2000-01-01", None),
            unit("P", "R1", "2000-01-01", Some("2022-12-31")),
            unit("P", "R2", "2023-01-01", None),
        ];
        let areas = AreaRegister::new(units, relations);
        let days = areas.days_of_change();
        let moved = days.iter().flat_map(|day| areas.regrouped_on(*day));
        let code = |unit| areas.unit(unit).code.clone();
        moved
            .map(|(from, to)| format!("{} {}", code(from), code(to)))
            .collect()
    }

    #[test]
    fn a_region_that_a_province_left_is_another_one_also_where_no_relation_says_so() {
        assert_eq!(regrouped(vec![]), ["R1 R2"]);
        let rename = Relation {
            date: "2023-01-01".parse().unwrap(),
            kind: RelationKind::Rename,
            from_code: "P".into(),
            to_code: "P".into(),
            note: String::new(),
        };
        assert_eq!(regrouped(vec![rename]), ["R1 R2"], "as with a relation");
    }
}

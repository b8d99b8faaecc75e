//! Which units of one day make up the units of another day.
//!
//! Walks the recorded relations from day to day, forwards or backwards. A merged unit is the sum of
//! what was merged; a figure is never divided among parts, so a unit whose figure could only be had
//! by dividing is marked `divided`.

use chiso_model::{AreaRegister, Relation, RelationKind, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What a unit of the boundary day is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Composition {
    /// Units of the other day whose figures are added up.
    pub parts: BTreeSet<UnitId>,
    /// A part that figures cannot separate came or went: the sum is near, not exact.
    pub approximate: bool,
    /// The parts hold more than this unit and cannot be divided: there is no figure.
    pub divided: bool,
}

impl Composition {
    fn absorb(&mut self, other: &Composition) {
        self.parts.extend(&other.parts);
        self.approximate |= other.approximate;
        self.divided |= other.divided;
    }
}

/// The units of one day in terms of the units of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundaryMap {
    compositions: BTreeMap<UnitId, Composition>,
    /// By unit of the other day, the units that it is part of.
    wholes: BTreeMap<UnitId, Vec<UnitId>>,
}

impl BoundaryMap {
    /// Every unit of day `to` in terms of the units of day `from`.
    #[must_use]
    pub fn between(areas: &AreaRegister, from: NaiveDate, to: NaiveDate) -> BoundaryMap {
        let mut state: BTreeMap<UnitId, Composition> = areas
            .units_on(from)
            .map(|(id, _)| {
                (
                    id,
                    Composition {
                        parts: BTreeSet::from([id]),
                        ..Composition::default()
                    },
                )
            })
            .collect();
        let dates: BTreeSet<NaiveDate> = areas.relations().iter().map(|r| r.date).collect();
        if from <= to {
            for date in dates.into_iter().filter(|d| from < *d && *d <= to) {
                state = step(areas, &state, date, forwards);
            }
        } else {
            for date in dates.into_iter().rev().filter(|d| to < *d && *d <= from) {
                state = step(areas, &state, date, backwards);
            }
        }
        state.retain(|id, _| areas.unit(*id).valid_on(to));
        let mut wholes: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
        for (whole, composition) in &state {
            for part in &composition.parts {
                wholes.entry(*part).or_default().push(*whole);
            }
        }
        BoundaryMap {
            compositions: state,
            wholes,
        }
    }

    /// The units of the boundary day that can be expressed at all.
    pub fn iter(&self) -> impl Iterator<Item = (UnitId, &Composition)> {
        self.compositions.iter().map(|(id, c)| (*id, c))
    }

    /// What a unit of the boundary day is made of; `None` when nothing is known of its past or
    /// future.
    #[must_use]
    pub fn composition(&self, unit: UnitId) -> Option<&Composition> {
        self.compositions.get(&unit)
    }

    /// The units of the boundary day that a unit of the other day is part of.
    pub fn wholes(&self, part: UnitId) -> impl Iterator<Item = UnitId> {
        self.wholes.get(&part).into_iter().flatten().copied()
    }
}

/// A relation with its units looked up, but for those that figures cannot separate.
#[derive(Clone, Copy)]
struct RelationStep {
    kind: RelationKind,
    from: UnitId,
    to: UnitId,
}

/// What happened on one day.
#[derive(Default)]
struct Change {
    /// What each unit became, or became part of.
    from: BTreeMap<UnitId, Vec<RelationStep>>,
    /// What each unit was made of.
    to: BTreeMap<UnitId, Vec<RelationStep>>,
    /// Units to which a part came that figures cannot separate, or from which it went.
    approximate: BTreeSet<UnitId>,
    /// Units that existed before and after.
    lasting: BTreeSet<UnitId>,
}

impl Change {
    fn new(steps: impl Iterator<Item = RelationStep>, lasting: BTreeSet<UnitId>) -> Change {
        let mut change = Change {
            lasting,
            ..Change::default()
        };
        for step in steps {
            if step.kind == RelationKind::Transfer {
                change.approximate.extend([step.from, step.to]);
            } else {
                change.from.entry(step.from).or_default().push(step);
                change.to.entry(step.to).or_default().push(step);
            }
        }
        change
    }

    /// A part that figures cannot separate came to the unit or went from it.
    fn approximate(&self, unit: UnitId) -> bool {
        self.approximate.contains(&unit)
    }

    /// What a unit became, apart from itself.
    fn became(&self, unit: UnitId) -> impl Iterator<Item = &RelationStep> {
        let steps = self.from.get(&unit).into_iter().flatten();
        steps.filter(move |s| s.to != unit)
    }

    /// What a unit was made of.
    fn made_of(&self, unit: UnitId) -> impl Iterator<Item = &RelationStep> {
        self.to.get(&unit).into_iter().flatten()
    }

    /// After the change `whole` holds more than what `part` was.
    fn holds_more(&self, whole: UnitId, part: UnitId) -> bool {
        let takes_in_another = self.made_of(whole).any(|s| s.from != part);
        takes_in_another || (whole != part && self.lasting.contains(&whole))
    }
}

type State = BTreeMap<UnitId, Composition>;

/// Takes the state over the change on `date`; `rule` says what a unit of the far side is made of.
fn step(
    areas: &AreaRegister,
    state: &State,
    date: NaiveDate,
    rule: fn(&State, UnitId, &Change) -> Composition,
) -> State {
    let eve = date.pred_opt().unwrap_or(date);
    let look_up = |r: &Relation| {
        Some(RelationStep {
            kind: r.kind,
            from: areas.by_code(&r.from_code, eve)?,
            to: areas.by_code(&r.to_code, date)?,
        })
    };
    let that_day = areas.relations().iter().filter(|r| r.date == date);
    let before: BTreeSet<UnitId> = areas.units_on(eve).map(|(id, _)| id).collect();
    let after: BTreeSet<UnitId> = areas.units_on(date).map(|(id, _)| id).collect();
    let lasting = before.intersection(&after).copied().collect();
    let change = Change::new(that_day.filter_map(look_up), lasting);
    let made = before
        .union(&after)
        .map(|unit| (*unit, rule(state, *unit, &change)));
    made.filter(|(_, composition)| !composition.parts.is_empty())
        .collect()
}

/// A unit of the new day: itself if it went on, and all that was merged or renamed into it. What
/// was split cannot be divided.
fn forwards(state: &State, unit: UnitId, change: &Change) -> Composition {
    let mut made = if change.lasting.contains(&unit) {
        state.get(&unit).cloned().unwrap_or_default()
    } else {
        Composition::default()
    };
    made.approximate |= change.approximate(unit);
    let mut became = change.became(unit);
    made.divided |= became.any(|s| s.kind == RelationKind::Split);
    for s in change.made_of(unit).filter(|s| s.from != unit) {
        let Some(part) = state.get(&s.from) else {
            continue;
        };
        made.absorb(part);
        made.approximate |= change.approximate(s.from);
        made.divided |= s.kind == RelationKind::Split;
    }
    made
}

/// A unit of the old day: its successor if that holds nothing else, and all its parts if it was
/// split.
fn backwards(state: &State, unit: UnitId, change: &Change) -> Composition {
    let mut made = if change.lasting.contains(&unit) {
        state.get(&unit).cloned().unwrap_or_default()
    } else {
        Composition::default()
    };
    made.approximate |= change.approximate(unit);
    made.divided |= !made.parts.is_empty() && change.holds_more(unit, unit);
    for s in change.became(unit) {
        let Some(successor) = state.get(&s.to) else {
            continue;
        };
        made.absorb(successor);
        made.approximate |= change.approximate(s.to);
        made.divided |= change.holds_more(s.to, unit);
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use chiso_model::AreaUnit;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn register(
        units: &[(&str, &str, &str)],
        relations: &[(&str, RelationKind, &str, &str)],
    ) -> AreaRegister {
        let unit = |(code, from, to): &(&str, &str, &str)| AreaUnit {
            code: (*code).into(),
            name_vi: String::new(),
            name_en: String::new(),
            level: "province".into(),
            parent_code: String::new(),
            valid_from: day(from),
            valid_to: (!to.is_empty()).then(|| day(to)),
            aliases: vec![],
        };
        let relation = |(date, kind, from, to): &(&str, RelationKind, &str, &str)| Relation {
            date: day(date),
            kind: *kind,
            from_code: (*from).into(),
            to_code: (*to).into(),
            note: String::new(),
        };
        AreaRegister::new(
            units.iter().map(unit).collect(),
            relations.iter().map(relation).collect(),
        )
    }

    /// `code: parts~/` with `~` approximate and `/` divided.
    fn shown(areas: &AreaRegister, from: &str, to: &str) -> Vec<String> {
        let code = |id: &UnitId| areas.unit(*id).code.clone();
        BoundaryMap::between(areas, day(from), day(to))
            .iter()
            .map(|(id, c)| {
                let parts: Vec<String> = c.parts.iter().map(code).collect();
                format!(
                    "{}: {}{}{}",
                    code(&id),
                    parts.join("+"),
                    if c.approximate { "~" } else { "" },
                    if c.divided { "/" } else { "" }
                )
            })
            .collect()
    }

    /// Hà Nội in 2008: Hà Tây (28) merged, Mê Linh district of Vĩnh Phúc (26) transferred.
    fn hanoi_2008() -> AreaRegister {
        use RelationKind::{Merge, Transfer};
        register(
            &[
                ("01", "2004-01-01", "2008-07-31"),
                ("01", "2008-08-01", ""),
                ("28", "2004-01-01", "2008-07-31"),
                ("26", "2004-01-01", ""),
            ],
            &[
                ("2008-08-01", Merge, "01", "01"),
                ("2008-08-01", Merge, "28", "01"),
                ("2008-08-01", Transfer, "26", "01"),
            ],
        )
    }

    #[test]
    fn a_merger_adds_up_and_a_transfer_makes_it_approximate() {
        assert_eq!(
            shown(&hanoi_2008(), "2008-01-01", "2025-06-30"),
            ["01: 01+28~", "26: 26~"]
        );
        assert_eq!(
            shown(&hanoi_2008(), "2008-12-31", "2025-06-30"),
            ["01: 01", "26: 26"]
        );
    }

    #[test]
    fn a_merged_figure_is_never_divided() {
        assert_eq!(
            shown(&hanoi_2008(), "2020-12-31", "2008-01-01"),
            ["01: 01~/", "26: 26~", "28: 01~/"]
        );
    }

    #[test]
    fn codes_that_swap_follow_the_place() {
        use RelationKind::Merge;
        let areas = register(
            &[
                ("10", "2004-01-01", "2025-06-30"),
                ("15", "2004-01-01", "2025-06-30"),
                ("15", "2025-07-01", ""),
                ("04", "2004-01-01", ""),
            ],
            &[
                ("2025-07-01", Merge, "10", "15"),
                ("2025-07-01", Merge, "15", "15"),
            ],
        );
        assert_eq!(
            shown(&areas, "2024-12-31", "2025-07-01"),
            ["04: 04", "15: 10+15"]
        );
        assert_eq!(
            shown(&areas, "2025-12-31", "2025-06-30"),
            ["04: 04", "10: 15/", "15: 15/"]
        );
    }

    #[test]
    fn a_split_backwards_is_the_sum_and_forwards_has_no_figure() {
        use RelationKind::Split;
        let areas = register(
            &[
                ("1", "2000-01-01", "2009-12-31"),
                ("2", "2010-01-01", ""),
                ("3", "2010-01-01", ""),
            ],
            &[
                ("2010-01-01", Split, "1", "2"),
                ("2010-01-01", Split, "1", "3"),
            ],
        );
        assert_eq!(shown(&areas, "2012-12-31", "2009-01-01"), ["1: 2+3"]);
        assert_eq!(
            shown(&areas, "2009-12-31", "2012-01-01"),
            ["2: 1/", "3: 1/"]
        );
    }

    #[test]
    fn a_piece_that_holds_parts_of_two_units_is_neither_of_them_backwards() {
        use RelationKind::Split;
        let areas = register(
            &[
                ("1", "2000-01-01", "2009-12-31"),
                ("2", "2000-01-01", "2009-12-31"),
                ("3", "2010-01-01", ""),
                ("4", "2010-01-01", ""),
                ("5", "2000-01-01", ""),
                ("6", "2000-01-01", ""),
            ],
            &[
                ("2010-01-01", Split, "1", "3"),
                ("2010-01-01", Split, "1", "4"),
                ("2010-01-01", Split, "2", "3"),
                ("2010-01-01", Split, "2", "4"),
                // A part of 6 goes to 5, and both go on.
                ("2010-01-01", Split, "6", "5"),
            ],
        );
        assert_eq!(
            shown(&areas, "2012-12-31", "2009-01-01"),
            ["1: 3+4/", "2: 3+4/", "5: 5/", "6: 5+6/"]
        );
    }

    #[test]
    fn a_unit_that_goes_on_without_a_part_is_the_sum_of_both_backwards() {
        use RelationKind::Split;
        let areas = register(
            &[("1", "2000-01-01", ""), ("2", "2010-01-01", "")],
            &[("2010-01-01", Split, "1", "2")],
        );
        assert_eq!(shown(&areas, "2012-12-31", "2009-01-01"), ["1: 1+2"]);
        assert_eq!(
            shown(&areas, "2009-12-31", "2012-01-01"),
            ["1: 1/", "2: 1/"]
        );
    }

    #[test]
    fn changes_on_several_days_add_up() {
        use RelationKind::{Merge, Rename};
        let areas = register(
            &[
                ("1", "2000-01-01", "2004-12-31"),
                ("2", "2000-01-01", "2009-12-31"),
                ("3", "2005-01-01", "2009-12-31"),
                ("4", "2010-01-01", ""),
            ],
            &[
                ("2005-01-01", Rename, "1", "3"),
                ("2010-01-01", Merge, "2", "4"),
                ("2010-01-01", Merge, "3", "4"),
            ],
        );
        assert_eq!(shown(&areas, "2004-12-31", "2012-01-01"), ["4: 1+2"]);
        assert_eq!(
            shown(&areas, "2012-12-31", "2004-01-01"),
            ["1: 4/", "2: 4/"]
        );
        assert_eq!(shown(&areas, "2006-12-31", "2004-01-01"), ["1: 3", "2: 2"]);
    }

    #[test]
    fn a_unit_without_relations_has_no_past() {
        let areas = register(
            &[("1", "2000-01-01", "2009-12-31"), ("2", "2010-01-01", "")],
            &[],
        );
        assert!(shown(&areas, "2009-12-31", "2012-01-01").is_empty());
    }

    #[test]
    fn a_unit_that_goes_on_and_takes_another_in() {
        use RelationKind::Merge;
        let areas = register(
            &[("1", "2000-01-01", ""), ("2", "2000-01-01", "2009-12-31")],
            &[("2010-01-01", Merge, "2", "1")],
        );
        assert_eq!(shown(&areas, "2009-12-31", "2012-01-01"), ["1: 1+2"]);
        assert_eq!(
            shown(&areas, "2012-01-01", "2009-12-31"),
            ["1: 1/", "2: 1/"]
        );
    }
}

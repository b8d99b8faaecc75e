//! All units and relations of a project, and the unit that a code or a name means on a day.

use super::made_of::Wholes;
use super::name::fold_name;
use super::relation::Relation;
use super::renamings::Renamings;
use super::unit::{AreaUnit, FirstAndLast, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Why a text names no single unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// No unit of that code or name on that day.
    Unknown {
        /// A name that is near, if any.
        near: Option<String>,
        /// It is a unit on other days: first and last.
        other_days: Option<(NaiveDate, Option<NaiveDate>)>,
        /// The units that its land is in on that day, where it is one of earlier days.
        successors: Vec<UnitId>,
    },
    /// Several units share the name on that day.
    Ambiguous(Vec<String>),
}

/// All units and relations of a project.
#[derive(Clone, Debug, Default)]
pub struct AreaRegister {
    units: Vec<AreaUnit>,
    relations: Vec<Relation>,
    by_text: BTreeMap<String, Vec<UnitId>>,
    /// By unit, the last one that its place has been, following renamings alone.
    places: Vec<UnitId>,
    renamings: Renamings,
    /// By unit, the days on which its land became another.
    land_changes: Vec<BTreeSet<NaiveDate>>,
    /// By unit, the days between which there is its place.
    existences: Vec<FirstAndLast>,
    wholes: Wholes,
}

impl AreaRegister {
    /// Builds the index. Units are sorted by code and first day, so that ids do not depend on the
    /// order of rows.
    #[must_use]
    pub fn new(mut units: Vec<AreaUnit>, mut relations: Vec<Relation>) -> AreaRegister {
        units.sort_by(|a, b| (&a.code, a.valid_from).cmp(&(&b.code, b.valid_from)));
        relations.sort_by(|a, b| {
            (a.date, &a.from_code, &a.to_code, a.kind).cmp(&(
                b.date,
                &b.from_code,
                &b.to_code,
                b.kind,
            ))
        });
        let mut by_text: BTreeMap<String, Vec<UnitId>> = BTreeMap::new();
        for (i, unit) in units.iter().enumerate() {
            let names = [&unit.code, &unit.name_vi, &unit.name_en]
                .into_iter()
                .chain(&unit.aliases);
            let keys: BTreeSet<String> = names
                .map(|n| fold_name(n))
                .filter(|k| !k.is_empty())
                .collect();
            for key in keys {
                by_text.entry(key).or_default().push(UnitId(i));
            }
        }
        let mut register = AreaRegister {
            units,
            relations,
            by_text,
            places: Vec::new(),
            renamings: Renamings::default(),
            land_changes: Vec::new(),
            existences: Vec::new(),
            wholes: Wholes::default(),
        };
        let by_code = |code: &str, day| register.by_code(code, day);
        let renamings = Renamings::new(&register.units, &register.relations, by_code);
        let wholes = Wholes::new(&register.units, &register.relations, by_code);
        (register.renamings, register.wholes) = (renamings, wholes);
        register.places = register
            .units()
            .map(|(unit, _)| register.last_of_place(unit))
            .collect();
        register.land_changes = register.all_land_changes();
        register.existences = register.all_existences();
        register
    }

    /// A unit.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> &AreaUnit {
        &self.units[id.0]
    }

    /// All units with their ids, by code and first day.
    pub fn units(&self) -> impl Iterator<Item = (UnitId, &AreaUnit)> {
        self.units.iter().enumerate().map(|(i, u)| (UnitId(i), u))
    }

    /// All relations, by date.
    #[must_use]
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// The units of a day, by code.
    pub fn units_on(&self, date: NaiveDate) -> impl Iterator<Item = (UnitId, &AreaUnit)> {
        self.units().filter(move |(_, u)| u.valid_on(date))
    }

    pub(super) const fn renamings(&self) -> &Renamings {
        &self.renamings
    }

    pub(super) const fn wholes(&self) -> &Wholes {
        &self.wholes
    }

    pub(super) fn existences(&self) -> &[FirstAndLast] {
        &self.existences
    }

    pub(super) fn land_changes(&self, unit: UnitId) -> &BTreeSet<NaiveDate> {
        &self.land_changes[unit.0]
    }

    /// The unit that has this code on a day.
    #[must_use]
    pub fn by_code(&self, code: &str, date: NaiveDate) -> Option<UnitId> {
        let start = self.units.partition_point(|u| u.code.as_str() < code);
        self.units[start..]
            .iter()
            .take_while(|u| u.code == code)
            .position(|u| u.valid_on(date))
            .map(|i| UnitId(start + i))
    }

    /// The units above one on a day, the nearest first; a ring of parents ends where it meets itself.
    #[must_use]
    pub fn parents(&self, unit: UnitId, date: NaiveDate) -> Vec<UnitId> {
        let (mut found, mut at) = (Vec::new(), unit);
        while let Some(parent) = self.by_code(&self.unit(at).parent_code, date) {
            if parent == unit || found.contains(&parent) {
                break;
            }
            found.push(parent);
            at = parent;
        }
        found
    }

    /// The unit that has this code on the last of some days on which any unit has it.
    #[must_use]
    pub fn last_by_code(&self, code: &str, from: NaiveDate, to: NaiveDate) -> Option<UnitId> {
        let start = self.units.partition_point(|u| u.code.as_str() < code);
        let of_code = self.units[start..].iter().take_while(|u| u.code == code);
        { of_code.enumerate() }
            .filter(|(_, u)| u.valid_from <= to && u.valid_to.is_none_or(|last| from <= last))
            .max_by_key(|(_, u)| u.valid_from)
            .map(|(i, _)| UnitId(start + i))
    }

    /// The last unit that a place has been, following renamings alone: two units are the same place
    /// where this is equal.
    #[must_use]
    pub fn place(&self, unit: UnitId) -> UnitId {
        self.places[unit.0]
    }

    /// The unit that a file means by a code, name or alias on a day.
    ///
    /// Compared after [`fold_name`]: composed, case-folded, Ð as Đ, single spaces. A code wins over
    /// a name.
    ///
    /// # Errors
    /// When no unit, or more than one, is meant.
    pub fn resolve(&self, text: &str, date: NaiveDate) -> Result<UnitId, Unresolved> {
        if let Some(id) = self.by_code(text.trim(), date) {
            return Ok(id);
        }
        let key = fold_name(text);
        let all = self.by_text.get(&key).map_or(&[][..], Vec::as_slice);
        let valid: Vec<UnitId> = all
            .iter()
            .copied()
            .filter(|id| self.unit(*id).valid_on(date))
            .collect();
        match valid.as_slice() {
            [one] => Ok(*one),
            [] => Err(Unresolved::Unknown {
                near: self.near(&key, date),
                other_days: all
                    .first()
                    .map(|id| (self.unit(*id).valid_from, self.unit(*id).valid_to)),
                successors: match all {
                    [one] => self.successors(*one, date),
                    _ => vec![],
                },
            }),
            many => Err(Unresolved::Ambiguous(
                many.iter().map(|id| self.unit(*id).code.clone()).collect(),
            )),
        }
    }

    /// The units of a day that a unit of earlier days became, by the recorded relations; none where
    /// it is not of earlier days.
    fn successors(&self, unit: UnitId, date: NaiveDate) -> Vec<UnitId> {
        let (mut open, mut found) = (vec![unit], BTreeSet::new());
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let held = self.unit(id);
            if held.valid_on(date) {
                found.insert(id);
            }
            let Some(next) = held.valid_to.and_then(|last| last.succ_opt()) else {
                continue;
            };
            let became = self
                .relations
                .iter()
                .filter(|r| r.from_code == held.code && r.date == next && r.date <= date);
            open.extend(became.filter_map(|r| self.by_code(&r.to_code, next)));
        }
        found.into_iter().collect()
    }

    /// The units of a day in which the land lies that a text means on other days: what became of it since,
    /// or what it was before, by the recorded relations.
    #[must_use]
    pub fn of_other_days(&self, text: &str, date: NaiveDate) -> Vec<UnitId> {
        let all = self.by_text.get(&fold_name(text)).into_iter().flatten();
        let on_the_day = |unit: &UnitId| {
            if self.unit(*unit).valid_from > date {
                self.predecessors(*unit, date)
            } else {
                self.successors(*unit, date)
            }
        };
        let found: BTreeSet<UnitId> = all.flat_map(on_the_day).collect();
        found.into_iter().collect()
    }

    /// The units of a day from which a unit of later days was made, by the recorded relations.
    fn predecessors(&self, unit: UnitId, date: NaiveDate) -> Vec<UnitId> {
        let (mut open, mut found) = (vec![unit], BTreeSet::new());
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let held = self.unit(id);
            if held.valid_on(date) {
                found.insert(id);
            }
            let Some(eve) = held.valid_from.pred_opt() else {
                continue;
            };
            let made_of = self
                .relations
                .iter()
                .filter(|r| r.to_code == held.code && r.date == held.valid_from && date < r.date);
            open.extend(made_of.filter_map(|r| self.by_code(&r.from_code, eve)));
        }
        found.into_iter().collect()
    }

    /// Whether some unit has that code or name, on whatever day.
    #[must_use]
    pub fn knows(&self, text: &str) -> bool {
        let text = text.trim();
        self.by_text.contains_key(&fold_name(text))
            || self
                .units
                .binary_search_by(|u| u.code.as_str().cmp(text))
                .is_ok()
    }

    /// The name nearest to a text. Codes are all near to each other, and a text that is nearest to
    /// a unit of other days means no unit of this one.
    fn near(&self, key: &str, date: NaiveDate) -> Option<String> {
        if key.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let known: Vec<(&str, UnitId)> = self
            .by_text
            .iter()
            .flat_map(|(k, ids)| ids.iter().map(move |id| (k.as_str(), *id)))
            .collect();
        let found = crate::finding::nearest(key, known.iter().map(|(k, _)| *k))?;
        known
            .iter()
            .find(|(k, id)| *k == found && self.unit(*id).valid_on(date))
            .map(|(_, id)| self.unit(*id).name(true).to_owned())
    }
}

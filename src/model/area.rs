//! Reference areas as dated units, and the relations between units when boundaries change.
//!
//! A unit is a code *and* the day it came into being: the same code may be another place later (Lào
//! Cai is 10 until 30 June 2025, then 15, which had been Yên Bái), so nothing here joins on a code
//! or a name without a date.

use crate::model::status::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// Position of a unit in its [`AreaRegister`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnitId(pub usize);

/// One administrative unit over the days it existed unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaUnit {
    /// Code, text with leading zeros (`01`).
    pub code: String,
    /// Name in Vietnamese (or the country's first language); empty when not given.
    pub name_vi: String,
    /// Name in English; empty when not given.
    pub name_en: String,
    /// Level, a word of the office's own: `country`, `region`, `province` …
    pub level: String,
    /// Code of the unit above; empty for the top.
    pub parent_code: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day; `None` while it exists.
    pub valid_to: Option<NaiveDate>,
    /// Other spellings that files use.
    pub aliases: Vec<String>,
}

impl AreaUnit {
    /// Whether it existed on a day.
    #[must_use]
    pub fn valid_on(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|end| date <= end)
    }

    /// The name in a language, falling back to the other name and then to the code.
    #[must_use]
    pub fn name(&self, vietnamese: bool) -> &str {
        let (first, second) = if vietnamese {
            (&self.name_vi, &self.name_en)
        } else {
            (&self.name_en, &self.name_vi)
        };
        [first, second]
            .into_iter()
            .find(|n| !n.is_empty())
            .unwrap_or(&self.code)
    }
}

/// What happened between two units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// The whole of `from` became part of `to`.
    Merge,
    /// `from` was divided; `to` is one of the parts.
    Split,
    /// A part of `from` that figures cannot separate went to `to`; both go on.
    Transfer,
    /// The same place under another code or name.
    Rename,
}
words!(RelationKind, "kind of relation", { Merge => "merge", Split => "split", Transfer => "transfer", Rename => "rename" });

/// One step from a unit to its successor on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// First day of the new state.
    pub date: NaiveDate,
    /// What happened.
    pub kind: RelationKind,
    /// Code on the day before.
    pub from_code: String,
    /// Code on the day.
    pub to_code: String,
    /// Remark.
    pub note: String,
}

/// Why a text names no single unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// No unit of that code or name on that day.
    Unknown {
        /// A name that is near, if any.
        near: Option<String>,
        /// It is a unit on other days: first and last.
        other_days: Option<(NaiveDate, Option<NaiveDate>)>,
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
        };
        register.places = register
            .units()
            .map(|(unit, _)| register.last_of_place(unit))
            .collect();
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

    /// The unit of a day that is the same place as a unit of another day: itself, or what it
    /// became, or had been, by renaming alone. `None` where anything else happened to it in
    /// between, or nothing is recorded.
    #[must_use]
    pub fn same_place(&self, unit: UnitId, day: NaiveDate) -> Option<UnitId> {
        let mut at = unit;
        for _ in 0..=self.relations.len() {
            let held = self.unit(at);
            if held.valid_on(day) {
                return Some(at);
            }
            at = if held.valid_from > day {
                self.renamed_on(held.valid_from, |_, to| to == at)?.0
            } else {
                self.renamed_after(at)?.1
            };
        }
        None
    }

    /// The last unit that a place has been, following renamings alone: two units are the same place
    /// where this is equal.
    #[must_use]
    pub fn place(&self, unit: UnitId) -> UnitId {
        self.places[unit.0]
    }

    fn last_of_place(&self, unit: UnitId) -> UnitId {
        let renamings =
            std::iter::successors(Some(unit), |at| self.renamed_after(*at).map(|(_, to)| to));
        renamings
            .take(self.relations.len() + 1)
            .last()
            .unwrap_or(unit)
    }

    fn renamed_after(&self, unit: UnitId) -> Option<(UnitId, UnitId)> {
        self.renamed_on(self.unit(unit).valid_to?.succ_opt()?, |from, _| {
            from == unit
        })
    }

    /// The renaming on a day that concerns a unit, before and after, where nothing else happened to
    /// either that day.
    fn renamed_on(
        &self,
        day: NaiveDate,
        wanted: impl Fn(UnitId, UnitId) -> bool,
    ) -> Option<(UnitId, UnitId)> {
        let eve = day.pred_opt()?;
        let units = |r: &Relation| {
            Some((
                self.by_code(&r.from_code, eve)?,
                self.by_code(&r.to_code, day)?,
            ))
        };
        let that_day: Vec<(RelationKind, UnitId, UnitId)> = self
            .relations
            .iter()
            .filter(|r| r.date == day)
            .filter_map(|r| units(r).map(|(from, to)| (r.kind, from, to)))
            .collect();
        let (_, from, to) = *that_day
            .iter()
            .find(|(kind, from, to)| *kind == RelationKind::Rename && wanted(*from, *to))?;
        let concerned = that_day
            .iter()
            .filter(|(_, f, t)| [*f, *t].iter().any(|unit| [from, to].contains(unit)))
            .count();
        (concerned == 1).then_some((from, to))
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
            }),
            many => Err(Unresolved::Ambiguous(
                many.iter().map(|id| self.unit(*id).code.clone()).collect(),
            )),
        }
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
        let found = crate::model::finding::nearest(key, known.iter().map(|(k, _)| *k))?;
        known
            .iter()
            .find(|(k, id)| *k == found && self.unit(*id).valid_on(date))
            .map(|(_, id)| self.unit(*id).name(true).to_owned())
    }
}

/// How names are compared: Unicode NFC, lower case, Ð (U+00D0) taken for Đ, runs of white space as
/// one space.
#[must_use]
pub fn fold_name(text: &str) -> String {
    let composed: String = text
        .nfc()
        .map(|c| {
            if matches!(c, '\u{D0}' | '\u{F0}') {
                'đ'
            } else {
                c
            }
        })
        .collect();
    composed
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn unit(code: &str, name: &str, from: &str, to: Option<&str>) -> AreaUnit {
        AreaUnit {
            code: code.into(),
            name_vi: name.into(),
            name_en: String::new(),
            level: "province".into(),
            parent_code: String::new(),
            valid_from: day(from),
            valid_to: to.map(day),
            aliases: vec![],
        }
    }

    fn swap_of_2025() -> AreaRegister {
        AreaRegister::new(
            vec![
                unit("15", "Lào Cai", "2025-07-01", None),
                unit("10", "Lào Cai", "2004-07-08", Some("2025-06-30")),
                unit("15", "Yên Bái", "2004-07-08", Some("2025-06-30")),
            ],
            vec![],
        )
    }

    #[test]
    fn the_name_stays_and_the_code_moves() {
        let areas = swap_of_2025();
        let on = |text: &str, date: &str| {
            areas
                .resolve(text, day(date))
                .map(|id| areas.unit(id).code.clone())
        };
        assert_eq!(on("Lào Cai", "2024-12-31").unwrap(), "10");
        assert_eq!(on("Lào Cai", "2025-07-01").unwrap(), "15");
        assert_eq!(
            areas
                .unit(areas.resolve("15", day("2025-06-30")).unwrap())
                .name_vi,
            "Yên Bái"
        );
        assert!(matches!(
            on("Yên Bái", "2025-07-01"),
            Err(Unresolved::Unknown {
                other_days: Some(_),
                ..
            })
        ));
    }

    #[test]
    fn a_place_stays_itself_through_renaming_alone() {
        let relation = |date: &str, kind, from: &str, to: &str| Relation {
            date: day(date),
            kind,
            from_code: from.into(),
            to_code: to.into(),
            note: String::new(),
        };
        let units = vec![
            unit("46", "Thừa Thiên Huế", "2004-01-01", Some("2024-12-31")),
            unit("46", "Huế", "2025-01-01", Some("2025-12-31")),
            unit("47", "Huế", "2026-01-01", None),
            unit("70", "Bình Phước", "2004-01-01", Some("2025-06-30")),
            unit("75", "Đồng Nai", "2004-01-01", Some("2025-06-30")),
            unit("75", "Đồng Nai", "2025-07-01", None),
        ];
        let relations = vec![
            relation("2025-01-01", RelationKind::Rename, "46", "46"),
            relation("2026-01-01", RelationKind::Rename, "46", "47"),
            relation("2025-07-01", RelationKind::Merge, "70", "75"),
            relation("2025-07-01", RelationKind::Merge, "75", "75"),
        ];
        let areas = AreaRegister::new(units, relations);
        let of = |code: &str, then: &str, now: &str| {
            let place = areas.same_place(areas.by_code(code, day(then)).unwrap(), day(now))?;
            Some((
                areas.unit(place).code.clone(),
                areas.unit(place).valid_from.to_string(),
            ))
        };
        let is = |code: &str, from: &str| Some((code.to_owned(), from.to_owned()));
        assert_eq!(
            of("46", "2024-12-31", "2024-12-31"),
            is("46", "2004-01-01"),
            "itself"
        );
        assert_eq!(
            of("46", "2024-12-31", "2025-06-30"),
            is("46", "2025-01-01"),
            "renamed"
        );
        assert_eq!(
            of("46", "2024-12-31", "2026-06-30"),
            is("47", "2026-01-01"),
            "renamed and recoded"
        );
        assert_eq!(
            of("47", "2026-12-31", "2020-01-01"),
            is("46", "2004-01-01"),
            "and back"
        );
        assert_eq!(
            of("75", "2024-12-31", "2025-07-01"),
            None,
            "it took in another one"
        );
        assert_eq!(
            of("75", "2025-07-01", "2024-12-31"),
            None,
            "it holds another one"
        );
        assert_eq!(
            of("70", "2024-12-31", "2025-07-01"),
            None,
            "it is part of another one"
        );
        assert_eq!(
            of("46", "2024-12-31", "1999-01-01"),
            None,
            "nothing is known of it then"
        );
    }

    #[test]
    fn spellings_that_mean_the_same() {
        let areas = AreaRegister::new(vec![unit("48", "Đà Nẵng", "2004-01-01", None)], vec![]);
        for text in [
            "đà nẵng",
            "ĐÀ  NẴNG ",
            "\u{D0}à Nẵng",
            "Đa\u{300} Nẵng",
            "48",
        ] {
            assert!(areas.resolve(text, day("2020-01-01")).is_ok(), "{text}");
        }
        let Err(Unresolved::Unknown { near, .. }) = areas.resolve("Đà Nãng", day("2020-01-01"))
        else {
            panic!()
        };
        assert_eq!(near.as_deref(), Some("Đà Nẵng"));
    }
}

//! The dated units of a release, and what became of each.

use crate::app::cli::{Failure, rows_there};
use crate::app::rows::{AreaRelationRow, AreaRow, Published};
use crate::app::site::address::Page;
use crate::app::site::frame::Link;
use crate::app::site::scores::name_of;
use crate::app::site::visit::Visit;
use crate::model::RelationKind;
use crate::store::ReleaseRef;
use chrono::NaiveDate;
use quick_cache::sync::Cache;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

/// Releases whose registers are kept.
const KEPT: usize = 4;

/// Registers by the folder of their release, which never changes.
static READ: LazyLock<Cache<PathBuf, Arc<Units>>> = LazyLock::new(|| Cache::new(KEPT));

/// The registers of areas of a release.
pub struct Units {
    all: Vec<AreaRow>,
    /// Places of the units of each code.
    by_code: BTreeMap<String, Vec<usize>>,
    /// Places of the units that name each code as the one above them.
    by_parent: BTreeMap<String, Vec<usize>>,
    relations: Vec<AreaRelationRow>,
}

/// What happened to a unit on a day, and with which other one.
pub struct AreaChange<'u> {
    /// First day of the new state.
    pub date: NaiveDate,
    /// What happened.
    pub kind: RelationKind,
    /// The unit on the other side.
    pub other: &'u AreaRow,
}

impl AreaRow {
    /// Whether it exists on a day.
    pub fn exists(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| last >= day)
    }

    /// The name that its people use.
    pub fn name(&self) -> String {
        let names = [&self.name_vi, &self.name_en].map(|name| name.clone().unwrap_or_default());
        name_of([&names[0], &names[1], &self.area_code])
    }

    fn is(&self, other: &AreaRow) -> bool {
        (&self.area_code, self.valid_from) == (&other.area_code, other.valid_from)
    }
}

impl Units {
    /// The units of a release.
    ///
    /// # Errors
    /// When the release cannot be read.
    pub fn of(release: &ReleaseRef) -> Result<Arc<Units>, Failure> {
        if let Some(units) = READ.get(&release.path) {
            return Ok(units);
        }
        let units = Arc::new(Units::read(release)?);
        READ.insert(release.path.clone(), Arc::clone(&units));
        Ok(units)
    }

    fn read(release: &ReleaseRef) -> Result<Units, Failure> {
        let units: Vec<AreaRow> = whole(rows_there(release, None, &[])?);
        let by = |of: fn(&AreaRow) -> Option<&String>| {
            let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (place, unit) in units.iter().enumerate() {
                if let Some(code) = of(unit) {
                    places.entry(code.clone()).or_default().push(place);
                }
            }
            places
        };
        Ok(Units {
            by_code: by(|unit| Some(&unit.area_code)),
            by_parent: by(|unit| unit.parent_code.as_ref()),
            relations: whole(rows_there(release, None, &[])?),
            all: units,
        })
    }

    /// Every unit.
    pub fn all(&self) -> impl Iterator<Item = &AreaRow> {
        self.all.iter()
    }

    /// The units of a code, whatever their days.
    pub fn of_code(&self, code: &str) -> impl Iterator<Item = &AreaRow> {
        self.at(self.by_code.get(code))
    }

    fn at<'u>(&'u self, places: Option<&'u Vec<usize>>) -> impl Iterator<Item = &'u AreaRow> {
        let places = places.into_iter().flatten();
        places.filter_map(|place| self.all.get(*place))
    }

    /// The unit that goes by a code on a day.
    pub fn on(&self, code: &str, day: NaiveDate) -> Option<&AreaRow> {
        self.of_code(code).find(|u| u.exists(day))
    }

    /// The unit that a code means on a day: the one that exists, else the last one before, else the
    /// first one after.
    pub fn meant(&self, code: &str, day: NaiveDate) -> Option<&AreaRow> {
        let of_code = || self.of_code(code);
        let before = of_code().filter(|u| u.valid_from <= day);
        { self.on(code, day) }
            .or_else(|| before.max_by_key(|u| u.valid_from))
            .or_else(|| of_code().min_by_key(|u| u.valid_from))
    }

    /// The units directly below one on a day.
    pub fn below(&self, unit: &AreaRow, day: NaiveDate) -> impl Iterator<Item = &AreaRow> {
        let here = unit.exists(day);
        { self.at(self.by_parent.get(&unit.area_code)) }.filter(move |u| here && u.exists(day))
    }

    /// What a unit came from, and what came to it.
    pub fn came_from(&self, unit: &AreaRow) -> Vec<AreaChange<'_>> {
        let to = |r: &&AreaRelationRow| r.to_code == unit.area_code && unit.exists(r.date);
        let relations = self.relations.iter().filter(to);
        let change = |r: &AreaRelationRow| {
            let other = self.on(&r.from_code, r.date.pred_opt()?)?;
            (!other.is(unit)).then_some(AreaChange {
                date: r.date,
                kind: r.kind,
                other,
            })
        };
        relations.filter_map(change).collect()
    }

    /// What a unit became, and what of it went elsewhere.
    pub fn became(&self, unit: &AreaRow) -> Vec<AreaChange<'_>> {
        let from = |r: &&AreaRelationRow| {
            let before = r.date.pred_opt();
            r.from_code == unit.area_code && before.is_some_and(|day| unit.exists(day))
        };
        let relations = self.relations.iter().filter(from);
        let change = |r: &AreaRelationRow| {
            let other = self.on(&r.to_code, r.date)?;
            (!other.is(unit)).then_some(AreaChange {
                date: r.date,
                kind: r.kind,
                other,
            })
        };
        relations.filter_map(change).collect()
    }

    /// Every unit of a day that the land of a unit which ended came to belong to, step by step.
    pub fn successors(&self, unit: &AreaRow, day: NaiveDate) -> Vec<&AreaRow> {
        let mut found: Vec<&AreaRow> = vec![];
        let mut waiting = vec![unit];
        let mut seen: Vec<&AreaRow> = vec![];
        while let Some(before) = waiting.pop() {
            for change in self.became(before) {
                let after = change.other;
                let part = change.kind == RelationKind::Transfer;
                if part || change.date > day || seen.iter().any(|s| s.is(after)) {
                    continue;
                }
                seen.push(after);
                if after.exists(day) {
                    found.push(after);
                } else {
                    waiting.push(after);
                }
            }
        }
        found
    }

    /// A link to the page of a unit, on boundaries on which its code means it.
    pub fn link(&self, visit: &Visit<'_>, unit: &AreaRow) -> Link {
        let means = |day: &NaiveDate| {
            self.meant(&unit.area_code, *day)
                .is_some_and(|u| u.is(unit))
        };
        let own = visit.boundary();
        let day = if means(&own) {
            Some(own)
        } else {
            visit.boundaries().iter().copied().find(|day| means(day))
        };
        let page = visit.address.to(Page::Area(unit.area_code.clone()));
        let page = page.choosing(|c| c.boundary = day.filter(|d| *d != own).or(c.boundary));
        Link::to(unit.name(), &page)
    }
}

/// Rows without what programs read of them.
fn whole<T>(rows: Vec<Published<T>>) -> Vec<T> {
    rows.into_iter().map(Published::into_row).collect()
}

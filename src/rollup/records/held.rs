//! Of which areas records came, month by month. Where an area without records need not have none, its
//! records of a month may not have come.

use super::periods::period_of;
use crate::model::{AreaRegister, Delivers, Frequency, Period, RecordLayout, UnitId};
use crate::records::roll::{UnitMonth, Version, Versions};
use crate::series::members;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The areas of whose records a figure is made.
#[derive(Clone, Copy)]
pub(super) enum Whose<'a> {
    /// The area itself.
    Own(UnitId),
    /// The areas of a level below it.
    Below(UnitId, &'a str),
}

/// From which delivery until before which records count.
type While = (usize, Option<usize>);

/// The areas below each area on some day.
type Below = Arc<BTreeMap<UnitId, BTreeSet<UnitId>>>;

/// Of which areas records came.
pub(super) struct HeldMonths {
    /// By unit and month, from which delivery until before which there are any.
    held: BTreeMap<UnitMonth, Vec<While>>,
    /// Units above others that have records: what is booked on them is not all of theirs.
    above: BTreeSet<UnitId>,
    /// By level and month the areas below each area.
    below: BTreeMap<(String, u32), Below>,
    /// Only the last month is asked for, which a figure of the area itself always has.
    of_a_day: bool,
}

impl HeldMonths {
    /// Of all records, for figures of the areas above those of some levels.
    pub(super) fn new(
        versions: &Versions,
        layout: &RecordLayout,
        areas: &AreaRegister,
        levels: &BTreeSet<&str>,
    ) -> HeldMonths {
        let months: BTreeSet<u32> = versions.keys().map(|(_, month)| *month).collect();
        let units: BTreeSet<UnitId> = versions.keys().map(|(unit, _)| UnitId(*unit)).collect();
        let above = |unit: UnitId| {
            let last = areas.unit(unit).valid_to;
            areas.parents(unit, last.unwrap_or(NaiveDate::MAX))
        };
        let of = |all: &Vec<Version>| all.iter().map(|v| (v.from, v.to)).collect();
        HeldMonths {
            held: versions.iter().map(|(at, all)| (*at, of(all))).collect(),
            above: units.into_iter().flat_map(above).collect(),
            below: { levels.iter() }
                .flat_map(|level| by_month(areas, level, &months))
                .collect(),
            of_a_day: layout.delivers == Delivers::Snapshot,
        }
    }

    /// Whether records of a month are lacking by all deliveries up to the last one of a moment.
    pub(super) fn lack(
        &self,
        whose: Whose<'_>,
        (period, month): (Period, u32),
        last: usize,
    ) -> bool {
        let none = |unit: UnitId| {
            let all = self
                .held
                .get(&(unit.0, month))
                .map_or(&[][..], Vec::as_slice);
            let at = |(from, to): &While| *from <= last && to.is_none_or(|to| last < to);
            !all.iter().any(at)
        };
        match whose {
            // What is made of a month is made of records of that month.
            Whose::Own(_) if period.length() == 1 || self.of_a_day => false,
            Whose::Own(unit) => !self.above.contains(&unit) && none(unit),
            Whose::Below(unit, level) => {
                let of_month = self.below.get(&(level.to_owned(), month));
                let below = of_month.and_then(|of| of.get(&unit)).into_iter().flatten();
                { below }.any(|unit| none(*unit))
            }
        }
    }
}

/// The areas of a level below each area at the end of some months.
fn by_month(
    areas: &AreaRegister,
    level: &str,
    months: &BTreeSet<u32>,
) -> Vec<((String, u32), Below)> {
    let mut found: Vec<((String, u32), Below)> = Vec::new();
    let mut held: Option<(NaiveDate, Below)> = None;
    for month in months {
        let day = period_of(*month, Frequency::Monthly).end();
        let same = held.take().filter(|(before, _)| {
            let changed = |at: NaiveDate| *before < at && at <= day;
            let ended = |at: NaiveDate| *before <= at && at < day;
            !{ areas.units() }.any(|(_, u)| changed(u.valid_from) || u.valid_to.is_some_and(ended))
        });
        let of_day = || Arc::new(members(areas, level, day));
        let below = same.map_or_else(of_day, |(_, below)| below);
        found.push(((level.to_owned(), *month), below.clone()));
        held = Some((day, below));
    }
    found
}

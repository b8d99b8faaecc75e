//! What came by period and area.

use crate::model::{AreaRegister, Frequency, Period, Span, UnitId, day_of};
use crate::pipeline::arrivals::succession::succeeded;
use crate::rollup::{ArrivedRecords, Row, Rows, last_day};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// What came of an area for a period.
pub(super) struct ArrivedFigure {
    /// When the first of it was landed.
    pub(super) first: DateTime<Utc>,
    /// The delivery that brought it.
    pub(super) delivery: String,
    /// How many rows came first at each time.
    pub(super) times: BTreeMap<DateTime<Utc>, u64>,
}

impl ArrivedFigure {
    pub(super) fn rows(&self) -> u64 {
        self.times.values().sum()
    }
}

/// What came of records, by period and unit as it was on the last day of the period.
pub(super) fn came_of_records(
    arrived: BTreeMap<(Period, UnitId), Vec<ArrivedRecords>>,
    areas: &AreaRegister,
) -> BTreeMap<(Period, UnitId), ArrivedFigure> {
    let mut came: BTreeMap<(Period, UnitId), ArrivedFigure> = BTreeMap::new();
    for ((period, unit), all) in arrived {
        let written = last_day(areas.unit(unit), period);
        for unit in succeeded(&BTreeSet::from([unit]), written, period.end(), areas) {
            for of in &all {
                let nothing = || ArrivedFigure {
                    first: of.recorded_at,
                    delivery: of.delivery.clone(),
                    times: BTreeMap::new(),
                };
                let held = came.entry((period, unit)).or_insert_with(nothing);
                *held.times.entry(of.recorded_at).or_default() += of.records;
                if (of.recorded_at, &of.delivery) < (held.first, &held.delivery) {
                    held.first = of.recorded_at;
                    held.delivery.clone_from(&of.delivery);
                }
            }
        }
    }
    came
}

/// What tells a figure of an area and period apart from the others. Sources do not.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct ArrivalKey<'a> {
    area_code: &'a str,
    span: Span,
    dimensions: &'a [String],
}

/// The first row of an area and period, and when each of its figures came first.
type Firsts<'a> = (&'a Row, BTreeMap<ArrivalKey<'a>, DateTime<Utc>>);

/// What came by period and unit as it was on the last day of the period.
pub(super) fn came(
    frequency: Frequency,
    rows: &Rows,
    areas: &AreaRegister,
    zone: Tz,
) -> BTreeMap<(Period, UnitId), ArrivedFigure> {
    let mut came: BTreeMap<(Period, UnitId), Firsts<'_>> = BTreeMap::new();
    for row in rows
        .all
        .iter()
        .filter(|r| r.period.frequency() == frequency && !r.withdrawn)
    {
        let early = day_of(row.recorded_at, zone) <= row.period.end();
        if row.value.is_none() && early {
            continue;
        }
        // A source may write the code of the first day: the unit counts that is there on the last.
        let Some(written) = areas.by_code(&row.area_code, row.area_date) else {
            continue;
        };
        for unit in succeeded(
            &BTreeSet::from([written]),
            row.area_date,
            row.period.end(),
            areas,
        ) {
            let (first, keys) = came
                .entry((row.period, unit))
                .or_insert_with(|| (row, BTreeMap::new()));
            if (row.recorded_at, &row.delivery) < (first.recorded_at, &first.delivery) {
                *first = row;
            }
            // The same figure by several sources is one row.
            let at = keys
                .entry(ArrivalKey {
                    area_code: &row.area_code,
                    span: row.span,
                    dimensions: &row.dimensions,
                })
                .or_insert(row.recorded_at);
            *at = row.recorded_at.min(*at);
        }
    }
    came.into_iter()
        .map(|(key, (first, keys))| {
            let mut times: BTreeMap<DateTime<Utc>, u64> = BTreeMap::new();
            for at in keys.into_values() {
                *times.entry(at).or_default() += 1;
            }
            let figure = ArrivedFigure {
                first: first.recorded_at,
                delivery: first.delivery.clone(),
                times,
            };
            (key, figure)
        })
        .collect()
}

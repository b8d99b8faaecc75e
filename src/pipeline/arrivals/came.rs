//! What came by period and area.

use crate::model::{AreaRegister, Frequency, Period, Span, UnitId, day_of};
use crate::pipeline::arrivals::succession::succeeded;
use crate::rollup::{Row, Rows};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// What came of an area for a period.
pub(super) struct ArrivedFigure<'a> {
    pub(super) first: &'a Row,
    /// When each row came first, in order.
    pub(super) times: Vec<DateTime<Utc>>,
}

impl ArrivedFigure<'_> {
    pub(super) fn rows(&self) -> u64 {
        self.times.len() as u64
    }
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
pub(super) fn came<'a>(
    frequency: Frequency,
    rows: &'a Rows,
    areas: &AreaRegister,
    zone: Tz,
) -> BTreeMap<(Period, UnitId), ArrivedFigure<'a>> {
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
            let mut times: Vec<DateTime<Utc>> = keys.into_values().collect();
            times.sort_unstable();
            (key, ArrivedFigure { first, times })
        })
        .collect()
}

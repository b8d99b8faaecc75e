//! What is due: periods, areas and rows of a rule.

use crate::model::{AreaRegister, ArrivalRule, Period, RowsDue, UnitId, day_of, end_of_day};
use crate::pipeline::arrivals::came::ArrivedFigure;
use crate::pipeline::arrivals::succession::succeeded;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// Who reported for the last period before the rule begins, or else for its first.
pub(super) fn reported_before(
    rule: &ArrivalRule,
    came: &BTreeMap<(Period, UnitId), ArrivedFigure>,
    areas: &AreaRegister,
) -> BTreeSet<UnitId> {
    let Some(last) = came
        .keys()
        .map(|(p, _)| *p)
        .filter(|p| *p < rule.from)
        .max()
    else {
        return BTreeSet::new();
    };
    let units = came
        .keys()
        .filter(|(p, _)| *p == last)
        .map(|(_, unit)| *unit)
        .collect();
    succeeded(&units, last.end(), rule.from.before().end(), areas)
}

/// Rows expected of an area for a period; at least one.
pub(super) fn rows_due(
    rule: &ArrivalRule,
    period: Period,
    unit: UnitId,
    came: &BTreeMap<(Period, UnitId), ArrivedFigure>,
) -> u64 {
    match rule.rows {
        RowsDue::Any => 1,
        RowsDue::Declared(rows) => rows,
        RowsDue::History(periods) => {
            let periods = i32::try_from(periods).unwrap_or(i32::MAX);
            let mut held: Vec<u64> = (1..=periods)
                .filter_map(|n| came.get(&(period.earlier(n), unit)))
                .map(ArrivedFigure::rows)
                .collect();
            held.sort_unstable();
            // The lower of two medians, so that the expectation is a number that was there.
            held.len()
                .checked_sub(1)
                .and_then(|last| held.get(last / 2))
                .copied()
                .unwrap_or(1)
        }
    }
}

/// The periods of a rule that have ended, or are due, and the one that is due next.
pub(super) fn periods(rule: &ArrivalRule, zone: Tz, now: DateTime<Utc>) -> Vec<Period> {
    let mut periods = vec![];
    let mut period = rule.from;
    while rule.until.is_none_or(|until| period <= until) {
        periods.push(period);
        let next_is_open =
            period.end() >= day_of(now, zone) && end_of_day(rule.due.day_for(period), zone) > now;
        if next_is_open {
            break;
        }
        period = period.earlier(-1);
    }
    periods
}

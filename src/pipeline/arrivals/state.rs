//! The state of everything expected at an instant.

use crate::config::Project;
use crate::error::RunError;
use crate::governance::registers::Registers;
use crate::model::{
    AreaRegister, AreasDue, Arrival, ArrivalRule, ArrivalState, Dataset, Dec, Grace, Period,
    UnitId, below, day_of, end_of_day,
};
use crate::pipeline::arrivals::came::{ArrivedFigure, came, came_of_records};
use crate::pipeline::arrivals::due::{periods, reported_before, rows_due};
use crate::pipeline::arrivals::spoilt::{Spoilt, spoilt};
use crate::pipeline::arrivals::succession::succeeded;
use crate::pipeline::load::{TableState, arrived_records, load};
use crate::store::{Lake, Ledger};
use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// The state of everything expected in a project at an instant, by dataset, period and area.
///
/// # Errors
/// When the lake cannot be read.
pub fn arrivals(
    project: &Project,
    registers: &Registers,
    lake: &Lake,
    ledger: &Ledger,
    now: DateTime<Utc>,
) -> Result<Vec<Arrival>, RunError> {
    // What landing no longer has as it was landed is reported by the run; the others are still
    // watched.
    let readable = |d: &&Dataset| lake.landed(&d.id).is_ok();
    let watched: Vec<&Dataset> = project
        .datasets
        .iter()
        .filter(|d| !d.arrivals.is_empty())
        .filter(readable)
        .collect();
    if watched.is_empty() {
        return Ok(vec![]);
    }
    let figures = watched.iter().copied();
    let figures = figures.filter(|d| d.contract.records.is_none());
    let tables = load(lake, figures, |_| TableState::Newest, None)?;
    let (deliveries, findings) = (ledger.deliveries()?, ledger.findings()?);
    let mut all = vec![];
    for dataset in watched {
        let spoilt = spoilt(&dataset.id, &deliveries, &findings);
        for rule in &dataset.arrivals {
            let (areas, zone) = (&registers.areas, project.timezone);
            let came = match (&dataset.contract.records, tables.get(&dataset.id)) {
                (Some(layout), _) => {
                    let of = (dataset, layout.as_ref());
                    came_of_records(arrived_records(lake, of, areas, rule.frequency)?, areas)
                }
                (None, Some(rows)) => came(rule.frequency, rows, areas, zone),
                (None, None) => continue,
            };
            let watch = Watched {
                dataset: &dataset.id,
                rule,
                came,
                areas,
                spoilt: spoilt.as_ref(),
                zone,
                now,
            };
            all.extend(watch.arrivals());
        }
    }
    Ok(all)
}

/// A rule with all that its states depend on.
struct Watched<'a> {
    dataset: &'a str,
    rule: &'a ArrivalRule,
    came: BTreeMap<(Period, UnitId), ArrivedFigure>,
    areas: &'a AreaRegister,
    spoilt: Option<&'a Spoilt>,
    zone: Tz,
    now: DateTime<Utc>,
}

impl Watched<'_> {
    fn arrivals(&self) -> Vec<Arrival> {
        let mut all: Vec<Arrival> = vec![];
        let mut before = reported_before(self.rule, &self.came, self.areas);
        for period in periods(self.rule, self.zone, self.now) {
            let day = period.end();
            before = succeeded(&before, period.before().end(), day, self.areas);
            let of_period = self.came.keys().filter(|(p, _)| *p == period);
            before.extend(
                of_period
                    .map(|(_, unit)| *unit)
                    .filter(|unit| self.areas.unit(*unit).valid_on(day)),
            );
            let expected = self.expected(day, &before);
            all.extend(expected.into_iter().map(|unit| self.arrival(period, unit)));
        }
        all
    }

    /// The areas that are expected for a period that ends on this day.
    fn expected(&self, day: NaiveDate, before: &BTreeSet<UnitId>) -> Vec<UnitId> {
        match &self.rule.areas {
            AreasDue::Level(level) => self
                .areas
                .units_on(day)
                .filter(|(_, u)| u.level == *level)
                .map(|(id, _)| id)
                .collect(),
            AreasDue::Codes(codes) => codes
                .iter()
                .filter_map(|code| self.areas.by_code(code, day))
                .collect(),
            AreasDue::AsBefore => before.iter().copied().collect(),
        }
    }

    fn arrival(&self, period: Period, unit: UnitId) -> Arrival {
        let due = self.rule.due.day_for(period);
        let due_at = end_of_day(due, self.zone);
        let last = last_on_time(due, self.rule.grace, self.zone);
        let mut arrival = Arrival {
            dataset: self.dataset.to_owned(),
            area_code: self.areas.unit(unit).code.clone(),
            period,
            due_at,
            arrived_at: None,
            state: if self.now > last {
                ArrivalState::Overdue
            } else {
                ArrivalState::Due
            },
            delivery: String::new(),
            rows: 0,
            expected_rows: rows_due(self.rule, period, unit, &self.came),
            reason: String::new(),
        };
        match (self.came.get(&(period, unit)), self.spoilt) {
            (Some(came), _) => judge(&mut arrival, came, self.rule, last),
            (None, Some(spoilt)) if self.instead(spoilt, period) => {
                arrival.state = spoilt.state;
                arrival.delivery.clone_from(&spoilt.delivery);
                arrival.reason.clone_from(&spoilt.reason);
            }
            (None, _) if arrival.state == ArrivalState::Overdue => {
                arrival.reason = format!(
                    "nothing came by {}",
                    last.with_timezone(&self.zone).format("%F %R %Z")
                );
            }
            (None, _) => {}
        }
        arrival
    }

    /// Whether what came and was not taken can stand for a period: it came after its end.
    fn instead(&self, spoilt: &Spoilt, period: Period) -> bool {
        let day = period.end();
        spoilt.at.is_none_or(|at| day_of(at, self.zone) > day) && day < day_of(self.now, self.zone)
    }
}

/// Until when something due on a day counts as on time.
pub(super) fn last_on_time(due: NaiveDate, grace: Grace, zone: Tz) -> DateTime<Utc> {
    let last = match grace {
        Grace::Days(days) => due
            .checked_add_days(Days::new(u64::from(days)))
            .map(|day| end_of_day(day, zone)),
        Grace::Time(time) => end_of_day(due, zone).checked_add_signed(time),
    };
    last.unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// The state of something that came.
fn judge(arrival: &mut Arrival, came: &ArrivedFigure, rule: &ArrivalRule, last: DateTime<Utc>) {
    arrival.arrived_at = Some(came.first);
    arrival.delivery.clone_from(&came.delivery);
    arrival.rows = came.rows();
    let enough = Dec::from_int(1)
        .checked_sub(rule.tolerance)
        .unwrap_or(Dec::ZERO);
    // It is there when enough of it is, not when the first row is.
    let so_far = came.times.iter().scan(0, |n, (at, rows)| {
        *n += rows;
        Some((*n, *at))
    });
    let complete = { so_far }
        .find(|(n, _)| !below(*n, arrival.expected_rows, enough))
        .map(|(_, at)| at);
    match complete {
        None => {
            arrival.state = ArrivalState::Partial;
            arrival.reason = format!("{} of {} rows came", arrival.rows, arrival.expected_rows);
        }
        Some(at) if at > last => {
            arrival.state = ArrivalState::Late;
            arrival.reason = format!(
                "{} days after the due time",
                (at - arrival.due_at).num_days().max(0)
            );
        }
        Some(_) => arrival.state = ArrivalState::OnTime,
    }
}

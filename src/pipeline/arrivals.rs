//! What was due from whom, what came, and when: the state of every expected area and period at an
//! instant.
//!
//! Worked out from the tables, the landing and the ledger before any figure is computed from, and
//! never kept: a state moves with the clock. A row is an arrival whether or not it holds a figure,
//! since one that was withheld has come as well; only a blank in a file from before the end of the
//! period says nothing. Rows that were withdrawn later have come all the same.

use crate::config::Project;
use crate::error::RunError;
use crate::governance::registers::Registers;
use crate::model::{
    AreaRegister, AreasDue, Arrival, ArrivalRule, ArrivalState, Dataset, Dec, DeliveryOutcome,
    Frequency, Period, RelationKind, RowsDue, Span, UnitId, below, day_of, end_of_day,
};
use crate::pipeline::load::{TableState, load};
use crate::rollup::{Row, Rows};
use crate::store::{DeliveryRecord, FindingRecord, Lake, Ledger};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// Rules of faults that mean: what came is not of the kind that was to come.
const WRONG_TYPE: [&str; 7] = [
    "wrong_type",
    "html_page",
    "unreadable",
    "truncated",
    "metadata_only",
    "service_error",
    "column_missing",
];
/// The rule of a delivery that holds far less than it should.
pub const SHRUNKEN: &str = "shrunken";

/// What came of an area for a period.
struct ArrivedFigure<'a> {
    first: &'a Row,
    /// When each row came first, in order.
    times: Vec<DateTime<Utc>>,
}

impl ArrivedFigure<'_> {
    fn rows(&self) -> u64 {
        self.times.len() as u64
    }
}

/// Something that came in place of figures and was not taken.
struct Spoilt {
    state: ArrivalState,
    at: Option<DateTime<Utc>>,
    delivery: String,
    reason: String,
}

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
    // What landing no longer has as it was landed is told by the run; the others are still watched.
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
    let tables = load(lake, watched.iter().copied(), |_| TableState::Newest, None)?;
    let (deliveries, findings) = (ledger.deliveries()?, ledger.findings()?);
    let mut all = vec![];
    for dataset in watched {
        let Some(rows) = tables.get(&dataset.id) else {
            continue;
        };
        let spoilt = spoilt(&dataset.id, &deliveries, &findings);
        for rule in &dataset.arrivals {
            all.extend(of_rule(
                &dataset.id,
                rule,
                rows,
                &registers.areas,
                spoilt.as_ref(),
                project.timezone,
                now,
            ));
        }
    }
    Ok(all)
}

/// What came last for a dataset, if it was not taken and should have brought figures.
fn spoilt(
    dataset: &str,
    deliveries: &[DeliveryRecord],
    findings: &[FindingRecord],
) -> Option<Spoilt> {
    let state = |f: &FindingRecord| match f.rule.as_str() {
        SHRUNKEN => Some(ArrivalState::Shrunken),
        rule if WRONG_TYPE.contains(&rule) => Some(ArrivalState::WrongType),
        _ => None,
    };
    let of = |delivery: &str, at: Option<DateTime<Utc>>| {
        let mut its = findings
            .iter()
            .filter(|f| f.dataset == dataset && f.delivery == delivery);
        its.find_map(|f| {
            Some(Spoilt {
                state: state(f)?,
                at,
                delivery: delivery.to_owned(),
                reason: format!("{}: {}", f.rule, f.message),
            })
        })
    };
    // A source that gave something unusable at the last look landed nothing.
    if let Some(unlanded) = of("", None) {
        return Some(unlanded);
    }
    let newest = deliveries
        .iter()
        .filter(|d| d.dataset == dataset)
        .max_by_key(|d| d.fetched_at)?;
    (newest.outcome != DeliveryOutcome::Accepted)
        .then(|| of(&newest.delivery, Some(newest.fetched_at)))
        .flatten()
}

fn of_rule(
    dataset: &str,
    rule: &ArrivalRule,
    rows: &Rows,
    areas: &AreaRegister,
    spoilt: Option<&Spoilt>,
    zone: Tz,
    now: DateTime<Utc>,
) -> Vec<Arrival> {
    let came = came(rule.frequency, rows, areas, zone);
    let mut all: Vec<Arrival> = vec![];
    let mut before = reported_before(rule, &came, areas);
    for period in periods(rule, zone, now) {
        let day = period.end();
        before = succeeded(&before, period.before().end(), day, areas);
        let of_period = came
            .iter()
            .filter(|((p, _), _)| *p == period)
            .map(|((_, unit), _)| *unit);
        before.extend(of_period.filter(|unit| areas.unit(*unit).valid_on(day)));
        let expected: Vec<UnitId> = match &rule.areas {
            AreasDue::Level(level) => areas
                .units_on(day)
                .filter(|(_, u)| u.level == *level)
                .map(|(id, _)| id)
                .collect(),
            AreasDue::Codes(codes) => codes
                .iter()
                .filter_map(|code| areas.by_code(code, day))
                .collect(),
            AreasDue::AsBefore => before.iter().copied().collect(),
        };
        let due_at = end_of_day(rule.due.day_for(period), zone);
        for unit in expected {
            let last = due_at
                .checked_add_signed(rule.grace)
                .unwrap_or(DateTime::<Utc>::MAX_UTC);
            let expected_rows = rows_due(rule, period, unit, &came);
            let mut arrival = Arrival {
                dataset: dataset.to_owned(),
                area_code: areas.unit(unit).code.clone(),
                period,
                due_at,
                arrived_at: None,
                state: if now > last {
                    ArrivalState::Overdue
                } else {
                    ArrivalState::Due
                },
                delivery: String::new(),
                rows: 0,
                expected_rows,
                reason: String::new(),
            };
            match (came.get(&(period, unit)), spoilt) {
                (Some(came), _) => judge(&mut arrival, came, rule, last),
                (None, Some(spoilt))
                    if spoilt.at.is_none_or(|at| day_of(at, zone) > day)
                        && day < day_of(now, zone) =>
                {
                    arrival.state = spoilt.state;
                    arrival.delivery.clone_from(&spoilt.delivery);
                    arrival.reason.clone_from(&spoilt.reason);
                }
                (None, _) if arrival.state == ArrivalState::Overdue => {
                    arrival.reason = format!(
                        "nothing came by {}",
                        last.with_timezone(&zone).format("%F %R %Z")
                    );
                }
                (None, _) => {}
            }
            all.push(arrival);
        }
    }
    all
}

/// The state of something that came.
fn judge(arrival: &mut Arrival, came: &ArrivedFigure<'_>, rule: &ArrivalRule, last: DateTime<Utc>) {
    arrival.arrived_at = Some(came.first.recorded_at);
    arrival.delivery.clone_from(&came.first.delivery);
    arrival.rows = came.rows();
    let enough = Dec::from_int(1)
        .checked_sub(rule.tolerance)
        .unwrap_or(Dec::ZERO);
    // It is there when enough of it is, not when the first row is.
    let complete = (1_u64..)
        .zip(&came.times)
        .find(|(n, _)| !below(*n, arrival.expected_rows, enough))
        .map(|(_, at)| *at);
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

/// What tells a figure of an area and period apart from the others: code, span, dimensions. Sources
/// do not.
type ArrivalKey<'a> = (&'a str, Span, &'a [String]);

/// The first row of an area and period, and when each of its figures came first.
type Firsts<'a> = (&'a Row, BTreeMap<ArrivalKey<'a>, DateTime<Utc>>);

/// What came by period and unit as it was on the last day of the period.
fn came<'a>(
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
                .entry((row.area_code.as_str(), row.span, row.dimensions.as_slice()))
                .or_insert(row.recorded_at);
            *at = row.recorded_at.min(*at);
        }
    }
    let in_order = |keys: BTreeMap<ArrivalKey<'_>, DateTime<Utc>>| {
        let mut times: Vec<DateTime<Utc>> = keys.into_values().collect();
        times.sort_unstable();
        times
    };
    came.into_iter()
        .map(|(key, (first, keys))| {
            (
                key,
                ArrivedFigure {
                    first,
                    times: in_order(keys),
                },
            )
        })
        .collect()
}

/// The units on a day that units of an earlier day have become: those that still exist, and those
/// into which others went.
fn succeeded(
    units: &BTreeSet<UnitId>,
    from: NaiveDate,
    to: NaiveDate,
    areas: &AreaRegister,
) -> BTreeSet<UnitId> {
    let mut units = units.clone();
    for relation in areas
        .relations()
        .iter()
        .filter(|r| r.date <= to && r.kind != RelationKind::Transfer)
    {
        let Some(before) = relation
            .date
            .pred_opt()
            .and_then(|day| areas.by_code(&relation.from_code, day))
        else {
            continue;
        };
        if relation.date > from && units.contains(&before) && !areas.unit(before).valid_on(to) {
            units.extend(areas.by_code(&relation.to_code, relation.date));
        }
    }
    units.retain(|unit| areas.unit(*unit).valid_on(to));
    units
}

/// Who reported for the last period before the rule begins, or else for its first.
fn reported_before(
    rule: &ArrivalRule,
    came: &BTreeMap<(Period, UnitId), ArrivedFigure<'_>>,
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
fn rows_due(
    rule: &ArrivalRule,
    period: Period,
    unit: UnitId,
    came: &BTreeMap<(Period, UnitId), ArrivedFigure<'_>>,
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
fn periods(rule: &ArrivalRule, zone: Tz, now: DateTime<Utc>) -> Vec<Period> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AreaUnit, DueBy, Relation};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rule(from: &str) -> ArrivalRule {
        let from: Period = from.parse().unwrap();
        ArrivalRule {
            frequency: from.frequency(),
            from,
            until: None,
            due: DueBy::Days(20),
            grace: chrono::TimeDelta::zero(),
            areas: AreasDue::AsBefore,
            rows: RowsDue::Any,
            tolerance: Dec::ZERO,
        }
    }

    #[test]
    fn a_day_ends_at_midnight_of_the_zone_even_where_there_is_none() {
        assert_eq!(
            end_of_day(day("2024-02-29"), chrono_tz::Asia::Ho_Chi_Minh).to_rfc3339(),
            "2024-02-29T17:00:00+00:00"
        );
        // In Santiago clocks went from 23:59:59 of 7 September 2024 to 01:00 of the 8th.
        assert_eq!(
            end_of_day(day("2024-09-07"), chrono_tz::America::Santiago).to_rfc3339(),
            "2024-09-08T04:00:00+00:00"
        );
    }

    #[test]
    fn the_periods_are_those_that_ended_and_the_one_that_runs() {
        let zone = chrono_tz::Asia::Ho_Chi_Minh;
        let names = |now: &str| {
            periods(&rule("2026-08"), zone, now.parse().unwrap())
                .iter()
                .map(Period::to_string)
                .collect::<Vec<_>>()
                .join(" ")
        };
        // 17:00 UTC is midnight in Hà Nội.
        assert_eq!(names("2026-09-30T16:59:59Z"), "2026-08 2026-09");
        assert_eq!(names("2026-09-30T17:00:00Z"), "2026-08 2026-09 2026-10");
        let ended = ArrivalRule {
            until: Some("2026-08".parse().unwrap()),
            ..rule("2026-08")
        };
        assert_eq!(
            periods(&ended, zone, "2027-01-01T00:00:00Z".parse().unwrap()).len(),
            1
        );
    }

    #[test]
    fn who_is_expected_follows_the_boundaries() {
        let unit = |code: &str, from: &str, to: Option<&str>| AreaUnit {
            code: code.into(),
            name_vi: code.into(),
            name_en: String::new(),
            level: "province".into(),
            parent_code: String::new(),
            valid_from: day(from),
            valid_to: to.map(day),
            aliases: vec![],
        };
        let relation = |from: &str, to: &str| Relation {
            date: day("2025-07-01"),
            kind: RelationKind::Merge,
            from_code: from.into(),
            to_code: to.into(),
            note: String::new(),
        };
        let units = vec![
            unit("01", "2000-01-01", None),
            unit("10", "2000-01-01", Some("2025-06-30")),
            unit("15", "2000-01-01", Some("2025-06-30")),
            unit("15", "2025-07-01", None),
        ];
        let areas = AreaRegister::new(units, vec![relation("10", "15"), relation("15", "15")]);
        let all = areas
            .units_on(day("2025-06-30"))
            .map(|(id, _)| id)
            .collect();
        let after = succeeded(&all, day("2025-06-01"), day("2025-07-31"), &areas);
        let codes: Vec<(&str, NaiveDate)> = after
            .iter()
            .map(|id| (areas.unit(*id).code.as_str(), areas.unit(*id).valid_from))
            .collect();
        assert_eq!(
            codes,
            [("01", day("2000-01-01")), ("15", day("2025-07-01"))]
        );
    }
}

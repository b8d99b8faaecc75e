//! Which periods and areas are expected.

use crate::model::{
    AreaRegister, AreaUnit, AreasDue, ArrivalRule, Dec, DueBy, Grace, Period, Relation,
    RelationKind, RowsDue, end_of_day,
};
use crate::pipeline::arrivals::due::periods;
use crate::pipeline::arrivals::state::last_on_time;
use crate::pipeline::arrivals::succession::succeeded;
use chrono::{NaiveDate, TimeDelta};

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
        grace: Grace::default(),
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
fn a_day_of_grace_is_a_day_of_the_office_and_hours_are_hours() {
    let zone = chrono_tz::America::New_York;
    let last = |due: &str, grace| last_on_time(day(due), grace, zone).to_rfc3339();
    // 2 November 2025 has 25 hours there, 9 March 2025 has 23.
    assert_eq!(
        [
            last("2025-11-01", Grace::Days(1)),
            last("2025-03-08", Grace::Days(1)),
            last("2025-11-01", Grace::Days(0)),
            last("2025-11-01", Grace::Time(TimeDelta::hours(24))),
        ],
        [
            "2025-11-03T05:00:00+00:00",
            "2025-03-10T04:00:00+00:00",
            "2025-11-02T04:00:00+00:00",
            "2025-11-03T04:00:00+00:00",
        ]
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

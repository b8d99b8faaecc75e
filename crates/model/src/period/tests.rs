//! Periods: ends, neighbours, order and texts, as a calendar has them.

use super::*;

#[test]
fn ends_and_years_before() {
    let end = |p: &str| p.parse::<Period>().unwrap().end().to_string();
    assert_eq!(end("2020-02"), "2020-02-29");
    assert_eq!(end("2021-02"), "2021-02-28");
    assert_eq!(end("2020-Q4"), "2020-12-31");
    assert_eq!(end("2020"), "2020-12-31");
    assert_eq!(
        "2020-02"
            .parse::<Period>()
            .unwrap()
            .year_before()
            .unwrap()
            .to_string(),
        "2019-02"
    );
}

#[test]
fn only_canonical_texts_are_periods() {
    for good in [
        "2020",
        "2020-Q1",
        "2020-12",
        "2020-S2",
        "2020-T3",
        "2020-W01",
        "2020-W53",
        "2008-04-01/P1Y",
        "2008-04-01/P1M",
        "2008-04-01/P11M",
    ] {
        assert_eq!(good.parse::<Period>().unwrap().to_string(), good);
    }
    for bad in [
        "",
        "20",
        "02020",
        "2020-",
        "2020-Q5",
        "2020-Q0",
        "2020-13",
        "2020-1",
        "Sơ bộ 2020",
        "0999",
        "2020-q1",
        "2020-S3",
        "2020-S0",
        "2020-T4",
        "2020-W1",
        "2020-W00",
        "2020-W54",
        "2021-W53",
        "2020W05",
        "2020-01-01/P1Y",
        "2020-13-01/P1Y",
        "2020-04-01/P0M",
        "2020-04-01/P07M",
        "2020-04-01/P12M",
        "2020-01-01/P7M",
        "2020-04-01/P7",
        "+202",
    ] {
        assert!(bad.parse::<Period>().is_err(), "{bad}");
    }
}

#[test]
fn half_years_and_fiscal_years_have_ends_neighbours_and_an_order() {
    let period = |text: &str| text.parse::<Period>().unwrap();
    for (text, start, end, before, year_before) in [
        ("2020-S1", "2020-01-01", "2020-06-30", "2019-S2", "2019-S1"),
        ("2020-S2", "2020-07-01", "2020-12-31", "2020-S1", "2019-S2"),
        (
            "2008-04-01/P1Y",
            "2008-04-01",
            "2009-03-31",
            "2007-04-01/P1Y",
            "2007-04-01/P1Y",
        ),
    ] {
        let of = period(text);
        assert_eq!(
            (of.start().to_string(), of.end().to_string()),
            (start.into(), end.into())
        );
        assert_eq!(
            (of.before(), of.year_before()),
            (period(before), Some(period(year_before)))
        );
        assert_eq!(
            (
                of.before().earlier(-1),
                period(year_before).years_before(-1)
            ),
            (of, Some(of))
        );
    }
    let order = [
        "2020",
        "2020-S1",
        "2020-Q1",
        "2020-01",
        "2020-04-01/P1Y",
        "2020-Q2",
        "2020-S2",
    ];
    let mut sorted = order.map(period);
    sorted.sort();
    assert_eq!(sorted.map(|p| p.to_string()), order);
    // A fiscal year is compared with its like only.
    let like = |a: &str, b: &str| period(a).frequency() == period(b).frequency();
    assert!(like("2008-04-01/P1Y", "2009-04-01/P1Y"));
    assert!(!like("2008-04-01/P1Y", "2008") && !like("2008-04-01/P1Y", "2008-07-01/P1Y"));
}

#[test]
fn epoch_days() {
    assert_eq!(
        days_since_epoch(NaiveDate::from_ymd_opt(1970, 1, 1).unwrap()),
        0
    );
    assert_eq!(
        days_since_epoch(NaiveDate::from_ymd_opt(2020, 3, 1).unwrap()),
        18322
    );
}

#[test]
fn thirds_have_four_months_each() {
    let period = |text: &str| text.parse::<Period>().unwrap();
    let second = period("2020-T2");
    assert_eq!(second.start().to_string(), "2020-05-01");
    assert_eq!(second.end().to_string(), "2020-08-31");
    assert_eq!(second.length(), 4);
    assert_eq!(period("2020-T1").before(), period("2019-T3"));
    assert_eq!(second.year_before(), Some(period("2019-T2")));
    assert!(period("2020-S1") < period("2020-T1") && period("2020-T1") < period("2020-Q1"));
}

#[test]
fn weeks_run_from_monday_to_sunday_and_are_of_the_year_of_their_thursday() {
    for (day, week) in [
        ("2020-12-31", "2020-W53"),
        ("2021-01-03", "2020-W53"),
        ("2021-01-04", "2021-W01"),
        ("2024-12-29", "2024-W52"),
        ("2024-12-30", "2025-W01"),
        ("2020-02-29", "2020-W09"),
        ("2016-01-03", "2015-W53"),
        ("2018-12-31", "2019-W01"),
    ] {
        assert_eq!(Period::week_of(day.parse().unwrap()).to_string(), week);
    }
    let period = |text: &str| text.parse::<Period>().unwrap();
    let first = period("2025-W01");
    assert_eq!(first.start().to_string(), "2024-12-30");
    assert_eq!(first.end().to_string(), "2025-01-05");
    assert_eq!(first.of_year(), period("2025"));
    assert!(period("2024-12") < first && first < period("2025"));
    assert!(period("2020-W53") < period("2021") && period("2021") < period("2021-W01"));
}

#[test]
fn week_53_has_a_neighbour_and_mostly_no_like_in_another_year() {
    let period = |text: &str| text.parse::<Period>().unwrap();
    let last = period("2020-W53");
    assert_eq!(last.before(), period("2020-W52"));
    assert_eq!(period("2021-W01").before(), last);
    assert_eq!(period("2019-W52").earlier(-1), period("2020-W01"));
    assert_eq!(last.earlier(53), period("2019-W52"));
    assert_eq!((last.year_before(), last.years_before(-1)), (None, None));
    assert_eq!(last.years_before(5), Some(period("2015-W53")));
    assert_eq!(
        period("2021-W10").year_before(),
        Some(period("2020-W10")),
        "by number, whatever lies between"
    );
    let long = (2000..2100).filter(|year| weeks_of(*year) == 53).count();
    assert_eq!(long, 18, "of a hundred years");
}

/// Every period of some years.
fn all_periods() -> Vec<Period> {
    let within = |y: i32| {
        (1..=12)
            .map(move |m| Period::Month(y, m))
            .chain((2..=12).map(move |m| Period::FiscalYear(y, m)))
            .chain((1..=11).map(move |n| Period::FiscalToDate(y, 4, n)))
            .chain((1..=4).map(move |q| Period::Quarter(y, q)))
            .chain((1..=2).map(move |h| Period::HalfYear(y, h)))
            .chain((1..=3).map(move |t| Period::Third(y, t)))
            .chain((1..=weeks_of(y)).map(move |w| Period::Week(y, w)))
            .chain([Period::Year(y)])
    };
    (2019..2021).flat_map(within).collect()
}

#[test]
fn periods_of_one_length_are_in_the_order_of_their_first_days() {
    for one in all_periods() {
        for other in all_periods() {
            let by_day = one.place_in_order().cmp(&other.place_in_order());
            assert_eq!(one.cmp(&other), by_day, "{one} {other}");
        }
    }
}

#[test]
fn periods_are_put_in_the_order_of_their_texts_without_writing_them() {
    let mut by_text = all_periods();
    let mut by_order = by_text.clone();
    by_text.sort_by_key(ToString::to_string);
    by_order.sort_by_key(|p| p.text_order());
    assert_eq!(by_order, by_text);
}

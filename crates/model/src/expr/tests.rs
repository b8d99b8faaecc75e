//! What conditions and aggregates mean, and where a fault is pointed at.

use super::{Aggregate, Column, Literal, Predicate};
use crate::decimal::Dec;

fn columns(name: &str) -> Option<Column> {
    match name {
        "event" | "period" => Some(Column::Text),
        "n" | "m" => Some(Column::Number),
        "due_on" | "done_on" => Some(Column::Date),
        "derived" => Some(Column::Bool),
        _ => None,
    }
}

fn holds(text: &str, event: Option<&str>, n: Option<i64>) -> Option<bool> {
    let row = |c: &str| match c {
        "event" => event.map(|e| Literal::Text(e.into())),
        "n" => n.map(|n| Literal::Number(Dec::from_int(n))),
        _ => None,
    };
    let parsed = Predicate::parse(text, &columns).unwrap();
    let again = Predicate::parse(&parsed.to_string(), &columns).unwrap();
    assert_eq!(
        again.holds(&row),
        parsed.holds(&row),
        "{parsed} does not read back as itself"
    );
    parsed.holds(&row)
}

#[test]
fn conditions() {
    assert_eq!(holds("event = 'new'", Some("new"), None), Some(true));
    assert_eq!(holds("event = 'it''s'", Some("it's"), None), Some(true));
    assert_eq!(
        holds("event IN ('a', 'new') AND NOT n < 3", Some("new"), Some(3)),
        Some(true)
    );
    assert_eq!(
        holds("n BETWEEN -1 AND 2.5 OR event <> 'x'", Some("x"), Some(2)),
        Some(true)
    );
    assert_eq!(holds("n not in (1, 2)", None, Some(3)), Some(true));
    assert_eq!(
        holds(
            "(event = 'a' or event = 'b') and n >= 1",
            Some("b"),
            Some(0)
        ),
        Some(false)
    );
}

#[test]
fn unknown_is_neither_true_nor_false() {
    assert_eq!(holds("n = 1", None, None), None);
    assert_eq!(holds("NOT n = 1", None, None), None);
    assert_eq!(holds("n = 1 OR event = 'a'", Some("a"), None), Some(true));
    assert_eq!(holds("n = 1 AND event = 'b'", Some("a"), None), Some(false));
    assert_eq!(holds("n IS NULL", None, None), Some(true));
    assert_eq!(holds("n IS NOT NULL", None, None), Some(false));
}

#[test]
fn a_column_is_compared_with_another_of_its_kind() {
    let on_time = |due: Option<&str>, done: Option<&str>| {
        let row = |c: &str| match c {
            "due_on" => due.map(|d| Literal::Text(d.into())),
            "done_on" => done.map(|d| Literal::Text(d.into())),
            _ => None,
        };
        let parsed = Predicate::parse("done_on <= due_on", &columns).unwrap();
        assert_eq!(parsed.columns(), ["done_on", "due_on"]);
        assert_eq!(
            Predicate::parse(&parsed.to_string(), &columns).unwrap(),
            parsed
        );
        parsed.holds(&row)
    };
    assert_eq!(on_time(Some("2026-03-15"), Some("2026-03-15")), Some(true));
    assert_eq!(on_time(Some("2026-03-15"), Some("2026-03-16")), Some(false));
    assert_eq!(
        on_time(Some("2026-03-15"), None),
        None,
        "not done is not on time, and not late either"
    );
    let error = |text: &str| Predicate::parse(text, &columns).unwrap_err().to_string();
    assert_eq!(
        error("event = new"),
        "`new` is not a column; a text is written `'new'` at character 9 of `event = new`"
    );
    assert_eq!(
        error("done_on <= event"),
        "`event` is not of the kind of `done_on` at character 12 of `done_on <= event`"
    );
    assert_eq!(
        error("done_on > '15/3/2026'"),
        "the column needs a day in quotes, as in `'2026-03-15'` at character 11 of `done_on > \
            '15/3/2026'`"
    );
    assert!(Predicate::parse("done_on > '2026-03-15' AND m < n", &columns).is_ok());
}

#[test]
fn a_column_is_pinned_by_one_value_alone() {
    let pins = |text: &str| Predicate::parse(text, &columns).unwrap().pins("event");
    assert!(pins("event = 'a'") && pins("event IN ('a')") && pins("n > 1 AND event = 'a'"));
    assert!(
        !pins("event <> 'a'")
            && !pins("event IN ('a', 'b')")
            && !pins("n > 1 OR event = 'a'")
            && !pins("NOT event = 'a'")
    );
}

#[test]
fn two_conditions_exclude_each_other_when_a_column_would_need_two_values() {
    let read = |text: &str| Predicate::parse(text, &columns).unwrap();
    let excludes = |a: &str, b: &str| read(a).excludes(&read(b)) && read(b).excludes(&read(a));
    assert!(
        excludes("event = 'a'", "event = 'b'")
            && excludes("event IN ('a', 'c')", "n > 1 AND event = 'b'")
    );
    assert!(
        !excludes("event = 'a'", "event IN ('a', 'b')")
            && !excludes("event = 'a'", "n > 1")
            && !excludes("event <> 'a'", "event = 'a'")
    );
    assert!(!excludes("event = 'a' OR n > 1", "event = 'b'"));
}

#[test]
fn errors_point_at_the_character() {
    let error = |text: &str| Predicate::parse(text, &columns).unwrap_err().to_string();
    assert_eq!(
        error("evnt = 'new'"),
        "`evnt` is not a column at character 1 of `evnt = 'new'`"
    );
    assert_eq!(
        error("event = 3"),
        "the column needs a text in quotes, as in `'01'` at character 9 of `event = 3`"
    );
    assert_eq!(
        error("event = 'a"),
        "the text is not closed by `'` at character 9 of `event = 'a`"
    );
    assert_eq!(
        error("n = 1; drop"),
        "`;` is not part of the grammar at character 6 of `n = 1; drop`"
    );
    assert_eq!(
        error("n = 1 n"),
        "expected the end at character 7 of `n = 1 n`"
    );
    assert!(error(&"(".repeat(100_000)).contains("nested too deeply"));
    assert!(error(&"NOT ".repeat(100_000)).contains("nested too deeply"));
}

#[test]
fn aggregates() {
    assert_eq!(
        Aggregate::parse("sum( n )", &columns).unwrap().to_string(),
        "sum(n)"
    );
    assert!(Aggregate::parse("count_distinct(event)", &columns).is_ok());
    let error = Aggregate::parse("sum(event)", &columns)
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "`sum` needs a column of numbers, `event` is not one at character 5 of `sum(event)`"
    );
    assert!(Aggregate::parse("mode(n)", &columns).is_err());
}

#[test]
fn quantiles_are_read_and_written_back() {
    let read = |text: &str| Aggregate::parse(text, &columns).map(|a| a.to_string());
    for text in ["median(n)", "quantile(n, 0.9)", "mean(n)"] {
        assert_eq!(read(text).unwrap(), text);
    }
    let error = |text: &str| read(text).unwrap_err().to_string();
    assert_eq!(
        error("quantile(n, 90)"),
        "expected a share between 0 and 1, as in `quantile(n, 0.9)` at character 13 of \
            `quantile(n, 90)`"
    );
    assert_eq!(
        error("quantile(n)"),
        "expected `,` at character 11 of `quantile(n)`"
    );
    assert_eq!(
        error("median(event)"),
        "`median` needs a column of numbers, `event` is not one at character 8 of `median(event)`"
    );
}

#[test]
fn what_could_not_be_read_may_hold_unless_the_rest_excludes_it() {
    let row = |c: &str| (c == "n").then(|| Literal::Number(Dec::from_int(3)));
    let may = |text: &str| {
        let parsed = Predicate::parse(text, &columns).unwrap();
        parsed.may_hold(&row, &|column| column == "event")
    };
    assert!(may("event = 'new'"));
    assert!(may("NOT event = 'new'"));
    assert!(may("event = 'new' AND n = 3"));
    assert!(!may("event = 'new' AND n = 4"));
    assert!(may("event = 'new' OR n = 4"));
    assert!(!may("m = 1"), "an empty cell meets no condition");
    assert!(may("event IN ('new', 'ended') AND NOT n = 4"));
}

//! Queries of a database that a test has written down.

use super::super::{Asking, Fetched, query};
use crate::env::{DatabaseFault, Described, FakeDatabase};
use crate::model::{Format, Lag, PostgresSource, Source, Watermark};
use crate::store::Transfer;

const HEAD: &str = "area,day\n";

fn declared(lag: Lag) -> PostgresSource {
    PostgresSource {
        host: "db.example".into(),
        port: 5432,
        database: "d".into(),
        user: "u".into(),
        password: None,
        tls: true,
        ca_file: String::new(),
        query: "SELECT area, day FROM t WHERE day > {watermark}".into(),
        watermark: Some(Watermark {
            column: "day".into(),
            lag,
        }),
        connect_ms: 1,
        statement_ms: 1,
        total_ms: 1,
        max_bytes: 0,
        max_rows: 0,
    }
}

fn described() -> Described {
    let columns = [("area", "text"), ("day", "date")]
        .map(|(name, data_type)| (name.to_owned(), data_type.to_owned()))
        .to_vec();
    Described {
        columns,
        parameters: 0,
    }
}

fn database(answers: &[&str]) -> FakeDatabase {
    FakeDatabase::new(
        described(),
        answers.iter().map(|a| Ok(a.as_bytes().to_vec())),
    )
}

fn ask(
    db: &FakeDatabase,
    source: &PostgresSource,
    held: Option<&Transfer>,
) -> Result<Fetched, String> {
    let now = "2026-06-01T00:00:00Z".parse().unwrap();
    let asking = Asking {
        db,
        root: std::path::Path::new("."),
        now,
        max_file_bytes: 1000,
    };
    query(
        asking,
        "firms",
        &Source::new("registry", Format::Csv),
        source,
        held,
    )
    .map_err(|f| f.to_string())
}

fn came(fetched: Result<Fetched, String>) -> Transfer {
    match fetched {
        Ok(Fetched::New(fetch)) => fetch.transfer,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_question_begins_where_the_last_delivery_reached() {
    let source = declared(Lag::Time(0));
    let db = database(&[
        "area,day\n\"01\",\"2026-05-02\"\n\"02\",\"2026-05-01\"\n",
        HEAD,
        "area,day\n\"01\",\"2026-05-03\"\n",
    ]);
    let first = came(ask(&db, &source, None));
    assert_eq!(ask(&db, &source, Some(&first)), Ok(Fetched::Unchanged));
    let second = came(ask(&db, &source, Some(&first)));
    assert!(!first.partial() && second.partial());
    assert_eq!(
        second.query.unwrap().watermark.unwrap().reached,
        "2026-05-03"
    );
    let bounds: Vec<String> = db
        .sent()
        .iter()
        .map(|s| {
            s.split("CAST('")
                .nth(1)
                .unwrap()
                .split('\'')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(bounds, ["-infinity", "2026-05-02", "2026-05-02"]);
}

#[test]
fn what_the_lag_brings_again_is_nothing_new_until_it_differs() {
    let source = declared(Lag::Time(24 * 3600 * 1000));
    let again = "area,day\n\"01\",\"2026-05-02\"\n";
    let db = database(&[
        "area,day\n\"01\",\"2026-05-02\"\n\"02\",\"2026-05-01\"\n",
        again,
        "area,day\n\"01\",\"2026-05-02\"\n\"03\",\"2026-05-02\"\n",
    ]);
    let first = came(ask(&db, &source, None));
    assert_eq!(ask(&db, &source, Some(&first)), Ok(Fetched::Unchanged));
    let late = came(ask(&db, &source, Some(&first)));
    assert_eq!(late.query.unwrap().rows, 2);
    assert!(
        db.sent()[1].contains("CAST('2026-05-01' AS date)"),
        "{:?}",
        db.sent()
    );
}

#[test]
fn another_query_begins_again() {
    let db = database(&[
        "area,day\n\"01\",\"2026-05-02\"\n",
        "area,day\n\"01\",\"2026-05-02\"\n",
    ]);
    let first = came(ask(&db, &declared(Lag::Time(0)), None));
    let other = PostgresSource {
        query: "SELECT area, day FROM s WHERE day > {watermark}".into(),
        ..declared(Lag::Time(0))
    };
    assert!(!came(ask(&db, &other, Some(&first))).partial());
}

#[test]
fn what_cannot_be_taken_is_refused_with_the_remedy() {
    let source = declared(Lag::Time(0));
    assert!(
        ask(
            &database(&["area,day\n\"01\",\"2026-06-03\"\n"]),
            &source,
            None
        )
        .unwrap_err()
        .contains("which is in the future")
    );
    assert!(
        ask(
            &database(&["area,day\n\"01\",\"infinity\"\n"]),
            &source,
            None
        )
        .unwrap_err()
        .contains("after which nothing can be later")
    );
    assert!(matches!(
        ask(&database(&[HEAD]), &source, None),
        Ok(Fetched::Nothing(_))
    ));
    let fault = ask(&database(&[HEAD]), &declared(Lag::Steps(5)), None).unwrap_err();
    assert!(
        fault.contains("database_watermark")
            && fault.contains("source.registry.postgres.watermark.lag"),
        "{fault}"
    );
    let broken = FakeDatabase::new(described(), [Err(DatabaseFault::Broken("reset".into()))]);
    let fault = ask(&broken, &source, None).unwrap_err();
    assert!(
        fault.contains("database_broken") && fault.contains("figures landed earlier stay in use"),
        "{fault}"
    );
}

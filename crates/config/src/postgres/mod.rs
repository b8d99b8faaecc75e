//! Checks `[source.postgres]`: the database, the query, its watermark and its limits. A password is
//! never looked up here.

mod database;
mod query;

use super::document::ConfigNode;
use super::{http, raw, rule, secret, value};
use chiso_model::{Finding, Format, PostgresSource};
use database::DatabaseAddress;

/// Checks it. `max_file_bytes` of the project is applied where the source names no limit of its
/// own, which 0 stands for.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Postgres,
    faults: &mut Vec<Finding>,
) -> PostgresSource {
    let (connect_ms, statement_ms, total_ms) = times(at, raw, faults);
    let mut most = |key: &str, raw: Option<i64>| {
        raw.and_then(|n| value::whole(&at.key(key), n, 1..=i64::MAX, faults))
            .unwrap_or(0)
    };
    let (max_bytes, max_rows) = (
        most("max_bytes", raw.max_bytes),
        most("max_rows", raw.max_rows),
    );
    let DatabaseAddress {
        host,
        port,
        database,
        user,
    } = database::place(at, raw, faults);
    let tls = encrypted(&at.key("tls"), raw.tls.as_deref(), faults);
    let source = PostgresSource {
        host,
        port,
        database,
        user,
        password: raw.password.as_ref().and_then(|p| {
            let kept = ("password", "REGISTRY_PASSWORD");
            secret::kept(&at.key("password"), p, kept, faults)
        }),
        tls,
        ca_file: http::project_file(&at.key("ca_file"), raw.ca_file.as_ref(), faults),
        watermark: raw
            .watermark
            .as_ref()
            .map(|w| query::watermark(&at.key("watermark"), w, faults)),
        query: query::query(&at.key("query"), raw, faults),
        connect_ms,
        statement_ms,
        total_ms,
        max_bytes,
        max_rows,
    };
    without_encryption(at, &source, faults);
    source
}

/// How long a connection, a statement and all of it may take.
fn times(at: &ConfigNode<'_>, raw: &raw::Postgres, faults: &mut Vec<Finding>) -> (u64, u64, u64) {
    let none = raw::PostgresTimeouts::default();
    let timeouts = raw.timeouts.as_ref().unwrap_or(&none);
    let mut time = |key: &str, raw: Option<&String>, usual: u64| {
        let at = at.key("timeouts").key(key);
        raw.and_then(|text| value::milliseconds(&at, text, 1, faults))
            .unwrap_or(usual)
    };
    (
        time("connect", timeouts.connect.as_ref(), 10_000),
        time("statement", timeouts.statement.as_ref(), 300_000),
        time("total", timeouts.total.as_ref(), 600_000),
    )
}

/// Whether the connection is encrypted, which it is when nothing is said.
fn encrypted(at: &ConfigNode<'_>, raw: Option<&str>, faults: &mut Vec<Finding>) -> bool {
    let modes = [("verify", true), ("off", false)];
    raw.and_then(|text| value::one_of(at, text, "mode of encryption", &modes, faults))
        .unwrap_or(true)
}

/// What cannot be, and what should not be, without encryption.
fn without_encryption(at: &ConfigNode<'_>, source: &PostgresSource, faults: &mut Vec<Finding>) {
    if source.tls {
        return;
    }
    if source.password.is_some() && !secret::loopback(&source.host) {
        let hint = "leave `tls` out: on the way everyone can read it";
        faults.push(
            at.key("tls")
                .warning(
                    rule::INSECURE_SECRET,
                    "a password is sent without encryption",
                )
                .hint(hint),
        );
    }
    if !source.ca_file.is_empty() {
        faults.push(
            at.key("ca_file")
                .error(
                    rule::BAD_VALUE,
                    "without encryption there is no certificate",
                )
                .hint("leave it out, or leave `tls` out"),
        );
    }
}

/// What a query can and cannot be together with the rest of its source.
pub(super) fn fits(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) {
    if format.is_some_and(|f| f != Format::Csv) {
        let hint = "write `format = \"csv\"`";
        faults.push(
            at.key("format")
                .error(rule::BAD_VALUE, "the answer of a query is landed as `csv`")
                .hint(hint),
        );
    }
    let settled = [
        ("delimiter", raw.delimiter.is_some()),
        ("encoding", raw.encoding.is_some()),
        ("member", raw.member.is_some()),
        ("header_row", raw.header_row.is_some()),
        ("header_rows", raw.header_rows.is_some()),
        ("last_row", raw.last_row.is_some()),
        ("number", raw.number.is_some()),
    ];
    for (key, _) in settled.into_iter().filter(|(_, declared)| *declared) {
        faults.push(
            at.key(key)
                .error(
                    rule::BAD_VALUE,
                    format!("the answer of a query has a fixed form: there is no `{key}`"),
                )
                .hint("leave it out"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use chiso_model::{Lag, SecretFrom, Watermark};

    fn sample(format: &str, keys: &str) -> Sample {
        let file = "datasets/new_enterprises.toml";
        Sample::new()
            .edit(file, "number = { decimal = \",\", grouping = \".\" }\n", "")
            .edit(
                file,
                "file = \"new_enterprises/*.json\"",
                &format!("postgres = {{ {keys} }}"),
            )
            .edit(
                file,
                "format = \"json-stat\"",
                &format!("format = \"{format}\""),
            )
    }

    #[test]
    fn a_query_is_taken_as_declared() {
        let keys = "url = \"postgresql://reader%40nso@[::1]:5433/s%E1%BB%95\", password = { env = \"P\" }, query = \"SELECT a FROM t WHERE w > {watermark}\", \
                    watermark = { column = \"w\", lag = \"10m\" }, timeouts = { statement = \"2s\" \
                    }, max_rows = 5";
        let plan = sample("csv", keys).plan();
        let source = plan.dataset("new_enterprises").unwrap().sources[0]
            .postgres
            .clone()
            .unwrap();
        assert_eq!(
            (
                source.host.as_str(),
                source.port,
                source.database.as_str(),
                source.user.as_str()
            ),
            ("::1", 5433, "sổ", "reader@nso")
        );
        assert_eq!(
            (source.password.clone(), source.tls),
            (Some(SecretFrom::Env("P".into())), true)
        );
        assert_eq!(
            source.watermark,
            Some(Watermark {
                column: "w".into(),
                lag: Lag::Time(600_000)
            })
        );
        assert_eq!(
            (
                source.connect_ms,
                source.statement_ms,
                source.total_ms,
                source.max_rows
            ),
            (10_000, 2_000, 600_000, 5)
        );
    }

    #[test]
    fn faults_of_queries() {
        let base = "host = \"127.0.0.1\", database = \"d\", user = \"u\"";
        for (keys, wanted) in [
            (
                format!("{base}, query = \"DELETE FROM t\""),
                "the query does not begin with `SELECT` or `WITH`",
            ),
            (
                format!("{base}, query = \"SELECT 1;\""),
                "the query ends with `;`",
            ),
            (
                format!("{base}, query = \"SELECT 1\", watermark = {{ column = \"w\" }}"),
                "the query does not use `{watermark}`",
            ),
            (
                format!("{base}, query = \"SELECT {{watermark}}\""),
                "nothing says what that is",
            ),
            (
                format!(
                    "{base}, query = \"SELECT {{watermark}}\", watermark = {{ column = \"w\", lag \
                        = \"a bit\" }}"
                ),
                "`a bit` is not a length of time",
            ),
            (
                "host = \"h\", database = \"d\", query = \"SELECT 1\"".to_owned(),
                "`user` is missing",
            ),
            (
                "url = \"postgresql://u:hunter2@h/d\", query = \"SELECT 1\"".to_owned(),
                "the address holds a password",
            ),
            (
                "url = \"postgresql://h/d\", query = \"SELECT 1\"".to_owned(),
                "this is not the address of a database",
            ),
            (
                "url = \"postgresql://u@h/d?sslmode=disable\", query = \"SELECT 1\"".to_owned(),
                "the address has parameters",
            ),
            (
                "url = \"postgresql://u@h/d\", port = 1, query = \"SELECT 1\"".to_owned(),
                "`port` is given here and by `url`",
            ),
            (
                format!("{base}, query = \"SELECT 1\", password = {{ }}"),
                "one of `env` and `file` belongs here",
            ),
            (
                format!("{base}, query = \"SELECT 1\", port = 0"),
                "0 is out of range",
            ),
            (
                format!("{base}, query = \"SELECT 1\", tls = \"maybe\""),
                "`maybe`",
            ),
            (
                format!("{base}, query = \"SELECT 1\", timeouts = {{ statement = \"soon\" }}"),
                "`soon` is not a length of time",
            ),
            (
                format!("{base}, query = \"SELECT 1\", ca_file = \"../a.pem\""),
                "`../a.pem` is not a path inside the project",
            ),
        ] {
            let found = sample("csv", &keys).faults();
            assert!(
                found.contains(wanted) && found.contains("datasets/new_enterprises.toml:17"),
                "{keys}: {found}"
            );
            assert!(
                found.contains("hint: ") && !found.contains("hunter2"),
                "{found}"
            );
        }
        let found = sample("json-stat", &format!("{base}, query = \"SELECT 1\"")).faults();
        assert!(
            found.contains("the answer of a query is landed as `csv`"),
            "{found}"
        );
        let found = sample(
            "csv",
            "host = \"db.example\", database = \"d\", user = \"u\", query = \"SELECT 1\", tls = \
                \"off\", password = { env = \"P\" }",
        );
        let (_, warnings) = found.load().unwrap();
        assert!(
            warnings.iter().any(|w| w.rule == "insecure_secret"),
            "{warnings:?}"
        );
    }
}

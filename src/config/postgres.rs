//! Checks `[source.postgres]`: the database, the query, its watermark and its limits. A password is
//! never looked up here.

use super::document::ConfigNode;
use super::{http, raw, rule, value};
use crate::model::{Finding, Format, Lag, PostgresSource, SecretFrom, WATERMARK, Watermark};
use url::Url;

/// Port of `PostgreSQL`.
const PORT: u16 = 5432;

/// Checks it. `max_file_bytes` of the project is applied where the source names no limit of its
/// own, which is told by 0.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Postgres,
    faults: &mut Vec<Finding>,
) -> PostgresSource {
    let none = raw::PostgresTimeouts::default();
    let timeouts = raw.timeouts.as_ref().unwrap_or(&none);
    let mut time = |key: &str, raw: Option<&String>, usual: u64| {
        let at = at.key("timeouts").key(key);
        raw.map_or(Some(usual), |text| {
            value::milliseconds(&at, text, 1, faults)
        })
        .unwrap_or(usual)
    };
    let connect_ms = time("connect", timeouts.connect.as_ref(), 10_000);
    let statement_ms = time("statement", timeouts.statement.as_ref(), 300_000);
    let total_ms = time("total", timeouts.total.as_ref(), 600_000);
    let mut most = |key: &str, raw: Option<i64>| {
        raw.and_then(|n| value::whole(&at.key(key), n, 1..=i64::MAX, faults))
            .unwrap_or(0)
    };
    let (max_bytes, max_rows) = (
        most("max_bytes", raw.max_bytes),
        most("max_rows", raw.max_rows),
    );
    let (host, port, database, user) = place(at, raw, faults);
    let tls = raw.tls.as_ref().and_then(|text| {
        value::one_of(
            &at.key("tls"),
            text,
            "mode of encryption",
            &[("verify", true), ("off", false)],
            faults,
        )
    });
    let source = PostgresSource {
        host,
        port,
        database,
        user,
        password: raw
            .password
            .as_ref()
            .and_then(|p| password(&at.key("password"), p, faults)),
        tls: tls.unwrap_or(true),
        ca_file: raw
            .ca_file
            .as_ref()
            .map(|path| http::project_file(&at.key("ca_file"), path, faults))
            .unwrap_or_default(),
        watermark: raw
            .watermark
            .as_ref()
            .map(|w| watermark(&at.key("watermark"), w, faults)),
        query: query(&at.key("query"), raw, faults),
        connect_ms,
        statement_ms,
        total_ms,
        max_bytes,
        max_rows,
    };
    if !source.tls && source.password.is_some() && !loopback(&source.host) {
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
    if !source.tls && !source.ca_file.is_empty() {
        faults.push(
            at.key("ca_file")
                .error(
                    rule::BAD_VALUE,
                    "without encryption there is no certificate",
                )
                .hint("leave it out, or leave `tls` out"),
        );
    }
    source
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
                    format!("how a query is answered is settled: there is no `{key}`"),
                )
                .hint("leave it out"),
        );
    }
}

fn loopback(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

/// Host, port, database and role, from `url` or from keys of their own.
fn place(
    at: &ConfigNode<'_>,
    raw: &raw::Postgres,
    faults: &mut Vec<Finding>,
) -> (String, u16, String, String) {
    let Some(text) = &raw.url else {
        let mut needed = |key: &str, text: Option<&String>| {
            if let Some(text) = text {
                return value::text(&at.key(key), text, faults);
            }
            let hint = "give `host`, `database` and `user`, or `url = \
                \"postgresql://user@host/database\"`";
            faults.push(
                at.key(key)
                    .error(rule::MISSING_KEY, format!("`{key}` is missing"))
                    .hint(hint),
            );
            String::new()
        };
        let (host, database, user) = (
            needed("host", raw.host.as_ref()),
            needed("database", raw.database.as_ref()),
            needed("user", raw.user.as_ref()),
        );
        if host.starts_with('/') || host.contains(',') {
            let hint = "name one server that is reached by the network";
            faults.push(
                at.key("host")
                    .error(
                        rule::NOT_SUPPORTED,
                        format!("`{host}` is not the name of a host"),
                    )
                    .hint(hint),
            );
        }
        let port = raw
            .port
            .and_then(|n| value::whole(&at.key("port"), n, 1..=65535, faults))
            .unwrap_or(PORT);
        return (host, port, database, user);
    };
    for (key, _) in [
        ("host", raw.host.is_some()),
        ("port", raw.port.is_some()),
        ("database", raw.database.is_some()),
        ("user", raw.user.is_some()),
    ]
    .into_iter()
    .filter(|(_, declared)| *declared)
    {
        faults.push(
            at.key(key)
                .error(
                    rule::BAD_VALUE,
                    format!("`{key}` is given here and by `url`"),
                )
                .hint("give one of the two"),
        );
    }
    // The text is not shown: it may hold a password.
    let parsed = Url::parse(text)
        .ok()
        .filter(|u| matches!(u.scheme(), "postgresql" | "postgres"));
    let decoded = |text: &str| {
        url::form_urlencoded::parse(text.replace('+', "%2B").as_bytes())
            .next()
            .map(|(k, _)| k.into_owned())
    };
    let parts = parsed.as_ref().and_then(|u| {
        let database = decoded(u.path().trim_start_matches('/')).filter(|d| !d.is_empty())?;
        let user = decoded(u.username()).filter(|user| !user.is_empty())?;
        Some((
            u.host_str()?.trim_matches(['[', ']']).to_owned(),
            u.port().unwrap_or(PORT),
            database,
            user,
        ))
    });
    match (&parsed, parts) {
        (Some(url), _) if url.password().is_some() => {
            let hint = "take it out, and write `password = { env = \"NAME\" }`";
            faults.push(
                at.key("url")
                    .error(rule::BAD_VALUE, "the address holds a password")
                    .hint(hint),
            );
        }
        (Some(url), Some(parts)) if url.query().is_none() && url.fragment().is_none() => {
            return parts;
        }
        (Some(url), Some(_)) if url.query().is_some() => {
            let hint = "take it out: `tls`, `ca_file` and `timeouts` are keys of their own";
            faults.push(
                at.key("url")
                    .error(rule::BAD_VALUE, "the address has parameters")
                    .hint(hint),
            );
        }
        _ => {
            let hint = "write it as `postgresql://user@host:5432/database`";
            faults.push(
                at.key("url")
                    .error(rule::BAD_VALUE, "this is not the address of a database")
                    .hint(hint),
            );
        }
    }
    (String::new(), PORT, String::new(), String::new())
}

fn password(
    at: &ConfigNode<'_>,
    raw: &raw::Password,
    faults: &mut Vec<Finding>,
) -> Option<SecretFrom> {
    match (&raw.env, &raw.file) {
        (Some(name), None) => {
            if name.is_empty() || name.contains(['=', '\0']) {
                let message = format!("`{name}` is not the name of a variable of the environment");
                faults.push(
                    at.key("env")
                        .error(rule::BAD_VALUE, message)
                        .hint("write its name, as in `REGISTRY_PASSWORD`"),
                );
            }
            Some(SecretFrom::Env(name.clone()))
        }
        (None, Some(path)) => Some(SecretFrom::File(value::text(&at.key("file"), path, faults))),
        _ => {
            let hint = "give one of `env` (a variable that holds the password) and `file` (a file \
                that holds it)";
            faults.push(
                at.error(rule::BAD_VALUE, "one of `env` and `file` belongs here")
                    .hint(hint),
            );
            None
        }
    }
}

fn query(at: &ConfigNode<'_>, raw: &raw::Postgres, faults: &mut Vec<Finding>) -> String {
    let query = value::text(at, &raw.query, faults).trim().to_owned();
    let first = query
        .split(|c: char| !c.is_ascii_alphabetic())
        .find(|word| !word.is_empty())
        .unwrap_or_default()
        .to_ascii_lowercase();
    if !query.is_empty()
        && !query.starts_with("--")
        && !query.starts_with("/*")
        && !matches!(first.as_str(), "select" | "with" | "values" | "table")
    {
        let hint = "write one `SELECT`; nothing can be changed from here";
        faults.push(
            at.error(
                rule::BAD_VALUE,
                "the query does not begin with `SELECT` or `WITH`",
            )
            .hint(hint),
        );
    }
    if query.ends_with(';') {
        faults.push(
            at.error(rule::BAD_VALUE, "the query ends with `;`")
                .hint("leave it out: it is one query"),
        );
    }
    match (&raw.watermark, query.contains(WATERMARK)) {
        (Some(w), false) => {
            let hint = format!(
                "ask for later rows only, as in `WHERE {} > {WATERMARK}`",
                w.column
            );
            faults.push(
                at.error(
                    rule::BAD_VALUE,
                    format!("the query does not use `{WATERMARK}`"),
                )
                .hint(hint),
            );
        }
        (None, true) => {
            let hint = "add `watermark = { column = \"updated_at\" }`";
            faults.push(
                at.error(
                    rule::MISSING_KEY,
                    format!("the query uses `{WATERMARK}`, and it is not said what that is"),
                )
                .hint(hint),
            );
        }
        _ => {}
    }
    query
}

fn watermark(at: &ConfigNode<'_>, raw: &raw::Watermark, faults: &mut Vec<Finding>) -> Watermark {
    let lag = match &raw.lag {
        None => Lag::Time(0),
        Some(text) if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) => {
            let steps = text.parse::<u32>().unwrap_or_else(|_| {
                faults.push(
                    at.key("lag")
                        .error(rule::BAD_VALUE, format!("`{text}` is out of range"))
                        .hint("write fewer than 4294967296"),
                );
                0
            });
            Lag::Steps(u64::from(steps))
        }
        Some(text) => Lag::Time(value::milliseconds(&at.key("lag"), text, 0, faults).unwrap_or(0)),
    };
    Watermark {
        column: value::text(&at.key("column"), &raw.column, faults),
        lag,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use crate::model::{Lag, SecretFrom, Watermark};

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
                "it is not said what that is",
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
            let told = sample("csv", &keys).faults();
            assert!(
                told.contains(wanted) && told.contains("datasets/new_enterprises.toml:17"),
                "{keys}: {told}"
            );
            assert!(
                told.contains("hint: ") && !told.contains("hunter2"),
                "{told}"
            );
        }
        let told = sample("json-stat", &format!("{base}, query = \"SELECT 1\"")).faults();
        assert!(
            told.contains("the answer of a query is landed as `csv`"),
            "{told}"
        );
        let told = sample(
            "csv",
            "host = \"db.example\", database = \"d\", user = \"u\", query = \"SELECT 1\", tls = \
                \"off\", password = { env = \"P\" }",
        );
        let (_, warnings) = told.load().unwrap();
        assert!(
            warnings.iter().any(|w| w.rule == "insecure_secret"),
            "{warnings:?}"
        );
    }
}

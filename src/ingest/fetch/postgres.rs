//! Sources that are a query: what is asked of the database, and whether its answer says anything
//! that is not held.
//!
//! The answer is CSV in UTF-8 with a header, every value a text in quotes and NULL nothing at all,
//! the rows in the order of their texts: the same rows are the same bytes on every server. With a
//! watermark only later rows are asked for. How far the last delivery reached stands in its receipt
//! and nowhere else, so what is asked next follows from what was landed.

use super::secrets::Guard;
use super::trouble::{NO_DATA, Trouble};
use super::{Fetch, Fetched};
use crate::env::{Database, DatabaseFault, DatabaseLink};
use crate::model::{Finding, Lag, PostgresSource, Source, WATERMARK, Watermark};
use crate::store::{QueryColumn, QueryReceipt, Transfer, WatermarkReceipt, sha256_hex};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

/// Types whose texts are exact and the same everywhere, by the names of the server.
const TYPES: [&str; 11] = [
    "bool",
    "int2",
    "int4",
    "int8",
    "numeric",
    "text",
    "varchar",
    "bpchar",
    "date",
    "timestamp",
    "timestamptz",
];
/// Types of a watermark.
const MARKS: [&str; 6] = ["int2", "int4", "int8", "date", "timestamp", "timestamptz"];
/// The section of the configuration in which its keys stand.
const SECTION: &str = "postgres";

/// What a query is asked with.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// The database.
    pub db: &'a dyn Database,
    /// Folder of the project.
    pub root: &'a Path,
    /// The time, against which a watermark is held.
    pub now: DateTime<Utc>,
    /// Most bytes where the source names no limit of its own.
    pub max_file_bytes: u64,
}

/// Asks a source; `held` is how its newest delivery came.
///
/// # Errors
/// One finding with the remedy. Rules: `secret_missing`, `secret_echoed`, `too_large`,
/// `database_setup`, `database_unreachable`, `database_login`, `database_timeout`,
/// `database_broken`, `database_denied`, `database_query`, `database_type`, `database_watermark`.
pub fn query(
    asking: Asking<'_>,
    dataset: &str,
    source: &Source,
    postgres: &PostgresSource,
    held: Option<&Transfer>,
) -> Result<Fetched, Box<Finding>> {
    match ask(asking, postgres, held) {
        Err(trouble) if trouble.rule == NO_DATA => Ok(Fetched::Nothing(Box::new(
            trouble.finding(dataset, &source.id, SECTION),
        ))),
        asked => asked.map_err(|trouble| Box::new(trouble.finding(dataset, &source.id, SECTION))),
    }
}

fn ask(
    asking: Asking<'_>,
    source: &PostgresSource,
    held: Option<&Transfer>,
) -> Result<Fetched, Trouble> {
    let guard = Guard::of(source.password.iter(), asking.root)?;
    let link = link(asking, source, &guard);
    let failed = |fault: DatabaseFault| trouble(fault, source, &guard);
    let described = asking
        .db
        .describe(&link, &source.query.replace(WATERMARK, "$1"))
        .map_err(failed)?;
    let columns: Vec<QueryColumn> = described
        .columns
        .into_iter()
        .map(|(name, data_type)| QueryColumn {
            name: guard.clean(&name),
            data_type,
        })
        .collect();
    fit(&columns)?;
    let mark = source
        .watermark
        .as_ref()
        .map(|w| mark(w, &columns, described.parameters))
        .transpose()?;
    let request = fingerprint(source);
    let before = held
        .filter(|h| h.request == request)
        .and_then(|h| h.query.as_ref()?.watermark.as_ref());
    let after = match (&mark, before) {
        (Some(mark), Some(before)) => mark.back(&before.reached),
        _ => None,
    };
    let bound = mark.as_ref().map(|m| m.literal(after));
    let bytes = asking
        .db
        .copy(&link, &statement(source, &columns, bound.as_deref()))
        .map_err(failed)?;
    if guard.is_in(&bytes) {
        return Err(Trouble::new(
            "secret_echoed",
            "the answer holds the password, so it was not landed",
            "leave it out of the query",
        )
        .at(".query"));
    }
    let (rows, watermark) = match &mark {
        None => (count(&bytes)?, None),
        Some(mark) => {
            let read = mark.read(&bytes, asking.now)?;
            let seen = |rows: &dyn Fn(Point) -> bool| read.hash(rows);
            let all = seen(&|_| true);
            if before
                .is_some_and(|b| after.is_some() && (read.rows.is_empty() || b.held.contains(&all)))
            {
                return Ok(Fetched::Unchanged);
            }
            let reached = read
                .rows
                .iter()
                .filter_map(|r| r.point)
                .chain(before.and_then(|b| mark.point(&b.reached)))
                .max();
            let shown = |point: Option<Point>| point.map(|p| mark.text(p)).unwrap_or_default();
            let cut = reached.and_then(|r| mark.minus(r));
            let held = cut
                .map(|cut| [seen(&|p| p > cut), seen(&|p| p >= cut)])
                .map_or_else(Vec::new, |both| both.to_vec());
            let receipt = WatermarkReceipt {
                column: mark.column.clone(),
                after: shown(after),
                reached: shown(reached),
                held,
            };
            (read.rows.len() as u64, Some(receipt))
        }
    };
    if rows == 0 {
        let message = format!(
            "the query on `{}` answers no row",
            guard.clean(&source.address())
        );
        return Err(Trouble::new(
            NO_DATA,
            message,
            "if there should be rows, look at the query and at what the role may read",
        )
        .at(".query"));
    }
    if source.max_rows > 0 && rows > source.max_rows {
        let message = format!(
            "the answer has {rows} rows, more than `max_rows` = {}",
            source.max_rows
        );
        return Err(Trouble::new(
            "too_large",
            message,
            "look at what the query asks for, then raise the limit",
        )
        .at(".max_rows"));
    }
    let transfer = Transfer {
        request,
        content_type: "text/csv".to_owned(),
        query: Some(QueryReceipt {
            text: guard.clean(&source.query),
            columns,
            rows,
            watermark,
        }),
        ..Transfer::default()
    };
    Ok(Fetched::New(Box::new(Fetch {
        address: guard.clean(&source.address()),
        bytes,
        transfer,
    })))
}

fn link(asking: Asking<'_>, source: &PostgresSource, guard: &Guard) -> DatabaseLink {
    DatabaseLink {
        host: source.host.clone(),
        port: source.port,
        database: source.database.clone(),
        user: source.user.clone(),
        password: source
            .password
            .as_ref()
            .map(|from| guard.secret(from).to_owned()),
        tls: source.tls,
        ca_file: (!source.ca_file.is_empty()).then(|| asking.root.join(&source.ca_file)),
        connect: Duration::from_millis(source.connect_ms),
        statement: Duration::from_millis(source.statement_ms),
        total: Duration::from_millis(source.total_ms),
        max_bytes: if source.max_bytes == 0 {
            asking.max_file_bytes
        } else {
            source.max_bytes
        },
    }
}

/// What makes two queries the same one, of which only the rows may have changed.
fn fingerprint(source: &PostgresSource) -> String {
    let column = source.watermark.as_ref().map_or("", |w| &w.column);
    sha256_hex(format!("{}\0{}\0{column}", source.address(), source.query).as_bytes())
}

/// Columns can be told apart, and their texts are exact.
fn fit(columns: &[QueryColumn]) -> Result<(), Trouble> {
    let mut names = BTreeSet::new();
    if let Some(twice) = columns.iter().find(|c| !names.insert(c.name.as_str())) {
        let message = format!("two columns of the answer are named `{}`", twice.name);
        return Err(Trouble::new(
            "database_query",
            message,
            "give each a name of its own with `AS`",
        )
        .at(".query"));
    }
    let Some(other) = columns
        .iter()
        .find(|c| !TYPES.contains(&c.data_type.as_str()))
    else {
        return Ok(());
    };
    let QueryColumn { name, data_type } = other;
    let (why, to) = match data_type.as_str() {
        "float4" | "float8" => ("is no exact number", "numeric(20, 6)"),
        "money" => ("is written otherwise on each server", "numeric"),
        _ => ("has no settled text", "text"),
    };
    let message = format!("the column `{name}` is of type `{data_type}`, which {why}");
    Err(Trouble::new(
        "database_type",
        message,
        format!("write `CAST({name} AS {to}) AS {name}` in the query, or leave it out"),
    )
    .at(".query"))
}

/// The statement: texts of all columns, in the order of these texts.
fn statement(source: &PostgresSource, columns: &[QueryColumn], bound: Option<&str>) -> String {
    let query = bound.map_or_else(
        || source.query.clone(),
        |bound| source.query.replace(WATERMARK, bound),
    );
    let name = |c: &QueryColumn| format!("\"{}\"", c.name.replace('"', "\"\""));
    let text = |c: &QueryColumn| {
        let name = name(c);
        match c.data_type.as_str() {
            "timestamptz" => format!("replace(q.{name}::text, ' ', 'T') || ':00' AS {name}"),
            "timestamp" => format!("replace(q.{name}::text, ' ', 'T') AS {name}"),
            _ => format!("q.{name}::text AS {name}"),
        }
    };
    let listed =
        |of: &dyn Fn(&QueryColumn) -> String| columns.iter().map(of).collect::<Vec<_>>().join(", ");
    let order = |c: &QueryColumn| format!("r.{} COLLATE \"C\"", name(c));
    format!(
        "COPY (SELECT * FROM (SELECT {} FROM (\n{query}\n) AS q) AS r ORDER BY {}) TO STDOUT \
            (FORMAT csv, HEADER, FORCE_QUOTE *, ENCODING 'UTF8')",
        listed(&text),
        listed(&order)
    )
}

/// Rows of an answer.
fn count(bytes: &[u8]) -> Result<u64, Trouble> {
    let mut reader = csv::Reader::from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    let mut rows = 0;
    while reader
        .read_byte_record(&mut record)
        .map_err(|e| unreadable(&e))?
    {
        rows += 1;
    }
    Ok(rows)
}

fn unreadable(error: &csv::Error) -> Trouble {
    Trouble::new(
        "database_broken",
        format!("the answer is no table: {error}"),
        "run again; if it stays, report it",
    )
}

/// A value of a watermark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Point {
    /// A whole number.
    Whole(i64),
    /// A day at its beginning, or an instant in UTC.
    Time(NaiveDateTime),
}

/// A watermark whose type is known.
struct Mark {
    column: String,
    data_type: String,
    lag: Lag,
}

/// The watermark as the server describes its column.
fn mark(
    watermark: &Watermark,
    columns: &[QueryColumn],
    parameters: usize,
) -> Result<Mark, Trouble> {
    let Watermark { column, lag } = watermark;
    let refused = |message: String, hint: String, key: &str| {
        Err(Trouble::new("database_watermark", message, hint).at(format!(".watermark.{key}")))
    };
    let Some(found) = columns.iter().find(|c| c.name == *column) else {
        let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
        let message = format!("the answer has no column `{column}`, which is the watermark");
        return refused(
            message,
            format!("name one of its columns: {}", names.join(", ")),
            "column",
        );
    };
    let data_type = found.data_type.clone();
    if !MARKS.contains(&data_type.as_str()) {
        let message =
            format!("`{column}` is of type `{data_type}`, of which it is not known what is later");
        return refused(
            message,
            "take an instant, a day or a whole number".to_owned(),
            "column",
        );
    }
    if parameters != 1 {
        let message = format!(
            "`{WATERMARK}` stands in a text or a remark of the query, where it means nothing"
        );
        return refused(
            message,
            format!("write it as a value: `WHERE {column} > {WATERMARK}`"),
            "column",
        );
    }
    match (data_type.starts_with("int"), lag) {
        (true, Lag::Time(ms)) if *ms > 0 => {
            let message = format!("`{column}` is a whole number, and `lag` a length of time");
            return refused(
                message,
                "write how many numbers back is asked, as in `lag = \"100\"`".to_owned(),
                "lag",
            );
        }
        (false, Lag::Steps(n)) if *n > 0 => {
            let message = format!("`{column}` is a time, and `lag` a whole number");
            return refused(
                message,
                "write a length of time, as in `lag = \"10m\"`".to_owned(),
                "lag",
            );
        }
        _ => {}
    }
    Ok(Mark {
        column: column.clone(),
        data_type,
        lag: *lag,
    })
}

/// A row of an answer: its watermark, `None` where it is NULL, and its bytes.
struct ResultRow<'a> {
    point: Option<Point>,
    bytes: &'a [u8],
}

/// The rows of an answer.
struct ResultRows<'a> {
    rows: Vec<ResultRow<'a>>,
}

impl ResultRows<'_> {
    /// Hash of the rows whose watermark is wanted; rows without one are passed over, for they are
    /// never asked for again.
    fn hash(&self, wanted: &dyn Fn(Point) -> bool) -> String {
        let rows = self.rows.iter().filter(|r| r.point.is_some_and(wanted));
        sha256_hex(&rows.flat_map(|r| r.bytes).copied().collect::<Vec<u8>>())
    }
}

impl Mark {
    /// A text of the watermark, as the answer writes it.
    fn point(&self, text: &str) -> Option<Point> {
        match self.data_type.as_str() {
            "date" => text
                .parse::<NaiveDate>()
                .ok()?
                .and_hms_opt(0, 0, 0)
                .map(Point::Time),
            "timestamp" | "timestamptz" => text
                .trim_end_matches("+00:00")
                .parse()
                .ok()
                .map(Point::Time),
            _ => text.parse().ok().map(Point::Whole),
        }
    }

    /// As the answer writes it, and as the server reads it.
    fn text(&self, point: Point) -> String {
        match (point, self.data_type.as_str()) {
            (Point::Whole(number), _) => number.to_string(),
            (Point::Time(time), "date") => time.date().to_string(),
            (Point::Time(time), "timestamptz") => {
                format!("{}+00:00", time.format("%Y-%m-%dT%H:%M:%S%.6f"))
            }
            (Point::Time(time), _) => time.format("%Y-%m-%dT%H:%M:%S%.6f").to_string(),
        }
    }

    /// A point less the lag.
    fn minus(&self, point: Point) -> Option<Point> {
        match (point, self.lag) {
            (Point::Whole(number), Lag::Steps(steps)) => Some(Point::Whole(
                number.saturating_sub(i64::try_from(steps).ok()?),
            )),
            (Point::Time(time), Lag::Time(ms)) => {
                let back =
                    time.checked_sub_signed(TimeDelta::milliseconds(i64::try_from(ms).ok()?))?;
                let day = || back.date().and_hms_opt(0, 0, 0);
                (if self.data_type == "date" {
                    day()
                } else {
                    Some(back)
                })
                .map(Point::Time)
            }
            (point, _) => Some(point),
        }
    }

    /// Behind which point is asked next, when a delivery reached so far.
    fn back(&self, reached: &str) -> Option<Point> {
        self.point(reached).and_then(|p| self.minus(p))
    }

    /// In place of the placeholder: a point, or what lies before everything.
    fn literal(&self, after: Option<Point>) -> String {
        let least = match self.data_type.as_str() {
            "int2" => "-32768",
            "int4" => "-2147483648",
            "int8" => "-9223372036854775808",
            _ => "-infinity",
        };
        format!(
            "CAST('{}' AS {})",
            after.map_or_else(|| least.to_owned(), |p| self.text(p)),
            self.data_type
        )
    }

    fn read<'a>(&self, bytes: &'a [u8], now: DateTime<Utc>) -> Result<ResultRows<'a>, Trouble> {
        let mut reader = csv::Reader::from_reader(bytes);
        let place = reader
            .byte_headers()
            .map_err(|e| unreadable(&e))?
            .iter()
            .position(|h| h == self.column.as_bytes());
        let place = place.ok_or_else(|| {
            Trouble::new(
                "database_broken",
                "the answer lacks the column of the watermark",
                "run again",
            )
        })?;
        let (mut rows, mut record) = (Vec::new(), csv::ByteRecord::new());
        let latest = Point::Time((now + TimeDelta::days(1)).naive_utc());
        let mut begin = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        while reader
            .read_byte_record(&mut record)
            .map_err(|e| unreadable(&e))?
        {
            let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            let text = String::from_utf8_lossy(record.get(place).unwrap_or_default());
            let number = rows.len() + 1;
            let refused = |message: String, hint: &str| {
                Trouble::new("database_watermark", message, hint).at(".watermark.column")
            };
            let point = match (text.is_empty(), self.point(&text)) {
                (true, _) => None,
                (false, Some(point)) if matches!(point, Point::Time(_)) && point > latest => {
                    let message = format!(
                        "row {number} of the answer has the watermark `{text}`, which is to come: \
                            rows before it would never be asked for"
                    );
                    return Err(refused(
                        message,
                        "mend the row at its source, or leave it out in the query",
                    ));
                }
                (false, Some(point)) => Some(point),
                (false, None) => {
                    let message = format!(
                        "row {number} of the answer has the watermark `{text}`, behind which \
                            nothing can be later"
                    );
                    return Err(refused(
                        message,
                        "mend the row at its source, or leave it out in the query",
                    ));
                }
            };
            rows.push(ResultRow {
                point,
                bytes: bytes.get(begin..end).unwrap_or_default(),
            });
            begin = end;
        }
        Ok(ResultRows { rows })
    }
}

fn trouble(fault: DatabaseFault, source: &PostgresSource, guard: &Guard) -> Trouble {
    let address = guard.clean(&source.address());
    let late = |what: &str, limit: Duration| {
        format!(
            "`{address}` did not end within `timeouts.{what}` = {} ms",
            limit.as_millis()
        )
    };
    match fault {
        DatabaseFault::Unusable(why) => Trouble::new(
            "database_setup",
            guard.clean(&why),
            "mend `[source.postgres]`",
        ),
        DatabaseFault::Unreachable(why) => {
            let message = format!("`{address}` cannot be reached: {}", guard.clean(&why));
            Trouble::new(
                "database_unreachable",
                message,
                "look at host, port and network; for a certificate at `ca_file`; a server without \
                    encryption wants `tls = \"off\"`",
            )
        }
        DatabaseFault::Timeout(what, limit) => Trouble::new(
            "database_timeout",
            late(what, limit),
            "run again later, or raise the timeout",
        )
        .at(format!(".timeouts.{what}")),
        DatabaseFault::Broken(why) => {
            let message = format!(
                "the connection to `{address}` broke off before the answer was whole: {}",
                guard.clean(&why)
            );
            Trouble::new(
                "database_broken",
                message,
                "run again later; nothing of it was landed",
            )
        }
        DatabaseFault::TooLarge(limit) => {
            let message = format!("the answer of `{address}` has more than {limit} bytes");
            Trouble::new(
                "too_large",
                message,
                "look at what the query asks for, then raise `max_bytes`",
            )
            .at(".max_bytes")
        }
        DatabaseFault::Refused { code, message } => {
            refused(&code, &guard.clean(&message), &address, source)
        }
    }
}

/// What the server says no to, by SQLSTATE.
fn refused(code: &str, said: &str, address: &str, source: &PostgresSource) -> Trouble {
    let message = format!("`{address}` says: {said} ({code})");
    let of = |rule, hint: &str, key: &str| Trouble::new(rule, message.clone(), hint).at(key);
    match (code, code.get(..2).unwrap_or_default()) {
        ("28P01" | "28000", _) => of(
            "database_login",
            "look at `user`, at the secret named by `password`, and at what the server allows \
                (`pg_hba.conf`)",
            "",
        ),
        ("3D000", _) => of("database_login", "look at `database`", ".database"),
        ("42501", _) => of(
            "database_denied",
            &format!("have `SELECT` granted to the role `{}`", source.user),
            ".query",
        ),
        ("25006", _) => of(
            "database_query",
            "the query would change something: ask with a `SELECT` that does not",
            ".query",
        ),
        ("57014" | "55P03", _) => {
            let message = format!(
                "the query took longer than `timeouts.statement` = {} ms; {message}",
                source.statement_ms
            );
            Trouble::new(
                "database_timeout",
                message,
                "ask for less, run again later, or raise it",
            )
            .at(".timeouts.statement")
        }
        ("42P01" | "3F000", _) => of(
            "database_query",
            "look at the name of the table and its schema; write `schema.table`",
            ".query",
        ),
        ("42703", _) => of(
            "database_query",
            "look at the names of the columns",
            ".query",
        ),
        (_, "42" | "22" | "21" | "0A") => of("database_query", "mend the query", ".query"),
        (_, "57" | "08") => of(
            "database_broken",
            "run again later; nothing of it was landed",
            "",
        ),
        (_, "53" | "40") => of("database_refused", "run again later", ""),
        _ => of("database_refused", "ask whoever keeps the database", ""),
    }
}

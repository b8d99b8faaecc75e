//! Sources that are a query: what is asked of the database, and whether its answer says anything
//! that is not held.
//!
//! The answer is CSV in UTF-8 with a header, every value a text in quotes and NULL nothing at all,
//! the rows in the order of their texts: the same rows are the same bytes on every server. With a
//! watermark only later rows are asked for. How far the last delivery reached stands in its receipt
//! and nowhere else, so what is asked next follows from what was landed.

mod faults;
mod rows;
mod statement;
mod watermark;

use super::fetched::{Fetch, Fetched};
use super::secrets::Guard;
use super::trouble::{NO_DATA, Trouble};
use crate::env::{Database, DatabaseLink};
use crate::model::{Finding, PostgresSource, Source, WATERMARK};
use crate::store::{QueryColumn, QueryReceipt, Transfer, sha256_hex};
use chrono::{DateTime, Utc};
use faults::trouble;
use rows::{ResultRows, count};
use statement::{fit, statement};
use std::path::Path;
use std::time::Duration;
use watermark::{Mark, mark};

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
    let (columns, mark) = described(asking, &link, source, &guard)?;
    let request = fingerprint(source);
    let before = held
        .filter(|h| h.request == request)
        .and_then(|h| h.query.as_ref()?.watermark.as_ref());
    let after = match (&mark, before) {
        (Some(mark), Some(before)) => mark.back(&before.reached),
        _ => None,
    };
    let bound = mark.as_ref().map(|m| m.literal(after));
    let statement = statement(source, &columns, bound.as_deref());
    let copied = asking.db.copy(&link, &statement);
    let bytes = copied.map_err(|fault| trouble(fault, source, &guard))?;
    without_secret(&bytes, &guard)?;
    let (rows, watermark) = match &mark {
        None => (count(&bytes)?, None),
        Some(mark) => {
            let read = ResultRows::read(mark, &bytes, asking.now)?;
            let Some(receipt) = read.receipt(mark, before, after) else {
                return Ok(Fetched::Unchanged);
            };
            (read.number(), Some(receipt))
        }
    };
    within_limits(rows, source, &guard)?;
    let receipt = QueryReceipt {
        text: guard.clean(&source.query),
        columns,
        rows,
        watermark,
    };
    Ok(Fetched::New(Box::new(Fetch {
        address: guard.clean(&source.address()),
        bytes,
        transfer: Transfer {
            request,
            content_type: "text/csv".to_owned(),
            query: Some(receipt),
            ..Transfer::default()
        },
    })))
}

/// The columns of the answer as the server describes them, and the watermark among them.
fn described(
    asking: Asking<'_>,
    link: &DatabaseLink,
    source: &PostgresSource,
    guard: &Guard,
) -> Result<(Vec<QueryColumn>, Option<Mark>), Trouble> {
    let described = asking
        .db
        .describe(link, &source.query.replace(WATERMARK, "$1"))
        .map_err(|fault| trouble(fault, source, guard))?;
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
    Ok((columns, mark))
}

fn without_secret(bytes: &[u8], guard: &Guard) -> Result<(), Trouble> {
    if guard.is_in(bytes) {
        return Err(Trouble::new(
            "secret_echoed",
            "the answer holds the password, so it was not landed",
            "leave it out of the query",
        )
        .at(".query"));
    }
    Ok(())
}

/// That there are rows, and not more than the source allows.
fn within_limits(rows: u64, source: &PostgresSource, guard: &Guard) -> Result<(), Trouble> {
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
    Ok(())
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

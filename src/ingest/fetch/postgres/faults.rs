//! What a fault of the database, or its refusal, means and what to do about it.

use super::super::secrets::Guard;
use super::super::trouble::Trouble;
use crate::env::DatabaseFault;
use crate::model::PostgresSource;
use std::time::Duration;

/// What a fault means.
pub(super) fn trouble(fault: DatabaseFault, source: &PostgresSource, guard: &Guard) -> Trouble {
    let address = guard.clean(&source.address());
    let (rule, message, hint) = match fault {
        DatabaseFault::Unusable(why) => (
            "database_setup",
            guard.clean(&why),
            "correct `[source.postgres]`",
        ),
        DatabaseFault::Unreachable(why) => (
            "database_unreachable",
            format!("`{address}` cannot be reached: {}", guard.clean(&why)),
            "look at host, port and network; for a certificate at `ca_file`; a server without \
                encryption wants `tls = \"off\"`",
        ),
        DatabaseFault::Timeout(what, limit) => return late(&address, what, limit),
        DatabaseFault::Broken(why) => (
            "database_broken",
            format!(
                "the connection to `{address}` broke off before the answer was whole: {}",
                guard.clean(&why)
            ),
            "run again later; nothing of it was landed",
        ),
        DatabaseFault::TooLarge(limit) => {
            let message = format!("the answer of `{address}` has more than {limit} bytes");
            let hint = "look at what the query asks for, then raise `max_bytes`";
            return Trouble::new("too_large", message, hint).at(".max_bytes");
        }
        DatabaseFault::Refused { code, message } => {
            return refused(&code, &guard.clean(&message), &address, source);
        }
    };
    Trouble::new(rule, message, hint)
}

fn late(address: &str, what: &str, limit: Duration) -> Trouble {
    let message = format!(
        "`{address}` did not end within `timeouts.{what}` = {} ms",
        limit.as_millis()
    );
    Trouble::new(
        "database_timeout",
        message,
        "run again later, or raise the timeout",
    )
    .at(format!(".timeouts.{what}"))
}

/// What the server says no to, by SQLSTATE.
fn refused(code: &str, said: &str, address: &str, source: &PostgresSource) -> Trouble {
    let message = format!("`{address}` says: {said} ({code})");
    let grant = format!("have `SELECT` granted to the role `{}`", source.user);
    let (rule, hint, key) = match (code, code.get(..2).unwrap_or_default()) {
        ("28P01" | "28000", _) => (
            "database_login",
            "look at `user`, at the secret named by `password`, and at what the server allows \
                (`pg_hba.conf`)",
            "",
        ),
        ("3D000", _) => ("database_login", "look at `database`", ".database"),
        ("42501", _) => ("database_denied", grant.as_str(), ".query"),
        ("25006", _) => (
            "database_query",
            "the query would change something: ask with a `SELECT` that does not",
            ".query",
        ),
        ("57014" | "55P03", _) => return too_slow(&message, source),
        ("42P01" | "3F000", _) => (
            "database_query",
            "look at the name of the table and its schema; write `schema.table`",
            ".query",
        ),
        ("42703", _) => (
            "database_query",
            "look at the names of the columns",
            ".query",
        ),
        (_, "42" | "22" | "21" | "0A") => ("database_query", "correct the query", ".query"),
        (_, "57" | "08") => (
            "database_broken",
            "run again later; nothing of it was landed",
            "",
        ),
        (_, "53" | "40") => ("database_refused", "run again later", ""),
        _ => ("database_refused", "ask whoever keeps the database", ""),
    };
    Trouble::new(rule, message, hint).at(key)
}

fn too_slow(said: &str, source: &PostgresSource) -> Trouble {
    let message = format!(
        "the query took longer than `timeouts.statement` = {} ms; {said}",
        source.statement_ms
    );
    Trouble::new(
        "database_timeout",
        message,
        "ask for less, run again later, or raise it",
    )
    .at(".timeouts.statement")
}

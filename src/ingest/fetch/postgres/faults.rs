//! What a fault of the database, or its refusal, means and what mends it.

use super::super::secrets::Guard;
use super::super::trouble::Trouble;
use crate::env::DatabaseFault;
use crate::model::PostgresSource;
use std::time::Duration;

/// What a fault means.
pub(super) fn trouble(fault: DatabaseFault, source: &PostgresSource, guard: &Guard) -> Trouble {
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

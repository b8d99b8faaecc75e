//! What went wrong with a database, from the errors of the library.

use crate::env::database::{DatabaseFault, DatabaseLink};
use std::error::Error;
use std::time::Duration;

/// An error before a connection stood.
pub(super) fn unconnected(error: &tokio_postgres::Error, link: &DatabaseLink) -> DatabaseFault {
    match fault(error) {
        DatabaseFault::Broken(text) if timed_out(error) => {
            debug_assert!(!text.is_empty());
            DatabaseFault::Timeout("connect", link.connect.max(Duration::from_millis(1)))
        }
        DatabaseFault::Broken(text) => DatabaseFault::Unreachable(text),
        other => other,
    }
}

fn timed_out(error: &tokio_postgres::Error) -> bool {
    error
        .source()
        .and_then(|e| e.downcast_ref::<std::io::Error>())
        .is_some_and(|e| e.kind() == std::io::ErrorKind::TimedOut)
}

/// An error of a question.
pub(super) fn fault(error: &tokio_postgres::Error) -> DatabaseFault {
    if let Some(said) = error.as_db_error() {
        return DatabaseFault::Refused {
            code: said.code().code().to_owned(),
            message: said.message().to_owned(),
        };
    }
    let mut texts = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(inner) = cause {
        let text = inner.to_string();
        if !texts.iter().any(|t| t.contains(&text)) {
            texts.push(text);
        }
        cause = inner.source();
    }
    DatabaseFault::Broken(texts.join(": "))
}

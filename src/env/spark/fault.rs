//! What can go wrong on the way to a cluster and back.

use std::error::Error;
use tonic::{Code, Status};

/// Most characters of what a server says that are passed on.
const MOST: usize = 400;

/// What can go wrong on the way. Texts may repeat what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SparkFault {
    /// It cannot be asked as declared.
    Unusable(String),
    /// No connection: no such host, refused, no trust in its certificate.
    Unreachable(String),
    /// The connection ended before the answer did.
    Broken(String),
    /// The server does not let the asker in.
    Forbidden(String),
    /// The server says no.
    Refused(String),
}

impl SparkFault {
    /// What a server, or the way to it, says instead of an answer.
    pub(super) fn of_status(status: &Status) -> SparkFault {
        let message = shortened(status.message());
        match status.code() {
            Code::Unauthenticated | Code::PermissionDenied => SparkFault::Forbidden(message),
            Code::Unavailable | Code::Cancelled | Code::DeadlineExceeded => {
                SparkFault::Broken(message)
            }
            // Nothing that a server said: the way to it broke, or something else listens there.
            _ if status.source().is_some() => SparkFault::Broken(causes(status)),
            _ => SparkFault::Refused(message),
        }
    }

    /// A connection that did not come about.
    pub(super) fn of_connection(error: &tonic::transport::Error) -> SparkFault {
        SparkFault::Unreachable(causes(error))
    }
}

/// An error with what caused it, each once.
fn causes(error: &dyn Error) -> String {
    let mut said = vec![shortened(&error.to_string())];
    let mut next = error.source();
    while let Some(cause) = next {
        let text = shortened(&cause.to_string());
        if !said.iter().any(|held| held.contains(&text)) {
            said.push(text);
        }
        next = cause.source();
    }
    said.join(": ")
}

/// The first line of a text, which servers follow by pages of stack traces.
fn shortened(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    line.chars().take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_is_told_from_the_way_to_it_by_its_code_and_shown_by_its_first_line() {
        let fault = |code, text: &str| SparkFault::of_status(&Status::new(code, text));
        let text = "[PATH_NOT_FOUND] Path does not exist\n\nJVM stacktrace:\n\tat org.apache.spark";
        let refused = SparkFault::Refused("[PATH_NOT_FOUND] Path does not exist".to_owned());
        assert_eq!(fault(Code::Internal, text), refused);
        let broken = SparkFault::Broken("gone".to_owned());
        assert_eq!(fault(Code::Unavailable, "gone"), broken);
        let forbidden = SparkFault::Forbidden("no".to_owned());
        assert_eq!(fault(Code::Unauthenticated, "no"), forbidden);
    }
}

//! Why there is no answer, as RFC 9457 (`application/problem+json`): a status, a word for programs,
//! a sentence for people with what they can do, and what else is known.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::output::{Row, complain};
use crate::app::site::Answer;
use crate::error::RunError;
use crate::store::StoreError;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// Why there is no answer.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// The word for programs.
    pub code: &'static str,
    /// The sentence for people.
    pub detail: String,
    /// What else is known, by name.
    pub more: Row,
}

impl Problem {
    /// A problem of a status.
    pub fn new(status: u16, code: &'static str, detail: String) -> Problem {
        Problem {
            status,
            code,
            detail,
            more: Row::new(),
        }
    }

    /// A request that cannot be understood.
    pub fn bad_request(code: &'static str, detail: String) -> Problem {
        Problem::new(400, code, detail)
    }

    /// Something that is not there.
    pub fn not_found(code: &'static str, detail: String) -> Problem {
        Problem::new(404, code, detail)
    }

    /// The same, with something else that is known.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Problem {
        self.more.insert(name.to_owned(), value);
        self
    }

    /// What a fault of a question or of the lake means for whoever asked over HTTP. What the reader
    /// cannot mend is said to the office alone.
    pub fn of_failure(lang: Lang, failure: &Failure) -> Problem {
        let said = failure.text(lang);
        match failure {
            Failure::Usage(_) => Problem::bad_request("bad_value", said),
            Failure::Run(RunError::NotFound(_) | RunError::Refused(_) | RunError::Unknown(_)) => {
                Problem::not_found("not_found", said)
            }
            Failure::Run(RunError::Store(StoreError::NoLake(_))) => {
                let said = lang.say("site-nothing-published").to_owned();
                Problem::not_found("nothing_published", said)
            }
            _ => {
                complain(&said);
                let said = lang.say("site-unreadable").to_owned();
                Problem::new(503, "unreadable", said)
            }
        }
    }

    /// It as an answer.
    pub fn answer(&self) -> Answer {
        let status = StatusCode::from_u16(self.status).unwrap_or_default();
        let mut body = json!({
            "type": format!("urn:chiso:problem:{}", self.code),
            "title": status.canonical_reason(),
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        });
        if let Value::Object(fields) = &mut body {
            fields.extend(self.more.clone());
        }
        Answer::json(self.status, "application/problem+json", &body)
    }
}

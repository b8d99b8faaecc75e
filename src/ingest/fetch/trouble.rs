//! Why a fetch failed, as it travels up: the rule word, what to say, whether another attempt can help.

use crate::model::{Finding, Place};
use std::time::Duration;

/// What every remedy ends with: nothing is lost by a fetch that failed.
const KEPT: &str = "figures landed earlier stay in use";

/// A fetch that failed.
#[derive(Clone, Debug)]
pub(super) struct Trouble {
    /// Rule word of the finding.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// In a word, for the list of attempts.
    pub short: String,
    /// Another attempt may end otherwise.
    pub again: bool,
    /// How long the server asks to wait before that.
    pub wait: Option<Duration>,
}

impl Trouble {
    /// One that no other attempt mends.
    pub fn new(rule: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Trouble {
        Trouble { rule, message: message.into(), hint: hint.into(), short: rule.to_owned(), again: false, wait: None }
    }

    /// One that another attempt may mend.
    pub fn passing(mut self, short: impl Into<String>) -> Trouble {
        self.short = short.into();
        self.again = true;
        self
    }

    /// As a finding at the source's declaration.
    pub fn finding(self, dataset: &str, source: &str) -> Finding {
        let place = Place { file: format!("datasets/{dataset}.toml"), col: format!("source.{source}.http"), ..Place::default() };
        let hint = if self.hint.is_empty() { KEPT.to_owned() } else { format!("{}; {KEPT}", self.hint) };
        Finding::error(self.rule, place, self.message).hint(hint)
    }
}

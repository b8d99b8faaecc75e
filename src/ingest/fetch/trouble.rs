//! Why a fetch failed, as it travels up: the rule word, what to say, whether another attempt can
//! help.

use crate::model::{Finding, Place};
use std::time::Duration;

/// What every remedy ends with: nothing is lost by a fetch that failed.
const KEPT: &str = "figures landed earlier stay in use";

/// The rule of a source that answers, and has no figure for what is asked.
pub(super) const NO_DATA: &str = "no_data";

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
    pub short: Box<str>,
    /// Another attempt may end otherwise.
    pub again: bool,
    /// How long the server asks to wait before that.
    pub wait: Option<Duration>,
    /// Status of the answer, when it is that which failed.
    pub status: u16,
    /// The answer is a page for people.
    pub page: bool,
    /// Key below the source's section that is to be corrected, with its leading dot; empty for all
    /// of it.
    pub key: Box<str>,
}

impl Trouble {
    /// One that no other attempt puts right.
    pub fn new(rule: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Trouble {
        Trouble {
            rule,
            message: message.into(),
            hint: hint.into(),
            short: rule.into(),
            again: false,
            wait: None,
            status: 0,
            page: false,
            key: Box::default(),
        }
    }

    /// One that another attempt may put right.
    pub fn passing(mut self, short: impl Into<Box<str>>) -> Trouble {
        self.short = short.into();
        self.again = true;
        self
    }

    /// At a key below the source's section.
    pub fn at(mut self, key: impl Into<Box<str>>) -> Trouble {
        self.key = key.into();
        self
    }

    /// As a finding at a section of the source's declaration.
    pub fn finding(self, dataset: &str, source: &str, section: &str) -> Finding {
        let place = Place {
            file: format!("datasets/{dataset}.toml"),
            col: format!("source.{source}.{section}{}", self.key),
            ..Place::default()
        };
        let hint = if self.hint.is_empty() {
            KEPT.to_owned()
        } else {
            format!("{}; {KEPT}", self.hint)
        };
        // That there is no figure is what the source says, and no failure.
        if self.rule == NO_DATA {
            return Finding::warning(self.rule, place, self.message).hint(hint);
        }
        Finding::error(self.rule, place, self.message).hint(hint)
    }
}

//! What a target asks, in the words of people: on every screen alike.

use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::model::{PathRule, TargetOp};

impl Lang {
    /// What a target asks: its sign and value, or the two bounds of a corridor, each as it is
    /// shown.
    #[must_use]
    pub fn asked(self, op: TargetOp, low: &str, high: Option<String>) -> String {
        match high {
            Some(high) => say!(self, "target-between", low = low, high = high),
            None => format!("{} {low}", op.sign()),
        }
    }

    /// How the values of a path are found.
    #[must_use]
    pub fn path(self, rule: PathRule) -> &'static str {
        match rule {
            PathRule::Linear => self.say("path-linear"),
            PathRule::Stepped => self.say("path-stepped"),
            PathRule::Stated => self.say("path-stated"),
        }
    }
}

//! What counts only once people have said yes to it: how many of them, and until when a release is
//! held back even then.

use crate::words;
use chrono::{DateTime, Duration, Utc};

/// How many persons approve what, as a project asks for it. By default nobody need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Approval {
    /// What a release needs before it is put in force.
    pub releases: ReleaseRule,
    /// Persons who approve a target before it binds.
    pub targets: u8,
    /// Persons who approve a correction before it is applied.
    pub corrections: u8,
}

/// What a release needs before it is put in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReleaseRule {
    /// Persons who approve it.
    pub approvals: u8,
    /// Until when it is held back.
    pub embargo: Option<Embargo>,
}

impl ReleaseRule {
    /// Whether a release is put in force as soon as it is made.
    #[must_use]
    pub fn is_open(self) -> bool {
        self == ReleaseRule::default()
    }

    /// Whether it lets through what `other` holds back: with fewer persons, or with none and a
    /// shorter embargo.
    #[must_use]
    pub fn is_weaker_than(self, other: ReleaseRule) -> bool {
        self.approvals < other.approvals
            || (self.approvals == 0 && other.approvals == 0 && self.embargo < other.embargo)
    }

    /// When a release that was approved at a moment may be put in force.
    #[must_use]
    pub fn free_from(self, approved_at: DateTime<Utc>) -> DateTime<Utc> {
        match self.embargo {
            None => approved_at,
            Some(Embargo::After(length)) => approved_at + length,
            Some(Embargo::Until(time)) => time,
        }
    }
}

/// Until when something approved is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Embargo {
    /// So long after the approval that was still missing.
    After(Duration),
    /// Until a moment.
    Until(DateTime<Utc>),
}

/// What a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A release, by the hash of its manifest.
    Release,
    /// A target, by the hash of its row.
    Target,
    /// A correction, by the hash of what it does.
    Correction,
    /// A pipeline, for which an operator asks for a run or a pause.
    Pipeline,
    /// A quarantined cell, by the hash of its repair.
    Cell,
    /// A person who may sign in.
    Person,
}
words!(Subject, "subject of a decision", {
    Release => "release", Target => "target", Correction => "correction", Pipeline => "pipeline", Cell => "cell",
    Person => "person",
});

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// It is put before those who approve. What was said of it before counts no more.
    Propose,
    /// One person approves it.
    Approve,
    /// One person refuses it.
    Reject,
    /// It is put in force.
    Publish,
    /// It is withdrawn.
    Withdraw,
    /// A pipeline is to run now, whenever it is due.
    Run,
    /// A pipeline is not run when it is due.
    Pause,
    /// A pipeline is run again when it is due.
    Resume,
    /// A cell is read otherwise than it stands.
    Repair,
    /// A person may sign in no more.
    Revoke,
}
words!(Act, "decision", {
    Propose => "propose", Approve => "approve", Reject => "reject", Publish => "publish", Withdraw => "withdraw",
    Run => "run", Pause => "pause", Resume => "resume", Repair => "repair", Revoke => "revoke",
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_persons_are_weaker_and_an_embargo_alone_is_weaker_when_it_ends_earlier() {
        let until = |day: &str| Some(Embargo::Until(format!("{day}T00:00:00Z").parse().unwrap()));
        let rule = |approvals, embargo| ReleaseRule { approvals, embargo };
        assert!(rule(1, until("2026-12-09")).is_weaker_than(rule(2, None)));
        assert!(rule(0, None).is_weaker_than(rule(0, until("2026-12-05"))));
        assert!(rule(0, until("2026-12-04")).is_weaker_than(rule(0, until("2026-12-05"))));
        // Persons who are asked again see the other embargo.
        assert!(!rule(1, None).is_weaker_than(rule(1, until("2026-12-05"))));
        assert!(
            !rule(2, None).is_weaker_than(rule(1, None))
                && !rule(1, None).is_weaker_than(rule(1, None))
        );
    }

    #[test]
    fn an_embargo_counts_from_the_approval_or_ends_at_a_moment() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let rule = |embargo| ReleaseRule {
            approvals: 1,
            embargo,
        };
        let approved = at("2026-12-01T10:00:00Z");
        assert_eq!(rule(None).free_from(approved), approved);
        assert_eq!(
            rule(Some(Embargo::After(Duration::hours(36)))).free_from(approved),
            at("2026-12-02T22:00:00Z")
        );
        assert_eq!(
            rule(Some(Embargo::Until(at("2026-12-05T01:00:00Z")))).free_from(approved),
            at("2026-12-05T01:00:00Z")
        );
    }
}

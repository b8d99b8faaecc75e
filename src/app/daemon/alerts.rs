//! How much a line of the log matters. Above all, which lines are alerts: what a person must know
//! now. An alert is said once when it begins and once when it ends.

use crate::store::Decision;

/// How much a line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// What happens.
    Info,
    /// Worth a look.
    Warning,
    /// Something could not be done.
    Error,
    /// Somebody must know now.
    Alert,
}

impl Level {
    /// A run failed for good. While its pipeline keeps failing, that is an error and no news.
    pub(super) const fn of_failed_run(failing_before: bool) -> Level {
        if failing_before {
            Level::Error
        } else {
            Level::Alert
        }
    }

    /// A run succeeded after one that failed for good.
    pub(super) const OF_RECOVERED_RUN: Level = Level::Alert;

    /// The configuration or the ledger cannot be used, or can be used again. The caller knows that
    /// it is news.
    pub(super) const OF_UNUSABLE_OR_AGAIN_USABLE: Level = Level::Alert;

    /// A due time was closed without a run of its own. It failed when it was tried as often as it
    /// may be, and no run came to its end.
    pub(super) fn of_closed(decision: Decision) -> Level {
        if decision == Decision::Failed {
            Level::Alert
        } else {
            Level::Warning
        }
    }

    /// The word in the log.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Level::Info => "INFO",
            Level::Warning => "WARNING",
            Level::Error => "ERROR",
            Level::Alert => "ALERT",
        }
    }
}

//! Status of a figure, and the plan stage of a plan: two different things that are never folded
//! into one.

use serde::{Deserialize, Serialize};

/// How settled a figure is. The order is the order of strength: a result has the weakest status of
/// its inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Status {
    /// Ước tính: said before the period's books were closed.
    Estimate,
    /// Sơ bộ: from the books, still open to correction.
    Preliminary,
    /// Chính thức, quyết toán: settled.
    Final,
}

/// What must be known of a single observation as well as its status (SDMX `OBS_STATUS`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObsStatus {
    /// There is a figure and the provider withholds it (SDMX `Q`).
    Suppressed,
    /// The figure was put in by a model, not observed (SDMX `I`).
    Imputed,
    /// A figure came and could not be read. Given by chiso, not by sources.
    Unreadable,
    /// A figure came that contradicts others, so it is held back. Given by chiso, not by sources.
    HeldBack,
}

impl ObsStatus {
    /// Whether a figure came and was not accepted.
    #[must_use]
    pub const fn is_quarantined(self) -> bool {
        matches!(self, ObsStatus::Unreadable | ObsStatus::HeldBack)
    }
}

/// How much of its period a figure states, where its source says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Covers {
    /// All of it, also where the figure was published before the period ended, as an estimate of
    /// the year in December does.
    WholePeriod,
    /// What had passed of it when the figure was made, also where it was published after the period
    /// ended.
    ToDate,
}

/// Who has decided a plan so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PlanStage {
    /// Submitted to the body that will assign it.
    Submitted,
    /// Assigned by the Government (dự toán Thủ tướng giao).
    Assigned,
    /// Resolved by the People's Council (dự toán HĐND giao).
    Council,
    /// Assigned and later changed.
    Revised,
}

/// A text outside a closed list of words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a {what}: write one of {allowed}")]
pub struct WordError {
    /// The text as it stood.
    pub text: String,
    /// What was wanted.
    pub what: &'static str,
    /// The words allowed, comma-separated.
    pub allowed: String,
}

/// Gives a closed list of words: `ALL`, `as_str`, `Display` and `FromStr`, so that no list is
/// written twice.
#[macro_export]
macro_rules! words {
    ($ty:ident, $what:literal, { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $ty {
            /// Every value, in order.
            pub const ALL: &'static [$ty] = &[$($ty::$variant),+];
            /// The word in files and published tables.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($ty::$variant => $word),+ }
            }
        }
        impl std::fmt::Display for $ty {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.as_str()) }
        }
        impl std::str::FromStr for $ty {
            type Err = $crate::WordError;
            fn from_str(text: &str) -> Result<$ty, $crate::WordError> {
                match text {
                    $($word => Ok($ty::$variant),)+
                    _ => Err($crate::WordError {
                        text: text.to_owned(),
                        what: $what,
                        allowed: [$(concat!("`", $word, "`")),+].join(", "),
                    }),
                }
            }
        }
    };
}

words!(Status, "status", { Estimate => "estimate", Preliminary => "preliminary", Final => "final" });
words!(PlanStage, "plan stage", { Submitted => "submitted", Assigned => "assigned", Council => "council", Revised => "revised" });
words!(Covers, "coverage", { WholePeriod => "whole_period", ToDate => "to_date" });
words!(ObsStatus, "observation status", {
    Suppressed => "suppressed", Imputed => "imputed", Unreadable => "unreadable", HeldBack => "held_back",
});

//! Corrections: what is done about one published figure that is known to be wrong or doubtful, and
//! why.
//!
//! A correction never changes a table. It is applied when rows in force are added up, and only as
//! long as the source says what the correction expects; so the figure as published stays visible,
//! and a source that was corrected is noticed.

use crate::bilingual::Bilingual;
use crate::decimal::Dec;
use crate::finding::Place;
use crate::period::Period;
use crate::span::Span;
use crate::verdict::Flag;
use crate::words;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

/// A correction of one row of a dataset's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Identifier, unique in the project.
    pub id: String,
    /// Dataset.
    pub dataset: String,
    /// Where it stands.
    pub place: Place,
    /// The row meant.
    pub matching: RowMatch,
    /// What is done.
    pub action: CorrectionAction,
    /// The figure as published, in the table's unit. Another figure there means that the source has
    /// changed.
    pub expect: Dec,
    /// Why.
    pub reason: Bilingual,
    /// What shows it; may be empty.
    pub evidence: String,
    /// To whom it was reported; may be empty.
    pub reported_to: String,
    /// How far it has come with the publisher.
    pub status: CorrectionStatus,
    /// When the office decided it.
    pub decided_on: NaiveDate,
    /// The beginning of that day where the office is.
    pub since: DateTime<Utc>,
}

/// The key of a row, as far as it must be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowMatch {
    /// Area code on the row's own day.
    pub area_code: String,
    /// Period.
    pub period: Period,
    /// Span, any when not given.
    pub span: Option<Span>,
    /// Source, any when not given.
    pub source_id: Option<String>,
    /// Values of dimensions by name; those not named may be any.
    pub dimensions: BTreeMap<String, String>,
}

/// What is done about a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrectionAction {
    /// Another figure is used.
    Override {
        /// The figure used.
        value: Dec,
    },
    /// The figure was published in another unit than it says.
    Scale {
        /// What it is multiplied by.
        factor: Dec,
        /// The product, which is the figure used.
        value: Dec,
    },
    /// The row does not take part.
    Drop,
    /// The figure is used as published, with a warning.
    Flag {
        /// The warning.
        flag: Flag,
    },
}

impl CorrectionAction {
    /// The word used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            CorrectionAction::Override { .. } => "override",
            CorrectionAction::Scale { .. } => "scale",
            CorrectionAction::Drop => "drop",
            CorrectionAction::Flag { .. } => "flag",
        }
    }

    /// The figure used in place of the published one.
    #[must_use]
    pub const fn value(self) -> Option<Dec> {
        match self {
            CorrectionAction::Override { value } | CorrectionAction::Scale { value, .. } => {
                Some(value)
            }
            CorrectionAction::Drop | CorrectionAction::Flag { .. } => None,
        }
    }

    /// The flag that a figure carries from then on.
    #[must_use]
    pub const fn flag(self) -> Flag {
        match self {
            CorrectionAction::Flag { flag } => flag,
            _ => Flag::Corrected,
        }
    }
}

/// How far a correction has come with the publisher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CorrectionStatus {
    /// Nobody has reported it to the publisher.
    #[default]
    Open,
    /// It was reported to the publisher.
    Reported,
    /// The publisher corrected it; what was landed before still has the error.
    Mended,
}
words!(CorrectionStatus, "status of a correction", { Open => "open", Reported => "reported", Mended => "mended" });

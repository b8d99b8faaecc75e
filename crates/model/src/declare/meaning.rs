//! What a sign of a provider says of a figure: a mark beside it, a text of its column of statuses.

use crate::status::{ObsStatus, Status};

/// What a sign says of the figure it stands with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// How settled the figure is.
    pub status: Option<Status>,
    /// That it is withheld, or put in by a model.
    pub obs_status: Option<ObsStatus>,
    /// That there is no figure.
    pub missing: bool,
    /// What else it says; empty for nothing.
    pub note: String,
}

impl Meaning {
    /// Whether no figure can stand with the sign.
    #[must_use]
    pub fn excludes_figure(&self) -> bool {
        self.missing || self.obs_status == Some(ObsStatus::Suppressed)
    }
}

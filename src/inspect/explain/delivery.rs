//! A delivery as it came.

use crate::store::LandedDelivery;
use chrono::{DateTime, Utc};

/// A delivery as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedDelivery {
    /// Dataset.
    pub dataset: String,
    /// Id.
    pub delivery: String,
    /// Name of the file.
    pub file_name: String,
    /// Where it was read: a path within the project, or an address.
    pub path: String,
    /// Where it is published; empty when nowhere public.
    pub url: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Number of bytes.
    pub size: u64,
    /// When it was landed.
    pub fetched_at: DateTime<Utc>,
    /// When the provider published it, if the transport said so.
    pub published_at: Option<DateTime<Utc>>,
}

impl From<LandedDelivery> for ExplainedDelivery {
    fn from(landed: LandedDelivery) -> ExplainedDelivery {
        let r = landed.receipt;
        ExplainedDelivery {
            dataset: r.dataset,
            delivery: landed.delivery,
            file_name: r.file_name,
            path: r.path,
            url: r.url,
            sha256: r.sha256,
            size: r.size,
            fetched_at: r.fetched_at,
            published_at: r.published_at,
        }
    }
}

impl ExplainedDelivery {
    /// Its folder and file in the lake.
    #[must_use]
    pub fn place(&self) -> String {
        format!(
            "landing/{}/{}/{}",
            self.dataset, self.delivery, self.file_name
        )
    }
}

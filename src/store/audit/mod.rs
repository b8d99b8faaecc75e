//! Compares what lies in the lake with the hashes written down when it was put there: landing,
//! table files and logs, releases, the link.

mod decisions;
mod files;
mod inputs;
mod landing;
mod link;
mod releases;
mod report;
mod tables;

use crate::store::lake_folder::Lake;

pub use inputs::differs as receipt_differs;
pub use report::Audit;
pub(super) use tables::{added, removed};

impl Lake {
    /// Compares every file of the lake with its hash, and everything that a release stands on
    /// against its manifest. Reads everything; writes nothing. What cannot be read is a finding.
    #[must_use]
    pub fn audit(&self) -> Audit {
        let mut audit = Audit::default();
        let landed = self.audit_landing(&mut audit);
        let logs = self.audit_tables(&mut audit);
        self.audit_releases(&mut audit, &landed, &logs);
        self.audit_link(&mut audit);
        self.audit_decisions(&mut audit);
        self.audit_ledger(&mut audit);
        audit
    }
}

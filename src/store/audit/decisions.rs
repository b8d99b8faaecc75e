//! Compares the journal of decisions with itself, and releases, link and tombstones against the
//! journal.

use crate::model::Subject;
use crate::store::audit::report::Audit;
use crate::store::decisions::Journal;
use crate::store::error::StoreError;
use crate::store::lake_folder::Lake;
use crate::store::standing::{ReleaseState, ReleaseStatus, in_force_by};
use crate::store::tombstone::{TOMBSTONE, held, tombstone};
use chrono::DateTime;

const RESTORE_JOURNAL: &str =
    "restore the folder `decisions` from a backup; who approved what cannot be made again";
const SETTLE: &str =
    "run `chiso run`, which brings the link and the tombstones to what was decided";

impl Lake {
    pub(super) fn audit_decisions(&self, audit: &mut Audit) {
        let journal = match self.journal() {
            Ok(journal) => journal,
            Err(error) => {
                audit.fault(
                    self,
                    "decision_damaged",
                    &self.decisions_dir(),
                    error.to_string(),
                    RESTORE_JOURNAL,
                );
                return;
            }
        };
        audit.files += journal.entries.len() as u64;
        // The clock says only whether an embargo is over, and nothing here depends on that. Damaged
        // manifests were reported already.
        let Ok(standings) = self.releases().standings(DateTime::UNIX_EPOCH) else {
            return;
        };
        for standing in &standings {
            self.audit_decided(audit, standing, &journal);
            if let Err(error) = self.audit_tombstone(audit, standing, &journal) {
                audit.fault(
                    self,
                    "tombstone_differs",
                    &standing.release.path,
                    error.to_string(),
                    SETTLE,
                );
            }
        }
        if let (Some(wanted), Ok(Some(pointed))) =
            (in_force_by(&journal), self.releases().pointed_at())
            && wanted != pointed
        {
            let message = format!(
                "it points to release `{pointed}`, and by the decisions `{wanted}` is in force"
            );
            audit.fault(
                self,
                "link_differs",
                &self.published_path(),
                message,
                SETTLE,
            );
        }
    }

    /// What was decided must have been about the manifest that lies there, and what is in force
    /// must have been approved.
    fn audit_decided(&self, audit: &mut Audit, standing: &ReleaseStatus, journal: &Journal) {
        let id = &standing.release.id;
        for entry in journal
            .about(Subject::Release, id)
            .filter(|e| e.what.sha256 != standing.sha256)
        {
            let message = format!(
                "decision {} ({} by {}) was about another manifest of release `{id}`",
                entry.number, entry.what.act, entry.what.by
            );
            audit.fault(
                self,
                "decision_differs",
                &standing.release.path.join("manifest.json"),
                message,
                "restore the release from a backup",
            );
        }
        let (given, needed) = (
            standing.approvals.len(),
            usize::from(standing.rule.approvals),
        );
        if standing.state == ReleaseState::InForce && given < needed {
            let message = format!("release `{id}` is in force with {given} of {needed} approvals");
            audit.fault(
                self,
                "not_approved",
                &self.decisions_dir(),
                message,
                RESTORE_JOURNAL,
            );
        }
    }

    fn audit_tombstone(
        &self,
        audit: &mut Audit,
        standing: &ReleaseStatus,
        journal: &Journal,
    ) -> Result<(), StoreError> {
        let wanted = tombstone(standing, journal)?;
        for (i, name) in TOMBSTONE.into_iter().enumerate() {
            let path = standing.release.path.join(name);
            let there = held(&path)?;
            if there.as_ref() == wanted.as_ref().map(|texts| &texts[i]) {
                continue;
            }
            let message = if wanted.is_some() {
                "it is not what the withdrawal of the release asks for"
            } else {
                "it stands at a release that no decision of the journal withdrew"
            };
            audit.fault(
                self,
                "tombstone_differs",
                &path,
                message.to_owned(),
                if wanted.is_some() {
                    SETTLE
                } else {
                    RESTORE_JOURNAL
                },
            );
        }
        Ok(())
    }
}

//! The link and the ledger: whether they are there and can be read.

use crate::model::{Finding, Place};
use crate::store::audit::report::Audit;
use crate::store::lake_folder::Lake;
use crate::store::ledger::Ledger;
use crate::store::standing::in_force_by;
use std::fs;

const RESTORE_LINK: &str = "run `chiso run`, which brings the link to the release in force";

impl Lake {
    /// Whether the link points to a release of this lake, and is there when something was
    /// published.
    pub(super) fn audit_link(&self, audit: &mut Audit) {
        let releases = self.releases();
        let place = self.published_path();
        match releases.pointed_at() {
            Err(error) => audit.fault(
                self,
                "link_damaged",
                &place,
                error.to_string(),
                RESTORE_LINK,
            ),
            Ok(Some(id)) if fs::symlink_metadata(self.releases_dir().join(&id)).is_err() => {
                audit.fault(
                    self,
                    "link_damaged",
                    &place,
                    format!("it points to release `{id}`, which is not there"),
                    RESTORE_LINK,
                );
            }
            Ok(Some(_)) => {}
            Ok(None) => {
                let Ok(journal) = self.journal() else { return };
                let wanted = if journal.knows_releases() {
                    in_force_by(&journal).map(str::to_owned)
                } else {
                    self.published_last()
                };
                if let Some(id) = wanted {
                    audit.fault(
                        self,
                        "link_damaged",
                        &place,
                        format!("it is not there, and release `{id}` is in force"),
                        RESTORE_LINK,
                    );
                }
            }
        }
    }

    /// The release that was made last, where nobody has to approve any.
    fn published_last(&self) -> Option<String> {
        let by_ledger = Ledger::open(self)
            .and_then(|ledger| ledger.last_finished())
            .ok()
            .flatten()
            .and_then(|run| run.release);
        by_ledger.or_else(|| self.releases().list().ok()?.pop().map(|release| release.id))
    }

    /// The ledger holds no figures, so what is wrong with it is worth a warning.
    pub(super) fn audit_ledger(&self, audit: &mut Audit) {
        let path = self.ledger_path();
        if fs::symlink_metadata(&path).is_err() {
            return;
        }
        audit.files += 1;
        if let Err(error) = Ledger::open(self).and_then(|ledger| ledger.check()) {
            let place = Place {
                file: self.shown(&path),
                ..Place::default()
            };
            audit.findings.push(
                Finding::warning("ledger_damaged", place, error.to_string())
                    .hint("`chiso run` renames it and makes a new one"),
            );
        }
    }
}

//! A release made again and compared with what was published, and with the tables of the lake.

use crate::error::RunError;
use crate::inspect::live_tables::{live_differs, tables_stand};
use crate::inspect::past_release::Past;
use crate::inspect::remake::{self, remake};
use crate::model::{Finding, Place};
use crate::pipeline::Progress;
use crate::pipeline::manifest::contradiction;
use crate::pipeline::package::Package;
use crate::store::Lake;

impl Past {
    /// Makes the release again and names every file that comes out differently: from the tables it
    /// was made from, or from landing where they are gone.
    ///
    /// # Errors
    /// When it cannot be made again at all.
    pub fn verify(&self, lake: &Lake, progress: &dyn Progress) -> Result<Vec<Finding>, RunError> {
        let mut findings = self.made_again(lake, progress)?;
        if let Some(what) = contradiction(&self.release.manifest, &self.project) {
            let place = Place {
                file: format!("releases/{}/manifest.json", self.release.id),
                ..Place::default()
            };
            let message = format!("it says otherwise than the files that it names: {what}");
            let hint = "restore the manifest from a backup; when the release is in force, remove \
                its folder and `chiso run` makes it again";
            findings.push(Finding::error("release_damaged", place, message).hint(hint));
        }
        Ok(findings)
    }

    fn made_again(&self, lake: &Lake, progress: &dyn Progress) -> Result<Vec<Finding>, RunError> {
        if tables_stand(lake, &self.release, |_| true)? {
            let broken = self.release.manifest.broken().iter().cloned().collect();
            match self.tables(lake) {
                Ok(tables) => return self.compare(&self.package(&tables, &broken)?),
                // A damaged table; the audit has named it, and landing says the same.
                Err(RunError::Store(_) | RunError::Table(_)) => {}
                Err(error) => return Err(error),
            }
        }
        let remade = remake(lake, self, None, progress)?;
        progress.done();
        let mut findings =
            self.compare(&self.package(&remake::tables(&remade, self)?, &remade.broken)?)?;
        if lake
            .releases()
            .current()
            .is_ok_and(|current| current.is_some_and(|c| c.id == self.release.id))
        {
            findings.extend(live_differs(lake, &remade, self)?);
        }
        Ok(findings)
    }

    fn compare(&self, again: &Package) -> Result<Vec<Finding>, RunError> {
        let tables = again
            .tables
            .iter()
            .map(|table| self.compare_table(table))
            .collect::<Result<Vec<_>, _>>()?;
        let extra = again
            .extra
            .iter()
            .map(|(name, bytes)| self.compare_text(name, bytes));
        Ok(tables.into_iter().chain(extra).flatten().collect())
    }
}

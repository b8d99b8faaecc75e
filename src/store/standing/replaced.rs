//! Which release another took the place of, for those who read both.

use crate::model::ReleaseRule;
use crate::store::error::StoreError;
use crate::store::ledger::Ledger;
use crate::store::release::Releases;
use crate::store::standing::in_force::replaced_by;

impl Releases<'_> {
    /// The release that readers had until another came into force the last time; `None` when there
    /// was none. A release that was refused, or that waited in vain, was never theirs.
    ///
    /// # Errors
    /// When the journal, the ledger or a manifest is damaged.
    pub fn replaced(&self, id: &str) -> Result<Option<String>, StoreError> {
        match replaced_by(&self.lake.journal()?, id) {
            Some(replaced) => Ok(Some(replaced.to_owned())),
            None => self.made_before(id),
        }
    }

    /// The release made before one, by the ledger's runs, else by id, among those that had to wait
    /// for nobody: where nothing was decided, each was in force until the next.
    fn made_before(&self, id: &str) -> Result<Option<String>, StoreError> {
        let mut open = Vec::new();
        for release in self.list()? {
            let rule = release.manifest.rule();
            if release.id != id && rule.is_some_and(ReleaseRule::is_open) {
                open.push(release.id);
            }
        }
        let runs = Ledger::open(self.lake)?.runs()?;
        let made = runs
            .iter()
            .position(|run| run.release.as_deref() == Some(id));
        let by_run = runs[..made.unwrap_or(0)]
            .iter()
            .rev()
            .filter_map(|run| run.release.clone())
            .find(|release| open.contains(release));
        let by_id = || {
            open.iter()
                .filter(|other| other.as_str() < id)
                .max()
                .cloned()
        };
        Ok(by_run.or_else(by_id))
    }
}

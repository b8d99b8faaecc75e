//! Which release another took the place of, for those who read both.

use crate::model::ReleaseRule;
use crate::store::error::StoreError;
use crate::store::ledger::{Ledger, RunRecord};
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
        let of = |run: &RunRecord| run.release.clone();
        let made = runs.iter().position(|run| of(run).as_deref() == Some(id));
        let before = runs.iter().take(made.unwrap_or_default()).rev();
        let by_run = before.filter_map(of).find(|release| open.contains(release));
        // Of releases that both have a run the id says nothing: it may be of the same day.
        let known = |other: &String| {
            made.is_some() && runs.iter().any(|run| of(run).as_ref() == Some(other))
        };
        let by_id = || {
            let earlier = open
                .iter()
                .filter(|other| other.as_str() < id && !known(other));
            earlier.max().cloned()
        };
        Ok(by_run.or_else(by_id))
    }
}

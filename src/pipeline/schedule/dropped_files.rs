//! When files lie in drop folders that a run should take: the same at two looks, and not seen by a
//! run before.
//!
//! Nothing is kept beyond the process: a file that a run has taken is gone from its folder, and a
//! new process looks at what is there.

use crate::config::Project;
use crate::pipeline::drop_folders::{FileSignature, listing};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// What was seen of the drop folders.
#[derive(Debug, Default)]
pub struct Drops(BTreeMap<(String, String), InboxView>);

#[derive(Debug)]
struct InboxView {
    at: DateTime<Utc>,
    files: BTreeMap<String, FileSignature>,
    /// Files for which a run was asked already: one that stays is not worth another.
    asked: BTreeSet<(String, FileSignature)>,
}

impl Drops {
    /// Looks at the folders whose time it is, and says whether a run should take something.
    pub fn came(&mut self, project: &Project, now: DateTime<Utc>) -> bool {
        let mut came = false;
        for dataset in &project.datasets {
            for source in &dataset.sources {
                let Some(drop) = &source.drop else { continue };
                let key = (dataset.id.clone(), source.id.clone());
                // A clock that was set back must not stop the looks.
                if self
                    .0
                    .get(&key)
                    .is_some_and(|last| now >= last.at && now - last.at < drop.every)
                {
                    continue;
                }
                // A folder that cannot be listed is reported by the next run, and looked at again.
                let Ok(files) = listing(&project.root, drop) else {
                    continue;
                };
                let (before, mut asked) = self
                    .0
                    .remove(&key)
                    .map(|l| (l.files, l.asked))
                    .unwrap_or_default();
                asked.retain(|(name, seen)| files.get(name) == Some(seen));
                for (name, seen) in &files {
                    came |= before.get(name) == Some(seen) && asked.insert((name.clone(), *seen));
                }
                self.0.insert(
                    key,
                    InboxView {
                        at: now,
                        files,
                        asked,
                    },
                );
            }
        }
        came
    }
}

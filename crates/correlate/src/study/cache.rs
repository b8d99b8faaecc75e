//! The rows of a study: made, or those kept of a run in which it read the very same.

use crate::pairs::{Book, BookHash, StudyInputs};
use crate::study::rows::rows;
use chiso_model::{Association, Study};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The rows of studies, each under the hash of all that they were made from.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct StudyRows(BTreeMap<BookHash, Vec<Association>>);

/// The studies of one run, with what the last one kept. The default knows nothing and keeps nothing.
#[derive(Default)]
pub struct StudyCache<'p> {
    /// The program: another one may make other rows from the same figures. Without one nothing is
    /// kept.
    program: Option<&'p str>,
    before: StudyRows,
    now: StudyRows,
    computed: usize,
}

impl<'p> StudyCache<'p> {
    /// With what the last run kept.
    #[must_use]
    pub fn new(program: &'p str, before: StudyRows) -> StudyCache<'p> {
        StudyCache {
            program: Some(program),
            before,
            ..StudyCache::default()
        }
    }

    /// All rows of a study, ordered as asked for: computed only where it reads something else than
    /// before.
    pub fn correlate(&mut self, study: &Study, given: StudyInputs<'_>) -> Vec<Association> {
        let book = Book::new(study, given);
        let Some(program) = self.program else {
            self.computed += 1;
            return rows(&book);
        };
        let hash = book.hash(program);
        let kept = self.before.0.remove(&hash);
        self.computed += usize::from(kept.is_none());
        let rows = kept.unwrap_or_else(|| rows(&book));
        self.now.0.insert(hash, rows.clone());
        rows
    }

    /// How many studies were computed, not taken from what was kept.
    #[must_use]
    pub const fn computed(&self) -> usize {
        self.computed
    }

    /// What to keep for the next run: the studies of this one.
    #[must_use]
    pub fn into_rows(self) -> StudyRows {
        self.now
    }
}

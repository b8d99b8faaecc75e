//! Pages that were made already. A page of a release is the same as long as the release stands where
//! it stands and the project is configured as it is.

use crate::app::site::address::Page;
use crate::app::site::answer::Answer;
use crate::app::site::visit::Visit;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

/// Most bytes of pages that are kept.
const MOST_BYTES: u64 = 64 << 20;

/// How many pages that is, about.
const PAGES: usize = 4096;

/// The bytes of a page, and a little for itself.
#[derive(Clone)]
struct Bytes;

impl Weighter<String, Answer> for Bytes {
    fn weight(&self, key: &String, page: &Answer) -> u64 {
        { key.len() + page.body.len() + 256 }
            .try_into()
            .unwrap_or(u64::MAX)
    }
}

/// Pages by what they were made of.
pub struct KeptPages(Cache<String, Answer, Bytes>);

impl KeptPages {
    /// None yet.
    pub fn new() -> KeptPages {
        KeptPages(Cache::with_weighter(PAGES, MOST_BYTES, Bytes))
    }

    /// The page of a visit, kept or made now. Files and what is not found are not kept.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn page<E>(
        &self,
        visit: &Visit<'_>,
        make: impl FnOnce() -> Result<Answer, E>,
    ) -> Result<Answer, E> {
        let decided = visit.status.last.as_ref().map(|d| d.at.to_rfc3339());
        let key = format!(
            "{} {} {} {} {} {}",
            visit.project.config_hash,
            visit.status.release.id,
            visit.status.state.as_str(),
            decided.unwrap_or_default(),
            visit.in_force.is_some(),
            visit.address.href()
        );
        if let Some(page) = self.0.get(&key) {
            return Ok(page);
        }
        let page = make()?;
        if page.status == 200 && !matches!(visit.address.page, Page::File(_)) {
            self.0.insert(key, page.clone());
        }
        Ok(page)
    }
}

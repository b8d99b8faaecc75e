//! Pages that were made already. A page of a release is the same as long as the release stands where
//! it stands and the project is configured as it is.

use crate::app::site::address::{Address, Page};
use crate::app::site::answer::Answer;
use crate::store::ReleaseStatus;
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

    /// The page of an address, kept or made now. Files and what is not found are not kept.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn page<E>(
        &self,
        address: &Address,
        status: &ReleaseStatus,
        make: impl FnOnce() -> Result<Answer, E>,
    ) -> Result<Answer, E> {
        let decided = status.last.as_ref().map(|d| d.at.to_rfc3339());
        let key = format!(
            "{} {} {} {}",
            status.release.id,
            status.state.as_str(),
            decided.unwrap_or_default(),
            address.href()
        );
        if let Some(page) = self.0.get(&key) {
            return Ok(page);
        }
        let page = make()?;
        if page.status == 200 && !matches!(address.page, Page::File(_)) {
            self.0.insert(key, page.clone());
        }
        Ok(page)
    }

    /// The project was edited, so every page may be another one.
    pub fn forget(&self) {
        self.0.clear();
    }
}

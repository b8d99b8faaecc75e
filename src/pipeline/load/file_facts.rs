//! What a data file says as a whole, kept while the program runs: a data file never changes, and reading
//! all its rows for a question about one area takes longer than the rest of the answer.

use crate::error::RunError;
use crate::pipeline::load::wanted::{AT_ONCE, DaysOfRows};
use crate::rollup::{Rows, Since};
use crate::store::{DataFiles, TableFile};
use quick_cache::sync::Cache;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

/// Files of which it is kept.
const KEPT: usize = 1 << 14;

/// A file, and what tells it from one that is made anew under its name.
type FileKey = (PathBuf, u64, i64, u64);

/// When the latest row of a file became known.
static LATEST: LazyLock<Cache<FileKey, Option<Since>>> = LazyLock::new(|| Cache::new(KEPT));

/// The days at which the codes of its rows are read.
static DAYS: LazyLock<Cache<FileKey, Arc<DaysOfRows>>> = LazyLock::new(|| Cache::new(KEPT));

fn key(file: &TableFile) -> FileKey {
    let TableFile {
        path,
        rows,
        bytes,
        version_added,
        ..
    } = file;
    (path.clone(), *rows, *bytes, *version_added)
}

/// When the latest row of a file became known and was landed; `None` where it has no rows.
pub(super) fn latest(parts: &DataFiles, file: &TableFile) -> Result<Option<Since>, RunError> {
    LATEST.get_or_insert_with(&key(file), || {
        let mut latest = None;
        for batch in parts.batches(file, &["known_from", "recorded_at"], AT_ONCE)? {
            latest = latest.max(Rows::latest(&batch?)?);
        }
        Ok(latest)
    })
}

/// The days at which the codes of the rows of a file are read, by period and span.
pub(super) fn days(parts: &DataFiles, file: &TableFile) -> Result<Arc<DaysOfRows>, RunError> {
    DAYS.get_or_insert_with(&key(file), || {
        let mut days = DaysOfRows::new();
        for batch in parts.batches(file, &["area_date", "period", "span"], AT_ONCE)? {
            for (at, day) in Rows::days_of_batch(&batch?)? {
                days.entry(at).or_default().insert(day);
            }
        }
        Ok(Arc::new(days))
    })
}

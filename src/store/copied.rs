//! The lake's copy in object storage: the folder as the copy sees it, and a lock that covers both.

use crate::env::{Clock, Files, Http, HttpFault, HttpRequest, Proxy, TEMPORARY};
use crate::objects::{self, Answer, Bucket, Folder, Holder, Request, Session, Wire};
use crate::store::lake_folder::{Lake, is_set_apart};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// What of a lake is copied. Ledger, `ops/` and `cache/` are made again.
const PARTS: [&str; 5] = ["decisions", "format.json", "landing", "releases", "tables"];

/// How long one request may take, and its parts: a piece of a file goes in each.
const CONNECT: Duration = Duration::from_secs(20);
const IDLE: Duration = Duration::from_mins(1);
const TOTAL: Duration = Duration::from_mins(15);

/// Where a lake is copied to.
pub struct LakeCopy {
    /// The bucket.
    pub bucket: Arc<Bucket>,
    /// This machine and folder, as others are told who works on the lake.
    pub by: String,
    /// Tells since when.
    pub clock: Arc<dyn Clock>,
}

impl fmt::Debug for LakeCopy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LakeCopy")
            .field("by", &self.by)
            .finish_non_exhaustive()
    }
}

impl LakeCopy {
    /// Takes the lake there and brings the folder up to it. The folder's own lock is held.
    pub(super) fn begin(&self, lake: &Lake) -> Result<Session, objects::Fault> {
        let now = self.clock.now();
        let holder = Holder {
            by: self.by.clone(),
            since: now.to_rfc3339(),
            run: format!("{} {}", std::process::id(), now.timestamp_micros()),
        };
        let folder = Arc::new(CopiedFolder { lake: lake.clone() });
        let copy = objects::Copy {
            bucket: Arc::clone(&self.bucket),
            folder,
        };
        let (session, _) = copy.begin(holder)?;
        Ok(session)
    }
}

struct CopiedFolder {
    lake: Lake,
}

impl CopiedFolder {
    fn files(&self) -> &Files {
        self.lake.files()
    }
}

impl Folder for CopiedFolder {
    fn root(&self) -> &Path {
        self.lake.root()
    }

    fn is_copied(&self, path: &str) -> bool {
        let whole = |name: &str| {
            !name.starts_with(TEMPORARY) && !name.contains(".json#") && !is_set_apart(name)
        };
        let first = path.split('/').next().unwrap_or_default();
        PARTS.contains(&first) && path.split('/').all(whole)
    }

    fn write(
        &self,
        path: &Path,
        fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let folder = path.parent().unwrap_or(self.root());
        self.files().create_dir(folder).map_err(io::Error::other)?;
        let mut growing = self.files().grow(folder).map_err(io::Error::other)?;
        fill(&mut growing)?;
        growing.place(path).map_err(io::Error::other)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.files().remove_file(path).map_err(io::Error::other)
    }

    fn published(&self) -> io::Result<Option<String>> {
        let found = self.lake.releases().pointed_at();
        let id = found.map_err(io::Error::other)?;
        Ok(id.map(|id| format!("releases/{id}")))
    }

    fn publish(&self, target: &str) -> io::Result<()> {
        let id = target.strip_prefix("releases/").unwrap_or(target);
        self.lake.releases().point_at(id).map_err(io::Error::other)
    }
}

/// Requests of object storage over the seam to the network.
pub struct StorageWire {
    /// The network.
    pub net: Arc<dyn Http>,
    /// Waits between attempts.
    pub clock: Arc<dyn Clock>,
    /// PEM file with further certificate authorities.
    pub ca_file: Option<PathBuf>,
}

impl Wire for StorageWire {
    fn send(&self, request: &Request) -> Result<Answer, String> {
        let request = HttpRequest {
            method: request.method,
            url: request.url.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
            connect: CONNECT,
            idle: IDLE,
            total: TOTAL,
            max_bytes: request.max_bytes,
            ca_file: self.ca_file.clone(),
            proxy: Proxy::System,
        };
        let answer = self.net.send(&request).map_err(said)?;
        match answer.fault {
            Some(fault) => Err(said(fault)),
            None => Ok(Answer {
                status: answer.status,
                headers: answer.headers,
                body: answer.body,
            }),
        }
    }

    fn wait(&self, time: Duration) {
        self.clock.sleep(time);
    }
}

/// A fault of the network in words.
fn said(fault: HttpFault) -> String {
    match fault {
        HttpFault::Unusable(why) | HttpFault::Unreachable(why) | HttpFault::Broken(why) => why,
        HttpFault::Timeout(what, waited) => format!("{what} took more than {} s", waited.as_secs()),
        HttpFault::TooLarge(most) => format!("the answer is larger than {most} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_made_again_or_is_unfinished_is_not_copied() {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        let folder = CopiedFolder { lake };
        for (path, copied) in [
            ("format.json", true),
            ("landing/x/5e2973b1df40/tệp.csv", true),
            ("tables/x/_delta_log/00000000000000000000.json", true),
            ("tables/x/_delta_log/00000000000000000000.json#1", false),
            ("releases/2026-12-01-c7307e591de7/manifest.json", true),
            ("decisions/1.json", true),
            ("releases/.tmp-1-part-0/x.parquet", false),
            ("tables/x.damaged-1/part.parquet", false),
            ("ledger.db", false),
            ("ops/runs.parquet", false),
            ("cache/all-areas/x", false),
            (".lock", false),
        ] {
            assert_eq!(folder.is_copied(path), copied, "{path}");
        }
    }
}

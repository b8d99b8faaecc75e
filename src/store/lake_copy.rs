//! Where a lake is copied to in object storage, and the way there.

use crate::env::{Clock, Http, HttpFault, HttpRequest, Proxy};
use crate::objects::{self, Answer, Bucket, Folder, Holder, Request, Session, Wire};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

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
    pub(super) fn begin(&self, folder: Arc<dyn Folder>) -> Result<Session, objects::Fault> {
        let now = self.clock.now();
        let holder = Holder {
            by: self.by.clone(),
            since: now.to_rfc3339(),
            run: format!("{} {}", std::process::id(), now.timestamp_micros()),
        };
        let copy = objects::Copy {
            bucket: Arc::clone(&self.bucket),
            folder,
        };
        let (session, _) = copy.begin(holder)?;
        Ok(session)
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

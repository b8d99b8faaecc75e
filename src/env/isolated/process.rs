//! A second process at work: what it writes, what it says, and how it ended.

use std::io::{self, Read};
use std::process::{Child, ChildStderr, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Bytes that cross at once.
const CHUNK: usize = 64 << 10;
/// Chunks that may wait to be read.
const WAITING: usize = 4;
/// Most that is kept of what the process says on standard error, in bytes.
const SAID: u64 = 4 << 10;
/// The signal of a process that used up its processor time.
const OUT_OF_TIME: i32 = 24;
/// What the allocator says when the system gives no more memory.
const OUT_OF_MEMORY: &str = "memory allocation of";

/// How a second process ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// By itself, without a fault.
    Well,
    /// It needed more processor time than it was allowed.
    OutOfTime,
    /// It needed more memory than it was allowed.
    OutOfMemory,
    /// Otherwise; what it said last.
    Failed(String),
}

/// A second process at work; what it writes is read from here. Dropped, it is ended.
pub struct Isolated {
    child: Child,
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Vec<u8>,
    at: usize,
    said: Option<JoinHandle<String>>,
    /// How long it may still be waited for.
    patience: Duration,
    late: bool,
}

impl Isolated {
    /// Reads what a process that was just started writes; it is waited for so long altogether.
    pub(super) fn listen(mut child: Child, patience: Duration) -> Isolated {
        let (sender, chunks) = sync_channel(WAITING);
        if let Some(stdout) = child.stdout.take() {
            std::thread::spawn(move || forward(stdout, &sender));
        }
        let said = child
            .stderr
            .take()
            .map(|stderr| std::thread::spawn(move || first_of(stderr)));
        Isolated {
            child,
            chunks,
            chunk: Vec::new(),
            at: 0,
            said,
            patience,
            late: false,
        }
    }

    /// How it ended. One that is still at work is ended.
    #[must_use]
    pub fn ended(mut self) -> Ended {
        _ = self.child.kill();
        let status = self.child.wait();
        let said = self
            .said
            .take()
            .and_then(|said| said.join().ok())
            .unwrap_or_default();
        match status {
            _ if self.late => Ended::OutOfTime,
            Ok(status) if status.success() => Ended::Well,
            Ok(status) if signal(status) == Some(OUT_OF_TIME) => Ended::OutOfTime,
            _ if said.contains(OUT_OF_MEMORY) => Ended::OutOfMemory,
            Ok(status) => Ended::Failed(if said.trim().is_empty() {
                status.to_string()
            } else {
                said.trim().to_owned()
            }),
            Err(error) => Ended::Failed(error.to_string()),
        }
    }

    /// The next chunk; nothing when it writes no more.
    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let begun = Instant::now();
        let received = self.chunks.recv_timeout(self.patience);
        self.patience = self.patience.saturating_sub(begun.elapsed());
        match received {
            Ok(chunk) => chunk.map(Some),
            Err(RecvTimeoutError::Disconnected) => Ok(None),
            Err(RecvTimeoutError::Timeout) => {
                self.late = true;
                Err(io::Error::from(io::ErrorKind::TimedOut))
            }
        }
    }
}

impl Read for Isolated {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.chunk.len() {
            let Some(chunk) = self.next()? else {
                return Ok(0);
            };
            (self.chunk, self.at) = (chunk, 0);
        }
        let rest = self.chunk.get(self.at..).unwrap_or_default();
        let n = rest.len().min(into.len());
        if let (Some(to), Some(from)) = (into.get_mut(..n), rest.get(..n)) {
            to.copy_from_slice(from);
        }
        self.at += n;
        Ok(n)
    }
}

impl Drop for Isolated {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn forward(mut from: impl Read, to: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut chunk = vec![0; CHUNK];
        let read = from.read(&mut chunk).map(|n| {
            chunk.truncate(n);
            chunk
        });
        let over = read.as_ref().map_or(true, Vec::is_empty);
        // The end of the input is the end of what is sent; an error is sent as well.
        let end = over && read.is_ok();
        if end || to.send(read).is_err() || over {
            return;
        }
    }
}

/// The beginning of what the process says; the rest is read and dropped, so that it does not wait.
fn first_of(mut from: ChildStderr) -> String {
    let mut said = Vec::new();
    _ = (&mut from).take(SAID).read_to_end(&mut said);
    _ = io::copy(&mut from, &mut io::sink());
    String::from_utf8_lossy(&said).into_owned()
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

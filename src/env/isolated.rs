//! A second process of this program, with limits of memory and processor time, for work that must
//! not take the rest down.
//!
//! Libraries that read workbooks, archives and XML may ask for any amount of memory or time when a
//! file is damaged or hostile, and neither can be taken back from within. The second process limits
//! itself at its start; whatever it does, it ends as an [`Ended`] in this one. Only the program
//! itself has a second process: [`allow_isolation`] is called by its `main`, so tests of the
//! library work in their own process.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Bytes that cross at once.
const CHUNK: usize = 64 << 10;
/// Chunks that may wait to be read.
const WAITING: usize = 4;
/// Most that is kept of what the process says on standard error, in bytes.
const SAID: u64 = 4 << 10;
/// How many times its processor time a process may be waited for: a busy machine is slow without
/// anybody's fault.
const PATIENCE: u32 = 10;
/// The signal of a process that used up its processor time.
const OUT_OF_TIME: i32 = 24;
/// What the allocator says when the system gives no more memory.
const OUT_OF_MEMORY: &str = "memory allocation of";

static ALLOWED: AtomicBool = AtomicBool::new(false);

/// Limits of a second process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Memory in MiB, beside what the program itself takes.
    pub memory_mib: u64,
    /// Processor time in seconds.
    pub seconds: u64,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds {
            memory_mib: 4096,
            seconds: 120,
        }
    }
}

/// What a second process is given on standard input.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// These bytes.
    Bytes(&'a [u8]),
    /// The bytes of a file.
    File(&'a Path),
}

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

/// The variable by which a process that is going to be limited reserves as little address space as
/// its allocator can: otherwise it begins with a gigabyte, which no limit takes away again.
const LEAST_RESERVE: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "32M");

/// Says that this process is the program and may start itself a second time.
pub fn allow_isolation() {
    ALLOWED.store(true, Ordering::Relaxed);
}

/// Whether a second process can be started.
#[must_use]
pub fn may_isolate() -> bool {
    ALLOWED.load(Ordering::Relaxed)
}

/// Limits this process. Where the system cannot, it goes on without the limit.
pub fn bound_this_process(bounds: Bounds) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limit = |n: u64| Rlimit {
            current: Some(n),
            maximum: Some(n),
        };
        let memory = bounds
            .memory_mib
            .saturating_mul(1 << 20)
            .saturating_add(mapped().unwrap_or_default());
        _ = setrlimit(Resource::As, limit(memory));
        _ = setrlimit(
            Resource::Cpu,
            Rlimit {
                current: Some(bounds.seconds),
                maximum: Some(bounds.seconds.saturating_add(1)),
            },
        );
        _ = setrlimit(Resource::Core, limit(0));
    }
}

/// Address space in bytes that the program takes before it does anything: its own code, which is
/// large.
#[cfg(unix)]
fn mapped() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kib: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmSize:"))?
        .split_whitespace()
        .next()?
        .parse()
        .ok()?;
    Some(kib.saturating_mul(1 << 10))
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

/// This program again with the arguments that it has, to be started as a process that limits itself:
/// a variable of this name tells it so.
///
/// # Errors
/// When the system does not know where the program is.
pub fn limited_again(variable: &str) -> io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(std::env::args_os().skip(1))
        .env(variable, "1")
        .envs([LEAST_RESERVE]);
    Ok(command)
}

/// Starts this program again with some arguments and without the variables of the environment,
/// which may hold secrets.
///
/// # Errors
/// When the system starts no process.
pub fn isolate(arguments: &[&str], input: Input<'_>, bounds: Bounds) -> io::Result<Isolated> {
    let own = Path::new("/proc/self/exe");
    // The name of the program may by now be that of another version of it.
    let program = if own.exists() {
        own.to_owned()
    } else {
        std::env::current_exe()?
    };
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env_clear()
        .envs([LEAST_RESERVE])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    match input {
        Input::Bytes(_) => command.stdin(Stdio::piped()),
        Input::File(path) => command.stdin(std::fs::File::open(path)?),
    };
    let mut child = command.spawn()?;
    if let (Input::Bytes(bytes), Some(mut stdin)) = (input, child.stdin.take()) {
        let bytes = bytes.to_vec();
        // A process that ended does not read on; its end says why.
        std::thread::spawn(move || _ = stdin.write_all(&bytes));
    }
    let (sender, chunks) = sync_channel(WAITING);
    if let Some(stdout) = child.stdout.take() {
        std::thread::spawn(move || forward(stdout, &sender));
    }
    let said = child
        .stderr
        .take()
        .map(|stderr| std::thread::spawn(move || first_of(stderr)));
    let patience = Duration::from_secs(bounds.seconds.saturating_add(1)).saturating_mul(PATIENCE);
    Ok(Isolated {
        child,
        chunks,
        chunk: Vec::new(),
        at: 0,
        said,
        patience,
        late: false,
    })
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

impl Isolated {
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

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

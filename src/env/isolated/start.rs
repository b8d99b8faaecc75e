//! Starts this program a second time, with nothing of the environment and its output in pipes.

use super::bounds::Bounds;
use super::process::Isolated;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How many times its processor time a process may be waited for: a busy machine is slow without
/// anybody's fault.
const PATIENCE: u32 = 10;

/// The variable by which a process that is going to be limited reserves as little address space as
/// its allocator can: otherwise it begins with a gigabyte, which no limit takes away again.
const LEAST_RESERVE: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "32M");

static ALLOWED: AtomicBool = AtomicBool::new(false);

/// What a second process is given on standard input.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// These bytes.
    Bytes(&'a [u8]),
    /// The bytes of a file.
    File(&'a Path),
}

/// Says that this process is the program and may start itself a second time.
pub fn allow_isolation() {
    ALLOWED.store(true, Ordering::Relaxed);
}

/// Whether a second process can be started.
#[must_use]
pub fn may_isolate() -> bool {
    ALLOWED.load(Ordering::Relaxed)
}

/// This program again with the arguments that it has, to be started as a process that limits
/// itself: a variable of this name tells it so.
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
    let mut child = spawn(arguments, input)?;
    if let (Input::Bytes(bytes), Some(mut stdin)) = (input, child.stdin.take()) {
        let bytes = bytes.to_vec();
        // A process that ended does not read on; its end says why.
        std::thread::spawn(move || _ = stdin.write_all(&bytes));
    }
    let patience = Duration::from_secs(bounds.seconds.saturating_add(1)).saturating_mul(PATIENCE);
    Ok(Isolated::listen(child, patience))
}

fn spawn(arguments: &[&str], input: Input<'_>) -> io::Result<Child> {
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
    command.spawn()
}

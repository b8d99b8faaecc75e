//! Who writes, and what every write goes through: whether it may be made, and the count of its
//! steps.

use super::error::FileError;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Environment variable that makes the process abort at the n-th step (from 1). For crash tests
/// only.
pub const ABORT_VARIABLE: &str = "CHISO_TEST_ABORT_AT";

/// Environment variable that lowers [`Files::room`] to a number of bytes, so that small files are
/// worked on as huge ones. For tests only.
pub const ROOM_VARIABLE: &str = "CHISO_TEST_ROOM";

/// Memory for rows that wait to be sorted, in bytes, unless a test lowers it.
const ROOM: usize = 64 << 20;

#[derive(Clone, Copy, Debug)]
enum Mode {
    Real,
    AbortAt(u64),
    ReadOnly,
}

/// Writes files so that a reader, or a run after a crash, finds them whole or not at all. Clones
/// count together.
#[derive(Clone, Debug)]
pub struct Files {
    mode: Mode,
    steps: Arc<AtomicU64>,
    room: usize,
}

impl Files {
    fn new(mode: Mode) -> Files {
        Files {
            mode,
            steps: Arc::default(),
            room: ROOM,
        }
    }

    /// Writes to disk.
    #[must_use]
    pub fn real() -> Files {
        Files::new(Mode::Real)
    }

    /// Writes to disk, and aborts where [`ABORT_VARIABLE`] says. The variables are read here and
    /// nowhere else.
    #[must_use]
    pub fn from_env() -> Files {
        let step = std::env::var(ABORT_VARIABLE)
            .ok()
            .and_then(|text| text.parse().ok());
        let room = std::env::var(ROOM_VARIABLE)
            .ok()
            .and_then(|text| text.parse().ok());
        Files::new(step.map_or(Mode::Real, Mode::AbortAt)).with_room(room.unwrap_or(ROOM))
    }

    /// The same with another amount of memory.
    #[must_use]
    pub fn with_room(self, room: usize) -> Files {
        Files { room, ..self }
    }

    /// Memory in bytes that rows of a delivery may take while they are sorted; what is more goes to
    /// disk. A file larger than a quarter of it is not read whole.
    #[must_use]
    pub const fn room(&self) -> usize {
        self.room
    }

    /// Refuses every write: for those who only read.
    #[must_use]
    pub fn read_only() -> Files {
        Files::new(Mode::ReadOnly)
    }

    /// How many steps were taken so far.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps.load(Ordering::SeqCst)
    }

    /// A point at which a crash test may end the process. Writers that bring their own writing
    /// (Delta log, `SQLite`) call it before and after.
    pub fn step(&self) {
        let now = self.steps.fetch_add(1, Ordering::SeqCst) + 1;
        if matches!(self.mode, Mode::AbortAt(n) if n == now) {
            std::process::abort();
        }
    }

    /// Refuses when this writes nothing; for writers that bring their own writing.
    ///
    /// # Errors
    /// Always, when made by [`Files::read_only`].
    pub fn may_write(&self, path: &Path) -> Result<(), FileError> {
        match self.mode {
            Mode::ReadOnly => {
                let cause = io::Error::new(
                    io::ErrorKind::ReadOnlyFilesystem,
                    "it was opened for reading only",
                );
                Err(FileError {
                    action: "write",
                    path: path.to_owned(),
                    cause,
                })
            }
            Mode::Real | Mode::AbortAt(_) => Ok(()),
        }
    }
}

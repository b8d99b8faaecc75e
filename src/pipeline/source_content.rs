//! What a file of a source or register holds, read when nobody writes it: what is not written yet
//! would be taken for withdrawn.

use crate::env::Clock;
use crate::model::{Finding, Place};
use crate::pipeline::known_files::{FileState, KnownFiles};
use crate::store::sha256_hex;
use chrono::{DateTime, Utc};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How long ago a file must have changed last before it is read at once: of one that changed since
/// then somebody may still write the rest.
const AT_REST: Duration = Duration::from_secs(1);

/// What a source holds.
pub enum SourceContent {
    /// Bytes, because they are few or came over the network.
    Held(Vec<u8>),
    /// A file that is too large to be held, with its hash and size.
    File(PathBuf, (String, u64)),
}

impl SourceContent {
    /// SHA-256 in lower-case hex.
    pub fn sha256(&self) -> String {
        match self {
            SourceContent::Held(bytes) => sha256_hex(bytes),
            SourceContent::File(_, (sha256, _)) => sha256.clone(),
        }
    }
}

/// Why a file is not read.
#[derive(Debug)]
pub(super) enum FileFault {
    /// The system refuses.
    Refused(std::io::Error),
    /// It has more bytes than may be read.
    TooLarge { size: u64, limit: u64 },
    /// Somebody writes it.
    BeingWritten,
}

impl From<std::io::Error> for FileFault {
    fn from(cause: std::io::Error) -> FileFault {
        FileFault::Refused(cause)
    }
}

impl FileFault {
    pub(super) fn finding(self, rule: &'static str, place: Place) -> Finding {
        let fault = |message: String| Finding::error(rule, place, message);
        match self {
            FileFault::Refused(cause) => fault(cause.to_string()),
            FileFault::TooLarge { size, limit } => fault(format!(
                "the file has {size} bytes, more than `limits.max_file_bytes` = {limit} in \
                    `chiso.toml`"
            )),
            FileFault::BeingWritten => {
                fault("the file changed while it was read, so it is not complete".to_owned()).hint(
                    "run again when it is complete; a program that writes files here must write \
                        them under a name that chiso does not read, and rename them at the end",
                )
            }
        }
    }
}

/// When a file was written last, and what shows that somebody writes it.
fn state(path: &Path) -> std::io::Result<(SystemTime, FileState)> {
    let found = std::fs::metadata(path)?;
    Ok((found.modified()?, FileState::of(&found)))
}

/// How long to wait until a file has been at rest for long enough.
fn until_rest(modified: SystemTime, now: DateTime<Utc>) -> Duration {
    let age = (now - DateTime::<Utc>::from(modified)).to_std();
    age.map_or(Duration::ZERO, |age| AT_REST.saturating_sub(age))
}

/// Reads a file of at most `limit` bytes; of one larger than `held` only the hash is taken, unless it
/// is known. With a clock it waits until the file is at rest.
pub(super) fn read(
    path: &Path,
    (limit, held): (u64, u64),
    clock: Option<&dyn Clock>,
    known: &mut KnownFiles,
) -> Result<SourceContent, FileFault> {
    let (modified, before) = state(path)?;
    let size = before.size;
    if size > limit {
        return Err(FileFault::TooLarge { size, limit });
    }
    if let Some(clock) = clock {
        clock.sleep(until_rest(modified, clock.now()));
    }
    let content = if size > held {
        SourceContent::File(path.to_owned(), known.hash(path, &before)?)
    } else {
        SourceContent::Held(std::fs::read(path)?)
    };
    if state(path)?.1 == before {
        Ok(content)
    } else {
        Err(FileFault::BeingWritten)
    }
}

/// A fault for each file of the configuration or of a register that does not hold what was read of
/// it, or is written now. Waits until each is at rest.
pub fn unsettled<'f>(
    root: &Path,
    files: impl Iterator<Item = (String, &'f [u8])>,
    clock: &dyn Clock,
) -> Vec<Finding> {
    let fault = |(path, bytes): (String, &[u8])| {
        let limits = (u64::MAX, u64::MAX);
        let known = &mut KnownFiles::default();
        let fault = match read(&root.join(&path), limits, Some(clock), known) {
            Ok(SourceContent::Held(now)) if now == bytes => return None,
            Ok(_) => FileFault::BeingWritten,
            Err(fault) => fault,
        };
        let place = Place {
            file: path,
            ..Place::default()
        };
        Some(fault.finding("register_unreadable", place))
    };
    files.filter_map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::OpenOptions;
    use std::io::Write as _;

    /// A clock in whose waits somebody goes on writing a file.
    struct Writing<'a>(&'a Path, DateTime<Utc>);

    impl Clock for Writing<'_> {
        fn now(&self) -> DateTime<Utc> {
            self.1
        }

        fn elapsed(&self) -> Duration {
            Duration::ZERO
        }

        fn sleep(&self, time: Duration) {
            if !time.is_zero() {
                let mut file = OpenOptions::new().append(true).open(self.0).unwrap();
                file.write_all(b"P2,2025,200\n").unwrap();
            }
        }
    }

    #[test]
    fn a_file_that_changed_a_moment_ago_is_read_when_it_is_at_rest_and_not_while_it_grows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "area,period,value\nP1,2025,100\n").unwrap();
        let written = DateTime::<Utc>::from(state(&path).unwrap().0);
        let read_at = |seconds: i64| {
            let clock = Writing(&path, written + chrono::TimeDelta::seconds(seconds));
            read(
                &path,
                (1_000, 1_000),
                Some(&clock),
                &mut KnownFiles::default(),
            )
        };
        assert!(matches!(read_at(0), Err(FileFault::BeingWritten)));
        // Other clocks, as of a network drive, may be ahead of ours.
        assert!(read_at(-5).is_ok());
        let Ok(SourceContent::Held(bytes)) = read_at(2) else {
            panic!("a file at rest is read at once");
        };
        assert!(bytes.ends_with(b"P2,2025,200\n"));
    }

    #[test]
    fn a_register_is_used_only_if_it_still_holds_what_was_read_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("targets.csv");
        std::fs::write(&path, "target_id\nt\n").unwrap();
        let written = DateTime::<Utc>::from(state(&path).unwrap().0);
        let clock = Writing(&path, written + chrono::TimeDelta::seconds(2));
        let faults = |read: &str| {
            let files = [("targets.csv".to_owned(), read.as_bytes())];
            unsettled(folder.path(), files.into_iter(), &clock).len()
        };
        assert_eq!(faults("target_id\nt\n"), 0);
        assert_eq!(faults("target_id\n"), 1, "another row came since");
    }
}

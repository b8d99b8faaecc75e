//! What can go wrong, each with what to do about it.

use crate::holder::Holder;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why the copy could not be read or brought up to date. Nothing is lost by any of them: the folder
/// keeps what a run did, and the next run sends it.
#[derive(Debug)]
pub enum Fault {
    /// The address, the region or the bucket's name cannot be used.
    Address(String),
    /// No whole answer came.
    Unreachable {
        /// What was asked for.
        key: String,
        /// What went wrong on the way.
        why: String,
    },
    /// The storage answered with a fault.
    Refused {
        /// What was asked for.
        key: String,
        /// Status of HTTP.
        status: u16,
        /// What it says, in one line.
        says: String,
    },
    /// Another machine works on the lake.
    Held(Holder),
    /// The head changed although this machine holds the lock.
    Moved,
    /// Both have what the other lacks.
    Apart {
        /// A file that only the folder has, or has otherwise.
        file: String,
        /// The folder.
        folder: PathBuf,
    },
    /// The folder was copied to the bucket before, and the bucket has no lake any more.
    Gone {
        /// How many states had been sent.
        generation: u64,
        /// The file that says so.
        kept: PathBuf,
    },
    /// What lies in the bucket is not what its head says.
    Damaged {
        /// Key of the object.
        key: String,
        /// In what way.
        how: String,
    },
    /// A file of the folder could not be read or written.
    Local {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Address(why) => write!(f, "the address of the object storage cannot be used: {why}"),
            Fault::Unreachable { key, why } => {
                write!(f, "the object storage did not answer for `{key}`: {why}")
            }
            Fault::Refused { key, status, says } => {
                write!(f, "the object storage answered {status} for `{key}`: {says}")
            }
            Fault::Held(Holder { by, since, .. }) => {
                write!(f, "`{by}` has worked on the lake in the object storage since {since}")
            }
            Fault::Moved => f.write_str(
                "the lake in the object storage was changed by another machine while this one held its lock",
            ),
            Fault::Apart { file, folder } => write!(
                f,
                "the object storage holds a newer lake, and `{}` has what it lacks: `{file}`",
                folder.display()
            ),
            Fault::Gone { generation, kept } => write!(
                f,
                "the object storage holds no lake, though `{}` says that {generation} states of it were sent there",
                kept.display()
            ),
            Fault::Damaged { key, how } => write!(f, "`{key}` in the object storage {how}"),
            Fault::Local { path, cause } => write!(f, "`{}`: {cause}", path.display()),
        }
    }
}

impl std::error::Error for Fault {}

impl Fault {
    /// What to do about it.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Fault::Address(_) => "mend `endpoint`, `region` or `bucket`",
            Fault::Unreachable { .. } => {
                "look whether the address is right and the storage runs; what was done here is kept, and the next run sends it"
            }
            Fault::Refused {
                status: 401 | 403, ..
            } => {
                "look at the two keys, at what they may do in the bucket, and at this machine's clock"
            }
            Fault::Refused { status: 404, .. } => "make the bucket, or mend its name",
            Fault::Refused { .. } => "what was done here is kept, and the next run sends it",
            Fault::Held(_) => {
                "wait for its run to end; if that machine is gone for good, remove `lock.json` from the bucket"
            }
            Fault::Moved => {
                "find out who removed `lock.json` while this run went on; move the lake's folder away, and the next run brings it from the storage"
            }
            Fault::Apart { .. } => {
                "move the lake's folder away, and the next run brings it from the storage; deliveries that only the moved folder has are given to `chiso run` again"
            }
            Fault::Gone { .. } => {
                "mend `bucket` or `prefix`; to begin a new copy there, remove the file named"
            }
            Fault::Damaged { .. } => {
                "restore that object from the storage's own versions, or send the lake anew from a folder that is whole"
            }
            Fault::Local { .. } => "mend what the system says, and run again",
        }
    }
}

/// Names the file of a fault of the system.
pub fn local(path: &Path) -> impl FnOnce(io::Error) -> Fault {
    let path = path.to_owned();
    move |cause| Fault::Local { path, cause }
}

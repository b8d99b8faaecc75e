//! What can go wrong in the lake, each with what to do about it.

use crate::env::FileError;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What holds a lake that cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockHolder {
    /// A run, or a decision that is being recorded.
    Run,
    /// A process that serves it.
    Serve,
}

impl std::fmt::Display for LockHolder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            LockHolder::Run => "another run",
            LockHolder::Serve => "another `chiso serve`",
        })
    }
}

/// A fault of the lake. Faults of data are findings, not errors; these end the work.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A write failed.
    #[error(transparent)]
    Write(#[from] FileError),
    /// A read failed.
    #[error("cannot read `{}`: {cause}", path.display())]
    Read {
        /// What was read.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// Nothing was ever run here.
    #[error("there is no lake at `{}` yet; run `chiso run`", .0.display())]
    NoLake(PathBuf),
    /// A folder that holds something else.
    #[error("`{}` is not a lake: it is not empty and has no `format.json`; name an empty folder or \
        one that does not exist", .0.display())]
    NotALake(PathBuf),
    /// A lake without its mark.
    #[error("`{}` {why}, so it cannot be known which version of chiso wrote the lake; restore it \
        from a backup, or, if this version wrote it, write `{mark}` into it", path.display())]
    Unmarked {
        /// The file that marks a lake.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
        /// What this version writes there.
        mark: String,
    },
    /// Made by another version of the program.
    #[error("the lake at `{}` has format {found}, and this program knows format {known}; use the \
        version of chiso that wrote it", path.display())]
    Format {
        /// The lake.
        path: PathBuf,
        /// What `format.json` says.
        found: String,
        /// What is known here.
        known: u32,
    },
    /// Another run is at work.
    #[error("the lake at `{}` is locked by {by}{}; wait for it to end, or stop it", path.display(), holder.as_ref().map_or_else(String::new, |h| format!(" ({h})")))]
    Locked {
        /// The lake.
        path: PathBuf,
        /// What holds it: another run, or another process that serves it.
        by: LockHolder,
        /// Who holds it, such as `pid 4711`, if readable.
        holder: Option<String>,
    },
    /// A name that cannot be a file name here.
    #[error("`{name}` cannot be used as a {what}: it must not be empty, begin with `.` or contain \
        `/`, `\\` or `:`{}", if *what == "file name" { ", and must not be `receipt.json`" } else { "" })]
    Name {
        /// What the name is for.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A file is not what it was when it was written.
    #[error("`{}` is damaged: {detail}; {remedy}", path.display())]
    Damaged {
        /// The file or folder.
        path: PathBuf,
        /// What was found.
        detail: String,
        /// What to do.
        remedy: &'static str,
    },
    /// Two deliveries, or two releases, that would bear the same name.
    #[error("`{}` exists with other content: {detail}; {remedy}", path.display())]
    Clash {
        /// The folder.
        path: PathBuf,
        /// How it differs.
        detail: String,
        /// What to do.
        remedy: &'static str,
    },
    /// Rows that do not fit their columns: a fault of the program.
    #[error("rows do not fit their table: {0}; this is a fault of chiso, please report it")]
    Shape(String),
    /// A Parquet file could not be made or read.
    #[error("parquet: {0}")]
    Parquet(String),
    /// A Delta table could not be read or committed to.
    #[error(
        "table `{table}`: {detail}; tables are made from `landing/`: if this persists, remove \
            `tables/{table}` and run `chiso run`"
    )]
    Table {
        /// The table.
        table: String,
        /// What happened.
        detail: String,
    },
    /// The ledger could not be read or written.
    #[error("ledger `{}`: {detail}; it holds no figures: remove it and run `chiso run`, and the run \
        makes it again without its history", path.display())]
    Ledger {
        /// The file.
        path: PathBuf,
        /// What happened.
        detail: String,
    },
    /// The ledger is whole, and the system does not let it be read or written now.
    #[error("ledger `{}`: {detail}; check that the disk has room and that the file may be written, \
        then run again: what the ledger holds stays as it is", path.display())]
    LedgerRefused {
        /// The file.
        path: PathBuf,
        /// What happened.
        detail: String,
    },
    /// Polars could not read a file.
    #[error("cannot read `{}` as a table: {detail}", path.display())]
    Frame {
        /// The file.
        path: PathBuf,
        /// What Polars said.
        detail: String,
    },
    /// Someone writes a file while it is being landed.
    #[error("`{}` changed while it was read; deliver it under another name and rename it when it \
        is complete", .0.display())]
    Changed(PathBuf),
    /// Rows that memory does not hold could not be kept on disk.
    #[error("rows that are being sorted cannot be kept in `{}`: {cause}; check that the disk has \
        room", folder.display())]
    Spill {
        /// The lake's folder.
        folder: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// Records could not be put by or put together.
    #[error("records cannot be read or sorted: {0}")]
    Records(#[from] crate::records::RecordsError),
    /// The lake's copy in object storage could not be read or brought up to date.
    #[error("{0}; {remedy}", remedy = .0.remedy())]
    Copy(#[from] crate::objects::Fault),
    /// The engine that commits tables could not start.
    #[error("cannot start the table engine: {0}")]
    Engine(std::io::Error),
}

impl StoreError {
    /// Whether something in the lake is not as it was written: no fault of the program, and its
    /// message says what to do.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        match self {
            StoreError::Read { cause, .. } => matches!(
                cause.kind(),
                ErrorKind::NotFound
                    | ErrorKind::IsADirectory
                    | ErrorKind::NotADirectory
                    | ErrorKind::InvalidData
                    | ErrorKind::UnexpectedEof
            ),
            StoreError::NotALake(_)
            | StoreError::Unmarked { .. }
            | StoreError::Format { .. }
            | StoreError::Damaged { .. }
            | StoreError::Clash { .. }
            | StoreError::Parquet(_)
            | StoreError::Table { .. }
            | StoreError::Ledger { .. }
            | StoreError::Frame { .. } => true,
            _ => false,
        }
    }
}

/// Makes a read error of an I/O error.
pub(super) fn read_failed(path: &Path) -> impl FnOnce(std::io::Error) -> StoreError {
    move |cause| StoreError::Read {
        path: path.to_owned(),
        cause,
    }
}

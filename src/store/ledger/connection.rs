//! The file of the ledger: opened, laid out, read and written.

use crate::env::Files;
use crate::store::error::StoreError;
use crate::store::lake_folder::Lake;
use crate::store::occurrence_tables;
use rusqlite::{Connection, ErrorCode, OpenFlags, Row, Transaction, TransactionBehavior};
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// `chso`: marks a database as ours.
pub(super) const APPLICATION: i32 = 0x6368_736f;

/// 2: schedules, occurrences and decisions came with the daemon.
pub(super) const LAYOUT: i32 = 2;

pub(super) const TABLES: &str = "
create table deliveries (
    dataset text not null, delivery text not null, contract_hash text not null, sha256 text not null, source_id text not null,
    fetched_at text not null, published_at text, read integer not null, accepted integer not null, quarantined integer not null,
    ignored integer not null, outcome text not null, primary key (dataset, delivery)
) strict;
create table findings (
    dataset text not null, delivery text not null, position integer not null, severity text not null, rule text not null, file text not null,
    part text not null, row integer not null, col text not null, count integer not null, raw text, message text not null, hint text not null,
    primary key (dataset, delivery, position)
) strict;
create table runs (
    run text primary key, pipeline text not null, due_at text, started_at text not null, finished_at text, decision text not null,
    reason text not null, release text, outcome text, inputs text not null default ''
) strict;
";

/// The open ledger.
#[derive(Debug)]
pub struct Ledger {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    files: Files,
    pub(super) layout: i32,
}

impl Ledger {
    /// Opens the ledger of a lake, and makes it when it is not there. A lake opened for reading
    /// needs it to be there.
    ///
    /// # Errors
    /// When the file is damaged or is not a ledger; it may then be removed.
    pub fn open(lake: &Lake) -> Result<Ledger, StoreError> {
        let (path, files) = (lake.ledger_path(), lake.files().clone());
        let writes = files.may_write(&path).is_ok();
        if !writes && !path.exists() {
            return Err(fault(&path, &"nothing was recorded yet"));
        }
        let flags = if writes {
            OpenFlags::default()
        } else {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        };
        let connection =
            Connection::open_with_flags(&path, flags).map_err(|e| failed(&path, &e))?;
        let mut ledger = Ledger {
            connection,
            path,
            files,
            layout: LAYOUT,
        };
        ledger.prepare()?;
        Ok(ledger)
    }

    /// Refuses what is not ours; lays out what is empty. One file at rest: the journal is removed
    /// by every commit.
    fn prepare(&mut self) -> Result<(), StoreError> {
        let pragma = |name: &str| {
            self.connection
                .query_row(&format!("pragma {name}"), [], |row| row.get::<_, i32>(0))
        };
        let (application, layout) = (
            self.or_fault(pragma("application_id"))?,
            self.or_fault(pragma("user_version"))?,
        );
        let tables: i64 = self.or_fault(self.connection.query_row(
            "select count(*) from sqlite_schema",
            [],
            |row| row.get(0),
        ))?;
        match (application, layout) {
            (APPLICATION, LAYOUT) => Ok(()),
            (APPLICATION, 1) if self.files.may_write(&self.path).is_ok() => self.write(|t| {
                t.execute_batch(&format!(
                    "{} pragma user_version = {LAYOUT};",
                    occurrence_tables::TABLES
                ))
            }),
            (APPLICATION, 1) => {
                self.layout = 1;
                Ok(())
            }
            (APPLICATION, other) => Err(fault(
                &self.path,
                &format!(
                    "its layout is {other}, and \
                this program knows {LAYOUT}"
                ),
            )),
            _ if tables > 0 => Err(fault(&self.path, &"it is a database of another program")),
            _ => self.write(|t| {
                t.execute_batch(&format!(
                    "{TABLES} {} pragma application_id = {APPLICATION}; \
                    pragma user_version = {LAYOUT};",
                    occurrence_tables::TABLES
                ))
            }),
        }
    }

    /// Whether its layout knows schedules: one of before them, opened for reading only, does not.
    pub(in crate::store) const fn has_schedules(&self) -> bool {
        self.layout >= 2
    }

    pub(in crate::store) fn all<T>(
        &self,
        sql: &str,
        of: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let read = || {
            self.connection
                .prepare(sql)?
                .query_map([], of)?
                .collect::<rusqlite::Result<Vec<T>>>()
        };
        self.or_fault(read())
    }

    pub(in crate::store) fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.files.may_write(&self.path)?;
        self.files.step();
        // The write lock is taken at once: a run and the daemon wait for each other here instead of
        // failing half-way.
        let done = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .and_then(|t| work(&t).and_then(|value| t.commit().map(|()| value)));
        self.files.step();
        self.or_fault(done)
    }

    pub(super) fn or_fault<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|e| failed(&self.path, &e))
    }
}

/// What failed: the file itself, or the system that does not let it be read or written now.
fn failed(path: &Path, error: &rusqlite::Error) -> StoreError {
    let refused = matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::DiskFull
                | ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::SystemIoFailure
                | ErrorCode::ReadOnly
                | ErrorCode::OutOfMemory
                | ErrorCode::PermissionDenied
        )
    );
    // What is no file at all is damage, whatever the system says of it.
    if refused && !path.is_dir() {
        return StoreError::LedgerRefused {
            path: path.to_owned(),
            detail: error.to_string(),
        };
    }
    fault(path, error)
}

pub(super) fn fault(path: &Path, detail: &dyn Display) -> StoreError {
    StoreError::Ledger {
        path: path.to_owned(),
        detail: detail.to_string(),
    }
}

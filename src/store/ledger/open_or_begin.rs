//! Whether a ledger can be read, and a new one in place of one that cannot.

use crate::model::{Finding, Place};
use crate::store::error::StoreError;
use crate::store::lake_folder::Lake;
use crate::store::ledger::connection::{APPLICATION, LAYOUT, Ledger, fault};
use crate::store::lock::LakeLock;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

impl Ledger {
    /// Opens the ledger of a lake for a run. One that is damaged, or is none, is renamed and a
    /// new one begun: it holds no figures. Says so when it was done.
    ///
    /// # Errors
    /// When the file belongs to another version of the program, or cannot be read or written.
    pub fn open_or_begin(
        lake: &Lake,
        _lock: &LakeLock,
    ) -> Result<(Ledger, Option<Finding>), StoreError> {
        let path = lake.ledger_path();
        let fault = match Ledger::open(lake).and_then(|ledger| ledger.check().map(|()| ledger)) {
            Ok(ledger) => return Ok((ledger, None)),
            Err(StoreError::Ledger { detail, .. }) if !is_of_another_version(&path) => detail,
            Err(error) => return Err(error),
        };
        let apart = lake.set_apart(&path)?;
        for suffix in ["-journal", "-wal", "-shm"] {
            let mut name = path.clone().into_os_string();
            name.push(suffix);
            lake.files().remove_file(Path::new(&name))?;
        }
        let place = Place {
            file: lake.shown(&path),
            ..Place::default()
        };
        let message = format!(
            "the ledger could not be read ({fault}); it was renamed to `{}`, and a new one was begun",
            lake.shown(&apart)
        );
        let finding = Finding::warning("ledger_damaged", place, message).hint(
            "no figure depends on it; the history of runs is in the old one, which may be \
                removed or restored from a backup",
        );
        Ok((Ledger::open(lake)?, Some(finding)))
    }

    /// Whether every page of it can be read, and every row says what rows can say.
    pub(in crate::store) fn check(&self) -> Result<(), StoreError> {
        let said: String = self.or_fault(self.connection.query_row(
            "pragma quick_check(1)",
            [],
            |row| row.get(0),
        ))?;
        if said != "ok" {
            return Err(fault(&self.path, &said));
        }
        self.deliveries()?;
        self.findings()?;
        self.runs()?;
        if self.has_schedules() {
            self.decisions()?;
        }
        Ok(())
    }
}

/// Whether a file is a ledger that a later version of the program has laid out.
fn is_of_another_version(path: &Path) -> bool {
    let Ok(connection) = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY) else {
        return false;
    };
    let pragma = |name: &str| {
        connection.query_row(&format!("pragma {name}"), [], |row| row.get::<_, i32>(0))
    };
    pragma("application_id").is_ok_and(|id| id == APPLICATION)
        && pragma("user_version").is_ok_and(|layout| layout > LAYOUT)
}

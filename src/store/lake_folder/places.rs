//! Where the parts of a lake lie.

use crate::store::lake_folder::open::Lake;
use std::path::PathBuf;

impl Lake {
    /// Where deliveries lie as received.
    #[must_use]
    pub fn landing_dir(&self) -> PathBuf {
        self.root.join("landing")
    }

    /// Where the Delta tables lie.
    #[must_use]
    pub fn tables_dir(&self) -> PathBuf {
        self.root.join("tables")
    }

    /// Where the releases lie.
    #[must_use]
    pub fn releases_dir(&self) -> PathBuf {
        self.root.join("releases")
    }

    /// Where decisions of people lie.
    #[must_use]
    pub fn decisions_dir(&self) -> PathBuf {
        self.root.join("decisions")
    }

    /// The link to the release in force.
    #[must_use]
    pub fn published_path(&self) -> PathBuf {
        self.root.join("published")
    }

    /// Where the operational tables lie.
    #[must_use]
    pub fn ops_dir(&self) -> PathBuf {
        self.root.join("ops")
    }

    /// The ledger's file.
    #[must_use]
    pub fn ledger_path(&self) -> PathBuf {
        self.root.join("ledger.db")
    }
}

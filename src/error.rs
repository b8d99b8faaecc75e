//! Why a run or a question could not be answered: the one error of the rooms above `evaluate`.

use crate::model::Finding;
use crate::rollup::TableError;
use crate::store::StoreError;

/// Why a run or a question could not be answered.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The lake.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A table that does not hold what its contract says.
    #[error(transparent)]
    Table(#[from] TableError),
    /// No figure at all came through.
    #[error("nothing to publish: no delivery gave a figure that a measure uses{}", listed(.0))]
    NothingPublishable(Vec<Finding>),
    /// Nothing was published yet.
    #[error("nothing was published yet; run `chiso run`")]
    NoRelease,
    /// Releases are there, and none is in force.
    #[error(
        "no release is in force, and `{0}` is there; `chiso release list` says where it stands, \
            and `--release {0}` reads it"
    )]
    NoneInForce(String),
    /// Faults of the registers.
    #[error("the registers have faults{}", listed(.0))]
    Registers(Vec<Finding>),
    /// A name that means nothing here.
    #[error("{0}")]
    Unknown(String),
    /// It was asked to end before it was done; what it did so far is whole, and the next run goes
    /// on from there.
    #[error("the run was stopped before it was done; the next one goes on from there")]
    Stopped,
    /// A fault of the program.
    #[error("{0}; this is a fault of chiso, please report it")]
    Internal(&'static str),
}

fn listed(findings: &[Finding]) -> String {
    findings
        .iter()
        .flat_map(|f| ["\n".to_owned(), f.to_string()])
        .collect()
}

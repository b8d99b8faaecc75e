//! Plan → work: what is missing or stale, done in order, failures kept apart, and an account of it
//! all.
//!
//! Knows neither the terminal nor HTTP to users; `app` shows what this returns.

mod again;
mod alternatives;
pub mod approvals;
mod around;
mod arrivals;
mod backing;
mod backtests;
mod breaks;
mod compute;
mod conform;
pub mod diff;
mod execute;
mod explain;
mod explained;
mod flips;
mod history;
mod inbox;
mod inline;
mod judge;
mod load;
mod look;
mod lost;
mod manifest;
pub mod notes;
mod options;
mod package;
mod past;
mod presence;
mod prove;
mod publication;
mod quarantine;
mod query;
mod read;
mod rebuild;
mod register_diff;
mod registers;
pub mod releases;
mod repairs;
mod revision_tables;
pub mod schedule;
mod sources;
mod tables;
mod target_effect;
pub mod targets;
mod trial;

use crate::env::{Clock, Database, Http};
use crate::model::Finding;
use crate::rollup::TableError;
use crate::store::StoreError;

pub use crate::kpi::RevisionCode;
pub use alternatives::{Alternative, Choice};
pub use arrivals::arrivals;
pub use backing::{CheckResult, ExplainedCheck, ExplainedDelivery, Looked};
pub use breaks::BreakKind;
pub use execute::{RunReport, run};
pub use explain::{
    ExplainedOperand, ExplainedRow, ExplainedSource, Explanation, MadeOf, Needed, Revisions, Union,
};
pub use explained::{Explained, explain_score};
pub use flips::Flip;
pub use inline::{TestResult, run_tests};
pub use judge::Made;
pub use manifest::BUILD;
pub use options::{Occasion, RunOptions};
pub use package::{DICTIONARY_COLUMNS, Entry, dictionary};
pub use past::{Past, release};
pub use presence::source_faults;
pub use prove::{Proof, Step, prove};
pub use publication::in_future;
pub use quarantine::{KeptAside, Shown, cell, find_kept_aside, kept_aside, show_kept_aside};
pub use query::{Askable, askable, query};
pub use read::{
    DeliveryStanding, Question, RowKey, Standing, Studied, correlations_of, coverage_of,
    open_release, standing, study_row, tables_of, unresolved,
};
pub use rebuild::{Likeness, RemadeFile, rebuild};
pub use register_diff::{TargetChange, opposite_plans, target_changes};
pub use registers::Registers;
pub use trial::{NewDelivery, Plan, Unasked, plan};

/// The world outside: what the time is, and how others are asked.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// Tells the time and waits.
    pub clock: &'a dyn Clock,
    /// The network. A run that is offline does not touch it.
    pub net: &'a dyn Http,
    /// Databases. A run that is offline does not touch them.
    pub db: &'a dyn Database,
}

/// Hears how far a run has come.
pub trait Progress: Sync {
    /// A stage of so many steps begins.
    fn stage(&self, name: &str, steps: u64);
    /// A step of the stage begins.
    fn step(&self, item: &str);
    /// The run is over.
    fn done(&self);
}

/// Nobody wants to know.
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &str, _: u64) {}
    fn step(&self, _: &str) {}
    fn done(&self) {}
}

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

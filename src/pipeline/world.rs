//! What a run needs of the world outside, and who hears how far it has come.

use crate::env::{Clock, Database, Http};

/// The world outside: what the time is, and how others are asked.
#[derive(Clone, Copy)]
pub struct Environment<'a> {
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

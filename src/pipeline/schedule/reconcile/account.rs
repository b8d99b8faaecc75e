//! Plan, account and what is to be done.

use crate::config::Schedule;
use crate::governance::jobs::Jobs;
use crate::store::{AccountChange, Occurrence, Watch};
use chrono::{DateTime, Utc};

/// A pipeline with a schedule.
#[derive(Clone, Copy, Debug)]
pub struct Planned<'a> {
    /// Pipeline.
    pub id: &'a str,
    /// Its schedule.
    pub schedule: &'a Schedule,
}

/// What the ledger and the journal know.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// Up to when due times are known.
    pub watches: Vec<Watch>,
    /// Occurrences that are open.
    pub open: Vec<Occurrence>,
    /// What operators asked for.
    pub jobs: Jobs,
}

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Changes of the account, to be made together.
    pub steps: Vec<AccountChange>,
    /// There are more due times: ask again once the changes are made.
    pub more: bool,
    /// Pipeline and due time of the occurrence to be worked on now.
    pub start: Option<(String, DateTime<Utc>)>,
}

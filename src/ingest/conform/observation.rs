//! What a record turned out to be: a row, no figure, or a fault; and what all records share.

use super::bindings::Bound;
use super::delivered::Delivery;
use crate::decode::Record;
use crate::decode::text::tidy;
use crate::model::{
    AreaRegister, Contract, Covers, Dec, Label, ObsStatus, PlanStage, Source, Status, UnitId,
    Unread, lookalike,
};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

/// What tells a row from others; orders as the table's key columns do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ObservationKey {
    pub(super) area_code: String,
    pub(super) area_date: NaiveDate,
    pub(super) period: String,
    pub(super) span: String,
    pub(super) dimensions: Vec<String>,
    pub(super) source_id: String,
    /// The stage of a plan: plans of two stages are two figures.
    pub(super) plan_stage: Option<PlanStage>,
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RowContent {
    /// `None` where the source says that there is no figure, or says one that cannot be used.
    pub(super) value: Option<Dec>,
    pub(super) unit: String,
    pub(super) basis: String,
    /// Empty when none is stated.
    pub(super) scheme: String,
    pub(super) status: Status,
    pub(super) rank: Option<i32>,
    pub(super) rounding: Option<Dec>,
    pub(super) derived: bool,
    pub(super) obs_status: Option<ObsStatus>,
    pub(super) covers: Option<Covers>,
    pub(super) note: String,
    /// In the order of the contract, empty where nothing is said.
    pub(super) attributes: Vec<String>,
    pub(super) known_from: DateTime<Utc>,
}

/// A row with where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ConformedRow {
    pub(super) key: ObservationKey,
    pub(super) said: RowContent,
    pub(super) part: String,
    /// As in [`Record::row`].
    pub(super) line: u64,
    /// Which of the columns with figures side by side has it.
    pub(super) nth: u32,
    pub(super) raw: String,
}

/// What a record says of its figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// There is one.
    Figure,
    /// A text or a status says that there is none, or that it is withheld.
    NoFigure,
    /// The cell is empty.
    Blank,
    /// What it says is not used: it is deleted, dropped or cannot be read.
    Unused,
}

/// What a record turned out to be.
pub(super) enum RecordReading {
    Row(Box<ConformedRow>),
    /// Without a figure; never [`Presence::Figure`].
    NoFigure(Presence),
}

/// Why an observation is quarantined.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) rule: &'static str,
    pub(super) col: String,
    pub(super) raw: String,
    pub(super) message: String,
    pub(super) hint: String,
}

impl Fault {
    pub(super) fn new(
        rule: &'static str,
        at: &Bound<'_>,
        record: &Record,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Fault {
        let (raw, mut message) = (at.raw(record).to_owned(), message.into());
        // What nobody can see is named wherever it may be the reason.
        if let Some(sign) = lookalike(&tidy(&raw)).filter(|_| !message.contains("U+")) {
            message.push_str("; the text has ");
            message.push_str(&sign);
        }
        Fault {
            rule,
            col: at.label().to_owned(),
            raw,
            message,
            hint: hint.into(),
        }
    }
}

/// Rule, message and hint of an area that could not be resolved.
pub(super) type AreaFault = (&'static str, String, String);

/// The code of an area on a day, and its unit.
pub(super) type NamedArea = (String, Option<UnitId>);

/// What all records of a delivery share.
pub(super) struct Context<'a> {
    pub(super) contract: &'a Contract,
    pub(super) source: &'a Source,
    pub(super) areas: &'a AreaRegister,
    pub(super) fetched_at: DateTime<Utc>,
    pub(super) known_from: DateTime<Utc>,
    /// The reading of each distinct text of a period.
    pub(super) periods: BTreeMap<String, Result<Label, Unread>>,
    /// A register is asked once for a text and a day: looking for near names takes long.
    pub(super) resolved: BTreeMap<(String, NaiveDate), Result<NamedArea, AreaFault>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        contract: &'a Contract,
        source: &'a Source,
        delivered: &Delivery<'_>,
        areas: &'a AreaRegister,
    ) -> Context<'a> {
        let known_from = delivered.published_at.unwrap_or(delivered.fetched_at);
        Context {
            contract,
            source,
            areas,
            fetched_at: delivered.fetched_at,
            known_from,
            periods: BTreeMap::new(),
            resolved: BTreeMap::new(),
        }
    }
}

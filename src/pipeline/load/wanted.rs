//! Which state of tables is wanted, and what they are rolled up with.

use crate::config::{Engine, Project};
use crate::governance::registers::Registers;
use crate::model::{AreaRegister, Correction, Measure, Period, Span};
use crate::store::TableFile;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Which state of a table is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableState {
    /// The newest.
    Newest,
    /// A version.
    Version(u64),
    /// The one before the table existed.
    Absent,
}

/// Which rows of a table are wanted.
#[derive(Clone, Copy, Debug)]
pub struct RowsWanted<'a> {
    /// Those of these periods.
    pub periods: &'a BTreeSet<Period>,
    /// Of those the ones with these area codes; all of them when `None`.
    pub codes: Option<&'a BTreeSet<String>>,
}

impl RowsWanted<'_> {
    /// Whether a data file may have any of them, by what its table's log says of it.
    #[must_use]
    pub fn may_be_in(&self, file: &TableFile) -> bool {
        let code = |code: &String| file.may_have("area_code", code);
        let mut periods = self.periods.iter();
        periods.any(|period| file.may_have("period", &period.to_string()))
            && self.codes.is_none_or(|codes| codes.iter().any(code))
    }
}

/// Rows that are read from a file at once.
pub(super) const AT_ONCE: usize = 4096;

/// The days at which codes of areas are read, of each period and span.
pub type DaysOfRows = BTreeMap<(Period, Span), BTreeSet<NaiveDate>>;

/// What tables are rolled up with.
#[derive(Clone, Copy)]
pub struct Rolling<'a> {
    /// Measures wanted.
    pub(super) measures: &'a [Measure],
    /// Corrections by dataset.
    pub(super) corrections: &'a BTreeMap<String, Vec<Correction>>,
    /// Areas.
    pub(super) areas: &'a AreaRegister,
    /// The cluster that adds up the records of a lake, where it is not this program.
    pub(super) engine: Option<(&'a Engine, &'a Path)>,
}

impl<'a> Rolling<'a> {
    /// Measures with the registers that are in force for them: of corrections that have to be
    /// approved, those that were.
    pub fn new(measures: &'a [Measure], registers: &'a Registers) -> Rolling<'a> {
        Rolling {
            measures,
            corrections: &registers.corrections,
            areas: &registers.areas,
            engine: None,
        }
    }

    /// The same by the engine that a project declares; what is made again from landing in a lake of
    /// its own is always added up by this program.
    pub fn by(self, project: &'a Project) -> Rolling<'a> {
        let engine = project.engine.as_ref();
        Rolling {
            engine: engine.map(|engine| (engine, project.lake.as_path())),
            ..self
        }
    }
}

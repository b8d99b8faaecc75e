//! What an evaluation is given, and what a KPI of it is judged with.

use crate::kpi::{Measures, Setting};
use crate::model::{AreaRegister, Calendar, Correction, Kpi, Measure, Study, Target, day_of};
use crate::rollup::Rolled;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// What is computed from.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// What the measures make of each dataset's table.
    pub tables: &'a BTreeMap<String, Rolled>,
    /// Measures wanted.
    pub measures: &'a [Measure],
    /// KPIs wanted; their measures must be among `measures`.
    pub kpis: &'a [Kpi],
    /// Studies wanted; what they read must be among `measures` and `kpis`, and their boundaries
    /// among `boundaries`.
    pub studies: &'a [Study],
    /// Areas and their relations.
    pub areas: &'a AreaRegister,
    /// Targets.
    pub targets: &'a [Target],
    /// Feasts and working days.
    pub calendar: &'a Calendar,
    /// Boundary days wanted.
    pub boundaries: &'a [NaiveDate],
    /// Datasets whose latest delivery was refused.
    pub broken: &'a BTreeSet<String>,
    /// Only what was known by then.
    pub as_of: Option<DateTime<Utc>>,
    /// Periods of targets that end on this day or later had not ended when this was asked; as of an
    /// earlier day, those that had not ended then.
    pub not_due_from: Option<NaiveDate>,
    /// The zone of the office, whose days count.
    pub zone: Tz,
}

/// The corrections of a dataset.
pub fn of_dataset<'a>(
    corrections: &'a BTreeMap<String, Vec<Correction>>,
    dataset: &str,
) -> &'a [Correction] {
    corrections.get(dataset).map_or(&[], Vec::as_slice)
}

/// What a KPI is judged with on a boundary. A target counts from the day it was decided, where that
/// is known.
pub fn settings<'a>(
    inputs: Inputs<'a>,
    measures: &'a Measures,
    boundary: NaiveDate,
    broken: &'a BTreeSet<String>,
) -> Setting<'a> {
    let as_of = inputs.as_of.map(|t| day_of(t, inputs.zone));
    Setting {
        measures,
        declared: inputs.measures,
        targets: inputs.targets,
        areas: inputs.areas,
        boundary,
        broken,
        as_of,
        not_due_from: as_of.or(inputs.not_due_from),
        part: None,
    }
}

//! What areas are ranked by: the figures of a measure, or the values of another KPI.

use super::parts::PartsMut;
use super::spec::KpiKeys;
use crate::kpi::Kpi;

/// What areas are ranked by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RankedBy {
    /// The figures of a measure.
    Measure(String),
    /// The values of another KPI.
    Kpi {
        /// Its identifier.
        id: String,
        /// That KPI, once all KPIs are known.
        item: Option<Box<Kpi>>,
    },
}

impl RankedBy {
    /// From the keys of a KPI: `measure` or `kpi`.
    pub(super) fn read(given: &KpiKeys<'_>) -> Option<RankedBy> {
        let of_kpi = |id| RankedBy::Kpi { id, item: None };
        let measure = given.text("measure").map(RankedBy::Measure);
        measure.or_else(|| given.text("kpi").map(of_kpi))
    }

    /// The key that names it.
    pub(super) const fn key(&self) -> &'static str {
        match self {
            RankedBy::Measure(_) => "measure",
            RankedBy::Kpi { .. } => "kpi",
        }
    }

    /// The measure or the KPI.
    pub(super) fn id(&self) -> &str {
        match self {
            RankedBy::Measure(id) | RankedBy::Kpi { id, .. } => id,
        }
    }

    /// The measure, to be renamed.
    pub(super) fn measures_mut(&mut self) -> Vec<&mut String> {
        match self {
            RankedBy::Measure(id) => vec![id],
            RankedBy::Kpi { .. } => vec![],
        }
    }

    /// The KPI whose values are ranked, once it is known.
    pub(super) fn kpi(&self) -> Option<&Kpi> {
        match self {
            RankedBy::Measure(_) => None,
            RankedBy::Kpi { item, .. } => item.as_deref(),
        }
    }

    /// The same, to be filled in.
    pub(super) fn kpi_mut(&mut self) -> Option<PartsMut<'_>> {
        match self {
            RankedBy::Measure(_) => None,
            RankedBy::Kpi { id, item } => Some(PartsMut::Values { kpi: id, item }),
        }
    }
}

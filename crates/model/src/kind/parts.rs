//! What a KPI is put together from, where that is other KPIs and no measures.

use crate::kpi::Kpi;
use crate::rubric::{Criterion, Scheme};

/// The parts of a KPI that is put together from others.
#[derive(Clone, Copy, Debug)]
pub enum Parts<'k> {
    /// The targets that bind these KPIs.
    Targets(&'k [Kpi]),
    /// Criteria of a rubric.
    Criteria {
        /// Its schemes.
        schemes: &'k [Scheme],
        /// The only field that counts; all of them when `None`.
        field: Option<&'k str>,
    },
}

/// The same, to be filled in.
#[derive(Debug)]
pub enum PartsMut<'k> {
    /// The targets that bind KPIs.
    Targets {
        /// Their identifiers.
        kpis: &'k [String],
        /// The KPIs.
        items: &'k mut Vec<Kpi>,
    },
    /// Criteria of a rubric.
    Criteria {
        /// The rubric.
        rubric: &'k str,
        /// Its schemes.
        schemes: &'k mut Vec<Scheme>,
    },
    /// The values of one KPI.
    Values {
        /// Its identifier.
        kpi: &'k mut String,
        /// The KPI.
        item: &'k mut Option<Box<Kpi>>,
    },
}

impl<'k> Parts<'k> {
    /// The KPIs.
    #[must_use]
    pub fn items(self) -> Vec<&'k Kpi> {
        match self {
            Parts::Targets(items) => items.iter().collect(),
            Parts::Criteria { schemes, field } => {
                let counts = |c: &&Criterion| field.is_none_or(|f| c.field == f);
                schemes
                    .iter()
                    .flat_map(|s| s.criteria.iter().filter(counts))
                    .filter_map(|c| c.item.as_deref())
                    .collect()
            }
        }
    }

    /// What is counted.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Parts::Targets(_) => "targets",
            Parts::Criteria { .. } => "points",
        }
    }
}

impl Kpi {
    /// It and every KPI whose values or verdicts it is made of.
    #[must_use]
    pub fn with_parts(&self) -> Vec<&Kpi> {
        let parts = self.kind.parts().map_or_else(Vec::new, Parts::items);
        let behind = self.kind.of_values().into_iter().chain(parts);
        let behind = behind.flat_map(Kpi::with_parts);
        std::iter::once(self).chain(behind).collect()
    }
}

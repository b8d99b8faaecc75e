//! What the scores of all areas say together. With it the scores of one area can be made without the
//! figures of the others.

use crate::kpi::{BackTest, KeptRevisions, Population, Populations};
use crate::model::Kpi;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the scores of all areas say together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AllAreas {
    /// By boundary and KPI: where it is asked for, and what its values are held against.
    populations: BTreeMap<NaiveDate, Populations>,
    /// How much measures have been revised.
    pub(super) revisions: KeptRevisions,
    /// How the pace of KPIs turned out, of all areas together.
    pub(super) tests: Vec<BackTest>,
}

impl AllAreas {
    pub(super) fn new(revisions: KeptRevisions) -> AllAreas {
        AllAreas {
            revisions,
            ..AllAreas::default()
        }
    }

    pub(super) fn put(&mut self, (boundary, kpi): (NaiveDate, &Kpi), population: Population) {
        let on = self.populations.entry(boundary).or_default();
        on.insert(kpi.id.clone(), population);
    }

    /// Of all back-tests those of all areas.
    pub(super) fn keep_tests(&mut self, tests: &[BackTest]) {
        let of_all = tests.iter().filter(|test| test.area.is_none());
        self.tests = of_all.cloned().collect();
    }

    /// What is known on a boundary, where that is all that the scores of a KPI need.
    #[must_use]
    pub fn on(&self, boundary: NaiveDate, kpi: &Kpi) -> Option<&Populations> {
        let on = self.populations.get(&boundary)?;
        let has = |k: &&Kpi| on.contains_key(&k.id);
        kpi.with_parts().iter().all(has).then_some(on)
    }

    /// How much measures have been revised.
    #[must_use]
    pub const fn revisions(&self) -> &KeptRevisions {
        &self.revisions
    }
}

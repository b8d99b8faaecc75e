//! What the areas that a figure is the sum of add to a change, by the values of all measures.

use crate::kpi::{self, Contributions, Lacking, Measures};
use crate::model::{AreaRegister, Kpi, Measure, MeasureValue, Score, UnitId};
use crate::series::members;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the areas of a level add to a score, or which of them have no figure for it.
#[derive(Clone, Debug)]
pub struct Contributed {
    /// The level, as the measure declares it.
    pub level: String,
    /// What each adds.
    pub found: Result<Contributions, Lacking>,
}

/// Where contributions are looked up.
pub struct ContributionInputs<'a> {
    declared: &'a [Measure],
    on: BTreeMap<NaiveDate, Measures>,
    members: BTreeMap<(NaiveDate, &'a str), BTreeMap<UnitId, BTreeSet<UnitId>>>,
}

impl<'a> ContributionInputs<'a> {
    /// From the values of measures on any boundaries.
    pub fn new(
        areas: &'a AreaRegister,
        declared: &'a [Measure],
        values: &'a [Arc<MeasureValue>],
    ) -> ContributionInputs<'a> {
        let boundaries: BTreeSet<NaiveDate> = values.iter().map(|v| v.boundary).collect();
        let of = |day: NaiveDate| values.iter().filter(move |v| v.boundary == day);
        let levels = || declared.iter().filter_map(|m| m.sum_of.as_deref());
        ContributionInputs {
            declared,
            on: boundaries
                .iter()
                .map(|day| (*day, Measures::new(of(*day))))
                .collect(),
            members: boundaries
                .iter()
                .flat_map(|day| levels().map(move |level| (*day, level)))
                .map(|(day, level)| ((day, level), members(areas, level, day)))
                .collect(),
        }
    }

    /// What the areas add to a score; `None` where its figures are no sums of areas.
    pub fn of(&self, kpi: &Kpi, score: &Score) -> Option<Contributed> {
        let (role, ..) = kpi.kind.change()?;
        let operand = score.operands.iter().find(|o| o.role == role)?;
        let measure = self.declared.iter().find(|m| m.id == operand.measure)?;
        let level = measure.sum_of.as_deref()?;
        let areas = self.members.get(&(score.boundary, level))?;
        let measures = self.on.get(&score.boundary)?;
        let found = kpi::contributions(
            kpi,
            score,
            areas.get(&score.area)?,
            (measures, self.declared),
        )?;
        let level = level.to_owned();
        Some(Contributed { level, found })
    }
}

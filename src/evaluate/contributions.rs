//! What the areas and the members that a figure is the sum of add to a change, by the values of all
//! measures.

use crate::kpi::{self, Contributions, Lacking, Measures, WholePart};
use crate::model::{AreaRegister, Kpi, Measure, MeasureValue, Member, Score, TotalOver, UnitId};
use crate::series::members;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the parts of a whole are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartsOf {
    /// The areas of a level, as the measure declares it.
    Level(String),
    /// The members of a dimension.
    Dimension(String),
}

/// What parts add to a score, or which of them have no figure for it.
#[derive(Clone, Debug)]
pub struct Contributed {
    /// What they are.
    pub by: PartsOf,
    /// What each adds.
    pub found: Result<Contributions, Lacking>,
}

/// The measures of members that may add to a change of a KPI: those of the parts of each total that
/// its own measures are.
pub fn part_measures<'m>(kpi: &Kpi, declared: &'m [Measure]) -> Vec<&'m str> {
    let own = if kpi.kind.change().is_some() {
        kpi.kind.measures()
    } else {
        vec![]
    };
    let own = declared.iter().filter(|m| own.contains(&m.id.as_str()));
    let parts = |measure: &'m Measure| {
        let totals = measure.sources.iter().flat_map(|source| &source.totals);
        totals.flat_map(|total| parts_of(total, |_| true).map(|part| part.measure(&measure.id)))
    };
    let parts: BTreeSet<String> = own.flat_map(parts).collect();
    let ids = declared.iter().map(|m| m.id.as_str());
    ids.filter(|id| parts.contains(*id)).collect()
}

/// The members directly below a total that fit.
fn parts_of(total: &TotalOver, fits: impl Fn(&Member) -> bool) -> impl Iterator<Item = WholePart> {
    let members = total.members.children(total.of.as_deref());
    members
        .filter(move |m| fits(m))
        .map(|member| WholePart::Member {
            dimension: total.dimension.clone(),
            member: member.clone(),
        })
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

    /// What the areas and the members of each dimension add to a score; nothing where its figures
    /// are no sums of them.
    pub fn of(&self, kpi: &Kpi, score: &Score) -> Vec<Contributed> {
        let parts = self.areas(kpi, score).into_iter();
        let found = |(by, parts): (PartsOf, Vec<WholePart>)| {
            let measures = self.on.get(&score.boundary)?;
            let found = kpi::contributions(kpi, score, &parts, (measures, self.declared))?;
            Some(Contributed { by, found })
        };
        parts
            .chain(self.members(kpi, score))
            .filter_map(found)
            .collect()
    }

    /// The measure of the figure that changed.
    fn measure(&self, kpi: &Kpi, score: &Score) -> Option<&'a Measure> {
        let (role, ..) = kpi.kind.change()?;
        let operand = score.operands.iter().find(|o| o.role == role)?;
        self.declared.iter().find(|m| m.id == operand.measure)
    }

    /// The areas below that the area of a score is the sum of.
    fn areas(&self, kpi: &Kpi, score: &Score) -> Option<(PartsOf, Vec<WholePart>)> {
        let level = self.measure(kpi, score)?.sum_of.as_deref()?;
        let areas = self.members.get(&(score.boundary, level))?;
        let parts = areas.get(&score.area)?.iter().copied().map(WholePart::Area);
        Some((PartsOf::Level(level.to_owned()), parts.collect()))
    }

    /// The members of each dimension by which the measure of a score is broken down and adds up,
    /// which exist in one of its periods.
    fn members(&self, kpi: &Kpi, score: &Score) -> Vec<(PartsOf, Vec<WholePart>)> {
        let measure = self.measure(kpi, score);
        let adds_up = |m: &&Measure| m.adds_up();
        let sources = measure.filter(adds_up).and_then(|m| m.sources.first());
        let of = |total: &TotalOver| {
            let exists = |m: &Member| {
                let mut operands = score.operands.iter();
                operands.any(|o| m.exists_in(o.period, o.span))
            };
            let parts: Vec<WholePart> = parts_of(total, exists).collect();
            let id = parts.first()?.measure(&measure?.id);
            let broken_down = self.declared.iter().any(|m| m.id == id);
            broken_down.then(|| (PartsOf::Dimension(total.dimension.clone()), parts))
        };
        let totals = sources.map_or(&[][..], |source| source.totals.as_slice());
        totals.iter().filter_map(of).collect()
    }
}

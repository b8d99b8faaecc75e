//! What the areas and the members that a figure is the sum of add to a change, by the values of all
//! measures.

use crate::kpi::{self, Contributions, Lacking, Measures, WholePart};
use crate::model::{
    AreaRegister, Breakdown, Kpi, Measure, MeasureValue, Member, Score, TotalOver, UnitId,
    declared_id,
};
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

/// The measures of members that may add to a change of a KPI: those that name one member more than
/// its own do.
pub fn part_measures<'m>(kpi: &Kpi, declared: &'m [Measure]) -> Vec<&'m str> {
    let own = if kpi.kind.change().is_some() {
        kpi.kind.measures()
    } else {
        vec![]
    };
    let is_part = |measure: &&Measure| {
        let (id, members) = declared_id(&measure.id);
        own.iter().map(|own| declared_id(own)).any(|(own, whole)| {
            let both = Breakdown::read(members).zip(Breakdown::read(whole));
            let longer = |(part, whole): (Breakdown, Breakdown)| {
                part.has(&whole) && part.pairs().len() == whole.pairs().len() + 1
            };
            own == id && both.is_some_and(longer)
        })
    };
    let parts = declared.iter().filter(is_part);
    parts.map(|measure| measure.id.as_str()).collect()
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
            let exists = |m: &&Member| {
                let mut operands = score.operands.iter();
                operands.any(|o| m.exists_in(o.period, o.span))
            };
            let part = |member: &Member| WholePart::Member {
                dimension: total.dimension.clone(),
                member: member.clone(),
            };
            let parts: Vec<WholePart> = { total.members.members.iter() }
                .filter(exists)
                .map(part)
                .collect();
            let id = parts.first()?.measure(&measure?.id);
            let broken_down = self.declared.iter().any(|m| m.id == id);
            broken_down.then(|| (PartsOf::Dimension(total.dimension.clone()), parts))
        };
        let totals = sources.map_or(&[][..], |source| source.totals.as_slice());
        totals.iter().filter_map(of).collect()
    }
}

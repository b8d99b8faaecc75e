//! What figures make a KPI be asked for by being there.

use crate::universe::measures::Measures;
use crate::universe::targets::TargetCells;
use chiso_model::{AreaRegister, Frequency, Kpi, KpiKind, Period, Span, UnitId, ValueKey};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a figure makes a KPI be asked for by being there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// The area in every period.
    Unit(UnitId),
    /// The period for every area.
    Slice(Period, Span),
    /// All periods of a frequency, for which there are plans.
    Planned(Frequency, Span),
}

/// What a figure of a measure makes a KPI be asked for.
fn presences(kpi: &Kpi, measure: &str, key: ValueKey) -> impl Iterator<Item = Presence> {
    let ValueKey { area, period, span } = key;
    let plan = kpi.kind.plan() == Some(measure);
    let planned = plan.then_some(Presence::Planned(period.frequency(), span));
    // The plan of a pace asks nothing by itself.
    let own = kpi.kind.measures().contains(&measure);
    [Presence::Unit(area), Presence::Slice(period, span)]
        .into_iter()
        .chain(planned)
        .filter(move |_| own)
}

/// How many figures there are for each area and period of a KPI.
#[derive(Default)]
pub struct Universe {
    counts: BTreeMap<Presence, usize>,
}

impl Universe {
    /// Of all values.
    pub fn new(kpi: &Kpi, measures: &Measures) -> Universe {
        let mut universe = Universe::default();
        for measure in kpi.kind.measures() {
            for value in measures.of(measure) {
                universe.count(kpi, measure, value.key(), true);
            }
        }
        universe
    }

    /// Counts a value that came or went, and gives what of an area, a period and a frequency of
    /// plans did so with it.
    pub fn count(&mut self, kpi: &Kpi, measure: &str, key: ValueKey, came: bool) -> Vec<Presence> {
        let touched = presences(kpi, measure, key);
        let turned = touched.filter(|presence| step(&mut self.counts, *presence, came));
        turned.collect()
    }

    /// Every area with any figure for the KPI, and every period that has one for any area.
    pub fn places(&self, kpi: &Kpi, areas: &AreaRegister) -> Places {
        let mut places = Places::default();
        for presence in self.counts.keys() {
            if self.asks((kpi, areas), *presence) {
                places.put(*presence, true);
            }
        }
        places
    }

    /// Whether something that is there makes the KPI be asked.
    ///
    /// Attainment is answered for the frequencies at which plans are made: a month is not compared
    /// with a year's plan.
    fn asks(&self, (kpi, areas): (&Kpi, &AreaRegister), presence: Presence) -> bool {
        #[cfg(test)]
        crate::work::done();
        let of_plan = kpi.kind.plan().is_some();
        let paced = |span: Span| kpi.pace.is_some() && span == Span::Ytd;
        let planned = |period: Period, span| {
            self.counts
                .contains_key(&Presence::Planned(period.frequency(), span))
        };
        match presence {
            Presence::Unit(unit) => ranks_area(&kpi.kind, areas, unit),
            Presence::Slice(period, span) => {
                kpi.exists_in(period, span)
                    && (!of_plan || planned(period, span) || paced(span))
                    && kpi.kind.fits(period, span)
            }
            Presence::Planned(..) => false,
        }
    }
}

/// Areas and periods of which each area is asked in each period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// The areas.
    pub units: BTreeSet<UnitId>,
    /// The periods.
    pub periods: BTreeSet<(Period, Span)>,
}

impl Places {
    /// Takes in what came or went, and gives the cells that are asked now and were not, or the other
    /// way round.
    pub fn follow(
        &mut self,
        universe: &Universe,
        of_kpi @ (kpi, areas): (&Kpi, &AreaRegister),
        turned: &BTreeSet<Presence>,
    ) -> BTreeSet<ValueKey> {
        let plans = |presence: &Presence| matches!(presence, Presence::Planned(..));
        if turned.iter().any(plans) {
            // With the first plan every period of its length is asked.
            let before = std::mem::replace(self, universe.places(kpi, areas));
            return differing(&before, self);
        }
        let now = |presence: &&Presence| {
            universe.counts.contains_key(presence) && universe.asks(of_kpi, **presence)
        };
        let (come, go): (Vec<&Presence>, Vec<&Presence>) = turned.iter().partition(now);
        let mut cells = BTreeSet::new();
        let gone: Vec<&Presence> = go.into_iter().filter(|p| self.holds(**p)).collect();
        for presence in &gone {
            self.extend_by(**presence, &mut cells);
        }
        let new: Vec<&Presence> = come.into_iter().filter(|p| !self.holds(**p)).collect();
        for presence in gone {
            self.put(*presence, false);
        }
        for presence in &new {
            self.put(**presence, true);
        }
        for presence in new {
            self.extend_by(*presence, &mut cells);
        }
        cells
    }

    /// Puts something in, or takes it out.
    fn put(&mut self, presence: Presence, there: bool) {
        match presence {
            Presence::Unit(unit) if there => _ = self.units.insert(unit),
            Presence::Unit(unit) => _ = self.units.remove(&unit),
            Presence::Slice(period, span) if there => _ = self.periods.insert((period, span)),
            Presence::Slice(period, span) => _ = self.periods.remove(&(period, span)),
            Presence::Planned(..) => {}
        }
    }

    fn holds(&self, presence: Presence) -> bool {
        match presence {
            Presence::Unit(unit) => self.units.contains(&unit),
            Presence::Slice(period, span) => self.periods.contains(&(period, span)),
            Presence::Planned(..) => false,
        }
    }

    /// Adds the cells of an area or a period.
    fn extend_by(&self, presence: Presence, cells: &mut BTreeSet<ValueKey>) {
        match presence {
            Presence::Unit(unit) => cells.extend(self.periods.iter().map(|p| at(unit, *p))),
            Presence::Slice(period, span) => {
                cells.extend(self.units.iter().map(|unit| at(*unit, (period, span))));
            }
            Presence::Planned(..) => {}
        }
    }

    /// Whether an area is asked in a period.
    #[must_use]
    pub fn has(&self, key: ValueKey) -> bool {
        self.units.contains(&key.area) && self.periods.contains(&(key.period, key.span))
    }

    /// Every area in every period, and whatever a target asks for.
    #[must_use]
    pub fn cells(&self, by_targets: &TargetCells) -> BTreeSet<ValueKey> {
        let areas = self.units.iter();
        let all = areas.flat_map(|area| self.periods.iter().map(|period| at(*area, *period)));
        let asked = by_targets.iter();
        let asked = asked.flat_map(|(period, areas)| areas.iter().map(|area| at(*area, *period)));
        all.chain(asked).collect()
    }
}

/// The cells that are asked by one of two and not by the other.
fn differing(one: &Places, other: &Places) -> BTreeSet<ValueKey> {
    let mut cells = BTreeSet::new();
    for (these, those) in [(one, other), (other, one)] {
        let units = these.units.difference(&those.units);
        cells.extend(units.flat_map(|area| these.periods.iter().map(|p| at(*area, *p))));
        let periods = these.periods.difference(&those.periods);
        cells.extend(periods.flat_map(|p| these.units.iter().map(|area| at(*area, *p))));
    }
    cells
}

/// An area in a period.
pub const fn at(area: UnitId, (period, span): (Period, Span)) -> ValueKey {
    ValueKey { area, period, span }
}

/// Whether a KPI is asked of an area: a rank only of those of its level.
pub fn ranks_area(kind: &KpiKind, areas: &AreaRegister, area: UnitId) -> bool {
    kind.ranking()
        .is_none_or(|ranking| areas.unit(area).level == ranking.level)
}

/// One more or one less; whether that is the first or was the last.
fn step<K: Ord>(counts: &mut BTreeMap<K, usize>, key: K, came: bool) -> bool {
    match counts.get_mut(&key) {
        None if came => counts.insert(key, 1).is_none(),
        None => false,
        Some(1) if !came => counts.remove(&key).is_some(),
        Some(count) => {
            *count = if came { *count + 1 } else { *count - 1 };
            false
        }
    }
}

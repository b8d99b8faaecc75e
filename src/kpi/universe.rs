//! Which area, period and span combinations a KPI is answered for.

use crate::model::{
    AreaRegister, Frequency, Kpi, KpiKind, MeasureValue, Period, Span, Target, UnitId, in_force,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The values of one measure.
type Cells<'a> = BTreeMap<(UnitId, Period, Span), &'a Arc<MeasureValue>>;

/// Measures of one boundary, found by name, area, period and span.
#[derive(Default)]
pub struct Measures<'a> {
    by_measure: BTreeMap<&'a str, Cells<'a>>,
}

impl<'a> Measures<'a> {
    /// Indexes values that all stand on one boundary.
    pub fn new(values: impl IntoIterator<Item = &'a Arc<MeasureValue>>) -> Measures<'a> {
        let mut by_measure: BTreeMap<&str, BTreeMap<_, _>> = BTreeMap::new();
        for value in values {
            by_measure
                .entry(&value.measure)
                .or_default()
                .insert((value.area, value.period, value.span), value);
        }
        Measures { by_measure }
    }

    /// A value.
    #[must_use]
    pub fn get(
        &self,
        measure: &str,
        area: UnitId,
        period: Period,
        span: Span,
    ) -> Option<&'a Arc<MeasureValue>> {
        self.by_measure
            .get(measure)?
            .get(&(area, period, span))
            .copied()
    }

    /// Puts a value in its place, or takes it away, and says whether there was one.
    pub fn set(
        &mut self,
        measure: &'a str,
        key: (UnitId, Period, Span),
        value: Option<&'a Arc<MeasureValue>>,
    ) -> bool {
        let cells = self.by_measure.entry(measure).or_default();
        match value {
            Some(value) => cells.insert(key, value).is_some(),
            None => cells.remove(&key).is_some(),
        }
    }

    /// Every value of a measure.
    pub fn of(&self, measure: &str) -> impl Iterator<Item = &'a MeasureValue> {
        self.by_measure
            .get(measure)
            .into_iter()
            .flat_map(BTreeMap::values)
            .map(|v: &&'a Arc<MeasureValue>| (*v).as_ref())
    }
}

/// Whether a target of a year binds a cell: the year itself, and its months to date where the KPI
/// says how they are judged.
fn binds(target: &Target, kpi: &Kpi, period: Period, span: Span) -> bool {
    match span {
        Span::Period => target.binds(period),
        Span::Ytd => kpi.pace.is_some() && target.binds(period.of_year()),
        Span::Rolling12 => false,
    }
}

/// The unit of a boundary that a target is for: the place that its code meant at the end of its
/// first period, under whatever name and code it has on the boundary. `None` where that place is
/// not on the boundary as it was.
#[must_use]
pub fn area_of(target: &Target, areas: &AreaRegister, boundary: NaiveDate) -> Option<UnitId> {
    areas.same_place(
        areas.by_code(&target.area_code, target.period_from.end())?,
        boundary,
    )
}

/// The targets that bind a cell on a boundary: only those of the very same place, never of one that
/// merely has its code, and of those the ones [in force](in_force).
pub fn binding<'t>(
    targets: &'t [Target],
    kpi: &Kpi,
    areas: &AreaRegister,
    area: UnitId,
    (period, span): (Period, Span),
    known: impl Fn(&Target) -> bool,
) -> impl Iterator<Item = (usize, &'t Target)> {
    // Any day on which the unit is valid tells whether it is that place.
    let day = areas.unit(area).valid_from;
    let binds = |t: &Target| {
        t.kpi == kpi.id && binds(t, kpi, period, span) && area_of(t, areas, day) == Some(area)
    };
    let bound: Vec<(usize, &Target)> = targets
        .iter()
        .enumerate()
        .filter(|(_, t)| binds(t) && known(t))
        .collect();
    // Months to date are judged by the target of their year.
    let period = if span == Span::Ytd {
        period.of_year()
    } else {
        period
    };
    let stands = in_force(&bound.iter().map(|(_, t)| *t).collect::<Vec<_>>(), period);
    bound
        .into_iter()
        .zip(stands)
        .filter_map(|(one, stands)| stands.then_some(one))
}

/// Whether a KPI is asked of an area: a rank only of those of its level.
fn ranked(kind: &KpiKind, areas: &AreaRegister, area: UnitId) -> bool {
    kind.ranking()
        .is_none_or(|ranking| areas.unit(area).level == ranking.level)
}

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
pub fn presences(
    kpi: &Kpi,
    measure: &str,
    (unit, period, span): (UnitId, Period, Span),
) -> impl Iterator<Item = Presence> {
    let plan = kpi.kind.plan() == Some(measure);
    let planned = plan.then_some(Presence::Planned(period.frequency(), span));
    [Presence::Unit(unit), Presence::Slice(period, span)]
        .into_iter()
        .chain(planned)
}

/// How many figures there are for each area and period of a KPI.
#[derive(Default)]
pub struct Universe {
    counts: BTreeMap<Presence, usize>,
}

impl Universe {
    /// Of all values.
    pub fn new(kpi: &Kpi, measures: &Measures<'_>) -> Universe {
        let mut universe = Universe::default();
        for measure in kpi.kind.measures() {
            for value in measures.of(measure) {
                universe.count(kpi, measure, (value.area, value.period, value.span), true);
            }
        }
        universe
    }

    /// Counts a value that came or went, and says whether an area, a period or a frequency of plans
    /// did so with it.
    pub fn count(
        &mut self,
        kpi: &Kpi,
        measure: &str,
        key: (UnitId, Period, Span),
        came: bool,
    ) -> bool {
        let mut turned = false;
        for presence in presences(kpi, measure, key) {
            turned |= step(&mut self.counts, presence, came);
        }
        turned
    }

    /// Every area with any figure for the KPI, in every period that has one for any area, and
    /// whatever a target asks for.
    ///
    /// Attainment is answered for the frequencies at which plans are made: a month is not held
    /// against a year's plan.
    pub fn cells(
        &self,
        kpi: &Kpi,
        targets: &[Target],
        areas: &AreaRegister,
        boundary: NaiveDate,
    ) -> BTreeSet<(UnitId, Period, Span)> {
        let of_plan = kpi.kind.plan().is_some();
        let paced = |span: Span| kpi.pace.is_some() && span == Span::Ytd;
        let planned = |period: Period, span| {
            self.counts
                .contains_key(&Presence::Planned(period.frequency(), span))
        };
        let (mut units, mut periods) = (Vec::new(), Vec::new());
        for presence in self.counts.keys() {
            match *presence {
                Presence::Unit(unit) if ranked(&kpi.kind, areas, unit) => units.push(unit),
                Presence::Slice(period, span)
                    if !of_plan || planned(period, span) || paced(span) =>
                {
                    periods.push((period, span));
                }
                _ => {}
            }
        }
        let mut cells: BTreeSet<(UnitId, Period, Span)> = units
            .iter()
            .flat_map(|unit| periods.iter().map(|(period, span)| (*unit, *period, *span)))
            .collect();
        cells.extend(asked_by_targets(kpi, targets, areas, boundary));
        cells
    }
}

/// The cells that targets ask for, whether or not there is a figure.
pub fn asked_by_targets(
    kpi: &Kpi,
    targets: &[Target],
    areas: &AreaRegister,
    boundary: NaiveDate,
) -> BTreeSet<(UnitId, Period, Span)> {
    let mut cells = BTreeSet::new();
    for target in targets.iter().filter(|t| t.kpi == kpi.id) {
        let Some(unit) = area_of(target, areas, boundary) else {
            continue;
        };
        let mut period = target.period_to;
        while period >= target.period_from {
            if target.binds(period) {
                cells.insert((unit, period, Span::Period));
            }
            period = period.before();
        }
    }
    cells
}

/// One more or one less; whether that is the first or was the last.
fn step<K: Ord>(counts: &mut BTreeMap<K, usize>, key: K, came: bool) -> bool {
    let count = counts.get(&key).copied().unwrap_or(0);
    match (came, count) {
        (true, n) => counts.insert(key, n + 1).is_none(),
        (false, 0 | 1) => counts.remove(&key).is_some(),
        (false, n) => counts.insert(key, n - 1).is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::kind::Growth;
    use crate::model::{AreaUnit, Bilingual, Dec, TargetOp};

    #[test]
    fn a_superseded_target_binds_only_where_its_successor_does_not() {
        let unit = AreaUnit {
            code: "01".into(),
            name_vi: String::new(),
            name_en: String::new(),
            level: "province".into(),
            parent_code: String::new(),
            valid_from: NaiveDate::MIN,
            valid_to: None,
            aliases: vec![],
        };
        let areas = AreaRegister::new(vec![unit], vec![]);
        let target = |id: &str, from: i32, to: i32, supersedes: &str| Target {
            id: id.into(),
            kpi: "growth".into(),
            area_code: "01".into(),
            period_from: Period::Year(from),
            period_to: Period::Year(to),
            op: TargetOp::Ge,
            value: Dec::ZERO,
            value_unit: "ratio".into(),
            plan: String::new(),
            tolerance: Dec::ZERO,
            legal_basis: String::new(),
            decided_on: None,
            valid_from: None,
            supersedes: supersedes.into(),
            note: String::new(),
        };
        let targets = [
            target("old", 2019, 2021, ""),
            target("new", 2020, 2020, "old"),
            target("own", 2020, 2020, ""),
        ];
        let kind = KpiKind::Growth(Growth {
            measure: "firms".into(),
        });
        let growth = Kpi {
            id: "growth".into(),
            title: Bilingual::default(),
            kind,
            pace: None,
            small_base: None,
            outlier: None,
            coverage: None,
            pipeline: "p".into(),
        };
        let ids = |year: i32, known: &dyn Fn(&Target) -> bool| -> Vec<&str> {
            let cell = (Period::Year(year), Span::Period);
            binding(&targets, &growth, &areas, UnitId(0), cell, known)
                .map(|(_, t)| t.id.as_str())
                .collect()
        };
        assert_eq!(ids(2019, &|_| true), ["old"]);
        assert_eq!(ids(2020, &|_| true), ["new", "own"]);
        assert_eq!(ids(2021, &|_| true), ["old"]);
        assert_eq!(
            ids(2020, &|t| t.id != "new"),
            ["old", "own"],
            "not superseded before that was decided"
        );
    }
}

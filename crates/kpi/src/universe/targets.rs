//! Which targets bind a cell, and which cells they ask for.

use chiso_model::{AreaRegister, Kpi, Period, Span, Target, UnitId, ValueKey, in_force};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Whether a target of a year binds a cell: the year itself, and its months to date where the KPI
/// says how they are judged.
fn stands_for(target: &Target, kpi: &Kpi, period: Period, span: Span) -> bool {
    match span {
        Span::Period => target.stands_for(period),
        Span::Ytd => kpi.pace.is_some() && target.stands_for(period.of_year()),
        Span::Rolling12 => false,
    }
}

/// The units of a boundary that a target is for: every area of its level, or the place that its
/// code meant in its first period, under whatever name and code it has on the boundary.
/// None where that place is not on the boundary as it was.
#[must_use]
pub fn areas_of(target: &Target, areas: &AreaRegister, boundary: NaiveDate) -> Vec<UnitId> {
    if target.area_level.is_empty() {
        return target
            .unit(areas)
            .and_then(|unit| areas.same_place(unit, boundary))
            .into_iter()
            .collect();
    }
    areas
        .units_on(boundary)
        .filter(|(_, unit)| unit.level == target.area_level)
        .map(|(id, _)| id)
        .collect()
}

/// Whether a target is for a unit that is on the boundary.
fn is_for(target: &Target, areas: &AreaRegister, area: UnitId) -> bool {
    let unit = areas.unit(area);
    if target.area_level.is_empty() {
        // Any day on which the unit is valid shows whether it is that place.
        areas_of(target, areas, unit.valid_from) == [area]
    } else {
        unit.level == target.area_level
    }
}

/// The cells that targets ask for, by period.
pub type TargetCells = BTreeMap<(Period, Span), BTreeSet<UnitId>>;

/// The targets of one KPI in a register, by their places there, found by what they are for and by the
/// day on which they were decided.
pub struct KpiTargets {
    of_level: BTreeMap<String, Vec<usize>>,
    of_place: BTreeMap<UnitId, Vec<usize>>,
    /// Those that were decided on a known day, by that day.
    decided: Vec<(NaiveDate, usize)>,
}

impl KpiTargets {
    /// From a register.
    pub fn new(kpi: &Kpi, targets: &[Target], areas: &AreaRegister) -> KpiTargets {
        let mut found = KpiTargets {
            of_level: BTreeMap::new(),
            of_place: BTreeMap::new(),
            decided: Vec::new(),
        };
        for (i, target) in targets.iter().enumerate().filter(|(_, t)| t.kpi == kpi.id) {
            #[cfg(test)]
            crate::work::done();
            found.decided.extend(target.decided_on.map(|day| (day, i)));
            if !target.area_level.is_empty() {
                let level = found.of_level.entry(target.area_level.clone());
                level.or_default().push(i);
            } else if let Some(unit) = target.unit(areas) {
                let place = found.of_place.entry(areas.place(unit));
                place.or_default().push(i);
            }
        }
        found.decided.sort_unstable();
        found
    }

    /// The places of those that were decided after a day, up to another one.
    pub fn decided(&self, after: NaiveDate, until: NaiveDate) -> impl Iterator<Item = usize> {
        let before = self.decided.partition_point(|(day, _)| *day <= after);
        let since = self.decided.iter().skip(before);
        since
            .take_while(move |(day, _)| *day <= until)
            .map(|(_, i)| *i)
    }

    /// Those for an area, in the order of the register.
    fn of<'t>(
        &self,
        (targets, areas): (&'t [Target], &AreaRegister),
        area: UnitId,
    ) -> Vec<(usize, &'t Target)> {
        let level = self.of_level.get(areas.unit(area).level.as_str());
        let place = self.of_place.get(&areas.place(area));
        let both = level.into_iter().chain(place).flatten();
        let both = both.filter_map(|i| Some((*i, targets.get(*i)?)));
        let mut found: Vec<_> = both.filter(|(_, t)| is_for(t, areas, area)).collect();
        found.sort_by_key(|(i, _)| *i);
        found
    }

    /// The targets that bind a cell on a boundary: those of its level, and those of the same place,
    /// not of one that only has its code; of both the ones [in force](in_force).
    pub fn binding<'t>(
        &self,
        kpi: &Kpi,
        (targets, areas): (&'t [Target], &AreaRegister),
        ValueKey { area, period, span }: ValueKey,
        known: impl Fn(&Target) -> bool,
    ) -> Vec<(usize, &'t Target)> {
        let mut bound = self.of((targets, areas), area);
        bound.retain(|(_, t)| stands_for(t, kpi, period, span) && known(t));
        // Months to date are judged by the target of their year.
        let period = if span == Span::Ytd {
            period.of_year()
        } else {
            period
        };
        let all: Vec<&Target> = bound.iter().map(|(_, t)| *t).collect();
        let stands = in_force(&all, period).into_iter();
        let bound = bound.into_iter().zip(stands);
        bound
            .filter_map(|(one, stands)| stands.then_some(one))
            .filter(|(_, target)| target.binds(period))
            .collect()
    }

    /// The cells that they ask for, whether or not there is a figure.
    pub fn cells(
        &self,
        kpi: &Kpi,
        (targets, areas): (&[Target], &AreaRegister),
        boundary: NaiveDate,
    ) -> TargetCells {
        let mut cells = TargetCells::new();
        let all = self.of_level.values().chain(self.of_place.values());
        for target in all.flatten().filter_map(|i| targets.get(*i)) {
            let named = std::iter::successors(Some(target.period_to), |p| Some(p.before()))
                .take_while(|p| *p >= target.period_from);
            let asked = |p: &Period| target.binds(*p) && kpi.exists_in(*p, Span::Period);
            let units = areas_of(target, areas, boundary);
            for period in named.filter(asked) {
                let cell = cells.entry((period, Span::Period)).or_default();
                cell.extend(units.iter().copied());
            }
        }
        cells.retain(|_, areas| !areas.is_empty());
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chiso_model::kind::Growth;
    use chiso_model::{AreaUnit, Bilingual, Dec, KpiKind, TargetOp};

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
            area_level: String::new(),
            period_from: Period::Year(from),
            period_to: Period::Year(to),
            op: TargetOp::Ge,
            value: Dec::ZERO,
            high: None,
            path: None,
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
            comparison: chiso_model::kind::Comparison::default(),
        });
        let growth = Kpi {
            id: "growth".into(),
            title: Bilingual::default(),
            kind,
            pace: None,
            small_base: None,
            outlier: None,
            coverage: None,
            contributions: None,
            members: vec![],
            pipeline: "p".into(),
        };
        let ids = |year: i32, known: &dyn Fn(&Target) -> bool| -> Vec<&str> {
            let cell = ValueKey {
                area: UnitId(0),
                period: Period::Year(year),
                span: Span::Period,
            };
            let of_kpi = KpiTargets::new(&growth, &targets, &areas);
            let bound = of_kpi.binding(&growth, (&targets, &areas), cell, known);
            bound.iter().map(|(_, t)| t.id.as_str()).collect()
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

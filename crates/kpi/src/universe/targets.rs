//! Which targets bind a cell, and which cells they ask for.

use chiso_model::{AreaRegister, Kpi, Period, Span, Target, UnitId, ValueKey, in_force};
use chrono::NaiveDate;
use std::collections::BTreeSet;

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

/// The targets that bind a cell on a boundary: those of its level, and those of the same place, not
/// of one that only has its code; of both the ones [in force](in_force).
pub fn binding<'t>(
    targets: &'t [Target],
    kpi: &Kpi,
    areas: &AreaRegister,
    area: UnitId,
    (period, span): (Period, Span),
    known: impl Fn(&Target) -> bool,
) -> impl Iterator<Item = (usize, &'t Target)> {
    let there =
        |t: &Target| t.kpi == kpi.id && stands_for(t, kpi, period, span) && is_for(t, areas, area);
    let bound: Vec<(usize, &Target)> = targets
        .iter()
        .enumerate()
        .filter(|(_, t)| there(t) && known(t))
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
        .filter(move |(_, target)| target.binds(period))
}

/// The cells that targets ask for, whether or not there is a figure.
pub fn asked_by_targets(
    kpi: &Kpi,
    targets: &[Target],
    areas: &AreaRegister,
    boundary: NaiveDate,
) -> BTreeSet<ValueKey> {
    let mut cells = BTreeSet::new();
    for target in targets.iter().filter(|t| t.kpi == kpi.id) {
        for area in areas_of(target, areas, boundary) {
            let named = std::iter::successors(Some(target.period_to), |p| Some(p.before()))
                .take_while(|p| *p >= target.period_from);
            let asked = |p: &Period| target.binds(*p) && kpi.exists_in(*p, Span::Period);
            cells.extend(named.filter(asked).map(|period| ValueKey {
                area,
                period,
                span: Span::Period,
            }));
        }
    }
    cells
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

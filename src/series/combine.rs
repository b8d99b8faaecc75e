//! Cells of a measure → one value per unit of a boundary, from the highest-ranked source that has it.
//!
//! Sums run only along recorded relations between units, so a region or the country never enters a sum of provinces.
//! Sources are not mixed within one sum.

use crate::model::{AreaRegister, Cell, Dec, Figure, Flag, Function, Measure, MeasureValue, Period, Reason, Span, UnitId};
use crate::series::{BoundaryMap, Composition};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Cells of one period by rank of their source and day of their areas, then by unit.
type BySource<'a> = BTreeMap<(usize, NaiveDate), BTreeMap<UnitId, &'a Cell>>;

/// Brings the cells of `measure` onto the units of `boundary`, in order of area, period and span.
///
/// A value that cannot be made is still returned, with its reasons, when some of its inputs exist:
/// `boundary_break` when a figure would have to be divided, or is not one that can be added up (only sums and counts are);
/// `value_missing` when parts are missing.
#[must_use]
pub fn on_boundary(measure: &Measure, cells: &[Cell], areas: &AreaRegister, boundary: NaiveDate) -> Vec<MeasureValue> {
    let mut maps: BTreeMap<NaiveDate, BoundaryMap> = BTreeMap::new();
    let mut groups: BTreeMap<(Period, Span), BySource<'_>> = BTreeMap::new();
    for cell in cells.iter().filter(|c| c.measure == measure.id) {
        let Some(rank) = measure.sources.iter().position(|s| s.dataset == cell.dataset) else { continue };
        maps.entry(cell.area_date).or_insert_with(|| BoundaryMap::between(areas, cell.area_date, boundary));
        groups.entry((cell.period, cell.span)).or_default().entry((rank, cell.area_date)).or_default().insert(cell.area, cell);
    }
    let mut values: BTreeMap<(String, Period, Span), MeasureValue> = BTreeMap::new();
    for ((period, span), by_source) in groups {
        for ((rank, date), by_unit) in by_source {
            // A mean, an extreme or a number of different things is not the sum of those of its parts.
            let additive = measure.sources.get(rank).is_some_and(|s| matches!(s.value.function, Function::Sum | Function::Count));
            let Some(map) = maps.get(&date) else { continue };
            for (unit, composition) in map.iter() {
                let Some(value) = compose(unit, composition, &by_unit, additive, (date, boundary)) else { continue };
                let key = (areas.unit(unit).code.clone(), period, span);
                match values.entry(key) {
                    Entry::Vacant(place) => _ = place.insert(value),
                    Entry::Occupied(mut held) if held.get().dataset == value.dataset => settle(held.get_mut(), value),
                    // The highest rank that has the figure is used, even when that forces a refusal.
                    Entry::Occupied(mut held) if lacking(held.get()) && !lacking(&value) => _ = held.insert(value),
                    Entry::Occupied(_) => {}
                }
            }
        }
    }
    values.into_values().collect()
}

/// There is no figure, and no other reason than that.
fn lacking(value: &MeasureValue) -> bool {
    value.figure.value.is_none() && value.figure.reasons.iter().all(|r| matches!(r, Reason::ValueMissing | Reason::Suppressed))
}

/// One dataset gives a figure for the same unit twice, once by the areas of one day and once by those of another:
/// the same figure is used once, different ones are a conflict.
fn settle(held: &mut MeasureValue, other: MeasureValue) {
    if lacking(&other) {
        return;
    }
    if lacking(held) {
        *held = other;
        return;
    }
    let says = |v: &MeasureValue| (v.figure.value, v.figure.unit.clone(), v.figure.basis.clone());
    if says(held) != says(&other) {
        held.figure.reasons.insert(Reason::SourceConflict);
        held.figure.value = None;
    }
    held.figure.source_ids.extend(other.figure.source_ids);
    held.figure.deliveries.extend(other.figure.deliveries);
    held.parts.extend(other.parts);
}

/// The value of one unit from the cells of its parts; `None` when no part has a cell.
fn compose(
    unit: UnitId,
    composition: &Composition,
    by_unit: &BTreeMap<UnitId, &Cell>,
    additive: bool,
    (date, boundary): (NaiveDate, NaiveDate),
) -> Option<MeasureValue> {
    let present: Vec<&Cell> = composition.parts.iter().filter_map(|p| by_unit.get(p).copied()).collect();
    let first = *present.first()?;
    let mut figure = first.figure.clone();
    for cell in &present[1..] {
        add(&mut figure, &cell.figure);
    }
    if present.len() < composition.parts.len() {
        figure.reasons.insert(Reason::ValueMissing);
    }
    if composition.divided || (composition.parts.len() > 1 && !additive) {
        figure.reasons.insert(Reason::BoundaryBreak);
    }
    if !figure.reasons.is_empty() {
        figure.value = None;
    }
    if composition.approximate {
        figure.flags.insert(Flag::BoundaryApproximate);
    }
    if composition.parts.len() > 1 {
        figure.flags.insert(Flag::BoundaryRebased);
    }
    Some(MeasureValue {
        measure: first.measure.clone(),
        dataset: first.dataset.clone(),
        area: unit,
        boundary,
        period: first.period,
        span: first.span,
        figure,
        parts: composition.parts.iter().map(|p| (*p, date)).collect(),
        pieces: vec![],
    })
}

/// Adds a figure to a sum: the weakest status and plan stage, the latest publication, every flag and reason.
fn add(sum: &mut Figure, other: &Figure) {
    join(sum, other, Dec::checked_add);
}

/// Puts a figure together with another one, whose value is added or taken off. Roundings add up either way.
pub(super) fn join(sum: &mut Figure, other: &Figure, put: fn(Dec, Dec) -> Option<Dec>) {
    if sum.unit != other.unit {
        sum.reasons.insert(Reason::UnitMismatch);
    }
    if sum.basis != other.basis {
        sum.reasons.insert(Reason::BasisMismatch);
    }
    if sum.scheme.is_empty() {
        sum.scheme.clone_from(&other.scheme);
    } else if !other.scheme.is_empty() && sum.scheme != other.scheme {
        sum.reasons.insert(Reason::DefinitionBreak);
    }
    sum.value = match (sum.value, other.value) {
        (Some(a), Some(b)) => put(a, b),
        _ => None,
    };
    if sum.value.is_none() && sum.reasons.is_empty() && other.reasons.is_empty() {
        sum.reasons.insert(Reason::ValueMissing);
    }
    sum.plan_stage = sum.plan_stage.min(other.plan_stage);
    sum.status = sum.status.min(other.status);
    sum.rounding = sum.rounding.checked_add(other.rounding).unwrap_or(sum.rounding);
    sum.known_from = sum.known_from.max(other.known_from);
    sum.source_ids.extend(other.source_ids.iter().cloned());
    sum.deliveries.extend(other.deliveries.iter().cloned());
    sum.flags.extend(&other.flags);
    sum.reasons.extend(&other.reasons);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Aggregate, AreaUnit, Bilingual, MeasureSource, Relation, RelationKind, Status};
    use std::collections::BTreeSet;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// 1 and 2 became 3 on 1 July 2025.
    fn merged() -> AreaRegister {
        let unit = |code: &str, from: &str, to: Option<&str>| AreaUnit {
            code: code.into(),
            name_vi: String::new(),
            name_en: String::new(),
            level: "province".into(),
            parent_code: String::new(),
            valid_from: day(from),
            valid_to: to.map(day),
            aliases: vec![],
        };
        let merge = |from: &str| Relation {
            date: day("2025-07-01"),
            kind: RelationKind::Merge,
            from_code: from.into(),
            to_code: "3".into(),
            note: String::new(),
        };
        let units = vec![unit("1", "2004-01-01", Some("2025-06-30")), unit("2", "2004-01-01", Some("2025-06-30")), unit("3", "2025-07-01", None)];
        AreaRegister::new(units, vec![merge("1"), merge("2")])
    }

    /// The sum over both areas on the new boundary: value, scheme and reasons.
    fn combined(function: Function, schemes: [&str; 2]) -> String {
        let areas = merged();
        let value = Aggregate { function, column: "n".into() };
        let source = MeasureSource { dataset: "d".into(), value, filter: None, prefer: None, parts: None, corrections: true, list: false };
        let measure = Measure { id: "m".into(), title: Bilingual::default(), sources: vec![source], periods: vec![], breaks: vec![], sum_of: None };
        let cell = |code: &str, value: i64, scheme: &str| Cell {
            measure: "m".into(),
            dataset: "d".into(),
            area: areas.by_code(code, day("2024-12-31")).unwrap(),
            area_date: day("2024-12-31"),
            period: Period::Year(2024),
            span: Span::Period,
            figure: Figure {
                value: Some(Dec::from_int(value)),
                unit: "n".into(),
                basis: String::new(),
                scheme: scheme.into(),
                plan_stage: None,
                status: Status::Final,
                rounding: Dec::ZERO,
                known_from: "2025-05-01T00:00:00Z".parse().unwrap(),
                source_ids: BTreeSet::new(),
                deliveries: BTreeSet::new(),
                flags: BTreeSet::new(),
                reasons: BTreeSet::new(),
            },
        };
        let values = on_boundary(&measure, &[cell("1", 40, schemes[0]), cell("2", 50, schemes[1])], &areas, day("2025-07-01"));
        let figure = &values[0].figure;
        let value = figure.value.map_or_else(|| "-".to_owned(), |v| v.to_string());
        format!("{value} {} {}", figure.scheme, crate::model::join(&figure.reasons)).trim_end().to_owned()
    }

    #[test]
    fn sums_and_counts_add_up_and_means_do_not() {
        assert_eq!(combined(Function::Sum, ["", ""]), "90");
        assert_eq!(combined(Function::Count, ["", ""]), "90");
        assert_eq!(combined(Function::Mean, ["", ""]), "-  boundary_break");
    }

    #[test]
    fn figures_of_different_schemes_are_no_sum() {
        assert_eq!(combined(Function::Sum, ["", "2020"]), "90 2020");
        assert_eq!(combined(Function::Sum, ["2019", "2020"]), "- 2019 definition_break");
    }
}

//! Cells of a measure in one period → the value of a unit of a boundary, from the highest-ranked
//! source that has it.
//!
//! Sums run only along recorded relations between units, so a region or the country never enters a
//! sum of provinces. Sources are not mixed within one sum.

use crate::model::{
    AreaRegister, Cell, Dec, Figure, Flag, Function, Measure, MeasureValue, Period, Reason, Series,
    Span, StatementKey, UnitId,
};
use crate::series::weigh::{OnDay, Weights, made_from, weigh};
use crate::series::{BoundaryMap, Composition};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Cells of one period by rank of their source and day of their areas, then by unit.
pub type BySource<'a> = BTreeMap<(usize, NaiveDate), BTreeMap<UnitId, &'a Cell>>;

/// Brings figures of a measure onto the units of a boundary, whatever the day of their own.
pub struct BoundaryMapping<'a> {
    measure: &'a Measure,
    boundary: NaiveDate,
    maps: BTreeMap<NaiveDate, BoundaryMap>,
}

impl<'a> BoundaryMapping<'a> {
    /// From the units of some days.
    #[must_use]
    pub fn new(
        measure: &'a Measure,
        areas: &AreaRegister,
        boundary: NaiveDate,
        days: impl IntoIterator<Item = NaiveDate>,
    ) -> BoundaryMapping<'a> {
        let days: BTreeSet<NaiveDate> = days.into_iter().collect();
        BoundaryMapping {
            measure,
            boundary,
            maps: days
                .into_iter()
                .map(|day| (day, BoundaryMap::between(areas, day, boundary)))
                .collect(),
        }
    }

    /// The boundary day.
    #[must_use]
    pub const fn boundary(&self) -> NaiveDate {
        self.boundary
    }

    /// The place of a dataset among the measure's sources.
    #[must_use]
    pub fn rank(&self, dataset: &str) -> Option<usize> {
        self.measure
            .sources
            .iter()
            .position(|s| s.dataset == dataset)
    }

    /// What a unit of the boundary is made of, of the units of a day.
    #[must_use]
    pub fn parts(&self, day: NaiveDate, unit: UnitId) -> Option<&BTreeSet<UnitId>> {
        self.maps.get(&day)?.composition(unit).map(|c| &c.parts)
    }

    /// The units of the boundary that a unit of some day is part of.
    pub fn wholes(&self, day: NaiveDate, part: UnitId) -> impl Iterator<Item = UnitId> + '_ {
        let of = move |(unit, c): (UnitId, &Composition)| c.parts.contains(&part).then_some(unit);
        self.maps
            .get(&day)
            .into_iter()
            .flat_map(move |map| map.iter().filter_map(of))
    }

    /// The value of one unit of the boundary in one period, from the highest-ranked source that has
    /// it; `None` when no source says anything. What other datasets, and other statements of a
    /// dataset, have of it stands in [`MeasureValue::others`].
    ///
    /// A value that cannot be made is still returned, with its reasons, when some of its inputs
    /// exist: `boundary_break` when a figure would have to be divided, or is not one that can be
    /// added up (only sums and counts are) and no weights are given; `value_missing` when parts are
    /// missing.
    #[must_use]
    pub fn value(
        &self,
        unit: UnitId,
        by_source: &BySource<'_>,
        mut weights: Option<&mut Weights<'_>>,
    ) -> Option<MeasureValue> {
        let mut datasets: BTreeMap<usize, Vec<MeasureValue>> = BTreeMap::new();
        for ((rank, day), by_unit) in by_source {
            // A mean, an extreme or a number of different things is not the sum of those of its
            // parts.
            let additive = self
                .measure
                .sources
                .get(*rank)
                .is_some_and(|s| matches!(s.value.function, Function::Sum | Function::Count));
            let Some(composition) = self.maps.get(day).and_then(|map| map.composition(unit)) else {
                continue;
            };
            let weights = weights.as_deref_mut().map(|w| w.on(*day));
            let how = if let Some(weights) = weights {
                Joining::Weighted(weights)
            } else {
                Joining::of(additive)
            };
            let by_statement = |key: Option<&StatementKey>| {
                compose(
                    unit,
                    composition,
                    &PartCells { by_unit, key },
                    how,
                    (*day, self.boundary),
                )
            };
            let Some(value) = by_statement(None) else {
                continue;
            };
            let of_dataset = datasets.entry(*rank).or_default();
            match of_dataset.first_mut() {
                None => of_dataset.push(value),
                Some(held) => settle(held, value),
            }
            for key in statements(composition, by_unit) {
                let Some(value) = by_statement(Some(key)).filter(|v| v.figure.value.is_some())
                else {
                    continue;
                };
                match of_dataset[1..]
                    .iter_mut()
                    .find(|held| held.series.statement == *key)
                {
                    None => of_dataset.push(value),
                    Some(held) => settle(held, value),
                }
            }
        }
        // The highest rank that has the figure is used, even when that forces a refusal.
        let chosen = |of: &Vec<MeasureValue>| of.first().is_some_and(|v| !lacking(v));
        let place = datasets
            .iter()
            .find(|(_, of)| chosen(of))
            .or_else(|| datasets.iter().next())
            .map(|(rank, _)| *rank)?;
        let mut used = datasets.remove(&place)?;
        let head = used.remove(0);
        datasets.insert(place, used);
        let others = datasets
            .into_values()
            .flatten()
            .filter(|v| v.figure.value.is_some() && !v.same_series(&head));
        let others = others.map(Arc::new).collect();
        Some(MeasureValue { others, ..head })
    }
}

/// The statements that the parts of a unit have besides those chosen.
fn statements<'c>(
    composition: &Composition,
    by_unit: &BTreeMap<UnitId, &'c Cell>,
) -> Vec<&'c StatementKey> {
    let cells: Vec<&Cell> = composition
        .parts
        .iter()
        .filter_map(|p| by_unit.get(p).copied())
        .collect();
    let mut found: Vec<&StatementKey> = Vec::new();
    let mixed = cells
        .windows(2)
        .any(|pair| pair[0].statement != pair[1].statement);
    if !mixed && cells.iter().all(|c| c.others.is_empty()) {
        return found;
    }
    for key in cells
        .iter()
        .flat_map(|c| std::iter::once(&c.statement).chain(c.others.iter().map(|o| &o.key)))
    {
        if !found.contains(&key) && (mixed || cells.iter().any(|c| c.statement != *key)) {
            found.push(key);
        }
    }
    found
}

/// The cells of the parts of a unit, by one statement or each by the one that was chosen for it.
struct PartCells<'p, 'c> {
    by_unit: &'p BTreeMap<UnitId, &'c Cell>,
    key: Option<&'p StatementKey>,
}

impl<'c> PartCells<'_, 'c> {
    fn of(&self, unit: UnitId) -> Option<(&'c Cell, &'c Figure)> {
        let cell = self.by_unit.get(&unit).copied()?;
        match self.key {
            None => Some((cell, &cell.figure)),
            Some(key) if cell.statement == *key => Some((cell, &cell.figure)),
            Some(key) => cell
                .others
                .iter()
                .find(|o| o.key == *key)
                .map(|o| (cell, &o.figure)),
        }
    }
}

/// Brings the cells of `measure` onto the units of `boundary`, in order of area, period and span;
/// each as [`BoundaryMapping::value`] says.
#[must_use]
pub fn on_boundary(
    measure: &Measure,
    cells: &[Cell],
    areas: &AreaRegister,
    boundary: NaiveDate,
    mut weights: Option<&mut Weights<'_>>,
) -> Vec<MeasureValue> {
    let own = || cells.iter().filter(|c| c.measure == measure.id);
    let rebase = BoundaryMapping::new(measure, areas, boundary, own().map(|c| c.area_date));
    let mut slices: BTreeMap<(Period, Span), BySource<'_>> = BTreeMap::new();
    for cell in own() {
        let Some(rank) = rebase.rank(&cell.dataset) else {
            continue;
        };
        slices
            .entry((cell.period, cell.span))
            .or_default()
            .entry((rank, cell.area_date))
            .or_default()
            .insert(cell.area, cell);
    }
    let units: BTreeSet<UnitId> = rebase
        .maps
        .values()
        .flat_map(|map| map.iter().map(|(unit, _)| unit))
        .collect();
    let mut values: BTreeMap<(String, Period, Span), MeasureValue> = BTreeMap::new();
    for ((period, span), by_source) in slices {
        for unit in &units {
            if let Some(value) = rebase.value(*unit, &by_source, weights.as_deref_mut()) {
                values.insert((areas.unit(*unit).code.clone(), period, span), value);
            }
        }
    }
    values.into_values().collect()
}

/// There is no figure, and no other reason than that.
fn lacking(value: &MeasureValue) -> bool {
    value.figure.value.is_none()
        && value.figure.reasons.iter().all(|r| {
            matches!(
                r,
                Reason::ValueMissing | Reason::Suppressed | Reason::Quarantined
            )
        })
}

/// One dataset gives a figure for the same unit twice, once by the areas of one day and once by
/// those of another: the same figure is used once, different ones are a conflict.
fn settle(held: &mut MeasureValue, other: MeasureValue) {
    if lacking(&other) {
        return;
    }
    if lacking(held) {
        *held = other;
        return;
    }
    let says = |v: &MeasureValue| {
        (
            v.figure.value,
            v.figure.unit.clone(),
            v.figure.basis.clone(),
        )
    };
    if says(held) != says(&other) {
        held.figure.reasons.insert(Reason::SourceConflict);
        held.figure.value = None;
    }
    // One statement of the whole period is enough.
    if !other.figure.flags.contains(&Flag::ToDate) {
        held.figure.flags.remove(&Flag::ToDate);
    }
    held.figure.source_ids.extend(other.figure.source_ids);
    held.figure.deliveries.extend(other.figure.deliveries);
    held.parts.extend(other.parts);
}

/// How the figures of several units become one.
#[derive(Clone, Copy)]
enum Joining<'a> {
    Sum,
    Weighted(&'a OnDay),
    Never,
}

impl Joining<'_> {
    const fn of(additive: bool) -> Self {
        if additive {
            Joining::Sum
        } else {
            Joining::Never
        }
    }
}

/// The value of one unit from the cells of its parts; `None` when no part has a cell.
fn compose(
    unit: UnitId,
    composition: &Composition,
    parts: &PartCells<'_, '_>,
    how: Joining<'_>,
    (date, boundary): (NaiveDate, NaiveDate),
) -> Option<MeasureValue> {
    let present: Vec<(&Cell, &Figure)> = composition
        .parts
        .iter()
        .filter_map(|p| parts.of(*p))
        .collect();
    let (first, figure) = *present.first()?;
    let mut figure = figure.clone();
    for (_, other) in &present[1..] {
        add(&mut figure, other);
    }
    if present.len() < composition.parts.len() {
        figure.reasons.insert(Reason::ValueMissing);
    }
    let merged = composition.parts.len() > 1;
    if composition.divided || (merged && matches!(how, Joining::Never)) {
        figure.reasons.insert(Reason::BoundaryBreak);
    }
    let made = match how {
        Joining::Weighted(weights) if merged => {
            Some(weigh(&mut figure, &composition.parts, &present, weights))
        }
        _ => None,
    };
    let made_from = made.as_ref().map_or_else(String::new, made_from);
    if !figure.reasons.is_empty() {
        figure.value = None;
    }
    if composition.approximate {
        figure.flags.insert(Flag::BoundaryApproximate);
    }
    if composition.parts.len() > 1 {
        figure.flags.insert(Flag::BoundaryRebased);
    }
    let statement = match parts.key {
        Some(key) => key.clone(),
        None => StatementKey::of_sum(
            &present
                .iter()
                .map(|(cell, _)| (cell.area.0.to_string(), &cell.statement))
                .collect::<Vec<_>>(),
        ),
    };
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
        made: made.map(Arc::new),
        series: Series {
            statement,
            made_from,
            ..Series::default()
        },
        others: vec![],
    })
}

/// Adds a figure to a sum: the weakest status and plan stage, the latest publication, every flag
/// and reason.
fn add(sum: &mut Figure, other: &Figure) {
    join(sum, other, Dec::checked_add);
}

/// Puts a figure together with another one, whose value is added or taken off. Roundings add up
/// either way.
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
    sum.rounding = sum
        .rounding
        .checked_add(other.rounding)
        .unwrap_or(sum.rounding);
    sum.known_from = sum.known_from.max(other.known_from);
    sum.source_ids.extend(other.source_ids.iter().cloned());
    sum.deliveries.extend(other.deliveries.iter().cloned());
    sum.flags.extend(&other.flags);
    sum.reasons.extend(&other.reasons);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Aggregate, AreaUnit, Bilingual, MeasureSource, Period, Relation, RelationKind, Span, Status,
    };

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
        let units = vec![
            unit("1", "2004-01-01", Some("2025-06-30")),
            unit("2", "2004-01-01", Some("2025-06-30")),
            unit("3", "2025-07-01", None),
        ];
        AreaRegister::new(units, vec![merge("1"), merge("2")])
    }

    /// The sum over both areas on the new boundary: value, scheme and reasons.
    fn combined(function: Function, schemes: [&str; 2]) -> String {
        let areas = merged();
        let value = Aggregate {
            function,
            column: "n".into(),
        };
        let source = MeasureSource {
            dataset: "d".into(),
            value,
            filter: None,
            prefer: None,
            parts: None,
            corrections: true,
            list: false,
        };
        let measure = Measure {
            id: "m".into(),
            title: Bilingual::default(),
            sources: vec![source],
            periods: vec![],
            over_time: None,
            breaks: vec![],
            real: None,
            weight: None,
            sum_of: None,
            splices: vec![],
        };
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
            statement: StatementKey::default(),
            others: vec![],
        };
        let cells = [cell("1", 40, schemes[0]), cell("2", 50, schemes[1])];
        let rebase = BoundaryMapping::new(&measure, &areas, day("2025-07-01"), [day("2024-12-31")]);
        let by_unit = cells.iter().map(|c| (c.area, c)).collect();
        let unit = areas.by_code("3", day("2025-07-01")).unwrap();
        let figure = rebase
            .value(
                unit,
                &BTreeMap::from([((0, day("2024-12-31")), by_unit)]),
                None,
            )
            .unwrap()
            .figure;
        let value = figure
            .value
            .map_or_else(|| "-".to_owned(), |v| v.to_string());
        format!(
            "{value} {} {}",
            figure.scheme,
            crate::model::join(&figure.reasons)
        )
        .trim_end()
        .to_owned()
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
        assert_eq!(
            combined(Function::Sum, ["2019", "2020"]),
            "- 2019 definition_break"
        );
    }
}

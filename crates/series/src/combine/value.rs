//! The value of one unit, of all sources and statements that have it.

use crate::Composition;
use crate::combine::compose::{Joining, PartCells, compose};
use crate::combine::mapping::{BoundaryMapping, ByPeriods, BySource};
use crate::combine::part_cells::WorkedOutParts;
use crate::weigh::Weights;
use chiso_model::{Cell, Flag, Function, MeasureValue, Reason, StatementKey, UnitId, unit_adds_up};
use std::collections::BTreeMap;
use std::sync::Arc;

impl BoundaryMapping<'_> {
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
        by_periods: &mut ByPeriods<'_>,
    ) -> Option<MeasureValue> {
        let mut datasets: BTreeMap<usize, Vec<MeasureValue>> = BTreeMap::new();
        for ((rank, day), by_unit) in by_source {
            let Some(composition) = self.composition(*day, unit) else {
                continue;
            };
            let how = match weights.as_deref_mut() {
                Some(weights) => Joining::Weighted(weights.on(*day)),
                None => self.joining(*rank, composition, by_unit),
            };
            let adds_up = matches!(how, Joining::Sum) && !self.measure.periods.is_empty();
            let parts_of = adds_up.then_some(&composition.parts);
            let others = WorkedOutParts::new((*rank, *day), (parts_of, by_unit), by_periods);
            let by_unit = &*others.with(&composition.parts, by_unit);
            let by_statement = |key: Option<&StatementKey>| {
                let parts = PartCells { by_unit, key };
                let mut value = compose(unit, composition, &parts, how, (*day, self.boundary))?;
                value.made = value
                    .made
                    .or_else(|| others.made((composition, *day), &parts));
                if self.existence.in_part(unit, (value.period, value.span)) {
                    value.figure.flags.insert(Flag::ExistsInPart);
                }
                Some(value)
            };
            let Some(chosen) = by_statement(None) else {
                continue;
            };
            let of_dataset = datasets.entry(*rank).or_default();
            take_chosen(of_dataset, chosen);
            for key in statements(composition, by_unit) {
                if let Some(value) = by_statement(Some(key)).filter(|v| v.figure.value.is_some()) {
                    take_statement(of_dataset, value, key);
                }
            }
        }
        best_of(datasets)
    }

    /// How figures of a source are put together. A mean, an extreme or a number of different things
    /// is not the sum of those of its parts.
    fn joining(
        &self,
        rank: usize,
        composition: &Composition,
        cells: &BTreeMap<UnitId, &Cell>,
    ) -> Joining<'static> {
        let parts = || composition.parts.iter().filter_map(|part| cells.get(part));
        if parts().any(|cell| self.measure.is_extreme((cell.period, cell.span))) {
            return Joining::Never;
        }
        let source = self.measure.sources.get(rank);
        let function = source.map(|s| s.value.function);
        // Criteria of one area add up to its score, and the scores of two areas to nothing.
        let amounts = || parts().all(|cell| unit_adds_up(&cell.figure.unit));
        match function {
            Some(Function::Sum) if amounts() => Joining::Sum,
            Some(Function::Count) => Joining::Sum,
            _ => Joining::Never,
        }
    }
}

/// Takes in what was chosen of a dataset on another day.
fn take_chosen(of_dataset: &mut Vec<MeasureValue>, value: MeasureValue) {
    match of_dataset.first_mut() {
        None => of_dataset.push(value),
        Some(held) => settle(held, value),
    }
}

/// Takes in what a statement of a dataset has, behind what was chosen of it.
fn take_statement(of_dataset: &mut Vec<MeasureValue>, value: MeasureValue, key: &StatementKey) {
    match of_dataset[1..]
        .iter_mut()
        .find(|held| held.series.statement == *key)
    {
        None => of_dataset.push(value),
        Some(held) => settle(held, value),
    }
}

/// The value of the highest rank, with all others of it that have a figure.
fn best_of(mut datasets: BTreeMap<usize, Vec<MeasureValue>>) -> Option<MeasureValue> {
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
/// those of another: the same figure is used once, different ones are a conflict. A figure that its
/// source withholds elsewhere is not used.
fn settle(held: &mut MeasureValue, other: MeasureValue) {
    if withholds(&other, held) {
        *held = other;
        return;
    }
    if lacking(&other) || withholds(held, &other) {
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
    held.figure.source_ids.merge(&other.figure.source_ids);
    held.figure.deliveries.merge(&other.figure.deliveries);
    held.parts.extend(other.parts);
}

/// Whether a source withholds the very figure that it states by the areas of another day, and has
/// not stated it since. A merged area is another thing than its parts.
fn withholds(withheld: &MeasureValue, figure: &MeasureValue) -> bool {
    let (no, stated) = (&withheld.figure, &figure.figure);
    let unmerged = withheld.parts.len() == 1 && figure.parts.len() == 1;
    lacking(withheld)
        && no.reasons.contains(&Reason::Suppressed)
        && unmerged
        && no.known_from >= stated.known_from
        && !no.source_ids.is_disjoint(&stated.source_ids)
}

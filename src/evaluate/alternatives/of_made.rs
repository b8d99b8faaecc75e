//! What measures that are made from others would have been by another source of the measures behind
//! them.

use crate::evaluate::alternatives::not_used::{AlternativeFigures, AlternativeSource, choice};
use crate::evaluate::inputs::{Inputs, cells_of, values_of};
use crate::evaluate::results::{Computed, WhyNotUsed};
use crate::model::{Cell, Measure, MeasureValue, MeasureValueKey};
use crate::rollup::AlternativeCell;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Why a source was not used, its declared rank, and the cells that it gives of each measure.
type GivenCells<'a> = (WhyNotUsed, Option<i32>, BTreeMap<&'a str, Vec<Cell>>);

impl<'a> AlternativeFigures<'a> {
    /// Takes in the figures of measures that are made from others, by each source that any measure
    /// behind them has and that was not used everywhere. It is put in at once for all of these of
    /// which it has the same place, wherever it has cells.
    pub(super) fn of_made(&mut self, inputs: Inputs<'a>, computed: &Computed) {
        // Mostly nobody asks.
        let used = LazyCell::new(|| -> BTreeMap<MeasureValueKey<'_>, &MeasureValue> {
            let values = computed.values.iter();
            values
                .map(|v| (MeasureValueKey::of(v), v.as_ref()))
                .collect()
        });
        for measure in inputs.measures.iter().filter(|m| m.derived.is_some()) {
            let behind: Vec<&Measure> = measure.behind(inputs.measures);
            let cells: BTreeMap<&str, Vec<Cell>> = { behind.iter() }
                .map(|m| (m.id.as_str(), cells_of(inputs, m)))
                .collect();
            for (from, (why, rank, given)) in givers(inputs, &behind, &cells) {
                let all: Vec<Cell> = { cells.iter() }
                    .flat_map(|(id, own)| given.get(id).unwrap_or(own).iter().cloned())
                    .collect();
                for value in values_of(inputs, measure, &all) {
                    let held = used.get(&MeasureValueKey::of(&value));
                    if differs(&value, held.copied()) {
                        self.put(measure, from.clone(), (why, rank, value));
                    }
                }
            }
        }
    }
}

/// Whether there is a figure, and another one than the one used.
fn differs(value: &Arc<MeasureValue>, used: Option<&MeasureValue>) -> bool {
    let same = |used: &MeasureValue| used.exact() == value.exact() && used.figure == value.figure;
    value.figure.value.is_some() && used.is_some_and(|used| !same(used))
}

/// The sources of some measures that were not used everywhere, each with the cells that it gives.
fn givers<'a>(
    inputs: Inputs<'a>,
    behind: &[&'a Measure],
    cells: &BTreeMap<&str, Vec<Cell>>,
) -> BTreeMap<AlternativeSource, GivenCells<'a>> {
    let mut givers: BTreeMap<AlternativeSource, GivenCells<'a>> = BTreeMap::new();
    for measure in behind {
        let all = cells
            .get(measure.id.as_str())
            .map_or(&[][..], Vec::as_slice);
        let datasets: BTreeSet<&str> = all.iter().map(|c| c.dataset.as_str()).collect();
        for (place, source) in measure.sources.iter().enumerate() {
            let own = { all.iter() }.filter(|c| c.dataset == source.dataset);
            let name = |source_id: &str, variant: &str| {
                let (id, variant) = (source_id.to_owned(), variant.to_owned());
                (place, source.dataset.clone(), id, variant)
            };
            if datasets.len() > 1 && datasets.contains(source.dataset.as_str()) {
                let held = givers.entry(name("", ""));
                let held = held.or_insert((WhyNotUsed::Dataset, None, BTreeMap::new()));
                held.2.insert(&measure.id, own.clone().cloned().collect());
            }
            let table = inputs.tables.get(&source.dataset);
            let others = table.map(|rolled| rolled.others(&measure.id, place, inputs.as_of));
            let mut by_giver: BTreeMap<AlternativeSource, Vec<AlternativeCell>> = BTreeMap::new();
            for other in others.into_iter().flatten() {
                let giver = by_giver.entry(name(&other.source_id, &other.variant));
                giver.or_default().push(other);
            }
            for (giver, others) in by_giver {
                let Some(first) = others.first() else {
                    continue;
                };
                let why = (choice(first.fate), first.rank, BTreeMap::new());
                let held = givers.entry(giver).or_insert(why);
                let at = |c: &Cell| (c.area, c.area_date, c.period, c.span);
                let given = own.clone().map(|c| (at(c), c.clone()));
                let given = given.chain(others.into_iter().map(|o| (at(&o.cell), o.cell)));
                let given: BTreeMap<_, Cell> = given.collect();
                held.2.insert(&measure.id, given.into_values().collect());
            }
        }
    }
    givers
}

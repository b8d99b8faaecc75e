//! Figures that were not used: those of other datasets of a measure, and of other sources within
//! one.

use crate::evaluate::alternatives::places_of_cells::PlacesOfCells;
use crate::evaluate::inputs::{Inputs, cells_of, values_of};
use crate::evaluate::results::{Computed, WhyNotUsed};
use crate::model::{Cell, Measure, MeasureValue, MeasureValueKey, Operand, Period, Score, Span};
use crate::rollup::{AlternativeCell, Fate};
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Who would have given a figure: place of the dataset in the measure, dataset, source, variant.
pub(super) type AlternativeSource = (usize, String, String, String);

/// A figure, why it was not used, and its declared rank.
pub(super) type AlternativeFigure = (WhyNotUsed, Option<i32>, Arc<MeasureValue>);

/// Figures that were not used, by what they are of and who gives them.
#[derive(Default)]
pub(super) struct AlternativeFigures<'a> {
    pub(super) figures:
        BTreeMap<MeasureValueKey<'a>, BTreeMap<AlternativeSource, AlternativeFigure>>,
}

impl<'a> AlternativeFigures<'a> {
    pub(super) fn new(inputs: Inputs<'a>, computed: &Computed) -> AlternativeFigures<'a> {
        let mut stock = AlternativeFigures::default();
        // Mostly nobody asks.
        let used = LazyCell::new(|| -> BTreeSet<MeasureValueKey<'_>> {
            let values = computed.values.iter();
            values.map(|v| MeasureValueKey::of(v)).collect()
        });
        for measure in inputs.measures {
            let datasets = measure.sources.iter().map(|s| s.dataset.as_str());
            let several = datasets.collect::<BTreeSet<_>>().len() > 1;
            let others: Vec<Vec<AlternativeCell>> = measure
                .sources
                .iter()
                .enumerate()
                .map(|(place, source)| {
                    let table = inputs.tables.get(&source.dataset);
                    table.map_or_else(Vec::new, |rolled| {
                        rolled.others(&measure.id, place, inputs.as_of)
                    })
                })
                .collect();
            if !several && others.iter().all(Vec::is_empty) {
                continue;
            }
            let cells = cells_of(inputs, measure);
            let datasets: BTreeSet<&str> = cells.iter().map(|c| c.dataset.as_str()).collect();
            for (place, others) in others.iter().enumerate() {
                if datasets.len() > 1 || !others.is_empty() {
                    stock.of_dataset(inputs, (measure, place), &cells, others, &used);
                }
            }
        }
        stock.of_made(inputs, computed);
        stock
    }

    /// A dataset's own figures, and those of its sources that were not used.
    fn of_dataset(
        &mut self,
        inputs: Inputs<'a>,
        (measure, place): (&'a Measure, usize),
        cells: &[Cell],
        others: &[AlternativeCell],
        used: &BTreeSet<MeasureValueKey<'_>>,
    ) {
        let Some(source) = measure.sources.get(place) else {
            return;
        };
        let alone = Measure {
            sources: vec![source.clone()],
            ..measure.clone()
        };
        let own: Vec<Cell> = cells
            .iter()
            .filter(|c| c.dataset == source.dataset)
            .cloned()
            .collect();
        // Weights are what they are, no matter who gives the figures.
        let behind: Vec<Cell> = measure
            .behind(inputs.measures)
            .into_iter()
            .skip(1)
            .flat_map(|m| cells_of(inputs, m))
            .collect();
        let values_with = |own: Vec<Cell>| {
            let all: Vec<Cell> = own.into_iter().chain(behind.iter().cloned()).collect();
            values_of(inputs, &alone, &all)
        };
        let values = values_with(own.clone());
        if measure.sources.len() > 1 {
            self.put_own(measure, place, &values, used);
        }
        let own_values: BTreeMap<MeasureValueKey<'_>, &MeasureValue> = values
            .iter()
            .map(|v| (MeasureValueKey::of(v), v.as_ref()))
            .collect();
        for ((source_id, variant), others) in by_giver(others) {
            let (id, variant) = (source_id.to_owned(), variant.to_owned());
            let from = (place, source.dataset.clone(), id, variant);
            let given = values_with(replaced(measure, &own, &others));
            self.put_given(measure, &from, given, &others, &own_values);
        }
    }

    /// Takes in the figures of a dataset as a whole, where another one has been used.
    fn put_own(
        &mut self,
        measure: &'a Measure,
        place: usize,
        values: &[Arc<MeasureValue>],
        used: &BTreeSet<MeasureValueKey<'_>>,
    ) {
        for value in values
            .iter()
            .filter(|v| v.figure.value.is_some() && used.contains(&MeasureValueKey::of(v)))
        {
            self.put(
                measure,
                (
                    place,
                    value.dataset.to_string(),
                    String::new(),
                    String::new(),
                ),
                (WhyNotUsed::Dataset, None, Arc::clone(value)),
            );
        }
    }

    /// Takes in the figures of a source that differ from those of its dataset.
    fn put_given(
        &mut self,
        measure: &'a Measure,
        from: &AlternativeSource,
        given: Vec<Arc<MeasureValue>>,
        others: &[&AlternativeCell],
        own: &BTreeMap<MeasureValueKey<'_>, &MeasureValue>,
    ) {
        let stated = PlacesOfCells::new(others.iter().map(|o| &o.cell));
        for value in given {
            let same = own
                .get(&MeasureValueKey::of(&value))
                .is_some_and(|own| own.figure == value.figure);
            if same || value.figure.value.is_none() {
                continue;
            }
            if let Some(first) = stated.first_behind(&value).and_then(|at| others.get(at)) {
                let figure = (choice(first.fate), first.rank, value);
                self.put(measure, from.clone(), figure);
            }
        }
    }

    pub(super) fn put(
        &mut self,
        measure: &'a Measure,
        from: AlternativeSource,
        figure: AlternativeFigure,
    ) {
        let key = MeasureValueKey {
            measure: measure.id.as_str(),
            ..MeasureValueKey::of(&figure.2)
        };
        self.figures.entry(key).or_default().insert(from, figure);
    }

    pub(super) fn known<'s>(
        &'s self,
        score: &Score,
        o: &'s Operand,
    ) -> Option<&'s BTreeMap<AlternativeSource, AlternativeFigure>> {
        self.figures.get(&MeasureValueKey::of_operand(score, o))
    }
}

/// Cells by the source that gives them, and the variant.
fn by_giver(others: &[AlternativeCell]) -> BTreeMap<(&str, &str), Vec<&AlternativeCell>> {
    let mut givers: BTreeMap<(&str, &str), Vec<&AlternativeCell>> = BTreeMap::new();
    for other in others {
        givers
            .entry((&other.source_id, &other.variant))
            .or_default()
            .push(other);
    }
    givers
}

pub(super) const fn choice(fate: Fate) -> WhyNotUsed {
    match fate {
        Fate::Conflict => WhyNotUsed::Conflict,
        Fate::NotPreferred => WhyNotUsed::Preference,
        _ => WhyNotUsed::Rank,
    }
}

/// The cells of a dataset with those of other statements in their place. Only periods that may be
/// touched are kept: a figure of another period is what it was.
fn replaced(measure: &Measure, own: &[Cell], others: &[&AlternativeCell]) -> Vec<Cell> {
    let at = |c: &Cell| (c.area, c.area_date, c.period, c.span);
    let instead: BTreeMap<_, &Cell> = others.iter().map(|o| (at(&o.cell), &o.cell)).collect();
    let periods: BTreeSet<(Period, Span)> = others
        .iter()
        .map(|o| (o.cell.period, o.cell.span))
        .collect();
    // Where periods are worked out from each other, any of them may be touched.
    let touched = |c: &&Cell| !measure.periods.is_empty() || periods.contains(&(c.period, c.span));
    let mut cells: BTreeMap<_, Cell> = own
        .iter()
        .filter(touched)
        .map(|c| (at(c), c.clone()))
        .collect();
    cells.extend(instead.into_iter().map(|(at, cell)| (at, cell.clone())));
    cells.into_values().collect()
}

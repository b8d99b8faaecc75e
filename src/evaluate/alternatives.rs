//! What verdicts would have been had another figure been chosen: of another dataset of the measure,
//! of another source within the dataset, or of an earlier vintage that is as settled as the figure
//! it is compared with.
//!
//! All statements of a figure are kept and one is used, by declared rank. A reader who knows
//! another one wants to see what hangs on the choice. A source is put in wherever it has the
//! figure, for all operands of the measure at once, as if it had been ranked first; targets, the
//! pace of earlier years and the other areas of a ranking stay. Nothing here changes a verdict.

use crate::evaluate::history::History;
use crate::evaluate::inputs::{Inputs, broken_measures, cells_of, settings, values_of};
use crate::evaluate::results::{Alternative, Computed, WhyNotUsed};
use crate::kpi::{Measures, WithAlternatives};
use crate::model::{
    Cell, Flag, Measure, MeasureValue, Operand, Period, Role, Score, Span, Status, UnitId,
};
use crate::rollup::{AlternativeCell, Fate};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Who would have given a figure: dataset, source, variant.
type AlternativeSource = (usize, String, String);
/// A figure, why it was not used, and its declared rank.
type AlternativeFigure = (WhyNotUsed, Option<i32>, Arc<MeasureValue>);
type FigurePlace = (UnitId, NaiveDate, Period, Span);
type ValueKey<'a> = (&'a str, FigurePlace);

/// Figures that were not used, by what they are of and who gives them.
#[derive(Default)]
struct AlternativeFigures<'a> {
    figures:
        BTreeMap<&'a str, BTreeMap<FigurePlace, BTreeMap<AlternativeSource, AlternativeFigure>>>,
}

/// What every score would have been by the other figures that there are.
#[must_use]
pub fn alternatives(
    inputs: Inputs<'_>,
    computed: &Computed,
    history: &History,
) -> Vec<Alternative> {
    let stock = AlternativeFigures::new(inputs, computed);
    let vintages = Vintages::new(history, computed);
    if stock.figures.is_empty() && vintages.values.is_empty() {
        return Vec::new();
    }
    let broken = broken_measures(inputs);
    let mut found = Vec::new();
    for boundary in inputs.boundaries {
        let on = Measures::new(computed.values.iter().filter(|v| v.boundary == *boundary));
        let setting = settings(inputs, &on, *boundary, &broken);
        let judges: BTreeMap<&str, WithAlternatives<'_>> = inputs
            .kpis
            .iter()
            .map(|k| (k.id.as_str(), WithAlternatives::new(k, setting)))
            .collect();
        for (i, score) in computed
            .scores
            .iter()
            .enumerate()
            .filter(|(_, s)| s.boundary == *boundary)
        {
            let Some(judge) = judges.get(score.kpi.as_str()) else {
                continue;
            };
            found.extend(stock.of(i, score, judge));
            found.extend(vintages.of(i, score, judge, inputs.measures));
        }
    }
    found
}

impl<'a> AlternativeFigures<'a> {
    fn new(inputs: Inputs<'a>, computed: &Computed) -> AlternativeFigures<'a> {
        let mut stock = AlternativeFigures::default();
        let used: BTreeSet<ValueKey<'_>> = computed.values.iter().map(|v| key(v)).collect();
        for measure in inputs.measures {
            let others: Vec<Vec<AlternativeCell>> = measure
                .sources
                .iter()
                .enumerate()
                .map(|(place, source)| {
                    inputs
                        .tables
                        .get(&source.dataset)
                        .map_or_else(Vec::new, |rolled| {
                            rolled.others(&measure.id, place, inputs.as_of)
                        })
                })
                .collect();
            let cells = cells_of(inputs, measure);
            let several = cells
                .iter()
                .map(|c| &c.dataset)
                .collect::<BTreeSet<_>>()
                .len()
                > 1;
            for (place, others) in others
                .iter()
                .enumerate()
                .filter(|(_, others)| several || !others.is_empty())
            {
                stock.of_dataset(inputs, (measure, place), &cells, others, &used);
            }
        }
        stock
    }

    /// Figures that a dataset has by itself, and by sources of it that were not used.
    fn of_dataset(
        &mut self,
        inputs: Inputs<'a>,
        (measure, place): (&'a Measure, usize),
        cells: &[Cell],
        others: &[AlternativeCell],
        used: &BTreeSet<ValueKey<'_>>,
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
        // Weights are what they are, whoever gives the figures.
        let behind: Vec<Cell> = measure
            .behind(inputs.measures)
            .into_iter()
            .skip(1)
            .flat_map(|m| cells_of(inputs, m))
            .collect();
        let with = |own: Vec<Cell>| {
            own.into_iter()
                .chain(behind.iter().cloned())
                .collect::<Vec<_>>()
        };
        let values = values_of(inputs, &alone, &with(own.clone()));
        for value in values.iter().filter(|v| v.figure.value.is_some()) {
            if used.contains(&key(value)) && measure.sources.len() > 1 {
                self.put(
                    measure,
                    (place, String::new(), String::new()),
                    (WhyNotUsed::Dataset, None, Arc::clone(value)),
                );
            }
        }
        let own_values: BTreeMap<ValueKey<'_>, &MeasureValue> =
            values.iter().map(|v| (key(v), v.as_ref())).collect();
        let mut givers: BTreeMap<(&str, &str), Vec<&AlternativeCell>> = BTreeMap::new();
        for other in others {
            givers
                .entry((&other.source_id, &other.variant))
                .or_default()
                .push(other);
        }
        for ((source_id, variant), others) in givers {
            for value in values_of(inputs, &alone, &with(replaced(measure, &own, &others))) {
                let same = own_values
                    .get(&key(&value))
                    .is_some_and(|own| own.figure == value.figure);
                let Some(first) = others
                    .iter()
                    .find(|o| part_of(&o.cell, &value))
                    .filter(|_| !same)
                else {
                    continue;
                };
                if value.figure.value.is_some() {
                    self.put(
                        measure,
                        (place, source_id.to_owned(), variant.to_owned()),
                        (choice(first.fate), first.rank, value),
                    );
                }
            }
        }
    }

    fn put(&mut self, measure: &'a Measure, from: AlternativeSource, figure: AlternativeFigure) {
        let (_, place) = key(&figure.2);
        self.figures
            .entry(&measure.id)
            .or_default()
            .entry(place)
            .or_default()
            .insert(from, figure);
    }

    fn known(
        &self,
        score: &Score,
        o: &Operand,
    ) -> Option<&BTreeMap<AlternativeSource, AlternativeFigure>> {
        self.figures
            .get(o.measure.as_str())?
            .get(&(score.area, score.boundary, o.period, o.span))
    }

    /// What a score would have been by each other source that has a figure for any of its operands.
    fn of(&self, i: usize, score: &Score, judge: &WithAlternatives<'_>) -> Vec<Alternative> {
        let mut givers: BTreeSet<(&str, &AlternativeSource)> = BTreeSet::new();
        for o in &score.operands {
            givers.extend(
                self.known(score, o)
                    .into_iter()
                    .flat_map(BTreeMap::keys)
                    .map(|giver| (o.measure.as_str(), giver)),
            );
        }
        let mut found = Vec::new();
        for (measure, giver) in givers {
            // What is used already is no alternative.
            let is_used = |o: &Operand, v: &MeasureValue| {
                o.found
                    .as_ref()
                    .is_some_and(|used| used.same_series(v) && used.figure == v.figure)
            };
            let given = |o: &Operand| {
                self.known(score, o)
                    .filter(|_| o.measure == measure)?
                    .get(giver)
                    .filter(|(_, _, v)| !is_used(o, v))
            };
            if score.operands.iter().all(|o| given(o).is_none()) {
                continue;
            }
            let operands = score.operands.iter().map(|o| Operand {
                found: given(o)
                    .map(|(_, _, v)| Arc::clone(v))
                    .or_else(|| o.found.clone()),
                ..o.clone()
            });
            let instead = Arc::new(judge.score(score, operands.collect()));
            let (place, source_id, variant) = giver;
            found.extend(
                score
                    .operands
                    .iter()
                    .filter_map(|o| Some((o.role, given(o)?)))
                    .map(|(role, (choice, rank, value))| Alternative {
                        score: i,
                        role,
                        choice: *choice,
                        source_id: source_id.clone(),
                        variant: variant.clone(),
                        dataset_rank: place + 1,
                        rank: *rank,
                        value: Arc::clone(value),
                        instead: Arc::clone(&instead),
                    }),
            );
        }
        found
    }
}

fn key(v: &MeasureValue) -> ValueKey<'_> {
    (&v.measure, (v.area, v.boundary, v.period, v.span))
}

const fn choice(fate: Fate) -> WhyNotUsed {
    match fate {
        Fate::Conflict => WhyNotUsed::Conflict,
        Fate::NotPreferred => WhyNotUsed::Preference,
        _ => WhyNotUsed::Rank,
    }
}

/// Whether a figure is made from a cell.
fn part_of(cell: &Cell, value: &MeasureValue) -> bool {
    let stated = (cell.period, cell.span) == (value.period, value.span);
    let worked_out = value
        .pieces
        .iter()
        .any(|p| (p.period, p.span) == (cell.period, cell.span));
    (stated || worked_out) && value.parts.contains(&(cell.area, cell.area_date))
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

/// Earlier figures of what scores of mixed maturity are compared with.
struct Vintages {
    /// The last one of each status.
    values: BTreeMap<(String, FigurePlace, Status), Arc<MeasureValue>>,
}

/// Operands that are held against each other, the figure of the period first.
const PAIRS: [(Role, Role); 3] = [
    (Role::Current, Role::Base),
    (Role::Part, Role::BasePart),
    (Role::Whole, Role::BaseWhole),
];

impl Vintages {
    fn new(history: &History, computed: &Computed) -> Vintages {
        let mixed = computed
            .scores
            .iter()
            .filter(|s| s.flags.contains(&Flag::VintageMixed));
        let wanted: BTreeSet<ValueKey<'_>> = mixed
            .flat_map(|s| {
                s.operands
                    .iter()
                    .map(move |o| (o.measure.as_str(), (s.area, s.boundary, o.period, o.span)))
            })
            .collect();
        let said = history
            .measures
            .iter()
            .filter(|c| !c.withdrawn && wanted.contains(&key(&c.value)));
        let values = said.map(|c| {
            let v = &c.value;
            (
                (v.measure.clone(), key(v).1, v.figure.status),
                Arc::clone(v),
            )
        });
        Vintages {
            values: values.collect(),
        }
    }

    /// The score with every base as it was known when it was no more settled than the figure of the
    /// period is now.
    fn of(
        &self,
        i: usize,
        score: &Score,
        judge: &WithAlternatives<'_>,
        measures: &[Measure],
    ) -> Vec<Alternative> {
        if !score.flags.contains(&Flag::VintageMixed) {
            return Vec::new();
        }
        let found = |role: Role| {
            score
                .operands
                .iter()
                .find(|o| o.role == role)
                .and_then(|o| Some((o, o.found.as_ref()?)))
        };
        let mut bases: BTreeMap<Role, Arc<MeasureValue>> = BTreeMap::new();
        for (now, then) in PAIRS {
            let (Some((_, now)), Some((operand, base))) = (found(now), found(then)) else {
                continue;
            };
            if now.figure.status == base.figure.status || now.measure != base.measure {
                continue;
            }
            let key = (
                operand.measure.clone(),
                (score.area, score.boundary, operand.period, operand.span),
                now.figure.status,
            );
            let same =
                |v: &&Arc<MeasureValue>| v.figure.value.is_some() && v.dataset == base.dataset;
            let Some(earlier) = self.values.get(&key).filter(same) else {
                return Vec::new();
            };
            bases.insert(then, Arc::clone(earlier));
        }
        let operands = score.operands.iter().map(|o| Operand {
            found: bases.get(&o.role).cloned().or_else(|| o.found.clone()),
            ..o.clone()
        });
        let instead = Arc::new(judge.score(score, operands.collect()));
        let place = |v: &MeasureValue| {
            let sources = measures
                .iter()
                .find(|m| m.id == v.measure)
                .map_or(&[][..], |m| m.sources.as_slice());
            sources
                .iter()
                .position(|s| s.dataset == v.dataset)
                .map_or(0, |i| i + 1)
        };
        let one = |(role, value): (Role, Arc<MeasureValue>)| Alternative {
            score: i,
            role,
            choice: WhyNotUsed::Vintage,
            source_id: crate::model::join(&value.figure.source_ids),
            variant: value.figure.status.as_str().to_owned(),
            dataset_rank: place(&value),
            rank: None,
            value,
            instead: Arc::clone(&instead),
        };
        bases.into_iter().map(one).collect()
    }
}

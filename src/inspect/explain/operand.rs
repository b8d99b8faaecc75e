//! An operand with the sources it was looked for in, its rows, and the figures it was made from.

use crate::inspect::explain::areas::{below, lacking, units};
use crate::inspect::explain::explanation::{ExplainedOperand, ExplainedRow, ExplainedSource};
use crate::inspect::explain::inputs::ExplainInputs;
use crate::inspect::explain::looked::{Looked, looked};
use crate::inspect::explain::members::{lacking_members, separate_extremes};
use crate::inspect::explain::provenance::steps;
use crate::inspect::explain::records::records_of;
use crate::inspect::explain::rows::rows_of;
use crate::inspect::explain::series;
use crate::model::{
    Cell, Dec, Derivation, MadeOf, Making, Measure, MeasureSource, MeasureValue, Operand, Period,
    Span, UnitId, declared_id,
};
use crate::rollup;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) fn operand(
    ground: ExplainInputs<'_>,
    place: (UnitId, NaiveDate),
    operand: &Operand,
) -> ExplainedOperand {
    let measure = ground
        .project
        .measures
        .iter()
        .find(|m| m.id == operand.measure);
    let declared = measure.map_or(&[][..], |m| m.sources.as_slice());
    let summed = below(ground, place, measure);
    let found = operand.found.as_deref();
    let sought = Sought {
        place,
        summed: &summed,
        found,
        pieces: pieces(operand),
    };
    let areas = &ground.registers.areas;
    // Where there is a figure, nothing that it needs is lacking.
    let is_there = found.is_some_and(|v| v.figure.value.is_some());
    let mut asked = Vec::new();
    let mut sources = Vec::new();
    for (i, source) in declared.iter().enumerate() {
        let (looked, rows) = sought.in_dataset(ground, (i + 1, source));
        asked.push(looked);
        if !rows.is_empty() {
            sources.push(ExplainedSource {
                dataset: source.dataset.clone(),
                rank: i + 1,
                used: sought.uses(source),
                lacking_members: { ground.tables.get(&source.dataset) }
                    .filter(|_| !(is_there && sought.uses(source)))
                    .map_or_else(Vec::new, |table| {
                        lacking_members(source, (table, areas), &rows)
                    }),
                separate_extremes: separate_extremes(source, &rows),
                rows,
            });
        }
    }
    ExplainedOperand {
        role: operand.role,
        measure: operand.measure.to_string(),
        period: operand.period,
        span: operand.span,
        found: operand.found.clone(),
        published: found.and_then(|v| published(ground, v)),
        sources,
        asked,
        steps: found.map(|v| steps(areas, v)).unwrap_or_default(),
        lacking: found.map_or_else(Vec::new, |v| lacking(ground, v, &summed)),
        parts: found.map_or_else(Vec::new, |v| parts(ground, v)),
        made_of: match operand.found {
            Some(_) => made_of(ground, operand),
            None => begins_with(ground, place, (measure, operand)),
        },
    }
}

/// The published figure, where another statement than that is used, from which it differs.
fn published(ground: ExplainInputs<'_>, used: &MeasureValue) -> Option<Arc<MeasureValue>> {
    let mut values = ground.computed.values.iter();
    let is_it = |v: &&Arc<MeasureValue>| {
        (v.key(), v.boundary) == (used.key(), used.boundary) && v.measure == used.measure
    };
    let published = values.find(is_it)?;
    let other = !published.same_series(used) && published.differs_from(used);
    other.then(|| published.clone())
}

/// The periods that the figure of an operand was worked out from; its own where it was not.
fn pieces(operand: &Operand) -> Vec<(Period, Span)> {
    let worked_out = operand
        .found
        .as_ref()
        .map_or(&[][..], |v| v.pieces.as_slice());
    if worked_out.is_empty() {
        vec![(operand.period, operand.span)]
    } else {
        worked_out.iter().map(|p| (p.period, p.span)).collect()
    }
}

/// What is looked for in each dataset of a measure.
struct Sought<'a> {
    /// The area, and the boundary.
    place: (UnitId, NaiveDate),
    /// The area, and those below it that are added up.
    summed: &'a [UnitId],
    /// The figure in use.
    found: Option<&'a MeasureValue>,
    pieces: Vec<(Period, Span)>,
}

impl Sought<'_> {
    /// Whether the figure in use is of a dataset.
    fn uses(&self, source: &MeasureSource) -> bool {
        self.found.is_some_and(|v| v.dataset == source.dataset)
    }

    /// Where it was looked for in one of them, and the rows that were found.
    fn in_dataset(
        &self,
        ground: ExplainInputs<'_>,
        (rank, source): (usize, &MeasureSource),
    ) -> (Looked, Vec<ExplainedRow>) {
        let used = self.found.map_or(&[][..], |v| v.parts.as_slice());
        let wanted = (self.summed, self.place.1, used);
        let rows = ground.tables.get(&source.dataset);
        let mut areas: BTreeSet<(UnitId, NaiveDate)> = BTreeSet::new();
        let mut explained = Vec::new();
        if let Some(rows) = rows {
            areas.extend(
                self.pieces
                    .iter()
                    .flat_map(|at| units(ground, &source.dataset, wanted, *at)),
            );
            explained = rows_of(ground, source, rows, wanted, &self.pieces);
            if let Some(found) = self.found.filter(|_| self.uses(source)) {
                series::told_apart(&mut explained, found, |row| {
                    rollup::statement_key(rows, row, source, &found.series.statement.totals)
                });
            }
        }
        let records = records_of(ground, source, (self.summed, self.place.1), &self.pieces);
        areas.extend(records.iter().map(|r| (r.area, r.row.area_date)));
        explained.extend(records);
        // Without any row of the period the unit itself was looked for.
        if areas.is_empty() {
            areas.insert(self.place);
        }
        let looked = looked(
            ground,
            (rank, source),
            areas.into_iter().collect(),
            &self.pieces,
            explained.len(),
        );
        (looked, explained)
    }
}

/// The figures of the units that a figure is the sum of.
fn parts(ground: ExplainInputs<'_>, value: &MeasureValue) -> Vec<(UnitId, Dec)> {
    if value.parts.len() < 2 || value.made.is_some() || !value.pieces.is_empty() {
        return Vec::new();
    }
    let of = (value.measure.as_str(), value.dataset.as_str());
    let cells = ground.lookups.cells(of, (value.period, value.span));
    // The first cell of a unit counts.
    let cells = cells.iter().rev().map(|c| ((c.area, c.area_date), *c));
    let cells: BTreeMap<_, &Cell> = cells.collect();
    let of = |place: &(UnitId, NaiveDate)| {
        let cell = cells.get(place)?;
        let other = cell
            .others
            .iter()
            .find(|o| o.key == value.series.statement)
            .filter(|_| cell.statement != value.series.statement);
        Some((place.0, other.map_or(&cell.figure, |o| &o.figure).value?))
    };
    let found: Option<Vec<_>> = value.parts.iter().map(of).collect();
    found.unwrap_or_default()
}

/// What a figure would be made from, which is not there either.
fn begins_with(
    ground: ExplainInputs<'_>,
    place: (UnitId, NaiveDate),
    (measure, of): (Option<&Measure>, &Operand),
) -> Vec<(MadeOf, ExplainedOperand)> {
    let at = (of.period, of.span);
    let by = measure.and_then(|m| m.derived.as_deref());
    let first = |by: &Derivation, id: &str| {
        let what = by.inputs((id, ""), at).first()?.what;
        let input = Operand {
            measure: id.into(),
            ..of.clone()
        };
        Some((what, operand(ground, place, &input)))
    };
    let firsts = by
        .into_iter()
        .flat_map(|by| by.firsts().into_iter().map(move |id| (by, id)));
    firsts.filter_map(|(by, id)| first(by, id)).collect()
}

/// The figures of other measures behind an operand, each explained like an operand of its own.
fn made_of(ground: ExplainInputs<'_>, of: &Operand) -> Vec<(MadeOf, ExplainedOperand)> {
    let Some(value) = of.found.as_ref() else {
        return Vec::new();
    };
    let explained = |what: MadeOf,
                     measure: &str,
                     (period, span): (Period, Span),
                     found: Option<&Arc<MeasureValue>>| {
        let place = found.map_or((value.area, value.boundary), |v| (v.area, v.boundary));
        let input = Operand {
            role: of.role,
            measure: measure.into(),
            period,
            span,
            found: found.cloned(),
        };
        (what, operand(ground, place, &input))
    };
    let at = (value.period, value.span);
    match value.made.as_deref().map(|m| &m.how) {
        None | Some(Making::OverTime(_)) => Vec::new(),
        Some(Making::Derived { inputs, .. }) => inputs
            .iter()
            .map(|i| explained(i.what, &i.measure, (i.period, i.span), i.found.as_ref()))
            .collect(),
        Some(Making::WeightedMean { weight, parts }) => parts
            .iter()
            .map(|p| explained(MadeOf::Weight, weight, at, p.weight.as_ref()))
            .collect(),
        Some(Making::SumOf(parts)) => {
            let part = |v: &Arc<MeasureValue>| {
                let (ours, theirs) = (declared_id(&value.measure), declared_id(&v.measure));
                let member = ours.0 == theirs.0 && ours.1 != theirs.1;
                let what = if member {
                    MadeOf::Member
                } else {
                    MadeOf::Below
                };
                explained(what, &v.measure, (v.period, v.span), Some(v))
            };
            parts.iter().map(part).collect()
        }
        Some(Making::Value(operands)) => operands
            .iter()
            .map(|of| {
                (
                    MadeOf::Operand,
                    operand(ground, (value.area, value.boundary), of),
                )
            })
            .collect(),
    }
}

//! An operand with the sources it was looked for in, its rows, and the figures it was made from.

use crate::inspect::explain::areas::{below, lacking, units};
use crate::inspect::explain::explanation::{ExplainedOperand, ExplainedSource, MadeOf};
use crate::inspect::explain::inputs::ExplainInputs;
use crate::inspect::explain::looked::looked;
use crate::inspect::explain::provenance::steps;
use crate::inspect::explain::rows::rows_of;
use crate::inspect::explain::series;
use crate::model::{Cell, Dec, Making, MeasureValue, Operand, Period, Span, UnitId};
use crate::rollup;
use chrono::NaiveDate;
use std::collections::BTreeSet;
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
    let used = operand.found.as_ref().map(|v| v.dataset.as_str());
    let summed = below(ground, place, measure);
    let parts_used = operand
        .found
        .as_ref()
        .map_or(&[][..], |v| v.parts.as_slice());
    let worked_out = operand
        .found
        .as_ref()
        .map_or(&[][..], |v| v.pieces.as_slice());
    let pieces = if worked_out.is_empty() {
        vec![(operand.period, operand.span)]
    } else {
        worked_out.iter().map(|p| (p.period, p.span)).collect()
    };
    let mut asked = Vec::new();
    let mut sources = Vec::new();
    for (i, source) in declared.iter().enumerate() {
        let rows = ground.tables.get(&source.dataset);
        let areas: BTreeSet<(UnitId, NaiveDate)> = pieces
            .iter()
            .flat_map(|at| {
                rows.map(|rows| units(ground, rows, (&summed, place.1, parts_used), *at))
                    .unwrap_or_default()
            })
            .collect();
        let mut explained = rows
            .map(|rows| {
                rows_of(
                    ground,
                    source,
                    rows,
                    (&summed, place.1, parts_used),
                    &pieces,
                )
            })
            .unwrap_or_default();
        if let (Some(rows), Some(found)) = (
            rows,
            operand
                .found
                .as_ref()
                .filter(|_| used == Some(source.dataset.as_str())),
        ) {
            series::told_apart(&mut explained, found, |row| {
                rollup::statement_key(rows, row, source)
            });
        }
        // Without any row of the period the unit itself was looked for.
        let areas: Vec<_> = if areas.is_empty() {
            vec![place]
        } else {
            areas.into_iter().collect()
        };
        asked.push(looked(
            (i + 1, source),
            rows,
            (areas, &ground.registers.areas),
            &pieces,
            (explained.len(), ground.kept_aside),
        ));
        if !explained.is_empty() {
            sources.push(ExplainedSource {
                dataset: source.dataset.clone(),
                rank: i + 1,
                used: used == Some(source.dataset.as_str()),
                rows: explained,
            });
        }
    }
    ExplainedOperand {
        role: operand.role,
        measure: operand.measure.clone(),
        period: operand.period,
        span: operand.span,
        found: operand.found.clone(),
        sources,
        asked,
        steps: operand
            .found
            .as_ref()
            .map(|v| steps(&ground.registers.areas, v))
            .unwrap_or_default(),
        lacking: operand
            .found
            .as_ref()
            .map_or_else(Vec::new, |found| lacking(ground, found, &summed)),
        parts: operand
            .found
            .as_ref()
            .map_or_else(Vec::new, |v| parts(ground, v)),
        made_of: made_of(ground, operand),
    }
}

/// The figures of the units that a figure is the sum of.
pub(super) fn parts(ground: ExplainInputs<'_>, value: &MeasureValue) -> Vec<(UnitId, Dec)> {
    let of = |(unit, date): &(UnitId, NaiveDate)| {
        let is_it = |c: &&Cell| {
            (c.area, c.area_date, c.period, c.span) == (*unit, *date, value.period, value.span)
        };
        let cell = ground
            .cells
            .iter()
            .filter(|c| c.measure == value.measure && c.dataset == value.dataset)
            .find(is_it)?;
        let other = cell
            .others
            .iter()
            .find(|o| o.key == value.series.statement)
            .filter(|_| cell.statement != value.series.statement);
        Some((*unit, other.map_or(&cell.figure, |o| &o.figure).value?))
    };
    let found: Option<Vec<_>> = value.parts.iter().map(of).collect();
    found
        .filter(|parts| parts.len() > 1 && value.made.is_none() && value.pieces.is_empty())
        .unwrap_or_default()
}

/// The figures of other measures behind an operand, each explained like an operand of its own.
pub(super) fn made_of(ground: ExplainInputs<'_>, of: &Operand) -> Vec<(MadeOf, ExplainedOperand)> {
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
            measure: measure.to_owned(),
            period,
            span,
            found: found.cloned(),
        };
        (what, operand(ground, place, &input))
    };
    let at = (value.period, value.span);
    match value.made.as_deref().map(|m| &m.how) {
        None => Vec::new(),
        Some(Making::Real {
            nominal,
            index,
            base_index,
            base,
            ..
        }) => {
            let declared = ground
                .project
                .measures
                .iter()
                .find_map(|m| m.real.as_ref().filter(|_| m.id == value.measure));
            let deflator = declared.map_or("", |real| real.deflator.as_str());
            vec![
                explained(MadeOf::Nominal, &nominal.measure, at, Some(nominal)),
                explained(MadeOf::Index, deflator, at, index.as_ref()),
                explained(
                    MadeOf::BaseIndex,
                    deflator,
                    (*base, Span::Period),
                    base_index.as_ref(),
                ),
            ]
        }
        Some(Making::WeightedMean { weight, parts }) => parts
            .iter()
            .map(|p| explained(MadeOf::Weight, weight, at, p.weight.as_ref()))
            .collect(),
    }
}

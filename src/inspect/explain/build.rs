//! From a verdict down to the cells it came from: KPI, formula, operands, boundary steps, sources,
//! rows.

use crate::evaluate::backtests::usual_test;
use crate::evaluate::inputs::of_dataset;
use crate::ingest::REPAIRED;
use crate::inspect::explain::explanation::{
    ExplainedOperand, ExplainedRow, ExplainedSource, Explanation, MadeOf, Needed, Revisions,
};
use crate::inspect::explain::inputs::ExplainInputs;
use crate::inspect::explain::provenance::{Checked, field, looked, steps};
use crate::inspect::explain::{comparability, series};
use crate::kpi::{RevisionUnit, alike, expected};
use crate::model::kind::Formula;
use crate::model::{
    Cell, Dec, Kpi, Making, Measure, MeasureSource, MeasureValue, Operand, Period, Reason, Repair,
    Role, Score, Span, UnitId,
};
use crate::rollup::{self, Row, Rows};
use crate::series::{BoundaryMap, members};
use crate::store::FindingRecord;
use chrono::NaiveDate;
use num_rational::BigRational;
use num_traits::{One, Signed};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Explains a score; `place` is its place among those computed.
#[must_use]
pub fn explain(
    ground: ExplainInputs<'_>,
    kpi: &Kpi,
    (place, score): (usize, &Score),
) -> Explanation {
    let operands = score
        .operands
        .iter()
        .map(|o| operand(ground, (score.area, score.boundary), o))
        .collect();
    Explanation {
        kpi: kpi.clone(),
        score: score.clone(),
        operands,
        needed: needed(ground, kpi, score),
        revisions: revisions(ground, score),
        alternatives: ground
            .computed
            .alternatives
            .iter()
            .filter(|a| a.score == place)
            .cloned()
            .collect(),
        backtest: score
            .in_year
            .as_ref()
            .and_then(|_| usual_test(&ground.computed.backtests, score))
            .cloned(),
        calendar: comparability::calendar(ground, kpi, score),
        union: comparability::union(ground, kpi, score),
        field: field(&kpi.kind, score, ground.values, &ground.registers.areas),
    }
}

fn found(score: &Score, role: Role) -> Option<&MeasureValue> {
    score
        .operands
        .iter()
        .find(|o| o.role == role)?
        .found
        .as_deref()
}

/// What the current figure would have to be for the target of a rate.
fn needed(ground: ExplainInputs<'_>, kpi: &Kpi, score: &Score) -> Option<Needed> {
    let target = ground.registers.targets.get(score.target?)?;
    let Formula::RelativeChange(_, role) = kpi.kind.formula() else {
        return None;
    };
    let wanted = score.in_year.as_ref().map_or_else(
        || target.value.ratio(),
        |y| expected(&kpi.kind, target, &y.share),
    );
    let base = found(score, role)?.exact()?;
    let operand = found(score, Role::Current)?;
    let current = operand.exact().filter(Signed::is_positive)?;
    let figure = base * (wanted + BigRational::one());
    let unit = RevisionUnit::of(operand, &ground.project.measures);
    let revision = if unit == RevisionUnit::Ratio {
        &figure / &current - BigRational::one()
    } else {
        &figure - &current
    };
    Some(Needed {
        figure,
        revision,
        unit,
    })
}

/// Which of its figures a score hangs on: the current one, or the part of a share.
fn judged_by(score: &Score) -> Option<&MeasureValue> {
    found(score, Role::Current).or_else(|| found(score, Role::Part))
}

fn revisions(ground: ExplainInputs<'_>, score: &Score) -> Option<Revisions> {
    if !score.items.is_empty() {
        // It has no figures of its own that could be revised.
        return None;
    }
    let now = judged_by(score)?;
    let (measure, status, known) = (&now.measure, now.figure.status, ground.revised.of(now));
    let mut of_area: BTreeMap<(Period, Span), Vec<&MeasureValue>> = BTreeMap::new();
    let here = |v: &MeasureValue| {
        v.measure == *measure && v.area == score.area && v.boundary == score.boundary
    };
    for change in ground
        .history
        .measures
        .iter()
        .filter(|c| !c.withdrawn && here(&c.value))
    {
        of_area
            .entry((change.value.period, change.value.span))
            .or_default()
            .push(&change.value);
    }
    let revised = |((period, span), said): ((Period, Span), Vec<&MeasureValue>)| {
        let last = *said.last()?;
        let first = said.iter().find(|v| alike(v, last))?.figure.value?;
        let last = last.figure.value?;
        (first != last).then_some((period, span, first, last))
    };
    Some(Revisions {
        measure: measure.clone(),
        status,
        unit: RevisionUnit::of(now, &ground.project.measures),
        sizes: known.map_or_else(Vec::new, |r| r.sizes().to_vec()),
        usual: known.and_then(|r| r.usual()).cloned(),
        of_area: of_area.into_iter().filter_map(revised).collect(),
    })
}

fn operand(
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
fn parts(ground: ExplainInputs<'_>, value: &MeasureValue) -> Vec<(UnitId, Dec)> {
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

/// Every row of a dataset that bears on an operand, with what stands behind it.
fn rows_of(
    ground: ExplainInputs<'_>,
    source: &MeasureSource,
    rows: &Rows,
    wanted: (&[UnitId], NaiveDate, &[(UnitId, NaiveDate)]),
    pieces: &[(Period, Span)],
) -> Vec<ExplainedRow> {
    let corrections = of_dataset(&ground.registers.corrections, &source.dataset);
    let checked = ground
        .project
        .dataset(&source.dataset)
        .map(|dataset| Checked {
            dataset,
            kept_aside: ground.kept_aside,
            findings: ground.findings,
        });
    let mut explained = Vec::new();
    let stated = pieces.iter().flat_map(|at| {
        units(ground, rows, wanted, *at)
            .into_iter()
            .map(move |unit| (unit, *at))
    });
    for ((unit, date), at) in stated {
        let code = &ground.registers.areas.unit(unit).code;
        for traced in rollup::trace(source, rows, corrections, (code, date), at, ground.as_of) {
            let row = traced.row;
            explained.push(ExplainedRow {
                area: unit,
                fate: traced.fate,
                correction: traced.correction,
                repairs: repairs(ground, &source.dataset, &row),
                checks: checked.map(|c| c.of(&row)).unwrap_or_default(),
                dimensions: rows
                    .dimension_names()
                    .map(str::to_owned)
                    .zip(row.dimensions.iter().cloned())
                    .collect(),
                delivery: ground
                    .deliveries
                    .get(&(source.dataset.clone(), row.delivery.clone()))
                    .cloned(),
                row,
            });
        }
    }
    explained
}

/// The repairs through which a row was read.
fn repairs(ground: ExplainInputs<'_>, dataset: &str, row: &Row) -> Vec<Repair> {
    let declared = ground
        .project
        .dataset(dataset)
        .map_or(&[][..], |d| d.repairs.as_slice());
    let applied = |r: &&Repair| {
        let its = |f: &&FindingRecord| {
            f.rule == REPAIRED && f.dataset == dataset && f.delivery == r.delivery
        };
        ground
            .findings
            .iter()
            .filter(its)
            .any(|f| (&f.place.part, f.place.row, &f.place.col) == (&r.part, r.row, &r.col))
    };
    let of_row = |r: &&Repair| r.delivery == row.delivery && r.part == row.part && r.row == row.row;
    declared
        .iter()
        .filter(of_row)
        .filter(applied)
        .cloned()
        .collect()
}

/// An area, and the areas below it whose figures a measure adds up.
fn below(
    ground: ExplainInputs<'_>,
    (area, boundary): (UnitId, NaiveDate),
    measure: Option<&Measure>,
) -> Vec<UnitId> {
    let level = measure.and_then(|m| m.sum_of.as_ref());
    let added =
        level.and_then(|level| members(&ground.registers.areas, level, boundary).remove(&area));
    std::iter::once(area)
        .chain(added.into_iter().flatten())
        .collect()
}

/// Of the areas whose figures are added up those that have none, where one that lacks makes no sum.
fn lacking(ground: ExplainInputs<'_>, found: &MeasureValue, summed: &[UnitId]) -> Vec<UnitId> {
    let map = |date: NaiveDate| BoundaryMap::between(&ground.registers.areas, date, found.boundary);
    let maps: BTreeMap<NaiveDate, BoundaryMap> = found
        .parts
        .iter()
        .map(|(_, date)| (*date, map(*date)))
        .collect();
    let has = |unit: &UnitId| {
        let made_of = |(part, date): &(UnitId, NaiveDate)| {
            maps.get(date)
                .and_then(|m| m.composition(*unit))
                .is_some_and(|c| c.parts.contains(part))
        };
        found.parts.iter().any(made_of)
    };
    let missing = found.figure.reasons.contains(&Reason::ValueMissing);
    summed
        .iter()
        .skip(1)
        .filter(|unit| missing && !has(unit))
        .copied()
        .collect()
}

/// The units, on the days the dataset's rows are read at, that make up the areas of an operand.
fn units(
    ground: ExplainInputs<'_>,
    rows: &Rows,
    (wanted, boundary, used): (&[UnitId], NaiveDate, &[(UnitId, NaiveDate)]),
    (period, span): (Period, Span),
) -> BTreeSet<(UnitId, NaiveDate)> {
    let dates: BTreeSet<NaiveDate> = rows
        .all
        .iter()
        .filter(|r| r.period == period && r.span == span)
        .map(|r| r.area_date)
        .collect();
    let parts = |date: NaiveDate| {
        let map = BoundaryMap::between(&ground.registers.areas, date, boundary);
        wanted
            .iter()
            .filter_map(|unit| map.composition(*unit))
            .flat_map(|c| c.parts.iter().map(|p| (*p, date)))
            .collect::<Vec<_>>()
    };
    let used = used
        .iter()
        .filter(|(_, date)| dates.contains(date))
        .copied()
        .collect::<Vec<_>>();
    dates.into_iter().flat_map(parts).chain(used).collect()
}

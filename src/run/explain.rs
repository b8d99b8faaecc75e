//! From a verdict down to the cells it came from: KPI, formula, operands, boundary steps, sources, rows.

use crate::config::Project;
use crate::ingest::REPAIRED;
use crate::kpi::{Revised, alike, expected};
use crate::model::{
    Correction, CorrectionAction, Dec, Flag, Kpi, KpiKind, MeasureSource, MeasureValue, Operand, Period, Relation, Repair, Role, Score, Span, Status,
    UnitId,
};
use crate::rollup::{self, Fate, Row, Rows};
use crate::run::backing::{Checked, ExplainedCheck, ExplainedDelivery, Looked, field, looked, steps};
use crate::run::compute::of_dataset;
use crate::run::history::History;
use crate::run::quarantine::KeptAside;
use crate::run::registers::Registers;
use crate::series::BoundaryMap;
use crate::store::FindingRecord;
use chrono::{DateTime, NaiveDate, Utc};
use num_rational::BigRational;
use num_traits::One;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything behind one score.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The KPI.
    pub kpi: Kpi,
    /// The score.
    pub score: Score,
    /// Its operands, by role.
    pub operands: Vec<ExplainedOperand>,
    /// The figure that would just reach the target, all else being equal, in the unit of the current one.
    pub needed: Option<Needed>,
    /// What has become of the first figures of the measure in question.
    pub revisions: Option<Revisions>,
    /// The value with operands of one maturity, where those used are of several.
    pub like_for_like: Option<LikeForLike>,
    /// The areas that a rank is a place among, with their figures.
    pub field: Vec<(UnitId, Dec)>,
}

/// A figure that would just reach a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    /// The figure, in the unit of the current one.
    pub figure: BigRational,
    /// By how much the current one would have to be revised for it, as a share of it.
    pub revision: BigRational,
}

/// What has become of the first figures of a measure, with the status of the one in question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revisions {
    /// Measure.
    pub measure: String,
    /// Status.
    pub status: Status,
    /// Sizes of all revisions known on this boundary, ascending, as shares.
    pub sizes: Vec<BigRational>,
    /// The size that nine in ten stayed within, where there are enough.
    pub usual: Option<BigRational>,
    /// Those of the area itself: period, the first figure, the latest one.
    pub of_area: Vec<(Period, Span, Dec, Dec)>,
}

/// A value of operands of one maturity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LikeForLike {
    /// Status of all operands.
    pub status: Status,
    /// The base with that status, as it was known last.
    pub base: Dec,
    /// The value.
    pub value: BigRational,
}

/// One operand and every source that could have given it.
#[derive(Clone, Debug)]
pub struct ExplainedOperand {
    /// Role.
    pub role: Role,
    /// Measure.
    pub measure: String,
    /// Period.
    pub period: Period,
    /// Span.
    pub span: Span,
    /// The value used, if there is one.
    pub found: Option<Arc<MeasureValue>>,
    /// Sources in rank order, those that have rows.
    pub sources: Vec<ExplainedSource>,
    /// Datasets asked in rank order, and what was looked for in each.
    pub asked: Vec<Looked>,
    /// Recorded changes of areas between the days of the parts and the boundary.
    pub steps: Vec<Relation>,
}

/// What one dataset has for an operand.
#[derive(Clone, Debug)]
pub struct ExplainedSource {
    /// Dataset.
    pub dataset: String,
    /// Rank among the sources of the measure, from 1.
    pub rank: usize,
    /// Whether its figure is the one used.
    pub used: bool,
    /// Its rows.
    pub rows: Vec<ExplainedRow>,
}

/// One row of a dataset's table that bears on an operand.
#[derive(Clone, Debug)]
pub struct ExplainedRow {
    /// The unit it is for, on its own day.
    pub area: UnitId,
    /// The row, as published.
    pub row: Row,
    /// What became of it within its dataset.
    pub fate: Fate,
    /// The correction applied to it.
    pub correction: Option<Correction>,
    /// Repairs through which it was read.
    pub repairs: Vec<Repair>,
    /// What the checks of its contract made of it.
    pub checks: Vec<ExplainedCheck>,
    /// The contract's dimensions, by name.
    pub dimensions: Vec<(String, String)>,
    /// The delivery that it stands in.
    pub delivery: Option<ExplainedDelivery>,
}

impl ExplainedRow {
    /// Name of the delivered file.
    #[must_use]
    pub fn file(&self) -> &str {
        self.delivery.as_ref().map_or("", |d| d.file_name.as_str())
    }

    /// The figure that takes part: as corrected, else as published; none when a correction drops it.
    #[must_use]
    pub fn value(&self) -> Option<Dec> {
        match self.correction.as_ref().map(|c| c.action) {
            Some(CorrectionAction::Drop) => None,
            Some(action) => action.value().or(self.row.value),
            None => self.row.value,
        }
    }

    /// Whether it is part of the figure used.
    #[must_use]
    pub fn used(&self, source: &ExplainedSource) -> bool {
        source.used && self.fate == Fate::Used
    }
}

/// What an explanation is made from.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// Project.
    pub project: &'a Project,
    /// Registers.
    pub registers: &'a Registers,
    /// Rows by dataset.
    pub tables: &'a BTreeMap<String, Rows>,
    /// Deliveries, by dataset and id.
    pub deliveries: &'a BTreeMap<(String, String), ExplainedDelivery>,
    /// What conforming had to say, which repairs were applied among it.
    pub findings: &'a [FindingRecord],
    /// What was kept aside.
    pub kept_aside: &'a [KeptAside],
    /// Values of the measures.
    pub values: &'a [Arc<MeasureValue>],
    /// Only what was known by then.
    pub as_of: Option<DateTime<Utc>>,
    /// What the measures have said so far.
    pub history: &'a History,
    /// How much they have been revised.
    pub revised: &'a Revised,
}

/// Explains a score.
#[must_use]
pub fn explain(ground: Ground<'_>, kpi: &Kpi, score: &Score) -> Explanation {
    let operands = score.operands.iter().map(|o| operand(ground, score, o)).collect();
    Explanation {
        kpi: kpi.clone(),
        score: score.clone(),
        operands,
        needed: needed(ground, kpi, score),
        revisions: revisions(ground, score),
        like_for_like: like_for_like(ground, kpi, score),
        field: field(&kpi.kind, score, ground.values, &ground.registers.areas),
    }
}

fn found(score: &Score, role: Role) -> Option<&MeasureValue> {
    score.operands.iter().find(|o| o.role == role)?.found.as_deref()
}

/// What the current figure would have to be for the target of a rate.
fn needed(ground: Ground<'_>, kpi: &Kpi, score: &Score) -> Option<Needed> {
    let target = ground.registers.targets.get(score.target?)?;
    let role = match kpi.kind {
        KpiKind::Growth { .. } => Role::Base,
        KpiKind::Attainment { .. } => Role::Plan,
        _ => return None,
    };
    let wanted = score.in_year.as_ref().map_or_else(|| target.value.ratio(), |y| expected(&kpi.kind, target, &y.share));
    let base = found(score, role)?.figure.value?.ratio();
    let current = found(score, Role::Current)?.figure.value.filter(|v| v.is_positive())?.ratio();
    let figure = base * (wanted + BigRational::one());
    Some(Needed { revision: &figure / &current - BigRational::one(), figure })
}

/// Which of its figures a score hangs on: the current one, or the part of a share.
fn judged_by(score: &Score) -> Option<&MeasureValue> {
    found(score, Role::Current).or_else(|| found(score, Role::Part))
}

fn revisions(ground: Ground<'_>, score: &Score) -> Option<Revisions> {
    let now = judged_by(score)?;
    let (measure, status) = (&now.measure, now.figure.status);
    let mut of_area: BTreeMap<(Period, Span), Vec<&MeasureValue>> = BTreeMap::new();
    let here = |v: &MeasureValue| v.measure == *measure && v.area == score.area && v.boundary == score.boundary;
    for change in ground.history.measures.iter().filter(|c| !c.withdrawn && here(&c.value)) {
        of_area.entry((change.value.period, change.value.span)).or_default().push(&change.value);
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
        sizes: ground.revised.of(measure, score.boundary, status).to_vec(),
        usual: ground.revised.usual(measure, score.boundary, status).cloned(),
        of_area: of_area.into_iter().filter_map(revised).collect(),
    })
}

/// The change on the year before, with the base as it was known when it was no more settled than the current figure is now.
fn like_for_like(ground: Ground<'_>, kpi: &Kpi, score: &Score) -> Option<LikeForLike> {
    if !score.flags.contains(&Flag::VintageMixed) {
        return None;
    }
    let (current, base) = (found(score, Role::Current)?, found(score, Role::Base)?);
    let status = current.figure.status;
    let is_base =
        |v: &MeasureValue| (&v.measure, v.area, v.boundary, v.period, v.span) == (&base.measure, base.area, base.boundary, base.period, base.span);
    let then = ground.history.measures.iter().rev().find(|c| !c.withdrawn && is_base(&c.value) && c.value.figure.status == status)?;
    let before = then.value.figure.value?;
    let now = current.figure.value?.ratio();
    let value = match kpi.kind {
        KpiKind::Growth { .. } if before.is_positive() => now / before.ratio() - BigRational::one(),
        KpiKind::ScoreChange { .. } => now - before.ratio(),
        _ => return None,
    };
    Some(LikeForLike { status, base: before, value })
}

fn operand(ground: Ground<'_>, score: &Score, operand: &Operand) -> ExplainedOperand {
    let measure = ground.project.measures.iter().find(|m| m.id == operand.measure);
    let declared = measure.map_or(&[][..], |m| m.sources.as_slice());
    let used = operand.found.as_ref().map(|v| v.dataset.as_str());
    let worked_out = operand.found.as_ref().map_or(&[][..], |v| v.pieces.as_slice());
    let pieces = if worked_out.is_empty() { vec![(operand.period, operand.span)] } else { worked_out.iter().map(|p| (p.period, p.span)).collect() };
    let mut asked = Vec::new();
    let mut sources = Vec::new();
    for (i, source) in declared.iter().enumerate() {
        let rows = ground.tables.get(&source.dataset);
        let areas: BTreeSet<(UnitId, NaiveDate)> =
            pieces.iter().flat_map(|at| rows.map(|rows| units(ground, rows, score, *at)).unwrap_or_default()).collect();
        let explained = rows.map(|rows| rows_of(ground, source, rows, score, &pieces)).unwrap_or_default();
        // Without any row of the period the unit itself was looked for.
        let areas: Vec<_> = if areas.is_empty() { vec![(score.area, score.boundary)] } else { areas.into_iter().collect() };
        asked.push(looked((i + 1, source), rows, (areas, &ground.registers.areas), &pieces, (explained.len(), ground.kept_aside)));
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
        steps: operand.found.as_ref().map(|v| steps(&ground.registers.areas, v)).unwrap_or_default(),
    }
}

/// Every row of a dataset that bears on an operand, with what stands behind it.
fn rows_of(ground: Ground<'_>, source: &MeasureSource, rows: &Rows, score: &Score, pieces: &[(Period, Span)]) -> Vec<ExplainedRow> {
    let corrections = of_dataset(&ground.project.corrections, &source.dataset);
    let checked =
        ground.project.dataset(&source.dataset).map(|dataset| Checked { dataset, kept_aside: ground.kept_aside, findings: ground.findings });
    let mut explained = Vec::new();
    let stated = pieces.iter().flat_map(|at| units(ground, rows, score, *at).into_iter().map(move |unit| (unit, *at)));
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
                dimensions: rows.dimension_names().map(str::to_owned).zip(row.dimensions.iter().cloned()).collect(),
                delivery: ground.deliveries.get(&(source.dataset.clone(), row.delivery.clone())).cloned(),
                row,
            });
        }
    }
    explained
}

/// The repairs through which a row was read.
fn repairs(ground: Ground<'_>, dataset: &str, row: &Row) -> Vec<Repair> {
    let declared = ground.project.dataset(dataset).map_or(&[][..], |d| d.repairs.as_slice());
    let applied = |r: &&Repair| {
        let its = |f: &&FindingRecord| f.rule == REPAIRED && f.dataset == dataset && f.delivery == r.delivery;
        ground.findings.iter().filter(its).any(|f| (&f.place.part, f.place.row, &f.place.col) == (&r.part, r.row, &r.col))
    };
    let of_row = |r: &&Repair| r.delivery == row.delivery && r.part == row.part && r.row == row.row;
    declared.iter().filter(of_row).filter(applied).cloned().collect()
}

/// The units, on the days the dataset's rows are read at, that make up the score's area.
fn units(ground: Ground<'_>, rows: &Rows, score: &Score, (period, span): (Period, Span)) -> BTreeSet<(UnitId, NaiveDate)> {
    let dates: BTreeSet<NaiveDate> = rows.all.iter().filter(|r| r.period == period && r.span == span).map(|r| r.area_date).collect();
    let parts = |date: NaiveDate| {
        let map = BoundaryMap::between(&ground.registers.areas, date, score.boundary);
        map.composition(score.area).map(|c| c.parts.iter().map(|p| (*p, date)).collect::<Vec<_>>()).unwrap_or_default()
    };
    dates.into_iter().flat_map(parts).collect()
}

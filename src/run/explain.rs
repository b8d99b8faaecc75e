//! From a verdict down to the cells it came from: KPI, formula, operands, boundary steps, sources, rows.

use crate::config::Project;
use crate::model::{Correction, CorrectionAction, Dec, Kpi, MeasureValue, Operand, Period, Place, Repair, Role, Score, Span, UnitId};
use crate::rollup::{self, Fate, Row, Rows};
use crate::run::compute::of_dataset;
use crate::run::registers::Registers;
use crate::series::BoundaryMap;
use chrono::{DateTime, NaiveDate, Utc};
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
    /// The value used, if there is one.
    pub found: Option<Arc<MeasureValue>>,
    /// Sources in rank order, those that have rows.
    pub sources: Vec<ExplainedSource>,
    /// Datasets asked in rank order.
    pub asked: Vec<String>,
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
    /// Name of the delivered file.
    pub file: String,
}

impl ExplainedRow {
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
    /// File name by dataset and delivery.
    pub files: &'a BTreeMap<(String, String), String>,
    /// Dataset, delivery and place, without the file, of repairs that were applied.
    pub repaired: &'a BTreeSet<(String, String, Place)>,
    /// Only what was known by then.
    pub as_of: Option<DateTime<Utc>>,
}

/// Explains a score.
#[must_use]
pub fn explain(ground: Ground<'_>, kpi: &Kpi, score: &Score) -> Explanation {
    let operands = score.operands.iter().map(|o| operand(ground, score, o)).collect();
    Explanation { kpi: kpi.clone(), score: score.clone(), operands }
}

fn operand(ground: Ground<'_>, score: &Score, operand: &Operand) -> ExplainedOperand {
    let measure = ground.project.measures.iter().find(|m| m.id == operand.measure);
    let declared = measure.map_or(&[][..], |m| m.sources.as_slice());
    let used = operand.found.as_ref().map(|v| v.dataset.as_str());
    let explain = |(i, source): (usize, &crate::model::MeasureSource)| {
        let rows = ground.tables.get(&source.dataset)?;
        let corrections = of_dataset(&ground.project.corrections, &source.dataset);
        let mut explained = Vec::new();
        for (unit, date) in units(ground, rows, score, (operand.period, score.span)) {
            let code = &ground.registers.areas.unit(unit).code;
            for traced in rollup::trace(source, rows, corrections, (code, date), (operand.period, score.span), ground.as_of) {
                let key = (source.dataset.clone(), traced.row.delivery.clone());
                let file = ground.files.get(&key).cloned().unwrap_or_default();
                let repairs = repairs(ground, &source.dataset, &traced.row);
                explained.push(ExplainedRow { area: unit, row: traced.row, fate: traced.fate, correction: traced.correction, repairs, file });
            }
        }
        let source = ExplainedSource { dataset: source.dataset.clone(), rank: i + 1, used: used == Some(source.dataset.as_str()), rows: explained };
        (!source.rows.is_empty()).then_some(source)
    };
    ExplainedOperand {
        role: operand.role,
        measure: operand.measure.clone(),
        period: operand.period,
        found: operand.found.clone(),
        sources: declared.iter().enumerate().filter_map(explain).collect(),
        asked: declared.iter().map(|s| s.dataset.clone()).collect(),
    }
}

/// The repairs through which a row was read.
fn repairs(ground: Ground<'_>, dataset: &str, row: &Row) -> Vec<Repair> {
    let declared = ground.project.dataset(dataset).map_or(&[][..], |d| d.repairs.as_slice());
    let applied = |r: &&Repair| {
        let place = Place { file: String::new(), part: r.part.clone(), row: r.row, col: r.col.clone() };
        ground.repaired.contains(&(dataset.to_owned(), r.delivery.clone(), place))
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

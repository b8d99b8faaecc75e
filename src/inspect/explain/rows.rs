//! The rows of a dataset that bear on an operand, each with its repairs, checks and delivery.

use crate::evaluate::inputs::of_dataset;
use crate::ingest::REPAIRED;
use crate::inspect::explain::areas::units;
use crate::inspect::explain::checks::Checked;
use crate::inspect::explain::explanation::ExplainedRow;
use crate::inspect::explain::inputs::ExplainInputs;
use crate::model::{DeliveryKey, MeasureSource, Period, Repair, Span, UnitId};
use crate::rollup::{self, Row, Rows};
use crate::store::FindingRecord;
use chrono::NaiveDate;

/// Every row of a dataset that bears on an operand, with what stands behind it.
pub(super) fn rows_of(
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
        units(ground, &source.dataset, wanted, *at)
            .into_iter()
            .map(move |unit| (unit, *at))
    });
    for ((unit, date), at) in stated {
        let code = &ground.registers.areas.unit(unit).code;
        let Some(own) = ground.lookups.rows(&source.dataset, code, at.0) else {
            continue;
        };
        for traced in rollup::trace(source, own, corrections, (code, date), at, ground.as_of) {
            let row = traced.row;
            explained.push(ExplainedRow {
                area: unit,
                fate: traced.fate,
                withdrawn_by: traced.withdrawn_by,
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
                    .get(&DeliveryKey::new(&source.dataset, &row.delivery))
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

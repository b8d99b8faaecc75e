//! The records behind an operand: of each delivery how many there are and where they stand.

use crate::inspect::explain::explanation::ExplainedRow;
use crate::inspect::explain::inputs::ExplainInputs;
use crate::model::{DeliveryKey, Function, MeasureSource, Period, Span, Status, UnitId};
use crate::rollup::{Fate, Row, TracedPart, last_day};
use chrono::NaiveDate;

/// What bears on an operand of the records that a source asks for; nothing where it asks for rows
/// of observations.
pub(super) fn records_of(
    ground: ExplainInputs<'_>,
    source: &MeasureSource,
    (wanted, boundary): (&[UnitId], NaiveDate),
    pieces: &[(Period, Span)],
) -> Vec<ExplainedRow> {
    let is_it = |s: &MeasureSource| {
        (&s.dataset, &s.value, &s.filter, s.flow)
            == (&source.dataset, &source.value, &source.filter, source.flow)
    };
    let traced = ground.records.iter().find(|(s, _)| is_it(s));
    let mut explained = Vec::new();
    for ((unit, period), parts) in traced.into_iter().flat_map(|(_, trace)| trace) {
        let date = last_day(ground.registers.areas.unit(*unit), *period);
        let asked = pieces.iter().any(|(p, _)| p == period);
        if !asked || !belongs(ground, (*unit, date), (wanted, boundary)) {
            continue;
        }
        for part in parts {
            let row = row(ground, source, (*unit, date, *period), part);
            explained.push(ExplainedRow {
                area: *unit,
                fate: if part.superseded {
                    Fate::Superseded
                } else {
                    Fate::Used
                },
                withdrawn_by: None,
                correction: None,
                repairs: Vec::new(),
                checks: Vec::new(),
                dimensions: Vec::new(),
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

/// Whether a unit of a day is one of the areas wanted on a boundary, or a part of one.
fn belongs(
    ground: ExplainInputs<'_>,
    (unit, date): (UnitId, NaiveDate),
    (wanted, boundary): (&[UnitId], NaiveDate),
) -> bool {
    let map = ground.lookups.map(date, boundary);
    let mut composed = wanted.iter().filter_map(|area| map.composition(*area));
    composed.any(|c| c.parts.contains(&unit))
}

/// The records of a delivery as one row: the first of them stands for all.
fn row(
    ground: ExplainInputs<'_>,
    source: &MeasureSource,
    (unit, date, period): (UnitId, NaiveDate, Period),
    part: &TracedPart,
) -> Row {
    let dataset = ground.project.dataset(&source.dataset);
    let of_column = dataset.and_then(|d| d.contract.unit_of(&source.value.column));
    let unit_of_value = match source.value.function {
        Function::Count | Function::CountDistinct => "count",
        _ => of_column.unwrap_or_default(),
    };
    Row {
        area_code: ground.registers.areas.unit(unit).code.clone(),
        area_date: date,
        period,
        span: Span::Period,
        dimensions: Vec::new(),
        attributes: Vec::new(),
        source_id: part.source_id.clone(),
        value: part.value,
        unit: unit_of_value.to_owned(),
        basis: dataset
            .map(|d| d.contract.basis.clone())
            .unwrap_or_default(),
        scheme: String::new(),
        plan_stage: None,
        status: Status::Final,
        rank: None,
        rounding: crate::model::Dec::ZERO,
        derived: false,
        obs_status: None,
        covers: None,
        note: None,
        known_from: part.known_from,
        recorded_at: part.recorded_at,
        withdrawn: false,
        delivery: part.delivery.clone(),
        part: String::new(),
        row: part.lines.first,
        col: source.value.column.clone(),
        raw: format!(
            "records={} rows={}-{} hash={:016x}",
            part.records, part.lines.first, part.lines.last, part.lines.hash
        ),
        place: None,
        void: false,
    }
}

//! Reads one record: a row, no figure, or the first rule broken.

use super::build::build;
use super::content::Content;
use crate::decode::Record;
use crate::decode::cell::{self, Remark};
use crate::decode::text::tidy;
use crate::ingest::conform::bindings::{Bindings, Bound};
use crate::ingest::conform::observation::{ConformedRow, Context, Fault, Presence, RecordReading};
use crate::ingest::conform::signs::Signs;
use crate::model::Mode;

/// Reads one record.
pub(in crate::ingest::conform) fn read(
    bindings: &Bindings<'_>,
    record: &Record,
    context: &mut Context<'_>,
) -> Result<RecordReading, Fault> {
    if context.contract.modes.column == Mode::Quarantine
        && let Some(fault) = in_new_column(bindings, record)
    {
        return Err(fault);
    }
    // What a formula would give is not known, so the cell does not even say that there is no
    // figure.
    if let Some(fault) = bindings.read().find_map(|at| uncomputed(at, record)) {
        return Err(fault);
    }
    if let Some(fault) = { bindings.read() }.find_map(|at| held_in_doubt(at, record)) {
        return Err(fault);
    }
    if bindings
        .attached
        .action
        .as_ref()
        .is_some_and(|at| matches!(tidy(at.raw(record)).as_ref(), "D" | "Delete"))
    {
        return Ok(RecordReading::NoFigure(Presence::Unused));
    }
    if repeats_above(bindings, record) {
        return Ok(RecordReading::NoFigure(Presence::Unused));
    }
    let signs = Signs::read(bindings, record, context.source)?;
    let text = signs.text.as_ref();
    let withheld = bindings.suppressed.iter().any(|m| *m == text);
    if text.is_empty() || withheld || bindings.missing.iter().any(|m| *m == text) {
        if bindings.not_null.contains(&context.contract.value_name) {
            return Err(null(&bindings.value, record, &context.contract.value_name));
        }
        let said = !text.is_empty() || signs.exclude_figure();
        let presence = if said {
            Presence::NoFigure
        } else {
            Presence::Blank
        };
        return Ok(RecordReading::NoFigure(presence));
    }
    let row = build(bindings, record, context, Content::Figure)?;
    match not_filled(bindings, record, &row) {
        Some(fault) => Err(fault),
        None => Ok(RecordReading::Row(Box::new(row))),
    }
}

/// Whether every cell of a row is merged with the one above: it is the same row, made higher.
fn repeats_above(bindings: &Bindings<'_>, record: &Record) -> bool {
    let says = |cell: &&String| !cell::text(cell).is_empty();
    cell::is_covered(bindings.value.cell(record)) && { record.cells.iter().filter(says) }
        .all(|cell| cell::is_covered(cell))
}

/// A text that is Vietnamese in the encoding declared and in Unicode, in a column that mixes them.
fn held_in_doubt(at: &Bound<'_>, record: &Record) -> Option<Fault> {
    let held = cell::remarks(at.cell(record)).find_map(|remark| match remark {
        Remark::Held(held) => Some(held),
        _ => None,
    })?;
    let message = format!(
        "the cell is `{}` in the `encoding` declared and `{held}` in Unicode, and the column has \
            texts of both",
        at.raw(record)
    );
    let hint = "have the provider write all of the file in Unicode, and leave `encoding` out; one \
        cell can be repaired: `chiso quarantine repair`";
    Some(Fault::new("ambiguous_letters", at, record, message, hint))
}

/// A filled cell of a column that the contract does not know.
fn in_new_column(bindings: &Bindings<'_>, record: &Record) -> Option<Fault> {
    let (index, name) = bindings.new.iter().find(|(i, _)| {
        record
            .cells
            .get(*i)
            .is_some_and(|c| !tidy(cell::text(c)).is_empty())
    })?;
    let at = Bound::Cell {
        index: *index,
        header: name,
    };
    let hint = "map it, or list it under `unused_columns` of the source";
    Some(Fault::new(
        "new_column",
        &at,
        record,
        format!("the contract knows no column `{name}`"),
        hint,
    ))
}

/// A column that must be filled and is not.
fn not_filled(bindings: &Bindings<'_>, record: &Record, row: &ConformedRow) -> Option<Fault> {
    bindings.not_null.iter().find_map(|name| {
        let (at, empty) = match name.as_str() {
            "basis" => (&bindings.basis, row.said.basis.is_empty()),
            "scheme" => (&bindings.scheme, row.said.scheme.is_empty()),
            "plan_stage" => (&bindings.plan_stage, row.key.plan_stage.is_none()),
            "rank" => (&bindings.rank, row.said.rank.is_none()),
            "rounding" => (&bindings.rounding, row.said.rounding.is_none()),
            "note" => (&bindings.note, row.said.note.is_empty()),
            _ => return None,
        };
        empty.then(|| null(at.as_ref().unwrap_or(&bindings.value), record, name))
    })
}

/// A cell whose formula has no value that can be believed.
fn uncomputed(at: &Bound<'_>, record: &Record) -> Option<Fault> {
    let hint = "open the workbook in a spreadsheet program and save it, so that the values are \
        saved with the formulas";
    let equals = |formula: &str| {
        if formula.is_empty() {
            "a formula".to_owned()
        } else {
            format!("the formula `={formula}`")
        }
    };
    cell::remarks(at.cell(record)).find_map(|remark| {
        let message = match remark {
            Remark::Uncomputed(formula) => format!(
                "the cell holds {} and no value saved for it",
                equals(formula)
            ),
            Remark::Stale(formula) => {
                let saved = at.raw(record);
                format!(
                    "the cell holds {}, and the workbook is marked for recalculation: `{saved}`, \
                        saved for it, may never have been computed",
                    equals(formula)
                )
            }
            _ => return None,
        };
        Some(Fault::new(
            "formula_not_computed",
            at,
            record,
            message,
            hint,
        ))
    })
}

fn null(at: &Bound<'_>, record: &Record, name: &str) -> Fault {
    Fault::new(
        "null",
        at,
        record,
        format!("`{name}` is empty, and the contract wants it filled"),
        "fill it at the source, or take it out of `not_null`",
    )
}

//! The unit of a record's figure: the one its column names, else that of the source.

use super::text::optional_text;
use crate::decode::Record;
use crate::decode::cell;
use crate::decode::text::tidy;
use crate::ingest::conform::bindings::Bindings;
use crate::ingest::conform::observation::{Context, Fault};
use crate::model::UnitOf;

pub(super) fn unit(
    bindings: &Bindings<'_>,
    record: &Record,
    context: &Context<'_>,
) -> Result<UnitOf, Fault> {
    let wanted = context.contract.unit.as_deref();
    let text = unit_text(bindings, record);
    let declared = match &text {
        Some(text) => bindings.units.get(text).map(|unit| (*unit).clone()),
        None => context.source.unit.clone(),
    };
    // The contract's own word needs no entry in the table of units.
    let same = text
        .as_deref()
        .filter(|text| wanted == Some(*text))
        .map(|text| UnitOf {
            unit: text.to_owned(),
            unit_mult: 0,
        });
    let Some(unit) = declared.or(same) else {
        return Err(unknown(bindings, record, text.as_deref()));
    };
    match wanted {
        Some(wanted) if wanted != unit.unit => {
            let message = format!(
                "the figure is in `{}`, the contract wants `{wanted}`",
                unit.unit
            );
            Err(Fault::new(
                "unit_mismatch",
                bindings.unit.as_ref().unwrap_or(&bindings.value),
                record,
                message,
                "chiso does not convert a figure in another unit: correct the source or its units",
            ))
        }
        _ => Ok(unit),
    }
}

/// The unit as the record writes it: with what is set apart in its cell where it is declared so.
fn unit_text(bindings: &Bindings<'_>, record: &Record) -> Option<String> {
    let whole = bindings
        .unit
        .as_ref()
        .map(|at| tidy(&cell::joined(at.cell(record))).into_owned());
    whole
        .filter(|whole| bindings.units.contains_key(whole))
        .or_else(|| optional_text(bindings.unit.as_ref(), record))
}

fn unknown(bindings: &Bindings<'_>, record: &Record, text: Option<&str>) -> Fault {
    let message = match text {
        Some(text) => format!("`{text}` is not a declared unit"),
        None => "the figure has no unit".to_owned(),
    };
    let known = bindings
        .units
        .keys()
        .map(|u| format!("`{u}`"))
        .collect::<Vec<_>>();
    let hint = if known.is_empty() {
        "declare the units of the source".to_owned()
    } else {
        format!(
            "add it to the units of the source, which are {}",
            known.join(", ")
        )
    };
    let at = bindings.unit.as_ref().unwrap_or(&bindings.value);
    Fault::new("unknown_unit", at, record, message, hint)
}

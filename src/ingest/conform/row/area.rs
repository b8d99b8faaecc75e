//! The area that a record names, on the day at which it is to be read.

use crate::decode::Record;
use crate::decode::cell;
use crate::decode::text::tidy;
use crate::ingest::conform::bindings::Bound;
use crate::ingest::conform::observation::{AreaFault, Context, Fault, NamedArea};
use crate::model::{AreaRegister, Unresolved, lookalike};
use chrono::NaiveDate;

/// The code of the area that a record names on a day, and its unit.
pub(super) fn area(
    at: &Bound<'_>,
    record: &Record,
    date: NaiveDate,
    context: &mut Context<'_>,
) -> Result<NamedArea, Fault> {
    let areas = context.areas;
    let source = context.source;
    let text = tidy(at.raw(record)).into_owned();
    // A code that a workbook holds as a number may be shown with more zeros than the register has.
    if let Some(number) = cell::number_shown(at.cell(record))
        && areas.resolve(&text, date).is_err()
        && let Ok(id) = areas.resolve(number, date)
    {
        return Ok((areas.unit(id).code.clone(), Some(id)));
    }
    let resolved = context
        .resolved
        .entry((text, date))
        .or_insert_with_key(|(text, date)| {
            let filled = source.shape.fill_down.iter();
            let fills = { filled }.any(|name| name == "area_code");
            let code = resolve(areas, text, *date, fills)?;
            let unit = areas.by_code(&code, *date);
            Ok((code, unit))
        });
    resolved
        .clone()
        .map_err(|(rule, message, hint)| Fault::new(rule, at, record, message, hint))
}

/// The code of an area; `fills` where a blank cell repeats the cell above.
pub(in crate::ingest) fn resolve(
    areas: &AreaRegister,
    text: &str,
    date: NaiveDate,
    fills: bool,
) -> Result<String, AreaFault> {
    if text.is_empty() {
        let hint = if fills {
            "write the area in this row at the source: nothing is carried down across a blank row, \
                a repeated header or the heading of a section"
        } else {
            "if a blank repeats the cell above, add `fill = \"down\"` to the mapping of `area_code`; \
                else write the area in every row at the source"
        };
        return Err((
            "unknown_area",
            "the cell is empty, so nobody knows of which area the figure is".to_owned(),
            hint.to_owned(),
        ));
    }
    match areas.resolve(text, date) {
        Ok(id) => Ok(areas.unit(id).code.clone()),
        Err(Unresolved::Ambiguous(codes)) => {
            let message = format!(
                "`{text}` is the name of several areas on {date}: {}",
                codes.join(", ")
            );
            Err((
                "ambiguous_area",
                message,
                "map `area_code` to a column of codes".to_owned(),
            ))
        }
        Err(Unresolved::Unknown {
            near, other_days, ..
        }) => {
            let hint = unknown_hint(areas, text, date, near, other_days);
            Err((
                "unknown_area",
                format!("`{text}` is no area on {date}"),
                hint,
            ))
        }
    }
}

/// What to do about a text that is no area on a day.
fn unknown_hint(
    areas: &AreaRegister,
    text: &str,
    date: NaiveDate,
    near: Option<String>,
    other_days: Option<(NaiveDate, Option<NaiveDate>)>,
) -> String {
    let padded = format!("0{text}");
    match (other_days, near) {
        _ if text.starts_with("=\"") => "if a `csv` file writes its texts as formulas for a \
            spreadsheet, declare `excel_text = true`"
            .to_owned(),
        _ if text.bytes().all(|b| b.is_ascii_digit()) && areas.by_code(&padded, date).is_some() => {
            // An alias would make the same number an area in every other file, where it may
            // be a row number.
            format!(
                "if `{padded}` is meant, the code lost its leading zero on the way: ask \
                    for the column as text, and add no alias"
            )
        }
        (Some((_, Some(last))), _) if last < date => format!(
            "`{text}` was an area until {last}: if the figures are on the boundaries of the first day of their period, declare \
             `area_at = \"start\"`; if the source goes on reporting by former units, declare \
             `area_date = {{ constant = \"{last}\" }}` in `[source.columns]`; as an alias of its \
             successor a part would pass for the whole"
        ),
        (Some((first, _)), _) if first > date => {
            format!("`{text}` is an area only from {first} on")
        }
        _ if lookalike(text).is_some() => {
            "write it without that sign at the source, and add no alias".to_owned()
        }
        (_, Some(near)) => format!(
            "did you mean `{near}`? if so, add `{text}` to its aliases in the area register"
        ),
        _ => format!(
            "if it is an area, add it to the area register, or as an alias of the area it names; rows \
                of none, such as totals, are left out by `leave_out = [{{ column = \"…\", texts = \
                [{text:?}] }}]` with the name of this column"
        ),
    }
}

//! The area that a record names, on the day at which it is to be read.

use crate::decode::Record;
use crate::decode::cell;
use crate::decode::text::tidy;
use crate::ingest::conform::bindings::Bound;
use crate::ingest::conform::observation::{AreaFault, Context, Fault, NamedArea};
use crate::model::{AreaRegister, Unresolved, lookalike};
use chrono::NaiveDate;
use std::collections::BTreeSet;

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
            let code = resolve(areas, text, *date, AreaOf::Figure { fills })?;
            let unit = areas.by_code(&code, *date);
            Ok((code, unit))
        });
    resolved
        .clone()
        .map_err(|(rule, message, hint)| Fault::new(rule, at, record, message, hint))
}

/// What an area is of, which decides what to do where it is none.
#[derive(Clone, Copy)]
pub(in crate::ingest) enum AreaOf {
    /// A figure; `fills` where a blank cell repeats the cell above.
    Figure {
        /// Whether it does.
        fills: bool,
    },
    /// A record, which is of the area that there is on its day.
    Record,
}

impl AreaOf {
    const fn is_of_figure(self) -> bool {
        matches!(self, AreaOf::Figure { .. })
    }
}

/// The code of an area.
pub(in crate::ingest) fn resolve(
    areas: &AreaRegister,
    text: &str,
    date: NaiveDate,
    of: AreaOf,
) -> Result<String, AreaFault> {
    if text.is_empty() {
        let hint = if matches!(of, AreaOf::Record) {
            "write the area in every record at the source"
        } else if matches!(of, AreaOf::Figure { fills: true }) {
            "write the area in this row at the source: nothing is carried down across a blank row, \
                a repeated header or the heading of a section"
        } else {
            "if a blank repeats the cell above, add `fill = \"down\"` to the mapping of `area_code`; \
                else write the area in every row at the source"
        };
        return Err((
            "unknown_area",
            match of {
                AreaOf::Figure { .. } => {
                    "the cell is empty, so nobody knows of which area the figure is".to_owned()
                }
                AreaOf::Record => {
                    "the cell is empty, so nobody knows of which area the record is".to_owned()
                }
            },
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
            let of_record = || of_record(areas, text, date);
            let of_record = matches!(of, AreaOf::Record).then(of_record).flatten();
            let hint = of_record
                .unwrap_or_else(|| unknown_hint((areas, of), (text, date), near, other_days));
            Err((
                "unknown_area",
                format!("`{text}` is no area on {date}"),
                hint,
            ))
        }
    }
}

/// What to do about a record whose area is one of other days: it is of the area that there is on its day.
fn of_record(areas: &AreaRegister, text: &str, date: NaiveDate) -> Option<String> {
    let codes = areas.of_other_days(text, date).into_iter();
    let codes: BTreeSet<&str> = codes.map(|id| areas.unit(id).code.as_str()).collect();
    let listed: Vec<String> = codes.into_iter().map(|code| format!("`{code}`")).collect();
    let hint = || {
        format!(
            "`{text}` is an area of other days, whose land lies in {} on {date}: have the record booked \
                there at the source; until then there is no figure that it may be part of",
            listed.join(", ")
        )
    };
    (!listed.is_empty()).then(hint)
}

/// What to do about a text that is no area on a day.
fn unknown_hint(
    (areas, of): (&AreaRegister, AreaOf),
    (text, date): (&str, NaiveDate),
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
        (Some((_, Some(last))), _) if last < date && of.is_of_figure() => format!(
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
        _ if !of.is_of_figure() => {
            "if it is an area, add it to the area register, or as an alias of the \
            area it names; else have the record booked on an area at the source"
                .to_owned()
        }
        _ => format!(
            "if it is an area, add it to the area register, or as an alias of the area it names; rows \
                of none, such as totals, are left out by `leave_out = [{{ column = \"…\", texts = \
                [{text:?}] }}]` with the name of this column"
        ),
    }
}

//! One record to one row. Every rule that looks at a single observation is here; the first one
//! broken is reported.

use super::bindings::{Bindings, Bound};
use super::observation::{
    AreaFault, ConformedRow, Context, Fault, ObservationKey, RecordReading, RowContent,
};
use super::{figure, period};
use crate::ingest::cell::{self, Remark};
use crate::ingest::decode;
use crate::ingest::decode::Record;
use crate::ingest::text::tidy;
use crate::model::{
    AreaAt, AreaRegister, Attribute, AttributeType, Contract, Encoding, Format, Label, Mode,
    ObsStatus, Span, Status, UnitOf, Unresolved, lookalike, nearest, parse_instant,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// Reads one record.
pub(super) fn read(
    bindings: &Bindings<'_>,
    record: &Record,
    context: &mut Context<'_>,
) -> Result<RecordReading, Fault> {
    if context.contract.modes.column == Mode::Quarantine
        && let Some((index, name)) = bindings.new.iter().find(|(i, _)| {
            record
                .cells
                .get(*i)
                .is_some_and(|c| !tidy(cell::text(c)).is_empty())
        })
    {
        let at = Bound::Cell {
            index: *index,
            header: name,
        };
        let hint = "map it, or list it under `unused_columns` of the source";
        return Err(Fault::new(
            "new_column",
            &at,
            record,
            format!("the contract knows no column `{name}`"),
            hint,
        ));
    }
    // What a formula would give is not known, so the cell does not even say that there is no
    // figure.
    if let Some(fault) = bindings.read().find_map(|at| uncomputed(at, record)) {
        return Err(fault);
    }
    if bindings
        .attached
        .action
        .as_ref()
        .is_some_and(|at| matches!(tidy(at.raw(record)).as_ref(), "D" | "Delete"))
    {
        return Ok(RecordReading::NoFigure);
    }
    let raw = bindings.value.raw(record);
    let text = tidy(raw);
    let withheld = bindings.suppressed.iter().any(|m| *m == text);
    if text.is_empty() || withheld || bindings.missing.iter().any(|m| *m == text) {
        if bindings.not_null.contains(&context.contract.value_name) {
            return Err(null(&bindings.value, record, &context.contract.value_name));
        }
        return Ok(RecordReading::NoFigure);
    }
    let row = build(bindings, record, context, true)?;
    for name in bindings.not_null {
        let (at, empty) = match name.as_str() {
            "basis" => (&bindings.basis, row.said.basis.is_empty()),
            "scheme" => (&bindings.scheme, row.said.scheme.is_empty()),
            "plan_stage" => (&bindings.plan_stage, row.said.plan_stage.is_none()),
            "rank" => (&bindings.rank, row.said.rank.is_none()),
            "rounding" => (&bindings.rounding, row.said.rounding.is_none()),
            "note" => (&bindings.note, row.said.note.is_empty()),
            _ => continue,
        };
        if empty {
            return Err(null(at.as_ref().unwrap_or(&bindings.value), record, name));
        }
    }
    Ok(RecordReading::Row(Box::new(row)))
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

/// The place of a figure that was read and is held back.
pub(super) fn held_back(row: &ConformedRow) -> ConformedRow {
    let mut place = row.clone();
    place.said.value = None;
    place.said.rounding = None;
    place.said.obs_status = Some(ObsStatus::HeldBack);
    place
}

/// The place of a figure that came and cannot be read.
pub(super) fn unreadable(
    bindings: &Bindings<'_>,
    record: &Record,
    context: &mut Context<'_>,
) -> Option<ConformedRow> {
    let mut place = hole(bindings, record, context)?;
    place.said.obs_status = Some(ObsStatus::Unreadable);
    Some(place)
}

/// The place of a figure that is not there: a row without a value, so that a sum which wants it
/// knows that it is missing. `None` when the record does not even say which figure it would be.
pub(super) fn hole(
    bindings: &Bindings<'_>,
    record: &Record,
    context: &mut Context<'_>,
) -> Option<ConformedRow> {
    build(bindings, record, context, false).ok()
}

fn build(
    bindings: &Bindings<'_>,
    record: &Record,
    context: &mut Context<'_>,
    valued: bool,
) -> Result<ConformedRow, Fault> {
    let raw = bindings.value.raw(record);
    let label = period::label(bindings, record, context.fetched_at)?;
    let period = label.period;
    let area_date = match &bindings.area_date {
        Some(at) => day("bad_area_date", at, record)?,
        None if context.source.area_at == AreaAt::Start => period.start(),
        None => period.end(),
    };
    let key = ObservationKey {
        area_code: area(&bindings.area_code, record, area_date, context)?,
        area_date,
        period: period.to_string(),
        span: span(bindings, record, label)?.to_string(),
        dimensions: dimensions(bindings, record, context.contract)?,
        source_id: optional_text(bindings.source_id.as_ref(), record)
            .unwrap_or_else(|| context.source.id.clone()),
    };
    let unit = unit(bindings, record, context)?;
    if valued {
        figure::multiplied(bindings, record, unit.unit_mult, &unit.unit)?;
    }
    let (value, lost) = if valued {
        figure::value(bindings, record, context, unit.unit_mult)?
    } else {
        (None, None)
    };
    let own = if valued {
        figure::rounding(
            bindings.rounding.as_ref(),
            record,
            context.source,
            unit.unit_mult,
        )?
    } else {
        None
    };
    let said = RowContent {
        value,
        // What the source has rounded and what we round add up.
        rounding: own
            .zip(lost)
            .and_then(|(own, lost)| own.checked_add(lost))
            .or(own)
            .or(lost),
        unit: unit.unit,
        basis: optional_text(bindings.basis.as_ref(), record)
            .unwrap_or_else(|| context.contract.basis.clone()),
        scheme: optional_text(bindings.scheme.as_ref(), record).unwrap_or_default(),
        plan_stage: optional_word("bad_plan_stage", bindings.plan_stage.as_ref(), record)?,
        status: status(&bindings.status, record, label)?,
        rank: rank(bindings.rank.as_ref(), record)?,
        derived: derived(bindings.derived.as_ref(), record)?,
        obs_status: obs_status(bindings, record, valued)?,
        covers: optional_word("bad_covers", bindings.covers.as_ref(), record)?,
        note: optional_text(bindings.note.as_ref(), record).unwrap_or_default(),
        attributes: attributes(bindings, record, context.contract)?,
        known_from: known_from(bindings.known_from.as_ref(), record, context)?,
    };
    period::not_ahead(bindings, record, (period, &said), context.fetched_at)?;
    Ok(ConformedRow {
        key,
        said,
        part: record.part.clone(),
        line: record.row,
        raw: raw.to_owned(),
    })
}

/// How much of the period the figure spans: what its label and its own column say, which must
/// agree.
fn span(bindings: &Bindings<'_>, record: &Record, label: Label) -> Result<Span, Fault> {
    let own: Option<Span> = optional_word("bad_span", bindings.span.as_ref(), record)?;
    match (own, label.span, &bindings.span) {
        (Some(own), Some(said), Some(at)) if own != said => {
            let message = format!("the span is `{own}` and the label of the period says `{said}`");
            Err(Fault::new(
                "bad_span",
                at,
                record,
                message,
                "mend the source, or leave `span` unmapped so that the label decides",
            ))
        }
        (own, said, _) => Ok(own.or(said).unwrap_or_default()),
    }
}

/// How settled the figure is. A label that says so knows better than a constant given to all rows;
/// a column must agree with it.
fn status(at: &Bound<'_>, record: &Record, label: Label) -> Result<Status, Fault> {
    let own: Status = match (at, label.status) {
        (Bound::Constant { .. }, Some(said)) => return Ok(said),
        (Bound::Cell { .. }, Some(said)) if tidy(at.raw(record)).is_empty() => return Ok(said),
        _ => word("bad_status", at, record, "")?,
    };
    match label.status {
        Some(said) if said != own => {
            let message =
                format!("the status is `{own}` and the label of the period says `{said}`");
            Err(Fault::new(
                "bad_status",
                at,
                record,
                message,
                "mend the source, or give `status` by a constant so that the label decides",
            ))
        }
        _ => Ok(own),
    }
}

/// The tidied text of a column that need not be mapped or filled.
fn optional_text(at: Option<&Bound<'_>>, record: &Record) -> Option<String> {
    at.map(|at| tidy(at.raw(record)).into_owned())
        .filter(|text| !text.is_empty())
}

/// A word of a closed list, or a period.
fn word<T>(rule: &'static str, at: &Bound<'_>, record: &Record, hint: &str) -> Result<T, Fault>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    tidy(at.raw(record))
        .parse()
        .map_err(|e: T::Err| Fault::new(rule, at, record, e.to_string(), hint))
}

fn optional_word<T>(
    rule: &'static str,
    at: Option<&Bound<'_>>,
    record: &Record,
) -> Result<Option<T>, Fault>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    match at {
        Some(at) if !tidy(at.raw(record)).is_empty() => word(rule, at, record, "").map(Some),
        _ => Ok(None),
    }
}

fn day(rule: &'static str, at: &Bound<'_>, record: &Record) -> Result<NaiveDate, Fault> {
    let text = tidy(at.raw(record));
    text.parse().map_err(|_| {
        Fault::new(
            rule,
            at,
            record,
            format!("`{text}` is not a day"),
            "write it `2025-07-01`",
        )
    })
}

fn area(
    at: &Bound<'_>,
    record: &Record,
    date: NaiveDate,
    context: &mut Context<'_>,
) -> Result<String, Fault> {
    let areas = context.areas;
    // A code that a workbook holds as a number and shows as `01` is `01`.
    for remark in cell::remarks(at.cell(record)) {
        if let Remark::Padded(shown) = remark
            && let Ok(id) = areas.resolve(shown, date)
        {
            return Ok(areas.unit(id).code.clone());
        }
    }
    let text = tidy(at.raw(record)).into_owned();
    let encoding = context.source.layout.encoding.filter(|_| {
        matches!(
            context.source.format,
            Format::Xlsx | Format::Xls | Format::Ods
        )
    });
    let resolved = context
        .resolved
        .entry((text, date))
        .or_insert_with_key(|(text, date)| resolve(areas, text, *date, encoding));
    resolved
        .clone()
        .map_err(|(rule, message, hint)| Fault::new(rule, at, record, message, hint))
}

fn resolve(
    areas: &AreaRegister,
    text: &str,
    date: NaiveDate,
    encoding: Option<Encoding>,
) -> Result<String, AreaFault> {
    if text.is_empty() {
        let hint = "write the area in every row at the source: a name that stands only in the \
            first row of a group is not carried down";
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
        Err(Unresolved::Unknown { near, other_days }) => {
            let padded = format!("0{text}");
            // A workbook may hold some texts in an old encoding and others in Unicode.
            let held = encoding
                .map(|e| decode::unread(text, e))
                .filter(|held| held != text && areas.resolve(held, date).is_ok());
            if let (Some(held), Some(encoding)) = (held, encoding) {
                let message = format!(
                    "the cell holds `{held}` in Unicode, and as `{encoding}` it reads `{text}`, \
                        which is no area"
                );
                let hint = "the file mixes two encodings: ask the provider to write all of it in \
                    Unicode, and leave `encoding` out";
                return Err(("unknown_area", message, hint.to_owned()));
            }
            let hint = match (other_days, near) {
                _ if text.bytes().all(|b| b.is_ascii_digit())
                    && areas.by_code(&padded, date).is_some() =>
                {
                    // An alias would make the same number an area in every other file, where it may
                    // be a row number.
                    format!(
                        "if `{padded}` is meant, the code lost its leading zero on the way: ask \
                            for the column as text, and add no alias"
                    )
                }
                (Some((_, Some(last))), _) if last < date => format!(
                    "`{text}` was an area until {last}: if the figures are on the boundaries of the first day of their period, declare \
                     `area_at = \"start\"`; as an alias of its successor a part would pass for the \
                     whole"
                ),
                (Some((first, _)), _) if first > date => {
                    format!("`{text}` is an area only from {first} on")
                }
                (_, Some(near)) => format!(
                    "did you mean `{near}`? if so, add `{text}` to its aliases in the area register"
                ),
                _ if lookalike(text).is_some() => {
                    format!("the text has {}", lookalike(text).unwrap_or_default())
                }
                _ => "add it to the area register, or as an alias of the area it names".to_owned(),
            };
            Err((
                "unknown_area",
                format!("`{text}` is no area on {date}"),
                hint,
            ))
        }
    }
}

fn dimensions(
    bindings: &Bindings<'_>,
    record: &Record,
    contract: &Contract,
) -> Result<Vec<String>, Fault> {
    let mut texts = Vec::with_capacity(bindings.dimensions.len());
    for (at, dimension) in bindings.dimensions.iter().zip(&contract.dimensions) {
        // `CO` with a lowered `2` is another thing than `CO`, so a member keeps what is set apart,
        // unless the list knows it without.
        let text = tidy(at.raw(record)).into_owned();
        let text = if dimension.one_of.contains(&text) {
            text
        } else {
            tidy(&cell::joined(at.cell(record))).into_owned()
        };
        if dimension.one_of.is_empty() && text.is_empty() {
            let message = format!(
                "`{}` is empty, and it tells observations apart",
                dimension.name
            );
            return Err(Fault::new(
                "dimension_missing",
                at,
                record,
                message,
                "fill it at the source, or map it to a constant",
            ));
        }
        let open = dimension.one_of.is_empty()
            || (contract.modes.value == Mode::Evolve && !text.is_empty());
        if !open && !dimension.one_of.contains(&text) {
            let allowed = dimension
                .one_of
                .iter()
                .map(|w| format!("`{w}`"))
                .collect::<Vec<_>>()
                .join(", ");
            let hint = nearest(&text, dimension.one_of.iter().map(String::as_str)).map_or_else(
                || format!("allowed are {allowed}"),
                |near| format!("did you mean `{near}`? allowed are {allowed}"),
            );
            return Err(Fault::new(
                "not_one_of",
                at,
                record,
                format!("`{text}` is not allowed as `{}`", dimension.name),
                hint,
            ));
        }
        texts.push(text);
    }
    Ok(texts)
}

fn attributes(
    bindings: &Bindings<'_>,
    record: &Record,
    contract: &Contract,
) -> Result<Vec<String>, Fault> {
    let one = |(at, attribute): (&Option<Bound<'_>>, &Attribute)| {
        let (Some(at), Some(text)) = (at, optional_text(at.as_ref(), record)) else {
            return Ok(String::new());
        };
        match attribute.kind {
            AttributeType::Text => Ok(text),
            // Written anew, so that texts stand in the order of days.
            AttributeType::Date => day("bad_date", at, record).map(|day| day.to_string()),
        }
    };
    bindings
        .attributes
        .iter()
        .zip(&contract.attributes)
        .map(one)
        .collect()
}

fn unit(bindings: &Bindings<'_>, record: &Record, context: &Context<'_>) -> Result<UnitOf, Fault> {
    let wanted = context.contract.unit.as_deref();
    let text = optional_text(bindings.unit.as_ref(), record);
    let whole = bindings
        .unit
        .as_ref()
        .map(|at| tidy(&cell::joined(at.cell(record))).into_owned());
    let text = whole
        .filter(|whole| bindings.units.contains_key(whole))
        .or(text);
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
    let at = bindings.unit.as_ref().unwrap_or(&bindings.value);
    let Some(unit) = declared.or(same) else {
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
        return Err(Fault::new("unknown_unit", at, record, message, hint));
    };
    match wanted {
        Some(wanted) if wanted != unit.unit => {
            let message = format!(
                "the figure is in `{}`, the contract wants `{wanted}`",
                unit.unit
            );
            Err(Fault::new(
                "unit_mismatch",
                at,
                record,
                message,
                "a figure in another unit is not converted: mend the source or its units",
            ))
        }
        _ => Ok(unit),
    }
}

fn rank(at: Option<&Bound<'_>>, record: &Record) -> Result<Option<i32>, Fault> {
    let (Some(at), Some(text)) = (at, optional_text(at, record)) else {
        return Ok(None);
    };
    match text.parse::<i32>() {
        Ok(rank) if rank >= 1 => Ok(Some(rank)),
        _ => Err(Fault::new(
            "bad_rank",
            at,
            record,
            format!("`{text}` is not a rank"),
            "write 1 for the preferred row, 2 for the next",
        )),
    }
}

/// A figure that is withheld is not there; one that is there is not withheld.
fn obs_status(
    bindings: &Bindings<'_>,
    record: &Record,
    valued: bool,
) -> Result<Option<ObsStatus>, Fault> {
    let own: Option<ObsStatus> =
        optional_word("bad_obs_status", bindings.obs_status.as_ref(), record)?;
    let text = tidy(bindings.value.raw(record));
    let withheld = bindings.suppressed.iter().any(|m| *m == text);
    match (own, &bindings.obs_status) {
        (Some(own), Some(at)) if own.is_quarantined() => Err(Fault::new(
            "bad_obs_status",
            at,
            record,
            format!("`{own}` is not for sources to say"),
            "write `suppressed` or `imputed`, or leave it empty",
        )),
        (Some(ObsStatus::Suppressed), Some(at)) if valued => {
            let hint = "ask the provider which of the two is right";
            Err(Fault::new(
                "bad_obs_status",
                at,
                record,
                "the figure is said to be withheld and is there",
                hint,
            ))
        }
        _ if withheld => Ok(Some(ObsStatus::Suppressed)),
        // What is not there was not imputed.
        _ => Ok(own.filter(|own| valued || *own == ObsStatus::Suppressed)),
    }
}

fn derived(at: Option<&Bound<'_>>, record: &Record) -> Result<bool, Fault> {
    let (Some(at), Some(text)) = (at, optional_text(at, record)) else {
        return Ok(false);
    };
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(Fault::new(
            "bad_derived",
            at,
            record,
            format!("`{text}` is neither true nor false"),
            "write `true` or `false`",
        )),
    }
}

/// What is said of a publication that lies after the fetch.
pub(super) const LATER: &str = "is after the file was fetched";

/// Whether a publication lies after the fetch. A day of slack: a local day may begin before the
/// same day in UTC. Some services send 9999-12-31 for "unknown".
pub(super) fn is_later(published: DateTime<Utc>, fetched_at: DateTime<Utc>) -> bool {
    published - fetched_at > TimeDelta::days(1)
}

/// When the figure became known: what the row says, else the source, else the delivery.
fn known_from(
    at: Option<&Bound<'_>>,
    record: &Record,
    context: &Context<'_>,
) -> Result<DateTime<Utc>, Fault> {
    let (Some(at), Some(text)) = (at, optional_text(at, record)) else {
        return Ok(context.known_from);
    };
    let Some(instant) = parse_instant(&text, context.contract.zone) else {
        let message = format!("`{text}` is neither a day nor an instant");
        return Err(Fault::new(
            "bad_known_from",
            at,
            record,
            message,
            "write `2025-07-01` or `2025-07-01T09:00:00+07:00`",
        ));
    };
    if is_later(instant, context.fetched_at) {
        let message = format!("`{text}` {LATER}");
        return Err(Fault::new(
            "bad_known_from",
            at,
            record,
            message,
            "leave `known_from` unmapped, or declare `published_at`",
        ));
    }
    Ok(instant)
}

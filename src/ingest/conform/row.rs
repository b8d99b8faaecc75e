//! One record to one row. Every rule that looks at a single observation is here; the first one broken is reported.

use super::Delivered;
use super::bindings::{Bindings, Bound};
use crate::ingest::decode::Record;
use crate::ingest::number;
use crate::ingest::text::tidy;
use crate::model::{
    AreaAt, AreaRegister, Attribute, AttributeType, Contract, Dec, DecError, Label, Mode, ObsStatus, PlanStage, Source, Span, Status, UnitOf,
    Unresolved, ValueType, nearest, parse_instant,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::collections::BTreeMap;

/// What tells a row from others; orders as the table's key columns do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) area_code: String,
    pub(super) area_date: NaiveDate,
    pub(super) period: String,
    pub(super) span: String,
    pub(super) dimensions: Vec<String>,
    pub(super) source_id: String,
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// `None` where the source says that there is no figure, or says one that cannot be used.
    pub(super) value: Option<Dec>,
    pub(super) unit: String,
    pub(super) basis: String,
    /// Empty when none is stated.
    pub(super) scheme: String,
    pub(super) plan_stage: Option<PlanStage>,
    pub(super) status: Status,
    pub(super) rank: Option<i32>,
    pub(super) rounding: Option<Dec>,
    pub(super) derived: bool,
    pub(super) obs_status: Option<ObsStatus>,
    pub(super) note: String,
    /// In the order of the contract, empty where nothing is said.
    pub(super) attributes: Vec<String>,
    pub(super) known_from: DateTime<Utc>,
}

/// A row with where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) key: Key,
    pub(super) said: Said,
    pub(super) part: String,
    /// As in [`Record::row`].
    pub(super) line: u64,
    pub(super) raw: String,
}

/// What a record turned out to be.
pub(super) enum Read {
    Row(Box<Row>),
    NoFigure,
}

/// What is read as a period.
const PERIODS: &str = "write `2020`, `2020-Q3` or `2020-09`; labels such as `Sơ bộ 2024`, `Quý I/2024` and `6 tháng/2000` are read too";

/// Why an observation is kept aside.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) rule: &'static str,
    pub(super) col: String,
    pub(super) raw: String,
    pub(super) message: String,
    pub(super) hint: String,
}

impl Fault {
    fn new(rule: &'static str, at: &Bound<'_>, record: &Record, message: impl Into<String>, hint: impl Into<String>) -> Fault {
        Fault { rule, col: at.label().to_owned(), raw: at.raw(record).to_owned(), message: message.into(), hint: hint.into() }
    }
}

/// Rule, message and hint of an area that could not be resolved.
type AreaFault = (&'static str, String, String);

/// What all records of a delivery share.
pub(super) struct Context<'a> {
    contract: &'a Contract,
    source: &'a Source,
    areas: &'a AreaRegister,
    fetched_at: DateTime<Utc>,
    known_from: DateTime<Utc>,
    /// A register is asked once for a text and a day: looking for near names takes long.
    resolved: BTreeMap<(String, NaiveDate), Result<String, AreaFault>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(contract: &'a Contract, source: &'a Source, delivered: &Delivered<'_>, areas: &'a AreaRegister) -> Context<'a> {
        let known_from = delivered.published_at.unwrap_or(delivered.fetched_at);
        Context { contract, source, areas, fetched_at: delivered.fetched_at, known_from, resolved: BTreeMap::new() }
    }
}

/// Reads one record.
pub(super) fn read(bindings: &Bindings<'_>, record: &Record, context: &mut Context<'_>) -> Result<Read, Fault> {
    if context.contract.modes.column == Mode::Quarantine
        && let Some((index, name)) = bindings.new.iter().find(|(i, _)| record.cells.get(*i).is_some_and(|cell| !tidy(cell).is_empty()))
    {
        let at = Bound::Cell { index: *index, header: name };
        let hint = "map it, or list it under `unused_columns` of the source";
        return Err(Fault::new("new_column", &at, record, format!("the contract knows no column `{name}`"), hint));
    }
    let raw = bindings.value.raw(record);
    let text = tidy(raw);
    let withheld = bindings.suppressed.iter().any(|m| *m == text);
    if text.is_empty() || withheld || bindings.missing.iter().any(|m| *m == text) {
        if bindings.not_null.contains(&context.contract.value_name) {
            return Err(null(&bindings.value, record, &context.contract.value_name));
        }
        return Ok(Read::NoFigure);
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
    Ok(Read::Row(Box::new(row)))
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
pub(super) fn held_back(row: &Row) -> Row {
    let mut place = row.clone();
    place.said.value = None;
    place.said.rounding = None;
    place.said.obs_status = Some(ObsStatus::HeldBack);
    place
}

/// The place of a figure that came and cannot be read.
pub(super) fn unreadable(bindings: &Bindings<'_>, record: &Record, context: &mut Context<'_>) -> Option<Row> {
    let mut place = hole(bindings, record, context)?;
    place.said.obs_status = Some(ObsStatus::Unreadable);
    Some(place)
}

/// The place of a figure that is not there: a row without a value, so that a sum which wants it knows that it is missing.
/// `None` when the record does not even say which figure it would be.
pub(super) fn hole(bindings: &Bindings<'_>, record: &Record, context: &mut Context<'_>) -> Option<Row> {
    build(bindings, record, context, false).ok()
}

fn build(bindings: &Bindings<'_>, record: &Record, context: &mut Context<'_>, valued: bool) -> Result<Row, Fault> {
    let raw = bindings.value.raw(record);
    let label: Label = word("bad_period", &bindings.period, record, PERIODS)?;
    let period = label.period;
    let area_date = match &bindings.area_date {
        Some(at) => day("bad_area_date", at, record)?,
        None if context.source.area_at == AreaAt::Start => period.start(),
        None => period.end(),
    };
    let key = Key {
        area_code: area(&bindings.area_code, record, area_date, context)?,
        area_date,
        period: period.to_string(),
        span: span(bindings, record, label)?.to_string(),
        dimensions: dimensions(bindings, record, context.contract)?,
        source_id: optional_text(bindings.source_id.as_ref(), record).unwrap_or_else(|| context.source.id.clone()),
    };
    let unit = unit(bindings, record, context)?;
    let (value, lost) = if valued { value(bindings, record, context, unit.unit_mult)? } else { (None, None) };
    let own = if valued { rounding(bindings.rounding.as_ref(), record, context.source, unit.unit_mult)? } else { None };
    let said = Said {
        value,
        // What the source has rounded and what we round add up.
        rounding: own.zip(lost).and_then(|(own, lost)| own.checked_add(lost)).or(own).or(lost),
        unit: unit.unit,
        basis: optional_text(bindings.basis.as_ref(), record).unwrap_or_else(|| context.contract.basis.clone()),
        scheme: optional_text(bindings.scheme.as_ref(), record).unwrap_or_default(),
        plan_stage: optional_word("bad_plan_stage", bindings.plan_stage.as_ref(), record)?,
        status: status(&bindings.status, record, label)?,
        rank: rank(bindings.rank.as_ref(), record)?,
        derived: derived(bindings.derived.as_ref(), record)?,
        obs_status: obs_status(bindings, record, valued)?,
        note: optional_text(bindings.note.as_ref(), record).unwrap_or_default(),
        attributes: attributes(bindings, record, context.contract)?,
        known_from: known_from(bindings.known_from.as_ref(), record, context)?,
    };
    Ok(Row { key, said, part: record.part.clone(), line: record.row, raw: raw.to_owned() })
}

/// How much of the period the figure spans: what its label and its own column say, which must agree.
fn span(bindings: &Bindings<'_>, record: &Record, label: Label) -> Result<Span, Fault> {
    let own: Option<Span> = optional_word("bad_span", bindings.span.as_ref(), record)?;
    match (own, label.span, &bindings.span) {
        (Some(own), Some(said), Some(at)) if own != said => {
            let message = format!("the span is `{own}` and the label of the period says `{said}`");
            Err(Fault::new("bad_span", at, record, message, "mend the source, or leave `span` unmapped so that the label decides"))
        }
        (own, said, _) => Ok(own.or(said).unwrap_or_default()),
    }
}

/// How settled the figure is. A label that says so knows better than a constant given to all rows; a column must agree with it.
fn status(at: &Bound<'_>, record: &Record, label: Label) -> Result<Status, Fault> {
    let own: Status = match (at, label.status) {
        (Bound::Constant { .. }, Some(said)) => return Ok(said),
        (Bound::Cell { .. }, Some(said)) if tidy(at.raw(record)).is_empty() => return Ok(said),
        _ => word("bad_status", at, record, "")?,
    };
    match label.status {
        Some(said) if said != own => {
            let message = format!("the status is `{own}` and the label of the period says `{said}`");
            Err(Fault::new("bad_status", at, record, message, "mend the source, or give `status` by a constant so that the label decides"))
        }
        _ => Ok(own),
    }
}

/// The tidied text of a column that need not be mapped or filled.
fn optional_text(at: Option<&Bound<'_>>, record: &Record) -> Option<String> {
    at.map(|at| tidy(at.raw(record)).into_owned()).filter(|text| !text.is_empty())
}

/// A word of a closed list, or a period.
fn word<T>(rule: &'static str, at: &Bound<'_>, record: &Record, hint: &str) -> Result<T, Fault>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    tidy(at.raw(record)).parse().map_err(|e: T::Err| Fault::new(rule, at, record, e.to_string(), hint))
}

fn optional_word<T>(rule: &'static str, at: Option<&Bound<'_>>, record: &Record) -> Result<Option<T>, Fault>
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
    text.parse().map_err(|_| Fault::new(rule, at, record, format!("`{text}` is not a day"), "write it `2025-07-01`"))
}

fn area(at: &Bound<'_>, record: &Record, date: NaiveDate, context: &mut Context<'_>) -> Result<String, Fault> {
    let text = tidy(at.raw(record)).into_owned();
    let areas = context.areas;
    let resolved = context.resolved.entry((text, date)).or_insert_with_key(|(text, date)| resolve(areas, text, *date));
    resolved.clone().map_err(|(rule, message, hint)| Fault::new(rule, at, record, message, hint))
}

fn resolve(areas: &AreaRegister, text: &str, date: NaiveDate) -> Result<String, AreaFault> {
    match areas.resolve(text, date) {
        Ok(id) => Ok(areas.unit(id).code.clone()),
        Err(Unresolved::Ambiguous(codes)) => {
            let message = format!("`{text}` is the name of several areas on {date}: {}", codes.join(", "));
            Err(("ambiguous_area", message, "map `area_code` to a column of codes".to_owned()))
        }
        Err(Unresolved::Unknown { near, other_days }) => {
            let padded = format!("0{text}");
            let hint = match (other_days, near) {
                _ if text.bytes().all(|b| b.is_ascii_digit()) && areas.by_code(&padded, date).is_some() => {
                    // An alias would make the same number an area in every other file, where it may be a row number.
                    format!("if `{padded}` is meant, the code lost its leading zero on the way: ask for the column as text, and add no alias")
                }
                (Some((_, Some(last))), _) if last < date => format!(
                    "`{text}` was an area until {last}: if the figures are on the boundaries of the first day of their period, declare \
                     `area_at = \"start\"`; as an alias of its successor a part would pass for the whole"
                ),
                (Some((first, _)), _) if first > date => format!("`{text}` is an area only from {first} on"),
                (_, Some(near)) => format!("did you mean `{near}`? if so, add `{text}` to its aliases in the area register"),
                _ => "add it to the area register, or as an alias of the area it names".to_owned(),
            };
            Err(("unknown_area", format!("`{text}` is no area on {date}"), hint))
        }
    }
}

fn dimensions(bindings: &Bindings<'_>, record: &Record, contract: &Contract) -> Result<Vec<String>, Fault> {
    let mut texts = Vec::with_capacity(bindings.dimensions.len());
    for (at, dimension) in bindings.dimensions.iter().zip(&contract.dimensions) {
        let text = tidy(at.raw(record)).into_owned();
        if dimension.one_of.is_empty() && text.is_empty() {
            let message = format!("`{}` is empty, and it tells observations apart", dimension.name);
            return Err(Fault::new("dimension_missing", at, record, message, "fill it at the source, or map it to a constant"));
        }
        let open = dimension.one_of.is_empty() || (contract.modes.value == Mode::Evolve && !text.is_empty());
        if !open && !dimension.one_of.contains(&text) {
            let allowed = dimension.one_of.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
            let hint = nearest(&text, dimension.one_of.iter().map(String::as_str))
                .map_or_else(|| format!("allowed are {allowed}"), |near| format!("did you mean `{near}`? allowed are {allowed}"));
            return Err(Fault::new("not_one_of", at, record, format!("`{text}` is not allowed as `{}`", dimension.name), hint));
        }
        texts.push(text);
    }
    Ok(texts)
}

fn attributes(bindings: &Bindings<'_>, record: &Record, contract: &Contract) -> Result<Vec<String>, Fault> {
    let one = |(at, attribute): (&Option<Bound<'_>>, &Attribute)| {
        let (Some(at), Some(text)) = (at, optional_text(at.as_ref(), record)) else { return Ok(String::new()) };
        match attribute.kind {
            AttributeType::Text => Ok(text),
            // Written anew, so that texts stand in the order of days.
            AttributeType::Date => day("bad_date", at, record).map(|day| day.to_string()),
        }
    };
    bindings.attributes.iter().zip(&contract.attributes).map(one).collect()
}

fn unit(bindings: &Bindings<'_>, record: &Record, context: &Context<'_>) -> Result<UnitOf, Fault> {
    let wanted = context.contract.unit.as_deref();
    let text = optional_text(bindings.unit.as_ref(), record);
    let declared = match &text {
        Some(text) => bindings.units.get(text).map(|unit| (*unit).clone()),
        None => context.source.unit.clone(),
    };
    // The contract's own word needs no entry in the table of units.
    let same = text.as_deref().filter(|text| wanted == Some(*text)).map(|text| UnitOf { unit: text.to_owned(), unit_mult: 0 });
    let at = bindings.unit.as_ref().unwrap_or(&bindings.value);
    let Some(unit) = declared.or(same) else {
        let message = match text {
            Some(text) => format!("`{text}` is not a declared unit"),
            None => "the figure has no unit".to_owned(),
        };
        let known = bindings.units.keys().map(|u| format!("`{u}`")).collect::<Vec<_>>();
        let hint = if known.is_empty() {
            "declare the units of the source".to_owned()
        } else {
            format!("add it to the units of the source, which are {}", known.join(", "))
        };
        return Err(Fault::new("unknown_unit", at, record, message, hint));
    };
    match wanted {
        Some(wanted) if wanted != unit.unit => {
            let message = format!("the figure is in `{}`, the contract wants `{wanted}`", unit.unit);
            Err(Fault::new("unit_mismatch", at, record, message, "a figure in another unit is not converted: mend the source or its units"))
        }
        _ => Ok(unit),
    }
}

/// A figure in the source's number format, scaled; formats made for figures have one of their own. With it, whether rounding it to
/// so many places has lost something.
fn figure(at: &Bound<'_>, record: &Record, source: &Source, unit_mult: i32, round: Option<u32>) -> Result<(Dec, bool), Fault> {
    let raw = at.raw(record).trim();
    let plain = if source.plain_numbers() {
        raw.to_owned()
    } else {
        number::plain(raw, source.number).map_err(|e| {
            let hint = "mend the source, or declare its number format; list the text under `missing` or `suppressed` only if that is what it says";
            Fault::new("not_a_number", at, record, e.to_string(), hint)
        })?
    };
    let read = match round {
        Some(places) => Dec::parse_rounded(&plain, unit_mult, places),
        None => Dec::parse_scaled(&plain, unit_mult).map(|figure| (figure, false)),
    };
    read.map_err(|e| {
        let (rule, hint) = match e {
            DecError::NotANumber(_) => {
                ("not_a_number", "mend the source; list the text under `missing` or `suppressed` only if that is what it says")
            }
            DecError::TooPrecise(_) => ("too_precise", "figures are held exactly: declare a smaller unit, or a rounding (`number = { round = 5 }`)"),
            DecError::TooLarge(_) => ("too_large", "look at the unit and its power of ten"),
        };
        Fault::new(rule, at, record, e.to_string(), hint)
    })
}

/// The figure, and the half-width of the rounding that it underwent here, if any.
fn value(bindings: &Bindings<'_>, record: &Record, context: &Context<'_>, unit_mult: i32) -> Result<(Option<Dec>, Option<Dec>), Fault> {
    let round = context.source.round;
    let (value, rounded) = figure(&bindings.value, record, context.source, unit_mult, round)?;
    let lost = round.filter(|_| rounded).and_then(Dec::half_of_place);
    let contract = context.contract;
    let bad = |rule, message: String, hint| Err(Fault::new(rule, &bindings.value, record, message, hint));
    if contract.value_type == ValueType::Integer && !value.is_integer() {
        return bad("not_an_integer", format!("`{value}` is not a whole number"), "mend the source, or declare the value type `decimal`");
    }
    let hint = "mend the source, or widen `min` and `max`";
    match (contract.min, contract.max) {
        (Some(min), _) if value < min => bad("out_of_range", format!("{value} is below the smallest value allowed, {min}"), hint),
        (_, Some(max)) if value > max => bad("out_of_range", format!("{value} is above the largest value allowed, {max}"), hint),
        _ => Ok((Some(value), lost)),
    }
}

fn rank(at: Option<&Bound<'_>>, record: &Record) -> Result<Option<i32>, Fault> {
    let (Some(at), Some(text)) = (at, optional_text(at, record)) else { return Ok(None) };
    match text.parse::<i32>() {
        Ok(rank) if rank >= 1 => Ok(Some(rank)),
        _ => Err(Fault::new("bad_rank", at, record, format!("`{text}` is not a rank"), "write 1 for the preferred row, 2 for the next")),
    }
}

fn rounding(at: Option<&Bound<'_>>, record: &Record, source: &Source, unit_mult: i32) -> Result<Option<Dec>, Fault> {
    let Some(at) = at.filter(|at| !tidy(at.raw(record)).is_empty()) else { return Ok(None) };
    let half_width =
        figure(at, record, source, unit_mult, None).map(|(half_width, _)| half_width).map_err(|fault| Fault { rule: "bad_rounding", ..fault })?;
    if half_width < Dec::ZERO {
        return Err(Fault::new("bad_rounding", at, record, "the half-width of a rounding is negative", "write it without a sign"));
    }
    Ok(Some(half_width))
}

/// A figure that is withheld is not there; one that is there is not withheld.
fn obs_status(bindings: &Bindings<'_>, record: &Record, valued: bool) -> Result<Option<ObsStatus>, Fault> {
    let own: Option<ObsStatus> = optional_word("bad_obs_status", bindings.obs_status.as_ref(), record)?;
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
            Err(Fault::new("bad_obs_status", at, record, "the figure is said to be withheld and is there", hint))
        }
        _ if withheld => Ok(Some(ObsStatus::Suppressed)),
        // What is not there was not imputed.
        _ => Ok(own.filter(|own| valued || *own == ObsStatus::Suppressed)),
    }
}

fn derived(at: Option<&Bound<'_>>, record: &Record) -> Result<bool, Fault> {
    let (Some(at), Some(text)) = (at, optional_text(at, record)) else { return Ok(false) };
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(Fault::new("bad_derived", at, record, format!("`{text}` is neither true nor false"), "write `true` or `false`")),
    }
}

/// What is said of a publication that lies after the fetch.
pub(super) const LATER: &str = "is after the file was fetched";

/// Whether a publication lies after the fetch. A day of slack: a local day may begin before the same day in UTC. Some services send
/// 9999-12-31 for "unknown".
pub(super) fn is_later(published: DateTime<Utc>, fetched_at: DateTime<Utc>) -> bool {
    published - fetched_at > TimeDelta::days(1)
}

/// When the figure became known: what the row says, else the source, else the delivery.
fn known_from(at: Option<&Bound<'_>>, record: &Record, context: &Context<'_>) -> Result<DateTime<Utc>, Fault> {
    let (Some(at), Some(text)) = (at, optional_text(at, record)) else { return Ok(context.known_from) };
    let Some(instant) = parse_instant(&text, context.contract.zone) else {
        let message = format!("`{text}` is neither a day nor an instant");
        return Err(Fault::new("bad_known_from", at, record, message, "write `2025-07-01` or `2025-07-01T09:00:00+07:00`"));
    };
    if is_later(instant, context.fetched_at) {
        let message = format!("`{text}` {LATER}");
        return Err(Fault::new("bad_known_from", at, record, message, "leave `known_from` unmapped, or declare `published_at`"));
    }
    Ok(instant)
}

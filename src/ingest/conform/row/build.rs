//! The row of a record: what tells it from others, its figure, and what else it says.

use super::area::area;
use super::content::Content;
use super::dimensions::{attributes, dimensions};
use super::known_from::known_from;
use super::qualifiers::{derived, obs_status, rank, span, status};
use super::text::{day, optional_text, optional_word};
use super::unit::unit;
use crate::decode::Record;
use crate::ingest::conform::bindings::Bindings;
use crate::ingest::conform::observation::{
    ConformedRow, Context, Fault, ObservationKey, RowContent,
};
use crate::ingest::conform::signs::Signs;
use crate::ingest::conform::{figure, period};
use crate::model::{AreaAt, Dec, Label, Status, UnitOf};

/// Makes the row of a record; without a value where it has no figure to give.
pub(super) fn build(
    bindings: &Bindings<'_>,
    record: &Record,
    context: &mut Context<'_>,
    gives: Content,
) -> Result<ConformedRow, Fault> {
    let source = context.source;
    let valued = gives == Content::Figure;
    let signs = match Signs::read(bindings, record, source) {
        Err(fault) if valued => return Err(fault),
        read => read.unwrap_or_else(|_| Signs::unread(bindings, record, source)),
    };
    let label = period::label(bindings, record, context)?;
    let key = key(bindings, record, (label, gives), context)?;
    let unit = gives.says(unit(bindings, record, context), || UnitOf {
        unit: context.contract.unit.clone().unwrap_or_default(),
        unit_mult: 0,
    })?;
    let (value, rounding) = if valued {
        figure(bindings, (record, &signs), context, &unit)?
    } else {
        (None, None)
    };
    let said = RowContent {
        value,
        rounding,
        unit: unit.unit,
        basis: optional_text(bindings.basis.as_ref(), record)
            .unwrap_or_else(|| context.contract.basis.clone()),
        scheme: optional_text(bindings.scheme.as_ref(), record).unwrap_or_default(),
        // Nobody knows how settled it is, so it is the least.
        status: gives.says(status(&bindings.status, (record, &signs), label), || {
            Status::Estimate
        })?,
        rank: gives.says(rank(bindings.rank.as_ref(), record), || None)?,
        derived: gives.says(derived(bindings.derived.as_ref(), record), || false)?,
        obs_status: gives.says(obs_status(bindings, (record, &signs), valued), || None)?,
        covers: gives.says(
            optional_word("bad_covers", bindings.covers.as_ref(), record),
            || None,
        )?,
        note: signs.note(optional_text(bindings.note.as_ref(), record)),
        attributes: attributes(bindings, record, (context.contract, gives))?,
        known_from: gives.says(
            known_from(bindings.known_from.as_ref(), record, context),
            || context.known_from,
        )?,
    };
    period::not_ahead(
        bindings,
        record,
        (label.period, &key, &said),
        context.fetched_at,
    )?;
    Ok(ConformedRow {
        key,
        said,
        part: record.part.clone(),
        line: record.row,
        nth: bindings.nth,
        raw: bindings.value.raw(record).to_owned(),
    })
}

fn key(
    bindings: &Bindings<'_>,
    record: &Record,
    (label, gives): (Label, Content),
    context: &mut Context<'_>,
) -> Result<ObservationKey, Fault> {
    let period = label.period;
    let area_date = match &bindings.area_date {
        Some(at) => day("bad_area_date", at, record)?,
        None if context.source.area_at == AreaAt::Start => period.start(),
        None => period.end(),
    };
    let span = span(bindings, record, label, context.source)?;
    let (area_code, unit) = area(&bindings.area_code, record, area_date, context)?;
    // Rows about the same land are of one area, on whichever day each of them names it.
    let area_date = unit.map_or(area_date, |unit| {
        let end = period.end();
        context.areas.day_of_land(unit, area_date, end)
    });
    Ok(ObservationKey {
        area_code,
        area_date,
        period: period.to_string(),
        span: span.to_string(),
        dimensions: dimensions(bindings, record, (period, span), (context.contract, gives))?,
        source_id: optional_text(bindings.source_id.as_ref(), record)
            .unwrap_or_else(|| context.source.id.clone()),
        plan_stage: gives.says(
            optional_word("bad_plan_stage", bindings.plan_stage.as_ref(), record),
            || None,
        )?,
    })
}

/// The figure in the unit of the table, and how far it is rounded.
fn figure(
    bindings: &Bindings<'_>,
    (record, signs): (&Record, &Signs<'_>),
    context: &Context<'_>,
    unit: &UnitOf,
) -> Result<(Option<Dec>, Option<Dec>), Fault> {
    figure::multiplied(bindings, record, unit.unit_mult, &unit.unit)?;
    let (value, lost) = figure::value(bindings, (record, signs), context, unit.unit_mult)?;
    let own = figure::rounding(
        bindings.rounding.as_ref(),
        record,
        context.source,
        unit.unit_mult,
    )?;
    // What the source has rounded and what we round add up.
    let both = own.zip(lost).and_then(|(own, lost)| own.checked_add(lost));
    Ok((value, both.or(own).or(lost)))
}

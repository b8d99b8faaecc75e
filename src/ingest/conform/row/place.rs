//! The places of figures that are not there: rows without a value.

use super::build::build;
use super::content::Content;
use crate::decode::Record;
use crate::ingest::conform::bindings::Bindings;
use crate::ingest::conform::observation::{ConformedRow, Context};
use crate::model::ObsStatus;

/// The place of a figure that was read and is held back.
pub(in crate::ingest::conform) fn held_back(row: &ConformedRow) -> ConformedRow {
    let mut place = row.clone();
    place.said.value = None;
    place.said.rounding = None;
    place.said.obs_status = Some(ObsStatus::HeldBack);
    place
}

/// The place of a figure that came and cannot be read.
pub(in crate::ingest::conform) fn unreadable(
    bindings: &Bindings<'_>,
    record: &Record,
    context: &mut Context<'_>,
) -> Option<ConformedRow> {
    let mut place = build(bindings, record, context, Content::NotAccepted).ok()?;
    place.said.obs_status = Some(ObsStatus::Unreadable);
    Some(place)
}

/// The place of a figure that is not there: a row without a value, so that a sum which wants it
/// knows that it is missing. `None` when the record does not even say which figure it would be.
pub(in crate::ingest::conform) fn hole(
    bindings: &Bindings<'_>,
    record: &Record,
    context: &mut Context<'_>,
) -> Option<ConformedRow> {
    build(bindings, record, context, Content::Blank).ok()
}

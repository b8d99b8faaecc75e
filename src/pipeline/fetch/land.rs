//! What sources deliver, landed.

use crate::error::RunError;
use crate::model::{Dataset, Finding, Place, Source};
use crate::pipeline::deliveries::licence;
use crate::pipeline::fetch::delivered::SourceDelivery;
use crate::pipeline::fetch::looking::Looking;
use crate::pipeline::source_files::SourceContent;
use crate::store::{LandedDelivery, LandingNote, StoreError};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;

/// Lands what came, each by itself: one file that cannot be landed under its name does not stop the
/// others.
pub(super) fn land(
    looking: Looking<'_>,
    dataset: &Dataset,
    source: &Source,
    came: Vec<SourceDelivery>,
    before: &[LandedDelivery],
) -> Result<Vec<Result<String, Finding>>, RunError> {
    let Looking { lake, former, .. } = looking;
    let source_holds: BTreeSet<String> = came.iter().map(|c| c.content.sha256()).collect();
    let now = after_the_last(looking.now, source, before);
    let mut all = Vec::new();
    for SourceDelivery {
        file_name,
        path,
        content,
        transfer,
    } in came
    {
        let first =
            former.first_received(lake, &dataset.id, (&source.id, &path, &content.sha256()));
        let note = LandingNote {
            source_holds: source_holds.clone(),
            source_id: source.id.clone(),
            path,
            url: source.url.clone(),
            licence: licence(dataset, source).to_owned(),
            published_at: source.published_at,
            fetched_at: first.unwrap_or(now),
            transfer,
        };
        let landed = match content {
            SourceContent::Held(bytes) => lake.land(&dataset.id, &file_name, &bytes, &note),
            SourceContent::File(from, known) => {
                lake.land_file(&dataset.id, &file_name, &from, known, &note)
            }
        };
        all.extend(delivery_or_fault(landed, note.path)?);
    }
    Ok(all)
}

/// The order of landing decides what replaces what, also where a clock was put back.
fn after_the_last(now: DateTime<Utc>, source: &Source, before: &[LandedDelivery]) -> DateTime<Utc> {
    let last = before
        .iter()
        .filter(|l| l.receipt.source_id == source.id)
        .map(|l| l.receipt.fetched_at)
        .max();
    last.map_or(now, |last| now.max(last + TimeDelta::microseconds(1)))
}

/// The id of a delivery, or what is wrong with the source; nothing when what is wrong is reported
/// elsewhere.
fn delivery_or_fault(
    landed: Result<LandedDelivery, StoreError>,
    path: String,
) -> Result<Option<Result<String, Finding>>, RunError> {
    let unreadable = |error: &StoreError| {
        let place = Place {
            file: path,
            ..Place::default()
        };
        Finding::error("source_unreadable", place, error.to_string())
    };
    match landed {
        Ok(landed) => Ok(Some(Ok(landed.delivery))),
        Err(error @ StoreError::Changed(_)) => Ok(Some(Err(unreadable(&error)))),
        Err(error @ StoreError::Name { .. }) => {
            let finding = unreadable(&error).hint("give the file another name");
            Ok(Some(Err(finding)))
        }
        // The delivery lies there damaged: the stock says so, and leaves its dataset out.
        Err(StoreError::Damaged { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

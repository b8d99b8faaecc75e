//! What sources deliver, landed.

use crate::error::RunError;
use crate::model::{Dataset, Finding, Place, Source};
use crate::pipeline::deliveries::licence;
use crate::pipeline::fetch::delivered::SourceDelivery;
use crate::pipeline::fetch::looking::Looking;
use crate::pipeline::source_content::SourceContent;
use crate::store::{LandedDelivery, LandingNote, Listing, Replaced, StoreError};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Lands what came, each by itself: one file that cannot be landed under its name does not stop the
/// others.
pub(super) fn land(
    looking: Looking<'_>,
    dataset: &Dataset,
    source: &Source,
    came: Vec<SourceDelivery>,
    mut listing: Listing,
) -> Result<Vec<Result<String, Finding>>, RunError> {
    let Looking { lake, former, .. } = looking;
    let now_there: BTreeSet<String> = came.iter().map(|c| c.content.sha256()).collect();
    let replaced = Replaced::AtItsPlace(Arc::new(now_there));
    let now = after_the_last(looking.now, source, listing.sound());
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
            replaced: replaced.clone(),
            source_id: source.id.clone(),
            path,
            url: source.url.clone(),
            licence: licence(dataset, source).to_owned(),
            published_at: source.published_at,
            fetched_at: first.unwrap_or(now),
            transfer,
        };
        let landed = match content {
            SourceContent::Held(bytes) => {
                lake.land_among(&mut listing, &dataset.id, (&file_name, &bytes), &note)
            }
            SourceContent::File(from, known) => {
                let what = (dataset.id.as_str(), file_name.as_str());
                lake.land_file(&mut listing, what, (&from, known), &note)
            }
        };
        all.extend(delivery_or_fault(landed, source, note.path)?);
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

/// A file whose name says something that the same bytes under another name said otherwise.
fn same_bytes(path: String, other: &str) -> Finding {
    let message = format!(
        "the file has the same bytes as `{other}`, so its name, which carries a value, is not read"
    );
    let place = Place {
        file: path,
        ..Place::default()
    };
    Finding::error("same_bytes", place, message).hint(
        "if both are right, save this one with a change that says nothing, such as a blank line at \
            the end; else remove it",
    )
}

/// The id of a delivery, or what is wrong with the source; nothing when what is wrong is reported
/// elsewhere.
fn delivery_or_fault(
    landed: Result<LandedDelivery, StoreError>,
    source: &Source,
    path: String,
) -> Result<Option<Result<String, Finding>>, RunError> {
    let unreadable = |error: &StoreError| {
        let place = Place {
            file: path.clone(),
            ..Place::default()
        };
        Finding::error("source_unreadable", place, error.to_string())
    };
    match landed {
        // The same bytes are one delivery, and it has one name.
        Ok(landed) if source.reads_file_name() && landed.receipt.path != path => {
            Ok(Some(Err(same_bytes(path, &landed.receipt.path))))
        }
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

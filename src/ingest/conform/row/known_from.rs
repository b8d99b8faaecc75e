//! When the figure of a record became known.

use super::text::optional_text;
use crate::decode::Record;
use crate::ingest::conform::bindings::Bound;
use crate::ingest::conform::delivered::Delivery;
use crate::ingest::conform::observation::{Context, Fault};
use crate::model::{Finding, Place, Source, known_since, parse_instant};
use chrono::{DateTime, NaiveDate, Utc};

/// What is said of a publication that lies after the fetch.
const LATER: &str = "is after the file was fetched";

/// When the figure became known: what the row says, else the source, else the delivery.
pub(super) fn known_from(
    at: Option<&Bound<'_>>,
    record: &Record,
    context: &Context<'_>,
) -> Result<DateTime<Utc>, Fault> {
    let (Some(at), Some(text)) = (at, optional_text(at, record)) else {
        return Ok(context.known_from);
    };
    let Some(instant) = parse_instant(&text, context.contract.zone) else {
        let zone = context.contract.zone;
        let message = if text.parse::<NaiveDate>().is_ok() {
            format!("the clocks of `{zone}` left out the day `{text}`")
        } else {
            format!("`{text}` is neither a day nor an instant")
        };
        return Err(Fault::new(
            "bad_known_from",
            at,
            record,
            message,
            "write `2025-07-01` or `2025-07-01T09:00:00+07:00`",
        ));
    };
    known_since(instant, context.fetched_at).ok_or_else(|| {
        Fault::new(
            "bad_known_from",
            at,
            record,
            format!("`{text}` {LATER}"),
            "leave `known_from` unmapped, or declare `published_at`",
        )
    })
}

/// Why a delivery cannot be used whose declared day of publication lies after its fetch.
pub(in crate::ingest) fn later_than_fetched(
    at: DateTime<Utc>,
    day: NaiveDate,
    delivered: &Delivery<'_>,
    source: &Source,
) -> Option<Finding> {
    if known_since(at, delivered.fetched_at).is_some() {
        return None;
    }
    let place = Place {
        file: delivered.file_name.to_owned(),
        ..Place::default()
    };
    let message = format!("`published_at` of source `{}`: `{day}` {LATER}", source.id);
    let hint = "write the day on which the file was published, or leave `published_at` out: then \
        the time of landing counts";
    Some(Finding::error("bad_known_from", place, message).hint(hint))
}

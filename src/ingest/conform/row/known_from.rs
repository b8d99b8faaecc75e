//! When the figure of a record became known.

use super::text::optional_text;
use crate::decode::Record;
use crate::ingest::conform::bindings::Bound;
use crate::ingest::conform::observation::{Context, Fault};
use crate::model::parse_instant;
use chrono::{DateTime, TimeDelta, Utc};

/// What is said of a publication that lies after the fetch.
pub(in crate::ingest::conform) const LATER: &str = "is after the file was fetched";

/// Whether a publication lies after the fetch. A day of slack: a local day may begin before the
/// same day in UTC. Some services send 9999-12-31 for "unknown".
pub(in crate::ingest::conform) fn is_later(
    published: DateTime<Utc>,
    fetched_at: DateTime<Utc>,
) -> bool {
    published - fetched_at > TimeDelta::days(1)
}

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
    // Nobody knew it before it was fetched, wherever its day began.
    Ok(instant.min(context.fetched_at))
}

//! Whether a claim was true of a release that was in force before: what was published stays published,
//! whatever was decided since of a figure, a target or a definition.

use crate::app::api::check::figures::ClaimFigures;
use crate::app::api::check::judged::{ClaimResult, judged};
use crate::app::api::check::question::ClaimQuestion;
use crate::app::api::problem::Problem;
use crate::app::api::viewed::ApiView;
use crate::app::output::Row;
use crate::app::site::{editions, made_at};
use crate::store::{ReleaseState, ReleaseStatus};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::cell::OnceCell;

/// What became of a claim that the release in force does not bear out, where an earlier one did: the newest
/// of these, with what it said and what is said now. Of a past release nothing is asked but what it said.
///
/// # Errors
/// When the lake cannot be read.
pub fn released_before(
    view: &ApiView<'_>,
    question: &ClaimQuestion,
    now: &Row,
) -> Result<Option<Row>, Problem> {
    if view.status.state != ReleaseState::InForce {
        return Ok(None);
    }
    let all = editions(view.lake, (view.now, false));
    let all = all.map_err(|failure| Problem::of_failure(view.lang, &failure))?;
    // What was never published is no earlier statement. Of the releases from the newest on, each with the one that came in its place.
    for (later, status) in all.iter().zip(all.iter().skip(1)) {
        let earlier = ApiView {
            status,
            titles: OnceCell::new(),
            ..*view
        };
        // A release of other units, or of other tables, says nothing of these.
        if earlier.boundary().ok() != view.boundary().ok() {
            continue;
        }
        let Ok(figures) = ClaimFigures::of(&earlier, question) else {
            continue;
        };
        if let Ok(ClaimResult::True(row)) = judged(question, &figures) {
            let made = made_at(view.lake).remove(&later.release.id);
            let since = later.changed.or(made);
            return Ok(Some(change((status, since), (row, now))));
        }
    }
    Ok(None)
}

/// The change from what a release said to what is said now, known since another release came in its place.
fn change(
    (status, since): (&ReleaseStatus, Option<DateTime<Utc>>),
    (before, after): (&Row, &Row),
) -> Row {
    let of = |row: &Row, column: &str| row.get(column).cloned().unwrap_or(Value::Null);
    let fields = [
        ("release", json!(status.release.id)),
        ("known_from", json!(since)),
        ("value_before", of(before, "value")),
        ("value_after", of(after, "value")),
        ("verdict_before", of(before, "verdict")),
        ("verdict_after", of(after, "verdict")),
    ];
    let there = |(name, value): &(&str, Value)| *name == "known_from" || !value.is_null();
    let fields = fields.into_iter().filter(there);
    fields
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

//! Which years a figure or a record may be of: those of official statistics and of projections. A year
//! beyond them is of another calendar, or a slip.

use chrono::{DateTime, Datelike, Utc};
use std::ops::RangeInclusive;

/// The earliest year; before it there are no series of official statistics.
const FIRST_YEAR: i32 = 1800;

/// Years from the delivery within which a period may lie; projections reach a century ahead.
const YEARS_AHEAD: i32 = 100;

/// The years of our time, when a delivery came.
pub(super) fn years_of_our_time(fetched_at: DateTime<Utc>) -> RangeInclusive<i32> {
    FIRST_YEAR..=fetched_at.year().saturating_add(YEARS_AHEAD)
}

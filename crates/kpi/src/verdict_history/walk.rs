//! The walk over all moments, in order.

use crate::verdict_history::at_moment::{HistoryInputs, KpiAtMoment};
use crate::verdict_history::figures::Event;
use crate::verdict_history::revision::Revision;
use crate::verdict_history::said::Said;
use chiso_model::{Kpi, MeasureValue, Timeline, ValueKey};
use chrono::{DateTime, Utc};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A value of one of a KPI's measures over time.
pub type MeasureLine<'a> = (&'a str, ValueKey, &'a Timeline<Arc<MeasureValue>>);

/// Every change of the scores of a KPI, in the order in which they became known.
#[must_use]
pub fn verdict_history<'a>(
    kpi: &Kpi,
    lines: impl IntoIterator<Item = MeasureLine<'a>>,
    ground: HistoryInputs<'a>,
) -> Vec<Revision> {
    let events = events(lines);
    let mut known = KpiAtMoment::new(kpi, ground, Cow::Borrowed(ground.targets));
    let (mut said, mut revisions) = (Said::default(), Vec::new());
    for moment in ground.moments {
        let now = events.get(moment).map_or(&[][..], Vec::as_slice);
        let touched = known.step(*moment, now);
        revisions.extend(said.revisions((kpi, ground.boundary), *moment, touched));
    }
    revisions
}

/// What came and went at each moment.
fn events<'a>(
    lines: impl IntoIterator<Item = MeasureLine<'a>>,
) -> BTreeMap<DateTime<Utc>, Vec<Event<'a>>> {
    let mut events: BTreeMap<DateTime<Utc>, Vec<Event<'_>>> = BTreeMap::new();
    for (measure, key, line) in lines {
        for (moment, state) in line.changes() {
            let there = events.entry(moment).or_default();
            there.push((measure, key, state));
        }
    }
    events
}

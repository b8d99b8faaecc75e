//! The walk over all moments, in order.

use crate::score::{score, score_asked};
use crate::universe::{Measures, Universe};
use crate::verdict_history::builder::{Event, HistoryBuilder, HistoryInputs};
use crate::verdict_history::revision::Revision;
use chiso_model::{Kpi, MeasureValue, Timeline, ValueKey};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};
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
    let mut events = events(lines);
    let mut walker = HistoryBuilder {
        kpi,
        ground,
        measures: Measures::default(),
        universe: Universe::default(),
        asked: None,
        reached: None,
    };
    let (mut seen, mut revisions) = (BTreeMap::new(), Vec::new());
    let broken = BTreeSet::new();
    for moment in ground.moments {
        let touched = walker.step(*moment, events.remove(moment).unwrap_or_default());
        let setting = walker.setting(*moment, &broken);
        let scores = match touched {
            // Put together from other KPIs: whatever touches one of them touches it.
            _ if !kpi.kind.items().is_empty() => score_asked(kpi, setting),
            touched if touched.is_empty() => continue,
            touched => score(kpi, setting, touched),
        };
        for score in scores {
            revisions.extend(walker.revision(&mut seen, *moment, &score));
        }
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
            events
                .entry(moment)
                .or_default()
                .push((measure, key, state));
        }
    }
    events
}

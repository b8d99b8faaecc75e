//! The walk over all moments, in order.

use crate::universe::Places;
use crate::verdict_history::at_moment::{HistoryInputs, KpiAtMoment};
use crate::verdict_history::figures::{Event, Touched};
use crate::verdict_history::latest::LatestScores;
use crate::verdict_history::revision::Revision;
use crate::verdict_history::said::Said;
use chiso_model::{Kpi, MeasureValue, Timeline, ValueKey};
use chrono::{DateTime, Utc};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A value of one of a KPI's measures over time.
pub type MeasureLine<'a> = (&'a str, ValueKey, &'a Timeline<Arc<MeasureValue>>);

/// What a KPI has said on a boundary.
pub struct VerdictHistory {
    /// Every change of its scores, in the order in which they became known.
    pub revisions: Vec<Revision>,
    /// What it says since the last moment.
    pub latest: LatestScores,
    /// The areas and periods that figures of measures make it be asked for; none of a KPI that is made
    /// of others.
    pub places: Places,
}

/// Every change of the scores of a KPI, and what they are since the last.
#[must_use]
pub fn verdict_history<'a>(
    kpi: &Kpi,
    lines: impl IntoIterator<Item = MeasureLine<'a>>,
    ground: HistoryInputs<'a>,
) -> VerdictHistory {
    let events = events(lines);
    let mut walked = Walked::new(KpiAtMoment::new(kpi, ground, Cow::Borrowed(ground.targets)));
    for moment in ground.moments {
        let now = events.get(moment).map_or(&[][..], Vec::as_slice);
        let touched = walked.known.step(*moment, now);
        walked.take_in(kpi, *moment, touched);
    }
    walked.history()
}

/// The same of a KPI that is made of measures, and then of some that rank its values: these are
/// made once for all of them.
#[must_use]
pub fn ranked_histories<'a>(
    kpi: &Kpi,
    ranking: &[&Kpi],
    lines: impl IntoIterator<Item = MeasureLine<'a>>,
    ground: HistoryInputs<'a>,
) -> Vec<VerdictHistory> {
    let (events, targets) = (events(lines), || Cow::Borrowed(ground.targets));
    let mut own = Walked::new(KpiAtMoment::new(kpi, ground, targets()).ranked());
    let above = ranking.iter().copied();
    let above = above.map(|kpi| Walked::new(KpiAtMoment::above(kpi, ground, targets())));
    let mut above: Vec<Walked<'_, '_>> = above.collect();
    for moment in ground.moments {
        let now = events.get(moment).map_or(&[][..], Vec::as_slice);
        let mut touched = own.known.step(*moment, now);
        let new = std::mem::take(&mut touched.values);
        let above = || {
            let above = ranking.par_iter().zip(above.par_iter_mut());
            above.for_each(|(kpi, above)| {
                let touched = above.known.step_above(*moment, &new);
                above.take_in(kpi, *moment, touched);
            });
        };
        rayon::join(|| own.take_in(kpi, *moment, touched), above);
    }
    let all = std::iter::once(own).chain(above);
    all.map(Walked::history).collect()
}

/// A KPI on the way over all moments.
struct Walked<'a, 'k> {
    known: KpiAtMoment<'a, 'k>,
    said: Said,
    revisions: Vec<Revision>,
}

impl<'a, 'k> Walked<'a, 'k> {
    fn new(known: KpiAtMoment<'a, 'k>) -> Walked<'a, 'k> {
        Walked {
            known,
            said: Said::default(),
            revisions: Vec::new(),
        }
    }

    fn take_in(&mut self, kpi: &Kpi, moment: DateTime<Utc>, touched: Touched) {
        let of = (kpi, self.known.boundary());
        self.revisions
            .extend(self.said.revisions(of, moment, touched));
    }

    fn history(self) -> VerdictHistory {
        let (known, reached) = (&self.known, self.known.reached());
        let scores = self.said.latest(|cell| known.asks(cell));
        VerdictHistory {
            revisions: self.revisions,
            latest: LatestScores::new(scores, reached),
            places: known.places(),
        }
    }
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

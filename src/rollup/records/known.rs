//! What was known of the records of one unit and period at a moment.

use crate::model::{AreaUnit, Period, Reason, SharedIds, UnitId};
use crate::records::roll::{Asked, Partial, Version};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// What data files give of one unit and period.
pub(super) type Parts = Vec<Version>;

/// The same of all units and periods.
pub(super) type PartsByPeriod = BTreeMap<(UnitId, Period), Parts>;

/// The last day of a unit in a period, at which its figures are read.
#[must_use]
pub fn last_day(unit: &AreaUnit, period: Period) -> NaiveDate {
    let end = period.end();
    unit.valid_to.map_or(end, |last| last.min(end))
}

/// A delivery of records.
pub(super) struct Delivered {
    /// The name of its data file.
    pub(super) file: String,
    pub(super) delivery: String,
    pub(super) source_id: String,
    pub(super) known_from: DateTime<Utc>,
    pub(super) recorded_at: DateTime<Utc>,
}

/// What is known of one unit and period at a moment.
pub(super) struct Now {
    pub(super) partial: Partial,
    /// Records of each measure of which two deliveries of one moment say something.
    pub(super) conflicts: Vec<u64>,
    /// Why there is no figure.
    pub(super) reasons: BTreeSet<Reason>,
    pub(super) known_from: DateTime<Utc>,
    pub(super) source_ids: SharedIds,
    pub(super) deliveries: SharedIds,
    /// A delivery that reaches to the end of the period became known after it had ended.
    pub(super) ended: bool,
}

impl Now {
    /// By all deliveries up to the last one of a moment; `after` is the first that reaches to
    /// the end of the period and became known after it, `completed` the one with which the last of its
    /// months came.
    pub(super) fn new(
        (asked, known): (&[Asked<'_>], &[Delivered]),
        parts: &[Version],
        (after, completed): (Option<usize>, Option<usize>),
        last: usize,
    ) -> Now {
        let (mut partial, mut said) = (Partial::none(asked), BTreeSet::new());
        let (mut conflicts, mut reasons) = (vec![0; asked.len()], BTreeSet::new());
        for part in parts.iter().filter(|v| v.from <= last) {
            let gone = part.to.filter(|to| *to <= last);
            said.extend(gone);
            if gone.is_none() {
                said.extend([part.from, part.file]);
                reasons.extend(part.reason);
                partial.add(&part.partial);
                let states = part.partial.states.iter().filter(|_| part.conflict);
                for (count, state) in conflicts.iter_mut().zip(states) {
                    *count += state.asked + state.quarantined;
                }
            }
        }
        let after = after.filter(|after| *after <= last);
        said.extend(after);
        // That nothing came of the rest is known since the rest has come.
        let moment = |at: &usize| known.get(*at).map(|d| d.known_from);
        let newest = said.iter().filter_map(moment).max();
        said.extend(completed.filter(|at| newest.is_some() && moment(at) > newest));
        let said = said.into_iter().filter_map(|at| known.get(at));
        let said: Vec<&Delivered> = said.collect();
        Now {
            partial,
            conflicts,
            reasons,
            known_from: said.iter().map(|d| d.known_from).max().unwrap_or_default(),
            source_ids: said.iter().map(|d| d.source_id.clone()).collect(),
            deliveries: said.iter().map(|d| d.delivery.clone()).collect(),
            ended: after.is_some(),
        }
    }

    /// Where some of it has not come there is no figure, and none to date of a period that is over.
    pub(super) fn lacking(mut self, over: bool) -> Now {
        self.reasons.insert(Reason::PartialPeriod);
        self.ended |= over;
        self
    }
}

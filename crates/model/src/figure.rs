//! A published figure with everything that is known about it.

use crate::decimal::Dec;
use crate::shared::{SharedIds, SharedText};
use crate::status::{PlanStage, Status};
use crate::verdict::{Flag, Reason};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A value with everything that must travel with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The value; `None` when rows exist but give none that could be defended (`reasons` says why).
    pub value: Option<Dec>,
    /// Unit.
    pub unit: SharedText,
    /// What exactly is counted, a word of the office's own.
    pub basis: SharedText,
    /// The scoring scheme it was made by; empty when none is stated.
    pub scheme: SharedText,
    /// Stage, for plans.
    pub plan_stage: Option<PlanStage>,
    /// Weakest status of the rows.
    pub status: Status,
    /// Half-width of the rounding of the published input, in `unit`.
    pub rounding: Dec,
    /// Since when this is what is known: the latest publication among the rows, or the withdrawal of
    /// what it was made of before.
    pub known_from: DateTime<Utc>,
    /// Sources of the rows.
    pub source_ids: SharedIds,
    /// Deliveries of the rows.
    pub deliveries: SharedIds,
    /// Flags so far.
    pub flags: BTreeSet<Flag>,
    /// Why it cannot be used, if so.
    pub reasons: BTreeSet<Reason>,
}

impl Figure {
    /// Whether it is missing because something that it would be made of is, and nothing else is said
    /// of it.
    #[must_use]
    pub fn is_only_missing(&self) -> bool {
        self.value.is_none() && self.reasons.iter().eq([&Reason::ValueMissing])
    }

    /// Dates what is known of a figure from a moment on, after what was known until then. What
    /// changed without a row of its own changed at that moment: something it was made of was
    /// withdrawn. What did not change is known as long as before, by the same deliveries.
    pub fn follow(&mut self, before: Option<&Figure>, moment: DateTime<Utc>) {
        match before.filter(|before| before.says_the_same(self)) {
            Some(before) if before.known_from > self.known_from => {
                self.known_from = before.known_from;
                self.deliveries.merge(&before.deliveries);
            }
            Some(_) => {}
            None => self.known_from = self.known_from.max(moment),
        }
    }

    /// Whether two figures say the same, whoever brought them and whenever.
    fn says_the_same(&self, other: &Figure) -> bool {
        let what = |f: &Figure| (f.value, f.plan_stage, f.status, f.rounding);
        what(self) == what(other)
            && (&self.unit, &self.basis, &self.scheme) == (&other.unit, &other.basis, &other.scheme)
            && (&self.flags, &self.reasons) == (&other.flags, &other.reasons)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(day: &str) -> DateTime<Utc> {
        format!("{day}T00:00:00Z").parse().unwrap()
    }

    fn figure(value: i64, known_from: &str) -> Figure {
        Figure {
            value: Some(Dec::from_int(value)),
            unit: "count".into(),
            basis: SharedText::default(),
            scheme: SharedText::default(),
            plan_stage: None,
            status: Status::Final,
            rounding: Dec::ZERO,
            known_from: on(known_from),
            source_ids: SharedIds::default(),
            deliveries: SharedIds::default(),
            flags: BTreeSet::new(),
            reasons: BTreeSet::new(),
        }
    }

    /// Since when a figure is known that follows another, at a moment.
    fn since(before: Option<(i64, &str)>, now: (i64, &str), moment: &str) -> DateTime<Utc> {
        let before = before.map(|(value, day)| figure(value, day));
        let mut now = figure(now.0, now.1);
        now.follow(before.as_ref(), on(moment));
        now.known_from
    }

    #[test]
    fn a_figure_is_known_since_it_last_changed() {
        // Ten and twenty published in February; in June the twenty is withdrawn.
        let withdrawn = since(Some((30, "2025-02-03")), (10, "2025-02-03"), "2025-06-01");
        assert_eq!(withdrawn, on("2025-06-01"));
        // In July something else happens, and the ten is what it was.
        let same = since(Some((10, "2025-06-01")), (10, "2025-02-03"), "2025-07-01");
        assert_eq!(same, on("2025-06-01"));
        let first = since(None, (30, "2025-02-03"), "2025-02-03");
        assert_eq!(first, on("2025-02-03"));
        // Said again by another source, later.
        let again = since(Some((10, "2025-02-03")), (10, "2025-06-01"), "2025-06-01");
        assert_eq!(again, on("2025-06-01"));
    }
}

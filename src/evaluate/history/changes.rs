//! Every value that a measure has had, and since when.

use crate::kpi::{Revised, Revision};
use crate::model::{Flag, Measure, MeasureValue};
use crate::series::Values;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// A value that a measure took on, or lost, at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureChange {
    /// When it became known.
    pub known_from: DateTime<Utc>,
    /// The value from then on; when `withdrawn`, the last one before.
    pub value: Arc<MeasureValue>,
    /// There is no value from then on.
    pub withdrawn: bool,
}

/// Everything that changed.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Values of measures.
    pub measures: Vec<MeasureChange>,
    /// Scores.
    pub revisions: Vec<Revision>,
}

impl History {
    /// How much the measures have been revised.
    #[must_use]
    pub fn revised<'m>(&self, declared: &'m [Measure]) -> Revised<'m> {
        Revised::new(
            declared,
            self.measures
                .iter()
                .map(|c| (c.value.as_ref(), c.withdrawn)),
        )
    }
}

/// Every change of the values of a measure on a boundary up to the moment asked for, those of one
/// key in the order in which they became known.
#[must_use]
pub fn changes(values: &Values, as_of: Option<DateTime<Utc>>) -> Vec<MeasureChange> {
    let mut out = Vec::new();
    for (_, line) in values.lines() {
        let mut before: Option<&Arc<MeasureValue>> = None;
        let known = |(moment, _): &(DateTime<Utc>, _)| as_of.is_none_or(|t| *moment <= t);
        for (known_from, now) in line.changes().take_while(known) {
            // That a figure states its whole period from now on is a change as well, even if the
            // figure is the same.
            let says = |v: &MeasureValue| {
                (
                    v.figure.value,
                    v.figure.status,
                    v.figure.flags.contains(&Flag::ToDate),
                )
            };
            match (before, now) {
                (Some(last), None) => out.push(MeasureChange {
                    known_from,
                    value: last.clone(),
                    withdrawn: true,
                }),
                (last, Some(now)) if last.is_none_or(|last| says(last) != says(now)) => {
                    out.push(MeasureChange {
                        known_from,
                        value: now.clone(),
                        withdrawn: false,
                    });
                }
                _ => {}
            }
            before = now;
        }
    }
    out
}

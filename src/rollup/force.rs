//! Which rows are in force as of a moment, and how much of its period each of them states.
//!
//! A figure states its whole period when its source said it on a day after the last day of the
//! period, be it again. One that was said before only is a figure to date, unless the source
//! declares that it covers the whole period. Plans are made ahead and are always whole.

use crate::model::{Covers, Flag, UNDATED, day_of, days_since_epoch};
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

const SECONDS_A_DAY: i64 = 86_400;

/// A row in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InForce {
    /// Its index.
    pub row: usize,
    /// `to_date` or `before_period_end`; none when it states the whole of a period that had ended.
    pub extent: Option<Flag>,
    /// The row that said the same again, and was the first to do so after the period had ended.
    pub confirmed_by: Option<usize>,
}

/// A statement of a key: the first row of those that say so without a break, who says it, and the
/// first that does after the period ended.
struct KeyStatement {
    first: usize,
    places: BTreeSet<Option<u32>>,
    after: Option<usize>,
}

impl Rows {
    /// The rows in force as of a moment: for each key what was stated last; not if withdrawn.
    ///
    /// Two places that state different figures, known and landed at one moment, are two rows:
    /// nothing says which of them is the later one. Whoever says again what was already known
    /// changes nothing but how much of the period the figure is known to state: the first of the
    /// rows that say so without a break stays in force. A place that withdraws a figure withdraws
    /// only what it said itself: what another place still says, or has said since, stays.
    #[must_use]
    pub fn stated(&self, as_of: Option<DateTime<Utc>>) -> Vec<InForce> {
        let age = |row: &Row| (row.known_from, row.recorded_at);
        let order = |a: &usize, b: &usize| {
            let (a, b) = (&self.all[*a], &self.all[*b]);
            a.key()
                .cmp(&b.key())
                .then_with(|| age(a).cmp(&age(b)))
                .then_with(|| a.delivery.cmp(&b.delivery))
        };
        let counts = |row: &Row| !row.void && as_of.is_none_or(|t| row.known_from <= t);
        let mut known: Vec<usize> = (0..self.all.len())
            .filter(|i| counts(&self.all[*i]))
            .collect();
        known.sort_by(order);
        let said = known.chunk_by(|a, b| self.all[*a].key() == self.all[*b].key());
        said.flat_map(|rows| self.last_said(rows)).collect()
    }

    /// Indices of the rows in force as of a moment, as in [`Rows::stated`].
    #[must_use]
    pub fn in_force(&self, as_of: Option<DateTime<Utc>>) -> Vec<usize> {
        self.stated(as_of)
            .into_iter()
            .map(|stated| stated.row)
            .collect()
    }

    /// Of the rows of a key, in the order of time, the one that is in force at the end; several
    /// where places disagree at one moment.
    fn last_said(&self, rows: &[usize]) -> Vec<InForce> {
        let mut said: Vec<KeyStatement> = Vec::new();
        for i in rows {
            let row = &self.all[*i];
            if row.withdrawn {
                said.retain_mut(|s| !s.places.remove(&row.place) || !s.places.is_empty());
                continue;
            }
            if row.held_back() && said.iter().any(|s| self.all[s.first].value.is_some()) {
                continue;
            }
            // At one moment, whoever says that there is no figure gives way to whoever has one, and
            // a figure to whoever withholds it: nothing says that it may be published.
            let mut at_one_moment = said.iter().filter(|s| self.same_moment(s.first, *i));
            let gives_way = |s: &KeyStatement| match (&self.all[s.first], row) {
                (there, here) if there.withheld() => !here.withheld(),
                (there, here) => there.value.is_some() && here.value.is_none() && !here.withheld(),
            };
            if at_one_moment.any(gives_way) {
                continue;
            }
            // What is known later replaces every statement that says something else.
            said.retain(|s| row.repeats(&self.all[s.first]) || self.at_once(s.first, *i));
            let after = self.after_period(row).then_some(*i);
            match said.iter_mut().find(|s| row.repeats(&self.all[s.first])) {
                Some(s) => {
                    s.places.insert(row.place);
                    s.after = s.after.or(after);
                }
                None => said.push(KeyStatement {
                    first: *i,
                    places: BTreeSet::from([row.place]),
                    after,
                }),
            }
        }
        said.into_iter()
            .map(|s| self.extent_of(s.first, s.after))
            .collect()
    }

    /// Whether two places state figures, known and landed at one moment.
    fn at_once(&self, first: usize, second: usize) -> bool {
        self.same_moment(first, second)
            && [first, second].iter().all(|i| self.all[*i].value.is_some())
    }

    /// Whether two places say something that was known and landed at one moment.
    fn same_moment(&self, first: usize, second: usize) -> bool {
        let (a, b) = (&self.all[first], &self.all[second]);
        let places = a.place.is_some() && b.place.is_some() && a.place != b.place;
        places && (a.known_from, a.recorded_at) == (b.known_from, b.recorded_at)
    }

    /// How much of its period a row in force states, when `after` is the first that said the same
    /// after the period had ended.
    fn extent_of(&self, first: usize, after: Option<usize>) -> InForce {
        let row = &self.all[first];
        let whole = InForce {
            row: first,
            extent: None,
            confirmed_by: None,
        };
        if row.value.is_none() || row.plan_stage.is_some() {
            return whole;
        }
        match (row.covers, after) {
            (Some(Covers::ToDate), _) | (None, None) => InForce {
                extent: Some(Flag::ToDate),
                ..whole
            },
            (_, Some(after)) => InForce {
                confirmed_by: Some(after).filter(|i| *i != first),
                ..whole
            },
            (Some(Covers::WholePeriod), None) => InForce {
                extent: Some(Flag::BeforePeriodEnd),
                ..whole
            },
        }
    }

    /// Whether a row was published on a day after the last day of its period.
    fn after_period(&self, row: &Row) -> bool {
        if row.known_from == UNDATED {
            return self.undated > row.period.end();
        }
        // No zone is a day away from UTC, so most rows need not ask theirs.
        let (day, end) = (
            row.known_from.timestamp().div_euclid(SECONDS_A_DAY),
            i64::from(days_since_epoch(row.period.end())),
        );
        match day - end {
            ..0 => false,
            0 | 1 => day_of(row.known_from, self.zone) > row.period.end(),
            _ => true,
        }
    }
}

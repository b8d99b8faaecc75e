//! What something was from each moment on: the shape in which cells, values and scores are known
//! over time.
//!
//! Every layer from the rollup up holds its results this way.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The states of one thing, oldest first; `None` where there was nothing. Two neighbours always
/// differ, and the first is something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline<T> {
    states: Vec<(DateTime<Utc>, Option<T>)>,
}

impl<T> Default for Timeline<T> {
    fn default() -> Timeline<T> {
        Timeline { states: Vec::new() }
    }
}

impl<T: PartialEq> Timeline<T> {
    /// Adds what it is from a moment on; says nothing new when it was that already. Moments must
    /// come in order.
    pub fn push(&mut self, moment: DateTime<Utc>, state: Option<T>) {
        if self
            .states
            .last()
            .map_or(state.is_some(), |(_, before)| *before != state)
        {
            if self.states.is_empty() {
                // Mostly it is one thing for ever, and a vector that grows has room for four.
                self.states.reserve_exact(1);
            }
            self.states.push((moment, state));
        }
    }
}

impl<T> Timeline<T> {
    /// It was never anything.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    /// What it was as of a moment; with `None`, what it is now.
    #[must_use]
    pub fn at(&self, as_of: Option<DateTime<Utc>>) -> Option<&T> {
        let known = self
            .states
            .partition_point(|(from, _)| as_of.is_none_or(|t| *from <= t));
        self.states[..known].last()?.1.as_ref()
    }

    /// Every change, oldest first.
    pub fn changes(&self) -> impl Iterator<Item = (DateTime<Utc>, Option<&T>)> {
        self.states
            .iter()
            .map(|(moment, state)| (*moment, state.as_ref()))
    }

    /// Everything that it was, to be held otherwise and remain the same.
    pub fn states_mut(&mut self) -> impl Iterator<Item = &mut T> {
        let states = self.states.iter_mut();
        states.filter_map(|(_, state)| state.as_mut())
    }

    /// The moments at which it changed.
    pub fn moments(&self) -> impl Iterator<Item = DateTime<Utc>> + '_ {
        self.states.iter().map(|(moment, _)| *moment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32) -> DateTime<Utc> {
        format!("2020-01-{day:02}T00:00:00Z").parse().unwrap()
    }

    fn line(states: &[(u32, Option<i32>)]) -> Timeline<i32> {
        let mut line = Timeline::default();
        for (day, state) in states {
            line.push(at(*day), *state);
        }
        line
    }

    #[test]
    fn only_changes_are_kept() {
        let line = line(&[
            (1, None),
            (2, Some(1)),
            (3, Some(1)),
            (4, None),
            (5, Some(2)),
        ]);
        assert_eq!(line.moments().collect::<Vec<_>>(), [at(2), at(4), at(5)]);
        assert_eq!(
            [1, 2, 3, 4, 9].map(|day| line.at(Some(at(day))).copied()),
            [None, Some(1), Some(1), None, Some(2)]
        );
        assert_eq!(line.at(None), Some(&2));
    }
}

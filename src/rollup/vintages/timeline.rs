//! What one place says of one key, as it changed.

use crate::rollup::row::Row;
use chrono::{DateTime, Utc};
use std::cmp::Ordering;

/// When something became known, and when it was landed.
pub type Since = (DateTime<Utc>, DateTime<Utc>);

/// A delivery among those of its place.
#[derive(Clone, Debug)]
pub(super) struct Landing {
    pub(super) delivery: String,
    pub(super) complete: bool,
    /// When the delivery as a whole became known: its latest date if that advances, else its
    /// landing.
    pub(super) moment: DateTime<Utc>,
    pub(super) recorded_at: DateTime<Utc>,
}

/// A row with the number of its place, where its delivery stands there, and its index.
pub(super) type PlacedRow = (usize, usize, usize);

/// What a row's dates come to.
pub(super) enum Effect {
    From(DateTime<Utc>),
    Never,
}

/// What a place says of one key, as it changed.
pub(super) struct Timeline<'a> {
    pub(super) rows: &'a [Row],
    /// From when which row counts; none where the figure was withdrawn. In the order of time.
    pub(super) stated: Vec<(DateTime<Utc>, Option<usize>)>,
    pub(super) effects: &'a mut Vec<(usize, Effect)>,
    pub(super) withdrawn: &'a mut Vec<Row>,
}

impl Timeline<'_> {
    pub(super) fn follow(&mut self, landings: &[Landing], line: &[PlacedRow]) {
        for (at, landing) in landings.iter().enumerate() {
            let from = line.partition_point(|(_, bt, _)| bt.cmp(&at) == Ordering::Less);
            let to = line.partition_point(|(_, bt, _)| bt.cmp(&at) != Ordering::Greater);
            match line.get(from..to).and_then(<[_]>::split_last) {
                Some(((_, _, last), earlier)) => {
                    for (_, _, i) in earlier {
                        self.past(*i);
                    }
                    self.last(*last, landing);
                }
                None if landing.complete => self.withdraw(landing),
                None => {}
            }
        }
    }

    /// What was stated last for a moment: a row, or nothing where a figure was withdrawn.
    fn says_at(&self, moment: DateTime<Utc>) -> Option<(DateTime<Utc>, Option<usize>)> {
        self.stated.iter().rfind(|(at, _)| *at == moment).copied()
    }

    /// Whether what was stated stays, because the row holds a figure back.
    fn stays(&self, row: &Row) -> bool {
        row.held_back()
            && self
                .stated
                .last()
                .and_then(|(_, says)| *says)
                .is_some_and(|there| self.rows[there].value.is_some())
    }

    /// An earlier vintage of a delivery: counts from its own date, unless something else was stated
    /// for that date.
    fn past(&mut self, i: usize) {
        let row = &self.rows[i];
        if self.stays(row) {
            self.effects.push((i, Effect::Never));
            return;
        }
        match self.says_at(row.known_from) {
            Some((_, Some(there))) if self.rows[there].repeats(row) => {}
            Some(_) => self.effects.push((i, Effect::Never)),
            None => {
                let place = self.stated.partition_point(|(at, _)| *at < row.known_from);
                self.stated.insert(place, (row.known_from, Some(i)));
            }
        }
    }

    /// What a delivery says now.
    fn last(&mut self, i: usize, landing: &Landing) {
        let row = &self.rows[i];
        if self.stays(row) {
            self.effects.push((i, Effect::Never));
            return;
        }
        let Some((since, says)) = self.stated.last().copied() else {
            self.stated.push((row.known_from, Some(i)));
            return;
        };
        if row.known_from > since {
            self.stated.push((row.known_from, Some(i)));
        } else if says.is_some_and(|there| self.rows[there].repeats(row)) {
            // The same under an earlier date: it was known since it was first stated here.
            if row.known_from < since {
                self.effects.push((i, Effect::From(since)));
            }
        } else {
            let moment = landing.moment.max(since);
            self.effects.push((i, Effect::From(moment)));
            self.stated.push((moment, Some(i)));
        }
    }

    fn withdraw(&mut self, landing: &Landing) {
        let Some((since, Some(there))) = self.stated.last().copied() else {
            return;
        };
        let known_from = landing.moment.max(since);
        let row = self.rows[there].clone();
        let (recorded_at, delivery) = (landing.recorded_at, landing.delivery.clone());
        self.withdrawn.push(Row {
            value: None,
            withdrawn: true,
            known_from,
            recorded_at,
            delivery,
            ..row
        });
        self.stated.push((known_from, None));
    }
}

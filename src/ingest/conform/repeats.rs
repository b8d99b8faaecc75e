//! Keys that stand twice in one delivery.
//!
//! Rows with different `known_from` are vintages of one figure: each is used. What rows of one
//! vintage contradict is settled in `vintage`.

use super::observation::{ConformedRow, Presence};
use super::tally::Tally;
use super::vintage::{Told, Vintage, VintageOutcome};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// The rows of one key, each vintage by itself.
pub(super) struct Repeats {
    vintages: BTreeMap<DateTime<Utc>, Vintage>,
    /// What to declare where a column that is mapped to nothing tells rows apart.
    declare: Option<String>,
}

impl Repeats {
    /// `declare` says what to declare where a column that is mapped to nothing tells rows apart.
    pub(super) fn new(declare: Option<String>) -> Repeats {
        Repeats {
            vintages: BTreeMap::new(),
            declare,
        }
    }

    /// Takes the next row of the key, and what its record says of the figure.
    pub(super) fn push(
        &mut self,
        row: ConformedRow,
        presence: Presence,
        labels: &[&str],
        tally: &mut Tally<'_>,
    ) {
        let told = Told::new(labels, self.declare.as_deref());
        let vintage = self.vintages.entry(row.said.known_from).or_default();
        vintage.push(row, presence, told, tally);
    }

    /// The rows of the key that are used, the earliest vintage first, and the places of figures
    /// that are not there; ready for the next key.
    ///
    /// A vintage that says that there is no figure, or that is blank, is a statement as a figure is.
    pub(super) fn settle(
        &mut self,
        labels: &[&str],
        tally: &mut Tally<'_>,
    ) -> (Vec<ConformedRow>, Vec<ConformedRow>) {
        let (mut used, mut places) = (Vec::new(), Vec::new());
        let told = Told::new(labels, self.declare.as_deref());
        for vintage in std::mem::take(&mut self.vintages).into_values() {
            match vintage.settle(told, tally) {
                VintageOutcome::Figure(row) => used.push(row),
                VintageOutcome::NoFigure(place) => places.push(place),
                VintageOutcome::Nothing => {}
            }
        }
        (used, places)
    }
}

//! The rows that a check looks at, and the doubts that it has about them.

use crate::ingest::conform::observation::ConformedRow;
use crate::model::Period;

/// Rows of a delivery with those of others behind them: first its own, then those landed at the
/// same instant, then earlier ones.
#[derive(Clone, Copy)]
pub(super) struct RowsToCheck<'r> {
    pub(super) rows: &'r [ConformedRow],
    pub(super) own: usize,
    pub(super) earlier: usize,
}

impl RowsToCheck<'_> {
    /// Of two rows that do not agree, the one to be doubted: the later one if it is the delivery's
    /// own; its own one too where the later one was landed before and is in force.
    const fn doubted(&self, earlier: usize, later: usize) -> Option<usize> {
        if later < self.own {
            Some(later)
        } else if later >= self.earlier && earlier < self.own {
            Some(earlier)
        } else {
            None
        }
    }

    pub(super) fn period(&self, i: usize) -> Option<Period> {
        self.rows.get(i)?.key.period.parse().ok()
    }

    /// A doubt about one of two rows that do not agree.
    pub(super) fn doubt(
        &self,
        earlier: usize,
        later: usize,
        message: String,
    ) -> Option<(usize, Doubt)> {
        let doubted = self.doubted(earlier, later)?;
        let period = self.period(doubted)?;
        Some((doubted, Doubt { period, message }))
    }
}

/// Why a row is doubted.
pub(super) struct Doubt {
    /// The period to be confirmed.
    pub(super) period: Period,
    pub(super) message: String,
}

/// Rows with their places, of each key the latest vintage: what it said before is not compared with
/// others.
pub(super) fn latest(rows: &[ConformedRow]) -> impl Iterator<Item = (usize, &ConformedRow)> {
    rows.iter()
        .enumerate()
        .filter(|(i, row)| rows.get(i + 1).is_none_or(|next| next.key != row.key))
}

//! Pairs as observations of a design, before anything is removed.

use crate::pairs::{ComparedAreas, Pair};
use chiso_model::{Design, Period, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// Pairs of one row or one run of periods.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub pairs: Vec<Pair>,
}

/// Observations before anything is removed: levels of pairs or changes, with areas and places
/// numbered. A place is a period, or with regions a region in a period.
pub(crate) struct Prepared {
    pub(super) design: Design,
    /// What a region has in common in a period is removed as well.
    pub(super) regional: bool,
    /// What is compared is the values themselves, so that these are ranked.
    pub(super) plain: bool,
    /// The pair that each observation belongs to (for a change, the later one).
    pub(super) of: Vec<usize>,
    pub(super) areas: Vec<usize>,
    pub(super) places: Vec<usize>,
    pub(super) periods: Vec<usize>,
    /// Score, outcome, controls.
    pub(super) columns: Vec<Vec<f64>>,
    pub(super) units: Vec<UnitId>,
}

impl Sample {
    /// Different areas.
    pub(crate) fn areas(&self) -> BTreeSet<UnitId> {
        self.pairs.iter().map(|p| p.area).collect()
    }

    /// Different periods of outcomes.
    pub(crate) fn periods(&self) -> BTreeSet<Period> {
        self.pairs.iter().map(|p| p.period).collect()
    }

    /// The observations of a design; with regions, what each of these has in common in a period is
    /// to be removed as well.
    pub(crate) fn prepared(&self, design: Design, regions: Option<&ComparedAreas<'_>>) -> Prepared {
        let rows = if design == Design::Difference {
            self.changes()
        } else {
            (0..self.pairs.len()).map(|i| (i, self.row(i))).collect()
        };
        let pairs: Vec<&Pair> = rows.iter().map(|(i, _)| &self.pairs[*i]).collect();
        let (units, areas) = numbered(&pairs.iter().map(|p| p.area).collect::<Vec<_>>());
        let above = |p: &Pair| regions.map(|r| r.above(p.area));
        let (_, places) = numbered(
            &pairs
                .iter()
                .map(|p| (above(p), p.period))
                .collect::<Vec<_>>(),
        );
        let (_, periods) = numbered(&pairs.iter().map(|p| p.period).collect::<Vec<_>>());
        let controls = self.pairs.first().map_or(0, |p| p.controls.len());
        let plain = controls == 0
            && regions.is_none()
            && matches!(design, Design::CrossSection | Design::Pooled);
        let columns = (0..2 + controls)
            .map(|c| rows.iter().map(|(_, row)| row[c]).collect())
            .collect();
        let regional = regions.is_some();
        Prepared {
            design,
            regional,
            plain,
            of: rows.iter().map(|(i, _)| *i).collect(),
            areas,
            places,
            periods,
            columns,
            units,
        }
    }

    fn row(&self, i: usize) -> Vec<f64> {
        let pair = &self.pairs[i];
        [pair.score, pair.outcome]
            .into_iter()
            .chain(pair.controls.iter().copied())
            .collect()
    }

    /// Changes from the period just before, where that was observed.
    fn changes(&self) -> Vec<(usize, Vec<f64>)> {
        let at: BTreeMap<(UnitId, Period), usize> = self
            .pairs
            .iter()
            .enumerate()
            .map(|(i, p)| ((p.area, p.period), i))
            .collect();
        let change = |(i, pair): (usize, &Pair)| {
            let before = self.row(*at.get(&(pair.area, pair.period.earlier(1)))?);
            Some((
                i,
                self.row(i)
                    .into_iter()
                    .zip(before)
                    .map(|(now, then)| now - then)
                    .collect(),
            ))
        };
        self.pairs.iter().enumerate().filter_map(change).collect()
    }
}

/// The different items in order, and the number of each item among them.
pub(super) fn numbered<T: Ord + Copy>(items: &[T]) -> (Vec<T>, Vec<usize>) {
    let different: BTreeSet<T> = items.iter().copied().collect();
    let place: BTreeMap<T, usize> = different
        .iter()
        .copied()
        .enumerate()
        .map(|(i, t)| (t, i))
        .collect();
    (
        different.into_iter().collect(),
        items
            .iter()
            .map(|t| place.get(t).copied().unwrap_or_default())
            .collect(),
    )
}

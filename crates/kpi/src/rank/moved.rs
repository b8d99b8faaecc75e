//! Which areas have another place, or stand in another ranking, than they did at the moment before.
//!
//! One figure that changes moves few of the others, so that few are scored again.

use crate::operands::Mixed;
use crate::rank::field::Field;
use crate::rank::ranks::Ranks;
use chiso_model::{Period, Span, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// The rankings of a KPI as they were last.
#[derive(Default)]
pub struct LastRankings {
    by_period: BTreeMap<(Period, Span), RankingState>,
}

/// A ranking: what is said of all areas in it, and the place of each.
#[derive(PartialEq)]
struct RankingState {
    differ: [bool; 3],
    mixed: Option<Mixed>,
    schemes: BTreeSet<String>,
    areas: usize,
    /// Of some figure the rounding leaves places open.
    rounded: bool,
    places: Vec<(UnitId, usize)>,
}

/// Areas whose places moved.
pub enum MovedAreas {
    /// All of them: the ranking is another one.
    All,
    /// These.
    Some(BTreeSet<UnitId>),
}

impl MovedAreas {
    /// Whether an area is among them.
    pub fn has(&self, area: UnitId) -> bool {
        match self {
            MovedAreas::All => true,
            MovedAreas::Some(areas) => areas.contains(&area),
        }
    }

    /// With others.
    fn with(&mut self, other: &MovedAreas) {
        match (&mut *self, other) {
            (MovedAreas::Some(own), MovedAreas::Some(more)) => own.extend(more),
            _ => *self = MovedAreas::All,
        }
    }
}

impl LastRankings {
    /// Takes in rankings, and gives the areas that moved in the scores of each period: in its
    /// ranking, or in one that it is compared with.
    pub fn moved(&mut self, ranks: &Ranks<'_>) -> BTreeMap<(Period, Span), MovedAreas> {
        let mut by_ranking = BTreeMap::new();
        for (period, field) in &ranks.fields {
            let now = RankingState::of(field);
            let then = self.by_period.get(period);
            by_ranking.insert(*period, then.map_or(MovedAreas::All, |t| t.moved(&now)));
            self.by_period.insert(*period, now);
        }
        // What is not ranked any more was ranked before.
        let gone = ranks.named().filter(|p| !ranks.fields.contains_key(p));
        let gone: Vec<(Period, Span)> = gone.collect();
        for period in gone {
            if self.by_period.remove(&period).is_some() {
                by_ranking.insert(period, MovedAreas::All);
            }
        }
        let mut moved = BTreeMap::new();
        for (scored, named) in &ranks.compared {
            let areas = moved
                .entry(*scored)
                .or_insert_with(|| MovedAreas::Some(BTreeSet::new()));
            for period in named {
                if let Some(of_ranking) = by_ranking.get(period) {
                    areas.with(of_ranking);
                }
            }
        }
        moved
    }
}

impl RankingState {
    fn of(field: &Field<'_>) -> RankingState {
        RankingState {
            differ: [field.units_differ, field.bases_differ, field.to_date],
            mixed: field.mixed,
            schemes: field.schemes.iter().map(|s| (*s).to_owned()).collect(),
            areas: field.by_area.len(),
            rounded: field.low != field.high,
            places: field.places.clone(),
        }
    }

    /// The areas that moved since.
    fn moved(&self, now: &RankingState) -> MovedAreas {
        let of_all = |s: &RankingState| (s.differ, s.mixed, s.areas, s.rounded);
        let other = of_all(self) != of_all(now) || self.schemes != now.schemes;
        let both = || self.places.iter().zip(&now.places);
        if other || now.rounded || both().any(|((then, _), (now, _))| then != now) {
            return MovedAreas::All;
        }
        let moved = both().filter(|((_, then), (_, now))| then != now);
        MovedAreas::Some(moved.map(|((area, _), _)| *area).collect())
    }
}

//! Coefficients of deviations, each within its stratum.

use crate::sample::designed::{Designed, Stratum, chosen};
use crate::sample::prepared::numbered;
use chiso_model::{Design, Method, UnitId};
use chiso_stats::{Effects, Ordered, kendall_score, pearson, residuals, tau_b};
use std::collections::BTreeMap;

impl Designed<'_> {
    /// Observations are compared within these only.
    fn strata(&self) -> Option<&[usize]> {
        (self.prepared.design == Design::Pooled).then_some(&self.places)
    }

    /// The order of what is ranked, by stratum.
    fn ordered(&self) -> &[Stratum] {
        let [x, y] = &self.ranked;
        let within = |members: Vec<usize>| {
            let ordered = [
                Ordered::new(&chosen(x, &members)),
                Ordered::new(&chosen(y, &members)),
            ];
            Stratum {
                members: Some(members),
                ordered,
            }
        };
        self.ordered.get_or_init(|| match self.strata() {
            None => vec![Stratum {
                members: None,
                ordered: [Ordered::new(x), Ordered::new(y)],
            }],
            Some(strata) => members(strata).into_iter().map(within).collect(),
        })
    }

    /// Ranks of score and outcome, each within its stratum.
    pub(crate) fn ranks(&self) -> [Vec<f64>; 2] {
        [0, 1].map(|series| {
            let mut ranks = vec![0.0; self.x.len()];
            for Stratum { members, ordered } in self.ordered() {
                let its = ordered[series].average_ranks();
                match members {
                    None => ranks = its,
                    Some(members) => members
                        .iter()
                        .zip(its)
                        .for_each(|(i, rank)| ranks[*i] = rank),
                }
            }
            ranks
        })
    }

    /// The coefficient; `None` when a series is constant. For ρ and τ-b observations are ranked and
    /// compared within strata only.
    pub(crate) fn coefficient(&self, method: Method) -> Option<f64> {
        match method {
            Method::Pearson => pearson(&self.x, &self.y),
            Method::Spearman => {
                let effects = self.strata().map_or(Effects::Mean, Effects::one_way);
                let [a, b] = self.ranks().map(|ranks| residuals(&effects, &ranks));
                pearson(&a, &b)
            }
            Method::Kendall => {
                let each = self
                    .ordered()
                    .iter()
                    .map(|stratum| kendall_score(&stratum.ordered[0], &stratum.ordered[1]));
                let (score, x, y) =
                    each.fold((0, 0, 0), |sum, s| (sum.0 + s.0, sum.1 + s.1, sum.2 + s.2));
                tau_b(score, x, y)
            }
        }
    }

    /// Number of controls that say something of their own.
    pub(crate) fn controls(&self) -> usize {
        self.controls
    }

    /// Areas that are left, in order.
    pub(crate) fn units(&self) -> Vec<UnitId> {
        numbered(&self.areas)
            .0
            .into_iter()
            .map(|i| self.prepared.units[i])
            .collect()
    }
}

/// Observations of each stratum.
fn members(strata: &[usize]) -> Vec<Vec<usize>> {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    strata
        .iter()
        .enumerate()
        .for_each(|(i, s)| members.entry(*s).or_default().push(i));
    members.into_values().collect()
}

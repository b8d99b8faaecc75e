//! A sample of pairs and what a design leaves of it: deviations, ready for coefficients.

use crate::correlate::pairs::Pair;
use crate::model::{AreaRegister, Design, Method, Period, Refusal, UnitId};
use chiso_stats::{
    Effects, Ordered, kendall_score, partial_out, pearson, residuals, singletons, tau_b,
};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// Deviations this small beside the values they come from are rounding.
const ROUNDING: f64 = 1e-12;
/// Deviations are told apart to this share of the largest before they are ranked, so that equals
/// stay equals on every machine.
const GRID: f64 = 1e-10;

/// Pairs of one row or one run of periods.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub pairs: Vec<Pair>,
}

/// Observations before anything is removed: levels of pairs or changes, with areas and places
/// numbered. A place is a period, or with regions a region in a period.
pub(super) struct Prepared {
    design: Design,
    /// What a region has in common in a period is removed as well.
    regional: bool,
    /// What is compared is the values themselves, so that these are ranked.
    plain: bool,
    /// The pair that each observation belongs to (for a change, the later one).
    of: Vec<usize>,
    areas: Vec<usize>,
    places: Vec<usize>,
    periods: Vec<usize>,
    /// Score, outcome, controls.
    columns: Vec<Vec<f64>>,
    units: Vec<UnitId>,
}

/// What a design leaves of a sample.
pub(super) struct Designed<'a> {
    prepared: &'a Prepared,
    /// Deviations of score and outcome.
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    /// The pair that each observation belongs to.
    pub of: Vec<usize>,
    areas: Vec<usize>,
    places: Vec<usize>,
    /// What is ranked: the values themselves where the design compares values, else the deviations.
    pub ranked: [Vec<f64>; 2],
    /// The order of what is ranked, which ρ and τ share.
    ordered: OnceCell<Vec<Stratum>>,
    controls: usize,
}

/// Observations that are compared with each other only, and the order of what is ranked among them.
struct Stratum {
    /// `None`: all.
    members: Option<Vec<usize>>,
    ordered: [Ordered; 2],
}

/// The different items in order, and the number of each item among them.
fn numbered<T: Ord + Copy>(items: &[T]) -> (Vec<T>, Vec<usize>) {
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

impl Sample {
    /// Different areas.
    pub(super) fn areas(&self) -> BTreeSet<UnitId> {
        self.pairs.iter().map(|p| p.area).collect()
    }

    /// Different periods of outcomes.
    pub(super) fn periods(&self) -> BTreeSet<Period> {
        self.pairs.iter().map(|p| p.period).collect()
    }

    /// The observations of a design; with regions, what each of these has in common in a period is
    /// to be removed as well.
    pub(super) fn prepared(&self, design: Design, regions: Option<&AreaRegister>) -> Prepared {
        let rows = if design == Design::Difference {
            self.changes()
        } else {
            (0..self.pairs.len()).map(|i| (i, self.row(i))).collect()
        };
        let pairs: Vec<&Pair> = rows.iter().map(|(i, _)| &self.pairs[*i]).collect();
        let (units, areas) = numbered(&pairs.iter().map(|p| p.area).collect::<Vec<_>>());
        let above = |p: &Pair| regions.map(|r| r.unit(p.area).parent_code.as_str());
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

fn chosen<T: Copy>(items: &[T], kept: &[usize]) -> Vec<T> {
    let mut out = Vec::with_capacity(kept.len());
    for i in kept {
        out.push(items[*i]);
    }
    out
}

fn size(v: &[f64]) -> f64 {
    let mut most = 0.0_f64;
    for x in v {
        most = most.max(x.abs());
    }
    most
}

impl Prepared {
    /// Removes what the design removes, with some areas left out.
    pub(super) fn designed(&self, without: &[UnitId]) -> Result<Designed<'_>, Refusal> {
        let mut kept: Vec<usize> = (0..self.of.len())
            .filter(|i| !without.contains(&self.units[self.areas[*i]]))
            .collect();
        if self.design == Design::Within {
            let stays = singletons(&chosen(&self.areas, &kept), &chosen(&self.places, &kept));
            let mut stays = stays.into_iter();
            kept.retain(|_| stays.next().unwrap_or_default());
        }
        let mut periods = chosen(&self.periods, &kept);
        periods.sort_unstable();
        periods.dedup();
        let fewest = if self.design == Design::Within { 2 } else { 1 };
        if periods.len() < fewest {
            return Err(Refusal::TooFewPeriods);
        }
        let (areas, places) = (chosen(&self.areas, &kept), chosen(&self.places, &kept));
        let effects = match self.design {
            Design::CrossSection if !self.regional => Effects::Mean,
            Design::CrossSection | Design::Pooled | Design::Difference => Effects::one_way(&places),
            Design::Within => Effects::two_way(&areas, &places),
        };
        let raw = [
            chosen(&self.columns[0], &kept),
            chosen(&self.columns[1], &kept),
        ];
        let (mut x, mut y) = (residuals(&effects, &raw[0]), residuals(&effects, &raw[1]));
        let controls: Vec<Vec<f64>> = self.columns[2..]
            .iter()
            .map(|c| residuals(&effects, &chosen(c, &kept)))
            .collect();
        let controls = partial_out([&mut x, &mut y], &controls);
        if size(&x) <= ROUNDING * size(&raw[0]) || size(&y) <= ROUNDING * size(&raw[1]) {
            return Err(Refusal::ConstantSeries);
        }
        let ranked = if self.plain {
            raw
        } else {
            [on_grid(&x), on_grid(&y)]
        };
        Ok(Designed {
            prepared: self,
            x,
            y,
            of: chosen(&self.of, &kept),
            areas,
            places,
            ranked,
            ordered: OnceCell::new(),
            controls: controls.len(),
        })
    }
}

/// Deviations in whole steps of a grid.
fn on_grid(x: &[f64]) -> Vec<f64> {
    let step = GRID * size(x);
    x.iter().map(|v| (v / step).round()).collect()
}

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
    pub(super) fn ranks(&self) -> [Vec<f64>; 2] {
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
    pub(super) fn coefficient(&self, method: Method) -> Option<f64> {
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
    pub(super) fn controls(&self) -> usize {
        self.controls
    }

    /// Areas that are left, in order.
    pub(super) fn units(&self) -> Vec<UnitId> {
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

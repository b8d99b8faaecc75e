//! A sample of pairs and what a design leaves of it: deviations, ready for coefficients.

use crate::correlate::pairs::Pair;
use crate::model::{AreaRegister, Design, Method, Period, Refusal, UnitId};
use crate::stats::{Effects, average_ranks, concordance, partial_out, pearson, residuals, singletons};
use std::collections::{BTreeMap, BTreeSet};

/// Deviations this small beside the values they come from are rounding.
const ROUNDING: f64 = 1e-12;
/// Deviations are told apart to this share of the largest before they are ranked, so that equals stay equals on every machine.
const GRID: f64 = 1e-10;

/// Pairs of one row or one run of periods, areas and periods numbered.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub pairs: Vec<Pair>,
}

/// What a design leaves of a sample.
pub(super) struct Designed {
    /// Deviations of score and outcome.
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    /// What is ranked: the values themselves where the design compares values, else the deviations.
    pub ranked: [Vec<f64>; 2],
    /// The pair that each observation belongs to (for a change, the later one).
    pub of: Vec<usize>,
    /// Area of each observation.
    pub areas: Vec<UnitId>,
    /// Observations are compared within these only.
    pub strata: Option<Vec<usize>>,
    effects: Effects,
    controls: Vec<Vec<f64>>,
}

/// Level of each item among the different ones, in order.
fn numbered<T: Ord + Copy>(items: &[T]) -> Vec<usize> {
    let place: BTreeMap<T, usize> = items.iter().copied().collect::<BTreeSet<T>>().into_iter().enumerate().map(|(i, t)| (t, i)).collect();
    items.iter().map(|t| place.get(t).copied().unwrap_or_default()).collect()
}

/// The unit above each area, for designs that also remove what a region has in common.
pub(super) type Regions<'a> = Option<&'a AreaRegister>;

impl Sample {
    /// Different areas, by code.
    pub(super) fn areas(&self) -> BTreeSet<UnitId> {
        self.pairs.iter().map(|p| p.area).collect()
    }

    /// Different periods of outcomes.
    pub(super) fn periods(&self) -> BTreeSet<Period> {
        self.pairs.iter().map(|p| p.period).collect()
    }

    /// Removes what the design removes, with one area left out, and with regions what each has in common in a period.
    pub(super) fn designed(&self, design: Design, without: Option<UnitId>, regions: Regions<'_>) -> Result<Designed, Refusal> {
        let used: Vec<usize> = (0..self.pairs.len()).filter(|i| Some(self.pairs[*i].area) != without).collect();
        let rows = if design == Design::Difference { self.changes(&used) } else { self.levels(&used) };
        rows.designed(design, &self.pairs, regions)
    }

    fn levels(&self, used: &[usize]) -> Rows {
        let columns = |i: &usize| [&[self.pairs[*i].score, self.pairs[*i].outcome], self.pairs[*i].controls.as_slice()].concat();
        Rows { of: used.to_vec(), values: used.iter().map(columns).collect() }
    }

    /// Changes from the period just before, where that was observed.
    fn changes(&self, used: &[usize]) -> Rows {
        let levels = self.levels(used);
        let at: BTreeMap<(UnitId, Period), usize> = used.iter().enumerate().map(|(k, i)| ((self.pairs[*i].area, self.pairs[*i].period), k)).collect();
        let mut rows = Rows { of: vec![], values: vec![] };
        for (k, i) in used.iter().enumerate() {
            let pair = &self.pairs[*i];
            if let Some(before) = at.get(&(pair.area, pair.period.earlier(1))) {
                rows.of.push(*i);
                rows.values.push(levels.values[k].iter().zip(&levels.values[*before]).map(|(now, then)| now - then).collect());
            }
        }
        rows
    }
}

/// Observations before anything is removed: the pair each belongs to, and score, outcome, controls.
struct Rows {
    of: Vec<usize>,
    values: Vec<Vec<f64>>,
}

impl Rows {
    fn keep(&mut self, kept: &[bool]) {
        let mut flags = kept.iter();
        self.of.retain(|_| flags.next().copied().unwrap_or_default());
        flags = kept.iter();
        self.values.retain(|_| flags.next().copied().unwrap_or_default());
    }

    fn column(&self, i: usize) -> Vec<f64> {
        self.values.iter().map(|row| row[i]).collect()
    }

    fn designed(mut self, design: Design, pairs: &[Pair], regions: Regions<'_>) -> Result<Designed, Refusal> {
        let factors = |rows: &Rows| {
            let areas: Vec<UnitId> = rows.of.iter().map(|i| pairs[*i].area).collect();
            let place = |i: &usize| (regions.map(|r| r.unit(pairs[*i].area).parent_code.as_str()), pairs[*i].period);
            let periods = numbered(&rows.of.iter().map(place).collect::<Vec<_>>());
            (areas, periods)
        };
        let (mut areas, mut periods) = factors(&self);
        if design == Design::Within {
            self.keep(&singletons(&numbered(&areas), &periods));
            (areas, periods) = factors(&self);
        }
        let times: BTreeSet<Period> = self.of.iter().map(|i| pairs[*i].period).collect();
        match design {
            _ if self.of.is_empty() && design == Design::CrossSection => return Err(Refusal::NoPairs),
            Design::Within if times.len() < 2 => return Err(Refusal::TooFewPeriods),
            _ if self.of.is_empty() => return Err(Refusal::TooFewPeriods),
            _ => {}
        }
        let effects = match design {
            Design::CrossSection => Effects::Mean,
            Design::Pooled | Design::Difference => Effects::one_way(&periods),
            Design::Within => Effects::two_way(&numbered(&areas), &periods),
        };
        let raw = [self.column(0), self.column(1)];
        let mut left = [residuals(&effects, &raw[0]), residuals(&effects, &raw[1])];
        let number = self.values.first().map_or(2, Vec::len);
        let controls: Vec<Vec<f64>> = (2..number).map(|i| residuals(&effects, &self.column(i))).collect();
        let [x, y] = &mut left;
        let controls = partial_out([x, y], &controls);
        let size = |v: &[f64]| v.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
        if left.iter().zip(&raw).any(|(left, raw)| size(left) <= ROUNDING * size(raw)) {
            return Err(Refusal::ConstantSeries);
        }
        let plain = controls.is_empty() && (design == Design::CrossSection || (design == Design::Pooled && regions.is_none()));
        let ranked = if plain { raw } else { [on_grid(&left[0]), on_grid(&left[1])] };
        let strata = (design == Design::Pooled).then_some(periods);
        let [x, y] = left;
        Ok(Designed { x, y, ranked, of: self.of, areas, strata, effects, controls })
    }
}

/// Deviations in whole steps of a grid.
fn on_grid(x: &[f64]) -> Vec<f64> {
    let step = GRID * x.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    x.iter().map(|v| (v / step).round()).collect()
}

impl Designed {
    /// What is multiplied for r and ρ: deviations, or deviations of ranks from their mean.
    pub(super) fn products(&self, method: Method) -> [Vec<f64>; 2] {
        if method == Method::Pearson {
            return [self.x.clone(), self.y.clone()];
        }
        let ranks = |v: &[f64]| match &self.strata {
            None => residuals(&Effects::Mean, &average_ranks(v)),
            Some(strata) => residuals(&Effects::one_way(strata), &in_strata(v, strata, average_ranks)),
        };
        [ranks(&self.ranked[0]), ranks(&self.ranked[1])]
    }

    /// The coefficient; `None` when a series is constant.
    pub(super) fn coefficient(&self, method: Method) -> Option<f64> {
        if method == Method::Kendall {
            return self.concordances().map(|(tau, _)| tau);
        }
        let [a, b] = self.products(method);
        pearson(&a, &b)
    }

    /// τ-b, pairs being compared within strata only, and for each observation its concordant less its discordant pairs.
    pub(super) fn concordances(&self) -> Option<(f64, Vec<f64>)> {
        let one = vec![0; self.x.len()];
        let strata = self.strata.as_deref().unwrap_or(&one);
        let (mut score, mut x, mut y) = (0.0, 0.0, 0.0);
        let mut of_each = vec![0.0; self.x.len()];
        for members in members(strata) {
            let of = |v: &[f64]| -> Vec<f64> { members.iter().map(|i| v[*i]).collect() };
            let found = concordance(&of(&self.ranked[0]), &of(&self.ranked[1]));
            #[expect(clippy::cast_precision_loss, reason = "numbers of pairs are far below 2^52")]
            let add = (found.score as f64, found.untied_x as f64, found.untied_y as f64);
            (score, x, y) = (score + add.0, x + add.1, y + add.2);
            members.iter().zip(&found.of_each).for_each(|(i, c)| of_each[*i] = f64::from(*c));
        }
        (x > 0.0 && y > 0.0).then(|| ((score / x.sqrt() / y.sqrt()).clamp(-1.0, 1.0), of_each))
    }

    /// Removes from a series what the design and the controls remove.
    pub(super) fn remove(&self, mut series: Vec<f64>) -> Vec<f64> {
        self.effects.remove(&mut series);
        for q in &self.controls {
            let share: f64 = series.iter().zip(q).map(|(v, q)| v * q).sum();
            series.iter_mut().zip(q).for_each(|(v, q)| *v -= share * q);
        }
        series
    }

    /// Number of controls that say something of their own.
    pub(super) fn controls(&self) -> usize {
        self.controls.len()
    }

    /// Areas, numbered in order, and the number of each observation's.
    pub(super) fn clusters(&self) -> (Vec<UnitId>, Vec<usize>) {
        (self.areas.iter().copied().collect::<BTreeSet<_>>().into_iter().collect(), numbered(&self.areas))
    }
}

/// Observations of each stratum.
fn members(strata: &[usize]) -> Vec<Vec<usize>> {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    strata.iter().enumerate().for_each(|(i, s)| members.entry(*s).or_default().push(i));
    members.into_values().collect()
}

/// Applies a function to the values of each stratum on its own.
fn in_strata(x: &[f64], strata: &[usize], f: impl Fn(&[f64]) -> Vec<f64>) -> Vec<f64> {
    let mut out = vec![0.0; x.len()];
    for members in members(strata) {
        let of: Vec<f64> = members.iter().map(|i| x[*i]).collect();
        members.iter().zip(f(&of)).for_each(|(i, v)| out[*i] = v);
    }
    out
}

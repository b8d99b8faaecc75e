//! What a design removes: deviations of score and outcome.

use crate::sample::prepared::Prepared;
use chiso_model::{Design, Refusal, UnitId};
use chiso_stats::{Effects, Ordered, partial_out, residuals, singletons};
use std::cell::OnceCell;

/// Deviations this small next to the values they come from are rounding.
const ROUNDING: f64 = 1e-12;

/// Deviations are distinguished to this share of the largest before they are ranked, so that equals
/// stay equals on every machine.
const GRID: f64 = 1e-10;

/// What a design leaves of a sample.
pub(crate) struct Designed<'a> {
    pub(super) prepared: &'a Prepared,
    /// Deviations of score and outcome.
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    /// The pair that each observation belongs to.
    pub of: Vec<usize>,
    pub(super) areas: Vec<usize>,
    pub(super) places: Vec<usize>,
    /// What is ranked: the values themselves where the design compares values, else the deviations.
    pub ranked: [Vec<f64>; 2],
    /// The order of what is ranked, which ρ and τ share.
    pub(super) ordered: OnceCell<Vec<Stratum>>,
    pub(super) controls: usize,
}

/// Observations that are compared with each other only, and the order of what is ranked among them.
pub(super) struct Stratum {
    /// `None`: all.
    pub(super) members: Option<Vec<usize>>,
    pub(super) ordered: [Ordered; 2],
}

impl Prepared {
    /// Removes what the design removes, with some areas left out.
    pub(crate) fn designed(&self, without: &[UnitId]) -> Result<Designed<'_>, Refusal> {
        let kept = self.kept(without)?;
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

    /// The observations that stay when some areas are left out.
    fn kept(&self, without: &[UnitId]) -> Result<Vec<usize>, Refusal> {
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
        Ok(kept)
    }
}

pub(super) fn chosen<T: Copy>(items: &[T], kept: &[usize]) -> Vec<T> {
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

/// Deviations in whole steps of a grid.
fn on_grid(x: &[f64]) -> Vec<f64> {
    let step = GRID * size(x);
    x.iter().map(|v| (v / step).round()).collect()
}

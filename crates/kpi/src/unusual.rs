//! Values so far from those of the other areas that somebody has to look before they are believed.
//!
//! The distance is counted in median absolute deviations from the median of the areas of one level
//! in one period (Hampel 1974), which a single wild value does not move. All of it is exact.

use chiso_model::{AreaRegister, Flag, Kpi, Period, Score, Span, UnitId};
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Among fewer areas nothing is called unusual.
const FEWEST: usize = 8;

/// The middle of values in ascending order, of two the mean.
pub fn median(sorted: &[BigRational]) -> Option<BigRational> {
    let middle = sorted.len() / 2;
    let upper = sorted.get(middle)?;
    if sorted.len() % 2 == 1 {
        return Some(upper.clone());
    }
    Some((sorted.get(middle.checked_sub(1)?)? + upper) / BigRational::from_integer(2.into()))
}

/// The areas that a value is unusual among: those of one level, in one period.
type Peers = (String, Period, Span);

fn peers(score: &Score, areas: &AreaRegister) -> Peers {
    let level = areas.unit(score.area).level.clone();
    (level, score.period, score.span)
}

/// The median of the values of each level and period, and the median of the distances from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spreads(BTreeMap<Peers, (BigRational, BigRational)>);

impl Spreads {
    /// Of the scores of a KPI of all areas; none where it looks for nothing unusual.
    fn of(kpi: &Kpi, scores: &[Score], areas: &AreaRegister) -> Spreads {
        let mut groups: BTreeMap<Peers, BTreeMap<UnitId, BigRational>> = BTreeMap::new();
        for score in scores.iter().filter(|_| kpi.outlier.is_some()) {
            if let Some(value) = whole_value(score) {
                let group = groups.entry(peers(score, areas)).or_default();
                group.insert(score.area, value.clone());
            }
        }
        let of_group =
            |(group, values): (Peers, BTreeMap<UnitId, BigRational>)| -> Option<(Peers, _)> {
                Some((group, spread(values.into_values().collect())?))
            };
        Spreads(groups.into_iter().filter_map(of_group).collect())
    }

    /// Flags the values of a KPI that are unusual and that nobody has confirmed.
    pub(crate) fn mark(&self, kpi: &Kpi, scores: &mut [Score], areas: &AreaRegister) {
        let Some(outlier) = &kpi.outlier else { return };
        let most = outlier.deviations.ratio();
        for score in scores {
            let spread = self.0.get(&peers(score, areas));
            let Some(((middle, deviation), value)) = spread.zip(whole_value(score)) else {
                continue;
            };
            let code = &areas.unit(score.area).code;
            let mut confirmed = outlier.confirmed.iter();
            let confirmed = confirmed.any(|(of, at)| *at == score.period && of == code);
            if (value - middle).abs() > &most * deviation && !confirmed {
                score.flags.insert(Flag::OutlierUnverified);
            }
        }
    }
}

/// Flags the values of a KPI that are unusual among all of them, and gives what they are held
/// against.
pub fn mark(kpi: &Kpi, scores: &mut [Score], areas: &AreaRegister) -> Spreads {
    let spreads = Spreads::of(kpi, scores, areas);
    spreads.mark(kpi, scores, areas);
    spreads
}

/// The value of a whole period: a part of one cannot measure the wholes of others, nor they it.
fn whole_value(score: &Score) -> Option<&BigRational> {
    score
        .value
        .as_ref()
        .filter(|_| !score.flags.contains(&Flag::ToDate))
}

/// The median of values, and the median of the distances from it.
fn spread(mut values: Vec<BigRational>) -> Option<(BigRational, BigRational)> {
    values.sort();
    let middle = median(&values).filter(|_| values.len() >= FEWEST)?;
    let mut off: Vec<BigRational> = values.iter().map(|v| (v - &middle).abs()).collect();
    off.sort();
    // Where more than half of the areas are equal, the rest are not far away, only different.
    Some((middle, median(&off)?)).filter(|(_, deviation)| !deviation.is_zero())
}

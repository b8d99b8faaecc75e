//! Values so far from those of the other areas that somebody has to look before they are believed.
//!
//! The distance is counted in median absolute deviations from the median of the areas of one level
//! in one period (Hampel 1974), which a single wild value does not move. All of it is exact.

use chiso_model::{AreaRegister, Flag, Kpi, Period, Score, Span, UnitId};
use num_rational::BigRational;
use num_traits::{Signed, Zero};
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

/// Flags the values of a KPI that are unusual and that nobody has confirmed.
pub fn mark(kpi: &Kpi, scores: &mut [Score], areas: &AreaRegister) {
    let Some(outlier) = &kpi.outlier else { return };
    let of = |s: &Score| (areas.unit(s.area).level.clone(), s.period, s.span);
    let mut groups: BTreeMap<(String, Period, Span), BTreeMap<UnitId, BigRational>> =
        BTreeMap::new();
    for score in &*scores {
        if let Some(value) = whole_value(score) {
            groups
                .entry(of(score))
                .or_default()
                .insert(score.area, value.clone());
        }
    }
    let spreads: BTreeMap<_, _> = groups
        .into_iter()
        .filter_map(|(group, values)| Some((group, spread(values.into_values().collect())?)))
        .collect();
    let most = outlier.deviations.ratio();
    for score in scores {
        let Some(((middle, deviation), value)) = spreads.get(&of(score)).zip(whole_value(score))
        else {
            continue;
        };
        let confirmed = outlier
            .confirmed
            .iter()
            .any(|(code, period)| *period == score.period && *code == areas.unit(score.area).code);
        if (value - middle).abs() > &most * deviation && !confirmed {
            score.flags.insert(Flag::OutlierUnverified);
        }
    }
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

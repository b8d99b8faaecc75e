//! The values of a KPI as figures, so that another KPI can rank areas by them.
//!
//! Such a figure carries everything that is known about the operands behind it: the weakest status,
//! the latest publication, flags and reasons, and how far the rounding of inputs could move it.

use crate::rank::Ranks;
use crate::rounding::{RoundingBound, rounded};
use crate::value::value;
use chiso_model::{
    Dec, DerivedFigure, Figure, Interner, Kpi, Making, MeasureValue, Score, Series, SharedText,
};
use num_rational::BigRational;
use num_traits::Signed;
use std::sync::Arc;

/// The values of a KPI, under its own name. A score without any figure behind it gives none.
pub fn kpi_values(
    kpi: &Kpi,
    scores: impl IntoIterator<Item = Score>,
) -> impl Iterator<Item = Arc<MeasureValue>> {
    let unit = SharedText::from(kpi.kind.value_unit());
    let mut held = Interner::default();
    let scores = scores.into_iter();
    scores.filter_map(move |score| kpi_value((kpi, &unit), score, &mut held))
}

fn kpi_value(
    (kpi, unit): (&Kpi, &SharedText),
    score: Score,
    held: &mut Interner,
) -> Option<Arc<MeasureValue>> {
    let found = || score.operands.iter().filter_map(|o| o.found.as_ref());
    let first = found().next()?;
    let mut figure = Figure {
        value: score.value.as_ref().and_then(Dec::from_rational),
        unit: unit.clone(),
        plan_stage: found().find_map(|v| v.figure.plan_stage),
        rounding: rounding(kpi, &score),
        flags: score.flags.clone(),
        reasons: score.reasons.clone(),
        ..first.figure.clone()
    };
    for other in found().map(|v| &v.figure) {
        figure.status = figure.status.min(other.status);
        figure.known_from = figure.known_from.max(other.known_from);
        figure.source_ids.merge(&other.source_ids);
        figure.deliveries.merge(&other.deliveries);
    }
    // Many areas have theirs from the same deliveries.
    held.ids(&mut figure.source_ids);
    held.ids(&mut figure.deliveries);
    let series = Series {
        summed: first.series.summed,
        ..Series::default()
    };
    let dataset = first.dataset.clone();
    Some(Arc::new(MeasureValue {
        measure: score.kpi,
        dataset,
        area: score.area,
        boundary: score.boundary,
        period: score.period,
        span: score.span,
        figure,
        parts: vec![],
        pieces: vec![],
        made: Some(Arc::new(DerivedFigure {
            exact: score.value,
            how: Making::Value(score.operands),
        })),
        series,
        others: vec![],
        by_other_periods: vec![],
    }))
}

/// How far the value may lie from the true one within the rounding of its inputs, rounded up.
fn rounding(kpi: &Kpi, score: &Score) -> Dec {
    let Some(exact) = score.value.as_ref().filter(|_| rounded(&score.operands)) else {
        return Dec::ZERO;
    };
    let far = [RoundingBound::Low, RoundingBound::High].into_iter();
    let far = far.filter_map(|lean| value(&kpi.kind, &score.operands, &Ranks::default(), lean));
    let half = far.map(|bound| (bound - exact).abs()).max();
    half.and_then(|half| rounded_up(&half)).unwrap_or(Dec::ZERO)
}

fn rounded_up(number: &BigRational) -> Option<Dec> {
    let near = Dec::from_rational(number)?;
    if near.ratio() < *number {
        Dec::from_micros(1).and_then(|least| near.checked_add(least))
    } else {
        Some(near)
    }
}

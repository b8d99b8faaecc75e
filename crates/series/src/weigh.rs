//! The mean of a merged area's parts, weighted by another measure of the same period or its year.
//!
//! A score is not added up, so a merged area has one only where the measure declares by what its
//! parts count. The mean goes upwards only: what one area is made of can be weighted, what an area
//! was part of cannot be had from the whole.

use crate::values;
use crate::weighted_mean::{behind, mean, publish, rounding};
use chiso_model::{
    AreaRegister, Cell, DerivedFigure, Figure, Making, Measure, MeasureValue, Reason, UnitId,
    ValueKey, Weighed, WeightedBy,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Weights on the units of one day, by unit, period and span, and by what they weight.
pub struct OnDay {
    by: WeightedBy,
    by_unit: BTreeMap<ValueKey, Arc<MeasureValue>>,
}

/// The weights of a measure, brought onto the units of whichever day the figures stand on.
pub struct Weights<'a> {
    by: &'a WeightedBy,
    measure: &'a Measure,
    declared: &'a [Measure],
    cells: &'a [Cell],
    areas: &'a AreaRegister,
    days: BTreeMap<NaiveDate, OnDay>,
}

impl<'a> Weights<'a> {
    /// Of a measure.
    pub const fn new(
        by: &'a WeightedBy,
        measure: &'a Measure,
        declared: &'a [Measure],
        cells: &'a [Cell],
        areas: &'a AreaRegister,
    ) -> Weights<'a> {
        Weights {
            by,
            measure,
            declared,
            cells,
            areas,
            days: BTreeMap::new(),
        }
    }

    /// Those on the units of a day.
    pub fn on(&mut self, date: NaiveDate) -> &OnDay {
        let Weights {
            by,
            measure,
            declared,
            cells,
            areas,
            days,
        } = self;
        days.entry(date).or_insert_with(|| {
            let all = values(measure, declared, cells, areas, date).into_iter();
            OnDay {
                by: by.clone(),
                by_unit: all.map(|v| (v.key(), Arc::new(v))).collect(),
            }
        })
    }
}

/// Turns the sum of the parts' figures into their weighted mean.
///
/// Without any weight the figure is a `boundary_break`, as if none were declared; with some of them
/// it is `value_missing`.
pub fn weigh(
    figure: &mut Figure,
    parts: &BTreeSet<UnitId>,
    present: &[(&Cell, &Figure)],
    weights: &OnDay,
) -> DerivedFigure {
    let at = present.first().map(|(c, _)| *c);
    let weighed = |unit: &UnitId| Weighed {
        unit: *unit,
        value: present
            .iter()
            .find(|(c, _)| c.area == *unit)
            .and_then(|(_, figure)| figure.value),
        weight: at.and_then(|cell| {
            let area = *unit;
            let (period, span) = weights.by.per.at((cell.period, cell.span))?;
            let key = ValueKey { area, period, span };
            weights.by_unit.get(&key).cloned()
        }),
    };
    let parts: Vec<Weighed> = parts.iter().map(weighed).collect();
    take_in_weights(figure, &parts);
    let exact = mean(&parts)
        .map_err(|reason| figure.reasons.extend(reason))
        .ok()
        .filter(|_| figure.reasons.is_empty());
    publish(figure, exact.as_ref());
    if let Some(exact) = &exact {
        figure.rounding = rounding(&parts, present, exact).unwrap_or(figure.rounding);
    }
    DerivedFigure {
        exact,
        how: Making::WeightedMean {
            weight: weights.by.measure.clone(),
            parts,
        },
    }
}

/// Takes in what the weights say of themselves: that some are missing, withheld or quarantined, or
/// are not of one whole.
fn take_in_weights(figure: &mut Figure, parts: &[Weighed]) {
    let known: Vec<&Arc<MeasureValue>> = parts.iter().filter_map(|p| p.weight.as_ref()).collect();
    let without = known.iter().filter(|w| w.figure.value.is_none());
    let said = without.flat_map(|w| w.figure.reasons.iter().copied());
    let said: BTreeSet<Reason> = said
        .filter(|r| matches!(r, Reason::Suppressed | Reason::Quarantined))
        .collect();
    if said.is_empty() && known.iter().all(|w| w.figure.value.is_none()) {
        figure.reasons.insert(Reason::BoundaryBreak);
    } else if known.len() < parts.len() || known.iter().any(|w| w.figure.value.is_none()) {
        figure.reasons.insert(Reason::ValueMissing);
    }
    figure.reasons.extend(said);
    for weight in &known {
        behind(figure, weight);
    }
    if datasets(&known).len() > 1 {
        // Weights of two series are no weights of one whole.
        figure.reasons.insert(Reason::SeriesMixed);
    }
    let several = |what: fn(&Figure) -> &str| {
        known
            .iter()
            .map(|w| what(&w.figure))
            .collect::<BTreeSet<_>>()
            .len()
            > 1
    };
    if several(|f| &f.unit) {
        figure.reasons.insert(Reason::UnitMismatch);
    }
    if several(|f| &f.basis) {
        figure.reasons.insert(Reason::BasisMismatch);
    }
}

/// The datasets of weights.
fn datasets<'w>(weights: &[&'w Arc<MeasureValue>]) -> BTreeSet<&'w str> {
    weights.iter().map(|w| w.dataset.as_str()).collect()
}

/// The datasets that the weights of a mean are from, as they are named in a series.
pub fn made_from(made: &DerivedFigure) -> String {
    let Making::WeightedMean { parts, .. } = &made.how else {
        return String::new();
    };
    let known: Vec<&Arc<MeasureValue>> = parts.iter().filter_map(|p| p.weight.as_ref()).collect();
    datasets(&known).into_iter().collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chiso_model::{Dec, Period, Series, Span, Status, join};

    fn weight(value: Option<i64>, reason: Option<Reason>) -> MeasureValue {
        let figure = Figure {
            value: value.map(Dec::from_int),
            unit: "persons".into(),
            basis: "".into(),
            scheme: "".into(),
            plan_stage: None,
            status: Status::Final,
            rounding: Dec::ZERO,
            known_from: "2025-05-01T00:00:00Z".parse().unwrap(),
            source_ids: chiso_model::SharedIds::default(),
            deliveries: chiso_model::SharedIds::default(),
            flags: BTreeSet::new(),
            reasons: reason.into_iter().collect(),
        };
        MeasureValue {
            measure: "w".into(),
            dataset: "d".into(),
            area: UnitId(0),
            boundary: "2025-01-01".parse().unwrap(),
            period: Period::Year(2024),
            span: Span::Period,
            figure,
            parts: vec![],
            pieces: vec![],
            made: None,
            series: Series::default(),
            others: vec![],
            by_other_periods: vec![],
        }
    }

    /// What is said of a mean of two parts with these weights.
    fn said(weights: [Option<MeasureValue>; 2]) -> String {
        let part = |weight: Option<MeasureValue>| Weighed {
            unit: UnitId(0),
            value: Some(Dec::from_int(3)),
            weight: weight.map(Arc::new),
        };
        let mut mean = weight(None, None).figure;
        take_in_weights(&mut mean, &weights.map(part));
        join(&mean.reasons)
    }

    #[test]
    fn a_weight_that_is_withheld_is_not_one_that_is_missing() {
        let four = || Some(weight(Some(4), None));
        let missing = || Some(weight(None, Some(Reason::ValueMissing)));
        let withheld = || Some(weight(None, Some(Reason::Suppressed)));
        assert_eq!(said([four(), four()]), "");
        assert_eq!(said([four(), missing()]), "value_missing");
        assert_eq!(said([four(), withheld()]), "suppressed;value_missing");
        assert_eq!(said([None, None]), "boundary_break");
        assert_eq!(said([withheld(), withheld()]), "suppressed;value_missing");
    }
}

//! One figure from those that it is made of.

use crate::combine::{join, mix_series};
use crate::derived::given::Given;
use crate::derived::operation::{exact, missing, name, not_of_a_unit, rounding, unusable};
use crate::weighted_mean::{behind, publish};
use chiso_model::{
    Dec, Derivation, DerivedFigure, Figure, Flag, Input, MadeOf, Making, Measure, MeasureValue,
    Reason, Series, SharedText, UnitId, ValueKey,
};
use num_rational::BigRational;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The figures of a measure that is made from others: for each figure that the operation begins
/// with, of the best measure that has one.
pub fn derive(measure: &Measure, by: &Arc<Derivation>, given: &Given<'_>) -> Vec<MeasureValue> {
    let mut made = BTreeMap::new();
    for first in by.firsts() {
        let begins = |v: &&Arc<MeasureValue>| begins(by, first, v, given);
        for value in given.of(first).filter(begins) {
            for area in given.areas_of(by, value.area) {
                let key = ValueKey {
                    area,
                    ..value.key()
                };
                made.entry(key).or_insert_with(|| {
                    in_area(with_others(measure, by, (first, value), given), area)
                });
            }
        }
    }
    made.into_values().collect()
}

/// A figure with its other statements, for an area.
fn in_area(value: MeasureValue, area: UnitId) -> MeasureValue {
    let others = value.others.iter();
    let others = others.map(|v| Arc::new(in_area((**v).clone(), area)));
    MeasureValue {
        area,
        others: others.collect(),
        ..value
    }
}

/// Whether a figure is one that the operation begins with. A mean of periods that reach back before
/// the first figure is none, as with twelve months.
fn begins(by: &Derivation, first: &str, value: &MeasureValue, given: &Given<'_>) -> bool {
    let unit = value.figure.unit.as_str();
    let asked = by.inputs((first, unit), (value.period, value.span));
    let earliest = asked.iter().map(|key| key.period).min();
    let reaches = || match by {
        Derivation::MovingAverage(_) => given.earliest(first, value) <= earliest,
        Derivation::Linked(_) => value.figure.value.is_some() || by.firsts().last() == Some(&first),
        Derivation::Real(_)
        | Derivation::Ratio(_)
        | Derivation::OfArea(_)
        | Derivation::Converted(_) => true,
    };
    !asked.is_empty() && reaches()
}

/// Other statements that are kept of one figure. A figure made of made ones has as many as the
/// product of theirs; the first are those of the best places.
const MOST: usize = 16;

/// A figure with what the other statements of it give.
fn with_others(
    measure: &Measure,
    by: &Arc<Derivation>,
    (first, value): (&str, &MeasureValue),
    given: &Given<'_>,
) -> MeasureValue {
    if let Some(amounts) = given.amounts.get(&value.key()) {
        let converted = amounts.iter();
        let converted = converted.map(|amount| one(measure, by, (first, amount), None, given));
        if let Some(sum) = of_currencies(by, &converted.collect::<Vec<_>>()) {
            return sum;
        }
    }
    let made = |begin: &MeasureValue, per: Option<&Arc<MeasureValue>>| {
        one(measure, by, (first, begin), per, given)
    };
    let used = made(value, None);
    // Other statements of what is divided by make other figures too.
    let per = used.inputs().iter().find(|i| i.what == MadeOf::Denominator);
    let per: Vec<Arc<MeasureValue>> = per
        .and_then(|i| i.found.as_ref())
        .map_or_else(Vec::new, |v| v.others.clone());
    let begins = std::iter::once(value).chain(value.others.iter().map(AsRef::as_ref));
    let pairs = begins.enumerate().flat_map(|(place, begin)| {
        let plain = (place > 0).then_some((begin, None));
        let with = per.iter().map(move |per| (begin, Some(per)));
        plain.into_iter().chain(with)
    });
    let mut others: Vec<Arc<MeasureValue>> = Vec::new();
    for (begin, per) in pairs {
        if others.len() == MOST {
            break;
        }
        let other = made(begin, per);
        let known = other.same_series(&used) || others.iter().any(|v| v.same_series(&other));
        if other.figure.value.is_some() && !known {
            others.push(Arc::new(other));
        }
    }
    MeasureValue { others, ..used }
}

/// The exact sum of what was converted from several currencies.
fn of_currencies(by: &Arc<Derivation>, converted: &[MeasureValue]) -> Option<MeasureValue> {
    let (first, rest) = converted.split_first()?;
    let mut figure = first.figure.clone();
    for other in rest {
        join(&mut figure, &other.figure, Dec::checked_add);
    }
    let exact: Option<BigRational> = converted.iter().map(MeasureValue::exact).sum();
    let exact = exact.filter(|_| figure.reasons.is_empty());
    publish(&mut figure, exact.as_ref());
    let inputs = converted.iter().flat_map(|v| v.inputs().iter().cloned());
    let how = Making::Derived {
        by: Arc::clone(by),
        inputs: inputs.collect(),
    };
    Some(MeasureValue {
        figure,
        made: Some(Arc::new(DerivedFigure { exact, how })),
        ..first.clone()
    })
}

fn one(
    measure: &Measure,
    by: &Arc<Derivation>,
    (id, first): (&str, &MeasureValue),
    per: Option<&Arc<MeasureValue>>,
    given: &Given<'_>,
) -> MeasureValue {
    let first = MeasureValue {
        others: vec![],
        ..first.clone()
    };
    let unit = first.figure.unit.clone();
    let keys = by.inputs((id, &unit), (first.period, first.span));
    let mut inputs = given.inputs(&keys, &Arc::new(first.clone()));
    let denominators = inputs.iter_mut().filter(|i| i.what == MadeOf::Denominator);
    for (input, per) in denominators.zip(per) {
        input.found = Some(Arc::clone(per));
    }
    let mut figure = first.figure.clone();
    take_in(&mut figure, &inputs);
    compare(&mut figure, &inputs, given.declared);
    figure.reasons.extend(inputs.iter().filter_map(unusable));
    figure.reasons.extend(not_of_a_unit(by, &inputs));
    name(by, &mut figure, &inputs);
    let exact = exact(by, &inputs).filter(|_| figure.reasons.is_empty());
    publish(&mut figure, exact.as_ref());
    if let Some(exact) = &exact {
        figure.rounding = rounding(by, &inputs, exact).unwrap_or(figure.rounding);
    }
    let (dataset, series) = series(by, &first, &inputs);
    if matches!(
        inputs.as_slice(),
        [
            Input {
                what: MadeOf::Older,
                ..
            },
            ..
        ]
    ) {
        figure.flags.insert(Flag::SeriesSpliced);
    }
    let by = Arc::clone(by);
    let how = Making::Derived { by, inputs };
    MeasureValue {
        measure: measure.id.as_str().into(),
        dataset,
        figure,
        made: Some(Arc::new(DerivedFigure { exact, how })),
        series,
        by_other_periods: vec![],
        ..first
    }
}

/// The dataset and the series of a figure: those of the first figure behind it. What is linked is
/// one series with what it is linked to, because that is declared.
fn series(by: &Derivation, first: &MeasureValue, inputs: &[Input]) -> (SharedText, Series) {
    let linked = inputs.iter().find(|i| i.what == MadeOf::Overlap);
    if let (Derivation::Linked(_), Some(newer)) = (by, linked.and_then(|i| i.found.as_ref())) {
        let reached = if newer.period.length() == first.period.length() {
            &newer.series.stretches
        } else {
            &first.series.stretches
        };
        let series = Series {
            statement: newer.series.statement.clone(),
            stretches: reached.clone(),
            ..first.series.clone()
        };
        return (newer.dataset.clone(), series);
    }
    let made_from = match by {
        Derivation::Linked(_) => String::new(),
        _ => made_from(inputs),
    };
    let series = Series {
        made_from,
        ..first.series.clone()
    };
    (first.dataset.clone(), series)
}

/// Takes in what the figures behind the first one say of themselves, and that one is missing.
fn take_in(figure: &mut Figure, inputs: &[Input]) {
    for input in inputs.iter().skip(1) {
        if input.usable().is_none() {
            figure.reasons.insert(missing(input.what));
        }
        let Some(found) = &input.found else { continue };
        behind(figure, found);
        let own = found.figure.reasons.iter();
        figure
            .reasons
            .extend(own.filter(|r| **r != Reason::ValueMissing));
    }
}

/// Says where figures of one measure are not of one series, unit, basis and definition. What is missing
/// has none to differ in.
fn compare(figure: &mut Figure, inputs: &[Input], declared: &[Measure]) {
    let found: Vec<&Arc<MeasureValue>> = inputs.iter().filter_map(|i| i.found.as_ref()).collect();
    for (place, one) in found.iter().enumerate() {
        let Some(measure) = declared.iter().find(|m| m.id == one.measure) else {
            continue;
        };
        for other in found[..place].iter().filter(|o| o.measure == one.measure) {
            if one.figure.value.is_some() && other.figure.value.is_some() {
                if !one.comparable(other) {
                    let datasets = [one.dataset.as_str(), other.dataset.as_str()];
                    mix_series(figure, measure, datasets);
                }
                let reasons = mismatches(&one.figure, &other.figure);
                figure.reasons.extend(reasons);
            }
            if measure.breaks_between((one.period, one.span), (other.period, other.span)) {
                figure.reasons.insert(Reason::DefinitionBreak);
            }
        }
    }
}

/// Figures of another reference year, of other goods or by another scheme are other figures.
fn mismatches(one: &Figure, other: &Figure) -> impl Iterator<Item = Reason> {
    let unit = (one.unit != other.unit).then_some(Reason::UnitMismatch);
    let basis = (one.basis != other.basis).then_some(Reason::BasisMismatch);
    let schemes = !one.scheme.is_empty() && !other.scheme.is_empty() && one.scheme != other.scheme;
    let scheme = schemes.then_some(Reason::DefinitionBreak);
    [unit, basis, scheme].into_iter().flatten()
}

/// The datasets of the figures of other measures than the first.
fn made_from(inputs: &[Input]) -> String {
    let first = inputs.first().map(|i| i.measure.as_str());
    let others = inputs.iter().filter(|i| Some(i.measure.as_str()) != first);
    let datasets: BTreeSet<&str> = others
        .filter_map(|i| Some(i.found.as_ref()?.dataset.as_str()))
        .collect();
    datasets.into_iter().collect::<Vec<_>>().join(";")
}

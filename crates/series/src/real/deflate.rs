//! Nominal figures and an index → figures at constant prices.

use crate::combine::mix_series;
use crate::real::index::{Index, Indices};
use crate::real::rounding::rounding;
use crate::weighted_mean::behind;
use chiso_model::{
    AreaRegister, Dec, Deflation, DerivedFigure, Figure, Making, Measure, MeasureValue, Reason,
    Series,
};
use chrono::NaiveDate;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use std::sync::Arc;

/// The figures of a measure at constant prices; one for each nominal figure, in the same order.
#[must_use]
pub fn deflate(
    measure: &Measure,
    real: &Deflation,
    nominal: Vec<MeasureValue>,
    (index, declared): (Vec<MeasureValue>, &Measure),
    areas: &AreaRegister,
    boundary: NaiveDate,
) -> Vec<MeasureValue> {
    let national = real
        .national
        .as_ref()
        .and_then(|code| areas.by_code(code, boundary));
    let index = Index::new(index, national);
    let all = |nominal: MeasureValue| {
        let others = nominal
            .others
            .iter()
            .map(|other| one(measure, real, (**other).clone(), &index, declared));
        let others = others
            .filter(|v| v.figure.value.is_some())
            .map(Arc::new)
            .collect();
        let value = one(measure, real, nominal, &index, declared);
        MeasureValue { others, ..value }
    };
    nominal.into_iter().map(all).collect()
}

fn one(
    measure: &Measure,
    real: &Deflation,
    nominal: MeasureValue,
    index: &Index,
    declared: &Measure,
) -> MeasureValue {
    let (area, national) = index.of(nominal.area);
    let Indices { now, base } = index.pair(area, (nominal.period, nominal.span), real.base);
    let mut figure = nominal.figure.clone();
    figure.basis = real.basis(&nominal.figure.basis);
    take_in(&mut figure, now.as_ref(), base.as_ref());
    if let (Some(now), Some(base)) = (&now, &base) {
        compare(&mut figure, now, base, declared);
    }
    let exact = deflated(&mut figure, &nominal, now.as_ref(), base.as_ref());
    figure.value = exact.as_ref().and_then(Dec::from_rational);
    if let Some(exact) = &exact {
        figure.rounding =
            rounding(&nominal, base.as_ref(), now.as_ref(), exact).unwrap_or(figure.rounding);
    }
    let made_from = now.as_ref().map_or_else(String::new, |v| v.dataset.clone());
    let series = Series {
        made_from,
        ..nominal.series.clone()
    };
    let how = Making::Real {
        nominal: Arc::new(MeasureValue {
            others: vec![],
            ..nominal.clone()
        }),
        index: now,
        base_index: base,
        base: real.base,
        national,
    };
    MeasureValue {
        measure: measure.id.clone(),
        figure,
        made: Some(Arc::new(DerivedFigure { exact, how })),
        series,
        others: vec![],
        ..nominal
    }
}

/// Takes in what the indices say of themselves, and that one of them is missing.
fn take_in(figure: &mut Figure, now: Option<&Arc<MeasureValue>>, base: Option<&Arc<MeasureValue>>) {
    let usable = |v: Option<&Arc<MeasureValue>>| v.is_some_and(|v| v.figure.value.is_some());
    if !usable(now) || !usable(base) {
        figure.reasons.insert(Reason::DeflatorMissing);
    }
    for found in now.into_iter().chain(base) {
        behind(figure, found);
        figure.reasons.extend(
            found
                .figure
                .reasons
                .iter()
                .filter(|r| **r != Reason::ValueMissing),
        );
    }
}

/// Says where the index of the period and that of the base are not one index.
fn compare(figure: &mut Figure, now: &MeasureValue, base: &MeasureValue, declared: &Measure) {
    if !now.comparable(base) {
        mix_series(
            figure,
            declared,
            [now.dataset.as_str(), base.dataset.as_str()],
        );
    }
    figure.reasons.extend(mismatches(&now.figure, &base.figure));
    let (earlier, later) = if base.period.start() <= now.period.start() {
        (base.period, now.period)
    } else {
        (now.period, base.period)
    };
    if declared.breaks_between(earlier, later).is_some() {
        figure.reasons.insert(Reason::DefinitionBreak);
    }
}

/// The exact figure at constant prices; none where anything speaks against it.
fn deflated(
    figure: &mut Figure,
    nominal: &MeasureValue,
    now: Option<&Arc<MeasureValue>>,
    base: Option<&Arc<MeasureValue>>,
) -> Option<BigRational> {
    let (now, base) = (now.and_then(|v| v.exact()), base.and_then(|v| v.exact()));
    for index in [&now, &base].into_iter().flatten() {
        if !index.is_positive() {
            figure.reasons.insert(if index.is_zero() {
                Reason::DenominatorZero
            } else {
                Reason::BaseNegative
            });
        }
    }
    let (value, now, base) = (nominal.exact()?, now?, base?);
    figure.reasons.is_empty().then(|| value * base / now)
}

/// An index of another reference year or of other goods is another index.
fn mismatches(now: &Figure, base: &Figure) -> impl Iterator<Item = Reason> {
    let unit = (now.unit != base.unit).then_some(Reason::UnitMismatch);
    let basis = (now.basis != base.basis).then_some(Reason::BasisMismatch);
    let scheme = (!now.scheme.is_empty() && !base.scheme.is_empty() && now.scheme != base.scheme)
        .then_some(Reason::DefinitionBreak);
    [unit, basis, scheme].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chiso_model::{AreaUnit, Bilingual, Period, Span, Status};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn areas() -> AreaRegister {
        let unit = |code: &str| AreaUnit {
            code: code.into(),
            name_vi: String::new(),
            name_en: String::new(),
            level: "province".into(),
            parent_code: String::new(),
            valid_from: day(),
            valid_to: None,
            aliases: vec![],
        };
        AreaRegister::new(vec![unit("1"), unit("2"), unit("VN")], vec![])
    }

    fn day() -> NaiveDate {
        "2000-01-01".parse().unwrap()
    }

    fn value(code: &str, year: i32, micros: i128, rounding: i128) -> MeasureValue {
        let area = areas().by_code(code, day()).unwrap();
        let figure = Figure {
            value: Dec::from_micros(micros),
            unit: "x".into(),
            basis: String::new(),
            scheme: String::new(),
            plan_stage: None,
            status: Status::Final,
            rounding: Dec::from_micros(rounding).unwrap(),
            known_from: "2025-05-01T00:00:00Z".parse().unwrap(),
            source_ids: BTreeSet::new(),
            deliveries: BTreeSet::new(),
            flags: BTreeSet::new(),
            reasons: BTreeSet::new(),
        };
        let (measure, dataset, period) = ("m".to_owned(), "d".to_owned(), Period::Year(year));
        let span = Span::Period;
        let (parts, pieces, others) = (vec![(area, day())], vec![], vec![]);
        MeasureValue {
            measure,
            dataset,
            area,
            boundary: day(),
            period,
            span,
            figure,
            parts,
            pieces,
            made: None,
            series: Series::default(),
            others,
        }
    }

    /// Real figures at prices of 2010, the index of `VN` standing in where `national` says so.
    fn real(
        nominal: Vec<MeasureValue>,
        index: Vec<MeasureValue>,
        national: bool,
    ) -> Vec<MeasureValue> {
        let real = Deflation {
            of: "m".into(),
            deflator: "p".into(),
            base: Period::Year(2010),
            national: national.then(|| "VN".to_owned()),
        };
        let measure = Measure {
            id: "r".into(),
            title: Bilingual::default(),
            sources: vec![],
            periods: vec![],
            over_time: None,
            breaks: vec![],
            real: None,
            weight: None,
            sum_of: None,
            splices: vec![],
        };
        deflate(&measure, &real, nominal, (index, &measure), &areas(), day())
    }

    #[test]
    fn an_area_is_at_prices_of_one_place_throughout() {
        let index = || {
            vec![
                value("VN", 2010, 100, 0),
                value("VN", 2011, 110, 0),
                value("2", 2010, 100, 0),
            ]
        };
        let nominal = || {
            ["1", "2", "VN"]
                .map(|code| value(code, 2011, 220, 0))
                .to_vec()
        };
        let shown = |values: Vec<MeasureValue>| {
            values
                .iter()
                .map(|v| v.figure.value.map(Dec::micros))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            shown(real(nominal(), index(), false)),
            [None, None, Some(200)]
        );
        assert_eq!(
            shown(real(nominal(), index(), true)),
            [Some(200), None, Some(200)],
            "2 has an index, though not of 2011"
        );
    }

    proptest! {
        /// What is published is the nearest millionth of a fraction that gives the nominal figure
        /// back; and no input within its rounding gives a real figure outside of the rounding that
        /// is reported.
        #[test]
        fn nominal_money_comes_back_exactly(money in -10i128.pow(12)..10i128.pow(12), base in 1i128..10i128.pow(9), now in 1000i128..10i128.pow(9), off in 0i128..900) {
            let index = vec![value("1", 2010, base, 0), value("1", 2020, now, off)];
            let made = real(vec![value("1", 2020, money, 0)], index, false).remove(0);
            let exact = made.exact().unwrap();
            let [base, now, money, off] = [base, now, money, off].map(|n| Dec::from_micros(n).unwrap().ratio());
            prop_assert_eq!(&exact * &now / &base, money.clone());
            let width = made.figure.rounding.ratio();
            for index in [&now - &off, &now + &off] {
                prop_assert!((&money * &base / index - &exact).abs() <= width);
            }
            prop_assert_eq!(made.figure.value, Dec::from_rational(&exact));
        }
    }
}

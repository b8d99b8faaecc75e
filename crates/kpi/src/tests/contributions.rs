//! Contributions of areas to a change of the area that is their sum.

use super::{areas, boundary, kpi, scores, value};
use crate::contributions::{Contributions, Lacking, WholePart, contributions};
use crate::universe::Measures;
use chiso_model::{Kpi, MeasureValue, Period, Reason, ScoreUnit, UnitId, kind};
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;
use std::sync::Arc;

const CODES: [&str; 5] = ["01", "02", "03", "04", "05"];

fn growth() -> Kpi {
    kpi(kind::Growth {
        measure: "papi".into(),
        comparison: kind::Comparison::default(),
    })
}

fn difference() -> Kpi {
    kpi(kind::ScoreChange {
        measure: "papi".into(),
        unit: ScoreUnit::Count,
        comparison: kind::Comparison::default(),
    })
}

/// Value of the region, and what the provinces add to it.
fn of_region(
    kpi: &Kpi,
    values: &[MeasureValue],
    parts: &[&str],
) -> (Option<BigRational>, Option<Result<Contributions, Lacking>>) {
    let unit = |code: &str| areas().by_code(code, boundary()).unwrap();
    let mut all = scores(kpi, values, &[]).into_iter();
    let score = all
        .find(|s| s.area == unit("R1") && s.period == Period::Year(2020))
        .unwrap();
    let parts: Vec<WholePart> = { parts.iter() }
        .map(|code| WholePart::Area(unit(code)))
        .collect();
    let values: Vec<Arc<MeasureValue>> = values.iter().cloned().map(Arc::new).collect();
    let measures = Measures::new(&values);
    let found = contributions(kpi, &score, &parts, (&measures, &[]));
    (score.value, found)
}

fn shown(found: Option<Result<Contributions, Lacking>>) -> Vec<String> {
    let code = |part: &WholePart| match part {
        WholePart::Area(area) => areas().unit(*area).code.clone(),
        WholePart::Member { member, .. } => member.code.clone(),
    };
    match found.unwrap() {
        Ok(found) => {
            let parts = found.parts.iter();
            let parts = parts.map(|p| format!("{} {}", code(&p.part), p.value));
            parts
                .chain([format!("rest {}", found.not_explained)])
                .collect()
        }
        Err(lacking) => lacking
            .into_iter()
            .map(|(part, reason)| format!("{} {reason}", code(&part)))
            .collect(),
    }
}

#[test]
fn provinces_explain_the_growth_of_their_region() {
    let mut values = vec![
        value("01", 2019, "100"),
        value("01", 2020, "130"),
        value("02", 2019, "200"),
        value("02", 2020, "190"),
        value("R1", 2019, "300"),
        value("R1", 2020, "320"),
    ];
    let found = |values: &[MeasureValue]| shown(of_region(&growth(), values, &["01", "02"]).1);
    // 20 of 300: 30 of 300 by the first, -10 of 300 by the second.
    assert_eq!(found(&values), ["01 1/10", "02 -1/30", "rest 0"]);
    let of_difference = shown(of_region(&difference(), &values, &["01", "02"]).1);
    assert_eq!(of_difference, ["01 30", "02 -10", "rest 0"]);
    values[5] = value("R1", 2020, "323");
    assert_eq!(
        found(&values),
        ["01 1/10", "02 -1/30", "rest 1/100"],
        "what the region states beyond the sum is named"
    );
    values.remove(2);
    assert_eq!(found(&values), ["02 base_missing"]);
    let mut other = value("02", 2019, "200");
    other.figure.basis = "with_branches".into();
    values.push(other);
    assert_eq!(found(&values), ["02 basis_mismatch"]);
}

/// Figures of a province: of the period, and of the year before.
type Figures = (Option<i64>, Option<i64>);

fn figures() -> impl Strategy<Value = Vec<Figures>> {
    let figure = || prop::option::weighted(0.9, -50_000_i64..1_000_000);
    prop::collection::vec((figure(), figure()), 1..=5)
}

proptest! {
    /// Whatever the parts are, they and the rest are the value to the last digit; and where one is
    /// missing, there are none.
    #[test]
    fn contributions_add_up_to_the_last_digit(
        figures in figures(), stated in prop::option::of(-9_i64..9), rate in any::<bool>(),
        merged in any::<bool>(),
    ) {
        let mut values = Vec::new();
        for (code, (now, base)) in CODES.iter().zip(&figures) {
            values.extend(base.map(|n| value(code, 2019, &n.to_string())));
            values.extend(now.map(|n| value(code, 2020, &n.to_string())));
        }
        if merged && let Some(first) = values.first_mut() {
            first.parts.push((UnitId(1), boundary()));
        }
        let sum = |of: fn(&Figures) -> Option<i64>| -> i64 {
            figures.iter().filter_map(of).sum()
        };
        let (now, base) = (sum(|f| f.0) + stated.unwrap_or(0), sum(|f| f.1));
        values.push(value("R1", 2019, &base.to_string()));
        values.push(value("R1", 2020, &now.to_string()));
        let kpi = if rate { growth() } else { difference() };
        let (total, found) = of_region(&kpi, &values, &CODES[..figures.len()]);
        let Some(total) = total else {
            prop_assert!(found.is_none());
            return Ok(());
        };
        let lacks = |f: &Figures| f.0.is_none() || f.1.is_none();
        match found {
            Some(Ok(found)) => {
                prop_assert!(!figures.iter().any(lacks));
                let parts: BigRational = found.parts.iter().map(|p| &p.value).sum();
                prop_assert_eq!(parts + &found.not_explained, total);
                let whole = stated.unwrap_or(0) == 0;
                prop_assert_eq!(found.not_explained.is_zero(), whole);
            }
            Some(Err(lacking)) => {
                prop_assert_eq!(lacking.len(), figures.iter().filter(|f| lacks(f)).count());
                let missing = [Reason::ValueMissing, Reason::BaseMissing];
                let mut named = lacking.iter().map(|(_, reason)| reason);
                prop_assert!(named.all(|reason| missing.contains(reason)));
            }
            None => prop_assert!(false, "a value without contributions"),
        }
    }
}

//! Made figures that six decimal places do not hold well: too small, so that digits are lost or the
//! figure would be shown as zero, or too large. A measure of them is declared in another scale.

use chiso_model::{AreaRegister, Dec, Derivation, Finding, Measure, MeasureValue, Place};
use chrono::NaiveDate;
use num_rational::BigRational;
use num_traits::{Pow, Signed, ToPrimitive};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The rule of the finding.
const RULE: &str = "lost_digits";

/// Of how many parts of a figure one may be lost.
const PARTS: i64 = 1000;

/// Powers of ten beyond which no figure of a decimal is divided.
const MOST: u32 = 60;

/// The figures of one measure that are not held well.
struct Lost<'v> {
    first: (&'v MeasureValue, &'v BigRational),
    smallest: &'v BigRational,
    count: u64,
}

/// One warning a measure that is made from others, on one boundary.
pub(super) fn lost_digits(
    values: &[Arc<MeasureValue>],
    measures: &[Measure],
    areas: &AreaRegister,
    boundary: Option<NaiveDate>,
) -> Vec<Finding> {
    let mut found: BTreeMap<&str, Lost<'_>> = BTreeMap::new();
    for value in values.iter().filter(|v| Some(v.boundary) == boundary) {
        let made = value.made.as_deref().and_then(|made| made.exact.as_ref());
        let Some(exact) = made.filter(|exact| is_lost(exact)) else {
            continue;
        };
        let held = found.entry(&value.measure).or_insert(Lost {
            first: (value, exact),
            smallest: exact,
            count: 0,
        });
        held.count += 1;
        if exact.abs() < held.smallest.abs() {
            held.smallest = exact;
        }
    }
    let measure = |id: &str| measures.iter().find(|m| m.id == id);
    found
        .iter()
        .filter_map(|(id, lost)| Some(warning(lost, measure(id)?, areas)))
        .collect()
}

/// Whether the decimal is off by more than a thousandth of the figure.
fn is_lost(exact: &BigRational) -> bool {
    let parts = BigRational::from_integer(PARTS.into());
    Dec::from_rational(exact).is_none_or(|held| (held.ratio() - exact).abs() * parts > exact.abs())
}

fn warning(lost: &Lost<'_>, measure: &Measure, areas: &AreaRegister) -> Finding {
    let (value, exact) = lost.first;
    let unit = areas.unit(value.area);
    let message = format!(
        "`{}` of {} ({}) in {} ({}) is {}: six decimal places do not hold it to a thousandth of it",
        measure.id,
        unit.name(true),
        unit.code,
        value.period,
        value.span,
        exact
            .to_f64()
            .map_or_else(String::new, |shown| format!("{shown:.3e}"))
    );
    let place = Place {
        file: format!("tables/{}", value.dataset),
        ..Place::default()
    };
    Finding {
        count: lost.count,
        ..Finding::warning(RULE, place, message).hint(remedy(lost.smallest, measure))
    }
}

fn remedy(smallest: &BigRational, measure: &Measure) -> String {
    let too_large = Dec::from_rational(smallest).is_none();
    match measure.derived.as_deref() {
        Some(Derivation::Ratio(_)) if too_large => {
            "declare a smaller `scale` in `ratio`, and a `unit` that says so".to_owned()
        }
        Some(Derivation::Ratio(ratio)) => {
            let scale = ratio.scale.ratio() * power_of_ten(lacking(smallest));
            format!("declare `scale = \"{scale}\"` in `ratio`, and a `unit` that says so")
        }
        _ if too_large => {
            "state the figures behind it in a larger unit (`unit_mult` in the contract)".to_owned()
        }
        _ => {
            "state the figures behind it in a smaller unit (`unit_mult` in the contract)".to_owned()
        }
    }
}

/// By how many powers of ten a figure has to be larger so that six decimal places hold it.
fn lacking(figure: &BigRational) -> u32 {
    let least = BigRational::new(1.into(), PARTS.into());
    let held = |powers: &u32| figure.abs() * power_of_ten(*powers) >= least;
    (0..MOST).find(held).unwrap_or(MOST)
}

fn power_of_ten(power: u32) -> BigRational {
    Pow::pow(BigRational::from_integer(10.into()), power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(n: i64, d: i64) -> BigRational {
        BigRational::new(n.into(), d.into())
    }

    #[test]
    fn a_figure_that_loses_more_than_a_thousandth_is_named_with_the_scale_that_holds_it() {
        for (exact, lost, powers) in [
            (ratio(1, 3_000_000), true, 4),
            (ratio(1_400, 98_000_000), true, 2),
            (ratio(14, 1_000_000), false, 2),
            (ratio(1, 300), false, 0),
            (ratio(-1, 3_000_000), true, 4),
            (ratio(0, 1), false, 0),
        ] {
            assert_eq!(is_lost(&exact), lost, "{exact}");
            if lost {
                assert_eq!(lacking(&exact), powers, "{exact}");
                assert!(!is_lost(&(exact * power_of_ten(powers))));
            }
        }
    }

    #[test]
    fn a_figure_that_is_not_zero_is_never_shown_as_zero() {
        assert_eq!(Dec::figure(&ratio(1, 3_000_000)), None);
        assert_eq!(Dec::figure(&ratio(0, 1)), Some(Dec::ZERO));
        assert_eq!(Dec::figure(&ratio(1, 1_000_000)), Dec::from_micros(1));
    }
}

//! The exact value of a KPI.

use crate::rank::Ranks;
use crate::rounding::RoundingBound;
use chiso_model::kind::Scale;
use chiso_model::{KpiKind, Operand, Role, ScoreUnit};
use num_rational::BigRational;

/// The exact value of a KPI, `None` when an operand is missing or a divisor is not positive.
pub fn value(
    kind: &KpiKind,
    operands: &[Operand],
    ranks: &Ranks<'_>,
    lean: RoundingBound,
) -> Option<BigRational> {
    let found = |role: Role| operands.iter().find(|o| o.role == role)?.found.as_ref();
    let get = |role: Role| -> Option<BigRational> {
        let found = found(role)?;
        let raises = matches!(role, Role::Current | Role::Part | Role::BaseWhole);
        let shift = || found.figure.rounding.ratio();
        let value = found.exact()?;
        Some(match lean {
            RoundingBound::Exact => value,
            RoundingBound::High if raises => value + shift(),
            RoundingBound::Low if !raises => value + shift(),
            RoundingBound::High | RoundingBound::Low => value - shift(),
        })
    };
    let place = |role: Role| {
        let lean = match (role, lean) {
            (Role::Base, RoundingBound::Low) => RoundingBound::High,
            (Role::Base, RoundingBound::High) => RoundingBound::Low,
            _ => lean,
        };
        let place = ranks.place(found(role)?, lean)?;
        Some(BigRational::from_integer(place.into()))
    };
    let value = a_year(kind, operands, kind.formula().value(get, place)?)?;
    let hundredth = found(Role::Current).is_some_and(|v| in_percent(kind, &v.figure.unit));
    Some(if hundredth {
        value / BigRational::from_integer(100.into())
    } else {
        value
    })
}

/// A change as one a year, where the KPI asks for that.
fn a_year(kind: &KpiKind, operands: &[Operand], value: BigRational) -> Option<BigRational> {
    if !kind.a_year() {
        return Some(value);
    }
    let yearly = kind.yearly(operands)?;
    match kind.formula().scale() {
        Scale::Rate => yearly.of_rate(&value),
        Scale::Points | Scale::Share => Some(yearly.of_difference(&value)),
    }
}

/// Whether a figure is in percent and the values of its KPI are ratios.
pub fn in_percent(kind: &KpiKind, unit: &str) -> bool {
    kind.declared_unit() == Some(ScoreUnit::Ratio) && unit == "percent"
}

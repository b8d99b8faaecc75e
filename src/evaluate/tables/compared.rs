//! The two figures that a reader of a score compares.

use crate::model::kind::Formula;
use crate::model::{Dec, KpiKind, Operand, Role};
use num_rational::BigRational;
use num_traits::ToPrimitive;

/// The two figures a reader compares: value, unit, period. Shares are shown as ratios to six
/// places.
#[must_use]
pub fn compared(kind: &KpiKind, operands: &[Operand]) -> [Option<(Dec, String, String)>; 2] {
    let find = |role: Role| operands.iter().find(|o| o.role == role);
    let figure = |role: Role| {
        let operand = find(role)?;
        let figure = &operand.found.as_ref()?.figure;
        Some((
            figure.value?,
            figure.unit.clone(),
            operand.period.to_string(),
        ))
    };
    let share = |part: Role, whole: Role| {
        let ((part, ..), (whole, _, period)) = (figure(part)?, figure(whole)?);
        let ratio = whole.is_positive().then(|| part.ratio() / whole.ratio())?;
        let micros = (ratio * BigRational::from_integer(1_000_000.into()))
            .round()
            .to_integer();
        Some((
            Dec::from_micros(micros.to_i128()?)?,
            "ratio".to_owned(),
            period,
        ))
    };
    kind.formula().compared().map(|side| match side? {
        Formula::Ratio(part, whole) => share(part, whole),
        Formula::Figure(role) => figure(role),
        _ => None,
    })
}

//! The two figures that a reader of a score compares.

use crate::model::kind::Formula;
use crate::model::{Dec, KpiKind, Operand, Role, SharedText};
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

/// The two figures a reader compares: value, unit, period. Shares are shown as ratios to six
/// places; none where these would show one that is not zero as zero.
#[must_use]
pub fn compared(kind: &KpiKind, operands: &[Operand]) -> [Option<(Dec, SharedText, String)>; 2] {
    let find = |role: Role| operands.iter().find(|o| o.role == role);
    let figure = |role: Role| {
        let operand = find(role)?;
        let found = operand.found.as_ref()?;
        let unit = found.figure.unit.clone();
        Some((found.decimal()?, unit, operand.period.to_string()))
    };
    let share = |part: Role, whole: Role| {
        let ((part, ..), (whole, _, period)) = (figure(part)?, figure(whole)?);
        let ratio = whole.is_positive().then(|| part.ratio() / whole.ratio())?;
        let micros = (&ratio * BigRational::from_integer(1_000_000.into()))
            .round()
            .to_integer();
        let shown = Dec::from_micros(micros.to_i128()?)?;
        let lost = shown == Dec::ZERO && !ratio.is_zero();
        (!lost).then(|| (shown, "ratio".into(), period))
    };
    kind.formula().compared().map(|side| match side? {
        Formula::Ratio(part, whole) => share(part, whole),
        Formula::Figure(role) => figure(role),
        _ => None,
    })
}

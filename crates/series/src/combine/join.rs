//! Two figures put together into one.

use chiso_model::{Dec, Figure, Flag, Measure, Reason};

/// Puts a figure together with another one, whose value is added or taken off. Roundings add up
/// either way.
pub(crate) fn join(sum: &mut Figure, other: &Figure, put: fn(Dec, Dec) -> Option<Dec>) {
    if sum.unit != other.unit {
        sum.reasons.insert(Reason::UnitMismatch);
    }
    if sum.basis != other.basis {
        sum.reasons.insert(Reason::BasisMismatch);
    }
    if sum.scheme.is_empty() {
        sum.scheme.clone_from(&other.scheme);
    } else if !other.scheme.is_empty() && sum.scheme != other.scheme {
        sum.reasons.insert(Reason::DefinitionBreak);
    }
    sum.value = match (sum.value, other.value) {
        (Some(a), Some(b)) => put(a, b),
        _ => None,
    };
    if sum.value.is_none() && sum.reasons.is_empty() && other.reasons.is_empty() {
        sum.reasons.insert(Reason::ValueMissing);
    }
    sum.plan_stage = sum.plan_stage.min(other.plan_stage);
    sum.status = sum.status.min(other.status);
    sum.rounding = sum
        .rounding
        .checked_add(other.rounding)
        .unwrap_or(sum.rounding);
    sum.known_from = sum.known_from.max(other.known_from);
    sum.source_ids.merge(&other.source_ids);
    sum.deliveries.merge(&other.deliveries);
    sum.flags.extend(&other.flags);
    sum.reasons.extend(&other.reasons);
}

/// Says of a figure that it is of several series: spliced where the measure declares it, else
/// mixed.
pub(crate) fn mix_series<'d>(
    figure: &mut Figure,
    measure: &Measure,
    datasets: impl IntoIterator<Item = &'d str>,
) {
    if measure.splice(datasets).is_some() {
        figure.flags.insert(Flag::SeriesSpliced);
    } else {
        figure.reasons.insert(Reason::SeriesMixed);
    }
}

//! Which values of a KPI are flagged: those of small bases and those that are unusual.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::kind::{KINDS, Spec};
use chiso_model::{Dec, Finding, FiscalYear, Outlier};

/// The base below which a rate is flagged.
pub(super) fn small_base(
    at: &ConfigNode<'_>,
    text: &str,
    spec: &Spec,
    faults: &mut Vec<Finding>,
) -> Option<Dec> {
    if spec.base.is_none() {
        let rates = KINDS.iter().filter(|s| s.base.is_some());
        let hint = format!(
            "leave it out; kinds that have one are {}",
            value::list(rates.map(|s| s.name))
        );
        faults.push(
            at.error(
                rule::UNKNOWN_KEY,
                format!("a KPI of kind `{}` is no rate of a base", spec.name),
            )
            .hint(hint),
        );
    }
    positive(at, text, faults)
}

/// How far from the others a value is unusual.
pub(super) fn outlier(
    at: &ConfigNode<'_>,
    raw: &raw::Outlier,
    (spec, office): (&Spec, Option<FiscalYear>),
    faults: &mut Vec<Finding>,
) -> Option<Outlier> {
    if !spec.can_be_unusual {
        faults.push(
            at.error(rule::UNKNOWN_KEY, "a rank is never unusual")
                .hint("leave `outlier` out"),
        );
    }
    let confirmed = value::confirmed(&at.key("confirmed"), &raw.confirmed, office, faults);
    Some(Outlier {
        deviations: positive(&at.key("deviations"), &raw.deviations, faults)?,
        confirmed,
    })
}

fn positive(at: &ConfigNode<'_>, text: &str, faults: &mut Vec<Finding>) -> Option<Dec> {
    let number = value::decimal(at, text, faults)?;
    if !number.is_positive() {
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("`{text}` is not greater than zero"),
            )
            .hint("write a number such as `\"5\"`"),
        );
        return None;
    }
    Some(number)
}

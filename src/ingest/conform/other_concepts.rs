//! A delivery goes on with the series of the one before it from the same source. Where a concept that
//! nothing maps has changed meanwhile, such as the currency or the base period, it does not.

use super::delivered::Delivery;
use super::outcome::{Settled, refused};
use super::stated_concepts::{StatedConcepts, hint};
use crate::model::{DeliveryOutcome, Finding, Place};

/// Refuses a delivery whose series go on with other concepts than in the one before it.
pub fn refuse_other_concepts(
    conformed: &mut Settled,
    delivered: &Delivery<'_>,
    (id, before): (&str, &StatedConcepts),
) {
    let Some((name, now, then)) = conformed.concepts.other_than(before) else {
        return;
    };
    let message = format!(
        "`{name}` is mapped to nothing, and the figures say `{}` in it; those of the delivery \
            before, {id}, say `{then}`",
        now.text
    );
    let place = Place {
        file: delivered.file_name.to_owned(),
        part: now.part.clone(),
        row: now.row,
        col: name.to_owned(),
    };
    let finding = Finding::error("concept_differs", place, message)
        .raw(now.text.clone())
        .hint(hint(name));
    conformed.findings.insert(0, finding);
    conformed.outcome = DeliveryOutcome::Refused;
    conformed.accounting = refused(conformed.accounting);
}

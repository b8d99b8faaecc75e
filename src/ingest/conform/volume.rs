//! Whether a delivery holds as much as it should: far less than the one before it is a source that
//! fails quietly, and what it does not have would be taken for withdrawn.

use super::delivered::Delivery;
use super::outcome::{Held, Settled, refused};
use crate::model::{Dataset, DeliveryOutcome, Finding, Place, Volume, below};

/// Refuses an accepted delivery that holds less than the contract asks, and says of a snapshot that holds
/// far more; `before` is what the last one accepted from the same place held.
pub fn refuse_shrunken(
    conformed: &mut Settled,
    dataset: &Dataset,
    delivered: &Delivery<'_>,
    before: Option<Held>,
) {
    let volume = &dataset.contract.volume;
    let said_right = volume.confirmed.iter().any(|id| id == delivered.id);
    if volume.is_open() || said_right || conformed.outcome != DeliveryOutcome::Accepted {
        return;
    }
    let short = short_of(volume, conformed.held, before);
    if short.is_empty() {
        let grown = grown(conformed.held, before, dataset, delivered);
        conformed.findings.extend(grown);
        return;
    }
    let place = Place {
        file: delivered.file_name.to_owned(),
        ..Place::default()
    };
    let message = format!(
        "the delivery has shrunken: it holds {}; the last good one stays in use",
        short.join("; ")
    );
    let hint = format!(
        "ask the provider what is missing; if it is right as it is, say so: `[{}.volume] \
            confirmed = [\"{}\"]`",
        if dataset.contract.records.is_some() {
            "records"
        } else {
            "contract"
        },
        delivered.id
    );
    conformed
        .findings
        .insert(0, Finding::error("shrunken", place, message).hint(hint));
    conformed.outcome = DeliveryOutcome::Refused;
    conformed.accounting = refused(conformed.accounting);
}

/// What is said of a snapshot with more than twice the records of the one before: they may stand in it
/// twice, under keys that are written in two ways.
fn grown(
    now: Held,
    before: Option<Held>,
    dataset: &Dataset,
    delivered: &Delivery<'_>,
) -> Option<Finding> {
    let before = before.filter(|before| before.day.is_some() && now.rows > before.rows * 2)?;
    let place = Place {
        file: delivered.file_name.to_owned(),
        ..Place::default()
    };
    let message = format!(
        "the register of `{}` has more than doubled: it holds {} records, and the snapshot before it {}",
        dataset.id, now.rows, before.rows
    );
    let hint = format!(
        "see whether records stand in it twice under keys written in two ways, or of other areas; if it is \
            right as it is, say so: `[records.volume] confirmed = [\"{}\"]`",
        delivered.id
    );
    Some(Finding::warning("grown", place, message).hint(hint))
}

/// What it holds too little of, in words.
fn short_of(volume: &Volume, now: Held, before: Option<Held>) -> Vec<String> {
    let least = [
        ("rows", now.rows, volume.rows),
        ("areas", now.areas, volume.areas),
    ];
    let mut short: Vec<String> = least
        .iter()
        .filter_map(|(what, n, least)| {
            least
                .filter(|least| n < least)
                .map(|least| format!("{n} {what} and should hold {least}"))
        })
        .collect();
    if let (Some(share), Some(before)) = (volume.of_last, before) {
        let both = [
            ("rows", now.rows, before.rows),
            ("areas", now.areas, before.areas),
        ];
        let fewer = both.iter().filter(|(_, n, last)| below(*n, *last, share));
        short.extend(
            fewer.map(|(what, n, last)| format!("{n} {what}, and the delivery before it {last}")),
        );
    }
    short
}

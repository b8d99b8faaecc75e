//! Whether too much of a delivery is bad, or nothing of it good.

use crate::model::{Accounting, Contract, Dec, Finding, Mode, Place};
use std::collections::BTreeMap;

/// Whether the column of the figures holds texts in place of numbers: more than half of its cells
/// that say something.
pub(super) fn no_longer_numbers(
    texts: &BTreeMap<String, u64>,
    first: Option<&Finding>,
    account: Accounting,
    value_label: &str,
) -> Option<Finding> {
    let (texts, first, stated) = (
        *texts.get(value_label)?,
        first?,
        account.read - account.ignored,
    );
    (texts * 2 > stated).then(|| {
        let message = format!(
            "`{value_label}` should hold numbers and holds texts: {texts} of \
            {stated} cells are no number"
        );
        Finding::error("wrong_type", first.place.clone(), message)
            .raw(first.raw.clone().unwrap_or_default())
            .hint(
                "check whether columns have moved or numbers are written otherwise than `number` \
                declares, and ask for the file again",
            )
    })
}

/// Why a delivery cannot be used, by its account.
pub(super) fn refusal(
    account: Accounting,
    contract: &Contract,
    file_name: &str,
) -> Option<Finding> {
    let place = Place {
        file: file_name.to_owned(),
        ..Place::default()
    };
    let limit = if contract.modes.value == Mode::Freeze {
        Dec::ZERO
    } else {
        contract.quarantine_limit
    };
    too_many(account, limit, &place).or_else(|| nothing(account, &place))
}

/// Whether more than the allowed share is bad, compared exactly.
fn too_many(account: Accounting, limit: Dec, place: &Place) -> Option<Finding> {
    let one = Dec::from_int(1).micros();
    let (bad, allowed) = (
        i128::from(account.quarantined) * one,
        i128::from(account.read).saturating_mul(limit.micros()),
    );
    (bad > allowed).then(|| {
        let message = format!(
            "{} of {} observations are bad, more than the share of {limit} that \
            is allowed",
            account.quarantined, account.read
        );
        Finding::error("quarantine_limit", place.clone(), message).hint(
            "look at them with `chiso quarantine list`, and correct the source or what is declared \
                of it; a higher `quarantine_limit` leaves them out",
        )
    })
}

fn nothing(account: Accounting, place: &Place) -> Option<Finding> {
    (account.accepted == 0).then(|| {
        let message = match account.read {
            0 => "the file holds no observations".to_owned(),
            read => format!("none of {read} observations gives a figure"),
        };
        Finding::error("no_observations", place.clone(), message).hint(
            "fetch it again, or check whether the file is the one declared; rows that only \
                    withdraw figures need a row with a figure in the same file",
        )
    })
}

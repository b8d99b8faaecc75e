//! What a delivery of records came to: the account, the findings, and what is quarantined.

use crate::ingest::conform::{
    Delivery, Held, Out, Quarantined, Settled, StatedConcepts, later_than_fetched,
};
use crate::model::{
    Accounting, Dataset, Dec, DeliveryOutcome, Finding, Period, Place, Source, day_of,
};
use crate::records::{ColumnRemark, Gathered, RecordFault};
use crate::store::StoreError;
use std::collections::BTreeMap;

/// Quarantined records written at once.
const AT_ONCE: usize = 4096;

/// Why a delivery cannot be used whose declared day of publication lies after its fetch.
pub(super) fn published_later(
    dataset: &Dataset,
    delivered: &Delivery<'_>,
    source: &Source,
) -> Option<Finding> {
    let at = delivered.published_at?;
    let day = day_of(at, dataset.contract.zone);
    later_than_fetched(at, day, delivered, source)
}

/// The account of a delivery and whether it is used.
pub(super) fn settle(
    dataset: &Dataset,
    delivered: &Delivery<'_>,
    gathered: &Gathered<'_>,
) -> Settled {
    let quarantined = gathered.faults().len() as u64;
    let accounting = Accounting {
        read: gathered.read(),
        accepted: gathered.read().saturating_sub(quarantined),
        quarantined,
        ignored: 0,
    };
    let mut findings = by_rule(gathered.faults(), delivered);
    findings.extend(
        gathered
            .remarks()
            .iter()
            .map(|remark| warning(remark, delivered)),
    );
    let limit = dataset.contract.quarantine_limit;
    let refusal = too_many(accounting, limit, delivered)
        .or_else(|| nothing(accounting, (dataset, gathered.period()), delivered))
        .or_else(|| several_days(gathered, delivered));
    let outcome = match refusal {
        Some(refusal) => {
            findings.insert(0, refusal);
            DeliveryOutcome::Refused
        }
        None => DeliveryOutcome::Accepted,
    };
    let accounting = match outcome {
        DeliveryOutcome::Accepted => accounting,
        _ => Accounting {
            accepted: 0,
            ignored: accounting.accepted,
            ..accounting
        },
    };
    let held = Held {
        rows: accounting.accepted,
        areas: 0,
        day: gathered.days().map(|(_, last)| last),
    };
    Settled {
        findings,
        accounting,
        outcome,
        held,
        concepts: StatedConcepts::default(),
    }
}

/// Gives all records at fault to the quarantine, in the order of the file.
pub(super) fn quarantine(
    gathered: &Gathered<'_>,
    delivered: &Delivery<'_>,
    out: &mut dyn Out,
) -> Result<(), StoreError> {
    let quarantined = |fault: &RecordFault| Quarantined {
        place: place(fault, delivered),
        raw: fault.raw.clone(),
        rule: fault.fault.rule,
        message: fault.fault.message.clone(),
        hint: fault.fault.hint.clone(),
    };
    for faults in gathered.faults().chunks(AT_ONCE) {
        out.quarantine(faults.iter().map(quarantined).collect())?;
    }
    Ok(())
}

fn place(fault: &RecordFault, delivered: &Delivery<'_>) -> Place {
    Place {
        file: delivered.file_name.to_owned(),
        part: String::new(),
        row: fault.row,
        col: fault.column.clone(),
    }
}

/// One finding a rule, with its first example and how often it was broken.
fn by_rule(faults: &[RecordFault], delivered: &Delivery<'_>) -> Vec<Finding> {
    let mut found: BTreeMap<&str, Finding> = BTreeMap::new();
    for fault in faults {
        let first = || {
            let finding = Finding::error(
                fault.fault.rule,
                place(fault, delivered),
                fault.fault.message.clone(),
            );
            let finding = finding
                .raw(fault.raw.clone())
                .hint(fault.fault.hint.clone());
            Finding {
                count: 0,
                ..finding
            }
        };
        found.entry(fault.fault.rule).or_insert_with(first).count += 1;
    }
    found.into_values().collect()
}

/// What is odd about a column, or the end of the file.
fn warning(remark: &ColumnRemark, delivered: &Delivery<'_>) -> Finding {
    let first = &remark.first;
    let (rule, message) = (first.fault.rule, first.fault.message.clone());
    let finding = Finding::warning(rule, place(first, delivered), message);
    Finding {
        count: remark.count,
        ..finding
            .raw(first.raw.clone())
            .hint(first.fault.hint.clone())
    }
}

fn whole_file(delivered: &Delivery<'_>) -> Place {
    Place {
        file: delivered.file_name.to_owned(),
        ..Place::default()
    }
}

/// Whether more than the allowed share is bad, compared exactly.
fn too_many(account: Accounting, limit: Dec, delivered: &Delivery<'_>) -> Option<Finding> {
    let one = Dec::from_int(1).micros();
    let bad = i128::from(account.quarantined) * one;
    let allowed = i128::from(account.read).saturating_mul(limit.micros());
    (bad > allowed).then(|| {
        let message = format!(
            "{} of {} records are bad, more than the share of {limit} that is allowed",
            account.quarantined, account.read
        );
        let hint = "look at them with `chiso quarantine`, and correct the source or what is \
            declared of it; a higher `quarantine_limit` leaves them out";
        Finding::error("quarantine_limit", whole_file(delivered), message).hint(hint)
    })
}

/// Why a snapshot cannot be used whose records are of several days.
fn several_days(gathered: &Gathered<'_>, delivered: &Delivery<'_>) -> Option<Finding> {
    let (first, last) = gathered.days().filter(|(first, last)| first != last)?;
    let message = format!(
        "the records have days from {first} to {last}, and a snapshot is of one day: that of the \
            whole register"
    );
    let hint = format!(
        "map `{}` to the day of the register, which may stand in the name of the file: \
            `{{ from = \"file\", pattern = \"register-{{}}.csv\" }}`; for days of the records \
            themselves declare columns of their own",
        gathered.layout().date
    );
    Some(Finding::error("several_days", whole_file(delivered), message).hint(hint))
}

/// Why a delivery without records cannot be used; that there are none of a period has to be said.
fn nothing(
    account: Accounting,
    (dataset, period): (&Dataset, Option<Period>),
    delivered: &Delivery<'_>,
) -> Option<Finding> {
    let confirmed = &dataset.contract.volume.confirmed;
    let may_be_empty = period.filter(|_| account.read == 0);
    if account.accepted > 0
        || may_be_empty.is_some() && confirmed.iter().any(|id| id == delivered.id)
    {
        return None;
    }
    let again = "fetch it again, or check whether the file is the one declared";
    let hint = may_be_empty.map_or_else(
        || again.to_owned(),
        |period| {
            format!(
                "{again}; if there are none of {period}, say so: `[records.volume] confirmed = \
                    [\"{}\"]`",
                delivered.id
            )
        },
    );
    let message = match account.read {
        0 => "the file holds no records".to_owned(),
        read => format!("none of {read} records can be used"),
    };
    Some(Finding::error("no_records", whole_file(delivered), message).hint(hint))
}

//! What a run says of months of which no records came.

use super::coverage::Coverage;
use super::periods::period_of;
use crate::model::{Dataset, Delivers, Finding, Frequency, Period, Place, RecordLayout};

/// What is remarkable about records that need not have any of a month, of which the first one is of
/// a month within a longer period: nobody says whether there was nothing before it, or a register only
/// began then.
pub(super) fn begins_within(
    (dataset, layout): (&Dataset, &RecordLayout),
    coverage: &Coverage<'_>,
) -> Option<Finding> {
    let first = coverage.first()?;
    let begun = period_of(first, Frequency::Monthly);
    let within = layout.periods.iter().map(|f| period_of(first, *f));
    let within: Vec<Period> = within.filter(|p| p.start() < begun.start()).collect();
    let message = format!(
        "the first record of `{}` is of {begun}: figures of {} are of the months from then on",
        dataset.id,
        some_of(&within)
    );
    let hint = "if there was nothing before, write the first day of a longer period in `begins` of \
        `[records]`; if the register began then, write the day from which it has all records: a period \
        that begins before it has no figure";
    let found = Finding::warning("begins_within", table(dataset), message).hint(hint);
    let unsaid = layout.empty_months && layout.begins.is_none();
    (unsaid && !within.is_empty()).then_some(found)
}

/// What is said of months of which nothing has come, within or before what has.
pub(super) fn months_missing(
    (dataset, layout): (&Dataset, &RecordLayout),
    coverage: &Coverage<'_>,
) -> Option<Finding> {
    let (not_come, without) = coverage.not_come();
    let months = not_come.iter().map(|m| period_of(*m, Frequency::Monthly));
    let (months, without) = (months.collect::<Vec<_>>(), Vec::from_iter(without));
    let (what, hint) = match layout.delivers {
        Delivers::Snapshot => (
            "snapshot",
            "deliver the register as it was at the end of these months; that of an earlier month is \
                not taken for it",
        ),
        Delivers::Append | Delivers::Replace => (
            "record",
            "deliver these months, or correct the delivery that was refused; if nothing happened in \
                any month that no record is of, say so: `empty_months = true` under `[records]`",
        ),
    };
    let message = format!(
        "no {what} of `{}` is of {}: there is no figure of {}",
        dataset.id,
        some_of(&months),
        some_of(&without)
    );
    let found = Finding::warning("months_missing", table(dataset), message).hint(hint);
    (!months.is_empty()).then_some(found)
}

fn table(dataset: &Dataset) -> Place {
    Place {
        file: format!("tables/{}", dataset.id),
        ..Place::default()
    }
}

/// The first of some periods, and how many others there are.
fn some_of(periods: &[Period]) -> String {
    let named = periods.len().min(MOST_NAMED);
    let mut said: Vec<String> = periods[..named].iter().map(Period::to_string).collect();
    if periods.len() > named {
        said.push(format!("{} more", periods.len() - named));
    }
    said.join(", ")
}

/// Periods that are named one by one.
const MOST_NAMED: usize = 12;

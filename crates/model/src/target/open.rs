//! From which day on the periods of targets have not ended, as seen on a day.

use crate::period::Period;
use crate::target::entry::Target;
use chrono::NaiveDate;

/// The first end of a period that a target names and that had not ended on a day; `None` when all
/// had. Of two days between which no such period ends it is the same, so what is judged with it
/// changes only when it must.
#[must_use]
pub fn not_due_from(targets: &[Target], day: NaiveDate) -> Option<NaiveDate> {
    let ends = targets.iter().filter_map(|target| {
        let named = std::iter::successors(Some(target.period_to), |p| Some(p.before()))
            .take_while(|p| *p >= target.period_from && day <= p.end());
        named.filter(|p| target.names(*p)).map(Period::end).min()
    });
    ends.min()
}

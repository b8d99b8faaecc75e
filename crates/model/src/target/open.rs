//! From which day on the periods of targets have not ended, as seen on a day.

use crate::kpi::Kpi;
use crate::period::Period;
use crate::target::entry::Target;
use chrono::{Datelike, NaiveDate};

/// The first end of a period that a target binds and that had not ended on a day; `None` when all
/// had. A target of a year binds its months to date as well, where its KPI says how a year that runs
/// is judged ([`Kpi::pace`]). Of two days between which no such period ends it is the same, so what
/// is judged with it changes only when it must.
#[must_use]
pub fn not_due_from(targets: &[Target], kpis: &[Kpi], day: NaiveDate) -> Option<NaiveDate> {
    let ends = targets.iter().filter_map(|target| {
        let to_date = kpis.iter().any(|k| k.id == target.kpi && k.pace.is_some());
        let first_end = |p: Period| {
            let end = p.end();
            let of_months = to_date && p == p.of_year();
            if of_months {
                end_of_month(day.max(p.start())).min(end)
            } else {
                end
            }
        };
        let named = std::iter::successors(Some(target.period_to), |p| Some(p.before()))
            .take_while(|p| *p >= target.period_from && day <= p.end());
        named.filter(|p| target.names(*p)).map(first_end).min()
    });
    ends.min()
}

/// The last day of the month that a day lies in.
fn end_of_month(day: NaiveDate) -> NaiveDate {
    Period::Month(day.year(), day.month()).end()
}

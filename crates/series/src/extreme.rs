//! Figures that are the largest or smallest of their months: those of several areas do not add up,
//! because their extremes need not fall into one month.

use chiso_model::{Measure, OverTime, Period, WorkedOut};

/// Whether a figure of this period is an extreme of the months in it.
pub(super) fn is_extreme(measure: &Measure, period: Period) -> bool {
    let made = match period {
        Period::Year(_) | Period::FiscalYear(..) => WorkedOut::Year,
        Period::HalfYear(..) => WorkedOut::HalfYear,
        Period::Quarter(..) => WorkedOut::Quarter,
        Period::Month(..) => return false,
    };
    matches!(measure.over_time, Some(OverTime::Max | OverTime::Min))
        && measure.periods.contains(&made)
}

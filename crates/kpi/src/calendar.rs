//! Comparisons of the same months of two years in which the calendar differs.

use chiso_model::{Calendar, Flag, KpiKind, Period, Score, Span};
use std::collections::BTreeMap;

/// Flags the changes on the year before between whose periods a feast moved or the working days
/// differ.
pub fn mark_calendar<'a>(
    kind_of: impl Fn(&str) -> Option<&'a KpiKind>,
    scores: &mut [Score],
    calendar: &Calendar,
) {
    let mut differs: BTreeMap<(Period, Span), bool> = BTreeMap::new();
    for score in scores.iter_mut().filter(|s| s.value.is_some()) {
        if kind_of(&score.kpi).is_some_and(KpiKind::compares_years)
            && *differs
                .entry((score.period, score.span))
                .or_insert_with(|| {
                    calendar
                        .effect(score.period, score.span)
                        .is_some_and(|effect| effect.differs())
                })
        {
            score.flags.insert(Flag::CalendarEffect);
        }
    }
}

//! Which figures are made again together where one of them changes: those that may depend on each
//! other.

use crate::periods::calendar_years;
use chiso_model::{Measure, Period, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Of each time of a measure the slice that it belongs to: figures of two slices do not depend on
/// each other.
pub(super) fn slices(
    measure: &Measure,
    declared: &[Measure],
    times: &BTreeSet<(Period, Span)>,
) -> BTreeMap<(Period, Span), usize> {
    let weight = measure.weight.as_ref();
    let weighed_by = weight.map(|by| declared.iter().find(|m| m.id == by.measure));
    let plain = |m: &Measure| m.derived.is_none() && m.weight.is_none();
    // What is made from other measures may read any of their periods.
    if measure.derived.is_some() || !weighed_by.is_none_or(|w| w.is_some_and(plain)) {
        return times.iter().map(|at| (*at, 0)).collect();
    }
    let lengths = times.iter().map(|(period, span)| (period.length(), *span));
    let of_one_length = lengths.collect::<BTreeSet<(u32, Span)>>().len() < 2;
    let list = measure.sources.iter().any(|source| source.list);
    if weight.is_none() && !list && (measure.periods.is_empty() || of_one_length) {
        return times.iter().copied().zip(0..).collect();
    }
    let years = |at: &(Period, Span)| {
        let of_weight = weight.and_then(|by| by.per.at(*at)).unwrap_or(*at);
        let (own, other) = (calendar_years(*at), calendar_years(of_weight));
        (*own.start().min(other.start()), *own.end().max(other.end()))
    };
    let mut by_years: Vec<((i32, i32), (Period, Span))> =
        times.iter().map(|at| (years(at), *at)).collect();
    by_years.sort_unstable();
    let (mut slice, mut until) = (0, None);
    let mut found = BTreeMap::new();
    for ((first, last), at) in by_years {
        slice += usize::from(until.is_some_and(|until| until < first));
        until = until.max(Some(last));
        found.insert(at, slice);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::over_time::test_measure::measure;
    use chiso_model::{PerPeriod, WeightedBy, WorkedOut};

    fn of(measure: &Measure, declared: &[Measure], times: &[&str]) -> Vec<usize> {
        let at = |text: &&str| (text.parse::<Period>().unwrap(), Span::Period);
        let all = slices(measure, declared, &times.iter().map(at).collect());
        times.iter().map(|text| all[&at(text)]).collect()
    }

    #[test]
    fn a_year_beside_months_is_made_again_with_its_own_months_only() {
        let by_year = Measure {
            periods: vec![WorkedOut::Year],
            ..measure()
        };
        let months = ["2023-12", "2024-01", "2024-02"];
        assert_eq!(of(&by_year, &[], &months), [0, 1, 2], "one length");
        let with_year = ["2023-12", "2024-01", "2024-02", "2024"];
        assert_eq!(of(&by_year, &[], &with_year), [0, 1, 1, 1]);
        let fiscal = ["2023-12", "2024-02", "2025-03", "2024-04-01/P1Y", "2026-01"];
        assert_eq!(of(&by_year, &[], &fiscal), [0, 1, 1, 1, 2]);
        // Nothing is worked out.
        assert_eq!(of(&measure(), &[], &with_year), [0, 2, 3, 1], "all apart");
    }

    #[test]
    fn what_is_weighted_goes_with_the_year_of_its_weight() {
        let per = |per: PerPeriod, times: &[&str]| {
            let by = WeightedBy {
                measure: "w".into(),
                per,
            };
            let weighted = Measure {
                weight: Some(by),
                ..measure()
            };
            let weight = Measure {
                id: "w".into(),
                ..measure()
            };
            of(&weighted, &[weight], times)
        };
        let times = ["2023-12", "2024-01", "2024", "2025-01"];
        assert_eq!(per(PerPeriod::Year, &times), [0, 1, 1, 2]);
        let to_date = ["2024-04-01/P7M", "2025-03", "2026-01"];
        assert_eq!(per(PerPeriod::Same, &to_date), [0, 1, 2]);
        assert_eq!(per(PerPeriod::Year, &to_date), [0, 0, 1]);
    }
}

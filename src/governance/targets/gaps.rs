//! Periods without a target between periods that have one.

use crate::governance::registers::Registers;
use crate::governance::target_text::whom;
use crate::governance::targets_in_force::{level_of, periods, place_of};
use crate::model::{Finding, Frequency, Period, Place, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// KPI, level, place and frequency of targets; no place where they are for the level.
type TargetPlace<'r> = (&'r str, Option<&'r String>, Option<UnitId>, Frequency);

/// The periods that targets bind, whom the first of them is for, and where it stands.
type BoundPeriods<'r> = (BTreeSet<Period>, String, &'r Place);

/// Periods without a target between periods that have one, by KPI, area and frequency.
pub(super) fn gaps(registers: &Registers) -> Vec<Finding> {
    let mut series: BTreeMap<TargetPlace<'_>, BoundPeriods<'_>> = BTreeMap::new();
    for (target, place) in registers.targets.iter().zip(&registers.target_places) {
        let key = (
            target.kpi.as_str(),
            level_of(&registers.areas, target),
            place_of(&registers.areas, target),
            target.period_from.frequency(),
        );
        series
            .entry(key)
            .or_insert_with(|| (BTreeSet::new(), whom(target), place))
            .0
            .extend(periods(target));
    }
    let gap = |(key, (bound, area, place)): (&TargetPlace<'_>, &BoundPeriods<'_>)| {
        let (kpi, level, _, frequency) = *key;
        let of_level = series.get(&(kpi, level, None, frequency));
        let (first, last) = (*bound.first()?, *bound.last()?);
        let lacking: Vec<String> = std::iter::successors(Some(last), |p| Some(p.before()))
            .take_while(|p| *p > first)
            .filter(|p| !bound.contains(p) && !of_level.is_some_and(|(all, ..)| all.contains(p)))
            .map(|p| p.to_string())
            .collect();
        let shown = lacking.iter().rev().cloned().collect::<Vec<_>>().join(", ");
        let message =
            format!("`{kpi}` of {area} has targets for {first} to {last}, and none for {shown}");
        let finding = Finding::warning(
            "period_gap",
            Place {
                col: "period_from".to_owned(),
                ..(*place).clone()
            },
            message,
        );
        (!lacking.is_empty()).then(|| {
            finding.hint("add the target of that period, or say in `note` that there was none")
        })
    };
    series.iter().filter_map(gap).collect()
}

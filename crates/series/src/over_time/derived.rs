//! The values of measures that an operation makes from others, over time.

use crate::derived::{Given, Reach, derive};
use crate::over_time::lines::push_all;
use crate::over_time::values::{ValueLine, Values};
use chiso_model::{AreaRegister, Derivation, Measure, MeasureValue, UnitId, ValueKey};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The values over time of each measure that an operation names, on one boundary.
pub type NamedValues<'a> = BTreeMap<&'a str, &'a Values>;

/// The lines of one area, each with its measure.
type Lines<'a> = Vec<(&'a str, &'a ValueLine)>;

/// The values that an operation makes from those of other measures, over time. What it makes of an
/// area reads that area and the one that may stand in for it, and no other; so it is made again
/// when one of these two has changed.
#[must_use]
pub fn derived_over_time(
    measure: &Measure,
    by: &Arc<Derivation>,
    (declared, named): (&[Measure], &NamedValues<'_>),
    (areas, boundary): (&AreaRegister, NaiveDate),
) -> Values {
    let reach = Reach::new((measure, by), declared, areas, boundary);
    let mut by_unit: BTreeMap<UnitId, Lines<'_>> = BTreeMap::new();
    for (id, values) in named {
        for (key, line) in values.lines() {
            by_unit.entry(key.area).or_default().push((id, line));
        }
    }
    let mut made = Values::default();
    for unit in by_unit.keys() {
        let stands_in = reach.national.filter(|national| national != unit);
        let read = [Some(*unit), stands_in].into_iter().flatten();
        let lines: Lines<'_> = read
            .filter_map(|unit| by_unit.get(&unit))
            .flatten()
            .copied()
            .collect();
        let moments: BTreeSet<DateTime<Utc>> =
            lines.iter().flat_map(|(_, line)| line.moments()).collect();
        let mut of_unit: BTreeMap<ValueKey, ValueLine> = BTreeMap::new();
        for moment in moments {
            let at = |of: &Measure| known(&lines, &of.id, moment);
            let given = Given::new(by, declared, at, &reach);
            let mut now = derive(measure, by, &given);
            if stands_in.is_some() {
                now.retain(|value| value.area == *unit);
            }
            push_all(&mut of_unit, moment, now);
        }
        made.lines.extend(of_unit);
    }
    made
}

/// What a measure was at a moment.
fn known(lines: &Lines<'_>, measure: &str, moment: DateTime<Utc>) -> Vec<Arc<MeasureValue>> {
    let of_measure = lines.iter().filter(|(id, _)| *id == measure);
    of_measure
        .filter_map(|(_, line)| line.at(Some(moment)).cloned())
        .collect()
}

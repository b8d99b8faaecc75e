//! The figure of an area as the sum of those of the areas below it: a city's tasks as those of its agencies.
//!
//! Only for measures that name the level which is added up (`sum_of`), along `parent_code` of the register, and only where the area above has
//! no figure of its own. An area below without a figure makes the sum `value_missing`; in a list, which has all there is, it counts as nought.

use crate::model::{AreaRegister, Figure, Measure, MeasureValue, Period, Reason, Span, UnitId};
use crate::series::combine::join;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Adds the sums of the areas above to the values of a measure on a boundary, in order of area, period and span.
#[must_use]
pub fn sum_up(measure: &Measure, own: Vec<MeasureValue>, areas: &AreaRegister, boundary: NaiveDate) -> Vec<MeasureValue> {
    let Some(level) = &measure.sum_of else { return own };
    let mut below: BTreeMap<UnitId, BTreeSet<UnitId>> = BTreeMap::new();
    for (unit, area) in areas.units_on(boundary).filter(|(_, area)| area.level == *level) {
        if let Some(above) = areas.by_code(&area.parent_code, boundary) {
            below.entry(above).or_default().insert(unit);
        }
    }
    let held: BTreeMap<(UnitId, Period, Span), &MeasureValue> = own.iter().map(|v| ((v.area, v.period, v.span), v)).collect();
    let times: BTreeSet<(Period, Span)> = own.iter().map(|v| (v.period, v.span)).collect();
    let mut sums = Vec::new();
    for (above, units) in &below {
        for (period, span) in times.iter().filter(|(period, span)| !held.contains_key(&(*above, *period, *span))) {
            let present: Vec<&MeasureValue> = units.iter().filter_map(|u| held.get(&(*u, *period, *span)).copied()).collect();
            sums.extend(sum(measure, *above, &present, units.len()));
        }
    }
    let mut all = own;
    all.extend(sums);
    all.sort_by_cached_key(|v| (areas.unit(v.area).code.clone(), v.period, v.span));
    all
}

/// The sum of what is there; `None` when nothing is.
fn sum(measure: &Measure, above: UnitId, present: &[&MeasureValue], wanted: usize) -> Option<MeasureValue> {
    let (first, others) = present.split_first()?;
    let mut figure: Figure = first.figure.clone();
    for other in others {
        join(&mut figure, &other.figure, crate::model::Dec::checked_add);
    }
    let list = measure.sources.iter().any(|s| s.dataset == first.dataset && s.list);
    if present.len() < wanted && !list {
        figure.reasons.insert(Reason::ValueMissing);
    }
    if present.iter().any(|v| v.dataset != first.dataset) {
        // Sources are not mixed within a sum.
        figure.reasons.insert(Reason::SourceConflict);
    }
    if !figure.reasons.is_empty() {
        figure.value = None;
    }
    let parts = present.iter().flat_map(|v| v.parts.iter().copied()).collect();
    Some(MeasureValue { area: above, figure, parts, pieces: vec![], ..(*first).clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Aggregate, AreaUnit, Bilingual, Dec, Function, MeasureSource, Status};

    fn day() -> NaiveDate {
        "2026-01-01".parse().unwrap()
    }

    /// A city with two agencies, and one with none.
    fn register() -> AreaRegister {
        let unit = |code: &str, level: &str, parent: &str| AreaUnit {
            code: code.into(),
            name_vi: String::new(),
            name_en: String::new(),
            level: level.into(),
            parent_code: parent.into(),
            valid_from: "2015-01-01".parse().unwrap(),
            valid_to: None,
            aliases: vec![],
        };
        AreaRegister::new(vec![unit("01", "city", ""), unit("02", "city", ""), unit("A", "agency", "01"), unit("B", "agency", "01")], vec![])
    }

    /// The sums of the cities, as `code value reasons`.
    fn cities(list: bool, figures: &[(&str, i32, Option<i64>, Option<Reason>)]) -> Vec<String> {
        let areas = register();
        let value = Aggregate { function: Function::Sum, column: "n".into() };
        let source = MeasureSource { dataset: "d".into(), value, filter: None, prefer: None, parts: None, corrections: true, list };
        let measure = Measure {
            id: "m".into(),
            title: Bilingual::default(),
            sources: vec![source],
            periods: vec![],
            over_time: None,
            breaks: vec![],
            real: None,
            weight: None,
            sum_of: Some("agency".into()),
        };
        let value = |(code, year, value, reason): &(&str, i32, Option<i64>, Option<Reason>)| MeasureValue {
            measure: "m".into(),
            dataset: "d".into(),
            area: areas.by_code(code, day()).unwrap(),
            boundary: day(),
            period: Period::Year(*year),
            span: Span::Period,
            figure: Figure {
                value: value.map(Dec::from_int),
                unit: "n".into(),
                basis: String::new(),
                scheme: String::new(),
                plan_stage: None,
                status: Status::Final,
                rounding: Dec::ZERO,
                known_from: "2026-01-01T00:00:00Z".parse().unwrap(),
                source_ids: BTreeSet::new(),
                deliveries: BTreeSet::new(),
                flags: BTreeSet::new(),
                reasons: reason.iter().copied().collect(),
            },
            parts: vec![(areas.by_code(code, day()).unwrap(), day())],
            pieces: vec![],
            made: None,
        };
        let summed = sum_up(&measure, figures.iter().map(value).collect(), &areas, day());
        let shown = |v: &MeasureValue| {
            let value = v.figure.value.map_or_else(|| "-".to_owned(), |v| v.to_string());
            format!("{} {value} {}", v.period, crate::model::join(&v.figure.reasons)).trim_end().to_owned()
        };
        summed.iter().filter(|v| areas.unit(v.area).level == "city").map(shown).collect()
    }

    #[test]
    fn a_city_is_the_sum_of_its_agencies() {
        assert_eq!(cities(false, &[("A", 2025, Some(3), None), ("B", 2025, Some(4), None)]), ["2025 7"]);
    }

    #[test]
    fn an_agency_that_lacks_makes_no_sum_but_in_a_list_it_has_none() {
        assert_eq!(cities(false, &[("A", 2025, Some(3), None), ("B", 2024, Some(4), None)]), ["2024 - value_missing", "2025 - value_missing"]);
        assert_eq!(cities(true, &[("A", 2025, Some(3), None), ("B", 2024, Some(4), None)]), ["2024 4", "2025 3"]);
        assert_eq!(cities(true, &[("A", 2025, Some(3), None), ("B", 2025, None, Some(Reason::Suppressed))]), ["2025 - suppressed"]);
    }

    #[test]
    fn a_figure_of_its_own_is_not_added_up_again() {
        assert_eq!(cities(false, &[("01", 2025, Some(9), None), ("A", 2025, Some(3), None), ("B", 2025, Some(4), None)]), ["2025 9"]);
    }
}

//! The figure of an area as the sum of those of the areas below it: a city's tasks as those of its
//! agencies.
//!
//! Only for measures that name the level which is added up (`sum_of`), along `parent_code` of the
//! register, over any number of levels where every branch ends in that level. The area's own
//! statement comes first; the sum stands with its others, so that a comparison with a period in
//! which there is only a sum can be made, and so that it is told where the two differ. An area
//! below without a figure makes the sum `value_missing`; in a list, which has all there is, it
//! counts as zero. The figures of a sum are of one series.

use crate::model::{
    AreaRegister, Cell, Dec, Figure, Flag, Measure, MeasureValue, Period, Reason, Series, Span,
    StatementKey, UnitId,
};
use crate::series::combine::{join, on_boundary};
use crate::series::{BoundaryMap, Component, components};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// More levels than this are a ring of parents.
const DEEPEST: usize = 16;

/// The areas of a level that each area above is made of, on a day. An area of which some branch
/// does not reach the level has none.
#[must_use]
pub fn members(
    areas: &AreaRegister,
    level: &str,
    day: NaiveDate,
) -> BTreeMap<UnitId, BTreeSet<UnitId>> {
    let mut children: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
    for (unit, area) in areas.units_on(day) {
        if let Some(above) = areas
            .by_code(&area.parent_code, day)
            .filter(|above| *above != unit)
        {
            children.entry(above).or_default().push(unit);
        }
    }
    let reached = |unit: &UnitId| {
        Some((*unit, below(areas, level, &children, *unit, DEEPEST)?))
            .filter(|(_, below)| !below.is_empty())
    };
    children
        .keys()
        .filter(|unit| areas.unit(**unit).level != level)
        .filter_map(reached)
        .collect()
}

fn below(
    areas: &AreaRegister,
    level: &str,
    children: &BTreeMap<UnitId, Vec<UnitId>>,
    unit: UnitId,
    depth: usize,
) -> Option<BTreeSet<UnitId>> {
    let of = children.get(&unit).filter(|_| depth > 0)?;
    let (direct, others): (Vec<UnitId>, Vec<UnitId>) = of
        .iter()
        .copied()
        .partition(|c| areas.unit(*c).level == level);
    let branches: Vec<Option<BTreeSet<UnitId>>> = others
        .iter()
        .map(|child| below(areas, level, children, *child, depth - 1))
        .collect();
    // A city has agencies of its own and districts that have none; a country has provinces only
    // where all its regions have.
    if direct.is_empty() && branches.iter().any(Option::is_none) {
        return None;
    }
    Some(
        branches
            .into_iter()
            .flatten()
            .flatten()
            .chain(direct)
            .collect(),
    )
}

/// Sums by the area above, period and span, the one that is used first.
type Sums = BTreeMap<(UnitId, Period, Span), Vec<MeasureValue>>;

/// The sums of the areas above of values that all stand on the units of one day; `into` says where
/// the sum of an area belongs, if anywhere.
fn sums_of(
    measure: &Measure,
    values: &[MeasureValue],
    members: &BTreeMap<UnitId, BTreeSet<UnitId>>,
    into: impl Fn(UnitId) -> Option<(UnitId, NaiveDate)>,
) -> Sums {
    let held: BTreeMap<(UnitId, Period, Span), &MeasureValue> = values
        .iter()
        .map(|v| ((v.area, v.period, v.span), v))
        .collect();
    let times: BTreeSet<(Period, Span)> = values.iter().map(|v| (v.period, v.span)).collect();
    let mut sums = Sums::new();
    for (above, units) in members {
        let Some((above, boundary)) = into(*above) else {
            continue;
        };
        for (period, span) in &times {
            let present: Vec<&MeasureValue> = units
                .iter()
                .filter_map(|u| held.get(&(*u, *period, *span)).copied())
                .collect();
            let all = of_series(measure, above, &present, units.len());
            if !all.is_empty() {
                sums.insert(
                    (above, *period, *span),
                    all.into_iter()
                        .map(|sum| MeasureValue { boundary, ..sum })
                        .collect(),
                );
            }
        }
    }
    sums
}

/// Whether areas of two days are together the same land: whatever became of them happened among
/// them.
fn same_land(
    components: &[Component],
    earlier: &BTreeSet<UnitId>,
    later: &BTreeSet<UnitId>,
) -> bool {
    let touched = components.iter().filter(|c| {
        c.from.iter().any(|u| earlier.contains(u)) || c.to.iter().any(|u| later.contains(u))
    });
    let within = |c: &Component| {
        let known = !c.from.is_empty() && !c.to.is_empty();
        known
            && c.from.iter().all(|u| earlier.contains(u))
            && c.to.iter().chain(&c.exact_with).all(|u| later.contains(u))
    };
    touched.into_iter().all(within)
}

/// The sums as they were on the days of the sources, for areas whose land has not changed since; a
/// sum made there needs no figure of an area below to be brought onto the boundary. And the sums in
/// which an area below has a figure that no unit of the boundary holds.
fn on_own_days(
    measure: &Measure,
    level: &str,
    (cells, areas, boundary): (&[Cell], &AreaRegister, NaiveDate),
    here: &BTreeMap<UnitId, BTreeSet<UnitId>>,
) -> (Sums, BTreeSet<(UnitId, Period, Span)>) {
    let own: Vec<&Cell> = cells.iter().filter(|c| c.measure == measure.id).collect();
    let days: BTreeSet<NaiveDate> = own
        .iter()
        .map(|c| c.area_date)
        .filter(|day| *day != boundary)
        .collect();
    let (mut sums, mut left_out) = (Sums::new(), BTreeSet::new());
    for day in days {
        let then = members(areas, level, day);
        let map = BoundaryMap::between(areas, day, boundary);
        let held: BTreeSet<UnitId> = map
            .iter()
            .flat_map(|(_, c)| c.parts.iter().copied())
            .collect();
        for cell in own.iter().filter(|c| {
            c.area_date == day && areas.unit(c.area).level == level && !held.contains(&c.area)
        }) {
            let above = then
                .iter()
                .filter(|(_, units)| units.contains(&cell.area))
                .filter_map(|(above, _)| areas.same_place(*above, boundary));
            left_out.extend(above.map(|above| (above, cell.period, cell.span)));
        }
        let between = components(areas, day.min(boundary), day.max(boundary));
        let unchanged = |above: UnitId| {
            let (place, now) = (areas.same_place(above, boundary)?, then.get(&above)?);
            let (earlier, later) = if day < boundary {
                (now, here.get(&place)?)
            } else {
                (here.get(&place)?, now)
            };
            same_land(&between, earlier, later).then_some((place, boundary))
        };
        if then.keys().all(|above| unchanged(*above).is_none()) {
            continue;
        }
        let of_day: Vec<Cell> = own
            .iter()
            .filter(|c| c.area_date == day)
            .map(|c| (*c).clone())
            .collect();
        for (key, found) in sums_of(
            measure,
            &on_boundary(measure, &of_day, areas, day, None),
            &then,
            unchanged,
        ) {
            // Of several days the one that has the sum counts.
            if found.first().is_some_and(|sum| sum.figure.value.is_some()) {
                sums.entry(key).or_insert(found);
            }
        }
    }
    (sums, left_out)
}

/// Adds the sums of the areas above to the values of a measure on a boundary, in order of area,
/// period and span.
#[must_use]
pub fn sum_up(
    measure: &Measure,
    own: Vec<MeasureValue>,
    cells: &[Cell],
    areas: &AreaRegister,
    boundary: NaiveDate,
) -> Vec<MeasureValue> {
    let Some(level) = &measure.sum_of else {
        return own;
    };
    let here = members(areas, level, boundary);
    let mut sums = sums_of(measure, &own, &here, |above| Some((above, boundary)));
    let (of_own_days, left_out) = on_own_days(measure, level, (cells, areas, boundary), &here);
    sums.extend(of_own_days);
    for key in left_out {
        for sum in sums.get_mut(&key).into_iter().flatten() {
            sum.figure.flags.insert(Flag::PartsLeftOut);
        }
    }
    let mut all = Vec::with_capacity(own.len() + sums.len());
    for mut value in own {
        let found = sums
            .remove(&(value.area, value.period, value.span))
            .unwrap_or_default();
        value.others.extend(
            found
                .into_iter()
                .filter(|sum| sum.figure.value.is_some())
                .map(Arc::new),
        );
        all.push(value);
    }
    for mut found in sums.into_values() {
        let head = found.remove(0);
        let others = found
            .into_iter()
            .filter(|sum| sum.figure.value.is_some())
            .map(Arc::new)
            .collect();
        all.push(MeasureValue { others, ..head });
    }
    all.sort_by_cached_key(|v| (areas.unit(v.area).code.clone(), v.period, v.span));
    all
}

/// The sums of what is there, the one that is used first: of what was chosen for each area where
/// that is one series, else of the best series that all of them have. Nothing where nothing is
/// there.
fn of_series(
    measure: &Measure,
    above: UnitId,
    present: &[&MeasureValue],
    wanted: usize,
) -> Vec<MeasureValue> {
    let Some((first, rest)) = present.split_first() else {
        return Vec::new();
    };
    let mut chosen = vec![sum(measure, above, present, wanted)];
    for statement in first.statements() {
        let same: Option<Vec<&MeasureValue>> = rest
            .iter()
            .map(|v| v.statements().find(|s| s.same_series(statement)))
            .collect();
        if let Some(same) = same {
            let of: Vec<&MeasureValue> = std::iter::once(statement).chain(same).collect();
            chosen.push(sum(measure, above, &of, wanted));
        }
    }
    let mut sums: Vec<MeasureValue> = Vec::new();
    for value in chosen.into_iter().flatten() {
        if !sums.iter().any(|held| held.same_series(&value)) {
            sums.push(value);
        }
    }
    // A mixture is used only where no single series has all of it.
    sums.sort_by_key(|v| v.figure.reasons.contains(&Reason::SeriesMixed));
    sums
}

/// The sum of some figures; `None` when there is none.
fn sum(
    measure: &Measure,
    above: UnitId,
    present: &[&MeasureValue],
    wanted: usize,
) -> Option<MeasureValue> {
    let (first, others) = present.split_first()?;
    let mut figure: Figure = first.figure.clone();
    for other in others {
        join(&mut figure, &other.figure, Dec::checked_add);
    }
    let list = measure
        .sources
        .iter()
        .any(|s| s.dataset == first.dataset && s.list);
    if present.len() < wanted && !list {
        figure.reasons.insert(Reason::ValueMissing);
    }
    if present.iter().any(|v| v.dataset != first.dataset) {
        if measure
            .splice(present.iter().map(|v| v.dataset.as_str()))
            .is_some()
        {
            figure.flags.insert(Flag::SeriesSpliced);
        } else {
            figure.reasons.insert(Reason::SeriesMixed);
        }
    }
    if !figure.reasons.is_empty() {
        figure.value = None;
    }
    let parts = present
        .iter()
        .flat_map(|v| v.parts.iter().copied())
        .collect();
    let statement = StatementKey::of_sum(
        &present
            .iter()
            .map(|v| (v.area.0.to_string(), &v.series.statement))
            .collect::<Vec<_>>(),
    );
    let series = Series {
        statement,
        summed: true,
        ..first.series.clone()
    };
    Some(MeasureValue {
        area: above,
        figure,
        parts,
        pieces: vec![],
        made: None,
        series,
        others: vec![],
        ..(*first).clone()
    })
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
        AreaRegister::new(
            vec![
                unit("01", "city", ""),
                unit("02", "city", ""),
                unit("A", "agency", "01"),
                unit("B", "agency", "01"),
            ],
            vec![],
        )
    }

    /// The sums of the cities, as `code value reasons`.
    fn cities(list: bool, figures: &[(&str, i32, Option<i64>, Option<Reason>)]) -> Vec<String> {
        let areas = register();
        let value = Aggregate {
            function: Function::Sum,
            column: "n".into(),
        };
        let source = MeasureSource {
            dataset: "d".into(),
            value,
            filter: None,
            prefer: None,
            parts: None,
            corrections: true,
            list,
        };
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
            splices: vec![],
        };
        let value =
            |(code, year, value, reason): &(&str, i32, Option<i64>, Option<Reason>)| MeasureValue {
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
                series: Series::default(),
                others: vec![],
            };
        let summed = sum_up(
            &measure,
            figures.iter().map(value).collect(),
            &[],
            &areas,
            day(),
        );
        let shown = |v: &MeasureValue| {
            let value = v
                .figure
                .value
                .map_or_else(|| "-".to_owned(), |v| v.to_string());
            format!(
                "{} {value} {}",
                v.period,
                crate::model::join(&v.figure.reasons)
            )
            .trim_end()
            .to_owned()
        };
        summed
            .iter()
            .filter(|v| areas.unit(v.area).level == "city")
            .map(shown)
            .collect()
    }

    #[test]
    fn a_city_is_the_sum_of_its_agencies() {
        assert_eq!(
            cities(
                false,
                &[("A", 2025, Some(3), None), ("B", 2025, Some(4), None)]
            ),
            ["2025 7"]
        );
    }

    #[test]
    fn an_agency_that_lacks_makes_no_sum_but_in_a_list_it_has_none() {
        assert_eq!(
            cities(
                false,
                &[("A", 2025, Some(3), None), ("B", 2024, Some(4), None)]
            ),
            ["2024 - value_missing", "2025 - value_missing"]
        );
        assert_eq!(
            cities(
                true,
                &[("A", 2025, Some(3), None), ("B", 2024, Some(4), None)]
            ),
            ["2024 4", "2025 3"]
        );
        assert_eq!(
            cities(
                true,
                &[
                    ("A", 2025, Some(3), None),
                    ("B", 2025, None, Some(Reason::Suppressed))
                ]
            ),
            ["2025 - suppressed"]
        );
    }

    #[test]
    fn a_figure_of_its_own_is_not_added_up_again() {
        assert_eq!(
            cities(
                false,
                &[
                    ("01", 2025, Some(9), None),
                    ("A", 2025, Some(3), None),
                    ("B", 2025, Some(4), None)
                ]
            ),
            ["2025 9"]
        );
    }
}

//! All values of a measure on a boundary.

use crate::combine::mapping::{BoundaryMapping, ByPeriods, BySource};
use crate::weigh::Weights;
use chiso_model::{AreaRegister, Cell, Measure, MeasureValue, Period, Span};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Brings the cells of `measure` onto the units of `boundary`, in order of area, period and span;
/// each as [`BoundaryMapping::value`] says.
#[must_use]
pub fn on_boundary(
    measure: &Measure,
    cells: &[Cell],
    (areas, boundary): (&AreaRegister, NaiveDate),
    mut weights: Option<&mut Weights<'_>>,
    by_periods: &mut ByPeriods<'_>,
) -> Vec<MeasureValue> {
    let own = || cells.iter().filter(|c| c.measure == measure.id);
    let rebase = BoundaryMapping::new(measure, areas, boundary, own().map(|c| c.area_date));
    let mut slices: BTreeMap<(Period, Span), BySource<'_>> = BTreeMap::new();
    for cell in own() {
        let Some(rank) = rebase.rank(&cell.dataset) else {
            continue;
        };
        slices
            .entry((cell.period, cell.span))
            .or_default()
            .entry((rank, cell.area_date))
            .or_default()
            .insert(cell.area, cell);
    }
    let units = rebase.units();
    let mut values: BTreeMap<(String, Period, Span), MeasureValue> = BTreeMap::new();
    for ((period, span), by_source) in slices {
        for unit in &units {
            if let Some(value) = rebase.value(*unit, &by_source, weights.as_deref_mut(), by_periods)
            {
                values.insert((areas.unit(*unit).code.clone(), period, span), value);
            }
        }
    }
    values.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chiso_model::{
        Aggregate, AreaUnit, Dec, Figure, Function, MeasureSource, Period, Relation, RelationKind,
        SharedIds, Span, StatementKey, Status,
    };
    use std::collections::BTreeSet;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// 1 and 2 became 3 on 1 July 2025.
    fn merged() -> AreaRegister {
        let unit = |code: &str, from: &str, to: Option<&str>| AreaUnit {
            code: code.into(),
            name_vi: String::new(),
            name_en: String::new(),
            level: "province".into(),
            parent_code: String::new(),
            valid_from: day(from),
            valid_to: to.map(day),
            aliases: vec![],
        };
        let merge = |from: &str| Relation {
            date: day("2025-07-01"),
            kind: RelationKind::Merge,
            from_code: from.into(),
            to_code: "3".into(),
            note: String::new(),
        };
        let units = vec![
            unit("1", "2004-01-01", Some("2025-06-30")),
            unit("2", "2004-01-01", Some("2025-06-30")),
            unit("3", "2025-07-01", None),
        ];
        AreaRegister::new(units, vec![merge("1"), merge("2")])
    }

    /// The sum over both areas on the new boundary: value, scheme and reasons.
    fn combined(function: Function, schemes: [&str; 2]) -> String {
        combined_in("n", function, schemes)
    }

    fn combined_in(stated_unit: &str, function: Function, schemes: [&str; 2]) -> String {
        let areas = merged();
        let value = Aggregate {
            function,
            column: "n".into(),
            level: None,
        };
        let source = MeasureSource::new("d", value);
        let measure = Measure::new("m", vec![source]);
        let cell = |code: &str, value: i64, scheme: &str| Cell {
            measure: "m".into(),
            dataset: "d".into(),
            area: areas.by_code(code, day("2024-12-31")).unwrap(),
            area_date: day("2024-12-31"),
            period: Period::Year(2024),
            span: Span::Period,
            figure: Figure {
                value: Some(Dec::from_int(value)),
                unit: stated_unit.into(),
                basis: "".into(),
                scheme: scheme.into(),
                plan_stage: None,
                status: Status::Final,
                rounding: Dec::ZERO,
                known_from: "2025-05-01T00:00:00Z".parse().unwrap(),
                source_ids: SharedIds::default(),
                deliveries: SharedIds::default(),
                flags: BTreeSet::new(),
                reasons: BTreeSet::new(),
            },
            statement: StatementKey::default(),
            others: vec![],
        };
        let cells = [cell("1", 40, schemes[0]), cell("2", 50, schemes[1])];
        let rebase = BoundaryMapping::new(&measure, &areas, day("2025-07-01"), [day("2024-12-31")]);
        let by_unit = cells.iter().map(|c| (c.area, c)).collect();
        let unit = areas.by_code("3", day("2025-07-01")).unwrap();
        let figure = rebase
            .value(
                unit,
                &BTreeMap::from([((0, day("2024-12-31")), by_unit)]),
                None,
                &mut |_, _, _| vec![],
            )
            .unwrap()
            .figure;
        let value = figure
            .value
            .map_or_else(|| "-".to_owned(), |v| v.to_string());
        format!(
            "{value} {} {}",
            figure.scheme,
            chiso_model::join(&figure.reasons)
        )
        .trim_end()
        .to_owned()
    }

    #[test]
    fn sums_and_counts_add_up_and_means_do_not() {
        assert_eq!(combined(Function::Sum, ["", ""]), "90");
        assert_eq!(combined(Function::Count, ["", ""]), "90");
        assert_eq!(combined(Function::Mean, ["", ""]), "-  boundary_break");
    }

    #[test]
    fn points_of_criteria_add_up_to_the_score_of_an_area_and_not_to_that_of_a_merged_one() {
        for unit in ["points", "percent", "index"] {
            let merged = combined_in(unit, Function::Sum, ["", ""]);
            assert_eq!(merged, "-  boundary_break", "{unit}");
        }
        assert_eq!(combined_in("points", Function::Count, ["", ""]), "90");
    }

    #[test]
    fn figures_of_different_schemes_are_no_sum() {
        assert_eq!(combined(Function::Sum, ["", "2020"]), "90 2020");
        assert_eq!(
            combined(Function::Sum, ["2019", "2020"]),
            "- 2019 definition_break"
        );
    }
}

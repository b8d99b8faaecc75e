//! Units of KPIs against those of the measures behind them, where contracts fix both: a KPI whose
//! figures never share a unit can never have a value, and an amount of money is no score. Where
//! rows name their own units, the figures are compared with each other in a run.

use super::rule;
use chiso_model::kind::Lookup;
use chiso_model::{
    Currency, Dataset, Derivation, Finding, Function, Kpi, Measure, Place, ScoreUnit,
};
use std::collections::BTreeSet;

/// What is wrong with the units of KPIs. A difference of money, and money itself, is expressed in
/// its currency.
pub(super) fn settle(
    kpis: &mut [Kpi],
    measures: &[Measure],
    datasets: &[Dataset],
    faults: &mut Vec<Finding>,
) {
    let of = |id: &str| {
        measures
            .iter()
            .find(|m| m.id == id)
            .and_then(|m| units(m, (measures, datasets)))
    };
    for kpi in kpis {
        let first = kpi.kind.measures().first().and_then(|id| of(id));
        if let Some(unit) = kpi.kind.declared_unit_mut()
            && *unit == ScoreUnit::Score
            && let Some(currency) = first.as_ref().and_then(one_currency)
        {
            *unit = ScoreUnit::Money(currency);
        }
        if let Some(pair) = kpi.kind.compared()
            && let (Some(here), Some(there)) = (of(pair[0].measure), of(pair[1].measure))
            && here.is_disjoint(&there)
        {
            faults.push(never_compared(kpi, pair, [&here, &there]));
        }
        if let (Some(unit), Some(units)) = (kpi.kind.unit_asked(), first)
            && !units.iter().any(|u| unit.fits(u))
        {
            faults.push(never_in_unit(kpi, unit, &units));
        }
    }
}

/// The currency that all figures are in.
fn one_currency(units: &BTreeSet<&str>) -> Option<Currency> {
    match units.iter().collect::<Vec<_>>()[..] {
        [unit] => Currency::of(unit),
        _ => None,
    }
}

/// The figures that a KPI compares never share a unit.
fn never_compared(
    kpi: &Kpi,
    [one, other]: [Lookup<'_>; 2],
    [here, there]: [&BTreeSet<&str>; 2],
) -> Finding {
    let message = format!(
        "KPI `{}` can never have a value: `{}` is in {}, and `{}` in {}",
        kpi.id,
        one.measure,
        listed(here),
        other.measure,
        listed(there)
    );
    let hint = format!(
        "name measures of one unit in `{}` and `{}`, or state the ratio itself as a measure of \
            kind `score`",
        one.key, other.key
    );
    Finding::warning(rule::NEVER_A_VALUE, place(kpi, other.key), message).hint(hint)
}

/// The figures of a KPI are never in the unit that is asked of it.
fn never_in_unit(kpi: &Kpi, unit: ScoreUnit, units: &BTreeSet<&str>) -> Finding {
    let message = format!(
        "KPI `{}` can never have a value: its unit is `{unit}`, and its measure is in {}",
        kpi.id,
        listed(units)
    );
    let hint = "leave `value_unit` out, or write the unit that the figures have";
    Finding::warning(rule::NEVER_A_VALUE, place(kpi, "value_unit"), message).hint(hint)
}

fn place(kpi: &Kpi, key: &str) -> Place {
    Place {
        file: format!("pipelines/{}.toml", kpi.pipeline),
        col: format!("kpi.{key}"),
        ..Place::default()
    }
}

/// The units that figures of a measure may be in; `None` where rows name their own. What is made
/// from other measures has the unit that its operation gives it, or that of what it begins with.
pub(super) fn units<'d>(
    measure: &'d Measure,
    (declared, datasets): (&'d [Measure], &'d [Dataset]),
) -> Option<BTreeSet<&'d str>> {
    let mut at = measure;
    // What is made from itself is refused elsewhere, and ends here.
    for _ in declared {
        let first = match at.derived.as_deref() {
            None => return of_sources(at, datasets),
            Some(Derivation::Converted(convert)) => {
                return Some(BTreeSet::from([convert.to.code()]));
            }
            Some(Derivation::Ratio(ratio)) => return Some(BTreeSet::from([ratio.unit.as_str()])),
            Some(by) => by.firsts().into_iter().next()?,
        };
        at = declared.iter().find(|m| m.id == first)?;
    }
    None
}

/// The units that the contracts of its datasets fix.
fn of_sources<'d>(measure: &Measure, datasets: &'d [Dataset]) -> Option<BTreeSet<&'d str>> {
    let of = |source: &chiso_model::MeasureSource| match source.value.function {
        Function::Count | Function::CountDistinct => Some("count"),
        _ => datasets
            .iter()
            .find(|d| d.id == source.dataset)?
            .contract
            .unit_of(&source.value.column),
    };
    measure
        .sources
        .iter()
        .map(of)
        .collect::<Option<BTreeSet<_>>>()
        .filter(|units| !units.is_empty())
}

fn listed(units: &BTreeSet<&str>) -> String {
    units
        .iter()
        .map(|u| format!("`{u}`"))
        .collect::<Vec<_>>()
        .join(" or ")
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use chiso_model::{Currency, ScoreUnit};

    const KPIS: &str = r#"title = { en = "More" }
[[measure]]
id = "tasks"
title = { en = "Tasks" }
[[measure.source]]
dataset = "new_enterprises"
value = "count(event)"
[[kpi]]
id = "per_plan"
title = { en = "Enterprises of the plan" }
kind = "share"
part = "new_firms"
whole = "revenue_plan_government"
[[kpi]]
id = "per_task"
title = { en = "Enterprises by tasks" }
kind = "completion"
part = "new_firms"
whole = "tasks"
[[kpi]]
id = "firms_as_money"
title = { en = "Enterprises" }
kind = "score"
measure = "new_firms"
value_unit = "vnd"
[[measure]]
id = "firms_per_task"
title = { en = "Enterprises per task" }
ratio = { of = "new_firms", per = "tasks", unit = "enterprises_per_task" }
[[measure]]
id = "firms_per_task_smooth"
title = { en = "The same, mean of three years" }
moving_average = { of = "firms_per_task", periods = 3 }
[[kpi]]
id = "density"
title = { en = "Enterprises per task" }
kind = "score"
measure = "firms_per_task_smooth"
value_unit = "ratio"
[[kpi]]
id = "plan_change"
title = { en = "Change of the plan" }
kind = "score_change"
measure = "revenue_plan_government"
"#;

    #[test]
    fn a_kpi_that_can_never_have_a_value_is_named() {
        let (project, faults) = Sample::new()
            .with("pipelines/more.toml", KPIS)
            .edit(
                "datasets/budget_plan.toml",
                r#"type = "decimal" }"#,
                r#"type = "decimal", unit = "vnd" }"#,
            )
            .load()
            .unwrap();
        let never: Vec<&str> = faults
            .iter()
            .filter(|f| f.rule == "never_a_value")
            .map(|f| f.message.as_str())
            .collect();
        let expected = [
            "KPI `plan_share` can never have a value: `new_firms` is in `enterprises`, and \
                `revenue_plan_government` in `vnd`",
            "KPI `firms_as_money` can never have a value: its unit is `vnd`, and its measure is in \
                `enterprises`",
            "KPI `density` can never have a value: its unit is `ratio`, and its measure is in \
                `enterprises_per_task`",
            "KPI `per_plan` can never have a value: `new_firms` is in `enterprises`, and \
                `revenue_plan_government` in `vnd`",
            "KPI `per_task` can never have a value: `new_firms` is in `enterprises`, and `tasks` \
                in `count`",
        ];
        assert_eq!(never, expected);
        let change = project.kpis.iter().find(|k| k.id == "plan_change").unwrap();
        assert_eq!(
            (change.kind.value_unit(), change.kind.unit_asked()),
            ("vnd", Some(ScoreUnit::Money(Currency::VND))),
            "a difference of money is money"
        );
    }

    #[test]
    fn money_is_in_any_currency_by_its_code_in_any_case() {
        let more = KPIS.replace("value_unit = \"vnd\"", "value_unit = \"EUR\"");
        let (project, faults) = Sample::new()
            .with("pipelines/more.toml", more.as_str())
            .edit(
                "datasets/budget_plan.toml",
                r#"type = "decimal" }"#,
                r#"type = "decimal", unit = "VND" }"#,
            )
            .load()
            .unwrap();
        let of = |id: &str| {
            let kpi = project.kpis.iter().find(|k| k.id == id).unwrap();
            (kpi.kind.value_unit(), kpi.kind.shown_as())
        };
        assert_eq!(of("plan_change"), ("vnd", "vnd_change"));
        assert_eq!(of("firms_as_money").0, "eur");
        assert!(
            faults
                .iter()
                .any(|f| f.message.contains("its unit is `eur`")),
            "euro are no enterprises"
        );
    }
}

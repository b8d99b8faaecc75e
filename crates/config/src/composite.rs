//! Puts together the KPIs that are made of other KPIs, once all of them are known: lists of
//! targets, then rubrics, which may score such a list.

use super::document::ConfigNode;
use super::names::known;
use super::scope::Scope;
use super::{ranked, raw, rule, value};
use chiso_model::kind::{Parts, PartsMut};
use chiso_model::{Criterion, Finding, Kpi, Place, Rubric};
use std::collections::BTreeMap;

/// Checks that what a KPI is to be put together from is declared.
pub(super) fn check_names(
    at: &ConfigNode<'_>,
    raw: &raw::Kpi,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) {
    if let Some(id) = &raw.of_values {
        ranked::check(&at.key("kpi"), id, scope, faults);
    }
    let kpis = at.key("kpis");
    value::repeated(&kpis, &raw.kpis, faults);
    for (i, id) in raw.kpis.iter().enumerate() {
        known(&kpis.item(i), id, &scope.names.kpis, "KPI", faults);
    }
    let Some(id) = &raw.rubric else { return };
    let found = scope.rubrics.iter().find(|r| r.id == *id);
    let declared = scope.names.datasets.get(id).and_then(Option::as_deref) == Some("rubric");
    if found.is_none() && !declared && scope.names.all_datasets {
        let ids: Vec<&str> = scope.rubrics.iter().map(|r| r.id.as_str()).collect();
        let hint = value::did_you_mean(id, "rubrics", &ids);
        faults.push(
            at.key("rubric")
                .error(rule::UNKNOWN_NAME, format!("there is no rubric `{id}`"))
                .hint(hint),
        );
    }
    if let (Some(rubric), Some(field)) = (found, &raw.field) {
        check_field(&at.key("field"), field, rubric, faults);
    }
}

fn check_field(at: &ConfigNode<'_>, field: &str, rubric: &Rubric, faults: &mut Vec<Finding>) {
    let fields: Vec<&str> = rubric
        .schemes
        .iter()
        .flat_map(|s| &s.criteria)
        .map(|c| c.field.as_str())
        .collect();
    if !fields.contains(&field) {
        let message = format!("the rubric `{}` has no field `{field}`", rubric.id);
        faults.push(
            at.error(rule::UNKNOWN_NAME, message)
                .hint(value::did_you_mean(field, "fields", &fields)),
        );
    }
}

/// Fills in the KPIs that others are put together from.
pub(super) fn put_together(kpis: &mut [Kpi], rubrics: &[Rubric], faults: &mut Vec<Finding>) {
    ranked::fill(kpis, |kpi| kpi.kind.parts().is_none());
    let simple = by_id(kpis);
    for kpi in &mut *kpis {
        fill_targets(kpi, &simple, faults);
    }
    ranked::fill(kpis, |kpi| {
        matches!(kpi.kind.parts(), Some(Parts::Targets(_)))
    });
    let lists = by_id(kpis);
    for kpi in &mut *kpis {
        fill_criteria(kpi, rubrics, &lists, faults);
    }
    ranked::fill(kpis, |_| true);
    ranked::refuse(kpis, faults);
}

fn by_id(kpis: &[Kpi]) -> BTreeMap<String, Kpi> {
    kpis.iter().map(|k| (k.id.clone(), k.clone())).collect()
}

/// Gives a list of targets the KPIs that it names.
fn fill_targets(kpi: &mut Kpi, simple: &BTreeMap<String, Kpi>, faults: &mut Vec<Finding>) {
    let Some(PartsMut::Targets { kpis, items }) = kpi.kind.parts_mut() else {
        return;
    };
    for found in kpis.iter().filter_map(|id| simple.get(id)) {
        if found.kind.parts().is_some() || ranked::lacks_values(found) {
            let place = Place {
                file: format!("pipelines/{}.toml", kpi.pipeline),
                col: "kpi.kpis".into(),
                ..Place::default()
            };
            let hint = "name KPIs that are made of measures";
            faults.push(nested(place, &kpi.id, &found.id, hint));
        } else {
            items.push(found.clone());
        }
    }
}

/// Gives a KPI by a rubric the schemes of the rubric, and each criterion the KPI that it names.
fn fill_criteria(
    kpi: &mut Kpi,
    rubrics: &[Rubric],
    lists: &BTreeMap<String, Kpi>,
    faults: &mut Vec<Finding>,
) {
    let Some(PartsMut::Criteria { rubric, schemes }) = kpi.kind.parts_mut() else {
        return;
    };
    let Some(declared) = rubrics.iter().find(|r| r.id == rubric) else {
        return;
    };
    let place = Place {
        file: format!("datasets/{rubric}.toml"),
        col: "scheme.criterion.kpi".into(),
        ..Place::default()
    };
    schemes.clone_from(&declared.schemes);
    for criterion in schemes
        .iter_mut()
        .flat_map(|s| &mut s.criteria)
        .filter(|c| !c.kpi.is_empty())
    {
        match lists.get(&criterion.kpi) {
            Some(found)
                if matches!(found.kind.parts(), Some(Parts::Criteria { .. }))
                    || ranked::lacks_values(found) =>
            {
                let hint = "a rubric only scores KPIs of other kinds";
                faults.push(nested(place.clone(), &kpi.id, &found.id, hint));
            }
            Some(found) => criterion.item = Some(Box::new(found.clone())),
            None => faults.push(unknown(place.clone(), criterion, lists)),
        }
    }
}

fn unknown(place: Place, criterion: &Criterion, lists: &BTreeMap<String, Kpi>) -> Finding {
    let ids: Vec<&str> = lists.keys().map(String::as_str).collect();
    let hint = value::did_you_mean(&criterion.kpi, "KPIs", &ids);
    let message = format!(
        "the criterion `{}` names the KPI `{}`, which does not exist",
        criterion.id, criterion.kpi
    );
    Finding::error(rule::UNKNOWN_NAME, place, message).hint(hint)
}

fn nested(place: Place, kpi: &str, part: &str, hint: &str) -> Finding {
    Finding::error(
        rule::BAD_VALUE,
        place,
        format!("`{kpi}` cannot be put together from `{part}`, which is put together itself"),
    )
    .hint(hint)
}

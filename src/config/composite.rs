//! Puts together the KPIs that are made of other KPIs, once all of them are known: lists of
//! targets, then rubrics, which may score such a list.

use super::document::ConfigNode;
use super::names::known;
use super::scope::Scope;
use super::{raw, rule, value};
use crate::model::kind::{Parts, PartsMut};
use crate::model::{Finding, Kpi, Place, Rubric};
use std::collections::BTreeMap;

/// Checks that what a KPI is to be put together from is declared.
pub(super) fn check_names(
    at: &ConfigNode<'_>,
    raw: &raw::Kpi,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) {
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
        let fields: Vec<&str> = rubric
            .schemes
            .iter()
            .flat_map(|s| &s.criteria)
            .map(|c| c.field.as_str())
            .collect();
        if !fields.contains(&field.as_str()) {
            let hint = value::did_you_mean(field, "fields", &fields);
            faults.push(
                at.key("field")
                    .error(
                        rule::UNKNOWN_NAME,
                        format!("the rubric `{id}` has no field `{field}`"),
                    )
                    .hint(hint),
            );
        }
    }
}

/// Fills in the KPIs that others are put together from.
pub(super) fn put_together(kpis: &mut [Kpi], rubrics: &[Rubric], faults: &mut Vec<Finding>) {
    let simple: BTreeMap<String, Kpi> = kpis.iter().map(|k| (k.id.clone(), k.clone())).collect();
    for kpi in &mut *kpis {
        let place = Place {
            file: format!("pipelines/{}.toml", kpi.pipeline),
            col: "kpi.kpis".into(),
            ..Place::default()
        };
        let Some(PartsMut::Targets { kpis, items }) = kpi.kind.parts_mut() else {
            continue;
        };
        for found in kpis.iter().filter_map(|id| simple.get(id)) {
            if found.kind.parts().is_some() {
                faults.push(nested(
                    place.clone(),
                    &kpi.id,
                    &found.id,
                    "name KPIs that are made of measures",
                ));
            } else {
                items.push(found.clone());
            }
        }
    }
    let lists: BTreeMap<String, Kpi> = kpis.iter().map(|k| (k.id.clone(), k.clone())).collect();
    for kpi in kpis {
        let Some(PartsMut::Criteria { rubric, schemes }) = kpi.kind.parts_mut() else {
            continue;
        };
        let Some(declared) = rubrics.iter().find(|r| r.id == rubric) else {
            continue;
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
                Some(found) if matches!(found.kind.parts(), Some(Parts::Criteria { .. })) => {
                    faults.push(nested(
                        place.clone(),
                        &kpi.id,
                        &found.id,
                        "a rubric scores KPIs that are none",
                    ));
                }
                Some(found) => criterion.item = Some(Box::new(found.clone())),
                None => {
                    let ids: Vec<&str> = lists.keys().map(String::as_str).collect();
                    let hint = value::did_you_mean(&criterion.kpi, "KPIs", &ids);
                    let message = format!(
                        "the criterion `{}` names the KPI `{}`, which there is not",
                        criterion.id, criterion.kpi
                    );
                    faults.push(
                        Finding::error(rule::UNKNOWN_NAME, place.clone(), message).hint(hint),
                    );
                }
            }
        }
    }
}

fn nested(place: Place, kpi: &str, part: &str, hint: &str) -> Finding {
    Finding::error(
        rule::BAD_VALUE,
        place,
        format!("`{kpi}` cannot be put together from `{part}`, which is put together itself"),
    )
    .hint(hint)
}

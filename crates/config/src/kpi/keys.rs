//! The keys of a KPI, compared with those that its kind needs and may have.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::Finding;
use chiso_model::kind::Spec;
use std::collections::BTreeMap;

/// The keys that name measures.
pub(super) fn measures(raw: &raw::Kpi) -> [(&'static str, Option<&str>); 5] {
    [
        ("measure", raw.measure.as_deref()),
        ("plan", raw.plan.as_deref()),
        ("part", raw.part.as_deref()),
        ("whole", raw.whole.as_deref()),
        ("against", raw.against.as_deref()),
    ]
}

/// All keys that kinds differ in. The list of KPIs has no text of its own.
fn of_kinds(raw: &raw::Kpi) -> impl Iterator<Item = (&'static str, Option<&str>)> {
    let others = [
        ("kpi", raw.of_values.as_deref()),
        ("level", raw.level.as_deref()),
        ("better", raw.better.as_deref()),
        ("value_unit", raw.value_unit.as_deref()),
        ("kpis", (!raw.kpis.is_empty()).then_some("")),
        ("rubric", raw.rubric.as_deref()),
        ("field", raw.field.as_deref()),
        ("compared_with", raw.compared_with.as_ref().map(|_| "")),
        ("rate", raw.rate.as_deref()),
    ];
    measures(raw).into_iter().chain(others)
}

/// The texts given, by key.
pub(super) fn texts(raw: &raw::Kpi) -> BTreeMap<&'static str, &str> {
    of_kinds(raw)
        .filter_map(|(key, text)| Some((key, text?)))
        .collect()
}

/// Tells keys that the kind needs and that are not there, and those that it has not.
pub(super) fn fit(at: &ConfigNode<'_>, raw: &raw::Kpi, spec: &Spec, faults: &mut Vec<Finding>) {
    let of_values = raw.of_values.is_some() && spec.may.contains(&"kpi");
    for (key, given) in of_kinds(raw) {
        let (rule, message) = match (spec.needs.contains(&key), given.is_some()) {
            (true, false) if key == "measure" && of_values => continue,
            (true, true) if key == "measure" && of_values => (
                rule::BAD_VALUE,
                "areas are ranked by a measure or by a KPI, not by both".to_owned(),
            ),
            (true, false) => (
                rule::MISSING_KEY,
                format!("a KPI of kind `{}` needs `{key}`", raw.kind),
            ),
            (false, true) if !spec.may.contains(&key) => (
                rule::UNKNOWN_KEY,
                format!("a KPI of kind `{}` has no `{key}`", raw.kind),
            ),
            _ => continue,
        };
        let mut hint = format!("it takes {}", value::list(spec.needs.iter().copied()));
        if spec.may.contains(&"kpi") {
            hint.push_str("; `kpi` may stand in place of `measure`");
        }
        faults.push(at.key(key).error(rule, message).hint(hint));
    }
}

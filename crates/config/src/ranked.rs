//! Ranks by the values of another KPI: each is given that KPI, once all of them are known.

use super::document::ConfigNode;
use super::names::known;
use super::rule;
use super::scope::Scope;
use chiso_model::kind::PartsMut;
use chiso_model::{Finding, Kpi, Place};
use std::collections::BTreeMap;

/// Checks the KPI whose values are ranked. They go by its name, as the figures of a measure do.
pub(super) fn check(at: &ConfigNode<'_>, id: &str, scope: &Scope<'_>, faults: &mut Vec<Finding>) {
    let names = scope.names;
    known(at, id, &names.kpis, "KPI", faults);
    if names.kpis.has(id) && names.measures.has(id) {
        let message = format!("`{id}` is a measure and a KPI");
        let hint = "rename one of the two, so that it is clear what is ranked";
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
    }
}

/// Says how a KPI is named that stands where a measure is asked for.
pub(super) fn named_as_measure(
    at: &ConfigNode<'_>,
    id: &str,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> bool {
    let names = scope.names;
    let is_kpi = names.kpis.has(id) && !names.measures.has(id);
    if is_kpi {
        let message = format!("there is no measure `{id}`");
        let hint = format!("`{id}` is a KPI: write `kpi = \"{id}\"` to rank areas by its values");
        faults.push(at.error(rule::UNKNOWN_NAME, message).hint(hint));
    }
    is_kpi
}

/// Gives ranks the KPIs whose values they rank, where these are ones that are wanted and no ranks
/// themselves.
pub(super) fn fill(kpis: &mut [Kpi], wanted: impl Fn(&Kpi) -> bool) {
    let found: BTreeMap<String, Kpi> = kpis
        .iter()
        .filter(|kpi| kpi.kind.ranking().is_none() && wanted(kpi))
        .map(|kpi| (kpi.id.clone(), kpi.clone()))
        .collect();
    for kpi in kpis {
        if let Some(PartsMut::Values { kpi, item }) = kpi.kind.parts_mut()
            && item.is_none()
        {
            *item = found.get(kpi.as_str()).cloned().map(Box::new);
        }
    }
}

/// Whether it ranks by the values of a KPI that it has not been given.
pub(super) fn lacks_values(kpi: &Kpi) -> bool {
    let by_kpi = kpi.kind.operands().iter().any(|l| l.key == "kpi");
    by_kpi && kpi.kind.of_values().is_none()
}

/// Refuses ranks by the values of ranks.
pub(super) fn refuse(kpis: &[Kpi], faults: &mut Vec<Finding>) {
    let is_rank = |id: &str| {
        let found = kpis.iter().find(|k| k.id == id);
        found.is_some_and(|k| k.kind.ranking().is_some())
    };
    for kpi in kpis.iter().filter(|kpi| lacks_values(kpi)) {
        let Some(by) = kpi
            .kind
            .ranking()
            .map(|r| r.measure)
            .filter(|id| is_rank(id))
        else {
            continue;
        };
        let place = Place {
            file: format!("pipelines/{}.toml", kpi.pipeline),
            col: "kpi.kpi".into(),
            ..Place::default()
        };
        let message = format!(
            "`{}` cannot rank areas by `{by}`, which is a rank itself",
            kpi.id
        );
        let hint = format!("name what `{by}` ranks areas by");
        faults.push(Finding::error(rule::BAD_VALUE, place, message).hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

    #[test]
    fn faults_of_ranks_by_the_values_of_kpis() {
        let rank = |by: &str| {
            format!(
                r#"kind = "rank"
level = "province"
{by}

[[kpi]]
id = "place"
title = {{ en = "Place" }}
kind = "rank_change"
level = "province"
kpi = "new_firms_growth""#
            )
        };
        let growth = r#"kind = "growth"
measure = "new_firms""#;
        check_faults(&[
            (
                "pipelines/annual.toml",
                growth,
                &rank(r#"measure = "new_firms""#),
                &[
                    "error[bad_value]: pipelines/annual.toml, column `kpi.kpi`: `place` cannot \
                        rank areas by `new_firms_growth`, which is a rank itself",
                    "  hint: name what `new_firms_growth` ranks areas by",
                ],
            ),
            (
                "pipelines/annual.toml",
                growth,
                r#"kind = "rank"
level = "province"
measure = "new_firms"
kpi = "plan_share""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:27, column `kpi.measure`: areas are \
                        ranked by a measure or by a KPI, not by both",
                    "  hint: it takes `measure`, `level`; `kpi` may stand in place of `measure`",
                ],
            ),
            (
                "pipelines/annual.toml",
                growth,
                r#"kind = "rank_change"
level = "province"
measure = "plan_share""#,
                &[
                    "error[unknown_name]: pipelines/annual.toml:27, column `kpi.measure`: there \
                        is no measure `plan_share`",
                    "  hint: `plan_share` is a KPI: write `kpi = \"plan_share\"` to rank areas by \
                        its values",
                ],
            ),
            (
                "pipelines/annual.toml",
                growth,
                r#"kind = "rank"
level = "province"
kpi = "new_firms""#,
                &[
                    "error[unknown_name]: pipelines/annual.toml:27, column `kpi.kpi`: there is no \
                        KPI `new_firms`",
                    "  hint: the KPIs are `new_firms_growth`, `plan_share`",
                ],
            ),
        ]);
    }
}

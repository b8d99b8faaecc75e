//! Members that are named and that there are not.

use crate::names::{DeclaredIds, Names};
use crate::{rule, value};
use chiso_model::{Finding, Kpi, Measure, Study, declared_id};
use std::collections::BTreeSet;

/// Faults every name of a member's measure or KPI that there is not.
pub(crate) fn unknown(
    (measures, kpis, studies): (&[Measure], &[Kpi], &[Study]),
    names: &Names,
    faults: &mut Vec<Finding>,
) {
    let of_measures: BTreeSet<&str> = measures.iter().map(|m| m.id.as_str()).collect();
    let of_kpis: BTreeSet<&str> = kpis.iter().map(|k| k.id.as_str()).collect();
    let of_all: BTreeSet<&str> = of_measures.union(&of_kpis).copied().collect();
    let declared = |id: &str| declared_id(id).1.is_empty();
    for measure in measures.iter().filter(|m| declared(&m.id)) {
        let at = (&names.measures, measure.id.as_str());
        members_exist(at, measure.made_from(), &of_measures, faults);
    }
    for kpi in kpis.iter().filter(|k| declared(&k.id)) {
        let at = (&names.kpis, kpi.id.as_str());
        let items = kpi.kind.items();
        members_exist(at, kpi.measures().into_iter(), &of_measures, faults);
        members_exist(at, items.iter().map(|k| k.id.as_str()), &of_kpis, faults);
    }
    for study in studies {
        let at = (&names.studies, study.id.as_str());
        members_exist(at, study.series().into_iter(), &of_all, faults);
    }
}

fn members_exist<'n>(
    (declared, owner): (&DeclaredIds, &str),
    named: impl Iterator<Item = &'n str>,
    known: &BTreeSet<&str>,
    faults: &mut Vec<Finding>,
) {
    for id in named.filter(|id| !declared_id(id).1.is_empty() && !known.contains(id)) {
        let (of, _) = declared_id(id);
        let same: Vec<&str> = known
            .iter()
            .filter(|other| declared_id(other).0 == of && **other != of)
            .copied()
            .collect();
        let hint = if same.is_empty() {
            format!("`{of}` is not broken down: declare `by` for it, or write `{of}`")
        } else {
            value::did_you_mean(id, "members", &same)
        };
        let message = format!("`{owner}` names `{id}`, and there is no such member");
        let place = declared.place(owner);
        faults.push(Finding::error(rule::UNKNOWN_NAME, place, message).hint(hint));
    }
}

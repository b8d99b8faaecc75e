//! What areas add to changes, as rows, where a KPI asks for them.

use crate::evaluate::contributions::{Contributed, ContributionInputs};
use crate::evaluate::results::Computed;
use crate::evaluate::table_rows::{LabelSources, double, not_empty, score_key};
use crate::kpi::{Contributions, Lacking};
use crate::model::published::Value;
use crate::model::{Reason, Score, UnitId};
use num_rational::BigRational;
use num_traits::Zero;

/// The word for what the areas do not explain.
const NOT_EXPLAINED: &str = "not_explained";

/// One row for each area below, and one for what they do not explain.
pub(super) fn contribution_rows(computed: &Computed, names: LabelSources<'_>) -> Vec<Vec<Value>> {
    if !names.kpis.iter().any(|kpi| kpi.contributions) {
        return Vec::new();
    }
    let inputs = ContributionInputs::new(names.areas, names.measures, &computed.values);
    let of_score = |score: &Score| {
        let kpi = names.kpis.iter().find(|k| k.id == score.kpi)?;
        let asked = kpi.contributions.then(|| inputs.of(kpi, score))?;
        asked.map(|found| rows(score, found, names))
    };
    computed
        .scores
        .iter()
        .filter_map(of_score)
        .flatten()
        .collect()
}

fn rows(score: &Score, found: Contributed, names: LabelSources<'_>) -> Vec<Vec<Value>> {
    match found.found {
        Ok(found) => added(score, &found, names),
        Err(lacking) => missing(score, lacking, names),
    }
}

fn added(score: &Score, found: &Contributions, names: LabelSources<'_>) -> Vec<Vec<Value>> {
    let of_area = |area: UnitId, value: &BigRational| row(score, Some(area), Ok(value), names);
    let parts = found.parts.iter().map(|p| of_area(p.area, &p.value));
    let rest =
        (!found.not_explained.is_zero()).then(|| row(score, None, Ok(&found.not_explained), names));
    parts.chain(rest).collect()
}

fn missing(score: &Score, lacking: Lacking, names: LabelSources<'_>) -> Vec<Vec<Value>> {
    let of_area = |(area, reason)| row(score, Some(area), Err(reason), names);
    lacking.into_iter().map(of_area).collect()
}

/// A part in the columns of `score_items`.
fn row(
    score: &Score,
    area: Option<UnitId>,
    value: Result<&BigRational, Reason>,
    names: LabelSources<'_>,
) -> Vec<Value> {
    let unit = area.map(|area| names.areas.unit(area));
    let title = |vi| unit.map_or(Value::Null, |unit| not_empty(unit.name(vi)));
    let reason: Value = value.err().map(Reason::as_str).into();
    let mut row = score_key(score, names);
    row.extend([
        "".into(),
        unit.map_or(NOT_EXPLAINED, |unit| unit.code.as_str()).into(),
        Value::Null,
        title(true),
        title(false),
        value.map_or(Value::Null, double),
        Value::Null,
        Value::Null,
        Value::Null,
        reason.clone(),
        reason,
    ]);
    row
}

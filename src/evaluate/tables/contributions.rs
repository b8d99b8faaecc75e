//! What areas or members add to changes, as rows, where a KPI asks for them.

use crate::evaluate::contributions::{Contributed, ContributionInputs, PartsOf};
use crate::evaluate::results::Computed;
use crate::evaluate::table_rows::{LabelSources, double, not_empty, score_key};
use crate::kpi::{Contributions, Lacking, WholePart};
use crate::model::published::Value;
use crate::model::{ContributedBy, Kpi, Reason, Score};
use num_rational::BigRational;
use num_traits::Zero;
use std::collections::BTreeMap;

/// The word for what the parts do not explain.
const NOT_EXPLAINED: &str = "not_explained";

/// One row for each part, and one for what they do not explain.
pub(super) fn contribution_rows(computed: &Computed, names: LabelSources<'_>) -> Vec<Vec<Value>> {
    if names.kpis.iter().all(|kpi| kpi.contributions.is_none()) {
        return Vec::new();
    }
    let inputs = ContributionInputs::new(names.areas, names.measures, &computed.values);
    let kpis: BTreeMap<&str, (&Kpi, &ContributedBy)> = { names.kpis.iter() }
        .filter_map(|kpi| Some((kpi.id.as_str(), (kpi, kpi.contributions.as_ref()?))))
        .collect();
    let of_score = |score: &Score| {
        let (kpi, asked) = kpis.get(score.kpi.as_str()).copied()?;
        let mut found = inputs.of(kpi, score).into_iter();
        let found = found.find(|found| is_asked(asked, &found.by))?;
        Some(rows(score, found, names))
    };
    computed
        .scores
        .iter()
        .filter_map(of_score)
        .flatten()
        .collect()
}

fn is_asked(asked: &ContributedBy, by: &PartsOf) -> bool {
    match (asked, by) {
        (ContributedBy::Areas, PartsOf::Level(_)) => true,
        (ContributedBy::Members(asked), PartsOf::Dimension(dimension)) => asked == dimension,
        _ => false,
    }
}

fn rows(score: &Score, found: Contributed, names: LabelSources<'_>) -> Vec<Vec<Value>> {
    match found.found {
        Ok(found) => added(score, &found, names),
        Err(lacking) => missing(score, &lacking, names),
    }
}

fn added(score: &Score, found: &Contributions, names: LabelSources<'_>) -> Vec<Vec<Value>> {
    let parts = { found.parts.iter() }.map(|p| row(score, Some(&p.part), Ok(&p.value), names));
    let rest =
        (!found.not_explained.is_zero()).then(|| row(score, None, Ok(&found.not_explained), names));
    parts.chain(rest).collect()
}

fn missing(score: &Score, lacking: &Lacking, names: LabelSources<'_>) -> Vec<Vec<Value>> {
    let of_part =
        |(part, reason): &(WholePart, Reason)| row(score, Some(part), Err(*reason), names);
    lacking.iter().map(of_part).collect()
}

/// The item that a part is, and its titles.
fn item(part: Option<&WholePart>, names: LabelSources<'_>) -> (String, [Value; 2]) {
    match part {
        None => (NOT_EXPLAINED.to_owned(), [Value::Null, Value::Null]),
        Some(WholePart::Area(area)) => {
            let unit = names.areas.unit(*area);
            let titles = [true, false].map(|vi| not_empty(unit.name(vi)));
            (unit.code.clone(), titles)
        }
        Some(WholePart::Member { dimension, member }) => {
            let titles = [true, false].map(|vi| not_empty(member.title.get(vi)));
            (format!("{dimension}={}", member.code), titles)
        }
    }
}

/// A part in the columns of `score_items`.
fn row(
    score: &Score,
    part: Option<&WholePart>,
    value: Result<&BigRational, Reason>,
    names: LabelSources<'_>,
) -> Vec<Value> {
    let (item, [title_vi, title_en]) = item(part, names);
    let reason: Value = value.err().map(Reason::as_str).into();
    let mut row = score_key(score, names);
    row.extend([
        "".into(),
        item.as_str().into(),
        Value::Null,
        title_vi,
        title_en,
        value.map_or(Value::Null, double),
        Value::Null,
        Value::Null,
        Value::Null,
        reason.clone(),
        reason,
    ]);
    row
}

//! What has become of the figures that a score hangs on, and what they would have to be for its
//! target.

use crate::inspect::explain::explanation::{Needed, Revisions};
use crate::inspect::explain::inputs::ExplainInputs;
use crate::kpi::{RevisionUnit, alike, expected};
use crate::model::kind::Formula;
use crate::model::{Kpi, MeasureValue, Period, Role, Score, Span};
use num_rational::BigRational;
use num_traits::{One, Signed};
use std::collections::BTreeMap;

fn found(score: &Score, role: Role) -> Option<&MeasureValue> {
    score
        .operands
        .iter()
        .find(|o| o.role == role)?
        .found
        .as_deref()
}

/// What the current figure would have to be for the target of a rate.
pub(super) fn needed(ground: ExplainInputs<'_>, kpi: &Kpi, score: &Score) -> Option<Needed> {
    let target = ground.registers.targets.get(score.target?)?;
    let Formula::RelativeChange(_, role) = kpi.kind.formula() else {
        return None;
    };
    if kpi.kind.a_year() {
        return None;
    }
    let asked = match &score.in_year {
        Some(year) => {
            let whole = target.asked(score.period.of_year());
            expected(&kpi.kind, &whole, &year.share)
        }
        None => target.asked(score.period),
    };
    if asked.high.is_some() {
        // Of a corridor the figures between two bounds are enough, not one.
        return None;
    }
    let wanted = asked.value;
    let base = found(score, role)?.exact()?;
    let operand = found(score, Role::Current)?;
    let current = operand.exact().filter(Signed::is_positive)?;
    let figure = base * (wanted + BigRational::one());
    let unit = RevisionUnit::of(operand, &ground.project.measures);
    let revision = if unit == RevisionUnit::Ratio {
        &figure / &current - BigRational::one()
    } else {
        &figure - &current
    };
    Some(Needed {
        figure,
        revision,
        unit,
    })
}

/// Which of its figures a score hangs on: the current one, or the part of a share.
fn judged_by(score: &Score) -> Option<&MeasureValue> {
    found(score, Role::Current).or_else(|| found(score, Role::Part))
}

pub(super) fn revisions(ground: ExplainInputs<'_>, score: &Score) -> Option<Revisions> {
    if !score.items.is_empty() {
        // It has no figures of its own that could be revised.
        return None;
    }
    let now = judged_by(score)?;
    let (measure, status, known) = (&now.measure, now.figure.status, ground.revised.of(now));
    let mut of_area: BTreeMap<(Period, Span), Vec<&MeasureValue>> = BTreeMap::new();
    let here = |v: &MeasureValue| {
        v.measure == *measure && v.area == score.area && v.boundary == score.boundary
    };
    for change in ground
        .history
        .measures
        .iter()
        .filter(|c| !c.withdrawn && here(&c.value))
    {
        of_area
            .entry((change.value.period, change.value.span))
            .or_default()
            .push(&change.value);
    }
    let revised = |((period, span), said): ((Period, Span), Vec<&MeasureValue>)| {
        let last = *said.last()?;
        let first = said.iter().find(|v| alike(v, last))?.figure.value?;
        let last = last.figure.value?;
        (first != last).then_some((period, span, first, last))
    };
    Some(Revisions {
        measure: measure.to_string(),
        status,
        unit: RevisionUnit::of(now, &ground.project.measures),
        sizes: known.map_or_else(Vec::new, |r| r.sizes().to_vec()),
        usual: known.and_then(|r| r.usual()).cloned(),
        of_area: of_area.into_iter().filter_map(revised).collect(),
    })
}

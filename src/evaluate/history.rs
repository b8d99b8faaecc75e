//! What was known when: every value a measure has had, and every score that changed.
//!
//! It depends on what was published when, not on the order in which it arrived here.

use crate::evaluate::inputs::Inputs;
use crate::kpi::{Revised, Revision, RevisionUnit};
use crate::model::{
    Allowed, CheckRule, Dataset, Dec, Finding, Flag, Measure, MeasureValue, Period, Place,
    Severity, Span, UnitId,
};
use crate::series::Values;
use chrono::{DateTime, Utc};
use num_rational::BigRational;
use num_traits::Signed;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A value that a measure took on, or lost, at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureChange {
    /// When it became known.
    pub known_from: DateTime<Utc>,
    /// The value from then on; when `withdrawn`, the last one before.
    pub value: Arc<MeasureValue>,
    /// There is no value from then on.
    pub withdrawn: bool,
}

/// Everything that changed.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Values of measures.
    pub measures: Vec<MeasureChange>,
    /// Scores.
    pub revisions: Vec<Revision>,
}

impl History {
    /// How much the measures have been revised.
    #[must_use]
    pub fn revised<'m>(&self, declared: &'m [Measure]) -> Revised<'m> {
        Revised::new(
            declared,
            self.measures
                .iter()
                .map(|c| (c.value.as_ref(), c.withdrawn)),
        )
    }
}

/// Figures in force that an earlier delivery of the same dataset said otherwise, by more than the
/// dataset's check `large_revision` allows: one warning a measure and dataset with the largest, and
/// how many there are. On the first boundary.
#[must_use]
pub fn large_revisions(
    history: &History,
    inputs: Inputs<'_>,
    datasets: &[Dataset],
) -> Vec<Finding> {
    let boundary = inputs.boundaries.first();
    let mut last: BTreeMap<(&str, UnitId, Period, Span), Vec<&MeasureValue>> = BTreeMap::new();
    for change in history
        .measures
        .iter()
        .filter(|c| Some(&c.value.boundary) == boundary && !c.withdrawn)
    {
        let value = change.value.as_ref();
        // What a year to date becomes by the end of the year is no revision.
        if value.figure.flags.contains(&Flag::ToDate) {
            continue;
        }
        last.entry((&value.measure, value.area, value.period, value.span))
            .or_default()
            .push(value);
    }
    let mut found: BTreeMap<(&str, &str), (BigRational, Finding)> = BTreeMap::new();
    for said in last.values() {
        let [.., before, now] = said.as_slice() else {
            continue;
        };
        let Some(dataset) = datasets
            .iter()
            .find(|d| d.id == now.dataset && now.dataset == before.dataset)
        else {
            continue;
        };
        let (Some(from), Some(to)) = (before.figure.value, now.figure.value) else {
            continue;
        };
        for check in &dataset.contract.checks {
            let CheckRule::LargeRevision { at_most } = check.rule else {
                continue;
            };
            let unit = inputs.areas.unit(now.area);
            let Some((size, words)) = beyond(
                at_most,
                &RevisionUnit::of(now, inputs.measures),
                &now.figure.unit,
                (from, to),
            ) else {
                continue;
            };
            if check
                .confirmed
                .iter()
                .any(|(area, period)| *area == unit.code && *period == now.period)
            {
                continue;
            }
            let deliveries: Vec<&str> = now
                .figure
                .deliveries
                .difference(&before.figure.deliveries)
                .map(String::as_str)
                .collect();
            let message = format!(
                "`{}` of {} ({}) in {}: {from} became {to} with delivery {}, a revision of more \
                    than {words}",
                now.measure,
                unit.name(true),
                unit.code,
                now.period,
                deliveries.join(", ")
            );
            let place = Place {
                file: format!("datasets/{}.toml", dataset.id),
                ..Place::default()
            };
            let hint = format!(
                "ask the provider; if it is right, say so in the check: `confirmed = [{{ area_code \
                    = \"{}\", period = \"{}\" }}]`",
                unit.code, now.period
            );
            let finding = Finding {
                severity: Severity::Warning,
                ..Finding::error(check.rule.as_str(), place, message).hint(hint)
            };
            match found.get_mut(&(now.measure.as_str(), dataset.id.as_str())) {
                Some((largest, held)) => {
                    let count = held.count + 1;
                    if size > *largest {
                        (*largest, *held) = (size.clone(), finding);
                    }
                    held.count = count;
                }
                None => _ = found.insert((&now.measure, &dataset.id), (size.clone(), finding)),
            }
        }
    }
    found.into_values().map(|(_, finding)| finding).collect()
}

/// The size of a revision, as a multiple of what is allowed, and what is allowed in words; `None`
/// when it is no more than that. A share allows a percentage or ratio so many points; of a score or
/// index nobody can say what it is a share of, so it is taken of the earlier one.
fn beyond(
    at_most: Allowed,
    unit: &RevisionUnit,
    of_figure: &str,
    (from, to): (Dec, Dec),
) -> Option<(BigRational, String)> {
    let difference = (to.ratio() - from.ratio()).abs();
    let points = *unit != RevisionUnit::Ratio;
    let (allowed, words) = match at_most {
        Allowed::Difference(most) => (most.ratio(), format!("{most} {of_figure}")),
        Allowed::Share(share) if points && matches!(of_figure, "percent" | "%") => {
            let most = share.ratio() * BigRational::from_integer(100.into());
            (most.clone(), format!("{most} points"))
        }
        Allowed::Share(share) if points && matches!(of_figure, "ratio" | "share") => {
            (share.ratio(), format!("{share}"))
        }
        Allowed::Share(_) if !from.is_positive() => return None,
        Allowed::Share(share) => (
            share.ratio() * from.ratio(),
            format!("the share of {share}"),
        ),
    };
    (difference > allowed).then(|| (difference / allowed, words))
}

/// Every change of the values of a measure on a boundary up to the moment asked for, those of one
/// key in the order in which they became known.
#[must_use]
pub fn changes(values: &Values, as_of: Option<DateTime<Utc>>) -> Vec<MeasureChange> {
    let mut out = Vec::new();
    for states in values.histories().into_values() {
        let mut before: Option<&Arc<MeasureValue>> = None;
        for (known_from, now) in states
            .into_iter()
            .take_while(|(moment, _)| as_of.is_none_or(|t| *moment <= t))
        {
            // That a figure states its whole period from now on is a change as well, be the figure
            // the same.
            let says = |v: &MeasureValue| {
                (
                    v.figure.value,
                    v.figure.status,
                    v.figure.flags.contains(&Flag::ToDate),
                )
            };
            match (before, now) {
                (Some(last), None) => out.push(MeasureChange {
                    known_from,
                    value: last.clone(),
                    withdrawn: true,
                }),
                (last, Some(now)) if last.is_none_or(|last| says(last) != says(now)) => {
                    out.push(MeasureChange {
                        known_from,
                        value: now.clone(),
                        withdrawn: false,
                    });
                }
                _ => {}
            }
            before = now;
        }
    }
    out
}

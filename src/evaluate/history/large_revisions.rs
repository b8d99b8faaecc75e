//! Figures that moved by more than a check of their dataset allows.

use crate::evaluate::history::changes::History;
use crate::evaluate::inputs::Inputs;
use crate::kpi::RevisionUnit;
use crate::model::{
    Allowed, AreaUnit, Check, CheckRule, Dataset, Dec, Finding, Flag, MeasureValue, Place,
    Severity, ValueKey,
};
use chrono::NaiveDate;
use num_rational::BigRational;
use num_traits::Signed;
use std::collections::BTreeMap;

/// Figures in force that an earlier delivery of the same dataset said otherwise, by more than the
/// dataset's check `large_revision` allows: one warning per measure and dataset with the largest,
/// and how many there are. On the first boundary.
#[must_use]
pub fn large_revisions(
    history: &History,
    inputs: Inputs<'_>,
    datasets: &[Dataset],
) -> Vec<Finding> {
    let mut checks = datasets.iter().flat_map(|d| &d.contract.checks);
    if !checks.any(|check| matches!(check.rule, CheckRule::LargeRevision { .. })) {
        return Vec::new();
    }
    let mut found: BTreeMap<(&str, &str), (BigRational, Finding)> = BTreeMap::new();
    for [before, now] in last_two(history, inputs.boundaries.first()) {
        let Some(dataset) = datasets
            .iter()
            .find(|d| d.id == now.dataset && now.dataset == before.dataset)
        else {
            continue;
        };
        for check in &dataset.contract.checks {
            let Some((size, finding)) = too_large(check, before, now, inputs) else {
                continue;
            };
            match found.get_mut(&(now.measure.as_str(), dataset.id.as_str())) {
                Some((largest, held)) => {
                    let count = held.count + 1;
                    if size > *largest {
                        (*largest, *held) = (size, finding);
                    }
                    held.count = count;
                }
                None => _ = found.insert((&now.measure, &dataset.id), (size, finding)),
            }
        }
    }
    found.into_values().map(|(_, finding)| finding).collect()
}

/// The last two figures that were stated of every area, period and span on a boundary.
fn last_two<'h>(
    history: &'h History,
    boundary: Option<&NaiveDate>,
) -> impl Iterator<Item = [&'h MeasureValue; 2]> {
    let mut said: BTreeMap<(&str, ValueKey), Vec<&MeasureValue>> = BTreeMap::new();
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
        said.entry((&value.measure, value.key()))
            .or_default()
            .push(value);
    }
    said.into_values().filter_map(|said| match said[..] {
        [.., before, now] => Some([before, now]),
        _ => None,
    })
}

/// A revision that is larger than a check allows, with its size as a multiple of that.
fn too_large(
    check: &Check,
    before: &MeasureValue,
    now: &MeasureValue,
    inputs: Inputs<'_>,
) -> Option<(BigRational, Finding)> {
    let CheckRule::LargeRevision { at_most } = check.rule else {
        return None;
    };
    let change = (before.figure.value?, now.figure.value?);
    let unit = inputs.areas.unit(now.area);
    let (size, words) = beyond(
        at_most,
        &RevisionUnit::of(now, inputs.measures),
        &now.figure.unit,
        change,
    )?;
    let confirmed = check
        .confirmed
        .iter()
        .any(|(area, period)| *area == unit.code && *period == now.period);
    (!confirmed).then(|| (size, warning(check, unit, [before, now], change, &words)))
}

/// What is said of a revision that is larger than `allowed`.
fn warning(
    check: &Check,
    unit: &AreaUnit,
    [before, now]: [&MeasureValue; 2],
    (from, to): (Dec, Dec),
    allowed: &str,
) -> Finding {
    let deliveries: Vec<&str> = now
        .figure
        .deliveries
        .difference(&before.figure.deliveries)
        .map(String::as_str)
        .collect();
    let message = format!(
        "`{}` of {} ({}) in {}: {from} became {to} with delivery {}, a revision of more than \
            {allowed}",
        now.measure,
        unit.name(true),
        unit.code,
        now.period,
        deliveries.join(", ")
    );
    let place = Place {
        file: format!("datasets/{}.toml", now.dataset),
        ..Place::default()
    };
    let hint = format!(
        "ask the provider; if it is right, say so in the check: `confirmed = [{{ area_code = \
            \"{}\", period = \"{}\" }}]`",
        unit.code, now.period
    );
    Finding {
        severity: Severity::Warning,
        ..Finding::error(check.rule.as_str(), place, message).hint(hint)
    }
}

/// The size of a revision, as a multiple of what is allowed, and what is allowed in words; `None`
/// when it is no more than that. A share allows a percentage or ratio that many points; of a score
/// or index nobody can say what it is a share of, so it is taken of the earlier one.
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

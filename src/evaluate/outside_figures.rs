//! Periods that a declaration or a target names and for which nothing has a figure: the overlap of
//! a linked index, the base of prices, a fixed base, the first period of a target. Whoever wrote
//! them takes it for granted that they have one; which periods have figures is known in a run only.

use crate::evaluate::never_figures::place_of;
use crate::evaluate::results::Computed;
use crate::model::kind::{Base, When};
use crate::model::{
    Derivation, Finding, Frequency, Kpi, Measure, Period, Place, Span, Target, declared_id,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The rule of the findings.
const RULE: &str = "outside_figures";

/// The periods for which anything has a figure, by what that is and the length of the period.
type Known<'c> = BTreeMap<(&'c str, Frequency), BTreeSet<Period>>;

/// What is declared and may name such periods.
#[derive(Clone, Copy)]
pub struct Declarations<'a> {
    /// Measures.
    pub measures: &'a [Measure],
    /// KPIs.
    pub kpis: &'a [Kpi],
    /// Targets, each with its place.
    pub targets: (&'a [Target], &'a [Place]),
}

/// A warning for each period that is named and has no figure in any area, where what it is named of
/// has figures of other periods. On one boundary.
#[must_use]
pub fn outside_figures(
    computed: &Computed,
    declared: Declarations<'_>,
    boundary: Option<NaiveDate>,
) -> Vec<Finding> {
    let (mut figures, mut scores) = (Known::new(), Known::new());
    let whole = |span: Span, on: NaiveDate| span == Span::Period && Some(on) == boundary;
    for v in { computed.values.iter() }.filter(|v| whole(v.span, v.boundary)) {
        let key = (v.measure.as_str(), v.period.frequency());
        let known = figures.entry(key).or_default();
        known.extend(v.figure.value.map(|_| v.period));
    }
    for s in { computed.scores.iter() }.filter(|s| whole(s.span, s.boundary)) {
        let known = scores.entry((&s.kpi, s.period.frequency())).or_default();
        known.extend(s.value.as_ref().map(|_| s.period));
    }
    let total = |id: &str| declared_id(id).1.is_empty();
    let measures = declared.measures.iter().filter(|m| total(&m.id));
    let kpis = declared.kpis.iter().filter(|k| k.members.is_empty());
    let (targets, places) = declared.targets;
    measures
        .flat_map(|m| of_measure(m, &figures))
        .chain(kpis.filter_map(|k| of_kpi(k, &figures)))
        .chain(
            targets
                .iter()
                .zip(places)
                .filter_map(|(t, place)| of_target(t, place, &scores)),
        )
        .collect()
}

/// The periods that anything has, where it has any of this length and not the one named.
fn without(known: &Known<'_>, id: &str, named: Period) -> Option<[Period; 2]> {
    let there = known.get(&(id, named.frequency()))?;
    let ends = [*there.first()?, *there.last()?];
    (!there.contains(&named)).then_some(ends)
}

/// An overlap that one of the two indices does not have, and a base of prices without an index.
fn of_measure(measure: &Measure, figures: &Known<'_>) -> Vec<Finding> {
    let named = match measure.derived.as_deref() {
        Some(Derivation::Linked(l)) => {
            vec![(&l.of, l.overlap, true), (&l.before, l.overlap, true)]
        }
        Some(Derivation::Real(real)) => vec![(&real.deflator, real.base, false)],
        _ => vec![],
    };
    let fault = |(index, period, linked): (&String, Period, bool)| {
        let [first, last] = without(figures, index, period)?;
        let (col, what, hint) = if linked {
            (
                "measure.linked.overlap",
                "is linked in",
                "name in `overlap` a period that both measures have",
            )
        } else {
            (
                "measure.real.base",
                "is at prices of",
                "name in `base` a period that the index has",
            )
        };
        let message = format!(
            "measure `{}` {what} {period}, for which `{index}` has no figure in any area; it has \
                figures from {first} to {last}",
            measure.id
        );
        let place = Place {
            file: "pipelines".into(),
            col: col.into(),
            ..Place::default()
        };
        Some(Finding::warning(RULE, place, message).hint(hint))
    };
    named.into_iter().filter_map(fault).collect()
}

/// A fixed base of which a measure has no figure.
fn of_kpi(kpi: &Kpi, figures: &Known<'_>) -> Option<Finding> {
    let fixed = kpi.kind.operands().into_iter().find_map(|lookup| {
        let When::Base(Base::Period(base)) = lookup.when else {
            return None;
        };
        Some((
            lookup.measure,
            base,
            without(figures, lookup.measure, base)?,
        ))
    });
    let (measure, base, [first, last]) = fixed?;
    let message = format!(
        "KPI `{}` is compared with {base}, for which `{measure}` has no figure in any area; it has \
            figures from {first} to {last}",
        kpi.id
    );
    let place = place_of(kpi, "kpi.compared_with");
    let hint = "name in `period` of `compared_with` one that the measure has";
    Some(Finding::warning(RULE, place, message).hint(hint))
}

/// A target that begins before the first value of its KPI.
fn of_target(target: &Target, place: &Place, scores: &Known<'_>) -> Option<Finding> {
    let begins = target.period_from;
    let [first, _] = without(scores, &target.kpi, begins)?;
    if first < begins {
        return None;
    }
    let message = format!(
        "target `{}` begins in {begins}, and KPI `{}` has no value in any area before {first}",
        target.id, target.kpi
    );
    let place = Place {
        col: "period_from".into(),
        ..place.clone()
    };
    let hint = format!(
        "begin the target in {first}, or bring the earlier figures; until then the periods before \
            are `not_assessable`"
    );
    Some(Finding::warning(RULE, place, message).hint(hint))
}

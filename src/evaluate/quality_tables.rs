//! Rows of the tables that say how far figures and rules are to be trusted: revisions by maturity,
//! back-tests, breaks, and what verdicts would have been by figures that were not used.

use crate::evaluate::breaks::{BreakKey, Broken, breaks};
use crate::evaluate::history::{History, MeasureChange};
use crate::evaluate::results::{Alternative, Computed};
use crate::evaluate::table_rows::{LabelSources, arrange, double, not_empty, score_key, words};
use crate::kpi::{
    BackTest, FEWEST_REVISIONS, FEWEST_TRIALS, Maturity, RevisionCode, RevisionGroup, Revisions,
    in_points,
};
use crate::model::published::{TableSpec, Value};
use crate::model::{Dec, Flag, MeasureValue, PlanStage, Reason, Score};
use num_rational::BigRational;
use num_traits::ToPrimitive;
use std::collections::BTreeMap;

/// The rows of a table of this kind; none when it is another one.
pub fn rows(
    spec: &TableSpec,
    computed: &Computed,
    history: &History,
    names: LabelSources<'_>,
) -> Vec<Vec<Value>> {
    match spec.name {
        "measures_history" => changes(&history.measures)
            .map(|c| change_row(&c, names, spec))
            .collect(),
        "revision_summary" => history
            .revised(names.measures)
            .iter()
            .map(|(alike, maturity, of)| summary_row(alike, maturity, of, spec))
            .collect(),
        "backtests" => computed
            .backtests
            .iter()
            .map(|t| backtest_row(t, names, spec))
            .collect(),
        "breaks" => breaks(computed, names.measures)
            .iter()
            .map(|(key, broken)| break_row(key, broken, spec))
            .collect(),
        "alternatives" => {
            let row = |a: &Alternative| {
                computed
                    .scores
                    .get(a.score)
                    .map(|score| alternative_row(a, score, names, spec))
            };
            computed.alternatives.iter().filter_map(row).collect()
        }
        _ => Vec::new(),
    }
}

fn number(n: usize) -> Value {
    Value::Int(i64::try_from(n).unwrap_or(i64::MAX))
}

/// A share of a count, where there are enough to tell one.
fn share(part: usize, whole: usize) -> Value {
    if whole < FEWEST_TRIALS {
        Value::Null
    } else {
        (part.to_f64().unwrap_or_default() / whole.to_f64().unwrap_or(1.0)).into()
    }
}

/// A change of a measure beside what stood before.
struct ChangedMeasure<'a> {
    change: &'a MeasureChange,
    before: Option<&'a MeasureValue>,
    /// Which of the figures of the whole period it is, from 1; none when it was withdrawn or is a
    /// figure to date.
    vintage: Option<usize>,
}

/// Every change with what stood before, in the order in which it became known.
fn changes(all: &[MeasureChange]) -> impl Iterator<Item = ChangedMeasure<'_>> {
    let mut said: BTreeMap<_, (usize, Option<&MeasureValue>)> = BTreeMap::new();
    all.iter().map(move |change| {
        let v = change.value.as_ref();
        let (count, last) = said
            .entry((&v.measure, v.area, v.boundary, v.period, v.span))
            .or_default();
        let counts = !change.withdrawn && !v.figure.flags.contains(&Flag::ToDate);
        *count += usize::from(counts);
        let before = std::mem::replace(last, (!change.withdrawn).then_some(v));
        ChangedMeasure {
            change,
            before,
            vintage: counts.then_some(*count),
        }
    })
}

fn change_row(
    changed: &ChangedMeasure<'_>,
    names: LabelSources<'_>,
    spec: &TableSpec,
) -> Vec<Value> {
    let MeasureChange {
        known_from,
        value,
        withdrawn,
    } = changed.change;
    let after = (!withdrawn).then_some(value.as_ref());
    let code = RevisionCode::of_figure(changed.before, after);
    arrange(
        spec,
        vec![
            ("measure", value.measure.as_str().into()),
            (
                "area_code",
                names.areas.unit(value.area).code.as_str().into(),
            ),
            ("boundary", value.boundary.into()),
            ("period", value.period.to_string().into()),
            ("span", value.span.to_string().into()),
            ("known_from", (*known_from).into()),
            ("value", after.and_then(|v| v.figure.value).into()),
            ("status", value.figure.status.as_str().into()),
            ("withdrawn", (*withdrawn).into()),
            ("source_id", words(&value.figure.source_ids)),
            ("delivery", words(&value.figure.deliveries)),
            ("unit", value.figure.unit.as_str().into()),
            ("vintage", changed.vintage.map_or(Value::Null, number)),
            (
                "value_before",
                changed.before.and_then(|v| v.figure.value).into(),
            ),
            (
                "status_before",
                changed.before.map(|v| v.figure.status.as_str()).into(),
            ),
            ("revision_code", code.map(RevisionCode::as_str).into()),
        ],
    )
}

fn summary_row(
    alike: &RevisionGroup,
    maturity: Maturity,
    of: &Revisions,
    spec: &TableSpec,
) -> Vec<Value> {
    let (by, maturity) = match maturity {
        Maturity::Status(status) => ("status", status.as_str().to_owned()),
        Maturity::Vintage(n) => ("vintage", n.to_string()),
    };
    let [down, none, up] = of.directions();
    let (unit, scale) = alike.unit.published();
    let ratio = |r: Option<&BigRational>| r.map_or(Value::Null, |r| double(&alike.unit.scaled(r)));
    let mean = |m: Option<f64>| m.map(|m| m * scale.to_f64().unwrap_or(1.0));
    arrange(
        spec,
        vec![
            ("measure", alike.measure.as_str().into()),
            ("boundary", alike.boundary.into()),
            ("frequency", alike.frequency.code().into()),
            ("span", alike.span.to_string().into()),
            ("maturity_by", by.into()),
            ("maturity", maturity.into()),
            ("revision_unit", unit.into()),
            ("n", number(of.sizes().len())),
            ("n_needed", number(FEWEST_REVISIONS)),
            ("n_down", number(down)),
            ("n_zero", number(none)),
            ("n_up", number(up)),
            ("mean_revision", mean(of.mean()).into()),
            ("mean_absolute_revision", mean(of.mean_size()).into()),
            ("median_revision", ratio(of.median().as_ref())),
            ("p90_absolute_revision", ratio(of.usual())),
            ("largest_absolute_revision", ratio(of.sizes().last())),
        ],
    )
}

fn backtest_row(test: &BackTest, names: LabelSources<'_>, spec: &TableSpec) -> Vec<Value> {
    let kind = names
        .kpis
        .iter()
        .find(|k| k.id == test.kpi)
        .map(|k| &k.kind);
    let hits = |of: &[bool]| of.iter().filter(|hit| **hit).count();
    let calibration = test.calibration();
    let year = |y: Option<&i32>| y.copied().into();
    arrange(
        spec,
        vec![
            ("kpi", test.kpi.as_str().into()),
            (
                "area_code",
                test.area
                    .map_or("", |a| names.areas.unit(a).code.as_str())
                    .into(),
            ),
            ("boundary", test.boundary.into()),
            ("month", i64::from(test.month).into()),
            ("rule", test.rule.as_str().into()),
            ("n", number(test.errors.len())),
            ("n_needed", number(FEWEST_TRIALS)),
            ("n_years", number(test.years.len())),
            ("first_year", year(test.years.first())),
            ("last_year", year(test.years.last())),
            (
                "error_unit",
                kind.map(|k| {
                    if in_points(k) {
                        k.value_unit()
                    } else {
                        "ratio"
                    }
                })
                .into(),
            ),
            ("mean_error", test.mean_error().into()),
            ("mean_absolute_error", test.usual_error().into()),
            ("largest_absolute_error", test.largest().into()),
            ("n_band", number(test.inside.len())),
            (
                "share_inside_band",
                share(hits(&test.inside), test.inside.len()),
            ),
            ("n_verdicts", number(test.right.len())),
            (
                "share_verdicts_right",
                share(hits(&test.right), test.right.len()),
            ),
            ("n_probabilities", number(test.odds.len())),
            ("mean_probability", calibration.map(|c| c[0]).into()),
            ("share_met", calibration.map(|c| c[1]).into()),
            ("brier_score", calibration.map(|c| c[2]).into()),
        ],
    )
}

fn break_row(key: &BreakKey, broken: &Broken, spec: &TableSpec) -> Vec<Value> {
    let declared = key.kind == crate::evaluate::breaks::BreakKind::Definition;
    arrange(
        spec,
        vec![
            ("measure", key.measure.as_str().into()),
            ("boundary", key.boundary.into()),
            ("frequency", key.frequency.code().into()),
            ("span", key.span.to_string().into()),
            ("kind", key.kind.as_str().into()),
            ("first_period", key.first.to_string().into()),
            ("before", key.before.as_str().into()),
            ("after", key.after.as_str().into()),
            ("origin", if declared { "declared" } else { "seen" }.into()),
            ("note_vi", not_empty(&broken.note.vi)),
            ("note_en", not_empty(&broken.note.en)),
            ("n_areas", number(broken.areas.len())),
            ("n_refused", number(broken.refused)),
            ("n_flagged", number(broken.flagged)),
        ],
    )
}

fn alternative_row(
    a: &Alternative,
    used: &Score,
    names: LabelSources<'_>,
    spec: &TableSpec,
) -> Vec<Value> {
    let operand = used.operands.iter().find(|o| o.role == a.role);
    let found = operand.and_then(|o| o.found.as_ref());
    let (figure, instead) = (&a.value.figure, &a.instead);
    let reason = |s: &Score| s.reasons.first().copied().map(Reason::as_str).into();
    let ratio = |s: &Score| s.value.as_ref().map_or(Value::Null, double);
    let mut values = vec![
        ("role", a.role.as_str().into()),
        ("choice", a.choice.as_str().into()),
        ("dataset", a.value.dataset.as_str().into()),
        ("source_id", a.source_id.as_str().into()),
        ("variant", a.variant.as_str().into()),
        ("measure", a.value.measure.as_str().into()),
        ("operand_period", a.value.period.to_string().into()),
        ("dataset_rank", number(a.dataset_rank)),
        ("source_rank", a.rank.into()),
        ("value", figure.value.into()),
        ("unit", figure.unit.as_str().into()),
        ("basis", not_empty(&figure.basis)),
        (
            "plan_stage",
            figure.plan_stage.map(PlanStage::as_str).into(),
        ),
        ("status", figure.status.as_str().into()),
        ("known_from", figure.known_from.into()),
        ("used_dataset", found.map(|v| v.dataset.as_str()).into()),
        (
            "used_source_id",
            found.map_or(Value::Null, |v| words(&v.figure.source_ids)),
        ),
        (
            "used_value",
            found
                .and_then(|v| v.figure.value)
                .map_or(Value::Null, |v: Dec| v.into()),
        ),
        ("kpi_value_used", ratio(used)),
        ("kpi_value", ratio(instead)),
        ("verdict_used", used.verdict.as_str().into()),
        ("verdict", instead.verdict.as_str().into()),
        ("reason_used", reason(used)),
        ("reason", reason(instead)),
        ("differs", a.differs(used).into()),
    ];
    let keys = spec
        .columns
        .iter()
        .filter(|c| c.key)
        .map(|c| c.name.as_str());
    values.extend(keys.zip(score_key(used, names)));
    arrange(spec, values)
}

//! Scores as rows: the scorecard, what each score was computed from, and what composites add up.

use crate::evaluate::table_rows::{
    LabelSources, arrange, double, key_columns, not_empty, score_key, words,
};
use crate::evaluate::tables::compared::compared;
use crate::evaluate::tables::key_order::by_role;
use crate::model::published::{TableSpec, Value};
use crate::model::{
    Dec, InYear, Item, Kpi, Operand, PlanStage, Role, Score, SharedText, Status, Verdict,
};
use num_rational::BigRational;
use std::collections::BTreeSet;

/// The scorecard, of scores in the order of its key.
pub(super) fn score_rows<'r>(
    scores: Vec<&'r Score>,
    names: LabelSources<'r>,
    spec: &'r TableSpec,
) -> impl Iterator<Item = Vec<Value>> + 'r {
    let mut last: Option<&Kpi> = None;
    scores.into_iter().map(move |score| {
        // Those of one KPI come together.
        if last.is_none_or(|kpi| kpi.id != score.kpi) {
            last = names.kpis.iter().find(|k| k.id == score.kpi);
        }
        score_row(score, last, names, spec)
    })
}

fn score_row(
    score: &Score,
    kpi: Option<&Kpi>,
    names: LabelSources<'_>,
    spec: &TableSpec,
) -> Vec<Value> {
    let values = what(score, kpi, names)
        .into_iter()
        .chain(compared_figures(score, kpi))
        .chain(operands_together(score))
        .chain(verdict(score))
        .chain(in_year(score))
        .chain(key_columns(spec, score, names));
    arrange(spec, values)
}

/// What was judged, where and when, and by which target.
fn what(score: &Score, kpi: Option<&Kpi>, names: LabelSources<'_>) -> [(&'static str, Value); 13] {
    let area = names.areas.unit(score.area);
    let target = score.target.map(|i| &names.targets[i]);
    let asked = target.map(|t| t.asked(score.period));
    let title = |vi| kpi.map_or(Value::Null, |k| not_empty(k.title.get(vi)));
    [
        ("kind", kpi.map(|k| k.kind.as_str()).into()),
        ("kpi_title_vi", title(true)),
        ("kpi_title_en", title(false)),
        ("area_name_vi", area.name(true).into()),
        ("area_name_en", area.name(false).into()),
        ("area_level", not_empty(&area.level)),
        ("frequency", score.period.frequency().code().into()),
        ("period_start", score.period.start().into()),
        ("period_end", score.period.end().into()),
        ("value_unit", kpi.map(|k| k.kind.value_unit()).into()),
        ("target_op", target.map(|t| t.op.as_str()).into()),
        (
            "target_value",
            asked.and_then(|a| Dec::from_rational(&a.value)).into(),
        ),
        ("target_high", target.and_then(|t| t.high).into()),
    ]
}

/// The figures that a reader compares; of a rank how many areas are ranked, of a change of rank the
/// two ranks.
fn compared_figures(score: &Score, kpi: Option<&Kpi>) -> [(&'static str, Value); 4] {
    let [current, base] = match score.ranked.as_slice() {
        [now, before] => [now, before].map(|r| Some((number(r.rank?)?, "rank".into()))),
        _ => figures_compared(score, kpi),
    };
    let ranked = match score.ranked.as_slice() {
        [one] => number(one.areas),
        _ => None,
    };
    let unit = current
        .as_ref()
        .or(base.as_ref())
        .map(|(_, unit)| unit.as_str());
    let base_period = score
        .operands
        .iter()
        .find(|o| matches!(o.role, Role::Base | Role::Plan | Role::BaseWhole))
        .map(|o| o.period);
    [
        ("current_value", current.as_ref().map(|(v, ..)| *v).into()),
        (
            "base_value",
            base.as_ref().map(|(v, ..)| *v).or(ranked).into(),
        ),
        ("operand_unit", unit.into()),
        ("base_period", base_period.into()),
    ]
}

/// Two figures with their units.
fn figures_compared(score: &Score, kpi: Option<&Kpi>) -> [Option<(Dec, SharedText)>; 2] {
    let pair = kpi.map_or([None, None], |k| compared(&k.kind, &score.operands));
    pair.map(|side| side.map(|(value, unit, _)| (value, unit)))
}

fn number(count: usize) -> Option<Dec> {
    i64::try_from(count).ok().map(Dec::from_int)
}

/// What the figures of all operands say together.
fn operands_together(score: &Score) -> [(&'static str, Value); 3] {
    let figures = || {
        score
            .operands
            .iter()
            .filter_map(|o| Some(&o.found.as_ref()?.figure))
    };
    let bases: BTreeSet<&str> = figures()
        .map(|f| f.basis.as_str())
        .filter(|b| !b.is_empty())
        .collect();
    [
        ("basis", words(bases)),
        (
            "status",
            figures().map(|f| f.status).min().map(Status::as_str).into(),
        ),
        ("known_from", figures().map(|f| f.known_from).max().into()),
    ]
}

/// The value and what is said of it.
fn verdict(score: &Score) -> [(&'static str, Value); 6] {
    let ratio = |r: Option<&BigRational>| r.map_or(Value::Null, double);
    [
        ("value", ratio(score.value.as_ref())),
        ("margin", ratio(score.margin.as_ref())),
        ("verdict", score.verdict.as_str().into()),
        ("reason", score.reasons.first().map(|r| r.as_str()).into()),
        ("reasons", words(&score.reasons)),
        ("flags", words(&score.flags)),
    ]
}

/// How far the year is, and where it leads.
fn in_year(score: &Score) -> [(&'static str, Value); 5] {
    let ahead = |what: fn(&InYear) -> Option<&BigRational>| {
        score
            .in_year
            .as_deref()
            .and_then(what)
            .map_or(Value::Null, double)
    };
    [
        ("pace", ahead(|y| Some(&y.share))),
        ("projection", ahead(|y| y.projection.as_ref())),
        ("projection_low", ahead(|y| y.low.as_ref())),
        ("projection_high", ahead(|y| y.high.as_ref())),
        ("probability_met", probability(score)),
    ]
}

/// The probability that the target is met: of a year that still runs by the paces of the years
/// before, of figures of surveys by their sampling errors.
fn probability(score: &Score) -> Value {
    match &score.in_year {
        Some(year) => year.probability.as_ref().map_or(Value::Null, double),
        None => score.sampling.as_ref().and_then(|s| s.probability).into(),
    }
}

/// What a score is computed from.
pub(super) fn operand_rows(score: &Score, names: LabelSources<'_>) -> Vec<Vec<Value>> {
    let operands = by_role(&score.operands).into_iter();
    operands.map(|o| operand_row(score, o, names)).collect()
}

fn operand_row(score: &Score, operand: &Operand, names: LabelSources<'_>) -> Vec<Value> {
    let found = operand.found.as_ref();
    let figure = found.map(|v| &v.figure);
    let mut row = score_key(score, names);
    row.extend([
        operand.role.as_str().into(),
        operand.measure.as_str().into(),
        operand.period.into(),
        found.and_then(|v| v.decimal()).into(),
        figure.map(|f| f.unit.as_str()).into(),
        figure.map_or(Value::Null, |f| not_empty(&f.basis)),
        figure
            .and_then(|f| f.plan_stage)
            .map(PlanStage::as_str)
            .into(),
        figure.map(|f| f.status.as_str()).into(),
        figure.map_or(Value::Null, |f| words(&f.source_ids)),
        figure.map_or(Value::Null, |f| words(&f.deliveries)),
        Value::Null,
    ]);
    row
}

/// What scores add up.
pub(super) fn item_rows<'r>(
    scores: &'r [Score],
    names: LabelSources<'r>,
) -> impl Iterator<Item = Vec<Value>> + 'r {
    let of = move |s: &'r Score| s.items.iter().map(move |i| item_row(s, i, names));
    scores.iter().flat_map(of)
}

fn item_row(score: &Score, item: &Item, names: LabelSources<'_>) -> Vec<Value> {
    let mut row = score_key(score, names);
    row.extend([
        item.kpi.as_str().into(),
        item.id.as_str().into(),
        not_empty(&item.field),
        not_empty(item.title.get(true)),
        not_empty(item.title.get(false)),
        item.value.as_ref().map_or(Value::Null, double),
        item.verdict.map(Verdict::as_str).into(),
        item.points.into(),
        item.maximum.into(),
        item.reasons.first().map(|r| r.as_str()).into(),
        words(&item.reasons),
    ]);
    row
}

//! Scores as rows: the scorecard, what each score was computed from, and what composites add up.

use crate::evaluate::table_rows::{LabelSources, NamedRow, double, not_empty, score_key, words};
use crate::evaluate::tables::compared::compared;
use crate::evaluate::tables::key_order::by_role;
use crate::model::published::{TableSpec, Value};
use crate::model::{Dec, Item, Kpi, Operand, PlanStage, Role, Score, SharedText, Status, Verdict};
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
    let mut row = NamedRow::beginning(spec, score_key(score, names));
    what(&mut row, score, kpi, names);
    compared_figures(&mut row, score, kpi);
    operands_together(&mut row, score);
    target(&mut row, score, names);
    verdict(&mut row, score);
    in_year(&mut row, score);
    row.values()
}

/// What was judged, where and when.
fn what(row: &mut NamedRow<'_>, score: &Score, kpi: Option<&Kpi>, names: LabelSources<'_>) {
    let area = names.areas.unit(score.area);
    let title = |vi| kpi.map_or(Value::Null, |k| not_empty(k.title.get(vi)));
    row.put("kind", kpi.map(|k| k.kind.as_str()));
    row.put("kpi_title_vi", title(true));
    row.put("kpi_title_en", title(false));
    row.put("area_name_vi", area.name(true));
    row.put("area_name_en", area.name(false));
    row.put("area_level", not_empty(&area.level));
    row.put("frequency", score.period.frequency().code());
    row.put("period_start", score.period.start());
    row.put("period_end", score.period.end());
    row.put("value", ratio(score.value.as_ref()));
    row.put("value_unit", kpi.map(|k| k.kind.value_unit()));
}

/// The figures that a reader compares; of a rank how many areas are ranked, of a change of rank the
/// two ranks.
fn compared_figures(row: &mut NamedRow<'_>, score: &Score, kpi: Option<&Kpi>) {
    let [current, base] = match score.ranked.as_slice() {
        [now, before] => [now, before].map(|r| Some((number(r.rank?)?, "rank".into()))),
        _ => figures_compared(score, kpi),
    };
    let ranked = match score.ranked.as_slice() {
        [one] => number(one.areas),
        _ => None,
    };
    let unit = current.as_ref().or(base.as_ref());
    row.put("current_value", current.as_ref().map(|(v, ..)| *v));
    row.put("base_value", base.as_ref().map(|(v, ..)| *v).or(ranked));
    row.put("operand_unit", unit.map(|(_, unit)| unit.as_str()));
}

/// Two figures with their units.
fn figures_compared(score: &Score, kpi: Option<&Kpi>) -> [Option<(Dec, SharedText)>; 2] {
    let pair = kpi.map_or([None, None], |k| compared(&k.kind, &score.operands));
    pair.map(|side| side.map(|(value, unit, _)| (value, unit)))
}

fn number(count: usize) -> Option<Dec> {
    i64::try_from(count).ok().map(Dec::from_int)
}

/// What the operands say together.
fn operands_together(row: &mut NamedRow<'_>, score: &Score) {
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
    let base = |o: &&Operand| matches!(o.role, Role::Base | Role::Plan | Role::BaseWhole);
    let base = score.operands.iter().find(base);
    row.put("basis", words(bases));
    row.put("base_period", base.map(|o| o.period));
    let weakest = figures().map(|f| f.status).min();
    row.put("status", weakest.map(Status::as_str));
    row.put("known_from", figures().map(|f| f.known_from).max());
}

/// The target by which it was judged.
fn target(row: &mut NamedRow<'_>, score: &Score, names: LabelSources<'_>) {
    let Some(target) = score.target.map(|i| &names.targets[i]) else {
        return;
    };
    let asked = target.asked(score.period);
    row.put("target_op", target.op.as_str());
    row.put("target_value", Dec::from_rational(&asked.value));
    row.put("target_high", target.high);
}

fn ratio(number: Option<&BigRational>) -> Value {
    number.map_or(Value::Null, double)
}

/// What is said of the value.
fn verdict(row: &mut NamedRow<'_>, score: &Score) {
    row.put("margin", ratio(score.margin.as_ref()));
    row.put("verdict", score.verdict.as_str());
    row.put("reason", score.reasons.first().map(|r| r.as_str()));
    row.put("reasons", words(&score.reasons));
    row.put("flags", words(&score.flags));
}

/// How far the year is, and where it leads.
fn in_year(row: &mut NamedRow<'_>, score: &Score) {
    if let Some(year) = score.in_year.as_deref() {
        row.put("pace", double(&year.share));
        row.put("projection", ratio(year.projection.as_ref()));
        row.put("projection_low", ratio(year.low.as_ref()));
        row.put("projection_high", ratio(year.high.as_ref()));
    }
    row.put("probability_met", probability(score));
}

/// The probability that the target is met: of a year that still runs by the paces of the years
/// before, of figures of surveys by their sampling errors.
fn probability(score: &Score) -> Value {
    match &score.in_year {
        Some(year) => ratio(year.probability.as_ref()),
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

//! Scores, measures and registers as rows of the published tables.

use crate::evaluate::history::History;
use crate::evaluate::quality_tables;
use crate::evaluate::results::Computed;
use crate::evaluate::table_rows::{
    LabelSources, arrange, double, key_of, not_empty, score_key, words,
};
use crate::kpi::{self, Coverage, Revision};
use crate::model::kind::Formula;
use crate::model::published::{Rows, TableSpec, Value, release_tables};
use crate::model::{
    AreaRegister, Association, Dec, InYear, Item, KpiKind, MeasureValue, Operand, PlanStage,
    Reason, Role, Score, Status, Target, Verdict,
};
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive};
use rayon::prelude::*;

/// Every table of a release, filled.
#[must_use]
pub fn publish(
    computed: &Computed,
    history: &History,
    names: LabelSources<'_>,
) -> Vec<(TableSpec, Rows)> {
    let fill = |spec: TableSpec| {
        let rows = match spec.name {
            "scorecard" => computed
                .scores
                .iter()
                .map(|s| score_row(s, names, &spec))
                .collect(),
            "operands" => computed
                .scores
                .iter()
                .flat_map(|s| s.operands.iter().map(|o| operand_row(s, o, names)))
                .collect(),
            "score_items" => computed
                .scores
                .iter()
                .flat_map(|s| s.items.iter().map(|i| item_row(s, i, names)))
                .collect(),
            "measures" => computed
                .values
                .iter()
                .map(|v| measure_row(v, names.areas))
                .collect(),
            "revisions" => history
                .revisions
                .iter()
                .map(|r| revision_row(r, names))
                .collect(),
            "correlations" => computed
                .associations
                .iter()
                .map(|a| association_row(a, &spec))
                .collect(),
            "coverage" => coverage_rows(computed, names, &spec),
            "targets" => names.targets.iter().map(target_row).collect(),
            "areas" => area_rows(names.areas),
            "area_relations" => relation_rows(names.areas),
            _ => quality_tables::rows(&spec, computed, history, names),
        };
        let mut table = Rows {
            columns: spec.columns.clone(),
            rows,
        };
        sort_by_key(&mut table);
        (spec, table)
    };
    release_tables().into_par_iter().map(fill).collect()
}

/// Sorts rows by their key columns, so that no order of computation shows.
fn sort_by_key(table: &mut Rows) {
    let keys = table.columns.iter().take_while(|c| c.key).count();
    let text = |v: &Value| match v {
        Value::Text(t) => t.clone(),
        Value::Date(d) => d.to_string(),
        Value::Timestamp(t) => t.to_rfc3339(),
        // Moved up, so that negative numbers come first.
        Value::Int(n) => format!("{:020}", i128::from(*n) - i128::from(i64::MIN)),
        _ => String::new(),
    };
    table
        .rows
        .sort_by_cached_key(|row| row[..keys].iter().map(text).collect::<Vec<_>>());
}

/// The two figures a reader compares: value, unit, period. Shares are shown as ratios to six
/// places.
#[must_use]
pub fn compared(kind: &KpiKind, operands: &[Operand]) -> [Option<(Dec, String, String)>; 2] {
    let find = |role: Role| operands.iter().find(|o| o.role == role);
    let figure = |role: Role| {
        let operand = find(role)?;
        let figure = &operand.found.as_ref()?.figure;
        Some((
            figure.value?,
            figure.unit.clone(),
            operand.period.to_string(),
        ))
    };
    let share = |part: Role, whole: Role| {
        let ((part, ..), (whole, _, period)) = (figure(part)?, figure(whole)?);
        let ratio = whole.is_positive().then(|| part.ratio() / whole.ratio())?;
        let micros = (ratio * BigRational::from_integer(1_000_000.into()))
            .round()
            .to_integer();
        Some((
            Dec::from_micros(micros.to_i128()?)?,
            "ratio".to_owned(),
            period,
        ))
    };
    kind.formula().compared().map(|side| match side? {
        Formula::Ratio(part, whole) => share(part, whole),
        Formula::Figure(role) => figure(role),
        _ => None,
    })
}

fn score_row(score: &Score, names: LabelSources<'_>, spec: &TableSpec) -> Vec<Value> {
    let area = names.areas.unit(score.area);
    let kpi = names.kpis.iter().find(|k| k.id == score.kpi);
    let target = score.target.map(|i| &names.targets[i]);
    let figures = || {
        score
            .operands
            .iter()
            .filter_map(|o| Some(&o.found.as_ref()?.figure))
    };
    let bases: std::collections::BTreeSet<&str> = figures()
        .map(|f| f.basis.as_str())
        .filter(|b| !b.is_empty())
        .collect();
    let [current, base] = kpi.map_or([None, None], |k| compared(&k.kind, &score.operands));
    let ranked = score
        .ranked
        .and_then(|n| i64::try_from(n).ok())
        .map(Dec::from_int);
    let unit = current
        .as_ref()
        .or(base.as_ref())
        .map(|(_, unit, _)| unit.clone());
    let base_period = score
        .operands
        .iter()
        .find(|o| matches!(o.role, Role::Base | Role::Plan | Role::BaseWhole))
        .map(|o| o.period.to_string());
    let ahead = |what: fn(&InYear) -> Option<&BigRational>| {
        score
            .in_year
            .as_ref()
            .and_then(what)
            .map_or(Value::Null, double)
    };
    let mut values = vec![
        ("kind", kpi.map(|k| k.kind.as_str()).into()),
        (
            "kpi_title_vi",
            kpi.map_or(Value::Null, |k| not_empty(k.title.get(true))),
        ),
        (
            "kpi_title_en",
            kpi.map_or(Value::Null, |k| not_empty(k.title.get(false))),
        ),
        ("area_name_vi", area.name(true).into()),
        ("area_name_en", area.name(false).into()),
        ("area_level", not_empty(&area.level)),
        ("frequency", score.period.frequency().code().into()),
        ("period_start", score.period.start().into()),
        ("period_end", score.period.end().into()),
        ("value", score.value.as_ref().map_or(Value::Null, double)),
        ("value_unit", kpi.map(|k| k.kind.value_unit()).into()),
        ("current_value", current.map(|(v, ..)| v).into()),
        ("base_value", base.map(|(v, ..)| v).or(ranked).into()),
        ("operand_unit", unit.into()),
        ("basis", words(bases)),
        ("base_period", base_period.into()),
        ("target_op", target.map(|t| t.op.as_str()).into()),
        ("target_value", target.map(|t| t.value).into()),
        ("margin", score.margin.as_ref().map_or(Value::Null, double)),
        ("verdict", score.verdict.as_str().into()),
        ("reason", score.reasons.first().map(|r| r.as_str()).into()),
        ("reasons", words(&score.reasons)),
        (
            "status",
            figures().map(|f| f.status).min().map(Status::as_str).into(),
        ),
        ("flags", words(&score.flags)),
        ("pace", ahead(|y| Some(&y.share))),
        ("projection", ahead(|y| y.projection.as_ref())),
        ("projection_low", ahead(|y| y.low.as_ref())),
        ("projection_high", ahead(|y| y.high.as_ref())),
        ("probability_met", ahead(|y| y.probability.as_ref())),
        ("known_from", figures().map(|f| f.known_from).max().into()),
    ];
    let keys = spec
        .columns
        .iter()
        .filter(|c| c.key)
        .map(|c| c.name.as_str());
    values.extend(keys.zip(score_key(score, names)));
    arrange(spec, values)
}

fn operand_row(score: &Score, operand: &Operand, names: LabelSources<'_>) -> Vec<Value> {
    let figure = operand.found.as_ref().map(|v| &v.figure);
    let mut row = score_key(score, names);
    row.extend([
        operand.role.as_str().into(),
        operand.measure.as_str().into(),
        operand.period.to_string().into(),
        figure.and_then(|f| f.value).into(),
        figure.map(|f| f.unit.as_str()).into(),
        figure.map_or(Value::Null, |f| not_empty(&f.basis)),
        figure
            .and_then(|f| f.plan_stage)
            .map(PlanStage::as_str)
            .into(),
        figure.map(|f| f.status.as_str()).into(),
        figure.map_or(Value::Null, |f| words(&f.source_ids)),
        figure.map_or(Value::Null, |f| words(&f.deliveries)),
    ]);
    row
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

fn measure_row(value: &MeasureValue, areas: &AreaRegister) -> Vec<Value> {
    let figure = &value.figure;
    vec![
        value.measure.as_str().into(),
        areas.unit(value.area).code.as_str().into(),
        value.boundary.into(),
        value.period.to_string().into(),
        value.span.to_string().into(),
        figure.value.into(),
        figure.unit.as_str().into(),
        not_empty(&figure.basis),
        figure.plan_stage.map(PlanStage::as_str).into(),
        figure.status.as_str().into(),
        words(&figure.flags),
        words(&figure.source_ids),
        words(&figure.deliveries),
        figure.known_from.into(),
    ]
}

fn revision_row(revision: &Revision, names: LabelSources<'_>) -> Vec<Value> {
    let (before, after) = (&revision.before, &revision.after);
    let mut row = key_of(
        &revision.kpi,
        revision.boundary,
        revision.cell,
        revision.target,
        names,
    );
    row.extend([
        revision.known_from.into(),
        before.value.as_ref().map_or(Value::Null, double),
        after.value.as_ref().map_or(Value::Null, double),
        before.verdict.as_str().into(),
        after.verdict.as_str().into(),
        before.reason.map(Reason::as_str).into(),
        after.reason.map(Reason::as_str).into(),
        words(&revision.deliveries),
        revision.code.as_str().into(),
        (before.verdict != after.verdict).into(),
    ]);
    row
}

fn association_row(row: &Association, spec: &TableSpec) -> Vec<Value> {
    let number = |n: usize| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
    let (interval, p, moved) = (
        row.interval.as_ref(),
        row.significance.as_ref(),
        row.left_out.as_ref(),
    );
    arrange(
        spec,
        vec![
            ("study", row.study.as_str().into()),
            ("outcome", row.outcome.as_str().into()),
            ("score", row.score.as_str().into()),
            ("design", row.design.as_str().into()),
            ("period", row.period.as_str().into()),
            ("lag", row.lag.into()),
            ("method", row.method.as_str().into()),
            ("boundary", row.boundary.into()),
            ("n", number(row.n)),
            ("n_areas", number(row.n_areas)),
            ("n_periods", number(row.n_periods)),
            ("coefficient", row.coefficient.ok().into()),
            ("ci_low", interval.map(|i| i.low).into()),
            ("ci_high", interval.map(|i| i.high).into()),
            ("ci_method", interval.map(|i| i.method).into()),
            ("p_value", p.map(|p| p.p).into()),
            ("p_method", p.map(|p| p.method).into()),
            ("q_value", row.q_value.into()),
            ("is_primary", row.is_primary.into()),
            ("loo_min", moved.map(|m| m.min.0).into()),
            ("loo_min_area", moved.map(|m| m.min.1.as_str()).into()),
            ("loo_max", moved.map(|m| m.max.0).into()),
            ("loo_max_area", moved.map(|m| m.max.1.as_str()).into()),
            (
                "regional_coefficient",
                row.regional.map(|r| r.coefficient).into(),
            ),
            ("regional_p_value", row.regional.and_then(|r| r.p).into()),
            (
                "evidence",
                row.evidence().map(crate::model::Evidence::as_str).into(),
            ),
            (
                "opposite_designs",
                words(
                    row.opposite
                        .iter()
                        .map(|d| d.as_str().to_owned())
                        .collect::<Vec<_>>(),
                ),
            ),
            ("controls", words(&row.controls)),
            ("resamples", p.map(|p| p.resamples).into()),
            ("seed", p.filter(|p| p.drawn).map(|_| row.seed).into()),
            ("circular", row.circular.into()),
            (
                "refused",
                row.coefficient
                    .err()
                    .map(crate::model::Refusal::as_str)
                    .into(),
            ),
            ("note", not_empty(&row.note)),
        ],
    )
}

fn coverage_rows(
    computed: &Computed,
    names: LabelSources<'_>,
    spec: &TableSpec,
) -> Vec<Vec<Value>> {
    let all = kpi::coverage(
        names.kpis,
        &computed.scores,
        computed.values.iter().map(std::convert::AsRef::as_ref),
        names.areas,
    );
    all.iter().map(|c| coverage_row(c, spec)).collect()
}

fn coverage_row(coverage: &Coverage, spec: &TableSpec) -> Vec<Value> {
    let number = |n: usize| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
    let share = |part: &BigRational, whole: &BigRational| {
        if whole.is_positive() {
            double(&(part / whole))
        } else {
            Value::Null
        }
    };
    let count = |n: usize| BigRational::from_integer(n.into());
    let weight = coverage.weight.as_ref();
    let mut values = vec![
        ("kpi", coverage.kpi.as_str().into()),
        ("boundary", coverage.boundary.into()),
        ("period", coverage.period.to_string().into()),
        ("span", coverage.span.to_string().into()),
        ("area_level", coverage.level.as_str().into()),
        ("areas_with_value", number(coverage.areas.len())),
        ("areas_in_register", number(coverage.of_areas)),
        (
            "share_of_areas",
            share(&count(coverage.areas.len()), &count(coverage.of_areas)),
        ),
        ("weight_measure", weight.map(|w| w.measure.as_str()).into()),
        ("weight_period", weight.map(|w| w.period.to_string()).into()),
        ("weight_unit", weight.map(|w| w.unit.as_str()).into()),
        ("weight_with_value", weight.map(|w| w.covered).into()),
        ("weight_of_all", weight.map(|w| w.whole).into()),
        (
            "share_of_weight",
            weight.map_or(Value::Null, |w| share(&w.covered.ratio(), &w.whole.ratio())),
        ),
        (
            "reasons",
            words(
                coverage
                    .reasons
                    .iter()
                    .map(|(reason, n)| format!("{reason}:{n}")),
            ),
        ),
    ];
    values.extend(Verdict::ALL.iter().map(|v| {
        (
            v.as_str(),
            number(coverage.verdicts.get(v).copied().unwrap_or(0)),
        )
    }));
    arrange(spec, values)
}

fn target_row(target: &Target) -> Vec<Value> {
    vec![
        target.id.as_str().into(),
        target.kpi.as_str().into(),
        target.area_code.as_str().into(),
        target.period_from.to_string().into(),
        target.period_to.to_string().into(),
        target.op.as_str().into(),
        target.value.into(),
        target.value_unit.as_str().into(),
        not_empty(&target.plan),
        target.tolerance.into(),
        not_empty(&target.legal_basis),
        target.decided_on.into(),
        target.valid_from.into(),
        not_empty(&target.supersedes),
        not_empty(&target.note),
    ]
}

fn area_rows(areas: &AreaRegister) -> Vec<Vec<Value>> {
    let row = |unit: &crate::model::AreaUnit| {
        vec![
            unit.code.as_str().into(),
            unit.valid_from.into(),
            unit.valid_to.into(),
            not_empty(&unit.name_vi),
            not_empty(&unit.name_en),
            not_empty(&unit.level),
            not_empty(&unit.parent_code),
            words(&unit.aliases),
        ]
    };
    areas.units().map(|(_, unit)| row(unit)).collect()
}

fn relation_rows(areas: &AreaRegister) -> Vec<Vec<Value>> {
    let row = |r: &crate::model::Relation| {
        vec![
            r.date.into(),
            r.kind.as_str().into(),
            r.from_code.as_str().into(),
            r.to_code.as_str().into(),
            not_empty(&r.note),
        ]
    };
    areas.relations().iter().map(row).collect()
}

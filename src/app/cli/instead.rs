//! Lines of an explanation about what was not used: why the choice fell as it did, and what the
//! verdict would have been otherwise.

use crate::app::lang::{Digits, Lang};
use crate::app::messages::say;
use crate::evaluate::{Alternative, WhyNotUsed};
use crate::inspect::{ExplainedOperand, ExplainedRow, ExplainedSource, Explanation};
use crate::kpi::BackTest;
use crate::model::{KpiKind, Role, Score, shown_in};
use crate::rollup::Fate;
use num_traits::ToPrimitive;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Value, verdict and first reason that a score gives.
fn gives(lang: Lang, explanation: &Explanation, score: &Score) -> String {
    let target = score
        .value
        .as_ref()
        .zip(score.margin.as_ref())
        .and_then(|(value, margin)| (value - margin).to_f64());
    let unit = shown_in(explanation.kpi.kind.shown_as(), score.unit_of_figures());
    let value = score
        .value
        .as_ref()
        .and_then(ToPrimitive::to_f64)
        .map(|v| lang.value_against(v, target.as_slice(), &unit));
    let reason = score
        .reasons
        .first()
        .map(|r| format!(" ({r})"))
        .unwrap_or_default();
    let verdict = format!("{}{reason}", lang.verdict(score.verdict));
    value
        .into_iter()
        .chain([verdict])
        .collect::<Vec<_>>()
        .join(", ")
}

fn had(lang: Lang, explanation: &Explanation, a: &Alternative) -> String {
    let differs = if a.differs(&explanation.score) {
        lang.say("alternative-differs")
    } else {
        ""
    };
    say!(
        lang,
        "alternative-gives",
        gives = gives(lang, explanation, &a.instead),
        differs = differs
    )
}

fn of(explanation: &Explanation, role: Role) -> impl Iterator<Item = &Alternative> {
    explanation
        .alternatives
        .iter()
        .filter(move |a| a.role == role)
}

/// What a dataset as a whole would have given.
pub fn of_dataset(
    lang: Lang,
    explanation: &Explanation,
    operand: &ExplainedOperand,
    source: &ExplainedSource,
) -> Option<String> {
    let found = of(explanation, operand.role)
        .find(|a| a.choice == WhyNotUsed::Dataset && a.dataset == source.dataset)?;
    Some(format!("    {}", had(lang, explanation, found)))
}

/// The alternative that a row of a source stands for, if it is one that was not used.
fn by_row<'e>(
    explanation: &'e Explanation,
    operand: &ExplainedOperand,
    (source, row): (&ExplainedSource, &ExplainedRow),
) -> Option<&'e Alternative> {
    let wanted = match row.fate {
        Fate::Conflict => WhyNotUsed::Conflict,
        Fate::NotPreferred => WhyNotUsed::Preference,
        Fate::Outranked => WhyNotUsed::Rank,
        _ => return None,
    };
    of(explanation, operand.role).find(|a| {
        a.choice == wanted && a.dataset == source.dataset && a.source_id == row.row.source_id
    })
}

/// What a row that was not used would have given.
pub fn of_row(
    lang: Lang,
    explanation: &Explanation,
    operand: &ExplainedOperand,
    at: (&ExplainedSource, &ExplainedRow),
) -> Option<String> {
    Some(format!(
        "      {}",
        had(lang, explanation, by_row(explanation, operand, at)?)
    ))
}

/// Value, verdict and reason that a row would have given, for programs; null where it was used or
/// makes no figure.
pub fn columns(
    explanation: &Explanation,
    operand: &ExplainedOperand,
    (source, row): (&ExplainedSource, &ExplainedRow),
) -> [Value; 3] {
    let whole = || {
        let of_dataset =
            |a: &&Alternative| a.choice == WhyNotUsed::Dataset && a.dataset == source.dataset;
        of(explanation, operand.role)
            .find(of_dataset)
            .filter(|_| row.fate == Fate::Used && !source.used)
    };
    let Some(found) = by_row(explanation, operand, (source, row)).or_else(whole) else {
        return [Value::Null, Value::Null, Value::Null];
    };
    let score = &found.instead;
    [
        json!(score.value.as_ref().and_then(ToPrimitive::to_f64)),
        json!(score.verdict.as_str()),
        json!(score.reasons.first().map(|r| r.as_str())),
    ]
}

/// Why the figure in use was chosen among those there are.
pub fn chosen(lang: Lang, explanation: &Explanation, operand: &ExplainedOperand) -> Vec<String> {
    let all: BTreeSet<WhyNotUsed> = of(explanation, operand.role).map(|a| a.choice).collect();
    let one = |choice: WhyNotUsed| -> Option<String> {
        let not_used = || of(explanation, operand.role).filter(|a| a.choice == choice);
        let ranks: Vec<String> = not_used()
            .filter_map(|a| a.rank)
            .map(|r| r.to_string())
            .collect();
        Some(match choice {
            WhyNotUsed::Dataset => by_dataset(lang, operand),
            WhyNotUsed::Rank if ranks.is_empty() => lang.say("alternative-repeated").to_owned(),
            WhyNotUsed::Rank => {
                say!(lang, "alternative-rank", ranks = ranks.join(", "))
            }
            WhyNotUsed::Preference => {
                let others: BTreeSet<&str> = not_used().map(|a| a.variant.as_str()).collect();
                say!(
                    lang,
                    "alternative-preference",
                    kinds = others.into_iter().collect::<Vec<_>>().join("`, `")
                )
            }
            WhyNotUsed::Conflict => lang.say("alternative-conflict").to_owned(),
            WhyNotUsed::Vintage => return None,
        })
    };
    all.into_iter()
        .filter_map(one)
        .map(|why| format!("  {}", say!(lang, "alternative-choice", why = why)))
        .collect()
}

/// The dataset in use comes first in the order of the measure.
fn by_dataset(lang: Lang, operand: &ExplainedOperand) -> String {
    let first = operand
        .found
        .as_ref()
        .map_or_else(String::new, |v| v.dataset.to_string());
    let order = operand
        .asked
        .iter()
        .map(|l| l.dataset.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    say!(lang, "alternative-dataset", first = first, order = order)
}

/// The value with bases that are settled to the same degree as the figure of the period.
pub fn like_for_like(lang: Lang, explanation: &Explanation) -> Option<String> {
    let vintage = explanation
        .alternatives
        .iter()
        .find(|a| a.choice == WhyNotUsed::Vintage)?;
    let figure = &vintage.value.figure;
    let base = lang.figure(&figure.value?.to_string(), &figure.unit, Digits::Short);
    let value = gives(lang, explanation, &vintage.instead);
    Some(format!(
        "  {:<10} {}",
        lang.say("alternative-alike"),
        say!(
            lang,
            "alternative-base-then",
            value = value,
            base = base,
            status = lang.status(figure.status)
        )
    ))
}

/// How far projections at that month were off in years that are over.
pub fn usual_error(lang: Lang, explanation: &Explanation) -> String {
    let test = explanation.backtest.as_ref();
    let told = match test.map(|test| (test, test.usual_error())) {
        None => lang.say("alternative-few-years").to_owned(),
        Some((test, None)) => {
            let number = test.years.len();
            say!(lang, "alternative-few-trials", number = number)
        }
        Some((test, Some(error))) => back_test(lang, &explanation.kpi.kind, test, error),
    };
    format!("  {:<10} {told}", lang.say("alternative-back-test"))
}

fn back_test(lang: Lang, kind: &KpiKind, test: &BackTest, error: f64) -> String {
    let size = if crate::kpi::in_points(kind) {
        lang.value(error, kind.value_unit())
    } else {
        lang.value(error, "share")
    };
    let years = say!(lang, "alternative-years", number = test.years.len());
    let over = if test.area.is_some() {
        ""
    } else {
        lang.say("alternative-all-areas")
    };
    let verdicts = match test.right.len() {
        0 => String::new(),
        n => {
            let right = test.right.iter().filter(|right| **right).count();
            say!(lang, "alternative-verdicts-right", right = right, n = n)
        }
    };
    say!(
        lang,
        "alternative-usual-error",
        error = size.trim_start_matches('+'),
        over = over,
        years = years,
        verdicts = verdicts
    )
}

//! Lines of an explanation about what was not used: why the choice fell as it did, and what the
//! verdict would have been otherwise.

use crate::app::lang::{Digits, Lang};
use crate::evaluate::{Alternative, Choice};
use crate::inspect::{ExplainedOperand, ExplainedRow, ExplainedSource, Explanation};
use crate::model::{Role, Score};
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
    let value = score
        .value
        .as_ref()
        .and_then(ToPrimitive::to_f64)
        .map(|v| lang.value_against(v, target, explanation.kpi.kind.shown_as()));
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
        lang.pick("; another verdict", "; kết luận khác")
    } else {
        ""
    };
    format!(
        "{} {}{differs}",
        lang.pick("had it been used:", "nếu dùng số này:"),
        gives(lang, explanation, &a.instead)
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
        .find(|a| a.choice == Choice::Dataset && a.value.dataset == source.dataset)?;
    Some(format!("    {}", had(lang, explanation, found)))
}

/// The alternative that a row of a source stands for, if it is one that was not used.
fn by_row<'e>(
    explanation: &'e Explanation,
    operand: &ExplainedOperand,
    (source, row): (&ExplainedSource, &ExplainedRow),
) -> Option<&'e Alternative> {
    let wanted = match row.fate {
        Fate::Conflict => Choice::Conflict,
        Fate::NotPreferred => Choice::Preference,
        Fate::Outranked => Choice::Rank,
        _ => return None,
    };
    of(explanation, operand.role).find(|a| {
        a.choice == wanted && a.value.dataset == source.dataset && a.source_id == row.row.source_id
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
            |a: &&Alternative| a.choice == Choice::Dataset && a.value.dataset == source.dataset;
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
    let label = lang.pick("choice:", "lựa chọn:");
    let all: BTreeSet<Choice> = of(explanation, operand.role).map(|a| a.choice).collect();
    let one = |choice: Choice| -> Option<String> {
        let ranks: Vec<String> = of(explanation, operand.role)
            .filter(|a| a.choice == choice)
            .filter_map(|a| a.rank)
            .map(|r| r.to_string())
            .collect();
        Some(match choice {
            Choice::Dataset => {
                let first = operand
                    .found
                    .as_ref()
                    .map_or_else(String::new, |v| v.dataset.clone());
                let order = operand
                    .asked
                    .iter()
                    .map(|l| l.dataset.as_str())
                    .collect::<Vec<_>>()
                    .join(", ");
                format!(
                    "`{first}` {} {order}",
                    lang.pick(
                        "is the first that has all figures compared; declared in this order:",
                        "là bộ đầu tiên có đủ các số được so sánh; thứ tự khai báo:"
                    )
                )
            }
            Choice::Rank if ranks.is_empty() => lang
                .pick(
                    "the same figure stands more than once; one statement is used",
                    "cùng một số có nhiều dòng; dùng một dòng",
                )
                .to_owned(),
            Choice::Rank => {
                let better = lang.pick(
                    "the statement of the best declared rank is used; the others have rank",
                    "dùng dòng có hạng khai báo cao nhất; các dòng khác có hạng",
                );
                format!("{better} {}", ranks.join(", "))
            }
            Choice::Preference => {
                let others: BTreeSet<&str> = of(explanation, operand.role)
                    .filter(|a| a.choice == choice)
                    .map(|a| a.variant.as_str())
                    .collect();
                let less = lang.pick(
                    "another kind is preferred by declaration to",
                    "theo khai báo, loại khác được ưu tiên hơn",
                );
                format!(
                    "{less} `{}`",
                    others.into_iter().collect::<Vec<_>>().join("`, `")
                )
            }
            Choice::Conflict => lang
                .pick(
                    "statements of the same rank disagree, so none is used",
                    "các dòng cùng hạng mâu thuẫn nên không dùng dòng nào",
                )
                .to_owned(),
            Choice::Vintage => return None,
        })
    };
    all.into_iter()
        .filter_map(one)
        .map(|why| format!("  {label} {why}"))
        .collect()
}

/// The value with bases that are settled to the same degree as the figure of the period.
pub fn like_for_like(lang: Lang, explanation: &Explanation) -> Option<String> {
    let vintage = explanation
        .alternatives
        .iter()
        .find(|a| a.choice == Choice::Vintage)?;
    let figure = &vintage.value.figure;
    let base = lang.figure(&figure.value?.to_string(), &figure.unit, Digits::Short);
    let with = lang.pick("with the base as it stood then:", "với số gốc khi đó là");
    let value = gives(lang, explanation, &vintage.instead);
    Some(format!(
        "  {:<10} {value}, {with} {base}, {}",
        lang.pick("alike", "cùng loại"),
        lang.status(figure.status)
    ))
}

/// How far projections at that month were off in years that are over.
pub fn usual_error(lang: Lang, explanation: &Explanation) -> String {
    let label = lang.pick("back-test", "kiểm chứng");
    let test = explanation
        .backtest
        .as_ref()
        .and_then(|t| Some((t, t.usual_error()?)));
    let Some((test, error)) = test else {
        let none = lang.pick(
            "too few complete years are held month by month to know the usual error",
            "quá ít năm đã kết thúc có số lũy kế để biết sai số thường gặp",
        );
        return format!("  {label:<10} {none}");
    };
    let kind = &explanation.kpi.kind;
    let size = if crate::kpi::in_points(kind) {
        lang.value(error, kind.value_unit())
    } else {
        lang.value(error, "share")
    };
    let years = format!("{} {}", test.years.len(), lang.pick("years", "năm"));
    let over = if test.area.is_some() {
        ""
    } else {
        lang.pick(", all areas", ", mọi địa bàn")
    };
    let verdicts = match test.right.len() {
        0 => String::new(),
        n => {
            let right = test.right.iter().filter(|right| **right).count();
            format!(
                "; {right} {} {n} {}",
                lang.pick("of", "trên"),
                lang.pick("verdicts proved right", "kết luận đã đúng")
            )
        }
    };
    format!(
        "  {label:<10} {} ±{}{over} ({years}){verdicts}",
        lang.pick(
            "usual error at this month:",
            "sai số thường gặp tại tháng này:"
        ),
        size.trim_start_matches('+')
    )
}

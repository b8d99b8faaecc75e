//! A row of the scorecard as people see it.

use crate::app::cli::lookup::text;
use crate::app::lang::{Digits, Lang};
use crate::app::output::Row;
use crate::model::{Reason, TargetOp, shown_as};

/// Areas go by the name their people use, in every language.
pub(super) fn area(row: &Row) -> String {
    format!("{} ({})", text(row, "area_name_vi"), text(row, "area_code"))
}

/// A scorecard row as people see it.
pub(super) struct ScoreView {
    pub(super) value: String,
    pub(super) target: String,
    pub(super) pace: String,
    pub(super) margin: String,
    pub(super) verdict: &'static str,
    pub(super) current: String,
    pub(super) base: String,
    pub(super) status: &'static str,
}

impl ScoreView {
    pub(super) fn new(row: &Row, lang: Lang, digits: Digits) -> ScoreView {
        let number = |column: &str| row.get(column).and_then(serde_json::Value::as_f64);
        let unit = text(row, "value_unit");
        let shown_as = shown_as(&text(row, "kind"), &unit);
        let [current, base] = lang.figures(
            [&text(row, "current_value"), &text(row, "base_value")],
            &text(row, "operand_unit"),
            digits,
        );
        let (value, asked) = (
            number("value"),
            text(row, "target_value").parse::<f64>().ok(),
        );
        ScoreView {
            value: value.map_or_else(
                || "–".to_owned(),
                |v| lang.value_against(v, asked, shown_as),
            ),
            target: asked.map_or_else(
                || "–".to_owned(),
                |asked| target(row, lang, (asked, value), shown_as),
            ),
            pace: number("pace").map_or_else(String::new, |p| lang.value(p, "share")),
            margin: number("margin").map_or_else(|| "–".to_owned(), |v| lang.margin(v, &unit)),
            verdict: text(row, "verdict").parse().map_or("", |v| lang.verdict(v)),
            current,
            base: if unit == "rank" {
                lang.ranked(&text(row, "base_value"))
            } else {
                base
            },
            status: text(row, "status").parse().map_or("", |s| lang.status(s)),
        }
    }

    /// Reasons and flags, each as its published word and what it means.
    pub(super) fn remarks(row: &Row, lang: Lang) -> Vec<(&'static str, String)> {
        let words = |column: &str| {
            text(row, column)
                .split(';')
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let reason = |w: String| {
            w.parse().ok().map(|r| {
                (
                    lang.say("scorecard-label-reason"),
                    format!("{w}: {}", lang.reason(r)),
                )
            })
        };
        let flag = |w: String| {
            w.parse().ok().map(|f| {
                (
                    lang.say("scorecard-label-flag"),
                    format!("{w}: {}", lang.flag(f)),
                )
            })
        };
        words("reasons")
            .into_iter()
            .filter_map(reason)
            .chain(words("flags").into_iter().filter_map(flag))
            .collect()
    }
}

/// What the target of a row asks. Where the units do not agree, it has no unit to be shown in.
fn target(row: &Row, lang: Lang, (asked, value): (f64, Option<f64>), shown_as: &str) -> String {
    let sign = text(row, "target_op")
        .parse::<TargetOp>()
        .map(TargetOp::sign)
        .unwrap_or_default();
    let mismatch = text(row, "reasons")
        .split(';')
        .any(|r| r == Reason::UnitMismatch.as_str());
    if mismatch {
        format!("{sign} {}", lang.digits(&format!("{asked}")))
    } else {
        format!("{sign} {}", lang.target(asked, value, shown_as))
    }
}

//! A row of the scorecard as people see it.

use crate::app::lang::{Digits, Lang};
use crate::app::rows::ScorecardRow;
use crate::model::{Dec, Reason, shown_as, shown_in};

/// Areas go by the name their people use, in every language.
pub fn area(row: &ScorecardRow) -> String {
    format!("{} ({})", row.area_name_vi, row.area_code)
}

/// The title of the KPI.
pub fn title(row: &ScorecardRow, lang: Lang) -> &str {
    let title = if lang.is_vi() {
        &row.kpi_title_vi
    } else {
        &row.kpi_title_en
    };
    title.as_deref().unwrap_or_default()
}

/// The unit in which the value of a row is shown.
pub fn unit_shown(row: &ScorecardRow) -> String {
    let unit = row.value_unit.as_deref().unwrap_or_default();
    shown_in(
        shown_as(row.kind.as_deref().unwrap_or_default(), unit),
        row.operand_unit.as_deref().unwrap_or_default(),
    )
}

/// A scorecard row as people see it.
pub struct ScoreView {
    pub value: String,
    pub target: String,
    pub pace: String,
    pub margin: String,
    pub current: String,
    pub base: String,
    pub status: &'static str,
}

impl ScoreView {
    pub fn new(row: &ScorecardRow, lang: Lang, digits: Digits) -> ScoreView {
        let none = || "–".to_owned();
        let unit = row.value_unit.as_deref().unwrap_or_default();
        let of_figures = row.operand_unit.as_deref().unwrap_or_default();
        let shown_as = unit_shown(row);
        let distance_in = shown_in(unit, of_figures);
        let [current_value, base_value] = [row.current_value, row.base_value]
            .map(|v| v.map_or_else(String::new, |v| v.to_string()));
        let [current, base] = lang.figures([&current_value, &base_value], of_figures, digits);
        let asked = row.target_value.map(Dec::to_f64);
        ScoreView {
            value: row
                .value
                .map_or_else(none, |v| lang.value_against(v, &row.bounds(), &shown_as)),
            target: asked.map_or_else(none, |asked| target(row, lang, asked, &shown_as)),
            pace: row
                .pace
                .map_or_else(String::new, |p| lang.value(p, "share")),
            margin: row.margin.zip(row.target_op).map_or_else(none, |(v, op)| {
                lang.distance(v, &distance_in, op, row.verdict)
            }),
            current,
            base: if shown_as == "rank" {
                lang.ranked(&base_value)
            } else {
                base
            },
            status: row.status.map_or("", |s| lang.status(s)),
        }
    }

    /// Reasons and flags, each as its published word and what it means.
    pub fn remarks(row: &ScorecardRow, lang: Lang) -> Vec<(&'static str, String)> {
        let reasons = row.reasons.iter().map(|r| {
            (
                lang.say("scorecard-label-reason"),
                format!("{r}: {}", lang.reason(*r)),
            )
        });
        let flags = row.flags.iter().map(|f| {
            (
                lang.say("scorecard-label-flag"),
                format!("{f}: {}", lang.flag(*f)),
            )
        });
        reasons.chain(flags).collect()
    }
}

/// What the target of a row asks. Where the units do not agree, it has no unit to be shown in.
fn target(row: &ScorecardRow, lang: Lang, asked: f64, shown_as: &str) -> String {
    let shown = |asked: f64| {
        if row.reasons.contains(&Reason::UnitMismatch) {
            lang.digits(&format!("{asked}"))
        } else {
            lang.target(asked, row.value, shown_as)
        }
    };
    let high = row.target_high.map(|high| shown(high.to_f64()));
    row.target_op
        .map_or_else(String::new, |op| lang.asked(op, &shown(asked), high))
}

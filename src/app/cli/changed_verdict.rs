//! A verdict or a target that changed, as people see it: before and now, in their units.

use crate::app::cli::asked_period::for_people;
use crate::app::lang::Lang;
use crate::inspect::VerdictChange;
use crate::model::{FiscalYear, TargetOp};

/// The period of a change, a fiscal year with the office's own name before it.
pub fn period_of(lang: Lang, change: &VerdictChange, fiscal: Option<FiscalYear>) -> String {
    let (period, span) = (change.key.period.parse(), change.key.span.parse());
    match (period, span) {
        (Ok(period), Ok(span)) => for_people(fiscal, (period, span), lang),
        _ => change.key.period.clone(),
    }
}

/// The value of a side, distinguishable from its target where the two are close.
#[must_use]
pub fn value_of(lang: Lang, change: &VerdictChange, side: usize, shown_as: &str) -> String {
    let bounds: Vec<f64> = { change.target[side].split(' ').skip(1) }
        .filter_map(|bound| bound.parse().ok())
        .collect();
    let text = &change.value[side];
    text.parse::<f64>().map_or_else(
        |_| dash(text).to_owned(),
        |v| lang.value_against(v, &bounds, shown_as),
    )
}

/// What the target of a side asks; a dash where there is none.
pub fn target_of(lang: Lang, change: &VerdictChange, side: usize, shown_as: &str) -> String {
    let mut said = change.target[side].split(' ');
    let op = said.next().unwrap_or_default();
    let value = change.value[side].parse().ok();
    let mut bounds =
        said.filter_map(|bound| Some(lang.target(bound.parse().ok()?, value, shown_as)));
    let (Ok(op), Some(low)) = (op.parse::<TargetOp>(), bounds.next()) else {
        return "–".to_owned();
    };
    lang.asked(op, &low, bounds.next())
}

/// A column of a target as people see it: what it asks, in its unit.
pub fn column(lang: Lang, column: &str, text: &str, shown_as: Option<&str>) -> String {
    let number = text.parse::<f64>().ok().zip(shown_as);
    match (column, number) {
        ("target_value" | "target_high", Some((v, unit))) => lang.target(v, None, unit),
        ("tolerance", Some((v, unit))) => lang.margin(v, unit).trim_start_matches('+').to_owned(),
        _ => dash(text).to_owned(),
    }
}

/// A text, or a dash where there is none.
#[must_use]
pub fn dash(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}

/// Before and now, once where they are the same.
#[must_use]
pub fn both([before, now]: [String; 2]) -> String {
    if before == now {
        before
    } else {
        format!("{before} → {now}")
    }
}

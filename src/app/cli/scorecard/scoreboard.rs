//! The scoreboard of one area and period that `chiso run` ends with.

use crate::app::cli::asked_period::for_people;
use crate::app::cli::scorecard::rows::{ScorecardArgs, Selected, select};
use crate::app::cli::scorecard_context::ScorecardContext;
use crate::app::cli::{AskedPeriod, Context, Failure};
use crate::app::lang::{Digits, Lang};
use crate::app::messages::say;
use crate::app::output;
use crate::app::rows::ScorecardRow;
use crate::app::score_view::{ScoreView, area, title};
use crate::config::Project;
use crate::model::kind::{self, Spec};
use crate::model::{Period, Role, Span};
use crate::store::ReleaseRef;

/// The scoreboard of one area and period that `chiso run` ends with: every KPI with its verdict and
/// why, in total. Gives the first KPI that has a value there, else the first that has a verdict.
pub fn scoreboard(
    context: &Context,
    project: &Project,
    release: &ReleaseRef,
    area_code: &str,
    period: Period,
) -> Result<Option<String>, Failure> {
    let args = ScorecardArgs {
        area: Some(area_code.to_owned()),
        period: Some(AskedPeriod::Named(period)),
        breakdown: Some(String::new()),
        ..ScorecardArgs::default()
    };
    let Selected {
        mut rows, around, ..
    } = select(project, release, &args)?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let fiscal = project.fiscal_calendar();
    let of = |period| for_people(fiscal, (period, Span::Period), context.lang);
    output::line(&format!("\n{} {}", area(first), of(period)))?;
    // In the order in which the pipelines declare them, which is the order of the office's
    // questions.
    rows.sort_by_cached_key(|r| project.kpis.iter().position(|k| k.id == r.kpi));
    for row in &rows {
        output::line(&format!("\n  {}", title(row, context.lang)))?;
        let fields = fields((context.lang, &of), row, period, &around);
        let longest = fields.iter().map(|(label, _)| label.chars().count()).max();
        let width = longest.unwrap_or_default().max(9);
        for (label, words) in fields {
            output::line(&format!("    {label:<width$} {words}"))?;
        }
    }
    let shown = rows.iter().find(|row| row.value.is_some()).or(rows.first());
    Ok(shown.map(|row| row.kpi.clone()))
}

/// What is said of a KPI, each behind its label.
fn fields(
    (lang, shown): (Lang, &dyn Fn(Period) -> String),
    row: &ScorecardRow,
    period: Period,
    around: &ScorecardContext,
) -> Vec<(&'static str, String)> {
    let seen = ScoreView::new(row, lang, Digits::All);
    let target = say!(lang, "scorecard-target-of", target = seen.target);
    let value = if seen.value.chars().count() > 12 {
        format!("{}, {target}", seen.value)
    } else {
        format!("{:<12} {target}", seen.value)
    };
    let known = if seen.current == "–" {
        String::new()
    } else {
        format!(" ({}, {})", shown(period), seen.status)
    };
    let against = of_base((lang, shown), row, &seen);
    let mut fields = vec![
        (
            lang.say("scorecard-label-verdict"),
            around.verdict(row, lang).to_uppercase(),
        ),
        (lang.say("scorecard-label-value"), value),
        (lang.say("scorecard-label-margin"), seen.margin),
        (
            lang.say("scorecard-label-current"),
            format!("{}{known}", seen.current),
        ),
        (label_of_base(lang, row), format!("{}{against}", seen.base)),
    ];
    fields.extend(ScoreView::remarks(row, lang));
    fields
}

/// A part is compared with the whole that it is of, everything else with what stands against it.
fn label_of_base(lang: Lang, row: &ScorecardRow) -> &'static str {
    let kind = row.kind.as_deref().and_then(kind::named);
    if kind.is_some_and(|spec| spec.base == Some(Role::Whole)) {
        lang.say("scorecard-label-whole")
    } else {
        lang.say("scorecard-label-against")
    }
}

/// The period of the base, or what it is a plan for.
fn of_base(
    (lang, shown): (Lang, &dyn Fn(Period) -> String),
    row: &ScorecardRow,
    seen: &ScoreView,
) -> String {
    let of_plan = |spec: &Spec| spec.base == Some(Role::Plan);
    let kind = row.kind.as_deref().and_then(kind::named);
    let Some(base_period) = row.base_period.filter(|_| seen.base != "–") else {
        return String::new();
    };
    if kind.is_some_and(of_plan) {
        format!(
            " {}",
            say!(lang, "scorecard-plan-for", base_period = shown(base_period))
        )
    } else {
        format!(" ({})", shown(base_period))
    }
}

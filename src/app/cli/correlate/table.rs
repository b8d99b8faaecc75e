//! Rows of studies as tables for people, one per outcome.

use crate::app::cli::association::{StudyRowView, caution, series_title};
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output;
use crate::app::rows::CorrelationRow;
use crate::config::Project;
use crate::model::{Evidence, SETTLED};
use std::collections::BTreeSet;

/// Rows as tables for people, one per outcome. What all rows share stands above.
pub(super) fn show(
    context: &Context,
    project: &Project,
    rows: &[&CorrelationRow],
) -> Result<(), Failure> {
    let lang = context.lang;
    if rows.is_empty() {
        output::line(lang.say("correlate-no-rows"))?;
        return Ok(());
    }
    let outcomes: BTreeSet<(&str, &str)> = rows
        .iter()
        .map(|r| (r.study.as_str(), r.outcome.as_str()))
        .collect();
    for (study, outcome) in outcomes {
        let its: Vec<&CorrelationRow> = rows
            .iter()
            .copied()
            .filter(|r| (r.study.as_str(), r.outcome.as_str()) == (study, outcome))
            .collect();
        table(project, lang, study, outcome, &its)?;
    }
    if let Some(contradictions) = contradictions(lang, rows) {
        output::line(&contradictions)?;
    }
    output::line(caution(lang))?;
    Ok(())
}

/// Which scores and outcomes go together one way in one design and the other way in another.
fn contradictions(lang: Lang, rows: &[&CorrelationRow]) -> Option<String> {
    let pairs: BTreeSet<String> = rows
        .iter()
        .filter(|r| r.opposite_designs.iter().flatten().next().is_some())
        .map(|r| format!("{} – {}", r.score, r.outcome))
        .collect();
    (!pairs.is_empty()).then(|| {
        say!(
            lang,
            "correlate-contradictions",
            pairs = pairs.into_iter().collect::<Vec<_>>().join(", ")
        )
    })
}

/// How many of the rows that count are more than chance.
pub(super) fn settled(lang: Lang, counting: &[&CorrelationRow]) -> String {
    let settled = counting
        .iter()
        .filter(|r| r.evidence == Some(Evidence::MoreThanChance))
        .count();
    let all = counting.iter().filter(|r| r.q_value.is_some()).count();
    let bound = lang.number(SETTLED, 2);
    say!(
        lang,
        "correlate-settled",
        count = settled,
        all = all,
        bound = bound
    )
}

/// A text of a row, in a language.
type Trait = fn(&CorrelationRow, Lang) -> String;

fn table(
    project: &Project,
    lang: Lang,
    study: &str,
    outcome: &str,
    rows: &[&CorrelationRow],
) -> Result<(), Failure> {
    let declared = project.studies.iter().find(|s| s.id == study);
    output::line(&format!(
        "{} [{study}]",
        declared.map_or(study, |s| s.title.get(lang.is_vi()))
    ))?;
    output::line(&say!(
        lang,
        "correlate-outcome-of",
        title = series_title(project, outcome, lang),
        id = outcome
    ))?;
    let (mut columns, shared): (Vec<_>, Vec<_>) = traits(lang)
        .into_iter()
        .partition(|(_, of)| differ(lang, rows, *of));
    let above: Vec<String> = shared
        .iter()
        .filter_map(|(name, of)| Some(format!("{name}: {}", of(rows.first()?, lang))))
        .collect();
    if !above.is_empty() {
        output::line(&above.join(", "))?;
    }
    match only_score(rows) {
        Some(score) => output::line(&say!(
            lang,
            "correlate-score-of",
            title = series_title(project, score, lang),
            id = score
        ))?,
        None => columns.insert(0, (lang.say("correlate-score"), |r, _| r.score.clone())),
    }
    output::line(&figures(lang, &columns, rows))?;
    if let [only] = rows
        && let Some(note) = only
            .note_vi
            .as_ref()
            .filter(|_| lang.is_vi())
            .or(only.note.as_ref())
    {
        output::line(&say!(lang, "correlate-note", text = note))?;
    }
    Ok(())
}

/// What rows of one outcome may have in common.
fn traits(lang: Lang) -> [(&'static str, Trait); 4] {
    [
        (lang.say("correlate-design"), |r, lang| {
            lang.design(r.design).to_owned()
        }),
        (lang.say("correlate-coefficient"), |r, lang| {
            lang.coefficient(r.method).to_owned()
        }),
        (lang.say("correlate-lag"), |r, _| r.lag.to_string()),
        (lang.say("correlate-periods"), |r, _| r.period.clone()),
    ]
}

/// Whether rows differ in a trait.
fn differ(lang: Lang, rows: &[&CorrelationRow], of: Trait) -> bool {
    rows.first()
        .is_some_and(|first| rows.iter().any(|r| of(r, lang) != of(first, lang)))
}

/// The score that all rows are of.
fn only_score<'r>(rows: &[&'r CorrelationRow]) -> Option<&'r str> {
    rows.first()
        .map(|r| r.score.as_str())
        .filter(|score| rows.iter().all(|r| r.score == *score))
}

/// Coefficients with what they rest on, behind the columns in which rows differ.
fn figures(lang: Lang, columns: &[(&str, Trait)], rows: &[&CorrelationRow]) -> String {
    let in_regions = rows.iter().any(|r| r.regional_coefficient.is_some());
    let headers: Vec<&str> = columns
        .iter()
        .map(|(name, _)| *name)
        .chain([
            "n",
            lang.say("correlate-value"),
            lang.say("correlate-confidence"),
            "p",
            "q",
            lang.say("correlate-leave-one-out"),
        ])
        .chain(in_regions.then(|| lang.say("correlate-regions-removed")))
        .chain([lang.say("correlate-in-words")])
        .collect();
    let cells = |row: &&CorrelationRow| -> Vec<String> {
        let view = StudyRowView::new(row, lang);
        columns
            .iter()
            .map(|(_, of)| of(row, lang))
            .chain([row.n.to_string(), view.coefficient, view.interval])
            .chain([view.p, view.q, view.moved])
            .chain(in_regions.then_some(view.regional))
            .chain([view.words])
            .collect()
    };
    output::table(&headers, rows.iter().map(cells).collect())
}

//! Rows of studies as tables for people, one an outcome.

use crate::app::cli::association::{StudyRowView, caution, evidence, series_title};
use crate::app::cli::lookup::text;
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Row};
use crate::config::Project;
use crate::model::{Evidence, SETTLED};
use std::collections::BTreeSet;

/// Rows as tables for people, one an outcome. What all rows share stands above.
pub(super) fn show(context: &Context, project: &Project, rows: &[Row]) -> Result<(), Failure> {
    let lang = context.lang;
    if rows.is_empty() {
        output::line(lang.say("correlate-no-rows"))?;
        return Ok(());
    }
    let outcomes: BTreeSet<(String, String)> = rows
        .iter()
        .map(|r| (text(r, "study"), text(r, "outcome")))
        .collect();
    for (study, outcome) in outcomes {
        let its: Vec<&Row> = rows
            .iter()
            .filter(|r| (text(r, "study"), text(r, "outcome")) == (study.clone(), outcome.clone()))
            .collect();
        table(project, lang, &study, &outcome, &its)?;
    }
    if let Some(contradictions) = contradictions(lang, rows) {
        output::line(&contradictions)?;
    }
    output::line(caution(lang))?;
    Ok(())
}

/// Which scores and outcomes go together one way in one design and the other way in another.
fn contradictions(lang: Lang, rows: &[Row]) -> Option<String> {
    let pairs: BTreeSet<String> = rows
        .iter()
        .filter(|r| !text(r, "opposite_designs").is_empty())
        .map(|r| format!("{} – {}", text(r, "score"), text(r, "outcome")))
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
pub(super) fn settled(lang: Lang, counting: &[Row]) -> String {
    let judged = |row: &&Row| row.get("q_value").is_some_and(|q| !q.is_null());
    let settled = counting
        .iter()
        .filter(|r| evidence(r) == Some(Evidence::MoreThanChance))
        .count();
    let all = counting.iter().filter(judged).count();
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
type Trait = fn(&Row, Lang) -> String;

fn table(
    project: &Project,
    lang: Lang,
    study: &str,
    outcome: &str,
    rows: &[&Row],
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
    let traits: [(&str, Trait); 4] = [
        (lang.say("correlate-design"), |r, lang| {
            text(r, "design")
                .parse()
                .map_or_else(|_| String::new(), |d| lang.design(d).to_owned())
        }),
        (lang.say("correlate-coefficient"), |r, lang| {
            text(r, "method")
                .parse()
                .map_or_else(|_| String::new(), |m| lang.coefficient(m).to_owned())
        }),
        (lang.say("correlate-lag"), |r, _| text(r, "lag")),
        (lang.say("correlate-periods"), |r, _| text(r, "period")),
    ];
    let differ = |of: fn(&Row, Lang) -> String| {
        rows.iter().any(|r| {
            rows.first()
                .is_some_and(|first| of(r, lang) != of(first, lang))
        })
    };
    let (columns, shared): (Vec<_>, Vec<_>) = traits.into_iter().partition(|(_, of)| differ(*of));
    let above: Vec<String> = shared
        .iter()
        .filter_map(|(name, of)| Some(format!("{name}: {}", of(rows.first()?, lang))))
        .collect();
    if !above.is_empty() {
        output::line(&above.join(", "))?;
    }
    let only = rows
        .first()
        .map(|r| text(r, "score"))
        .filter(|score| rows.iter().all(|r| text(r, "score") == *score));
    if let Some(score) = &only {
        output::line(&say!(
            lang,
            "correlate-score-of",
            title = series_title(project, score, lang),
            id = score
        ))?;
    }
    let score = if only.is_some() {
        None
    } else {
        Some((
            lang.say("correlate-score"),
            (|r, _| text(r, "score")) as Trait,
        ))
    };
    let columns: Vec<(&str, Trait)> = score.into_iter().chain(columns).collect();
    let in_regions = rows
        .iter()
        .any(|r| r.get("regional_coefficient").is_some_and(|c| !c.is_null()));
    let figures = [
        "n",
        lang.say("correlate-value"),
        lang.say("correlate-confidence"),
        "p",
        "q",
        lang.say("correlate-leave-one-out"),
    ];
    let regions = in_regions.then(|| lang.say("correlate-regions-removed"));
    let headers: Vec<&str> = columns
        .iter()
        .map(|(name, _)| *name)
        .chain(figures)
        .chain(regions)
        .chain([lang.say("correlate-in-words")])
        .collect();
    let cells = |row: &&Row| -> Vec<String> {
        let StudyRowView {
            coefficient,
            interval,
            p,
            q,
            words,
            moved,
            regional,
        } = StudyRowView::new(row, lang);
        let regional = in_regions.then_some(regional);
        let figures = [text(row, "n"), coefficient, interval, p, q, moved]
            .into_iter()
            .chain(regional)
            .chain([words]);
        columns
            .iter()
            .map(|(_, of)| of(row, lang))
            .chain(figures)
            .collect()
    };
    output::line(&output::table(&headers, rows.iter().map(cells).collect()))?;
    if let [only] = rows
        && !text(only, "note").is_empty()
    {
        output::line(&say!(lang, "correlate-note", text = text(only, "note")))?;
    }
    Ok(())
}

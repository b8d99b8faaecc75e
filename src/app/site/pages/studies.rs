//! The studies: of each outcome and score the row that was declared in advance to count, with what
//! was refused and why.

use crate::app::cli::{Failure, caution};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::rows::CorrelationRow;
use crate::app::site::answer::Answer;
use crate::app::site::frame::Frame;
use crate::app::site::pages::study_rows::{StudyLine, read, study_line};
use crate::app::site::visit::Visit;
use crate::config::Project;
use crate::inspect::Past;
use crate::model::{Evidence, SETTLED};
use askama::Template;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "studies.html")]
struct StudiesPage {
    frame: Frame,
    lang: Lang,
    caution: &'static str,
    studies: Vec<StudyMatrix>,
}

struct StudyMatrix {
    title: String,
    /// Of each outcome its title and its scores.
    outcomes: Vec<(String, Vec<StudyLine>)>,
}

/// The list of studies.
///
/// # Errors
/// When the release cannot be read.
pub fn studies(visit: &Visit<'_>) -> Result<Answer, Failure> {
    let (lang, rows) = (visit.lang, read(visit, None)?);
    let mut pairs: BTreeMap<[&str; 3], Vec<&CorrelationRow>> = BTreeMap::new();
    for row in &rows {
        let pair = [row.study.as_str(), &row.outcome, &row.score];
        pairs.entry(pair).or_default().push(row);
    }
    let mut studies: BTreeMap<&str, Vec<&CorrelationRow>> = BTreeMap::new();
    for ([study, ..], rows) in &pairs {
        // Where none was declared to count, the first leads to the others.
        let counting: Vec<&CorrelationRow> =
            rows.iter().copied().filter(|r| r.is_primary).collect();
        let shown = if counting.is_empty() {
            &rows[..1]
        } else {
            counting.as_slice()
        };
        studies.entry(study).or_default().extend(shown);
    }
    let counting: Vec<&CorrelationRow> =
        rows.iter().map(|r| &**r).filter(|r| r.is_primary).collect();
    let then = Past::declared(visit.project, visit.release())?;
    let project = then.as_ref().unwrap_or(visit.project);
    let page = StudiesPage {
        lang,
        caution: caution(lang),
        studies: studies
            .iter()
            .map(|(study, rows)| matrix((visit, project), study, rows))
            .collect(),
        frame: Frame::of(
            visit,
            lang.say("site-studies").to_owned(),
            sentence(lang, &counting),
        ),
    };
    Ok(Answer::page(200, &page))
}

fn matrix(
    (visit, project): (&Visit<'_>, &Project),
    study: &str,
    rows: &[&CorrelationRow],
) -> StudyMatrix {
    let declared = project.studies.iter().find(|s| s.id == study);
    let mut outcomes: Vec<(String, Vec<StudyLine>)> = vec![];
    for line in rows
        .iter()
        .map(|row| study_line(visit, project, row, false))
    {
        match outcomes.last_mut() {
            Some((outcome, lines)) if *outcome == line.outcome => lines.push(line),
            _ => outcomes.push((line.outcome.clone(), vec![line])),
        }
    }
    StudyMatrix {
        title: declared
            .map_or(study, |s| s.title.get(visit.lang.is_vi()))
            .to_owned(),
        outcomes,
    }
}

/// How many of the rows that count are more than chance, and how many have no coefficient.
fn sentence(lang: Lang, counting: &[&CorrelationRow]) -> String {
    if counting.is_empty() {
        return lang.say("site-no-studies").to_owned();
    }
    let settled = |r: &&&CorrelationRow| r.evidence == Some(Evidence::MoreThanChance);
    let refused = counting.iter().filter(|r| r.refused.is_some()).count();
    say!(
        lang,
        "site-studies-sentence",
        count = counting.len(),
        settled = counting.iter().filter(settled).count(),
        refused = refused,
        bound = lang.number(SETTLED, 2)
    )
}

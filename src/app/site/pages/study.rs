//! An outcome and a score of a study: the row that counts or the one chosen, its points as a picture,
//! and all other rows.

use crate::app::cli::{Failure, caution};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::picture::scatter;
use crate::app::rows::{CorrelationRow, Published};
use crate::app::site::address::Page;
use crate::app::site::answer::Answer;
use crate::app::site::frame::{Frame, Link};
use crate::app::site::pages::message;
use crate::app::site::pages::study_rows::{StudyLine, name_of_row, read, study_line};
use crate::app::site::visit::Visit;
use crate::inspect::{Past, RowKey, study_row};
use askama::Template;

#[derive(Template)]
#[template(path = "study.html")]
struct StudyPage {
    frame: Frame,
    lang: Lang,
    caution: &'static str,
    studies: Link,
    row: StudyLine,
    note: String,
    /// Address of the picture; none without a coefficient, and in the view without pictures.
    picture: Option<String>,
    rows: Vec<StudyLine>,
}

/// The page of an outcome and a score.
///
/// # Errors
/// When the release cannot be read.
pub fn study(visit: &Visit<'_>, of: (&str, &str, &str)) -> Result<Answer, Failure> {
    let lang = visit.lang;
    let rows = read(visit, Some(of))?;
    let Some(row) = chosen(visit, &rows) else {
        return Ok(message(lang, 404, lang.say("site-no-study")));
    };
    let then = Past::declared(visit.project, visit.release())?;
    let project = then.as_ref().unwrap_or(visit.project);
    let shown = study_line(visit, project, row, true);
    let (study, outcome, score) = of;
    let [study, outcome, score] = [study, outcome, score].map(str::to_owned);
    let picture = visit.address.choosing(|c| c.row = Some(name_of_row(row)));
    let picture = crate::app::site::address::Address {
        page: Page::StudyPicture(study, outcome, score),
        ..picture
    };
    let drawn = row.refused.is_none() && row.coefficient.is_some() && !visit.address.text;
    let sentence = say!(
        lang,
        "site-study-sentence",
        score = shown.score,
        outcome = shown.outcome,
        words = shown.view.words
    );
    let heading = format!("{} – {}", shown.score, shown.outcome);
    let note = { row.note_vi.as_ref().filter(|_| lang.is_vi()) }.or(row.note.as_ref());
    let page = StudyPage {
        lang,
        caution: caution(lang),
        studies: Link::to(lang.say("site-studies"), &visit.address.to(Page::Studies)),
        picture: drawn.then(|| picture.href()),
        note: note.cloned().unwrap_or_default(),
        rows: { rows.iter() }
            .map(|r| study_line(visit, project, r, name_of_row(r) == name_of_row(row)))
            .collect(),
        frame: Frame::of(visit, heading, sentence),
        row: shown,
    };
    Ok(Answer::page(200, &page))
}

/// The row chosen, else the one that counts, else the first.
fn chosen<'r>(
    visit: &Visit<'_>,
    rows: &'r [Published<CorrelationRow>],
) -> Option<&'r CorrelationRow> {
    let asked = visit.address.choice.row.as_ref();
    let named = asked.and_then(|name| rows.iter().find(|r| name_of_row(r) == *name));
    let row = named.or_else(|| rows.iter().find(|r| r.is_primary));
    row.or_else(|| rows.first()).map(|r| &**r)
}

/// The picture of the points behind a row.
///
/// # Errors
/// When the release or the tables behind it cannot be read.
pub fn picture(visit: &Visit<'_>, of: (&str, &str, &str)) -> Result<Answer, Failure> {
    let lang = visit.lang;
    let rows = read(visit, Some(of))?;
    let row = chosen(visit, &rows).filter(|row| row.refused.is_none());
    let Some(row) = row else {
        return Ok(message(lang, 404, lang.say("site-no-study")));
    };
    let past = Past::unless_today(visit.project, visit.release())?;
    let project = past.as_ref().map_or(visit.project, |p| &p.project);
    let key = RowKey {
        study: row.study.clone(),
        outcome: row.outcome.clone(),
        score: row.score.clone(),
        design: row.design.to_string(),
        period: row.period.clone(),
        lag: row.lag,
        method: row.method.to_string(),
    };
    let studied = study_row(project, visit.release(), &key, None)?;
    let drawn = scatter(lang, project, visit.release(), row, &studied);
    let svg = drawn.map_err(|e| Failure::Usage(e.to_string()))?;
    Ok(Answer::of(200, "image/svg+xml", svg.into_bytes()))
}

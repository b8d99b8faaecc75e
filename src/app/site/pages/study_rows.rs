//! Rows of studies as the pages show them: with their interval as a picture, and never more than
//! they say.

use crate::app::cli::{Failure, StudyRowView, rows_in_order, series_title};
use crate::app::rows::{CorrelationRow, Published};
use crate::app::site::address::Page;
use crate::app::site::visit::Visit;
use crate::config::Project;

/// Width of the picture of an interval, whose ends are −1 and 1.
const WIDTH: f64 = 120.0;

/// A row of a study.
pub struct StudyLine {
    /// Title of the outcome.
    pub outcome: String,
    /// Title of the score.
    pub score: String,
    /// The design.
    pub design: &'static str,
    /// The coefficient that is used.
    pub method: &'static str,
    /// Periods of the outcome.
    pub period: String,
    /// Periods by which the score precedes it.
    pub lag: i32,
    /// Pairs of observations.
    pub n: i64,
    /// The numbers, and what they say.
    pub view: StudyRowView,
    /// Whether it was declared in advance as the row that counts.
    pub primary: bool,
    /// Whether it has no coefficient.
    pub refused: bool,
    /// Interval and coefficient across its picture; none where there is none.
    pub bar: Option<(String, String, String)>,
    /// The page of the row.
    pub href: String,
    /// Whether it is the row of the page.
    pub current: bool,
}

/// The published rows of studies in the order of their key: of all, or of an outcome and a score.
///
/// # Errors
/// When the release cannot be read.
pub fn read(
    visit: &Visit<'_>,
    of: Option<(&str, &str, &str)>,
) -> Result<Vec<Published<CorrelationRow>>, Failure> {
    let (study, outcome, score) = of.map_or((None, None, None), |(study, outcome, score)| {
        (Some(study), Some(outcome), Some(score))
    });
    let wanted = [("study", study), ("outcome", outcome), ("score", score)];
    let order = [
        "study", "outcome", "score", "design", "period", "lag", "method",
    ];
    rows_in_order(visit.release(), None, (&wanted, None), order)
}

/// What a row goes by in an address.
pub fn name_of_row(row: &CorrelationRow) -> String {
    let (design, method) = (row.design.as_str(), row.method.as_str());
    format!("{design}.{method}.{}.{}", row.lag, row.period)
}

/// A row as a page shows it, by the titles of the project that the release was made from.
pub fn study_line(
    visit: &Visit<'_>,
    project: &Project,
    row: &CorrelationRow,
    current: bool,
) -> StudyLine {
    let lang = visit.lang;
    let names = [&row.study, &row.outcome, &row.score].map(Clone::clone);
    let [study, outcome, score] = names;
    let page = visit.address.to(Page::Study(study, outcome, score));
    let page = page.choosing(|c| {
        c.boundary = None;
        c.row = (!row.is_primary).then(|| name_of_row(row));
    });
    let bar = || {
        let across = |v: f64| format!("{:.1}", f64::midpoint(v.clamp(-1.0, 1.0), 1.0) * WIDTH);
        Some((
            across(row.ci_low?),
            across(row.ci_high?),
            across(row.coefficient?),
        ))
    };
    StudyLine {
        outcome: series_title(project, &row.outcome, lang),
        score: series_title(project, &row.score, lang),
        design: lang.design(row.design),
        method: lang.coefficient(row.method),
        period: row.period.replace('/', "–"),
        lag: row.lag,
        n: row.n,
        view: StudyRowView::new(row, lang),
        primary: row.is_primary,
        refused: row.refused.is_some(),
        bar: bar().filter(|_| !visit.address.text),
        href: page.href(),
        current,
    }
}

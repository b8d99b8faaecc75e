//! What else is known of a verdict: what it was before, and what figures that were not used would
//! have given.

use crate::app::cli::{Failure, revision_words, rows_there};
use crate::app::lang::Digits;
use crate::app::rows::{AlternativeRow, Published, RevisionRow, ScorecardRow};
use crate::app::score_view::unit_shown;
use crate::app::site::visit::Visit;
use crate::model::{Reason, Verdict, day_of};

/// A value and verdict that became another one.
pub struct Revision {
    /// The day from which the later one is known.
    pub known: String,
    /// Value, verdict and reason before.
    pub before: String,
    /// The same after.
    pub after: String,
    /// Why, in a few words.
    pub why: &'static str,
}

/// A figure that was not used.
pub struct UnusedFigure {
    /// In place of which one.
    pub role: &'static str,
    /// The figure, with its unit.
    pub figure: String,
    /// Its status.
    pub status: &'static str,
    /// Where it is from.
    pub source: String,
    /// Value, verdict and reason by it.
    pub gives: String,
}

/// What else is known of the verdicts of an area and a period by one KPI.
pub struct OtherFigures {
    revisions: Vec<Published<RevisionRow>>,
    unused: Vec<Published<AlternativeRow>>,
}

impl OtherFigures {
    /// As the release has them.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub fn read(visit: &Visit<'_>, kpi: &str, area: &str) -> Result<OtherFigures, Failure> {
        let wanted = [("kpi", Some(kpi)), ("area_code", Some(area))];
        let boundary = Some(visit.boundary());
        Ok(OtherFigures {
            revisions: rows_there(visit.release(), boundary, &wanted)?,
            unused: rows_there(visit.release(), boundary, &wanted)?,
        })
    }

    /// What a verdict was before, the latest change first.
    pub fn revisions(&self, visit: &Visit<'_>, row: &ScorecardRow) -> Vec<Revision> {
        let same = |r: &&Published<RevisionRow>| {
            (&r.kpi, r.period, r.span, &r.target_id)
                == (&row.kpi, row.period, row.span, &row.target_id)
        };
        let mut changes: Vec<&Published<RevisionRow>> =
            self.revisions.iter().filter(same).collect();
        changes.sort_by_key(|r| std::cmp::Reverse(r.known_from));
        let shown = |r: &Published<RevisionRow>| Revision {
            known: day_of(r.known_from, visit.project.timezone).to_string(),
            before: judged(
                visit,
                row,
                (r.value_before, r.verdict_before, r.reason_before),
            ),
            after: judged(visit, row, (r.value_after, r.verdict_after, r.reason_after)),
            why: revision_words(visit.lang, r.revision_code),
        };
        changes.into_iter().map(shown).collect()
    }

    /// What figures that were not used would have given.
    pub fn unused(&self, visit: &Visit<'_>, row: &ScorecardRow) -> Vec<UnusedFigure> {
        let lang = visit.lang;
        let same = |a: &&Published<AlternativeRow>| {
            (&a.kpi, a.period, a.span, &a.target_id)
                == (&row.kpi, row.period, row.span, &row.target_id)
        };
        let shown = |a: &Published<AlternativeRow>| UnusedFigure {
            role: lang.role(a.role),
            figure: a.value.map_or_else(
                || "–".to_owned(),
                |v| lang.figure(&v.to_string(), visit.unit(&a.unit), Digits::Short),
            ),
            status: lang.status(a.status),
            source: if a.source_id.is_empty() {
                a.dataset.clone()
            } else {
                a.source_id.clone()
            },
            gives: judged(visit, row, (a.kpi_value, a.verdict, a.reason)),
        };
        self.unused.iter().filter(same).map(shown).collect()
    }
}

/// A value with its verdict, or the reason why there is none.
fn judged(
    visit: &Visit<'_>,
    row: &ScorecardRow,
    (value, verdict, reason): (Option<f64>, Verdict, Option<Reason>),
) -> String {
    let lang = visit.lang;
    let unit = unit_shown(row);
    let value = value.map(|v| lang.value_against(v, &row.bounds(), &unit));
    let reason = reason.map(|r| lang.reason(r).to_owned());
    { value.into_iter() }
        .chain([lang.verdict(verdict).to_owned()])
        .chain(reason)
        .collect::<Vec<_>>()
        .join(", ")
}

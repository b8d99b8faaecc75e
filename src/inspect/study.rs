//! A row of a study with the observations behind it.

use crate::config::Project;
use crate::correlate::{self, Scatter, StudyInputs};
use crate::error::RunError;
use crate::governance::registers::Registers;
use crate::inspect::answer::{ScoresAsOf, Wanted, answer};
use crate::inspect::question::Question;
use crate::model::{Association, Kpi, Study};
use crate::store::{Lake, ReleaseRef};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Names one row of the studies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowKey {
    /// Study.
    pub study: String,
    /// Outcome series.
    pub outcome: String,
    /// Score series.
    pub score: String,
    /// Design.
    pub design: String,
    /// Outcome period or periods.
    pub period: String,
    /// Lag.
    pub lag: i32,
    /// Method.
    pub method: String,
}

impl RowKey {
    fn names(&self, r: &Association) -> bool {
        (r.outcome.as_str(), r.score.as_str(), r.lag)
            == (self.outcome.as_str(), self.score.as_str(), self.lag)
            && (r.design.as_str(), r.method.as_str(), &r.period)
                == (self.design.as_str(), self.method.as_str(), &self.period)
    }

    fn missing(&self) -> RunError {
        RunError::Unknown(format!(
            "no row of study `{}` for {} and {} in {}",
            self.study, self.score, self.outcome, self.period
        ))
    }
}

/// A row of a study with the observations behind it.
pub struct Studied {
    /// Registers that give names.
    pub registers: Arc<Registers>,
    /// The study as declared.
    pub study: Study,
    /// The row.
    pub row: Association,
    /// Its observations.
    pub scatter: Scatter,
    /// Datasets that the score and the outcome are made from, by id.
    pub datasets: Vec<String>,
}

/// The observations behind a row, from the tables that a release was made from.
///
/// # Errors
/// When nothing was published, or there is no such row.
pub fn study_row(
    project: &Project,
    release: &ReleaseRef,
    key: &RowKey,
    as_of: Option<DateTime<Utc>>,
) -> Result<Studied, RunError> {
    let lake = Lake::open_read(&project.lake)?;
    let study = declared(project, key)?;
    let wanted: BTreeSet<&str> = study.series().into_iter().collect();
    let kpis: Vec<Kpi> = project
        .kpis
        .iter()
        .filter(|k| wanted.contains(k.id.as_str()))
        .cloned()
        .collect();
    let question = Question {
        boundary: study.boundary,
        as_of,
    };
    let asked = Wanted {
        kpis: &kpis,
        studies: std::slice::from_ref(&study),
        all_measures: false,
    };
    let ScoresAsOf {
        registers,
        computed,
        ..
    } = answer(project, &lake, release, asked, question)?;
    let row = computed
        .associations
        .iter()
        .find(|r| key.names(r))
        .ok_or_else(|| key.missing())?
        .clone();
    let given = StudyInputs {
        values: &computed.values,
        scores: &computed.scores,
        kpis: &kpis,
        measures: &project.measures,
        areas: &registers.areas,
        boundary: row.boundary,
    };
    let scatter = correlate::scatter(&study, given, &row);
    let datasets = computed.values.iter().map(|v| v.dataset.to_string());
    let datasets: BTreeSet<String> = datasets.collect();
    Ok(Studied {
        study,
        row,
        scatter,
        datasets: datasets.into_iter().collect(),
        registers,
    })
}

/// The study of a row. It holds only what the row needs: to leave out the others changes nothing in
/// it.
fn declared(project: &Project, key: &RowKey) -> Result<Study, RunError> {
    let study = project
        .studies
        .iter()
        .find(|s| s.id == key.study)
        .ok_or_else(|| key.missing())?;
    Ok(Study {
        scores: vec![key.score.clone()],
        outcomes: vec![key.outcome.clone()],
        ..study.clone()
    })
}

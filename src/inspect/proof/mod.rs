//! `explain --verify`: a verdict computed again from landed bytes, and everything on the way
//! compared with what the lake and the release say.
//!
//! The landed files are compared with receipt and manifest and conformed again under the release's
//! own configuration; each row that bears on the verdict is found in its file, cell by cell;
//! tables, figures and verdict are then compared with those of the lake and of the release.

mod cells;
mod landing;
mod published;
mod rows;
mod step;
mod tables;

use crate::config::Project;
use crate::error::RunError;
use crate::evaluate::inputs::{needed, wanted};
use crate::inspect::explain::score::{Explained, declared, explain_from};
use crate::inspect::footing::Footing;
use crate::inspect::past_release::Past;
use crate::inspect::proof::cells::cells;
use crate::inspect::proof::landing::landing;
use crate::inspect::proof::published::published;
use crate::inspect::proof::rows::rows;
use crate::inspect::proof::step::step;
use crate::inspect::proof::tables::tables;
use crate::inspect::question::Question;
use crate::inspect::remake::remake;
use crate::model::{Item, Kpi, Period};
use crate::pipeline::Silent;
use crate::store::{Lake, ReleaseRef};
use std::collections::BTreeSet;
pub use step::ProofStep;

/// The comparisons, and the explanation made from landing where that could be done.
pub struct Proof {
    /// Comparisons in the direction of the data.
    pub steps: Vec<ProofStep>,
    /// The explanation, from landing.
    pub explained: Option<Explained>,
}

impl Proof {
    /// What lies in landing is damaged, so nothing can be made again from it.
    fn of_damage(steps: Vec<ProofStep>) -> Proof {
        Proof {
            steps,
            explained: None,
        }
    }

    /// Whether anything differs.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.steps.iter().any(|s| s.holds == Some(false))
    }
}

/// Proves the verdicts of a KPI for an area and period, of a release.
///
/// # Errors
/// When a name is unknown, or there is nothing to explain; what is damaged is a step that does not
/// hold.
pub fn prove(
    project: &Project,
    release: &ReleaseRef,
    asked: (&str, &str, Period),
    question: Question,
) -> Result<Proof, RunError> {
    let lake = Lake::open_read(&project.lake)?;
    let past = match Past::open(&lake, Some(&release.id)) {
        Ok(past) => past,
        Err(error @ (RunError::Store(_) | RunError::Registers(_))) => {
            return Ok(Proof::of_damage(vec![step(
                "configuration",
                "landing/_project",
                error.to_string(),
                format!("manifest of `{}`", release.id),
                false,
            )]));
        }
        Err(error) => return Err(error),
    };
    let kpi = declared(&past.project, asked.0)?;
    let datasets = datasets(&past.project, kpi);
    let mut steps = landing(&lake, &past, &datasets);
    if steps.iter().any(|s| s.holds == Some(false)) {
        return Ok(Proof::of_damage(steps));
    }
    let remade = remake(&lake, &past, Some(&datasets), &Silent)?;
    let (held, from_tables) = tables(&lake, &past, &datasets, &remade, (asked, question))?;
    steps.extend(held);
    let made = explain_from(
        Some(Footing::Remade(Box::new(remade))),
        (&past.project, &lake, release),
        asked,
        question,
    )?;
    for explanation in &made.explained.explanations {
        steps.extend(cells(&lake, &past.project, explanation)?);
        steps.extend(explanation.score.items.iter().map(item));
    }
    steps.extend(
        from_tables
            .iter()
            .flat_map(|tables| rows(&tables.explained.explanations, &made.explained.explanations)),
    );
    steps.extend(published(&past, kpi, &made, question)?);
    Ok(Proof {
        steps,
        explained: Some(made.explained),
    })
}

/// A part of a verdict that is put together from others. Its score is part of the one that is
/// compared; its cells are those of another verdict.
fn item(item: &Item) -> ProofStep {
    ProofStep {
        what: "item",
        subject: item.id.clone(),
        found: item.kpi.clone(),
        against: format!("`chiso explain {} --verify` goes on to its cells", item.kpi),
        holds: None,
    }
}

/// The datasets that a KPI's measures read.
fn datasets(project: &Project, kpi: &Kpi) -> BTreeSet<String> {
    let measures = wanted(&project.measures, &kpi.measures().into_iter().collect());
    needed(&project.datasets, &measures)
        .into_iter()
        .map(|d| d.id.clone())
        .collect()
}

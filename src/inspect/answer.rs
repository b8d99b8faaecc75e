//! The scores of KPIs under a question, computed from the tables that a release was made from.

use crate::config::Project;
use crate::error::RunError;
use crate::evaluate::contributions::part_measures;
use crate::evaluate::evaluation::{AllAreas, Evaluated, ScoresWanted, evaluate, evaluate_part};
use crate::evaluate::history::History;
use crate::evaluate::inputs::{self, Inputs, cells_of, needed};
use crate::evaluate::results::Computed;
use crate::governance::registers::Registers;
use crate::inspect::footing::{Footing, footing};
use crate::inspect::question::Question;
use crate::model::{Cell, Kpi, Measure, Study};
use crate::pipeline::load::{Rolling, roll};
use crate::pipeline::row_groups::RowGroups;
use crate::rollup::Rolled;
use crate::store::{Lake, ReleaseRef, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The scores of KPIs under a question, computed from the tables that the release in force was made
/// from.
pub(super) struct ScoresAsOf {
    /// Registers.
    pub registers: Arc<Registers>,
    /// What was computed.
    pub computed: Computed,
    /// What was said before.
    pub history: History,
    /// The cells of the measures wanted.
    pub cells: Vec<Cell>,
    /// Where its tables are.
    pub standing: Footing,
    /// What the release says of all areas together, where only some scores were computed.
    pub known: Option<Arc<AllAreas>>,
}

/// The scores that are wanted of all.
pub(super) struct PartOfScores<'a> {
    /// What the release says of all areas together.
    pub known: Arc<AllAreas>,
    /// The scores.
    pub scores: ScoresWanted<'a>,
    /// The rows that are read for them; all where `None`.
    pub groups: Option<RowGroups>,
}

/// What is wanted in an answer.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// KPIs.
    pub kpis: &'a [Kpi],
    /// Studies.
    pub studies: &'a [Study],
    /// All measures, as a release has them; else those of these KPIs and studies.
    pub all_measures: bool,
}

pub(super) fn answer(
    project: &Project,
    lake: &Lake,
    release: &ReleaseRef,
    wanted: Wanted<'_>,
    question: Question,
) -> Result<ScoresAsOf, RunError> {
    let registers = sound_registers(project)?;
    answer_from(
        (None, Arc::new(registers)),
        (project, lake, release),
        wanted,
        question,
        None,
    )
}

/// The registers of a project.
///
/// # Errors
/// When they are at fault.
pub(super) fn sound_registers(project: &Project) -> Result<Registers, RunError> {
    let registers = Registers::load(project);
    if registers.sound() {
        Ok(registers)
    } else {
        Err(RunError::Registers(registers.findings))
    }
}

/// The same from tables that somebody has at hand, or those that the release was made from: all
/// scores, or some.
pub(super) fn answer_from(
    (given, registers): (Option<Footing>, Arc<Registers>),
    (project, lake, release): (&Project, &Lake, &ReleaseRef),
    wanted: Wanted<'_>,
    question: Question,
    part: Option<PartOfScores<'_>>,
) -> Result<ScoresAsOf, RunError> {
    let measures = measures(project, wanted);
    let groups = part.as_ref().and_then(|part| part.groups.as_ref());
    let rolling = (measures.as_slice(), &*registers, groups);
    let (tables, standing) = rolled(given, (project, lake, release), rolling)?;
    let refused = release.manifest.broken().iter().cloned();
    let broken: BTreeSet<String> = if question.as_of.is_none() {
        refused.collect()
    } else {
        BTreeSet::new()
    };
    let boundaries = match &part {
        Some(part) => vec![part.scores.boundary],
        None => { question.boundary }.map_or_else(|| project.boundaries.clone(), |b| vec![b]),
    };
    let inputs = Inputs {
        tables: &tables,
        measures: &measures,
        kpis: wanted.kpis,
        studies: wanted.studies,
        areas: &registers.areas,
        targets: &registers.targets,
        calendar: &registers.calendar,
        boundaries: &boundaries,
        broken: &broken,
        as_of: question.as_of,
        not_due_from: release.manifest.not_due_from,
        zone: project.timezone,
    };
    let (computed, history) = if let Some(part) = &part {
        let made = evaluate_part(inputs, &part.scores, &part.known);
        made.ok_or(RunError::Internal(
            "what a release says of all areas is not known",
        ))?
    } else {
        let Evaluated {
            computed, history, ..
        } = evaluate(inputs);
        (computed, history)
    };
    let cells = measures.iter().flat_map(|m| cells_of(inputs, m)).collect();
    Ok(ScoresAsOf {
        registers,
        computed,
        history,
        cells,
        standing,
        known: part.map(|part| part.known),
    })
}

/// The measures that are wanted: those of KPIs and studies, those that weight how much a value speaks for,
/// and those of the members that add to changes.
fn measures(project: &Project, wanted: Wanted<'_>) -> Vec<Measure> {
    let Wanted { kpis, studies, .. } = wanted;
    if wanted.all_measures {
        return project.measures.clone();
    }
    let series = studies.iter().flat_map(Study::series);
    let sizes = kpis.iter().filter_map(|k| k.coverage.as_deref());
    let parts = { kpis.iter() }.flat_map(|k| part_measures(k, &project.measures));
    inputs::wanted(
        &project.measures,
        &kpis
            .iter()
            .flat_map(|k| k.measures())
            .chain(series)
            .chain(sizes)
            .chain(parts)
            .collect(),
    )
}

/// What measures make of the tables, and where these were read.
fn rolled(
    given: Option<Footing>,
    (project, lake, release): (&Project, &Lake, &ReleaseRef),
    (measures, registers, groups): (&[Measure], &Registers, Option<&RowGroups>),
) -> Result<(BTreeMap<String, Rolled>, Footing), RunError> {
    let in_force = || {
        Ok::<_, RunError>(
            lake.releases()
                .current()?
                .is_some_and(|current| current.id == release.id),
        )
    };
    let rolling = Rolling::new(measures, registers).by(project);
    let datasets = needed(&project.datasets, measures);
    let of = |footing: &Footing| {
        roll(
            footing.lake(),
            datasets.clone(),
            |table| footing.state(release, table),
            rolling,
            groups,
        )
    };
    let fixed = given.is_some();
    let standing = given.map_or_else(|| footing(lake, release, &datasets), Ok)?;
    match of(&standing) {
        // A contract that changed and left the content as it was made no release: the newest tables
        // say the same under it.
        Err(RunError::Table(_) | RunError::Store(StoreError::Table { .. }))
            if !fixed && in_force()? =>
        {
            let newest = Footing::Newest(lake.clone());
            Ok((of(&newest)?, newest))
        }
        tables => Ok((tables?, standing)),
    }
}

//! Reading side: the release in force, where the project stands, and explanations from the tables
//! of the release.

use crate::config::Project;
use crate::correlate::{self, Scatter, StudyInputs};
use crate::error::RunError;
use crate::evaluate::history::History;
use crate::evaluate::incremental::judged;
use crate::evaluate::inputs::{self, Inputs, cells_of, needed};
use crate::evaluate::results::Computed;
use crate::evaluate::table_rows::LabelSources;
use crate::evaluate::tables::publish;
use crate::governance::registers::Registers;
use crate::inspect::past_release::{Past, state_of};
use crate::inspect::rebuild::{Remade, remake, tables_stand};
use crate::model::published::TableSpec;
use crate::model::{Association, Cell, Dataset, Kpi, Study, published};
use crate::pipeline::Silent;
use crate::pipeline::load::{Rolling, TableState, roll};
use crate::store::{Lake, Ledger, QUARANTINE, ReleaseRef, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;

/// What is asked beside names: on which units, and what was known by when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Boundary day, any day; the project's first when `None`.
    pub boundary: Option<NaiveDate>,
    /// Only what was known by then.
    pub as_of: Option<DateTime<Utc>>,
}

impl Question {
    /// Whether the published tables hold the answer.
    #[must_use]
    pub fn published(&self, project: &Project) -> bool {
        self.as_of.is_none()
            && self
                .boundary
                .is_none_or(|b| project.boundaries.contains(&b))
    }

    pub(super) fn day(&self, project: &Project) -> NaiveDate {
        self.boundary
            .or_else(|| project.boundaries.first().copied())
            .unwrap_or(NaiveDate::MIN)
    }
}

/// The scores of KPIs under a question, computed from the tables that the release in force was made
/// from.
pub(super) struct ScoresAsOf {
    /// Registers.
    pub registers: Registers,
    /// What was computed.
    pub computed: Computed,
    /// What was said before.
    pub history: History,
    /// The cells of the measures wanted.
    pub cells: Vec<Cell>,
    /// Where its tables are.
    pub standing: Footing,
}

/// The tables that an answer is given from.
pub(super) enum Footing {
    /// Those of the lake, as they were when the release was made.
    AsReleased(Lake),
    /// Those of the lake, as they are now.
    Newest(Lake),
    /// Made again from landing, because the lake no longer has those that the release was made
    /// from.
    Remade(Box<Remade>),
}

impl Footing {
    /// The lake that they lie in.
    pub fn lake(&self) -> &Lake {
        match self {
            Footing::AsReleased(lake) | Footing::Newest(lake) => lake,
            Footing::Remade(remade) => &remade.lake,
        }
    }

    /// The state in which a table is read.
    pub fn state(&self, release: &ReleaseRef, table: &str) -> TableState {
        match self {
            Footing::AsReleased(_) => state_of(release, table),
            Footing::Newest(_) | Footing::Remade(_) => TableState::Newest,
        }
    }
}

/// Where the tables of some datasets are to be read, as the release has them.
///
/// # Errors
/// When the lake has them no more and they cannot be made again from landing.
pub(super) fn footing(
    lake: &Lake,
    release: &ReleaseRef,
    datasets: &[&Dataset],
) -> Result<Footing, RunError> {
    let needed: BTreeSet<String> = datasets.iter().map(|d| d.id.clone()).collect();
    if tables_stand(lake, release, |table| {
        table == QUARANTINE || needed.contains(table)
    })? {
        return Ok(Footing::AsReleased(lake.clone()));
    }
    if made_anew(lake, release, &needed)? {
        Ok(Footing::Newest(lake.clone()))
    } else {
        from_landing(lake, release, &needed)
    }
}

fn from_landing(
    lake: &Lake,
    release: &ReleaseRef,
    datasets: &BTreeSet<String>,
) -> Result<Footing, RunError> {
    Ok(Footing::Remade(Box::new(remake(
        lake,
        &Past::open(lake, Some(&release.id))?,
        Some(datasets),
        &Silent,
    )?)))
}

/// Whether the tables were deleted and made again by a run that came to this very release, which is
/// in force.
fn made_anew(
    lake: &Lake,
    release: &ReleaseRef,
    datasets: &BTreeSet<String>,
) -> Result<bool, RunError> {
    let Ok(ledger) = Ledger::open(lake) else {
        return Ok(false);
    };
    let came_to = ledger.last_finished()?.and_then(|run| run.release);
    if came_to.as_ref() != Some(&release.id)
        || lake
            .releases()
            .current()?
            .is_none_or(|current| current.id != release.id)
    {
        return Ok(false);
    }
    let tables = release.manifest.tables().iter().map(|t| t.table.as_str());
    for table in tables.filter(|t| datasets.contains(*t)) {
        if lake.tables().version(table)?.is_none()
            || lake.tables().live(table)?.iter().any(|f| !f.path.exists())
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What is wanted in an answer.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// KPIs.
    pub kpis: &'a [Kpi],
    /// Studies.
    pub studies: &'a [Study],
}

pub(super) fn answer(
    project: &Project,
    lake: &Lake,
    release: &ReleaseRef,
    wanted: Wanted<'_>,
    question: Question,
) -> Result<ScoresAsOf, RunError> {
    answer_from(None, (project, lake, release), wanted, question)
}

/// The same from tables that somebody has at hand, or those that the release was made from.
pub(super) fn answer_from(
    given: Option<Footing>,
    (project, lake, release): (&Project, &Lake, &ReleaseRef),
    wanted: Wanted<'_>,
    question: Question,
) -> Result<ScoresAsOf, RunError> {
    let Wanted { kpis, studies } = wanted;
    let series = studies.iter().flat_map(Study::series);
    let registers = Registers::load(project);
    if !registers.sound() {
        return Err(RunError::Registers(registers.findings));
    }
    let sizes = kpis.iter().filter_map(|k| k.coverage.as_deref());
    let measures = inputs::wanted(
        &project.measures,
        &kpis
            .iter()
            .flat_map(|k| k.kind.measures())
            .chain(series)
            .chain(sizes)
            .collect(),
    );
    let in_force = || {
        Ok::<_, RunError>(
            lake.releases()
                .current()?
                .is_some_and(|current| current.id == release.id),
        )
    };
    let rolling = Rolling {
        measures: &measures,
        corrections: &registers.corrections,
        areas: &registers.areas,
    };
    let datasets = needed(&project.datasets, &measures);
    let of = |footing: &Footing| {
        roll(
            footing.lake(),
            datasets.clone(),
            |table| footing.state(release, table),
            rolling,
        )
    };
    let fixed = given.is_some();
    let standing = given.map_or_else(|| footing(lake, release, &datasets), Ok)?;
    let (tables, standing) = match of(&standing) {
        // A contract that changed and left the content as it was made no release: the newest tables
        // say the same under it.
        Err(RunError::Table(_) | RunError::Store(StoreError::Table { .. }))
            if !fixed && in_force()? =>
        {
            let newest = Footing::Newest(lake.clone());
            (of(&newest)?, newest)
        }
        tables => (tables?, standing),
    };
    let refused = release.manifest.broken().iter().cloned();
    let broken: BTreeSet<String> = if question.as_of.is_none() {
        refused.collect()
    } else {
        BTreeSet::new()
    };
    let boundaries = question
        .boundary
        .map_or_else(|| project.boundaries.clone(), |b| vec![b]);
    let inputs = Inputs {
        tables: &tables,
        measures: &measures,
        kpis,
        studies,
        areas: &registers.areas,
        targets: &registers.targets,
        calendar: &registers.calendar,
        boundaries: &boundaries,
        broken: &broken,
        as_of: question.as_of,
        zone: project.timezone,
    };
    let (computed, history) = judged(inputs);
    let cells = measures.iter().flat_map(|m| cells_of(inputs, m)).collect();
    Ok(ScoresAsOf {
        registers,
        computed,
        history,
        cells,
        standing,
    })
}

/// Every published table under a question.
///
/// # Errors
/// When nothing was published or the tables cannot be read under today's configuration.
pub fn computed_tables(
    project: &Project,
    release: &ReleaseRef,
    question: Question,
) -> Result<Vec<(TableSpec, published::Rows)>, RunError> {
    tables_with(project, release, &project.studies, question)
}

fn tables_with(
    project: &Project,
    release: &ReleaseRef,
    studies: &[Study],
    question: Question,
) -> Result<Vec<(TableSpec, published::Rows)>, RunError> {
    let lake = Lake::open_read(&project.lake)?;
    let ScoresAsOf {
        registers,
        computed,
        ..
    } = answer(
        project,
        &lake,
        release,
        Wanted {
            kpis: &project.kpis,
            studies,
        },
        question,
    )?;
    let names = LabelSources {
        measures: &project.measures,
        kpis: &project.kpis,
        areas: &registers.areas,
        targets: &registers.targets,
    };
    Ok(publish(&computed, &History::default(), names))
}

fn table(
    tables: Vec<(TableSpec, published::Rows)>,
    name: &str,
) -> Result<published::Rows, RunError> {
    tables
        .into_iter()
        .find(|(spec, _)| spec.name == name)
        .map(|(_, rows)| rows)
        .ok_or(RunError::Internal("a published table is missing"))
}

/// Every published table under a question, without studies.
///
/// # Errors
/// When nothing was published or the tables cannot be read under today's configuration.
pub fn tables_of(
    project: &Project,
    release: &ReleaseRef,
    question: Question,
) -> Result<Vec<(TableSpec, published::Rows)>, RunError> {
    tables_with(project, release, &[], question)
}

/// How much the values of KPIs speak for under a question, in the columns of the published table.
///
/// # Errors
/// When nothing was published or the tables cannot be read under today's configuration.
pub fn coverage_of(
    project: &Project,
    release: &ReleaseRef,
    question: Question,
) -> Result<published::Rows, RunError> {
    table(tables_with(project, release, &[], question)?, "coverage")
}

/// The rows of studies under a question, in the columns of the published ones. Studies have
/// boundaries of their own.
///
/// # Errors
/// When nothing was published or the tables cannot be read under today's configuration.
pub fn correlations_of(
    project: &Project,
    release: &ReleaseRef,
    as_of: Option<DateTime<Utc>>,
) -> Result<published::Rows, RunError> {
    table(
        computed_tables(
            project,
            release,
            Question {
                boundary: None,
                as_of,
            },
        )?,
        "correlations",
    )
}

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

/// A row of a study with the observations behind it.
pub struct Studied {
    /// Registers that give names.
    pub registers: Registers,
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
    let missing = || {
        RunError::Unknown(format!(
            "no row of study `{}` for {} and {} in {}",
            key.study, key.score, key.outcome, key.period
        ))
    };
    let declared = project
        .studies
        .iter()
        .find(|s| s.id == key.study)
        .ok_or_else(missing)?;
    // Only what the row needs; that the others are not asked for changes nothing in it.
    let study = Study {
        scores: vec![key.score.clone()],
        outcomes: vec![key.outcome.clone()],
        ..declared.clone()
    };
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
    };
    let ScoresAsOf {
        registers,
        computed,
        ..
    } = answer(project, &lake, release, asked, question)?;
    let is_it = |r: &&Association| {
        (r.outcome.as_str(), r.score.as_str(), r.lag)
            == (key.outcome.as_str(), key.score.as_str(), key.lag)
            && (r.design.as_str(), r.method.as_str(), &r.period)
                == (key.design.as_str(), key.method.as_str(), &key.period)
    };
    let row = computed
        .associations
        .iter()
        .find(is_it)
        .ok_or_else(missing)?
        .clone();
    let boundary = row.boundary;
    let given = StudyInputs {
        values: &computed.values,
        scores: &computed.scores,
        kpis: &kpis,
        measures: &project.measures,
        areas: &registers.areas,
        boundary,
    };
    let scatter = correlate::scatter(&study, given, &row);
    let datasets: BTreeSet<String> = computed.values.iter().map(|v| v.dataset.clone()).collect();
    Ok(Studied {
        study,
        row,
        scatter,
        datasets: datasets.into_iter().collect(),
        registers,
    })
}

/// Why a text names no area on a day, in words.
#[must_use]
pub fn unresolved(area: &str, boundary: NaiveDate, why: &crate::model::Unresolved) -> String {
    match why {
        crate::model::Unresolved::Unknown {
            near: Some(near), ..
        } => format!("no area `{area}` on {boundary}; did you mean `{near}`?"),
        crate::model::Unresolved::Unknown {
            other_days: Some((from, to)),
            ..
        } => {
            let until = to.map_or_else(String::new, |d| format!(" until {d}"));
            format!(
                "no area `{area}` on {boundary}; it existed from {from}{until}: choose that day \
                    with `--boundary`"
            )
        }
        crate::model::Unresolved::Unknown { .. } => format!("no area `{area}` on {boundary}"),
        crate::model::Unresolved::Ambiguous(codes) => format!(
            "`{area}` may be any of {} on {boundary}; give the code",
            codes.join(", ")
        ),
    }
}

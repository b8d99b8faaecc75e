//! The explanations of one KPI, area and period, from the tables that a release was made from or
//! from landing.

use crate::config::Project;
use crate::error::{NotFound, RunError};
use crate::evaluate::evaluation::AllAreas;
use crate::evaluate::history::History;
use crate::evaluate::inputs::{self, needed};
use crate::evaluate::results::Computed;
use crate::governance::registers::Registers;
use crate::inspect::answer::{ScoresAsOf, Wanted, answer_from, sound_registers};
use crate::inspect::explain::build::explain;
use crate::inspect::explain::delivery::ExplainedDelivery;
use crate::inspect::explain::explanation::Explanation;
use crate::inspect::explain::inputs::ExplainInputs;
use crate::inspect::explain::lookups::Lookups;
use crate::inspect::explain::one_area::{codes, part, published_periods};
use crate::inspect::explain::release_inputs::{ReleaseInputs, as_configured};
use crate::inspect::footing::Footing;
use crate::inspect::quarantine::observation::held_at;
use crate::inspect::question::Question;
use crate::kpi::Revised;
use crate::model::{DeliveryKey, Kpi, Operand, Period, Score};
use crate::pipeline::load::{RowsWanted, days_of_rows, load, trace_records};
use crate::store::{FindingRecord, Lake, Ledger, QUARANTINE, ReleaseRef};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The explanations of one KPI, area and period: one per target that binds it, one when none does.
pub struct Explained {
    /// Registers that give names.
    pub registers: Arc<Registers>,
    /// Explanations.
    pub explanations: Vec<Explanation>,
    /// The release whose figures they are of.
    pub release: ReleaseRef,
    /// Where the rows were read: `released`, the tables that the release was made from; `newest`,
    /// those of today, which say the same; `landing`, made again from there because the lake no
    /// longer has them.
    pub read_from: &'static str,
    /// The parts of the question other than names.
    pub question: Question,
}

/// What an explanation was taken out of.
pub(in crate::inspect) struct Whole {
    /// The explanations.
    pub explained: Explained,
    /// Everything computed of the KPI.
    pub computed: Computed,
    /// What it said before.
    pub history: History,
}

/// A KPI by its id.
///
/// # Errors
/// When the project has none of this id.
pub(in crate::inspect) fn declared<'p>(
    project: &'p Project,
    kpi: &str,
) -> Result<&'p Kpi, RunError> {
    let found = project.kpis.iter().find(|k| k.id == kpi);
    found.ok_or_else(|| NotFound::kpi(kpi, project.kpis.iter().map(|k| k.id.as_str())).into())
}

/// Explains a KPI (`asked`: KPI id, area by code or name, period) from the tables that a release
/// was made from.
///
/// # Errors
/// When nothing was published, a name is unknown, or there is nothing to explain.
pub fn explain_score(
    project: &Project,
    release: &ReleaseRef,
    asked: (&str, &str, Period),
    question: Question,
) -> Result<Explained, RunError> {
    let lake = Lake::open_read(&project.lake)?;
    let ground = (project, &lake, release);
    let known = as_configured(project, &lake, release)?;
    Ok(explain_of(None, ground, known, asked, question)?.explained)
}

/// The same under the configuration and the registers of the release, which are kept for the next
/// question.
///
/// # Errors
/// When the lake no longer has them, a name is unknown, or there is nothing to explain.
pub fn explain_released(
    project: &Project,
    release: &ReleaseRef,
    asked: (&str, &str, Period),
    question: Question,
) -> Result<Explained, RunError> {
    let lake = Lake::open_read(&project.lake)?;
    let inputs = ReleaseInputs::of(project, &lake, release)?;
    let ground = (&inputs.project, &lake, release);
    let known = (Arc::clone(&inputs.registers), inputs.known.clone());
    Ok(explain_of(None, ground, known, asked, question)?.explained)
}

/// The same from tables that somebody has at hand, of all areas.
pub(in crate::inspect) fn explain_from(
    given: Option<Footing>,
    ground: (&Project, &Lake, &ReleaseRef),
    asked: (&str, &str, Period),
    question: Question,
) -> Result<Whole, RunError> {
    let registers = Arc::new(sound_registers(ground.0)?);
    explain_of(given, ground, (registers, None), asked, question)
}

/// Explains: of one area where it is known what the release says of all together, else computes all areas.
fn explain_of(
    given: Option<Footing>,
    (project, lake, release): (&Project, &Lake, &ReleaseRef),
    (registers, known): (Arc<Registers>, Option<Arc<AllAreas>>),
    (kpi, area, period): (&str, &str, Period),
    question: Question,
) -> Result<Whole, RunError> {
    let declared = declared(project, kpi)?;
    let wanted = Wanted {
        kpis: std::slice::from_ref(declared),
        studies: &[],
        all_measures: false,
    };
    let boundary = question.day(project);
    let unit = { registers.areas.resolve(area, boundary) }
        .map_err(|e| NotFound::area(area, ("--boundary", boundary), e, &registers.areas))?;
    let ground = (project, lake, release);
    let codes = codes(project, &registers, (declared, unit));
    let asked = (declared, unit, period);
    let part = known.and_then(|known| part(project, known, asked, question, &codes));
    let of_one_period = part.as_ref().is_some_and(|p| p.scores.periods.is_some());
    let answer = answer_from((given, registers), ground, wanted, question, part)?;
    let of_score = |s: &&Score| s.area == unit && s.period == period && s.boundary == boundary;
    let chosen: Vec<(usize, &Score)> = answer
        .computed
        .scores
        .iter()
        .enumerate()
        .filter(|(_, s)| of_score(s))
        .collect();
    let explanations = explanations(ground, declared, &answer, (&chosen, &codes), question)?;
    if explanations.is_empty() {
        let known = if of_one_period {
            let code = &answer.registers.areas.unit(unit).code;
            published_periods(release, (kpi, code), boundary)?
        } else {
            let here = |s: &&Score| s.area == unit && s.boundary == boundary;
            let known = answer.computed.scores.iter().filter(here);
            known.map(|s| s.period.to_string()).collect()
        };
        return Err(nothing((kpi, area, period), known));
    }
    let ScoresAsOf {
        registers,
        computed,
        history,
        standing,
        ..
    } = answer;
    let explained = Explained {
        registers,
        explanations,
        release: release.clone(),
        read_from: read_from(&standing),
        question,
    };
    Ok(Whole {
        explained,
        computed,
        history,
    })
}

/// Explains scores from the rows of the periods that they are stated in.
fn explanations(
    (project, lake, release): (&Project, &Lake, &ReleaseRef),
    kpi: &Kpi,
    answer: &ScoresAsOf,
    (chosen, codes): (&[(usize, &Score)], &BTreeSet<String>),
    question: Question,
) -> Result<Vec<Explanation>, RunError> {
    let ScoresAsOf {
        registers,
        computed,
        history,
        cells,
        standing,
        known,
    } = answer;
    let periods: BTreeSet<Period> = chosen
        .iter()
        .flat_map(|(_, s)| s.operands.iter().flat_map(Operand::stated_in))
        .map(|(period, _)| period)
        .collect();
    let measures = inputs::wanted(&project.measures, &kpi.measures().into_iter().collect());
    let state = |table: &str| standing.state(release, table);
    let datasets = needed(&project.datasets, &measures);
    let rows = RowsWanted {
        periods: &periods,
        codes: Some(codes),
    };
    let tables = load(standing.lake(), datasets.clone(), state, Some(rows))?;
    let days = days_of_rows(standing.lake(), datasets, state, &periods)?;
    let records = trace_records(
        (standing.lake(), &project.datasets),
        state,
        (&measures, &registers.areas),
        question.as_of,
    )?;
    let ground = ExplainInputs {
        project,
        registers,
        tables: &tables,
        days: &days,
        records: &records,
        deliveries: &deliveries(project, lake)?,
        findings: &findings(standing)?,
        kept_aside: &held_at(standing.lake(), state(QUARANTINE))?,
        values: &computed.values,
        lookups: &Lookups::new(&registers.areas, &tables, cells),
        as_of: question.as_of,
        computed,
        history,
        revised: &match known {
            Some(known) => Revised::of_kept(&project.measures, known.revisions()),
            None => history.revised(&project.measures),
        },
    };
    Ok(chosen
        .iter()
        .map(|score| explain(ground, kpi, *score))
        .collect())
}

/// That there is nothing to explain, and in which periods there is something.
fn nothing((kpi, area, period): (&str, &str, Period), known: BTreeSet<String>) -> RunError {
    let known = known.into_iter().collect::<Vec<_>>().join(", ");
    RunError::Unknown(if known.is_empty() {
        format!(
            "KPI `{kpi}` has no figure for area `{area}` in any period, and no target asks for \
                one"
        )
    } else {
        format!(
            "KPI `{kpi}` has nothing for area `{area}` in {period}; there is something for \
                {known}"
        )
    })
}

/// The word for the tables that rows were read from.
const fn read_from(standing: &Footing) -> &'static str {
    match standing {
        Footing::AsReleased(_) => "released",
        Footing::Newest(_) => "newest",
        Footing::Remade(_) => "landing",
    }
}

fn deliveries(
    project: &Project,
    lake: &Lake,
) -> Result<BTreeMap<DeliveryKey, ExplainedDelivery>, RunError> {
    let mut all = BTreeMap::new();
    for dataset in &project.datasets {
        all.extend(lake.landed(&dataset.id)?.into_iter().map(|l| {
            (
                DeliveryKey::new(&dataset.id, &l.delivery),
                ExplainedDelivery::from(l),
            )
        }));
    }
    Ok(all)
}

/// What conforming had to say, as far as the ledger knows, or when the tables were made again.
fn findings(standing: &Footing) -> Result<Vec<FindingRecord>, RunError> {
    match standing {
        Footing::Remade(remade) => Ok(remade.findings.clone()),
        Footing::AsReleased(lake) | Footing::Newest(lake) => match Ledger::open(lake) {
            Ok(ledger) => Ok(ledger.findings()?),
            Err(_) => Ok(vec![]),
        },
    }
}

//! The scores that the explanation of one area and period needs, where the run that made the release
//! kept what it says of all areas together; and the rows that these scores read.

use crate::config::Project;
use crate::error::RunError;
use crate::evaluate::contributions::part_measures;
use crate::evaluate::evaluation::{AllAreas, ScoresWanted};
use crate::evaluate::inputs::{codes_behind, wanted};
use crate::governance::registers::Registers;
use crate::inspect::answer::PartOfScores;
use crate::inspect::question::Question;
use crate::kpi::periods_named;
use crate::model::{Kpi, Measure, Period, Span, UnitId, declared_id};
use crate::pipeline::row_groups::RowGroups;
use crate::store::{ReleaseRef, texts_of_rows};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The codes of the areas whose rows an explanation of a KPI and area shows or computes with.
pub(super) fn codes(
    project: &Project,
    registers: &Registers,
    (kpi, area): (&Kpi, UnitId),
) -> BTreeSet<String> {
    let ids: BTreeSet<&str> = { kpi.measures().into_iter() }
        .chain(part_measures(kpi, &project.measures))
        .collect();
    let measures = project.measures.iter();
    let measures = measures.filter(|m| ids.contains(m.id.as_str()));
    codes_behind(measures, &project.measures, (&registers.areas, area))
}

/// The scores that are enough; `None` where all have to be computed, because the question is of
/// something else than the release.
pub(super) fn part<'a>(
    project: &Project,
    known: Arc<AllAreas>,
    (kpi, area, period): (&'a Kpi, UnitId, Period),
    question: Question,
    codes: &BTreeSet<String>,
) -> Option<PartOfScores<'a>> {
    if !question.published(project) {
        return None;
    }
    let boundary = question.day(project);
    known.on(boundary, kpi)?;
    let ranks = |k: &&Kpi| k.kind.ranking().is_some();
    if !kpi.with_parts().iter().any(ranks) {
        let scores = ScoresWanted {
            kpi,
            boundary,
            areas: Some(BTreeSet::from([area])),
            periods: None,
        };
        let groups = RowGroups {
            codes: codes.clone(),
            ..RowGroups::default()
        };
        return Some(PartOfScores {
            known,
            scores,
            groups: Some(groups),
        });
    }
    // A place is one among all areas.
    let spans = [Span::Period, Span::Ytd, Span::Rolling12];
    let periods: BTreeSet<(Period, Span)> = spans.map(|span| (period, span)).into();
    let groups = periods_read(kpi, &periods, &project.measures).map(|periods| RowGroups {
        codes: codes.clone(),
        periods,
        ..RowGroups::default()
    });
    let areas = kpi.kind.ranking().is_none().then(|| BTreeSet::from([area]));
    let scores = ScoresWanted {
        kpi,
        boundary,
        areas,
        periods: Some(periods),
    };
    Some(PartOfScores {
        known,
        scores,
        groups,
    })
}

/// The periods for which a release has something of a KPI and area on a boundary.
///
/// # Errors
/// When its scorecard cannot be read.
pub(super) fn published_periods(
    release: &ReleaseRef,
    (kpi, code): (&str, &str),
    boundary: NaiveDate,
) -> Result<BTreeSet<String>, RunError> {
    let path = release.path.join("scorecard.parquet");
    let (id, breakdown) = declared_id(kpi);
    let texts = [("kpi", id), ("breakdown", breakdown), ("area_code", code)];
    Ok(texts_of_rows(
        &path,
        "period",
        (&texts, ("boundary", boundary)),
    )?)
}

/// The periods whose figures of all areas are read for scores of some periods; `None` where figures
/// are worked out from those of others.
fn periods_read(
    kpi: &Kpi,
    periods: &BTreeSet<(Period, Span)>,
    declared: &[Measure],
) -> Option<BTreeSet<Period>> {
    let stated = |m: &Measure| {
        m.periods.is_empty()
            && m.derived.is_none()
            && m.weight.is_none()
            && m.of_members(declared).is_empty()
    };
    let parts = kpi.with_parts();
    let read = wanted(declared, &kpi.measures().into_iter().collect());
    if parts.iter().any(|k| k.pace.is_some()) || !read.iter().all(stated) {
        return None;
    }
    let mut all = periods.clone();
    for part in &parts {
        // Those behind a KPI come after it.
        let named: Vec<_> = all.iter().flat_map(|at| periods_named(part, *at)).collect();
        all.extend(named);
    }
    Some(all.into_iter().map(|(period, _)| period).collect())
}

//! The scores of one KPI on one boundary: what stays is kept, the rest is made again.

use crate::evaluate::incremental::affected::Affected;
use crate::evaluate::incremental::evaluation::Evaluation;
use crate::evaluate::incremental::kept::Scored;
use crate::evaluate::inputs::{moments, settings};
use crate::kpi::{self, HistoryInputs, Measures, Revision, Setting};
use crate::model::{BoundaryKey, Kpi, Measure, Score, ValueKey};
use chrono::NaiveDate;
use std::collections::BTreeSet;

impl Evaluation<'_> {
    /// The scores of a KPI on a boundary with their history, and how many were made.
    pub(super) fn scored(
        &self,
        kpi: &Kpi,
        boundary: NaiveDate,
        on: &Measures<'_>,
    ) -> (Scored, usize) {
        let read: Vec<&Measure> = self
            .inputs
            .measures
            .iter()
            .filter(|m| kpi.kind.measures().contains(&m.id.as_str()))
            .collect();
        let moments = moments(self.inputs, read.iter().copied());
        let held = self
            .kept
            .and_then(|k| k.scores.get(&BoundaryKey::new(&kpi.id, boundary)));
        let affected = held.map_or(
            Affected {
                all: true,
                ..Affected::default()
            },
            |held| self.affected(kpi, boundary, held, &moments),
        );
        let setting = settings(self.inputs, on, boundary, self.broken);
        let (scores, count) = scores(kpi, setting, held, &affected);
        let ground = HistoryInputs {
            declared: self.inputs.measures,
            targets: self.inputs.targets,
            areas: self.inputs.areas,
            boundary,
            moments: &moments,
            zone: self.inputs.zone,
        };
        let revisions = self.revisions(kpi, &read, ground, held, &affected);
        (
            Scored {
                scores,
                revisions,
                moments,
            },
            count,
        )
    }

    /// The revisions of a KPI: those held of cells that stay, and those made of the others.
    fn revisions(
        &self,
        kpi: &Kpi,
        read: &[&Measure],
        ground: HistoryInputs<'_>,
        held: Option<&Scored>,
        affected: &Affected,
    ) -> Vec<Revision> {
        let mut revisions: Vec<Revision> = held
            .into_iter()
            .flat_map(|h| &h.revisions)
            .filter(|r| !affected.has(&r.cell))
            .cloned()
            .collect();
        if !affected.none() {
            revisions.extend(kpi::verdict_history(
                kpi,
                self.lines(read, ground.boundary),
                ground,
                |cell| affected.has(cell),
            ));
        }
        revisions.sort_by_key(|r| (r.known_from, r.cell, r.target));
        revisions
    }

    fn lines<'s>(
        &'s self,
        read: &'s [&'s Measure],
        boundary: NaiveDate,
    ) -> impl Iterator<Item = kpi::MeasureLine<'s>> {
        let of = move |m: &&'s Measure| {
            self.values
                .get(&BoundaryKey::new(&m.id, boundary))
                .map(|values| (m.id.as_str(), values))
        };
        read.iter()
            .filter_map(of)
            .flat_map(|(id, values)| values.lines().map(move |(key, line)| (id, *key, line)))
    }
}

/// The scores of a KPI: those held of cells that stay, and those made of the others, with how many
/// that are.
fn scores(
    kpi: &Kpi,
    setting: Setting<'_>,
    held: Option<&Scored>,
    affected: &Affected,
) -> (Vec<Score>, usize) {
    let asked = kpi::asked(kpi, setting);
    let stays = |cell: &ValueKey| asked.contains(cell) && !affected.has(cell);
    let mut scores: Vec<Score> = held
        .into_iter()
        .flat_map(|h| &h.scores)
        .filter(|s| stays(&s.key()))
        .map(|s| relinked(s, setting.measures))
        .collect();
    let there: BTreeSet<ValueKey> = scores.iter().map(Score::key).collect();
    let wanted: Vec<ValueKey> = asked
        .iter()
        .filter(|cell| !there.contains(*cell))
        .copied()
        .collect();
    let made = kpi::score(kpi, setting, wanted);
    let count = made.len();
    scores.extend(made);
    let code = |s: &Score| setting.areas.unit(s.area).code.clone();
    scores.sort_by_cached_key(|s| (code(s), s.period, s.span, s.target));
    (scores, count)
}

/// A score that was kept, with what its operands find. None of that has changed, else it would have
/// been made again.
fn relinked(score: &Score, on: &Measures<'_>) -> Score {
    let mut score = score.clone();
    for operand in &mut score.operands {
        operand.found = on
            .get(&operand.measure, score.area, operand.period, operand.span)
            .cloned();
    }
    kpi::one_series(&mut score.operands);
    score
}

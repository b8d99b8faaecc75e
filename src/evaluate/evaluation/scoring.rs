//! The scores of one KPI on one boundary, with their history.

use crate::evaluate::inputs::{Inputs, decisions, moments, settings, withdrawals};
use crate::kpi::{self, HistoryInputs, Measures, Revision, RevisionCode, Setting};
use crate::model::{BoundaryKey, Kpi, Measure, Score};
use crate::series::Values;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What all KPIs are scored with.
pub(super) struct Scoring<'a> {
    pub(super) inputs: Inputs<'a>,
    pub(super) values: &'a BTreeMap<BoundaryKey, Values>,
    pub(super) broken: &'a BTreeSet<String>,
}

/// The scores of a KPI on a boundary, each on its own, before what is said of it among others.
pub(super) struct KpiScores {
    pub(super) scores: Vec<Score>,
    pub(super) revisions: Vec<Revision>,
}

impl Scoring<'_> {
    pub(super) fn scores(&self, kpi: &Kpi, boundary: NaiveDate, on: &Measures) -> KpiScores {
        let read: Vec<&Measure> = self
            .inputs
            .measures
            .iter()
            .filter(|m| kpi.measures().contains(&m.id.as_str()))
            .collect();
        let mut moments = moments(self.inputs, read.iter().copied());
        // Before the first figure there is nothing to judge.
        let decided = decisions(self.inputs, kpi).into_iter();
        let first = moments.first().copied();
        moments.extend(decided.filter(|decided| first.is_some_and(|first| first < *decided)));
        let ground = HistoryInputs {
            declared: self.inputs.measures,
            targets: self.inputs.targets,
            areas: self.inputs.areas,
            boundary,
            moments: &moments,
            zone: self.inputs.zone,
        };
        let mut revisions = kpi::verdict_history(kpi, self.lines(&read, boundary), ground);
        for revision in &mut revisions {
            if revision.code == RevisionCode::Withdrawn {
                let read = read.iter().copied();
                revision.deliveries = withdrawals(self.inputs, read, revision.known_from);
            }
        }
        revisions.sort_by_key(|r| (r.known_from, r.cell, r.target));
        KpiScores {
            scores: scores(kpi, settings(self.inputs, on, boundary, self.broken)),
            revisions,
        }
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

/// The scores of a KPI, by code, period, span and target.
fn scores(kpi: &Kpi, setting: Setting<'_>) -> Vec<Score> {
    let mut scores = kpi::score_asked(kpi, setting);
    let code = |s: &Score| setting.areas.unit(s.area).code.clone();
    scores.sort_by_cached_key(|s| (code(s), s.period, s.span, s.target));
    scores
}

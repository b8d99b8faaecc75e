//! The scores of one KPI on one boundary, with their history.

use crate::evaluate::inputs::{Inputs, decisions, moments, settings, withdrawals};
use crate::kpi::{self, HistoryInputs, Measures, Places, Revision, RevisionCode, VerdictHistory};
use crate::model::{BoundaryKey, Kpi, Measure, Score};
use crate::series::Values;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// What all KPIs are scored with.
pub(super) struct Scoring<'a> {
    pub(super) inputs: Inputs<'a>,
    pub(super) values: &'a BTreeMap<BoundaryKey, Values>,
    pub(super) broken: &'a BTreeSet<String>,
}

/// The scores of a KPI on a boundary, each on its own, before what is said of it among others.
pub(super) struct KpiScores {
    /// By area, period, span and target.
    pub(super) scores: Vec<Score>,
    pub(super) revisions: Vec<Revision>,
    /// The areas and periods that figures make it be asked for.
    pub(super) places: Places,
    pub(super) boundary: NaiveDate,
}

/// KPIs of one boundary that are scored together: one by itself, or one that is made of measures
/// with those that rank its values.
pub(super) struct KpiGroup<'k> {
    pub(super) boundary: NaiveDate,
    pub(super) first: &'k Kpi,
    pub(super) ranking: Vec<&'k Kpi>,
}

impl<'k> KpiGroup<'k> {
    /// All KPIs of a boundary.
    pub(super) fn all(kpis: &'k [Kpi], boundary: NaiveDate) -> Vec<KpiGroup<'k>> {
        let of_measures = |k: &Kpi| k.kind.parts().is_none() && k.kind.of_values().is_none();
        // The plan of a pace is known at moments of its own, which say nothing of ranks.
        let reads =
            |k: &Kpi| -> BTreeSet<String> { k.measures().into_iter().map(str::to_owned).collect() };
        let of_other = |k: &Kpi| {
            let item = k.kind.of_values().filter(|item| of_measures(item))?;
            let at = kpis.iter().position(|k| item == k)?;
            (reads(item) == reads(k)).then_some(at)
        };
        let others: Vec<Option<usize>> = kpis.iter().map(of_other).collect();
        let mut ranking: Vec<Vec<&Kpi>> = vec![Vec::new(); kpis.len()];
        for (kpi, of) in kpis.iter().zip(&others) {
            if let Some(of) = of.and_then(|at| ranking.get_mut(at)) {
                of.push(kpi);
            }
        }
        let all = kpis.iter().zip(&others).zip(ranking);
        all.filter(|((_, other), _)| other.is_none())
            .map(|((first, _), ranking)| KpiGroup {
                boundary,
                first,
                ranking,
            })
            .collect()
    }

    /// All of them.
    fn kpis(&self) -> impl Iterator<Item = &'k Kpi> {
        std::iter::once(self.first).chain(self.ranking.iter().copied())
    }
}

impl Scoring<'_> {
    /// The scores of each KPI of a group.
    pub(super) fn scores<'k>(
        &self,
        group: &KpiGroup<'k>,
        on: &Measures,
    ) -> Vec<(&'k Kpi, KpiScores)> {
        let read: Vec<&Measure> = self
            .inputs
            .measures
            .iter()
            .filter(|m| group.first.measures().contains(&m.id.as_str()))
            .collect();
        let moments = self.moments(group, &read);
        let ground = HistoryInputs {
            declared: self.inputs.measures,
            targets: self.inputs.targets,
            areas: self.inputs.areas,
            boundary: group.boundary,
            moments: &moments,
            zone: self.inputs.zone,
        };
        let lines = self.lines(&read, group.boundary);
        let histories = if group.ranking.is_empty() {
            vec![kpi::verdict_history(group.first, lines, ground)]
        } else {
            kpi::ranked_histories(group.first, &group.ranking, lines, ground)
        };
        let setting = settings(self.inputs, on, group.boundary, self.broken);
        let of_kpi = |(kpi, history): (&'k Kpi, VerdictHistory)| {
            let mut revisions = history.revisions;
            for revision in &mut revisions {
                if revision.code == RevisionCode::Withdrawn {
                    let read = read.iter().copied();
                    revision.deliveries = withdrawals(self.inputs, read, revision.known_from);
                }
            }
            revisions.sort_by_key(|r| (r.known_from, r.cell, r.target));
            let mut scores = history.latest.scores(kpi, setting);
            // Areas are in the order of their codes.
            scores.sort_by_key(|s| (s.key(), s.target));
            let scores = KpiScores {
                scores,
                revisions,
                places: history.places,
                boundary: group.boundary,
            };
            (kpi, scores)
        };
        group.kpis().zip(histories).map(of_kpi).collect()
    }

    /// When figures of a group became known, and when its targets were decided.
    fn moments(&self, group: &KpiGroup<'_>, read: &[&Measure]) -> BTreeSet<DateTime<Utc>> {
        let mut moments = moments(self.inputs, read.iter().copied());
        // Before the first figure there is nothing to judge.
        let decided = group.kpis().flat_map(|kpi| decisions(self.inputs, kpi));
        let first = moments.first().copied();
        let decided = decided.filter(|decided| first.is_some_and(|first| first < *decided));
        let decided: Vec<DateTime<Utc>> = decided.collect();
        moments.extend(decided);
        moments
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

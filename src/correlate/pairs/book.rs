//! Everything that a study reads, and the pairs in it.

use crate::correlate::pairs::series::{Observation, StudyInputs, ValuesByPlace, series};
use crate::model::{Period, Status, Study, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// A score and an outcome of one area.
#[derive(Clone, Debug)]
pub(in crate::correlate) struct Pair {
    pub area: UnitId,
    /// Period of the outcome.
    pub period: Period,
    pub score: f64,
    pub outcome: f64,
    /// Controls in the order declared.
    pub controls: Vec<f64>,
    /// Scheme of the score, and of the outcome if it has one.
    pub scheme: String,
    /// Score or outcome is not final.
    pub provisional: bool,
}

/// Everything a study reads, ready to be paired.
pub(in crate::correlate) struct Book<'a> {
    pub study: &'a Study,
    pub given: StudyInputs<'a>,
    pub(super) series: BTreeMap<&'a str, ValuesByPlace>,
    /// Areas compared.
    pub areas: BTreeSet<UnitId>,
}

impl<'a> Book<'a> {
    pub(in crate::correlate) fn new(study: &'a Study, given: StudyInputs<'a>) -> Book<'a> {
        let wanted = |code: &str| study.areas.is_empty() || study.areas.iter().any(|a| a == code);
        let chosen = given
            .areas
            .units_on(given.boundary)
            .filter(|(_, u)| u.level == study.level && wanted(&u.code));
        let areas: BTreeSet<UnitId> = chosen.map(|(id, _)| id).collect();
        let series = study
            .series()
            .into_iter()
            .map(|id| (id, series(id, study, given, &areas)))
            .collect();
        Book {
            study,
            given,
            series,
            areas,
        }
    }

    /// The pairs of a score and an outcome, by area and period.
    pub(in crate::correlate) fn pairs(&self, score: &str, outcome: &str, lag: i32) -> Vec<Pair> {
        let (Some(scores), Some(outcomes)) = (self.series.get(score), self.series.get(outcome))
        else {
            return vec![];
        };
        let pair = |(&(area, period), found): (&(UnitId, Period), &Observation)| {
            let before = (area, period.earlier(lag));
            let first = scores.get(&before)?;
            let controls = self
                .study
                .controls
                .iter()
                .map(|c| Some(self.series.get(c.as_str())?.get(&before)?.value));
            Some(Pair {
                area,
                period,
                score: first.value,
                outcome: found.value,
                controls: controls.collect::<Option<Vec<f64>>>()?,
                scheme: [&first.scheme, &found.scheme]
                    .into_iter()
                    .filter(|s| !s.is_empty())
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("+"),
                provisional: first.status.min(found.status) < Status::Final,
            })
        };
        outcomes.iter().filter_map(pair).collect()
    }

    /// Whether a control has no figure at all.
    pub(in crate::correlate) fn lacks_control(&self) -> bool {
        self.study
            .controls
            .iter()
            .any(|c| self.series.get(c.as_str()).is_none_or(BTreeMap::is_empty))
    }
}

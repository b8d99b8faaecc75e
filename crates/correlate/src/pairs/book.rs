//! Everything that a study reads, and the pairs in it.

use crate::pairs::areas::ComparedAreas;
use crate::pairs::circular::circular;
use crate::pairs::given::StudyInputs;
use crate::pairs::series::{Observation, ValuesByPlace, series};
use chiso_model::{Period, Status, Study, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A score and an outcome of one area.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub area: UnitId,
    /// Period of the outcome.
    pub period: Period,
    pub score: f64,
    pub outcome: f64,
    /// Controls in the order declared.
    pub controls: Vec<f64>,
    /// Scheme of the score, and of the outcome if it has one.
    pub scheme: String,
    /// Unit, basis, dataset and definition of score, outcome and controls, as far as figures of one of
    /// these differ in them.
    pub series: String,
    /// Score or outcome is not final.
    pub provisional: bool,
}

/// Everything a study reads, ready to be paired. Its rows are made from this and nothing else, so
/// that its hash stands for them.
pub(crate) struct Book<'a> {
    pub study: &'a Study,
    pub boundary: NaiveDate,
    pub(super) series: BTreeMap<&'a str, ValuesByPlace>,
    /// Areas compared.
    pub areas: ComparedAreas<'a>,
    /// Scores and outcomes that are made of the same figures.
    pub(super) circular: BTreeSet<(&'a str, &'a str)>,
}

/// What is said of several figures, in one text.
fn said<'s>(texts: impl Iterator<Item = &'s String>) -> String {
    let texts: Vec<&str> = texts
        .map(String::as_str)
        .filter(|t| !t.is_empty())
        .collect();
    texts.join("+")
}

impl<'a> Book<'a> {
    pub(crate) fn new(study: &'a Study, given: StudyInputs<'a>) -> Book<'a> {
        let areas = ComparedAreas::new(study, given);
        let series = study
            .series()
            .into_iter()
            .map(|id| (id, series(id, study, given, &areas)))
            .collect();
        let both = study
            .scores
            .iter()
            .flat_map(|s| study.outcomes.iter().map(|o| (s.as_str(), o.as_str())));
        Book {
            study,
            boundary: given.boundary,
            series,
            areas,
            circular: both.filter(|(s, o)| circular(study, given, s, o)).collect(),
        }
    }

    /// Whether a score and an outcome are made of the same figures.
    pub(crate) fn circular(&self, score: &str, outcome: &str) -> bool {
        self.circular.contains(&(score, outcome))
    }

    /// The pairs of a score and an outcome, by area and period.
    pub(crate) fn pairs(&self, score: &str, outcome: &str, lag: i32) -> Vec<Pair> {
        let (Some(scores), Some(outcomes)) = (self.series.get(score), self.series.get(outcome))
        else {
            return vec![];
        };
        let pair = |(&(area, period), found): (&(UnitId, Period), &Observation)| {
            let before = (area, period.earlier(lag));
            let first = scores.get(&before)?;
            let controls = self.study.controls.iter();
            let controls = controls.map(|c| self.series.get(c.as_str())?.get(&before));
            let controls: Vec<&Observation> = controls.collect::<Option<_>>()?;
            let all = [first, found].into_iter().chain(controls.iter().copied());
            Some(Pair {
                area,
                period,
                score: first.value,
                outcome: found.value,
                controls: controls.iter().map(|c| c.value).collect(),
                scheme: said([&first.scheme, &found.scheme].into_iter()),
                series: said(all.map(|o| &o.series)),
                provisional: first.status.min(found.status) < Status::Final,
            })
        };
        outcomes.iter().filter_map(pair).collect()
    }

    /// Whether a control has no figure at all.
    pub(crate) fn lacks_control(&self) -> bool {
        self.study
            .controls
            .iter()
            .any(|c| self.series.get(c.as_str()).is_none_or(BTreeMap::is_empty))
    }
}

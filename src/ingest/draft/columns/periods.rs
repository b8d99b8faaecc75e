//! The column of the periods.

use super::names::{DAY, PERIOD, TRIED};
use super::table::Columns;
use crate::ingest::draft::guesses::{EXAMPLES, PeriodGuess, WritingGuess};
use crate::ingest::preview::label;
use crate::model::{Dashed, Label, Status};

impl Columns {
    /// The column of which nearly every text is the label of a period; one that is named so before
    /// others.
    pub(in crate::ingest::draft) fn period(&self) -> Option<usize> {
        let labels = |at: usize| {
            let tried: Vec<&str> = self
                .values(at)
                .filter(|t| !t.is_empty())
                .take(TRIED)
                .collect();
            let good = tried.iter().filter(|t| label(t).is_some()).count();
            (good > 0 && good * 10 >= tried.len() * 8).then_some(good)
        };
        let found = (0..self.names.len())
            .filter(|at| self.blanks(*at) * 10 <= self.rows && labels(*at).is_some());
        found.max_by_key(|at| (self.is_named(*at, &PERIOD), std::cmp::Reverse(*at)))
    }

    /// Whether a column is named as one of periods.
    pub(in crate::ingest::draft) fn is_period(&self, at: usize) -> bool {
        self.is_named(at, &PERIOD) || self.is_named(at, &DAY)
    }

    /// What is known of the column of the periods.
    pub(in crate::ingest::draft) fn period_guess(
        &self,
        at: usize,
        writing: Option<WritingGuess>,
    ) -> PeriodGuess {
        let mut labels: Vec<Label> = Vec::new();
        let mut unknown: Vec<String> = Vec::new();
        // Months or fiscal years: with nothing in the column that shows which, they are no labels
        // yet.
        let open = !self
            .values(at)
            .any(|text| Dashed::of(text) == Some(Dashed::Month));
        for text in self.values(at) {
            match label(text)
                .filter(|_| !open || Dashed::of(text) != Some(Dashed::MonthOrFiscalYear))
            {
                Some(label) => labels.push(label),
                None => unknown.push(text.to_owned()),
            }
        }
        unknown.truncate(EXAMPLES);
        let mut statuses: Vec<Status> = labels.iter().filter_map(|l| l.status).collect();
        statuses.sort_unstable();
        statuses.dedup();
        let first = labels.iter().map(|l| l.period).min_by_key(|p| p.start());
        let last = labels.iter().map(|l| l.period).max_by_key(|p| p.end());
        let text = |p: Option<crate::model::Period>| p.map_or_else(String::new, |p| p.to_string());
        PeriodGuess {
            column: self.names[at].clone(),
            distinct: self.texts[at].len(),
            labels: labels.len(),
            unknown,
            range: (text(first), text(last)),
            statuses,
            writing,
        }
    }

    /// Those of some columns whose names are labels of periods, where there are several.
    pub(in crate::ingest::draft) fn header_periods(&self, of: &[usize]) -> Vec<usize> {
        let labels: Vec<usize> = of
            .iter()
            .copied()
            .filter(|at| label(&self.names[*at]).is_some())
            .collect();
        if labels.len() > 1 { labels } else { Vec::new() }
    }
}

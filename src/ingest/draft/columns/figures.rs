//! The columns of the figures and of their status.

use super::names::{NUMBERING, STATUS, VALUE};
use super::table::Columns;
use crate::ingest::draft::guesses::USUAL_MISSING;
use crate::model::Status;

/// Most different words of a column of statuses.
const STATUS_WORDS: usize = 12;

impl Columns {
    /// Columns of figures, the likeliest first: named so, then with the most different figures,
    /// then the last.
    pub(in crate::ingest::draft) fn figures(&self, taken: &[Option<usize>]) -> Vec<usize> {
        let is_figures = |at: &usize| {
            let figures = self.numbers[*at].figures() + self.typed[*at];
            let usual: u64 = self
                .counted(*at)
                .filter(|(text, _)| USUAL_MISSING.contains(text))
                .map(|(_, n)| n)
                .sum();
            figures > 0 && figures * 10 >= (self.rows - usual) * 6
        };
        let mut found: Vec<usize> = (0..self.names.len())
            .filter(|at| !taken.contains(&Some(*at)) && is_figures(at))
            .collect();
        if found.is_empty() {
            // Texts that are no figures may all be words for one that is missing.
            found.extend(
                (0..self.names.len())
                    .find(|at| !taken.contains(&Some(*at)) && self.is_named(*at, &VALUE)),
            );
        }
        let numbering =
            |at: usize| self.is_named(at, &NUMBERING) && self.texts[at].len() as u64 == self.rows;
        found.sort_by_key(|at| {
            (
                !self.is_named(*at, &VALUE),
                numbering(*at),
                std::cmp::Reverse(self.texts[*at].len()),
                std::cmp::Reverse(*at),
            )
        });
        found
    }

    /// The column of which every text is a word of status, or one that is named so and has a few
    /// words of the provider on every row.
    pub(in crate::ingest::draft) fn status(&self, figures: &[usize]) -> Option<usize> {
        let mut all = 0..self.names.len();
        let is_status = |at: &usize| self.values(*at).all(|text| text.parse::<Status>().is_ok());
        let is_words = |at: &usize| {
            !figures.contains(at)
                && self.is_named(*at, &STATUS)
                && self.texts[*at].len() <= STATUS_WORDS
                && self.values(*at).all(|text| !text.is_empty())
        };
        all.clone().find(is_status).or_else(|| all.find(is_words))
    }

    /// The words of a column of statuses that are not words of chiso, and how often they stand.
    pub(in crate::ingest::draft) fn status_words(&self, at: usize) -> Vec<(String, u64)> {
        let counted = self.counted(at);
        let others = counted.filter(|(text, _)| text.parse::<Status>().is_err());
        others.map(|(text, n)| (text.to_owned(), n)).collect()
    }
}

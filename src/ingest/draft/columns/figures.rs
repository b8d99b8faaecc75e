//! The columns of the figures and of their status.

use super::names::{NUMBERING, STATUS, VALUE};
use super::table::Columns;
use crate::ingest::draft::guesses::USUAL_MISSING;
use crate::model::Status;

/// Most letters of a sign that stands in place of a figure.
const SIGNS: usize = 3;
/// Most different words of a column of statuses.
const STATUS_WORDS: usize = 12;

impl Columns {
    /// Columns of figures, the likeliest first: named so, then with the most different figures,
    /// then the last.
    pub(in crate::ingest::draft) fn figures(&self, taken: &[Option<usize>]) -> Vec<usize> {
        let is_figures = |at: &usize| {
            let figures = self.figures_of(*at);
            let usual: u64 = self
                .counted(*at)
                .filter(|(text, _)| USUAL_MISSING.contains(text))
                .map(|(_, n)| n)
                .sum();
            let any = figures + self.uncomputed[*at] > 0;
            any && figures * 10 >= (self.rows - usual) * 6
        };
        let mut found: Vec<usize> = (0..self.names.len())
            .filter(|at| !taken.contains(&Some(*at)) && is_figures(at))
            .collect();
        if found.is_empty() {
            // Texts that are no figures may all be words for one that is missing.
            let mut free = (0..self.names.len()).filter(|at| !taken.contains(&Some(*at)));
            let named = free.clone().find(|at| self.is_named(*at, &VALUE));
            found.extend(named.or_else(|| free.find(|at| self.has_figures_or_signs(*at))));
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

    fn figures_of(&self, at: usize) -> u64 {
        self.numbers[at].figures() + self.typed[at]
    }

    /// Whether a column has figures, and nothing else but short signs in place of them.
    fn has_figures_or_signs(&self, at: usize) -> bool {
        let is_sign =
            |text: &str| text.chars().count() <= SIGNS && !text.bytes().any(|b| b.is_ascii_digit());
        let others = self.counted(at).filter(|(text, _)| !is_sign(text));
        let others: u64 = others.map(|(_, n)| n).sum();
        self.figures_of(at) > 0 && others == self.figures_of(at)
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

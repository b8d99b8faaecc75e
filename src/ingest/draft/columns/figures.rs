//! The columns of the figures and of their status.

use super::names::{NUMBERING, VALUE};
use super::table::Columns;
use crate::ingest::draft::guesses::USUAL_MISSING;
use crate::model::Status;

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

    /// The column of which every text is a word of status.
    pub(in crate::ingest::draft) fn status(&self) -> Option<usize> {
        (0..self.names.len()).find(|at| self.values(*at).all(|text| text.parse::<Status>().is_ok()))
    }
}

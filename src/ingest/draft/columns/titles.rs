//! A list of records of which the first is the header: `["NAME", "VAL", "year"]`.

use super::table::Columns;
use crate::decode::Records;
use crate::decode::Undecodable;
use crate::ingest::draft::guesses::USUAL_MISSING;
use crate::ingest::preview::{label, sign};

impl Columns {
    /// Whether the first record is the header: its texts are words that stand nowhere else in
    /// their columns, and at least two of those hold figures or periods otherwise.
    pub(in crate::ingest::draft) fn begins_with_titles(&self) -> bool {
        let is_word = |text: &str| {
            !USUAL_MISSING.contains(&text)
                && text.chars().any(char::is_alphabetic)
                && sign(text).is_none()
                && label(text).is_none()
        };
        let width = self.names.len();
        let alone = (0..width).all(|at| {
            let text = self.text(at, 0);
            is_word(text) && self.counted(at).any(|(other, n)| other == text && n == 1)
        });
        let of_numbers = (0..width).filter(|at| self.is_of_numbers_below(*at));
        self.rows > 1 && alone && of_numbers.count() > 1
    }

    /// Whether what stands below the first record of a column are figures or periods, at least
    /// half of them.
    fn is_of_numbers_below(&self, at: usize) -> bool {
        let below = (1..self.lines.len()).map(|row| self.text(at, row));
        let (mut good, mut all) = (0, 0);
        for text in below.filter(|text| !USUAL_MISSING.contains(text)) {
            all += 1;
            good += usize::from(sign(text).is_some() || label(text).is_some());
        }
        good > 0 && good * 2 >= all
    }

    /// Reads the rows below the first record, and takes that as what the columns are called.
    ///
    /// # Errors
    /// As [`Columns::read`].
    pub(in crate::ingest::draft) fn below_titles(
        self,
        records: Records<'_>,
        kind: (bool, &dyn Fn(&str) -> bool),
    ) -> Result<Columns, Undecodable> {
        let titles: Vec<String> = (0..self.names.len())
            .map(|at| self.text(at, 0).to_owned())
            .collect();
        let mut below = Columns::read(&self.names, Box::new(records.skip(1)), kind)?;
        below.apart.first_record = self.names.first().cloned().zip(titles.first().cloned());
        below.titles = titles;
        Ok(below)
    }
}

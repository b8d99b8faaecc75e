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

    /// Those of some columns whose names are labels of periods, where there are several; each alone,
    /// or with something else that tells figures apart.
    pub(in crate::ingest::draft) fn side_by_side(&self, of: &[usize]) -> SideBySide {
        let is_label = |text: &str| label(text).is_some();
        let parts = |at: usize| self.names[at].split_once(" / ").unwrap_or_default();
        let shapes: [(&'static str, &dyn Fn(usize) -> bool); 3] = [
            ("{period}", &|at| is_label(&self.names[at])),
            ("{period} / {}", &|at| {
                is_label(parts(at).0) && !parts(at).1.is_empty()
            }),
            ("{} / {period}", &|at| {
                is_label(parts(at).1) && !parts(at).0.is_empty()
            }),
        ];
        for (pattern, fits) in shapes {
            let at: Vec<usize> = of.iter().copied().filter(|at| fits(*at)).collect();
            if at.len() < 2 {
                continue;
            }
            let mut ordered = at.clone();
            ordered.sort_unstable();
            let mut members: Vec<String> = Vec::new();
            for (before, behind) in ordered.into_iter().map(parts) {
                let member = if pattern.starts_with("{}") {
                    before
                } else {
                    behind
                };
                if !member.is_empty() && !members.iter().any(|m| m == member) {
                    members.push(member.to_owned());
                }
            }
            return SideBySide {
                at,
                pattern,
                members,
            };
        }
        SideBySide::default()
    }
}

/// Columns of figures side by side, and what their headers say.
#[derive(Default)]
pub(in crate::ingest::draft) struct SideBySide {
    pub(in crate::ingest::draft) at: Vec<usize>,
    /// The pattern of `[source.wide]`; `{}` stands for what tells figures apart besides the period.
    pub(in crate::ingest::draft) pattern: &'static str,
    /// What stands there.
    pub(in crate::ingest::draft) members: Vec<String>,
}

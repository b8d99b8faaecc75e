//! The columns of a table, each with its different texts, and what they seem to be.

use super::super::cell;
use super::super::decode::{Records, Undecodable};
use super::super::preview::{ColumnNumbers, label};
use super::super::text::tidy;
use super::{AreaGuess, EXAMPLES, PeriodGuess, USUAL_MISSING};
use crate::model::{AreaRegister, Dashed, Label, Status};
use std::collections::BTreeMap;

/// Decimal sign with which cells are asked for that a file holds as numbers, so that they are told
/// from texts.
pub(super) const TYPED: char = '\u{1}';
/// Rows that are looked at.
const ROWS: u64 = 200_000;
/// Different texts of a column that are tried as areas or labels.
const TRIED: usize = 2_000;

/// Names of columns, or parts of them, that speak for a meaning; compared in lower case.
const PERIOD: [&str; 9] = [
    "time_period",
    "period",
    "year",
    "năm",
    "nam",
    "kỳ",
    "quý",
    "tháng",
    "thời gian",
];
const AREA: [&str; 10] = [
    "area",
    "province",
    "region",
    "county",
    "district",
    "tỉnh",
    "tinh",
    "địa phương",
    "dia_phuong",
    "geo",
];
const VALUE: [&str; 6] = [
    "obs_value",
    "value",
    "figure",
    "giá trị",
    "số liệu",
    "gia_tri",
];
const NUMBERING: [&str; 6] = ["stt", "tt", "no", "no.", "#", "id"];

/// The columns of a table.
pub(super) struct Columns {
    pub(super) names: Vec<String>,
    pub(super) rows: u64,
    /// Whether these are all rows.
    pub(super) whole: bool,
    /// Column → row → number of its text.
    cells: Vec<Vec<u32>>,
    /// Column → its different texts, in the order of the file.
    texts: Vec<Vec<String>>,
    /// Where each row stands in the file.
    pub(super) lines: Vec<u64>,
    /// What texts say about how figures are written.
    pub(super) numbers: Vec<ColumnNumbers>,
    /// How many cells are fractions that the file holds as numbers.
    pub(super) typed: Vec<u64>,
}

impl Columns {
    /// Reads the rows.
    pub(super) fn read(names: &[String], records: Records<'_>) -> Result<Columns, Undecodable> {
        let width = names.len();
        let mut read = Columns {
            names: names.iter().map(|n| tidy(n).into_owned()).collect(),
            rows: 0,
            whole: true,
            cells: vec![Vec::new(); width],
            texts: vec![Vec::new(); width],
            lines: Vec::new(),
            numbers: vec![ColumnNumbers::default(); width],
            typed: vec![0; width],
        };
        let mut known: Vec<BTreeMap<String, u32>> = vec![BTreeMap::new(); width];
        for record in records {
            let record = record?;
            if read.rows == ROWS {
                read.whole = false;
                break;
            }
            read.rows += 1;
            read.lines.push(record.row);
            for (i, known) in known.iter_mut().enumerate() {
                let text = tidy(record.cells.get(i).map_or("", |c| cell::text(c)));
                if text.contains(TYPED) {
                    read.typed[i] += 1;
                } else {
                    read.numbers[i].see(&text, record.row);
                }
                let next = u32::try_from(read.texts[i].len()).unwrap_or(u32::MAX);
                let at = *known.entry(text.clone().into_owned()).or_insert(next);
                if at == next {
                    read.texts[i].push(text.into_owned());
                }
                read.cells[i].push(at);
            }
        }
        Ok(read)
    }

    /// Different texts of a column.
    pub(super) fn values(&self, at: usize) -> impl Iterator<Item = &str> {
        self.texts[at].iter().map(String::as_str)
    }

    /// Number of the text of a cell.
    pub(super) fn cell(&self, at: usize, row: usize) -> u32 {
        self.cells[at].get(row).copied().unwrap_or(u32::MAX)
    }

    /// The text of a cell.
    pub(super) fn text(&self, at: usize, row: usize) -> &str {
        self.texts[at]
            .get(self.cell(at, row) as usize)
            .map_or("", String::as_str)
    }

    /// Different texts of a column and how often each stands.
    pub(super) fn counted(&self, at: usize) -> impl Iterator<Item = (&str, u64)> {
        let mut counts = vec![0_u64; self.texts[at].len()];
        for cell in &self.cells[at] {
            if let Some(count) = usize::try_from(*cell).ok().and_then(|i| counts.get_mut(i)) {
                *count += 1;
            }
        }
        self.texts[at].iter().map(String::as_str).zip(counts)
    }

    /// Rows without a text in a column.
    pub(super) fn blanks(&self, at: usize) -> u64 {
        self.counted(at)
            .filter(|(text, _)| text.is_empty())
            .map(|(_, n)| n)
            .sum()
    }

    /// Whether a column may be a dimension: it has several texts, and they stand in most rows.
    pub(super) fn can_tell_apart(&self, at: usize) -> bool {
        !self.names[at].is_empty() && self.texts[at].len() > 1 && self.blanks(at) * 2 <= self.rows
    }

    fn is_named(&self, at: usize, names: &[&str]) -> bool {
        let own = self.names[at].to_lowercase();
        names.iter().any(|n| {
            own == *n
                || own
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .any(|word| word == *n)
                || (n.contains(' ') && own.contains(n))
        })
    }

    /// The column of which nearly every text is the label of a period; one that is named so before
    /// others.
    pub(super) fn period(&self) -> Option<usize> {
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

    /// What is known of the column of the periods.
    pub(super) fn period_guess(&self, at: usize) -> PeriodGuess {
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
        }
    }

    /// The column whose texts the register of areas knows best on the days of their rows; failing
    /// that, one that is named so.
    pub(super) fn area(
        &self,
        period: Option<usize>,
        areas: &AreaRegister,
    ) -> Option<(usize, AreaGuess)> {
        let candidates = (0..self.names.len())
            .filter(|at| Some(*at) != period && self.blanks(*at) * 10 <= self.rows);
        let known = candidates.clone().filter_map(|at| {
            let tried = self.values(at).take(TRIED);
            let (all, good) = tried.fold((0, 0), |(all, good), text| {
                (all + 1, good + usize::from(areas.knows(text)))
            });
            (good > 0 && good * 2 >= all).then_some((at, good * 1000 / all, good))
        });
        let best = known
            .max_by_key(|(at, share, good)| (*share, *good, std::cmp::Reverse(*at)))
            .map(|(at, ..)| at);
        let at = best.or_else(|| candidates.clone().find(|at| self.is_named(*at, &AREA)))?;
        let on = |start: bool| self.unknown_areas(at, period, areas, start);
        let (at_start, at_end) = (on(true), on(false));
        let better = at_start.len() < at_end.len();
        let mut unknown = if better { at_start } else { at_end };
        let padded = unknown
            .iter()
            .filter(|text| {
                text.bytes().all(|b| b.is_ascii_digit()) && areas.knows(&format!("0{text}"))
            })
            .count();
        let lost_zero = !unknown.is_empty() && padded * 2 > unknown.len();
        let distinct = self.texts[at].len();
        let known = distinct - unknown.len();
        unknown.truncate(EXAMPLES);
        Some((
            at,
            AreaGuess {
                column: self.names[at].clone(),
                distinct,
                known,
                unknown,
                lost_zero,
                at_start: better,
            },
        ))
    }

    /// Texts that the register does not know on the day of some row that has them.
    fn unknown_areas(
        &self,
        at: usize,
        period: Option<usize>,
        areas: &AreaRegister,
        start: bool,
    ) -> Vec<String> {
        let mut seen = std::collections::BTreeSet::new();
        let mut unknown = std::collections::BTreeSet::new();
        for row in 0..self.cells[at].len() {
            let area = self.cell(at, row);
            let time = period.map(|p| self.cell(p, row));
            if !seen.insert((area, time)) || unknown.contains(&area) {
                continue;
            }
            let Some(text) = self.texts[at].get(area as usize) else {
                continue;
            };
            let label = period
                .zip(time)
                .and_then(|(p, t)| label(self.texts[p].get(t as usize)?));
            let day = label.map(|l| {
                if start {
                    l.period.start()
                } else {
                    l.period.end()
                }
            });
            // Without a day any unit of that name will do; a row without a period has other faults.
            let is_known =
                areas.knows(text) && day.is_none_or(|day| areas.resolve(text, day).is_ok());
            if !is_known {
                unknown.insert(area);
            }
        }
        unknown
            .into_iter()
            .filter_map(|i| self.texts[at].get(i as usize).cloned())
            .collect()
    }

    /// Columns of figures, the likeliest first: named so, then with the most different figures,
    /// then the last.
    pub(super) fn figures(&self, taken: &[Option<usize>]) -> Vec<usize> {
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
    pub(super) fn status(&self) -> Option<usize> {
        (0..self.names.len()).find(|at| self.values(*at).all(|text| text.parse::<Status>().is_ok()))
    }

    /// Column names that are labels of periods, where there are several.
    pub(super) fn header_periods(&self) -> Vec<String> {
        self.names
            .iter()
            .filter(|n| label(n).is_some())
            .cloned()
            .collect()
    }
}

//! Labels of periods among the texts of a table.

use crate::decode::text::tidy;
use crate::model::{
    Dashed, Finding, Label, LabelError, Language, PeriodWriting, Place, is_day, month_names,
};
use std::collections::BTreeMap;

/// Labels of periods that are listed of a table.
const LABELS: usize = 24;

/// Texts that are labels of periods, each read once however often it stands.
#[derive(Default)]
pub(super) struct Labels {
    /// The text last seen in each column: a cube repeats its texts row after row.
    last: BTreeMap<usize, (String, Option<usize>)>,
    places: BTreeMap<String, usize>,
    found: Vec<(String, Label, u64)>,
    pub(super) doubtful: Doubtful,
}

impl Labels {
    pub(super) fn see(&mut self, column: usize, row: u64, cell: &str) {
        self.doubtful.see(column, row, cell);
        if let Some((_, at)) = self.last.get(&column).filter(|(text, _)| text == cell) {
            if let Some((_, _, n)) = at.and_then(|at| self.found.get_mut(at)) {
                *n += 1;
            }
            return;
        }
        let known = self.places.get(cell).copied();
        let at = known.or_else(|| {
            let label = (self.found.len() < 50 * LABELS).then(|| label(cell))??;
            self.found.push((tidy(cell).into_owned(), label, 0));
            self.places.insert(cell.to_owned(), self.found.len() - 1);
            Some(self.found.len() - 1)
        });
        if let Some((_, _, n)) = at.and_then(|at| self.found.get_mut(at)) {
            *n += 1;
        }
        self.last.insert(column, (cell.to_owned(), at));
    }

    /// Whether nothing is a label.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// What needs translating comes first, then as the file has it.
    pub(super) fn listed(mut self) -> Vec<(String, Label, u64)> {
        self.found
            .sort_by_key(|(text, label, _)| *text == label.period.to_string());
        self.found.truncate(LABELS);
        self.found
    }
}

/// The label of a period, if a cell is one; a bare number outside the years of our time is a
/// figure.
#[must_use]
pub fn label(cell: &str) -> Option<Label> {
    const YEARS: std::ops::Range<i32> = 1900..2100;
    // Most cells are none, and there are many cells.
    if cell.len() > 80 || !cell.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let label: Label = tidy(cell).parse().ok()?;
    YEARS.contains(&label.period.year()).then_some(label)
}

/// Whether a text is the name of a month and a year of two digits, as in `Jan-20`.
fn is_short(text: &str) -> bool {
    let mut pieces = text
        .split([' ', '-', '/', '.', '\''])
        .filter(|p| !p.is_empty());
    let (Some(a), Some(b), None) = (pieces.next(), pieces.next(), pieces.next()) else {
        return false;
    };
    let two = |t: &str| t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit());
    let name = match (two(a), two(b)) {
        (true, false) => b.to_lowercase(),
        (false, true) => a.to_lowercase(),
        _ => return false,
    };
    month_names(Language::En)
        .iter()
        .any(|(known, _)| *known == name)
}

/// Labels that have two readings or none, column by column.
#[derive(Default)]
pub(super) struct Doubtful {
    columns: BTreeMap<usize, Column>,
    /// The first text of each column that `[source.period]` would have to say how to read, and how
    /// many there are.
    undeclared: BTreeMap<usize, (u64, String, u64)>,
    open: Option<(Place, String, LabelError)>,
}

impl Doubtful {
    pub(super) fn see(&mut self, column: usize, row: u64, cell: &str) {
        if cell.len() > 80 || !cell.bytes().any(|b| b.is_ascii_digit()) {
            return;
        }
        let text = tidy(cell);
        if is_day(&text) || is_short(&text) {
            let first = || (row, text.into_owned(), 0);
            self.undeclared.entry(column).or_insert_with(first).2 += 1;
        } else if let Some(dashed) = Dashed::of(&text) {
            let seen = self.columns.entry(column).or_default();
            match dashed {
                Dashed::Month => seen.months = true,
                Dashed::MonthOrFiscalYear | Dashed::FiscalYear => {
                    seen.pairs += 1;
                    seen.first.get_or_insert_with(|| (row, text.into_owned()));
                }
            }
        } else if self.open.is_none()
            && text.chars().any(char::is_alphabetic)
            && let Err(error) = text.parse::<Label>()
            && error.is_open_span()
        {
            self.open = Some((
                Place {
                    row,
                    col: (column + 1).to_string(),
                    ..Place::default()
                },
                text.into_owned(),
                error,
            ));
        }
    }

    /// What is open. Days and short years are told where nothing is a label.
    pub(super) fn findings(self, no_labels: bool) -> Vec<Finding> {
        let mut found = Vec::new();
        for (at, (row, text, count)) in self.undeclared.into_iter().filter(|_| no_labels) {
            let place = Place {
                row,
                col: (at + 1).to_string(),
                ..Place::default()
            };
            let Err(unread) = PeriodWriting::default().read(&text) else {
                continue;
            };
            found.push(Finding {
                count,
                ..Finding::warning("undeclared_period", place, unread.message())
                    .raw(text)
                    .hint(unread.hint())
            });
        }
        for (at, column) in self.columns.into_iter().filter(|(_, c)| !c.months) {
            let Some((row, text)) = column.first else {
                continue;
            };
            let place = Place {
                row,
                col: (at + 1).to_string(),
                ..Place::default()
            };
            let message = format!(
                "`{text}` may be a month or a fiscal year, and no label of the column shows which"
            );
            let hint = "declare in `[source.period]` `formats = [\"{year}-{month}\"]` for months, or \
                the first month of the fiscal year: `fiscal_year = { begins = \"04\", named = \
                \"both\" }`";
            found.push(Finding {
                count: column.pairs,
                ..Finding::warning("ambiguous_period", place, message)
                    .raw(text)
                    .hint(hint)
            });
        }
        if let Some((place, text, error)) = self.open {
            let hint = "a figure to date needs its end: ask the provider up to which month or \
                quarter it runs";
            found.push(
                Finding::warning("open_span", place, error.to_string())
                    .raw(text)
                    .hint(hint),
            );
        }
        found
    }
}

#[derive(Default)]
struct Column {
    months: bool,
    pairs: u64,
    first: Option<(u64, String)>,
}

//! Headers that stand within a table once more, as pages and blocks of a long table begin. One that
//! says what the first says changes nothing. One that says otherwise begins another table: the rows
//! below it are of other years, units or columns, so the delivery is refused.
//!
//! A header is known by the name of the column of areas or of the period. Where figures stand side
//! by side, it is also known by texts that are written as the headers of the figures are, with the
//! same steps from one to the next: `2022`, `2023` under `2020`, `2021`.

use super::bindings::Bindings;
use super::delivered::Delivery;
use crate::decode::Record;
use crate::decode::cell;
use crate::decode::text::tidy;
use crate::model::{AreaRegister, Finding, Place, Source, letters};

/// What the header of a table says, to know it again.
pub(super) struct RepeatedHeader<'a> {
    /// The names of the columns; of a header of several rows the texts of each.
    names: Vec<Vec<String>>,
    columns: &'a [String],
    area: Option<usize>,
    period: Option<usize>,
    /// Columns of figures that stand side by side.
    figures: Vec<usize>,
    areas: &'a AreaRegister,
}

impl<'a> RepeatedHeader<'a> {
    pub(super) fn new(
        source: &Source,
        bindings: &[Bindings<'_>],
        columns: &'a [String],
        areas: &'a AreaRegister,
    ) -> RepeatedHeader<'a> {
        let first = bindings.first();
        let several = source.layout.header_rows > 1;
        let texts = |(at, name): (usize, &String)| {
            // Behind a name that stands several times its letter was written.
            let letter = format!("[{}]", letters(at + 1));
            let name = if source.layout.places.is_empty() {
                name
            } else {
                name.strip_suffix(&letter).unwrap_or(name)
            };
            let whole = plain(name);
            let rows = whole.split(" / ").filter(|_| several).map(str::to_owned);
            { rows.filter(|row| *row != whole) }
                .chain([whole.clone()])
                .collect()
        };
        RepeatedHeader {
            names: columns.iter().enumerate().map(texts).collect(),
            columns,
            area: first.and_then(|b| b.area_code.index()),
            period: first.and_then(|b| b.period.index()),
            figures: bindings.iter().filter_map(|b| b.value.index()).collect(),
            areas,
        }
    }

    /// Whether a record is a header; the column in which it says otherwise, if there is one.
    pub(super) fn see(&self, record: &Record) -> Option<Result<(), usize>> {
        let by_area = self.area.is_some_and(|at| self.is_area_header(record, at));
        let by_period = { self.period }
            .is_some_and(|at| self.may_agree(record, at) && self.agrees(record, at) == Some(true));
        if !by_area && !by_period && !self.continues(record) {
            return None;
        }
        let mut others = (0..self.names.len()).filter(|at| Some(*at) != self.area);
        let differs = others.find(|at| self.agrees(record, *at) == Some(false));
        Some(differs.map_or(Ok(()), Err))
    }

    /// Whether the cell of the area has the name of its column, and no area that is named so.
    fn is_area_header(&self, record: &Record, at: usize) -> bool {
        // A header that is merged over several rows is one header.
        let covered = || { record.cells.get(at) }.is_none_or(|cell| cell::is_covered(cell));
        if !self.may_agree(record, at) || covered() {
            return false;
        }
        let text = tidy(text(record, at)).into_owned();
        let small = plain(&text);
        let begins = |name: &String| {
            // `Area (continued)`
            let rest = small.strip_prefix(name.as_str()).map(str::trim_start);
            !name.is_empty() && rest.is_some_and(|r| r.is_empty() || r.starts_with(['(', '[']))
        };
        let named = self
            .names
            .get(at)
            .is_some_and(|names| names.iter().any(begins));
        named && !self.areas.knows(&text)
    }

    /// Whether a cell begins as the name of its column does: most rows are known not to be headers by
    /// one letter.
    fn may_agree(&self, record: &Record, at: usize) -> bool {
        let first = |text: &str| text.chars().next().and_then(|c| c.to_lowercase().next());
        let begins = first(text(record, at).trim_start());
        begins.is_some_and(|c| {
            let mut names = self.names.get(at).into_iter().flatten();
            !c.is_alphanumeric() || names.any(|name| first(name) == Some(c))
        })
    }

    /// Whether the figures of a record are written as their headers are, and go on as they do; of an
    /// area of the register they are figures.
    fn continues(&self, record: &Record) -> bool {
        let first = self.figures.first().map_or("", |at| text(record, *at));
        // Most figures are known not to be years by their length.
        let digits = first.bytes().filter(u8::is_ascii_digit).count();
        let area = self.area.map_or("", |at| text(record, at));
        if self.figures.len() < 2 || digits < 4 || self.areas.knows(&tidy(area)) {
            return false;
        }
        let mut before: Option<(WrittenNumbers, WrittenNumbers)> = None;
        for at in &self.figures {
            let header = self.columns.get(*at).map_or("", String::as_str);
            let (header, cell) = (
                WrittenNumbers::of(header),
                WrittenNumbers::of(text(record, *at)),
            );
            let steps = |(h, c): &(WrittenNumbers, WrittenNumbers)| {
                h.steps_to(&header).is_some() && h.steps_to(&header) == c.steps_to(&cell)
            };
            if header.shape != cell.shape || !cell.is_label() || !before.as_ref().is_none_or(steps)
            {
                return false;
            }
            before = Some((header, cell));
        }
        true
    }

    /// Whether a cell says what the header of its column says; nothing where it is blank.
    fn agrees(&self, record: &Record, at: usize) -> Option<bool> {
        let text = plain(text(record, at));
        let names = self.names.get(at)?;
        (!text.is_empty()).then(|| names.contains(&text))
    }

    /// Why a delivery cannot be used whose header is repeated and says otherwise.
    pub(super) fn refusal(&self, delivered: &Delivery<'_>, record: &Record, at: usize) -> Finding {
        let header = self.columns.get(at).map_or("", String::as_str);
        let raw = text(record, at);
        let place = Place {
            file: delivered.file_name.to_owned(),
            part: record.part.clone(),
            row: record.row,
            col: header.to_owned(),
        };
        let message = format!(
            "the row is a header and says `{raw}` where the header of the table says `{header}`: \
                what stands below it is another table"
        );
        let hint = "end the table above it (`last_row` or `ends`) and declare a source for the table \
            below; if both headers mean the same, drop this row in `repairs.toml` (`drop = true`)";
        Finding::error("another_header", place, message)
            .raw(raw)
            .hint(hint)
    }
}

/// How a text is written: what stands around its numbers, and these.
struct WrittenNumbers {
    shape: String,
    numbers: Vec<i64>,
}

impl WrittenNumbers {
    fn of(text: &str) -> WrittenNumbers {
        let text = plain(text);
        let digit = |c: char| c.is_ascii_digit();
        let numbers = text.split(|c| !digit(c)).filter(|n| !n.is_empty());
        let mut shape = text.replace(digit, "0");
        while shape.contains("00") {
            shape = shape.replace("00", "0");
        }
        WrittenNumbers {
            numbers: numbers.map(|n| n.parse().unwrap_or(0)).collect(),
            shape,
        }
    }

    /// Whether it may be a label: it has a year.
    fn is_label(&self) -> bool {
        self.numbers.iter().any(|n| (1800..=2200).contains(n))
    }

    /// How much each number grows to that of the next text.
    fn steps_to(&self, next: &WrittenNumbers) -> Option<Vec<i64>> {
        let same = self.numbers.len() == next.numbers.len() && !self.numbers.is_empty();
        let steps = self.numbers.iter().zip(&next.numbers);
        same.then(|| steps.map(|(a, b)| b - a).collect())
    }
}

/// The text of a cell as it is shown.
fn text(record: &Record, at: usize) -> &str {
    record.cells.get(at).map_or("", |c| cell::shown(c))
}

fn plain(text: &str) -> String {
    tidy(text).to_lowercase()
}

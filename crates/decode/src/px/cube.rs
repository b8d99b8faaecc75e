//! The cube that the keywords of a PX file describe, and the record of each of its figures.

use super::super::{Reading, Record, Undecodable};
use super::broken::bad;
use super::keywords::Keywords;
use super::notes::CellNotes;
use super::variables::{PxVariable, axes};
use chiso_model::{StatedUnit, multiple, stated_units};

pub(super) struct Cube {
    pub(super) axes: Vec<PxVariable>,
    pub(super) total: usize,
    /// Axes that stand as keys before each row.
    pub(super) keyed: usize,
    /// Index of the axis that says what is counted, with a unit and a date for each value.
    contents: Option<usize>,
    units: Vec<String>,
    updated: Vec<String>,
    notes: CellNotes,
}

impl Cube {
    pub(super) fn new(reading: Reading<'_>, keywords: &Keywords) -> Result<Cube, Undecodable> {
        let axes = axes(reading, keywords)?;
        let keyed = axes.iter().take_while(|a| a.key.is_some()).count();
        let stub = keywords.list("STUB", "").unwrap_or_default();
        if axes.iter().any(|a| a.key.is_some()) && keyed != stub.len() {
            return Err(bad(
                reading.file_name,
                0,
                "`KEYS` is not given for every dimension of `STUB`, and for those alone",
            ));
        }
        let contents = axes
            .iter()
            .position(|a| a.name == keywords.one("CONTVARIABLE", ""));
        let counted = contents.and_then(|i| axes.get(i));
        Ok(Cube {
            total: axes.iter().map(|a| a.texts.len()).product(),
            keyed,
            contents,
            units: units(keywords, counted),
            updated: of_contents(keywords, "LAST-UPDATED", counted),
            notes: CellNotes::new(keywords.notes(), &reading.layout.language, &axes),
            axes,
        })
    }

    /// A name that is taken gives way to `<name>.label`.
    pub(super) fn columns(&self) -> Vec<String> {
        let note = (!self.notes.is_empty()).then_some("note");
        let fixed = ["value", "unit", "updated"].into_iter().chain(note);
        let fixed: Vec<String> = fixed.map(str::to_owned).collect();
        let mut columns = Vec::with_capacity(self.axes.len() * 2 + fixed.len());
        for axis in &self.axes {
            columns.push(if fixed.contains(&axis.name) {
                format!("{}.label", axis.name)
            } else {
                axis.name.clone()
            });
            columns.push(format!("{}.code", axis.name));
        }
        columns.extend(fixed);
        columns
    }

    pub(super) fn record(&self, position: usize, value: String) -> Record {
        let mut cells = Vec::with_capacity(self.axes.len() * 2 + 3);
        let mut stride = self.total;
        let mut content = 0;
        let mut places = Vec::new();
        for (i, axis) in self.axes.iter().enumerate() {
            // No size is zero: a dimension without values is refused.
            stride /= axis.texts.len();
            let at = position / stride % axis.texts.len();
            cells.push(axis.texts[at].trim().to_owned());
            cells.push(axis.codes[at].clone());
            places.push(at);
            if self.contents == Some(i) {
                content = at;
            }
        }
        cells.push(value);
        cells.push(self.units.get(content).cloned().unwrap_or_default());
        cells.push(self.updated.get(content).cloned().unwrap_or_default());
        if !self.notes.is_empty() {
            cells.push(self.notes.on(position, &places));
        }
        Record {
            part: String::new(),
            row: position as u64 + 1,
            cells,
        }
    }
}

/// What a keyword says of each value of the axis that says what is counted; one text where there is
/// no such axis.
fn of_contents(keywords: &Keywords, keyword: &str, axis: Option<&PxVariable>) -> Vec<String> {
    let same = keywords.one(keyword, "");
    let own = |text: &String| {
        Some(keywords.one(keyword, text))
            .filter(|t| !t.is_empty())
            .unwrap_or(same)
            .to_owned()
    };
    axis.map_or_else(
        || vec![same.to_owned()],
        |a| a.texts.iter().map(own).collect(),
    )
}

/// Words before what a ratio is of: `per 1000 inhabitants` is no multiple.
const PER: [&str; 10] = [
    "per", "pr", "pro", "je", "par", "por", "på", "trên", "mỗi", "на",
];

/// The unit of each content. Where the name of the content says a multiple that its unit does not
/// (`CONTENTS="Smiths (millions)"`, `UNITS="smiths"`), the word stands before the unit.
fn units(keywords: &Keywords, axis: Option<&PxVariable>) -> Vec<String> {
    let same = [keywords.one("CONTENTS", "").to_owned()];
    let contents = axis.map_or(&same[..], |axis| &axis.texts);
    let units = of_contents(keywords, "UNITS", axis).into_iter();
    units
        .zip(contents)
        .map(|(unit, content)| match (stated(&unit), in_words(content)) {
            (None, Some(word)) => format!("{word} {unit}").trim_end().to_owned(),
            _ => unit,
        })
        .collect()
}

/// The multiple that a content says behind its name, as the beginning of a unit.
fn in_words(content: &str) -> Option<String> {
    let is_per = |word: &str| PER.contains(&word.to_lowercase().as_str());
    let mut parts = content.split(['(', ')', '[', ']', ',', ';', ':']).skip(1);
    let (word, power) = parts.find_map(|part| {
        let ratio = part.contains('/') || part.split_whitespace().any(is_per);
        stated(part).filter(|_| !ratio)
    })?;
    let is_known = i32::from(multiple(&word).0) == power;
    Some(if is_known {
        word
    } else {
        format!("10^{power}")
    })
}

/// The first multiple that a text says.
fn stated(text: &str) -> Option<(String, i32)> {
    let mut stated = stated_units(text, "").into_iter();
    stated.find_map(|(word, stated)| match stated {
        StatedUnit::Multiple(power) => Some((word, power)),
        StatedUnit::Currency(_) | StatedUnit::Share(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::{Decoded, decode};
    use super::super::reading;
    use chiso_model::Layout;

    /// The unit of each figure of a file that begins so.
    fn units(head: &str) -> Vec<String> {
        let text = format!(
            "STUB=\"a\"; VALUES(\"a\")=\"C1\"; HEADING=\"c\"; \
                VALUES(\"c\")=\"Smiths\",\"Income (thousands)\"; {head} DATA=1 2;"
        );
        let layout = Layout::default();
        let reading = reading(&layout);
        let Decoded {
            columns, records, ..
        } = decode(reading, text.as_bytes()).unwrap();
        let at = columns.iter().position(|name| name == "unit").unwrap();
        records
            .map(|record| record.unwrap().cells[at].clone())
            .collect()
    }

    #[test]
    fn a_multiple_in_the_name_of_a_content_stands_before_its_unit() {
        for (head, want) in [
            (
                "CONTENTS=\"Smiths (millions)\"; UNITS=\"smiths\";",
                ["millions smiths"; 2],
            ),
            (
                "CONTENTS=\"Smiths (mio)\"; UNITS=\"smiths\";",
                ["mio smiths"; 2],
            ),
            (
                "CONTENTS=\"Smiths (tsd)\"; UNITS=\"smiths\";",
                ["10^3 smiths"; 2],
            ),
            (
                "CONTENTS=\"Smiths (millions)\"; UNITS=\"million smiths\";",
                ["million smiths"; 2],
            ),
            (
                "CONTENTS=\"Smiths, 2020\"; UNITS=\"smiths\";",
                ["smiths"; 2],
            ),
            (
                "CONTVARIABLE=\"c\"; CONTENTS=\"All (millions)\"; UNITS=\"smiths\"; \
                    UNITS(\"Income (thousands)\")=\"vnd\";",
                ["smiths", "thousands vnd"],
            ),
        ] {
            assert_eq!(units(head), want, "{head}");
        }
    }
}

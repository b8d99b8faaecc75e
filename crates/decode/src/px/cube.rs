//! The cube that the keywords of a PX file describe, and the record of each of its figures.

use super::super::{Reading, Record, Undecodable, too_many_cells};
use super::broken::bad;
use super::keywords::Keywords;
use super::language::WRITTEN;

pub(super) struct PxVariable {
    pub(super) name: String,
    pub(super) texts: Vec<String>,
    pub(super) codes: Vec<String>,
    /// Texts in the language in which the file is written.
    pub(super) written: Vec<String>,
    /// Keys of rows under KEYS: `true` by code, `false` by text.
    pub(super) key: Option<bool>,
}

pub(super) struct Cube {
    pub(super) axes: Vec<PxVariable>,
    pub(super) total: usize,
    /// Axes that stand as keys before each row.
    pub(super) keyed: usize,
    /// Index of the axis that says what is counted, with a unit and a date for each value.
    contents: Option<usize>,
    units: Vec<String>,
    updated: Vec<String>,
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
            units: of_contents(keywords, "UNITS", counted),
            updated: of_contents(keywords, "LAST-UPDATED", counted),
            axes,
        })
    }

    /// A name that is taken gives way to `<name>.label`.
    pub(super) fn columns(&self) -> Vec<String> {
        let fixed = ["value", "unit", "updated"].map(str::to_owned);
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
        for (i, axis) in self.axes.iter().enumerate() {
            // No size is zero: a dimension without values is refused.
            stride /= axis.texts.len();
            let at = position / stride % axis.texts.len();
            cells.push(axis.texts[at].trim().to_owned());
            cells.push(axis.codes[at].clone());
            if self.contents == Some(i) {
                content = at;
            }
        }
        cells.push(value);
        cells.push(self.units.get(content).cloned().unwrap_or_default());
        cells.push(self.updated.get(content).cloned().unwrap_or_default());
        Record {
            part: String::new(),
            row: position as u64 + 1,
            cells,
        }
    }
}

/// The dimensions of `STUB` and `HEADING`, in this order.
fn axes(reading: Reading<'_>, keywords: &Keywords) -> Result<Vec<PxVariable>, Undecodable> {
    let file = reading.file_name;
    let names: Vec<&String> = ["STUB", "HEADING"]
        .into_iter()
        .filter_map(|keyword| keywords.list(keyword, ""))
        .flatten()
        .collect();
    if names.is_empty() {
        return Err(bad(
            file,
            0,
            "neither `STUB` nor `HEADING` names a dimension",
        ));
    }
    let mut total: usize = 1;
    let mut axes = Vec::new();
    for name in names {
        let variable = axis(file, keywords, name)?;
        total = total
            .checked_mul(variable.texts.len())
            .filter(|n| n.saturating_mul(axes.len().saturating_add(1)) <= reading.max_cells)
            .ok_or_else(|| too_many_cells(file, reading.max_cells))?;
        axes.push(variable);
    }
    Ok(axes)
}

fn axis(file: &str, keywords: &Keywords, name: &str) -> Result<PxVariable, Undecodable> {
    let Some(texts) = keywords.list("VALUES", name).filter(|v| !v.is_empty()) else {
        return Err(bad(
            file,
            keywords.line("STUB", ""),
            format!("the dimension `{name}` has no `VALUES`"),
        ));
    };
    let codes = [keywords.list("CODES", name), keywords.list("TIMEVAL", name)];
    // Codes that are not one for each value would name the wrong ones.
    let codes = codes
        .into_iter()
        .flatten()
        .find(|c| c.len() == texts.len())
        .unwrap_or(texts)
        .to_vec();
    let key = keywords
        .list("KEYS", name)
        .map(|k| k.first().is_some_and(|k| k.eq_ignore_ascii_case("CODES")));
    Ok(PxVariable {
        name: name.to_owned(),
        texts: texts.to_vec(),
        codes,
        written: keywords.list(WRITTEN, name).unwrap_or(texts).to_vec(),
        key,
    })
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

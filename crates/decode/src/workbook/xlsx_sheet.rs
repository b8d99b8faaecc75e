//! What the part of one sheet says of its rows, columns and cells.

use super::about::{About, CellFormat, Sheet};
use super::part::{PartEvent, flag, get, walk};
use super::rich_text::Rich;
use quick_xml::events::BytesStart;
use std::collections::BTreeMap;

/// What all sheets of a package share.
pub(super) struct SharedParts {
    /// What the number format of each cell style changes.
    pub(super) formats: Vec<Vec<CellFormat>>,
    /// Shared strings of which a run is set apart.
    pub(super) texts: BTreeMap<usize, (String, String)>,
    /// Whether the workbook is marked for recalculation.
    pub(super) stale: bool,
}

/// A cell while it is read.
#[derive(Default)]
struct OpenCell {
    at: (u32, u32),
    format: Option<usize>,
    shared: bool,
    /// Whether the value of its formula is a text, and whether one is saved.
    text: bool,
    saved: bool,
    formula: Option<String>,
    value: String,
    rich: Rich,
}

/// A sheet while it is read.
struct SheetRead<'s> {
    shared: &'s SharedParts,
    about: Sheet,
    row: u32,
    column: u32,
    cell: Option<OpenCell>,
    /// The element of a cell whose text is read: `f`, `v` or none of them.
    inside: &'static str,
}

/// Reads the part of a sheet.
pub(super) fn sheet(xml: &str, shared: &SharedParts) -> Sheet {
    let mut sheet = SheetRead {
        shared,
        about: Sheet::default(),
        row: 0,
        column: 0,
        cell: None,
        inside: "",
    };
    walk(xml, |step| sheet.see(&step));
    sheet.about
}

impl SheetRead<'_> {
    fn see(&mut self, step: &PartEvent<'_>) {
        match (step, &mut self.cell) {
            (PartEvent::Start("col", e), _) if flag(e, "hidden") => self.hide_columns(e),
            (PartEvent::Start("row", e), _) => self.begin_row(e),
            (PartEvent::End("row"), _) => self.row = self.row.saturating_add(1),
            (PartEvent::Start("c", e), _) => self.begin_cell(e),
            (PartEvent::Start("f", _), Some(cell)) => {
                cell.formula = Some(String::new());
                self.inside = "f";
            }
            (PartEvent::Start("v", _), Some(cell)) => {
                cell.saved = true;
                self.inside = "v";
            }
            (PartEvent::End("f" | "v"), _) => self.inside = "",
            (PartEvent::Text(text), Some(cell)) => match self.inside {
                "f" => cell.formula.get_or_insert_default().push_str(text),
                "v" => cell.value.push_str(text),
                _ => cell.rich.see(step),
            },
            (PartEvent::End("c"), Some(_)) => {
                if let Some(done) = self.cell.take() {
                    finish(done, &mut self.about, self.shared);
                }
            }
            (_, Some(cell)) => cell.rich.see(step),
            _ => {}
        }
    }

    fn hide_columns(&mut self, e: &BytesStart<'_>) {
        let number = |key: &str| {
            get(e, key)
                .and_then(|n| n.parse::<u32>().ok())
                .unwrap_or(1)
                .saturating_sub(1)
        };
        self.about
            .hidden_columns
            .push((number("min"), number("max")));
    }

    fn begin_row(&mut self, e: &BytesStart<'_>) {
        self.row = get(e, "r")
            .and_then(|n| n.parse::<u32>().ok())
            .map_or(self.row, |n| n.saturating_sub(1));
        self.column = 0;
        if flag(e, "hidden") {
            self.about.hidden_rows.insert(self.row);
        }
    }

    fn begin_cell(&mut self, e: &BytesStart<'_>) {
        let at = get(e, "r")
            .and_then(|r| place(&r))
            .unwrap_or((self.row, self.column));
        self.column = at.1.saturating_add(1);
        let holds = get(e, "t");
        self.cell = Some(OpenCell {
            at,
            format: get(e, "s").and_then(|s| s.parse().ok()),
            shared: holds.as_deref() == Some("s"),
            text: holds.as_deref() == Some("str"),
            ..OpenCell::default()
        });
    }
}

fn finish(cell: OpenCell, sheet: &mut Sheet, shared: &SharedParts) {
    let mut about = Vec::new();
    let value = cell.value.trim();
    // A formula that gives an empty text has a value. Programs that do not compute write the same, and
    // mark the workbook for recalculation.
    let blank = cell.text && cell.saved && !shared.stale;
    match cell.formula {
        Some(_) if value.is_empty() && blank => {}
        Some(formula) if value.is_empty() => about.push(About::Uncomputed(formula)),
        Some(formula) if shared.stale => about.push(About::Stale(formula)),
        _ => {}
    }
    let apart = if cell.shared {
        value
            .parse()
            .ok()
            .and_then(|n: usize| shared.texts.get(&n).cloned())
    } else {
        cell.rich.finish()
    };
    about.extend(apart.map(|(text, apart)| About::Apart(text, apart)));
    // A text is shown as it is, whatever the format.
    if !cell.shared && value.parse::<f64>().is_ok() {
        let formats = cell.format.and_then(|s| shared.formats.get(s));
        about.extend({ formats.into_iter().flatten().cloned() }.map(About::Shown));
    }
    if !about.is_empty() {
        sheet.cells.insert(cell.at, about);
    }
}

/// Row and column from 0 of a reference such as `AB12`.
fn place(reference: &str) -> Option<(u32, u32)> {
    let letters = reference.find(|c: char| c.is_ascii_digit())?;
    let column = reference[..letters].bytes().try_fold(0_u32, |sum, b| {
        let letter = b
            .to_ascii_uppercase()
            .checked_sub(b'A')
            .filter(|n| *n < 26)?;
        sum.checked_mul(26)?.checked_add(u32::from(letter) + 1)
    })?;
    Some((
        reference[letters..].parse::<u32>().ok()?.checked_sub(1)?,
        column.checked_sub(1)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn what_a_sheet_says_of_its_cells() {
        let xml = "<worksheet><cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData><row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"s\"><v>1</v></c>\
            <c r=\"B2\" s=\"1\"><v>0.125</v></c><c r=\"C2\"><f>A1+1</f><v></v></c></row><row><c t=\"inlineStr\"><is><r><t>12</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr>\
            <t>a</t></r></is></c><c><f>B1</f><v>0</v></c></row></sheetData></worksheet>";
        let shared = SharedParts {
            formats: vec![vec![], vec![CellFormat::Percent("0%".into())]],
            texts: BTreeMap::from([(1, ("Bay".to_owned(), "1".to_owned()))]),
            stale: true,
        };
        let seen = sheet(xml, &shared);
        assert_eq!(
            (seen.hidden_rows, seen.hidden_columns),
            (BTreeSet::from([1]), vec![(1, 2)])
        );
        let want = [
            ((1, 0), About::Apart("Bay".into(), "1".into())),
            ((1, 1), About::Shown(CellFormat::Percent("0%".into()))),
            ((1, 2), About::Uncomputed("A1+1".into())),
            ((2, 0), About::Apart("12".into(), "a".into())),
            ((2, 1), About::Stale("B1".into())),
        ];
        assert_eq!(
            seen.cells,
            want.into_iter()
                .map(|(at, about)| (at, vec![about]))
                .collect()
        );
    }

    #[test]
    fn a_formula_that_gives_an_empty_text_has_a_value_unless_nothing_was_computed() {
        let xml = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><f>B1</f><v></v></c>\
            <c r=\"B1\" t=\"str\"><f>B2</f></c><c r=\"C1\"><f>B3</f><v/></c></row></sheetData></worksheet>";
        let uncomputed = |stale: bool| {
            let shared = SharedParts {
                formats: Vec::new(),
                texts: BTreeMap::new(),
                stale,
            };
            let cells = sheet(xml, &shared).cells;
            cells
                .into_keys()
                .map(|(_, column)| column)
                .collect::<Vec<_>>()
        };
        assert_eq!(uncomputed(false), [1, 2]);
        assert_eq!(uncomputed(true), [0, 1, 2]);
    }
}

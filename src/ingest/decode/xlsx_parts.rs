//! What a workbook of Excel 2007 and later says of its cells beside their values: hidden rows,
//! columns and sheets, formulas without a saved value, number formats that change what a cell says,
//! raised runs of a rich text (ECMA-376, part 1, section 18).
//!
//! `calamine` gives values; this reads the same parts of the package a second time for what it
//! leaves out. A part that cannot be read says nothing here: whether the workbook is damaged is the
//! reader's to find.

use super::archive::{self, LIMITS};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};

/// What is said of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// A formula without a value.
    Uncomputed(String),
    /// A formula with a value, in a workbook that is marked for recalculation.
    Stale(String),
    /// Its number format.
    Shown(CellFormat),
    /// The text, and what is raised or lowered behind it or struck out.
    Apart(String, String),
}

/// A number format that changes what a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CellFormat {
    /// As a percentage, by this format.
    Percent(String),
    /// Divided by a power of a thousand, by this format.
    Scaled(String),
    /// With zeros up to so many digits.
    Padded(usize),
}

/// What is said of a sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    /// Whether the sheet itself is hidden.
    pub(super) hidden: bool,
    /// Rows from 0.
    pub(super) hidden_rows: BTreeSet<u32>,
    /// First and last column from 0.
    pub(super) hidden_columns: Vec<(u32, u32)>,
    /// Row and column from 0.
    pub(super) cells: BTreeMap<(u32, u32), Vec<About>>,
}

/// Reads what the package says of the sheets that are wanted, by name.
pub(super) fn sheets(
    file: &str,
    bytes: &[u8],
    wanted: impl Fn(&str) -> bool,
) -> BTreeMap<String, Sheet> {
    let names = archive::members(file, bytes, LIMITS).unwrap_or_default();
    let part = |path: &str| -> Option<String> {
        let path = path.trim_start_matches('/');
        let name = names
            .iter()
            .find(|n| n.replace('\\', "/").eq_ignore_ascii_case(path))?;
        String::from_utf8(archive::member(file, bytes, name, LIMITS).ok()?).ok()
    };
    let Some(folder) = names.iter().find_map(|n| {
        n.replace('\\', "/")
            .strip_suffix("workbook.xml")
            .map(str::to_owned)
    }) else {
        return BTreeMap::new();
    };
    let Some(book) = part(&format!("{folder}workbook.xml")) else {
        return BTreeMap::new();
    };
    let targets = relations(&part(&format!("{folder}_rels/workbook.xml.rels")).unwrap_or_default());
    let formats = formats(&part(&format!("{folder}styles.xml")).unwrap_or_default());
    let texts = rich_texts(&part(&format!("{folder}sharedStrings.xml")).unwrap_or_default());
    let (listed, stale) = listed(&book);
    let mut found = BTreeMap::new();
    for (name, relation, hidden) in listed.into_iter().filter(|(name, ..)| wanted(name)) {
        let Some(target) = targets.get(&relation) else {
            continue;
        };
        let path = if target.starts_with('/') {
            target.clone()
        } else {
            format!("{folder}{target}")
        };
        let mut sheet = part(&path)
            .map(|xml| sheet(&xml, &formats, &texts, stale))
            .unwrap_or_default();
        sheet.hidden = hidden;
        found.insert(name, sheet);
    }
    found
}

/// A name without its prefix.
fn local<'n>(e: &'n BytesStart<'_>) -> &'n str {
    let name: &str = e.name().into_inner();
    name.rsplit(':').next().unwrap_or(name)
}

/// The value of an attribute, by its name without a prefix.
pub(super) fn get(e: &BytesStart<'_>, key: &str) -> Option<String> {
    let found = e.attributes().flatten().find(|a| {
        let name: &str = a.key.as_ref();
        name.rsplit(':').next() == Some(key)
    })?;
    unescape(&found.value)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// Whether an attribute says a word.
pub(super) fn flag_text(e: &BytesStart<'_>, key: &str, word: &str) -> bool {
    get(e, key).is_some_and(|v| v == word)
}

fn flag(e: &BytesStart<'_>, key: &str) -> bool {
    get(e, key).is_some_and(|v| v == "1" || v == "true")
}

/// Goes over the elements of a part: what begins, text, what ends.
pub(super) fn walk(xml: &str, mut each: impl FnMut(PartEvent<'_>)) {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => each(PartEvent::Start(local(&e), &e)),
            Ok(Event::Empty(e)) => {
                each(PartEvent::Start(local(&e), &e));
                each(PartEvent::End(local(&e)));
            }
            Ok(Event::End(e)) => {
                let name: &str = e.name().into_inner();
                each(PartEvent::End(name.rsplit(':').next().unwrap_or(name)));
            }
            Ok(Event::Text(e)) => each(PartEvent::Text(&e)),
            Ok(Event::GeneralRef(e)) => {
                if let Ok(plain) = unescape(&format!("&{};", &*e)) {
                    each(PartEvent::Text(&plain));
                }
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// What a part has next.
pub(super) enum PartEvent<'e> {
    /// An element begins: its name without prefix, and itself.
    Start(&'e str, &'e BytesStart<'e>),
    /// Text.
    Text(&'e str),
    /// An element ends.
    End(&'e str),
}

fn relations(xml: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    walk(xml, |step| {
        if let PartEvent::Start("Relationship", e) = step
            && let (Some(id), Some(target)) = (get(e, "Id"), get(e, "Target"))
        {
            found.insert(id, target);
        }
    });
    found
}

/// Name, relation and whether it is hidden, of each sheet; and whether the workbook is marked for
/// recalculation.
fn listed(xml: &str) -> (Vec<(String, String, bool)>, bool) {
    let (mut sheets, mut stale) = (Vec::new(), false);
    walk(xml, |step| match step {
        PartEvent::Start("sheet", e) => {
            // The relation is `r:id`; the sheet's own number is `sheetId`.
            let hidden = get(e, "state").is_some_and(|s| s != "visible");
            sheets.push((
                get(e, "name").unwrap_or_default(),
                get(e, "id").unwrap_or_default(),
                hidden,
            ));
        }
        PartEvent::Start("calcPr", e) => stale = flag(e, "fullCalcOnLoad"),
        _ => {}
    });
    (sheets, stale)
}

/// What the number format of each cell style changes.
fn formats(xml: &str) -> Vec<Option<CellFormat>> {
    let mut codes: BTreeMap<u32, String> =
        BTreeMap::from([(9, "0%".to_owned()), (10, "0.00%".to_owned())]);
    let (mut styles, mut within) = (Vec::new(), false);
    walk(xml, |step| match step {
        PartEvent::Start("numFmt", e) => {
            if let (Some(id), Some(code)) = (
                get(e, "numFmtId").and_then(|n| n.parse().ok()),
                get(e, "formatCode"),
            ) {
                codes.insert(id, code);
            }
        }
        PartEvent::Start("cellXfs", _) => within = true,
        PartEvent::End("cellXfs") => within = false,
        PartEvent::Start("xf", e) if within => {
            let code = get(e, "numFmtId")
                .and_then(|n| n.parse().ok())
                .and_then(|id: u32| codes.get(&id));
            styles.push(code.and_then(|code| shown(code)));
        }
        _ => {}
    });
    styles
}

/// What a format code does to a positive number.
pub(super) fn shown(code: &str) -> Option<CellFormat> {
    let mut plain = String::new();
    let mut chars = code.split(';').next().unwrap_or_default().chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => _ = chars.by_ref().find(|c| *c == '"'),
            '[' => _ = chars.by_ref().find(|c| *c == ']'),
            '\\' | '_' | '*' => _ = chars.next(),
            _ => plain.push(c),
        }
    }
    let plain = plain.trim();
    let digits = |c: char| matches!(c, '0' | '#' | '?');
    if plain.contains('%') {
        return Some(CellFormat::Percent(code.to_owned()));
    }
    let last = plain.rfind(digits)?;
    if plain[last + 1..].starts_with(',') {
        return Some(CellFormat::Scaled(code.to_owned()));
    }
    (plain.len() > 1 && plain.bytes().all(|b| b == b'0')).then_some(CellFormat::Padded(plain.len()))
}

/// Shared strings of which a run is set apart, by number: the text and what is apart.
fn rich_texts(xml: &str) -> BTreeMap<usize, (String, String)> {
    let mut found = BTreeMap::new();
    let (mut number, mut rich) = (0, Rich::default());
    walk(xml, |step| {
        if let PartEvent::End("si") = step {
            if let Some(apart) = std::mem::take(&mut rich).finish() {
                found.insert(number, apart);
            }
            number += 1;
        } else {
            rich.see(&step);
        }
    });
    found
}

/// The runs of one text.
#[derive(Default)]
struct Rich {
    text: String,
    apart: String,
    raised: bool,
    in_text: bool,
    phonetic: bool,
}

impl Rich {
    fn see(&mut self, step: &PartEvent<'_>) {
        match step {
            PartEvent::Start("r", _) => self.raised = false,
            PartEvent::Start("vertAlign", e) => {
                self.raised |= get(e, "val").is_some_and(|v| v != "baseline");
            }
            PartEvent::Start("strike", e) => {
                self.raised |= get(e, "val").is_none_or(|v| v != "0" && v != "false");
            }
            PartEvent::Start("rPh", _) => self.phonetic = true,
            PartEvent::End("rPh") => self.phonetic = false,
            PartEvent::Start("t", _) => self.in_text = true,
            PartEvent::End("t") => self.in_text = false,
            PartEvent::Text(text) if self.in_text && !self.phonetic => {
                if self.raised {
                    &mut self.apart
                } else {
                    &mut self.text
                }
                .push_str(text);
            }
            _ => {}
        }
    }

    /// The text and what is apart, where there is both.
    fn finish(self) -> Option<(String, String)> {
        (!self.text.trim().is_empty() && !self.apart.trim().is_empty())
            .then(|| (self.text, self.apart.trim().to_owned()))
    }
}

/// A cell while it is read.
#[derive(Default)]
struct Reading {
    at: (u32, u32),
    format: Option<usize>,
    shared: bool,
    formula: Option<String>,
    value: String,
    rich: Rich,
}

fn sheet(
    xml: &str,
    formats: &[Option<CellFormat>],
    texts: &BTreeMap<usize, (String, String)>,
    stale: bool,
) -> Sheet {
    let mut sheet = Sheet::default();
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut cell: Option<Reading> = None;
    let mut inside = "";
    walk(xml, |step| match (&step, &mut cell) {
        (PartEvent::Start("col", e), _) if flag(e, "hidden") => {
            let number = |key: &str| {
                get(e, key)
                    .and_then(|n| n.parse::<u32>().ok())
                    .unwrap_or(1)
                    .saturating_sub(1)
            };
            sheet.hidden_columns.push((number("min"), number("max")));
        }
        (PartEvent::Start("row", e), _) => {
            row = get(e, "r")
                .and_then(|n| n.parse::<u32>().ok())
                .map_or(row, |n| n.saturating_sub(1));
            column = 0;
            if flag(e, "hidden") {
                sheet.hidden_rows.insert(row);
            }
        }
        (PartEvent::End("row"), _) => row = row.saturating_add(1),
        (PartEvent::Start("c", e), _) => {
            let at = get(e, "r").and_then(|r| place(&r)).unwrap_or((row, column));
            column = at.1.saturating_add(1);
            let format = get(e, "s").and_then(|s| s.parse().ok());
            cell = Some(Reading {
                at,
                format,
                shared: get(e, "t").as_deref() == Some("s"),
                ..Reading::default()
            });
        }
        (PartEvent::Start("f", _), Some(cell)) => {
            cell.formula = Some(String::new());
            inside = "f";
        }
        (PartEvent::Start("v", _), Some(_)) => inside = "v",
        (PartEvent::End("f" | "v"), _) => inside = "",
        (PartEvent::Text(text), Some(cell)) => match inside {
            "f" => cell.formula.get_or_insert_default().push_str(text),
            "v" => cell.value.push_str(text),
            _ => cell.rich.see(&step),
        },
        (PartEvent::End("c"), Some(_)) => {
            if let Some(done) = cell.take() {
                finish(done, &mut sheet, (formats, texts, stale));
            }
        }
        (_, Some(cell)) => cell.rich.see(&step),
        _ => {}
    });
    sheet
}

type Shared<'s> = (
    &'s [Option<CellFormat>],
    &'s BTreeMap<usize, (String, String)>,
    bool,
);

fn finish(cell: Reading, sheet: &mut Sheet, (formats, texts, stale): Shared<'_>) {
    let mut about = Vec::new();
    let value = cell.value.trim();
    match cell.formula {
        Some(formula) if value.is_empty() => about.push(About::Uncomputed(formula)),
        Some(formula) if stale => about.push(About::Stale(formula)),
        _ => {}
    }
    let apart = if cell.shared {
        value
            .parse()
            .ok()
            .and_then(|n: usize| texts.get(&n).cloned())
    } else {
        cell.rich.finish()
    };
    about.extend(apart.map(|(text, apart)| About::Apart(text, apart)));
    // A text is shown as it is, whatever the format.
    if !cell.shared && value.parse::<f64>().is_ok() {
        about.extend(
            cell.format
                .and_then(|s| formats.get(s))
                .cloned()
                .flatten()
                .map(About::Shown),
        );
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

    #[test]
    fn what_formats_change() {
        for (code, want) in [
            ("General", None),
            ("0.0", None),
            ("#,##0", None),
            ("#,##0.00", None),
            ("0", None),
            ("0.0%", Some(CellFormat::Percent("0.0%".into()))),
            ("0.0\\%", None),
            ("0\"%\"", None),
            ("#,##0,", Some(CellFormat::Scaled("#,##0,".into()))),
            (
                "0.0,,;-0.0,,",
                Some(CellFormat::Scaled("0.0,,;-0.0,,".into())),
            ),
            ("00", Some(CellFormat::Padded(2))),
            ("[Red]000", Some(CellFormat::Padded(3))),
            ("yyyy-mm-dd", None),
        ] {
            assert_eq!(shown(code), want, "{code}");
        }
    }

    #[test]
    fn what_a_sheet_says_of_its_cells() {
        let xml = "<worksheet><cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData><row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"s\"><v>1</v></c>\
            <c r=\"B2\" s=\"1\"><v>0.125</v></c><c r=\"C2\"><f>A1+1</f><v></v></c></row><row><c t=\"inlineStr\"><is><r><t>12</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr>\
            <t>a</t></r></is></c><c><f>B1</f><v>0</v></c></row></sheetData></worksheet>";
        let texts = BTreeMap::from([(1, ("Bay".to_owned(), "1".to_owned()))]);
        let seen = sheet(
            xml,
            &[None, Some(CellFormat::Percent("0%".into()))],
            &texts,
            true,
        );
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
        let strings = "<sst><si><t>x</t></si><si><r><t>Bay</t></r><r><rPr><vertAlign \
            val=\"subscript\"/></rPr><t>1</t></r><rPh><t>no</t></rPh></si></sst>";
        assert_eq!(rich_texts(strings), texts);
    }
}

//! A workbook (Office Open XML) of plain sheets: texts that no program runs, and numbers.

use crate::model::readable;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;

/// The most UTF-16 units that a spreadsheet takes in a cell.
const LONGEST: usize = 32_767;

/// What every part begins with.
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The namespaces of the parts.
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// A sheet: its name, and its rows of cells.
pub struct Sheet<'s> {
    /// What its tab says.
    pub name: &'s str,
    /// Its rows.
    pub rows: Vec<Vec<SheetCell>>,
}

/// A cell.
pub enum SheetCell {
    /// Nothing.
    Empty,
    /// A text, whatever it looks like.
    Text(String),
    /// A number, in digits.
    Number(String),
}

impl SheetCell {
    /// A number where a spreadsheet keeps every digit of it, else a text.
    pub fn exact(digits: &str) -> SheetCell {
        let significant = digits.bytes().filter(u8::is_ascii_digit).count();
        if significant <= 15 && digits.parse::<f64>().is_ok_and(f64::is_finite) {
            SheetCell::Number(digits.to_owned())
        } else {
            SheetCell::Text(digits.to_owned())
        }
    }
}

/// The file.
///
/// # Errors
/// Never: it is written to memory.
pub fn workbook(sheets: &[Sheet<'_>]) -> ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| -> ZipResult<()> {
        zip.start_file(name, SimpleFileOptions::default())?;
        Ok(zip.write_all(text.as_bytes())?)
    };
    part("[Content_Types].xml", &types(sheets.len()))?;
    let first = relation(0, "officeDocument", "xl/workbook.xml");
    part("_rels/.rels", &relations(&first))?;
    part("xl/workbook.xml", &book(sheets))?;
    let all: String = (1..=sheets.len())
        .map(|n| relation(n, "worksheet", &format!("worksheets/sheet{n}.xml")))
        .collect();
    part("xl/_rels/workbook.xml.rels", &relations(&all))?;
    for (sheet, n) in sheets.iter().zip(1..) {
        part(&format!("xl/worksheets/sheet{n}.xml"), &data(sheet))?;
    }
    Ok(zip.finish()?.into_inner())
}

fn types(sheets: usize) -> String {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let one = |n| {
        format!(
            "<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{kind}.worksheet+xml\"/>"
        )
    };
    let all: String = (1..=sheets).map(one).collect();
    format!(
        "{XML}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
            ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override \
            PartName=\"/xl/workbook.xml\" ContentType=\"{kind}.sheet.main+xml\"/>{all}</Types>"
    )
}

fn relation(n: usize, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"r{n}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
}

fn relations(all: &str) -> String {
    format!("{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">{all}</Relationships>")
}

fn book(sheets: &[Sheet<'_>]) -> String {
    let tab = |(sheet, n): (&Sheet<'_>, usize)| {
        let name = escaped(sheet.name);
        format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"r{n}\"/>")
    };
    let tabs: String = sheets.iter().zip(1..).map(tab).collect();
    format!(
        "{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{tabs}</sheets></workbook>"
    )
}

fn data(sheet: &Sheet<'_>) -> String {
    let mut text = format!("{XML}<worksheet xmlns=\"{MAIN}\"><sheetData>");
    for row in &sheet.rows {
        text.push_str("<row>");
        for cell in row {
            match cell {
                SheetCell::Empty => text.push_str("<c/>"),
                SheetCell::Number(digits) => _ = write!(text, "<c><v>{digits}</v></c>"),
                SheetCell::Text(words) => {
                    let words = escaped(&cut(words));
                    let open = "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">";
                    _ = write!(text, "{open}{words}</t></is></c>");
                }
            }
        }
        text.push_str("</row>");
    }
    text + "</sheetData></worksheet>"
}

/// As much of a text as a cell takes, with `…` where there was more.
fn cut(text: &str) -> String {
    let text = readable(text);
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < LONGEST
    };
    let mut kept: String = text.chars().take_while(fits).collect();
    if kept.len() < text.len() {
        kept.push('…');
    }
    kept
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_only_where_no_digit_is_lost() {
        let number = |digits: &str| matches!(SheetCell::exact(digits), SheetCell::Number(_));
        assert!(number("-0.056872") && number("279300000000000"));
        assert!(!number("12345678901234567.25") && !number("NaN") && !number("=1"));
    }

    #[test]
    fn a_text_is_cut_where_a_cell_ends_and_says_so() {
        let long = cut(&"ế".repeat(40_000));
        assert_eq!(long.chars().count(), LONGEST);
        assert!(long.ends_with('…'));
        assert_eq!(cut("=1\u{202E}"), "=1{U+202E}");
        assert_eq!(escaped("<a b=\"&\">"), "&lt;a b=&quot;&amp;&quot;&gt;");
    }
}

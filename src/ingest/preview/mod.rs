//! How a file decodes before anyone has written a contract for it: what it seems to be and why,
//! which tables are in it, how its figures seem to be written.
//!
//! Nothing here decides anything: `conform` reads by declarations alone. A preview says what to
//! declare.
//!
//! What is counted: of a cube or a list of observations the figures; of text and of tables of web
//! pages every row (nobody has said yet which one is the header) and, below the first, the cells
//! that are numbers with a decimal point; of a workbook its sheets and the cells that it holds as
//! numbers; of an archive its files. Sums are exact.

mod count;
mod doubts;
mod labels;
mod numbers;
mod sniff;

use super::cell;
use super::decode::{self, MAX_CELLS, Reading, Record, Shape, Table, Undecodable};
use crate::model::{Finding, Format, Label, Layout, Place};
pub use count::Sum;
use doubts::Remarked;
use labels::Labels;
pub use labels::label;
pub use numbers::{ColumnNumbers, Locale, Sign};
pub use sniff::{Because, Guess};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Rows of a table that are shown.
const SHOWN: usize = 10;
/// Rows among which the header is looked for.
const HEADER_WITHIN: usize = 40;
/// Columns that are looked at for the signs of their numbers.
const COLUMNS: usize = 500;

/// What a file seems to be.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Format; `None` for an archive of several files.
    pub format: Option<Format>,
    /// How it was read: what would have to be declared.
    pub layout: Layout,
    /// What was guessed, in order.
    pub guesses: Vec<Guess>,
    /// What the counting unit of the format is there; see the module.
    pub observations: u64,
    /// Figures and their exact sum.
    pub figures: Sum,
    /// Tables, in the order of the file.
    pub tables: Vec<TablePreview>,
    /// What is wrong or to be known.
    pub findings: Vec<Finding>,
}

/// A table of a file.
#[derive(Clone, Debug, Default)]
pub struct TablePreview {
    /// Sheet, number of the table, member or cube; may be empty.
    pub name: String,
    /// Whether each record is one figure.
    pub is_cube: bool,
    /// Names of the dimensions of a cube.
    pub dimensions: Vec<String>,
    /// Column names: declared by the file, or the texts of the row that seems to be the header.
    pub columns: Vec<String>,
    /// Row that seems to be the header.
    pub header_row: Option<u64>,
    /// Rows.
    pub rows: u64,
    /// Cells of the longest row.
    pub width: usize,
    /// Figures and their exact sum.
    pub figures: Sum,
    /// The first rows.
    pub first: Vec<Record>,
    /// Column → how its figures seem to be written, for columns that have some.
    pub numbers: BTreeMap<usize, ColumnNumbers>,
    /// Texts that are labels of periods, what they say and how often they stand.
    pub labels: Vec<(String, Label, u64)>,
    /// What is odd about its cells: notes within them, hidden ones, labels with two readings.
    pub doubts: Vec<Finding>,
}

fn nothing_yet(asked: &Layout) -> Preview {
    let layout = asked.clone();
    Preview {
        format: None,
        layout,
        guesses: Vec::new(),
        observations: 0,
        figures: Sum::default(),
        tables: Vec::new(),
        findings: Vec::new(),
    }
}

/// Looks at a file. `asked` is what somebody said about it: encoding, sheet, member.
#[must_use]
pub fn preview(file_name: &str, bytes: &[u8], asked: &Layout) -> Preview {
    let mut preview = nothing_yet(asked);
    if let Err(finding) = look(file_name, bytes, asked, &mut preview) {
        preview.findings.push(*finding);
    }
    for table in &preview.tables {
        preview.figures.merge(&table.figures);
    }
    preview
}

/// Looks at a file of delimited text without holding it; `None` when it has to be held.
///
/// # Errors
/// When the file cannot be read.
pub fn preview_file(
    file_name: &str,
    path: &Path,
    asked: &Layout,
) -> std::io::Result<Option<Preview>> {
    let mut head = Vec::new();
    File::open(path)?
        .take(sniff::HEAD as u64)
        .read_to_end(&mut head)?;
    let sniffed = sniff::sniff(file_name, &head, asked);
    let guessed = sniffed
        .guesses
        .iter()
        .any(|g| g.because == Because::ValidUtf8);
    if !matches!(sniffed.format, Format::Csv | Format::SdmxCsv)
        || decode::is_packed(&head)
        || (guessed && !is_utf8(File::open(path)?)?)
    {
        return Ok(None);
    }
    let (mut preview, layout) = (nothing_yet(asked), sniffed.layout.clone());
    let looked =
        settled(file_name, file_name, sniffed, &layout, &mut preview).and_then(|reading| {
            let table = decode::table_stream(
                Reading {
                    max_cells: usize::MAX,
                    ..reading
                },
                File::open(path).map_err(|e| unreadable(file_name, &e))?,
            )?;
            table
                .map(|table| {
                    look_at_all(file_name, reading.format, vec![table], asked, &mut preview)
                })
                .transpose()
        });
    match looked {
        Ok(None) => return Ok(None),
        Ok(Some(())) => {}
        Err(finding) => preview.findings.push(*finding),
    }
    for table in &preview.tables {
        preview.figures.merge(&table.figures);
    }
    Ok(Some(preview))
}

fn unreadable(file_name: &str, e: &std::io::Error) -> Undecodable {
    let place = Place {
        file: file_name.to_owned(),
        ..Place::default()
    };
    Box::new(Finding::error(
        "unreadable",
        place,
        format!("the file cannot be read: {e}"),
    ))
}

/// Whether all bytes are UTF-8, as far as they go.
fn is_utf8(mut file: File) -> std::io::Result<bool> {
    let mut bytes = Vec::new();
    loop {
        let from = bytes.len();
        file.by_ref().take(1 << 20).read_to_end(&mut bytes)?;
        let ended = bytes.len() == from;
        match std::str::from_utf8(&bytes) {
            Ok(_) if ended => return Ok(true),
            Ok(_) => bytes.clear(),
            Err(e) if e.error_len().is_some() => return Ok(false),
            Err(_) if ended => return Ok(true),
            Err(e) => _ = bytes.drain(..e.valid_up_to()),
        }
    }
}

fn look(
    file_name: &str,
    bytes: &[u8],
    asked: &Layout,
    preview: &mut Preview,
) -> Result<(), Undecodable> {
    if bytes.is_empty() {
        let place = Place {
            file: file_name.to_owned(),
            ..Place::default()
        };
        return Err(Box::new(
            Finding::error("unreadable", place, "the file is empty").hint("fetch it again"),
        ));
    }
    let listed = decode::members(file_name, bytes)?;
    if let Some(names) = &listed
        && asked.member.is_empty()
        && names.len() != 1
    {
        preview.guesses.push(Guess {
            about: "format",
            is: "zip".to_owned(),
            because: Because::Signature,
        });
        preview.observations = names.len() as u64;
        for name in names {
            member(file_name, bytes, name, asked, preview);
        }
        return Ok(());
    }
    let packed = bytes.starts_with(&[0x1F, 0x8B]) || listed.is_some();
    if !packed {
        return one(file_name, file_name, bytes, asked, preview);
    }
    let Some((name, inner)) = decode::unpacked(file_name, bytes, asked)? else {
        return one(file_name, file_name, bytes, asked, preview);
    };
    let is = if name.is_empty() { "gzip" } else { "zip" };
    preview.guesses.push(Guess {
        about: "format",
        is: is.to_owned(),
        because: Because::Signature,
    });
    let own = if name.is_empty() {
        file_name.trim_end_matches(".gz")
    } else {
        &name
    };
    one(
        file_name,
        own,
        &inner,
        &Layout {
            member: String::new(),
            ..asked.clone()
        },
        preview,
    )?;
    if let Some(names) = listed {
        preview.observations = names.len() as u64;
    }
    Ok(())
}

/// One file of several; what is wrong with it does not hide the others.
fn member(file_name: &str, bytes: &[u8], name: &str, asked: &Layout, preview: &mut Preview) {
    let layout = Layout {
        member: name.to_owned(),
        ..asked.clone()
    };
    let mut own = Preview {
        observations: 0,
        tables: Vec::new(),
        findings: Vec::new(),
        guesses: Vec::new(),
        ..preview.clone()
    };
    let looked = decode::unpacked(file_name, bytes, &layout).and_then(|unpacked| {
        let Some((_, inner)) = unpacked else {
            return Ok(());
        };
        if decode::members(name, &inner)?.is_some() {
            let place = Place {
                file: file_name.to_owned(),
                part: name.to_owned(),
                ..Place::default()
            };
            let finding = Finding::error(
                "unreadable",
                place,
                "an archive within an archive is not opened",
            );
            return Err(Box::new(
                finding.hint("unpack it and look at the files in it"),
            ));
        }
        one(
            file_name,
            name,
            &inner,
            &Layout {
                member: String::new(),
                ..layout.clone()
            },
            &mut own,
        )
    });
    if let Err(mut finding) = looked {
        // A description beside the data (`datapackage.json`) is no fault of the archive.
        if finding.rule == "metadata_only" {
            finding.severity = crate::model::Severity::Info;
        }
        if finding.place.part.is_empty() {
            name.clone_into(&mut finding.place.part);
        }
        preview.findings.push(*finding);
    }
    preview.findings.append(&mut own.findings);
    for mut table in own.tables {
        table.name = if table.name.is_empty() {
            name.to_owned()
        } else {
            format!("{name}: {}", table.name)
        };
        preview.tables.push(table);
    }
}

/// A file that is not packed. `name` is its own name, `file_name` that under which faults are told.
fn one(
    file_name: &str,
    name: &str,
    bytes: &[u8],
    asked: &Layout,
    preview: &mut Preview,
) -> Result<(), Undecodable> {
    let sniffed = sniff::sniff(name, bytes, asked);
    let layout = sniffed.layout.clone();
    let reading = settled(file_name, name, sniffed, &layout, preview)?;
    let tables = decode::tables(reading, Cow::Borrowed(bytes))?;
    look_at_all(file_name, reading.format, tables, asked, preview)
}

/// What was guessed about a file goes into the preview; gives how it is to be read.
fn settled<'a>(
    file_name: &'a str,
    name: &str,
    sniffed: sniff::Sniffed,
    layout: &'a Layout,
    preview: &mut Preview,
) -> Result<Reading<'a>, Undecodable> {
    preview.format = Some(sniffed.format);
    preview.guesses.extend(sniffed.guesses);
    let no_columns = preview
        .guesses
        .iter()
        .any(|g| g.about == "delimiter" && g.because == Because::NothingElse);
    if no_columns
        && [".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"]
            .iter()
            .any(|e| name.to_lowercase().ends_with(e))
    {
        let place = Place {
            file: file_name.to_owned(),
            ..Place::default()
        };
        let finding = Finding::error(
            "unreadable",
            place,
            "this is no workbook, whatever its name says, and no table of text",
        );
        return Err(Box::new(finding.hint(
            "open it in an editor: it may be an error message in place of the file; fetch it again",
        )));
    }
    preview.layout = Layout {
        member: preview.layout.member.clone(),
        ..layout.clone()
    };
    Ok(Reading {
        file_name,
        format: sniffed.format,
        layout,
        decimal: '.',
        pages: &[],
        max_cells: MAX_CELLS,
    })
}

fn look_at_all(
    file_name: &str,
    format: Format,
    tables: Vec<Table<'_>>,
    asked: &Layout,
    preview: &mut Preview,
) -> Result<(), Undecodable> {
    let is_book = matches!(format, Format::Xlsx | Format::Xls | Format::Ods);
    if is_book {
        preview.observations += tables.len() as u64;
    }
    let wanted = |t: &Table<'_>| asked.sheet.is_empty() || t.part == asked.sheet;
    if !tables.iter().any(wanted) && !asked.sheet.is_empty() {
        let place = Place {
            file: file_name.to_owned(),
            ..Place::default()
        };
        let names = tables
            .iter()
            .take(20)
            .map(|t| format!("`{}`", t.part))
            .collect::<Vec<_>>()
            .join(", ");
        let finding = Finding::error(
            "no_such_part",
            place,
            format!("there is no table `{}`", asked.sheet),
        );
        return Err(Box::new(finding.hint(format!("the file has {names}"))));
    }
    for table in tables.into_iter().filter(wanted) {
        let (looked, fault) = look_at(table);
        if !is_book {
            preview.observations += looked.rows;
        }
        preview.findings.extend(findings(file_name, &looked));
        preview
            .findings
            .extend(looked.doubts.iter().cloned().map(|mut doubt| {
                file_name.clone_into(&mut doubt.place.file);
                doubt.place.part.clone_from(&looked.name);
                let named = doubt
                    .place
                    .col
                    .parse::<usize>()
                    .ok()
                    .and_then(|n| looked.columns.get(n.checked_sub(1)?))
                    .filter(|c| !c.is_empty());
                doubt.place.col = named.cloned().unwrap_or(doubt.place.col);
                doubt
            }));
        preview.tables.push(looked);
        preview.findings.extend(fault.map(|f| *f));
    }
    Ok(())
}

/// Goes through a table to its end, or to the fault that ends it.
fn look_at(table: Table<'_>) -> (TablePreview, Option<Undecodable>) {
    let mut looked = TablePreview {
        name: table.part,
        ..TablePreview::default()
    };
    let value = match &table.shape {
        Shape::Grid { numbers } => {
            for number in numbers.iter().flatten() {
                looked.figures.add(number);
            }
            None
        }
        Shape::Rows { columns } => {
            looked.columns.clone_from(columns);
            None
        }
        Shape::Figures {
            columns,
            dimensions,
            value,
        } => {
            looked.is_cube = true;
            looked.columns.clone_from(columns);
            looked.dimensions.clone_from(dimensions);
            Some(*value)
        }
    };
    let is_grid = matches!(table.shape, Shape::Grid { .. });
    let counted = matches!(&table.shape, Shape::Grid { numbers: Some(_) });
    looked.width = looked.columns.len();
    let mut top: Vec<Record> = Vec::new();
    let mut labels = Labels::default();
    let mut remarked = Remarked::default();
    let mut fault = None;
    for record in table.records {
        let record = match record {
            Ok(record) => record,
            Err(finding) => {
                fault = Some(finding);
                break;
            }
        };
        let mut record = record;
        looked.rows += 1;
        looked.width = looked.width.max(record.cells.len());
        for (i, cell) in record.cells.iter_mut().enumerate() {
            remarked.see(&record.part, record.row, i, cell);
            cell.truncate(cell::text(cell).len());
        }
        for (i, cell) in record.cells.iter().enumerate() {
            if value.map_or(!counted && (!is_grid || looked.rows > 1), |value| {
                value == i
            }) {
                looked.figures.add(cell);
            }
            if value.is_none_or(|value| value == i) && i < COLUMNS {
                looked.numbers.entry(i).or_default().see(cell, record.row);
            }
            if value != Some(i) {
                labels.see(i, record.row, cell);
            }
        }
        if top.len() < HEADER_WITHIN {
            top.push(record);
        }
    }
    looked.numbers.retain(|_, n| n.figures() > 0);
    looked.doubts = remarked.findings(&mut labels);
    looked.labels = labels.listed();
    if is_grid && let Some(header) = header(&top) {
        looked.header_row = Some(header.row);
        looked.columns.clone_from(&header.cells);
    }
    // Titles and units above the header are worth seeing, a page of them is not.
    let from = looked
        .header_row
        .and_then(|row| top.iter().position(|r| r.row == row))
        .unwrap_or(0)
        .saturating_sub(SHOWN / 2);
    top.drain(..from);
    top.truncate(SHOWN);
    looked.first = top;
    (looked, fault)
}

/// The first row that has texts in most of the columns of the table's beginning, and not only
/// numbers.
fn header(top: &[Record]) -> Option<&Record> {
    // A title in a merged cell stands in every column and is one text all the same.
    let filled = |r: &Record| {
        r.cells
            .iter()
            .map(|c| c.trim())
            .filter(|c| !c.is_empty())
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    };
    let most = top.iter().map(filled).max().filter(|n| *n > 0)?;
    top.iter().find(|r| {
        let figures = r
            .cells
            .iter()
            .filter(|c| numbers::sign(c).is_some() && label(c).is_none())
            .count();
        filled(r) * 10 >= most * 6 && figures * 2 < filled(r).max(1)
    })
}

/// What is to be known before a contract is written for a table.
fn findings(file_name: &str, table: &TablePreview) -> Vec<Finding> {
    let place = |row: u64, col: &str| Place {
        file: file_name.to_owned(),
        part: table.name.clone(),
        row,
        col: col.to_owned(),
    };
    let mut found = Vec::new();
    if table.is_cube {
        return found;
    }
    for (i, numbers) in &table.numbers {
        let col = table
            .columns
            .get(*i)
            .filter(|c| !c.is_empty())
            .cloned()
            .unwrap_or_else(|| (i + 1).to_string());
        let example = |sign: Sign| numbers.evidence.get(&sign);
        match numbers.locale() {
            Locale::Mixed => {
                let (Some((points, point, row)), Some((commas, comma, _))) =
                    (example(Sign::Point), example(Sign::Comma))
                else {
                    continue;
                };
                let message = format!(
                    "{points} figures have a decimal point, as `{point}`, and {commas} a decimal \
                        comma, as `{comma}`"
                );
                let hint = "ask the provider which is meant: no number format reads both, and the \
                    others will be quarantined";
                found
                    .push(Finding::warning("mixed_numbers", place(*row, &col), message).hint(hint));
            }
            Locale::Ambiguous => {
                let Some((n, text, row)) =
                    example(Sign::PointOrGroup).or_else(|| example(Sign::CommaOrGroup))
                else {
                    continue;
                };
                let message = format!(
                    "`{text}` is thousands or a fraction, and no figure of the column says which \
                        ({n} such figures)"
                );
                let hint = "ask the provider, and declare `number = { decimal = \",\", grouping = \
                    \".\" }` or the other way round";
                found.push(
                    Finding::warning("ambiguous_numbers", place(*row, &col), message)
                        .raw(text.clone())
                        .hint(hint),
                );
            }
            _ => {}
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for name in table
        .columns
        .iter()
        .map(|c| super::text::tidy(c))
        .filter(|c| !c.is_empty())
    {
        if !seen.insert(name.clone()) {
            let message = format!("two columns are named `{name}`");
            let hint = "declare `header_rows` if the header has several rows; else give every \
                column a name of its own";
            found.push(
                Finding::warning(
                    "repeated_column",
                    place(table.header_row.unwrap_or(1), ""),
                    message,
                )
                .hint(hint),
            );
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Period;

    fn look(name: &str, text: &str) -> Preview {
        preview(name, text.as_bytes(), &Layout::default())
    }

    #[test]
    fn a_table_of_an_office_as_it_comes() {
        let text = "\u{feff}\"Doanh nghiệp theo tỉnh\"\n\n\"Tỉnh\";\"2023\";\"Sơ bộ 2024\"\nHà \
            Nội;1.234;2,5\nHuế;..;3.456,5\n";
        let seen = look("a.csv", text);
        assert_eq!(seen.format, Some(Format::Csv));
        let said: Vec<(&str, &str)> = seen
            .guesses
            .iter()
            .map(|g| (g.about, g.is.as_str()))
            .collect();
        assert_eq!(
            said,
            [("format", "csv"), ("encoding", "utf-8"), ("delimiter", ";")]
        );
        let table = &seen.tables[0];
        assert_eq!((table.rows, table.width, table.header_row), (5, 3, Some(3)));
        assert_eq!(table.columns, ["Tỉnh", "2023", "Sơ bộ 2024"]);
        assert_eq!(table.numbers[&2].locale(), Locale::Comma);
        assert_eq!(table.labels[0].0, "Sơ bộ 2024");
        assert_eq!(table.labels[0].1.period, Period::Year(2024));
        assert_eq!(
            (seen.figures.count, seen.figures.to_string().as_str()),
            (2, "2024.234"),
            "the year of the header and `1.234`, as a program reads it"
        );
        let finding = seen
            .findings
            .iter()
            .find(|f| f.rule == "ambiguous_numbers")
            .unwrap();
        assert!(
            finding.to_string().starts_with(
                "warning[ambiguous_numbers]: a.csv:4, column `2023`: \
                `1.234` is thousands or a fraction"
            ),
            "{finding}"
        );
    }

    #[test]
    fn labels_are_read_composed_and_figures_are_none() {
        assert_eq!(
            label("So\u{31b} bo\u{323}\u{302} 2024").map(|l| l.status),
            Some(Some(crate::model::Status::Preliminary))
        );
        for text in ["Hà Nội", "", "1899", "2345", "12 345", "2000.5", "202609"] {
            assert_eq!(label(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_and_nothing_is_counted_twice() {
        let seen = look("a.csv", "a,b\n1,\"2\n");
        assert_eq!(seen.findings[0].rule, "truncated");
        assert_eq!((seen.observations, seen.tables[0].rows), (1, 1));
        assert_eq!(look("a.csv", "").findings[0].message, "the file is empty");
        assert_eq!(
            look("a.json", "{\"class\":\"dimension\"}").findings[0].rule,
            "metadata_only"
        );
    }
}

//! Tables of a web page, each a grid: cells that span columns or rows stand in every place that
//! they cover.
//!
//! A small reader of our own, because only `table`, `tr`, `th` and `td` matter and pages leave out
//! closing tags as HTML allows. A table within a cell is a table of its own. Tables are named by
//! their number, from 1. Scripts and styles are passed over.
//!
//! A cell has one text. What is raised, small or struck out in it is set apart as a remark, what is
//! hidden is left out, and lines are kept apart by a space and remarked; so digits of two texts
//! never join. Hidden rows and cells are read and remarked. A page that ends within a table is cut
//! off.

use super::html_tags::{TagEffect, breaks, entities, hides, is_void, number, place};
use super::pager;
use super::{Reading, Record, Shape, Table, Undecodable, fault, line_of, too_many_cells};
use crate::ingest::cell::{self, Remark};

/// Widest and highest span that is believed, as browsers do.
const MAX_SPAN: usize = 1000;
/// Deepest nesting of tables.
const MAX_DEPTH: usize = 32;

/// Every table of a page that has a cell.
pub(super) fn tables(reading: Reading<'_>, text: &str) -> Result<Vec<Table<'static>>, Undecodable> {
    let mut page = HtmlPage {
        reading,
        cells: 0,
        open: Vec::new(),
        done: Vec::new(),
        begun: 0,
        prose: String::new(),
    };
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        page.words(before);
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        // `p < 0.05` is text.
        if !tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
        {
            page.words("<");
            rest = &tag[1..];
            continue;
        }
        let Some(end) = end_of_tag(tag) else {
            rest = "";
            break;
        };
        let (inside, after) = (&tag[1..end], &tag[end + 1..]);
        rest = after;
        let name: String = inside
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
            .collect::<String>()
            .to_lowercase();
        if matches!(name.as_str(), "script" | "style") {
            let closes = |at: &usize| {
                rest.get(at + 2..at + 2 + name.len())
                    .is_some_and(|n| n.eq_ignore_ascii_case(&name))
            };
            rest = rest
                .match_indices("</")
                .map(|(at, _)| at)
                .find(closes)
                .map_or("", |at| &rest[at..]);
        } else {
            page.tag(&name, inside)?;
        }
    }
    page.words(rest);
    if !page.open.is_empty() {
        let finding = fault(
            "truncated",
            reading.file_name,
            line_of(text.as_bytes(), text.len()),
            "the page ends within a table",
        );
        return Err(Box::new(
            finding.hint("the file did not arrive whole: fetch it again"),
        ));
    }
    if let Some(said) = pager::says_more(&page.prose) {
        let finding = fault(
            "truncated",
            reading.file_name,
            0,
            format!("the page says of itself that it shows a part: `{said}`"),
        );
        return Err(Box::new(finding.hint(
            "show all entries and save the page again, or take the file that the page offers",
        )));
    }
    page.done.sort_by_key(|(number, _)| *number);
    if page.done.is_empty() {
        let finding = fault(
            "unreadable",
            reading.file_name,
            0,
            "there is no table in this web page",
        );
        return Err(Box::new(finding.hint(
            "it may be a login or error page, or one that a script \
            fills: fetch it again, or save the table by hand",
        )));
    }
    Ok(page
        .done
        .into_iter()
        .enumerate()
        .map(|(i, (_, rows))| {
            let part = (i + 1).to_string();
            let named = part.clone();
            let records = rows.into_iter().zip(1..).map(move |(cells, row)| {
                Ok(Record {
                    part: named.clone(),
                    row,
                    cells,
                })
            });
            Table {
                part,
                shape: Shape::Grid { numbers: None },
                records: Box::new(records),
            }
        })
        .collect())
}

/// Where a tag ends; a `>` in quotes does not end it.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, b) in tag.bytes().enumerate() {
        match (quote, b) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(b),
            (Some(q), b) if q == b => quote = None,
            _ => {}
        }
    }
    // A quote that is never closed: the tag ends where a browser would end it.
    tag.find('>')
}

#[derive(Default)]
struct HtmlCell {
    /// Its text; a line end where a line ends.
    text: String,
    /// What is set apart from it.
    apart: String,
    hidden: bool,
    wide: usize,
    high: usize,
}

impl HtmlCell {
    /// The text with its remarks.
    fn finish(&self) -> String {
        let lines: Vec<String> = self
            .text
            .split('\n')
            .map(tidy)
            .filter(|line| !line.is_empty())
            .collect();
        let apart = tidy(&self.apart);
        let mut cell = if lines.is_empty() {
            apart.clone()
        } else {
            lines.join(" ")
        };
        if !lines.is_empty() && !apart.is_empty() {
            cell::push(&mut cell, Remark::Apart(&apart));
        }
        if lines.len() > 1 {
            cell::push(&mut cell, Remark::Lines);
        }
        if self.hidden && !cell.is_empty() {
            cell::push(&mut cell, Remark::Hidden("row or column"));
        }
        cell
    }
}

#[derive(Default)]
struct Open {
    number: usize,
    rows: Vec<Vec<HtmlCell>>,
    in_cell: bool,
    hidden_row: bool,
    /// Elements open within the cell since one that is not inline, and what they do to their text.
    elements: Vec<(String, TagEffect)>,
}

struct HtmlPage<'a> {
    reading: Reading<'a>,
    cells: usize,
    open: Vec<Open>,
    done: Vec<(usize, Vec<Vec<String>>)>,
    begun: usize,
    /// Text outside tables.
    prose: String,
}

/// Most bytes of text outside tables that are looked at.
const MAX_PROSE: usize = 1 << 20;

impl HtmlPage<'_> {
    fn words(&mut self, text: &str) {
        let Some(table) = self.open.last_mut() else {
            if self.prose.len() < MAX_PROSE {
                self.prose.push(' ');
                self.prose.push_str(&entities(text));
            }
            return;
        };
        let place = table
            .elements
            .last()
            .map_or(TagEffect::Inline, |(_, place)| *place);
        if let Some(cell) = table
            .rows
            .last_mut()
            .and_then(|r| r.last_mut())
            .filter(|_| table.in_cell)
        {
            // A line end of the page's own text is a space.
            let text = entities(text).replace(['\n', '\r'], " ");
            match place {
                TagEffect::Inline => cell.text.push_str(&text),
                TagEffect::Apart => cell.apart.push_str(&text),
                TagEffect::Hidden => {}
            }
        }
    }

    /// Follows which elements within a cell set their text apart or hide it.
    fn element(&mut self, name: &str, inside: &str) {
        let Some(table) = self.open.last_mut().filter(|t| t.in_cell) else {
            return;
        };
        if let Some(closed) = name.strip_prefix('/') {
            if let Some(at) = table.elements.iter().rposition(|(open, _)| open == closed) {
                table.elements.truncate(at);
            }
        } else if !is_void(name) && !inside.ends_with('/') {
            // A paragraph ends the one before.
            if name == "p" && table.elements.last().is_some_and(|(open, _)| open == "p") {
                table.elements.pop();
            }
            let outer = table
                .elements
                .last()
                .map_or(TagEffect::Inline, |(_, place)| *place);
            let place = place(name, inside).max(outer);
            if place != TagEffect::Inline {
                table.elements.push((name.to_owned(), place));
            }
        }
        if breaks(name) {
            let place = table
                .elements
                .last()
                .map_or(TagEffect::Inline, |(_, place)| *place);
            if let Some(cell) = table.rows.last_mut().and_then(|r| r.last_mut()) {
                match place {
                    TagEffect::Inline => cell.text.push('\n'),
                    TagEffect::Apart => cell.apart.push(' '),
                    TagEffect::Hidden => {}
                }
            }
        }
    }

    fn tag(&mut self, name: &str, inside: &str) -> Result<(), Undecodable> {
        match name {
            "table" => {
                if self.open.len() == MAX_DEPTH {
                    let message = format!("tables are nested deeper than {MAX_DEPTH}");
                    return Err(Box::new(fault(
                        "unreadable",
                        self.reading.file_name,
                        0,
                        message,
                    )));
                }
                // A table within a cell has a place of its own there.
                self.element("table", "table/");
                self.begun += 1;
                self.open.push(Open {
                    number: self.begun,
                    ..Open::default()
                });
            }
            "/table" => self.close_table(),
            "tr" => {
                if let Some(table) = self.open.last_mut() {
                    table.rows.push(Vec::new());
                    table.in_cell = false;
                    table.hidden_row = hides(inside);
                }
            }
            "td" | "th" => {
                let span = |key: &str| number(inside, key).unwrap_or(1).clamp(1, MAX_SPAN);
                let mut cell = HtmlCell {
                    wide: span("colspan"),
                    high: span("rowspan"),
                    ..HtmlCell::default()
                };
                if let Some(table) = self.open.last_mut() {
                    cell.hidden = table.hidden_row || hides(inside);
                    table.elements.clear();
                    self.cells = self.cells.saturating_add(cell.wide);
                    if table.rows.is_empty() {
                        table.rows.push(Vec::new());
                    }
                    if let Some(row) = table.rows.last_mut() {
                        row.push(cell);
                    }
                    table.in_cell = true;
                }
                if self.cells > self.reading.max_cells {
                    return Err(too_many_cells(
                        self.reading.file_name,
                        self.reading.max_cells,
                    ));
                }
            }
            "/td" | "/th" | "/tr" => {
                if let Some(table) = self.open.last_mut() {
                    table.in_cell = false;
                    table.elements.clear();
                }
            }
            _ => self.element(name.trim_end_matches('/'), inside),
        }
        Ok(())
    }

    fn close_table(&mut self) {
        let Some(table) = self.open.pop() else { return };
        let rows = spread(table.rows, self.reading.max_cells);
        if rows.iter().any(|r| !r.is_empty()) {
            self.done.push((table.number, rows));
        }
    }
}

/// Rows with every cell in each place that it covers.
fn spread(rows: Vec<Vec<HtmlCell>>, most: usize) -> Vec<Vec<String>> {
    let height = rows.len();
    let mut out: Vec<Vec<String>> = Vec::with_capacity(height);
    // Column → text and how many rows below it still covers.
    let mut hanging: std::collections::BTreeMap<usize, (String, usize)> =
        std::collections::BTreeMap::new();
    let mut left = most;
    for row in rows {
        let mut line: Vec<String> = Vec::new();
        let mut next: std::collections::BTreeMap<usize, (String, usize)> =
            std::collections::BTreeMap::new();
        let mut cells = row.into_iter();
        loop {
            if let Some((text, more)) = hanging.remove(&line.len()) {
                if more > 1 {
                    next.insert(line.len(), (text.clone(), more - 1));
                }
                line.push(text);
                continue;
            }
            let Some(cell) = cells.next() else { break };
            let text = cell.finish();
            for _ in 0..cell.wide {
                if cell.high > 1 {
                    next.insert(line.len(), (text.clone(), cell.high - 1));
                }
                hanging.remove(&line.len());
                line.push(text.clone());
            }
        }
        for (at, (text, more)) in hanging {
            line.resize(line.len().max(at), String::new());
            if more > 1 {
                next.insert(at, (text.clone(), more - 1));
            }
            line.push(text);
        }
        hanging = next;
        left = left.saturating_sub(line.len());
        if left == 0 {
            break;
        }
        out.push(line);
    }
    out
}

/// White space as a browser shows it: one space for any.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::{Reading, tables};
    use crate::model::{Format, Layout};
    use std::borrow::Cow;

    fn show(page: &str) -> String {
        let layout = Layout::default();
        let reading = Reading {
            file_name: "f.html",
            format: Format::Html,
            layout: &layout,
            decimal: '.',
            pages: &[],
            max_cells: 1000,
        };
        match tables(reading, Cow::Borrowed(page.as_bytes())) {
            Ok(tables) => {
                let rows = |t: super::Table<'_>| {
                    t.records
                        .map(|r| r.unwrap().cells.join("~"))
                        .collect::<Vec<_>>()
                        .join(" | ")
                };
                tables
                    .into_iter()
                    .map(|t| format!("[{}] {}", t.part.clone(), rows(t)))
                    .collect::<Vec<_>>()
                    .join(" ")
            }
            Err(finding) => finding.to_string(),
        }
    }

    #[test]
    fn spans_nested_tables_and_tags_left_out() {
        for (page, want) in [
            (
                "<table><tr><th>T&#7881;nh<th>N&abreve;m&nbsp;2024<tr><td>Hà\n \
                    Nội<td>1&lt;2</table>",
                "[1] Tỉnh~N&abreve;m 2024 | Hà Nội~1<2",
            ),
            (
                "<TABLE><tr><td rowspan=2>Tỉnh</td><td \
                    colspan=\"2\">Thu</td></tr><tr><td>A</td><td>B</td></tr></TABLE>",
                "[1] Tỉnh~Thu~Thu | Tỉnh~A~B",
            ),
            (
                "<table><tr><td>a<table><tr><td>b</table>c</td><td>d</table>",
                "[1] a c\u{fdd0}l~d [2] b",
            ),
            (
                "<table><tr><td>1<!-- <td>2 --><script>'<td>3'</script></table>",
                "[1] 1",
            ),
            (
                "<table><tr><td rowspan=3>x<td>1<tr><td>2</table>",
                "[1] x~1 | x~2",
            ),
        ] {
            assert_eq!(show(page), want);
        }
        for (cell, want) in [
            ("1234<sup>1</sup>", "1234\u{fdd0}a1"),
            ("<sup>1</sup>1234", "1234\u{fdd0}a1"),
            ("<span style='display:none'>7003</span>1234", "1234"),
            ("<span hidden>7<b>0</b>0</span>1234", "1234"),
            ("1<b>23</b>4", "1234"),
            ("1<br>234", "1 234\u{fdd0}l"),
            ("<p>1<p>234", "1 234\u{fdd0}l"),
            ("<br>1234<br>", "1234"),
            ("<small>1234</small>", "1234"),
            ("1<wbr>234", "1234"),
            ("12<!-- 9 -->34", "1234"),
            ("12<ins>34</ins>", "1234"),
            ("12<del>3</del>45", "1245\u{fdd0}a3"),
            ("12<script>3</script>", "12"),
            ("12<template>3</template>", "12"),
            ("1234<span style='font-size:0'>5</span>", "1234"),
            ("1234<span style='visibility: hidden'>5</span>", "1234"),
            ("<del>120</del>130", "130\u{fdd0}a120"),
            ("1234<a href='#n'>2</a>", "1234\u{fdd0}a2"),
            ("<a href='#n'>1234</a>", "1234"),
            (
                "<div>1<span class=sr-only>note</span></div>",
                "1\u{fdd0}anote",
            ),
            ("p < 0.05", "p < 0.05"),
        ] {
            assert_eq!(
                show(&format!("<table><tr><td>{cell}</td></tr></table>")),
                format!("[1] {want}"),
                "{cell}"
            );
        }
        assert_eq!(
            show("<table><tr style='display:none'><td>1<tr><td hidden>2</table>"),
            "[1] 1\u{fdd0}hrow or column | 2\u{fdd0}hrow or column"
        );
        assert!(
            show("<table><tr><td>1<tr><td>2")
                .starts_with("error[truncated]: f.html:1: the page ends within a table")
        );
        assert!(show("<table><tr><td>1</tab").starts_with("error[truncated]"));
        assert!(
            show("<table><tr><td>1</table><p>Showing 1 to 10 of 57 entries")
                .contains("`Showing 1 to 10 of 57`")
        );
        assert_eq!(
            show("<table><tr><td>1</table><p>Showing 1 to 57 of 57 entries"),
            "[1] 1"
        );
        assert!(
            show("<html><form>login</form>")
                .starts_with("error[unreadable]: f.html: there is no table in this web page")
        );
    }
}

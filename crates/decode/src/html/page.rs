//! A page while it is read: its open tables, and those that are done.

use super::super::{Reading, Undecodable, fault, too_many_cells};
use super::attributes::number;
use super::cell::HtmlCell;
use super::effect::hides;
use super::entities::entities;
use super::markup::{begins_tag, behind_raw_text, end_of_tag, name_of};
use super::open_table::Open;
use super::spans::spread;

/// Widest and highest span that is believed, as browsers do.
const MAX_SPAN: usize = 1000;

/// Deepest nesting of tables.
const MAX_DEPTH: usize = 32;

/// Most bytes of text outside tables that are looked at.
const MAX_PROSE: usize = 1 << 20;

/// A page with its tables.
pub(super) struct HtmlPage<'a> {
    reading: Reading<'a>,
    cells: usize,
    open: Vec<Open>,
    /// Number and rows of each table.
    pub(super) done: Vec<(usize, Vec<Vec<String>>)>,
    begun: usize,
    /// Text outside tables.
    pub(super) prose: String,
}

impl<'a> HtmlPage<'a> {
    pub(super) fn new(reading: Reading<'a>) -> HtmlPage<'a> {
        HtmlPage {
            reading,
            cells: 0,
            open: Vec::new(),
            done: Vec::new(),
            begun: 0,
            prose: String::new(),
        }
    }

    /// Whether a table is open.
    pub(super) fn in_table(&self) -> bool {
        !self.open.is_empty()
    }

    /// Goes over a page to its end.
    pub(super) fn read(&mut self, text: &str) -> Result<(), Undecodable> {
        let mut rest = text;
        while let Some(at) = rest.find('<') {
            let (before, tag) = rest.split_at(at);
            self.words(before);
            if let Some(comment) = tag.strip_prefix("<!--") {
                rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
                continue;
            }
            if !begins_tag(tag) {
                self.words("<");
                rest = &tag[1..];
                continue;
            }
            let Some(end) = end_of_tag(tag) else {
                rest = "";
                break;
            };
            let (inside, after) = (&tag[1..end], &tag[end + 1..]);
            let name = name_of(inside);
            if matches!(name.as_str(), "script" | "style") {
                rest = behind_raw_text(after, &name);
            } else {
                rest = after;
                self.tag(&name, inside)?;
            }
        }
        self.words(rest);
        Ok(())
    }

    fn words(&mut self, text: &str) {
        let Some(table) = self.open.last_mut() else {
            if self.prose.len() < MAX_PROSE {
                self.prose.push(' ');
                self.prose.push_str(&entities(text));
            }
            return;
        };
        let effect = table.effect();
        if let Some(cell) = table
            .rows
            .last_mut()
            .and_then(|r| r.last_mut())
            .filter(|_| table.in_cell)
        {
            // A line end of the page's own text is a space.
            let text = entities(text).replace(['\n', '\r'], " ");
            cell.take(&text, effect);
        }
    }

    fn element(&mut self, name: &str, inside: &str) {
        if let Some(table) = self.open.last_mut().filter(|t| t.in_cell) {
            table.element(name, inside);
        }
    }

    fn tag(&mut self, name: &str, inside: &str) -> Result<(), Undecodable> {
        match name {
            "table" => self.open_table()?,
            "/table" => self.close_table(),
            "tr" => {
                if let Some(table) = self.open.last_mut() {
                    table.rows.push(Vec::new());
                    table.in_cell = false;
                    table.hidden_row = hides(inside);
                }
            }
            "td" | "th" => self.cell(inside)?,
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

    fn open_table(&mut self) -> Result<(), Undecodable> {
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
        Ok(())
    }

    fn cell(&mut self, inside: &str) -> Result<(), Undecodable> {
        let span = |key: &str| number(inside, key).unwrap_or(1).clamp(1, MAX_SPAN);
        let cell = HtmlCell::spanning(span("colspan"), span("rowspan"));
        if let Some(table) = self.open.last_mut() {
            self.cells = self.cells.saturating_add(cell.wide);
            table.begin_cell(cell, inside);
        }
        if self.cells > self.reading.max_cells {
            return Err(too_many_cells(
                self.reading.file_name,
                self.reading.max_cells,
            ));
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

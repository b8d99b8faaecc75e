//! Tables of a web page, each a grid: cells that span columns or rows stand in every place that they cover.
//!
//! A small reader of our own, because only `table`, `tr`, `th` and `td` matter and pages leave out closing tags as HTML allows. A table within a
//! cell is a table of its own. Tables are named by their number, from 1. Scripts and styles are passed over.

use super::{Reading, Record, Shape, Table, Undecodable, fault, too_many_cells};

/// Widest and highest span that is believed, as browsers do.
const MAX_SPAN: usize = 1000;
/// Deepest nesting of tables.
const MAX_DEPTH: usize = 32;

/// Every table of a page that has a cell.
pub(super) fn tables(reading: Reading<'_>, text: &str) -> Result<Vec<Table<'static>>, Undecodable> {
    let mut page = Page { reading, cells: 0, open: Vec::new(), done: Vec::new(), begun: 0 };
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        page.words(before);
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(end) = end_of_tag(tag) else {
            rest = "";
            break;
        };
        let (inside, after) = (&tag[1..end], &tag[end + 1..]);
        rest = after;
        let name: String = inside.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect::<String>().to_lowercase();
        if matches!(name.as_str(), "script" | "style") {
            let closes = |at: &usize| rest.get(at + 2..at + 2 + name.len()).is_some_and(|n| n.eq_ignore_ascii_case(&name));
            rest = rest.match_indices("</").map(|(at, _)| at).find(closes).map_or("", |at| &rest[at..]);
        } else {
            page.tag(&name, inside)?;
        }
    }
    page.words(rest);
    while !page.open.is_empty() {
        page.close_table();
    }
    page.done.sort_by_key(|(number, _)| *number);
    if page.done.is_empty() {
        let finding = fault("unreadable", reading.file_name, 0, "there is no table in this web page");
        return Err(Box::new(finding.hint("it may be a login or error page, or one that a script fills: fetch it again, or save the table by hand")));
    }
    Ok(page
        .done
        .into_iter()
        .enumerate()
        .map(|(i, (_, rows))| {
            let part = (i + 1).to_string();
            let named = part.clone();
            let records = rows.into_iter().zip(1..).map(move |(cells, row)| Ok(Record { part: named.clone(), row, cells }));
            Table { part, shape: Shape::Grid { numbers: None }, records: Box::new(records) }
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

struct Cell {
    text: String,
    wide: usize,
    high: usize,
}

#[derive(Default)]
struct Open {
    number: usize,
    rows: Vec<Vec<Cell>>,
    in_cell: bool,
}

struct Page<'a> {
    reading: Reading<'a>,
    cells: usize,
    open: Vec<Open>,
    done: Vec<(usize, Vec<Vec<String>>)>,
    begun: usize,
}

impl Page<'_> {
    fn words(&mut self, text: &str) {
        if let Some(table) = self.open.last_mut().filter(|t| t.in_cell)
            && let Some(cell) = table.rows.last_mut().and_then(|r| r.last_mut())
        {
            cell.text.push_str(&entities(text));
        }
    }

    fn tag(&mut self, name: &str, inside: &str) -> Result<(), Undecodable> {
        match name {
            "table" => {
                if self.open.len() == MAX_DEPTH {
                    let message = format!("tables are nested deeper than {MAX_DEPTH}");
                    return Err(Box::new(fault("unreadable", self.reading.file_name, 0, message)));
                }
                self.begun += 1;
                self.open.push(Open { number: self.begun, ..Open::default() });
            }
            "/table" => self.close_table(),
            "tr" => {
                if let Some(table) = self.open.last_mut() {
                    table.rows.push(Vec::new());
                    table.in_cell = false;
                }
            }
            "td" | "th" => {
                let span = |key: &str| attribute(inside, key).and_then(|n| n.parse().ok()).unwrap_or(1).clamp(1, MAX_SPAN);
                let cell = Cell { text: String::new(), wide: span("colspan"), high: span("rowspan") };
                if let Some(table) = self.open.last_mut() {
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
                    return Err(too_many_cells(self.reading.file_name, self.reading.max_cells));
                }
            }
            "/td" | "/th" | "/tr" => {
                if let Some(table) = self.open.last_mut() {
                    table.in_cell = false;
                }
            }
            "br" | "br/" | "p" | "/p" | "div" | "/div" | "li" => self.words(" "),
            _ => {}
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
fn spread(rows: Vec<Vec<Cell>>, most: usize) -> Vec<Vec<String>> {
    let height = rows.len();
    let mut out: Vec<Vec<String>> = Vec::with_capacity(height);
    // Column → text and how many rows below it still covers.
    let mut hanging: std::collections::BTreeMap<usize, (String, usize)> = std::collections::BTreeMap::new();
    let mut left = most;
    for row in rows {
        let mut line: Vec<String> = Vec::new();
        let mut next: std::collections::BTreeMap<usize, (String, usize)> = std::collections::BTreeMap::new();
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
            let text = tidy(&cell.text);
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

/// The value of an attribute in a tag.
fn attribute(tag: &str, key: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.match_indices(key).find(|(at, _)| lower[..*at].ends_with(|c: char| c.is_whitespace() || c == '"' || c == '\''))?.0;
    let rest = lower[at + key.len()..].trim_start().strip_prefix('=')?.trim_start();
    Some(rest.trim_start_matches(['"', '\'']).chars().take_while(char::is_ascii_digit).collect())
}

/// Text with the entities that stand in tables resolved; an unknown one stays as it is.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let end = tail.find(';').filter(|end| *end <= 10);
        if let Some((c, end)) = end.and_then(|end| Some((entity(&tail[..end])?, end))) {
            out.push(c);
            rest = &tail[end + 1..];
        } else {
            out.push('&');
            rest = tail;
        }
    }
    out.push_str(rest);
    out
}

/// Latin letters in the order of Unicode from U+00C0, as HTML names them.
const LATIN: [&str; 64] = [
    "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc",
    "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute",
    "THORN", "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave",
    "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc",
    "uuml", "yacute", "thorn", "yuml",
];

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = number.strip_prefix(['x', 'X']).map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
        return code.and_then(char::from_u32).filter(|c| *c != '\0');
    }
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        "ndash" => Some('–'),
        "mdash" => Some('—'),
        "minus" => Some('\u{2212}'),
        "hellip" => Some('…'),
        _ => LATIN.iter().position(|l| *l == name).and_then(|i| char::from_u32(0xC0 + u32::try_from(i).ok()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Reading, tables};
    use crate::model::{Format, Layout};
    use std::borrow::Cow;

    fn show(page: &str) -> String {
        let layout = Layout::default();
        let reading = Reading { file_name: "f.html", format: Format::Html, layout: &layout, decimal: '.', pages: &[], max_cells: 1000 };
        match tables(reading, Cow::Borrowed(page.as_bytes())) {
            Ok(tables) => {
                let rows = |t: super::Table<'_>| t.records.map(|r| r.unwrap().cells.join("~")).collect::<Vec<_>>().join(" | ");
                tables.into_iter().map(|t| format!("[{}] {}", t.part.clone(), rows(t))).collect::<Vec<_>>().join(" ")
            }
            Err(finding) => finding.to_string(),
        }
    }

    #[test]
    fn spans_nested_tables_and_tags_left_out() {
        for (page, want) in [
            ("<table><tr><th>T&#7881;nh<th>N&abreve;m&nbsp;2024<tr><td>Hà\n Nội<td>1&lt;2</table>", "[1] Tỉnh~N&abreve;m 2024 | Hà Nội~1<2"),
            ("<TABLE><tr><td rowspan=2>Tỉnh</td><td colspan=\"2\">Thu</td></tr><tr><td>A</td><td>B</td></tr></TABLE>", "[1] Tỉnh~Thu~Thu | Tỉnh~A~B"),
            ("<table><tr><td>a<table><tr><td>b</table>c</td><td>d</table>", "[1] ac~d [2] b"),
            ("<table><tr><td>1<!-- <td>2 --><script>'<td>3'</script></table>", "[1] 1"),
            ("<table><tr><td rowspan=3>x<td>1<tr><td>2</table>", "[1] x~1 | x~2"),
        ] {
            assert_eq!(show(page), want);
        }
        assert!(show("<html><form>login</form>").starts_with("error[unreadable]: f.html: there is no table in this web page"));
    }
}

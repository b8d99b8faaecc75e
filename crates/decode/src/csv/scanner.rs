//! Delimited text from record to record, with the line on which each begins.

use super::super::blocks::{Blocks, LONGEST, too_long};
use super::super::{Undecodable, fault, line_ends};
use chiso_model::Layout;
use std::borrow::Cow;

/// Walks over the text. All signs it looks for are ASCII, so it never stops inside a character.
pub(super) struct Scanner<'a> {
    pub(super) file_name: &'a str,
    text: Cow<'a, str>,
    /// What follows the text.
    more: Option<Blocks<'a>>,
    at: usize,
    line: u64,
    delimiter: u8,
    escape: Option<char>,
}

impl<'a> Scanner<'a> {
    /// At the beginning of a text, which may go on in blocks.
    pub(super) fn new(
        file_name: &'a str,
        layout: &Layout,
        text: Cow<'a, str>,
        more: Option<Blocks<'a>>,
    ) -> Scanner<'a> {
        Scanner {
            file_name,
            text,
            more,
            at: 0,
            line: 1,
            delimiter: layout.delimiter,
            escape: layout.escape,
        }
    }

    /// The next record: the line it begins on, its cells, and whether a line end closes it.
    pub(super) fn record(&mut self) -> Result<Option<(u64, Vec<String>, bool)>, Undecodable> {
        loop {
            let (at, line) = (self.at, self.line);
            let found = self.scan();
            // What reaches the end of the text may go on in what follows, were it with the other
            // half of a line end.
            if self.more.is_none() || (found.is_ok() && self.at < self.text.len()) {
                return found;
            }
            (self.at, self.line) = (0, line);
            self.refill(at)?;
        }
    }

    /// Lets the text begin at a place and go on with the next block.
    fn refill(&mut self, at: usize) -> Result<(), Undecodable> {
        let Some(more) = &mut self.more else {
            return Ok(());
        };
        let Some(block) = more.next()? else {
            self.more = None;
            self.at = at;
            return Ok(());
        };
        let text = self.text.to_mut();
        text.drain(..at);
        if text.len() > LONGEST {
            return Err(too_long(self.file_name, self.line));
        }
        text.push_str(&block);
        Ok(())
    }

    /// The next record within the text.
    fn scan(&mut self) -> Result<Option<(u64, Vec<String>, bool)>, Undecodable> {
        if self.at == self.text.len() {
            return Ok(None);
        }
        let line = self.line;
        if self.line_end() {
            return Ok(Some((line, Vec::new(), true)));
        }
        let mut cells = Vec::new();
        loop {
            let mut cell = String::new();
            if self.byte() == Some(b'"') {
                self.quoted(&mut cell)?;
            } else {
                self.quoted_behind_spaces(&mut cell);
            }
            self.unquoted(&mut cell);
            cells.push(cell);
            if self.byte() == Some(self.delimiter) {
                self.at += 1;
            } else {
                return Ok(Some((line, cells, self.line_end())));
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Steps over one line end, if one stands here.
    fn line_end(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let length = match rest {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => return false,
        };
        self.at += length;
        self.line += 1;
        true
    }

    /// Text up to a delimiter, a line end or the end of the file.
    fn unquoted(&mut self, cell: &mut String) {
        let rest = &self.text[self.at..];
        let length = rest
            .bytes()
            .position(|b| b == self.delimiter || b == b'\r' || b == b'\n')
            .unwrap_or(rest.len());
        cell.push_str(&rest[..length]);
        self.at += length;
    }

    /// A quoted cell with spaces before its quotes, as programs write `"a", "b"`: one that ends on its
    /// line and has nothing behind it. Any other is a text that has quotes.
    fn quoted_behind_spaces(&mut self, cell: &mut String) {
        let rest = &self.text[self.at..];
        let inner = rest.trim_start_matches(' ');
        let spaces = rest.len() - inner.len();
        if spaces == 0 || self.delimiter == b' ' || !inner.starts_with('"') {
            return;
        }
        let (mut text, mut signs) = (String::new(), inner.char_indices().skip(1).peekable());
        while let Some((at, sign)) = signs.next() {
            match sign {
                '\n' | '\r' => return,
                _ if Some(sign) == self.escape => match signs.next() {
                    None | Some((_, '\n' | '\r')) => return,
                    Some((_, next)) => text.push(next),
                },
                '"' if signs.next_if(|(_, next)| *next == '"').is_some() => text.push('"'),
                '"' => {
                    let behind = inner[at + 1..].trim_start_matches(' ');
                    let ends = behind.bytes().next();
                    if ends.is_none_or(|b| b == self.delimiter || b == b'\r' || b == b'\n') {
                        cell.push_str(&text);
                        self.at += rest.len() - behind.len();
                    }
                    return;
                }
                _ => text.push(sign),
            }
        }
    }

    /// Takes the sign behind a backslash as it is.
    fn taken(&mut self, cell: &mut String) {
        if let Some(sign) = self.text[self.at..].chars().next() {
            cell.push(sign);
            self.at += sign.len_utf8();
            self.line += u64::from(sign == '\n');
        }
    }

    /// Text between quotes, a doubled quote standing for one.
    fn quoted(&mut self, cell: &mut String) -> Result<(), Undecodable> {
        let opened_on = self.line;
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let ends = |c: char| c == '"' || Some(c) == self.escape;
            let Some(length) = rest.find(ends) else {
                let message = "a quote is opened on this line and never closed";
                return Err(Box::new(
                    fault("truncated", self.file_name, opened_on, message).hint(
                        "the file did not arrive whole, or the quote is a slip: write it `\"\"`",
                    ),
                ));
            };
            let (inside, after) = rest.split_at(length);
            cell.push_str(inside);
            self.line += line_ends(inside.as_bytes());
            self.at += length + 1;
            if after.starts_with('\\') {
                self.taken(cell);
                continue;
            }
            if !after.starts_with("\"\"") {
                return Ok(());
            }
            cell.push('"');
            self.at += 1;
        }
    }
}

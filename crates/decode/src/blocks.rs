//! The letters of a text file that is too large to be held: blocks of whole lines, one after the
//! other.
//!
//! A block ends behind a line end, where no encoding that is read this way has anything unfinished.
//! What is wrong is reported as [`letters`] reports it of a whole file, with the line and byte
//! counted from the beginning.

use super::archive::is_packed;
use super::letters::{self, BlockStart};
use super::{Undecodable, fault, is_html, line_ends, looks_like_html};
use chiso_model::Encoding;
use std::borrow::Cow;
use std::io::Read;

/// Bytes that are read at once.
pub(super) const BLOCK: usize = 1 << 20;
/// Bytes that one line, or one record with line ends in its cells, may have.
pub(super) const LONGEST: usize = 16 << 20;

/// Blocks of a file.
pub(super) struct Blocks<'a> {
    file: Box<dyn Read + Send + 'a>,
    name: &'a str,
    encoding: Option<Encoding>,
    /// Bytes read that no block has yet.
    rest: Vec<u8>,
    /// Bytes that are read at once.
    at_once: usize,
    /// What is in the blocks so far.
    before: BlockStart,
    ended: bool,
}

impl<'a> Blocks<'a> {
    /// Begins; `None` when the file has to be read whole, because it is packed, UTF-16 or no text.
    ///
    /// # Errors
    /// Rules `html_page` and `unreadable`.
    pub(super) fn new(
        name: &'a str,
        file: Box<dyn Read + Send + 'a>,
        encoding: Option<Encoding>,
        at_once: usize,
    ) -> Result<Option<Blocks<'a>>, Undecodable> {
        let mut blocks = Blocks {
            file,
            name,
            encoding,
            rest: Vec::new(),
            at_once,
            before: BlockStart::default(),
            ended: false,
        };
        blocks.read()?;
        if is_html(&blocks.rest) {
            return Err(looks_like_html(name));
        }
        let marked = letters::byte_order_mark(&blocks.rest);
        let whole = matches!(
            marked.or(encoding),
            Some(Encoding::Utf16 | Encoding::Utf16Be)
        ) || is_packed(&blocks.rest);
        blocks.encoding = marked.or(encoding);
        Ok((!whole).then_some(blocks))
    }

    fn read(&mut self) -> Result<(), Undecodable> {
        let name = self.name;
        let from = self.rest.len();
        let read = self
            .file
            .by_ref()
            .take(self.at_once as u64)
            .read_to_end(&mut self.rest);
        read.map_err(|e| {
            fault(
                "unreadable",
                name,
                0,
                format!("the file cannot be read: {e}"),
            )
        })?;
        self.ended = self.rest.len() - from < self.at_once;
        Ok(())
    }

    /// The next block; `None` at the end.
    ///
    /// # Errors
    /// When bytes do not follow the encoding, or a line is longer than any file of figures has.
    pub(super) fn next(&mut self) -> Result<Option<String>, Undecodable> {
        let end = loop {
            if self.ended {
                break self.rest.len();
            }
            if let Some(at) = self.rest.iter().rposition(|b| matches!(b, b'\n' | b'\r')) {
                break at + 1;
            }
            if self.rest.len() > LONGEST {
                return Err(too_long(self.name, self.before.lines + 1));
            }
            self.read()?;
        };
        if end == 0 {
            return Ok(None);
        }
        let behind = self.rest.split_off(end);
        let block = std::mem::replace(&mut self.rest, behind);
        let lines = line_ends(&block);
        // A mark is one at the beginning only.
        let text = match self.before.bytes {
            0 => letters::text(self.name, Cow::Owned(block), self.encoding)?.into_owned(),
            _ => letters::block(self.name, block, self.encoding, self.before)?,
        };
        self.before.bytes += end;
        self.before.lines += lines;
        self.before.letters += text.chars().count();
        if !self.ended {
            self.read()?;
        }
        Ok(Some(text))
    }
}

pub(super) fn too_long(name: &str, line: u64) -> Undecodable {
    let message = format!("what begins on this line has more than {LONGEST} bytes without an end");
    Box::new(
        fault("truncated", name, line, message)
            .hint("a quote that is opened and never closed, or a file that is no table of text"),
    )
}

//! A file of delimited text, cut into pieces of whole lines.

use crate::error::RecordsError;
use crate::fields::Fields;
use std::io::Read;

/// A piece of a file.
pub(crate) struct Chunk {
    /// Which piece, from 0.
    pub(crate) number: u32,
    /// The line on which it begins, from 1.
    pub(crate) line: u64,
    /// Whole lines; the last one of the file may lack its end.
    pub(crate) text: String,
}

/// Cuts a file.
pub(crate) struct Chunks<R> {
    file: R,
    size: usize,
    /// What was read behind the last whole line.
    rest: Vec<u8>,
    line: u64,
    number: u32,
    delimiter: u8,
    ended: bool,
}

/// The longest a line may be.
const LONGEST: usize = 1 << 24;

impl<R: Read> Chunks<R> {
    /// Cuts a file into pieces of about so many bytes. A mark of the order of bytes at its beginning
    /// is no text.
    pub(crate) fn new(mut file: R, size: usize, delimiter: u8) -> Result<Chunks<R>, RecordsError> {
        let mut rest = Vec::new();
        file.by_ref().take(3).read_to_end(&mut rest)?;
        if rest == b"\xef\xbb\xbf" {
            rest.clear();
        }
        Ok(Chunks {
            file,
            size,
            rest,
            line: 1,
            number: 0,
            delimiter,
            ended: false,
        })
    }

    /// The next piece.
    pub(crate) fn next(&mut self) -> Result<Option<Chunk>, RecordsError> {
        let mut bytes = std::mem::take(&mut self.rest);
        loop {
            let before = bytes.len();
            let wanted = u64::try_from(self.size).unwrap_or(u64::MAX);
            bytes.reserve(self.size);
            if !self.ended {
                self.file.by_ref().take(wanted).read_to_end(&mut bytes)?;
                self.ended = bytes.len() - before < self.size;
            }
            let cut = if self.ended {
                Some(bytes.len())
            } else {
                last_line_end(&bytes, self.delimiter)
            };
            match cut {
                Some(0) if bytes.is_empty() => return Ok(None),
                Some(cut) => {
                    self.rest = bytes.split_off(cut);
                    return self.piece(bytes).map(Some);
                }
                None if bytes.len() > LONGEST => {
                    let message = "no line ends within 16 MB: a quote may be opened and never \
                        closed, or the file is none of delimited text";
                    return Err(self.error(message.to_owned()));
                }
                None => {}
            }
        }
    }

    fn piece(&mut self, bytes: Vec<u8>) -> Result<Chunk, RecordsError> {
        let (line, number) = (self.line, self.number);
        let text = String::from_utf8(bytes).map_err(|e| {
            let at = e.utf8_error().valid_up_to();
            let before = e.as_bytes().get(..at).unwrap_or_default();
            let line = line + memchr::memchr_iter(b'\n', before).count() as u64;
            let message = "the text is not UTF-8; ask for it in UTF-8".to_owned();
            RecordsError::Text { line, message }
        })?;
        if let Some(at) = memchr::memchr(0, text.as_bytes()) {
            let before = text.as_bytes().get(..at).unwrap_or_default();
            let line = line + memchr::memchr_iter(b'\n', before).count() as u64;
            let message = "the line has a byte of value zero, so the file is no text".to_owned();
            return Err(RecordsError::Text { line, message });
        }
        self.line += memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64;
        self.number += 1;
        Ok(Chunk { number, line, text })
    }

    fn error(&self, message: String) -> RecordsError {
        RecordsError::Text {
            line: self.line,
            message,
        }
    }
}

/// Behind the last end of a line that is no part of a quoted cell.
fn last_line_end(bytes: &[u8], delimiter: u8) -> Option<usize> {
    if memchr::memchr(b'"', bytes).is_none() {
        return memchr::memrchr(b'\n', bytes).map(|at| at + 1);
    }
    let (mut quoted, mut start, mut found) = (false, true, None);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' if quoted => quoted = false,
            // The second of two quotes within a cell opens again what the first has closed.
            b'"' if start || at > 0 && bytes[at - 1] == b'"' => quoted = true,
            b'\n' if !quoted => found = Some(at + 1),
            _ => {}
        }
        start = !quoted && (*byte == b'\n' || *byte == delimiter);
    }
    found
}

/// The cells of the first line of a file that is not empty, and the line behind it.
///
/// # Errors
/// When the file cannot be read or is no text.
pub fn header(file: impl Read, delimiter: u8) -> Result<(Vec<String>, u64), RecordsError> {
    Ok(filled_line(file, delimiter, 0)?.unwrap_or((Vec::new(), 1)))
}

/// The cells of the first record of a file.
///
/// # Errors
/// When the file cannot be read or is no text.
pub fn first_record(file: impl Read, delimiter: u8) -> Result<Option<Vec<String>>, RecordsError> {
    Ok(filled_line(file, delimiter, 1)?.map(|(cells, _)| cells))
}

/// The cells of one of the lines that are not empty, counted from 0, and the line behind it.
fn filled_line(
    file: impl Read,
    delimiter: u8,
    mut nth: usize,
) -> Result<Option<(Vec<String>, u64)>, RecordsError> {
    let mut chunks = Chunks::new(file, 1 << 16, delimiter)?;
    while let Some(chunk) = chunks.next()? {
        let mut fields = Fields::new(&chunk.text, chunk.line, delimiter);
        while fields.step()?.is_some() {
            if fields.is_blank() {
                continue;
            }
            if nth == 0 {
                let cells = (0..fields.len()).map(|i| fields.seen(i).into_owned());
                return Ok(Some((cells.collect(), fields.line())));
            }
            nth -= 1;
        }
    }
    Ok(None)
}

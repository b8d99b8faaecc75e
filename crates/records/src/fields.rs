//! The cells of delimited text, record by record (RFC 4180). A quote that does not begin a cell is
//! a sign like any other.

use crate::error::RecordsError;
use chiso_model::tidy;
use std::borrow::Cow;

/// Where a cell stands in its piece.
#[derive(Clone, Copy)]
struct Field {
    start: usize,
    end: usize,
    /// It stands in quotes, which are outside of it.
    quoted: bool,
}

/// Walks over the records of a piece.
pub(crate) struct Fields<'t> {
    text: &'t str,
    at: usize,
    line: u64,
    delimiter: u8,
    cells: Vec<Field>,
    /// Whether a line end closes the last record.
    closed: bool,
    /// Whether all signs of the piece are of the ASCII table, so that each text is as it is seen.
    ascii: bool,
}

impl<'t> Fields<'t> {
    pub(crate) fn new(text: &'t str, line: u64, delimiter: u8) -> Fields<'t> {
        Fields {
            text,
            at: 0,
            line,
            delimiter,
            cells: Vec::new(),
            closed: true,
            ascii: text.is_ascii(),
        }
    }

    /// Goes to the next record and says on which line it begins.
    pub(crate) fn step(&mut self) -> Result<Option<u64>, RecordsError> {
        let bytes = self.text.as_bytes();
        self.cells.clear();
        if self.at >= bytes.len() {
            return Ok(None);
        }
        let line = self.line;
        let mut start = self.at;
        loop {
            if bytes.get(start) == Some(&b'"') {
                start = self.quoted(start)?;
            } else {
                let rest = &bytes[start..];
                let delimiter = self.delimiter;
                let length = rest.iter().position(|b| *b == delimiter || *b == b'\n');
                let end = length.map_or(bytes.len(), |length| start + length);
                self.cells.push(Field {
                    start,
                    end,
                    quoted: false,
                });
                start = end;
            }
            if bytes.get(start) != Some(&self.delimiter) {
                break;
            }
            start += 1;
        }
        self.closed = bytes.get(start) == Some(&b'\n');
        self.at = start + 1;
        self.line += u64::from(self.closed);
        self.without_return();
        Ok(Some(line))
    }

    /// Takes a cell in quotes and gives the place behind it.
    fn quoted(&mut self, start: usize) -> Result<usize, RecordsError> {
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        loop {
            let Some(length) = memchr::memchr(b'"', &bytes[at..]) else {
                let message = "a quote is opened on this line and never closed; the file did not \
                    arrive whole, or the quote is a slip: write it `\"\"`"
                    .to_owned();
                let line = self.line;
                return Err(RecordsError::Text { line, message });
            };
            at += length + 1;
            if bytes.get(at) != Some(&b'"') {
                break;
            }
            at += 1;
        }
        let inside = &bytes[start + 1..at - 1];
        self.line += memchr::memchr_iter(b'\n', inside).count() as u64;
        let behind = bytes[at..]
            .iter()
            .position(|b| *b == self.delimiter || *b == b'\n')
            .map_or(bytes.len(), |length| at + length);
        let stands_alone = bytes[at..behind].iter().all(|b| b" \r".contains(b));
        self.cells.push(if stands_alone {
            Field {
                start: start + 1,
                end: at - 1,
                quoted: true,
            }
        } else {
            // Text behind a closing quote: the cell is kept as it stands.
            Field {
                start,
                end: behind,
                quoted: false,
            }
        });
        Ok(behind)
    }

    /// Takes the first half of a line end off the last cell.
    fn without_return(&mut self) {
        let bytes = self.text.as_bytes();
        if let Some(last) = self.cells.last_mut()
            && !last.quoted
            && last.end > last.start
            && bytes[last.end - 1] == b'\r'
        {
            last.end -= 1;
        }
    }

    /// How many cells the record has.
    pub(crate) const fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether a line end closes it.
    pub(crate) const fn is_closed(&self) -> bool {
        self.closed
    }

    /// The line on which the next record begins.
    pub(crate) const fn line(&self) -> u64 {
        self.line
    }

    /// Whether there is nothing on its line.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self.cells.as_slice(), [only] if !only.quoted && only.start == only.end)
    }

    /// The text of a cell, without blanks around it.
    pub(crate) fn text(&self, field: usize) -> Cow<'t, str> {
        let Some(found) = self.cells.get(field) else {
            return Cow::Borrowed("");
        };
        let text = self.text.get(found.start..found.end).unwrap_or_default();
        if found.quoted && text.contains("\"\"") {
            return Cow::Owned(text.replace("\"\"", "\"").trim().to_owned());
        }
        match text.as_bytes() {
            [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => {
                Cow::Borrowed(text)
            }
            _ => Cow::Borrowed(text.trim()),
        }
    }

    /// The text of a cell as people see it: composed, and without signs that cannot be seen. By this
    /// one texts are compared.
    pub(crate) fn seen(&self, field: usize) -> Cow<'t, str> {
        match self.text(field) {
            text if self.ascii => text,
            Cow::Borrowed(text) => tidy(text),
            Cow::Owned(text) => Cow::Owned(tidy(&text).into_owned()),
        }
    }

    /// All cells, as they stand.
    pub(crate) fn joined(&self) -> String {
        let all: Vec<_> = (0..self.len()).map(|i| self.text(i)).collect();
        all.join(chiso_model::CELLS_JOINED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        let mut fields = Fields::new(text, 1, b',');
        let mut all = Vec::new();
        while let Some(line) = fields.step().unwrap() {
            all.push(format!("{line}:{}", fields.joined()));
        }
        all.join(" / ")
    }

    #[test]
    fn cells_are_those_of_rfc_4180() {
        for (text, want) in [
            ("a,b\n1,2\n", "1:a | b / 2:1 | 2"),
            ("a,b\r\n1,2", "1:a | b / 2:1 | 2"),
            ("\"a,\"\"b\"\"\",c\n", "1:a,\"b\" | c"),
            ("\"two\nlines\",c\nd,e\n", "1:two\nlines | c / 3:d | e"),
            ("5\" pipe,x\n", "1:5\" pipe | x"),
            (" a , \"b\" \n", "1:a | \"b\""),
            ("a,\"b\" ,\"\"\n,,\n", "1:a | b |  / 2: |  | "),
        ] {
            assert_eq!(show(text), want, "{text:?}");
        }
        assert!(Fields::new("a,\"b\nc\n", 1, b',').step().is_err());
    }
}

//! Where in the text of a message an element stands, for faults.

use super::super::{Undecodable, fault, line_of};

/// A place in the text of a file.
#[derive(Clone, Copy)]
pub(super) struct XmlPlace<'t> {
    pub(super) file: &'t str,
    pub(super) text: &'t str,
    pub(super) at: usize,
}

impl XmlPlace<'_> {
    /// The line, from 1.
    pub(super) fn line(self) -> u64 {
        line_of(self.text.as_bytes(), self.at.min(self.text.len()))
    }

    pub(super) fn broken(self, message: &str) -> Undecodable {
        Box::new(
            fault(
                "unreadable",
                self.file,
                self.line(),
                format!("this is not well-formed XML: {message}"),
            )
            .hint("fetch the file again"),
        )
    }

    /// The file ends within this element.
    pub(super) fn cut_off(self, element: &str) -> Undecodable {
        let line = line_of(self.text.as_bytes(), self.text.len());
        Box::new(
            fault(
                "truncated",
                self.file,
                line,
                format!("the file ends within `{element}`"),
            )
            .hint("the file did not arrive whole: fetch it again"),
        )
    }
}

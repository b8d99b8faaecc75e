//! Marks beside a figure in its cell: `123 b`, `124 bp`, `[1] 12`, `: c`.
//!
//! A mark that is not declared refuses the figure, and so does a sign that says how large a figure
//! is or which sign it has: it is no mark, whatever is declared.

use crate::ingest::number;
use crate::model::{Meaning, NumberFormat, Source, magnitude};
use std::collections::BTreeMap;

/// Bytes of a text that may be a figure with marks.
const LONGEST: usize = 80;

/// A mark and what it says.
pub(super) type Mark<'s> = (&'s str, &'s Meaning);

/// Why marks cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum MarkError<'r> {
    /// Beside a figure stands what no declaration names.
    Undeclared { figure: &'r str, mark: &'r str },
    /// Beside a figure stands what changes it.
    Changes {
        figure: &'r str,
        mark: &'r str,
        says: &'static str,
    },
}

/// What is needed to tell a figure from what stands beside it.
#[derive(Clone, Copy)]
pub(super) struct Reader<'s, 'f> {
    pub(super) marks: &'s BTreeMap<String, Meaning>,
    /// How figures are written; `None` where the format writes them in one way.
    pub(super) format: Option<NumberFormat>,
    /// Whether a text stands in place of a figure.
    pub(super) stands_for_figure: &'f dyn Fn(&str) -> bool,
}

impl<'s, 'f> Reader<'s, 'f> {
    /// For the figures of a source.
    pub(super) fn new(
        source: &'s Source,
        stands_for_figure: &'f dyn Fn(&str) -> bool,
    ) -> Reader<'s, 'f> {
        Reader {
            marks: &source.marks,
            format: (!source.plain_numbers()).then(|| source.notation()),
            stands_for_figure,
        }
    }

    /// The text without its marks, and the marks.
    pub(super) fn split<'r>(
        &self,
        text: &'r str,
    ) -> Result<(&'r str, Vec<Mark<'s>>), MarkError<'r>> {
        if self.is_whole(text) {
            return Ok((text, Vec::new()));
        }
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            return Ok(self.beside_a_text(text));
        }
        let Some((before, figure, behind)) = self.figure(text) else {
            return Ok((text, Vec::new()));
        };
        let mut marks = Vec::new();
        for beside in [before, behind] {
            marks.extend(self.resolve(beside).map_err(|wrong| match wrong {
                (mark, Some(says)) => MarkError::Changes { figure, mark, says },
                (mark, None) => MarkError::Undeclared { figure, mark },
            })?);
        }
        Ok((figure, marks))
    }

    /// Whether the text is a figure, stands for one, or is the error of a formula, without any mark.
    fn is_whole(&self, text: &str) -> bool {
        text.is_empty()
            || (self.stands_for_figure)(text)
            || self.is_figure(text)
            || number::is_error(text)
    }

    fn is_figure(&self, text: &str) -> bool {
        match self.format {
            Some(format) => number::read(text, format).is_ok(),
            None => is_plain(text),
        }
    }

    /// The longest figure of a text, with what stands before and behind it.
    fn figure<'r>(&self, text: &'r str) -> Option<(&'r str, &'r str, &'r str)> {
        if text.len() > LONGEST {
            return None;
        }
        let starts = text.char_indices().map(|(at, _)| at);
        let ends: Vec<usize> = text
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .rev()
            .collect();
        for start in starts {
            if !beginning(text, start) {
                continue;
            }
            for end in ends.iter().copied().take_while(|end| *end > start) {
                let figure = text[start..end].trim_end();
                if letter_for_digit(&text[..start], &text[end..]) {
                    continue;
                }
                let (before, behind) = (text[..start].trim(), text[end..].trim());
                let whole = !before
                    .bytes()
                    .chain(behind.bytes())
                    .any(|b| b.is_ascii_digit())
                    || (is_bracketed_or_free(before) && is_bracketed_or_free(behind));
                if whole
                    && figure.starts_with(|c: char| !c.is_whitespace())
                    && self.is_figure(figure)
                {
                    return Some((before, figure, behind));
                }
            }
        }
        None
    }

    /// A text that stands for a figure and has marks behind it, or a mark alone that says that there
    /// is no figure.
    fn beside_a_text<'r>(&self, text: &'r str) -> (&'r str, Vec<Mark<'s>>) {
        for (end, _) in text
            .char_indices()
            .skip(1)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
        {
            let (head, behind) = (text[..end].trim_end(), text[end..].trim());
            let apart = text[..end].ends_with(char::is_whitespace)
                || text[end..].starts_with(char::is_whitespace)
                || !head.ends_with(char::is_alphanumeric);
            if apart
                && !head.is_empty()
                && (self.stands_for_figure)(head)
                && let Ok(marks) = self.resolve(behind)
            {
                return (head, marks);
            }
        }
        match self.resolve(text) {
            Ok(marks) if marks.iter().any(|(_, said)| said.excludes_figure()) => ("", marks),
            _ => (text, Vec::new()),
        }
    }

    /// The marks of which a text is made, or the first part of it that is none, with what it says
    /// where it is known to change a figure.
    pub(super) fn resolve<'r>(
        &self,
        text: &'r str,
    ) -> Result<Vec<Mark<'s>>, (&'r str, Option<&'static str>)> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(mark) = self.known(text) {
            return Ok(vec![mark]);
        }
        // Also where it is several words.
        if let Some(says) = magnitude(text) {
            return Err((text, Some(says)));
        }
        let mut marks = Vec::new();
        let between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/');
        for part in text.split(between).filter(|part| !part.is_empty()) {
            match (self.known(part), magnitude(part)) {
                (Some(mark), _) => marks.push(mark),
                (None, Some(says)) => return Err((part, Some(says))),
                (None, None) => marks.extend(self.letters(part).ok_or((part, None))?),
            }
        }
        Ok(marks)
    }

    /// The marks of one letter that stand together: `bp`. None stands twice: `**` is another mark
    /// than `*`.
    fn letters(&self, text: &str) -> Option<Vec<Mark<'s>>> {
        let mut marks: Vec<Mark<'s>> = Vec::new();
        for (at, c) in text.char_indices() {
            let mark = self.known(&text[at..at + c.len_utf8()])?;
            if marks.contains(&mark) {
                return None;
            }
            marks.push(mark);
        }
        Some(marks)
    }

    fn known(&self, text: &str) -> Option<Mark<'s>> {
        let (mark, said) = self.marks.get_key_value(text)?;
        Some((mark, said))
    }
}

/// Whether a letter that is taken for a digit stands directly at a figure: the `O` of `27O` is no
/// mark, and 2 or 27 is not the figure.
fn letter_for_digit(before: &str, behind: &str) -> bool {
    let is = |c: char| matches!(c, 'O' | 'o' | 'l' | 'I' | '|');
    before.ends_with(is) || behind.starts_with(is)
}

/// Whether a figure may begin at a place: not within a number or behind a bracket.
fn beginning(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let first = text[at..].chars().next();
    before.is_none_or(|c| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '(' | '[' | '{'))
        && first.is_some_and(|c| !c.is_alphabetic() && !c.is_whitespace())
}

/// Whether every digit of a text stands in brackets.
fn is_bracketed_or_free(text: &str) -> bool {
    let mut depth = 0_u32;
    text.chars().all(|c| {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > 0 || !c.is_ascii_digit()
    })
}

/// A number as programs write it.
fn is_plain(text: &str) -> bool {
    use crate::model::{Dec, DecError};
    !matches!(Dec::parse_scaled(text, 0), Err(DecError::NotANumber(_)))
}

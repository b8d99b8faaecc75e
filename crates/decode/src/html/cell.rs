//! One cell of a table while it is read, and the one text that it becomes.

use super::effect::TagEffect;
use crate::cell::{self, Remark};

#[derive(Default)]
pub(super) struct HtmlCell {
    /// Its text; a line end where a line ends.
    text: String,
    /// What is set apart from it.
    apart: String,
    pub(super) hidden: bool,
    pub(super) wide: usize,
    pub(super) high: usize,
}

impl HtmlCell {
    /// An empty cell that covers so many columns and rows.
    pub(super) fn spanning(wide: usize, high: usize) -> HtmlCell {
        HtmlCell {
            wide,
            high,
            ..HtmlCell::default()
        }
    }

    /// The text with its remarks.
    pub(super) fn finish(&self) -> String {
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

    /// Text of the cell, as the elements around it let it be seen.
    pub(super) fn take(&mut self, text: &str, effect: TagEffect) {
        match effect {
            TagEffect::Inline => self.text.push_str(text),
            TagEffect::Apart => self.apart.push_str(text),
            TagEffect::Hidden => {}
        }
    }

    /// A line ends.
    pub(super) fn break_line(&mut self, effect: TagEffect) {
        match effect {
            TagEffect::Inline => self.text.push('\n'),
            TagEffect::Apart => self.apart.push(' '),
            TagEffect::Hidden => {}
        }
    }
}

/// White space as a browser shows it: one space for any.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

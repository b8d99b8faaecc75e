//! A table while it is read, and the elements that are open in its cell.

use super::cell::HtmlCell;
use super::effect::{TagEffect, breaks, hides, is_void, place};

/// A table that is open.
#[derive(Default)]
pub(super) struct Open {
    pub(super) number: usize,
    pub(super) rows: Vec<Vec<HtmlCell>>,
    pub(super) in_cell: bool,
    pub(super) hidden_row: bool,
    /// Elements open within the cell since one that is not inline, and what they do to their text.
    pub(super) elements: Vec<(String, TagEffect)>,
}

impl Open {
    /// What the elements that are open now do to their text.
    pub(super) fn effect(&self) -> TagEffect {
        self.elements
            .last()
            .map_or(TagEffect::Inline, |(_, effect)| *effect)
    }

    /// Follows which elements within a cell set their text apart or hide it.
    pub(super) fn element(&mut self, name: &str, inside: &str) {
        if let Some(closed) = name.strip_prefix('/') {
            if let Some(at) = self.elements.iter().rposition(|(open, _)| open == closed) {
                self.elements.truncate(at);
            }
        } else if !is_void(name) && !inside.ends_with('/') {
            // A paragraph ends the one before.
            if name == "p" && self.elements.last().is_some_and(|(open, _)| open == "p") {
                self.elements.pop();
            }
            let effect = place(name, inside).max(self.effect());
            if effect != TagEffect::Inline {
                self.elements.push((name.to_owned(), effect));
            }
        }
        if breaks(name) {
            let effect = self.effect();
            if let Some(cell) = self.rows.last_mut().and_then(|r| r.last_mut()) {
                cell.break_line(effect);
            }
        }
    }

    pub(super) fn begin_cell(&mut self, mut cell: HtmlCell, inside: &str) {
        cell.hidden = self.hidden_row || hides(inside);
        self.elements.clear();
        if self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
        }
        self.in_cell = true;
    }
}

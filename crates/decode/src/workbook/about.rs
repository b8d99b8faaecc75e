//! What a workbook says of its cells in addition to their values.

use super::format_sections::Sections;
use super::shown_text::ShownText;
use std::collections::{BTreeMap, BTreeSet};

/// What is said of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// A formula without a value.
    Uncomputed(String),
    /// A formula with a value, in a workbook that is marked for recalculation.
    Stale(String),
    /// Its number format.
    Shown(CellFormat),
    /// The text, and what is raised or lowered behind it or struck out.
    Apart(String, String),
}

/// A number format that changes what a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CellFormat {
    /// As a percentage, by this format.
    Percent(String),
    /// Divided by a power of a thousand, by this format.
    Scaled(String),
    /// Not at all, by this format.
    Invisible(String),
    /// By sections of which one shows something other than the number, by this format.
    Sections(String, Sections),
    /// As this text.
    Text(ShownText),
}

/// What is said of a sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    /// Whether the sheet itself is hidden.
    pub(super) hidden: bool,
    /// Rows from 0.
    pub(super) hidden_rows: BTreeSet<u32>,
    /// First and last column from 0.
    pub(super) hidden_columns: Vec<(u32, u32)>,
    /// Row and column from 0.
    pub(super) cells: BTreeMap<(u32, u32), Vec<About>>,
}

impl Sheet {
    /// What hides a cell, if anything does.
    pub(super) fn hides(&self, (row, column): (u32, u32)) -> Option<&'static str> {
        let hidden_column = self
            .hidden_columns
            .iter()
            .any(|(first, last)| (first..=last).contains(&&column));
        let hidden = [
            (self.hidden, "sheet"),
            (self.hidden_rows.contains(&row), "row"),
            (hidden_column, "column"),
        ];
        hidden
            .into_iter()
            .find(|(hidden, _)| *hidden)
            .map(|(_, what)| what)
    }
}

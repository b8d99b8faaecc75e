//! Labels of a record as its cells show them. A workbook may hold 1 where it shows `Q1` or `01`: the
//! text shown is what a reader reads. Figures are read as they are held, and `figure` sees whether
//! they are shown so.

use super::bindings::{Bindings, Bound};
use crate::decode::Record;
use crate::decode::cell;
use crate::model::{Format, Source};
use std::collections::BTreeSet;

/// Which cells of a record are no labels.
pub(super) struct Labels {
    figures: BTreeSet<usize>,
    /// Whether cells of the format can be shown otherwise than they are held.
    shown: bool,
}

impl Labels {
    pub(super) fn new(source: &Source, bindings: &[Bindings<'_>]) -> Labels {
        let of_figures = bindings
            .iter()
            .flat_map(|b| std::iter::once(&b.value).chain(&b.rounding));
        Labels {
            figures: of_figures.filter_map(Bound::index).collect(),
            shown: matches!(source.format, Format::Xlsx | Format::Xls | Format::Ods),
        }
    }

    /// Makes the texts that labels show their texts.
    pub(super) fn show(&self, record: &mut Record) {
        if !self.shown {
            return;
        }
        for (at, cell) in record.cells.iter_mut().enumerate() {
            if !self.figures.contains(&at) {
                cell::show(cell);
            }
        }
    }
}

//! The rows that one cell is made of.

use crate::model::{Flag, Function, MeasureSource, OverTime};
use crate::rollup::corrections::View;
use crate::rollup::row::Row;
use crate::rollup::select::Fate;
use std::collections::BTreeSet;

/// What one cell is made of.
#[derive(Default)]
pub struct Group<'a> {
    /// Its rows, used or in conflict.
    pub members: Vec<(&'a Row, Fate)>,
    /// What corrections say of it, also of rows that they left out.
    pub flags: BTreeSet<Flag>,
    /// Rows of a list that are there and not asked for: of those that are, there are none.
    pub listed: Vec<&'a Row>,
    /// How much of the period each row with a figure states, as [`View::extent`] has it.
    pub extents: Vec<Option<Flag>>,
    /// The rows that first said the same again after the period had ended.
    pub confirmed: Vec<&'a Row>,
}

impl<'a> Group<'a> {
    /// Takes in a row that is used or in conflict.
    pub fn take(&mut self, view: &'a View<'_>, i: usize, fate: Fate) {
        self.members.push((view.row(i), fate));
        if view.row(i).value.is_some() {
            self.extents.push(view.extent(i));
        }
        self.confirmed.extend(view.confirmed_by(i));
    }

    /// Takes in a row of a list, asked for or not: it tells when the list was read.
    pub(in crate::rollup) fn note(&mut self, view: &'a View<'_>, i: usize) {
        self.listed.push(view.row(i));
        self.extents.push(view.extent(i));
        if self.members.is_empty() {
            self.confirmed.extend(view.confirmed_by(i));
        }
    }

    /// What the rows together say of how much of the period they state. A list goes on growing, so
    /// one row that was published after the end of the period is enough; of a sum every part must
    /// have been.
    pub(super) fn extent(&self, source: &MeasureSource) -> Option<Flag> {
        if (source.list || counts(source)) && self.extents.iter().any(Option::is_none) {
            return None;
        }
        let extents = self.extents.iter().flatten().copied();
        extents.filter(|flag| !stands(source, *flag)).max()
    }
}

/// Whether a figure is of one moment and its source says that it is the whole one: it is no estimate
/// of what was still to come.
fn stands(source: &MeasureSource, flag: Flag) -> bool {
    let moment = matches!(source.over_time, Some(OverTime::Last | OverTime::First));
    moment && flag == Flag::BeforePeriodEnd
}

/// Whether a measure says how many there are, and not how much.
pub(super) const fn counts(source: &MeasureSource) -> bool {
    matches!(
        source.value.function,
        Function::Count | Function::CountDistinct
    )
}

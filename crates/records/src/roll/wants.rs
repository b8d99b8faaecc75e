//! What several measures want of records, each thing once: two measures over the same column and
//! condition share what is added up.

use super::asked::Asked;
use super::state::{Content, Partial};
use crate::schema::{FAULTY, ROW};
use chiso_model::{Function, Predicate, RECORD_AREA, RecordLayout};
use std::collections::BTreeSet;
use std::mem::{Discriminant, discriminant};

/// Something that is added up.
#[derive(Clone, Copy)]
pub(super) struct Want<'a> {
    pub(super) asked: Asked<'a>,
    /// The column; none where only the number of records is asked for.
    pub(super) column: Option<&'a str>,
    /// Which of the conditions chooses records.
    pub(super) filter: Option<usize>,
    /// The first that adds up the same of the same column, where several do, under other conditions,
    /// and what is added up is small.
    pub(super) shared: Option<usize>,
}

impl<'a> Want<'a> {
    /// What is added up, and of which column.
    fn kind(&self) -> (Discriminant<Content>, Option<&'a str>) {
        let content = Content::none(self.asked.value.function);
        (discriminant(&content), self.column)
    }

    /// What it is, whatever else is wanted.
    pub(super) fn name(&self) -> String {
        let content = Content::none(self.asked.value.function);
        let (column, filter) = (self.column, self.asked.filter);
        format!("{:?} {column:?} {filter:?}", discriminant(&content))
    }
}

/// Everything that is added up.
pub(super) struct Wants<'a> {
    pub(super) all: Vec<Want<'a>>,
    /// Every condition once.
    pub(super) filters: Vec<&'a Predicate>,
    /// By measure what it wants.
    of: Vec<usize>,
    /// Whether the lines of records are asked for.
    pub(super) lines: bool,
}

impl<'a> Wants<'a> {
    pub(super) fn new(layout: &RecordLayout, asked: &[Asked<'a>], lines: bool) -> Wants<'a> {
        let mut wants = Wants {
            all: Vec::new(),
            filters: Vec::new(),
            of: Vec::new(),
            lines,
        };
        for asked in asked {
            let filter = asked.filter.map(|f| wants.filter(f));
            let column = asked.value.column.as_str();
            let filled = layout.column(column).is_none_or(|c| !c.optional);
            let only_count = filled && asked.value.function == Function::Count;
            let column = Some(column).filter(|_| !only_count);
            let want = Want {
                asked: *asked,
                column,
                filter,
                shared: None,
            };
            let same = |held: &Want<'_>| (held.kind(), held.filter) == (want.kind(), filter);
            let held = wants.all.iter().position(same);
            wants.of.push(held.unwrap_or(wants.all.len()));
            if held.is_none() {
                wants.all.push(want);
            }
        }
        wants.share();
        wants
    }

    /// Finds what several add up alike.
    fn share(&mut self) {
        let kinds: Vec<_> = self.all.iter().map(Want::kind).collect();
        for (want, kind) in self.all.iter_mut().zip(&kinds) {
            let content = Content::none(want.asked.value.function);
            let large = matches!(content, Content::All(_) | Content::Distinct(_));
            let several = !large && kinds.iter().filter(|other| *other == kind).count() > 1;
            let first = kinds.iter().position(|other| other == kind);
            want.shared = first.filter(|_| several);
        }
    }

    /// Some of it by itself.
    pub(super) fn some(&self, places: &[usize]) -> Wants<'a> {
        let mut wants = Wants {
            all: Vec::new(),
            filters: Vec::new(),
            of: (0..places.len()).collect(),
            lines: self.lines,
        };
        for want in places.iter().filter_map(|place| self.all.get(*place)) {
            let filter = want.asked.filter.map(|filter| wants.filter(filter));
            wants.all.push(Want { filter, ..*want });
        }
        wants.share();
        wants
    }

    fn filter(&mut self, filter: &'a Predicate) -> usize {
        let held = self.filters.iter().position(|held| *held == filter);
        held.unwrap_or_else(|| {
            self.filters.push(filter);
            self.filters.len() - 1
        })
    }

    /// Every column that is looked at.
    pub(super) fn columns(&self, layout: &'a RecordLayout) -> BTreeSet<&'a str> {
        let wanted = self.all.iter().filter_map(|want| want.column);
        let filters = self.filters.iter().flat_map(|f| f.columns());
        wanted
            .chain(filters)
            .chain([RECORD_AREA, layout.date.as_str(), FAULTY])
            .chain(self.lines.then_some(ROW))
            .collect()
    }

    /// Nothing of everything.
    pub(super) fn none(&self) -> Partial {
        let asked: Vec<Asked<'_>> = self.all.iter().map(|want| want.asked).collect();
        Partial::none(&asked)
    }

    /// What each measure has.
    pub(super) fn by_measure(&self, partial: &Partial) -> Partial {
        let states = self.of.iter().filter_map(|want| partial.states.get(*want));
        Partial {
            records: partial.records,
            states: states.cloned().collect(),
        }
    }
}

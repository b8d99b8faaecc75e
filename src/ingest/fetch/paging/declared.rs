//! The kinds of paging that a configuration can declare.

use super::super::request::{PageRequest, Parameter};
use super::super::trouble::Trouble;
use super::count::count;
use super::pager::{Page, Pager};
use super::way;
use crate::model::{Paging, PagingKind};

/// The pager of what is declared.
pub(in crate::ingest::fetch) fn pager(paging: &Paging) -> Box<dyn Pager> {
    let number = match paging.kind {
        PagingKind::Page { first } | PagingKind::Offset { first } => first,
        _ => 0,
    };
    Box::new(DeclaredPaging {
        paging: paging.clone(),
        number,
    })
}

/// The kinds that a configuration can declare.
struct DeclaredPaging {
    paging: Paging,
    /// Page number or offset of the page asked last.
    number: u64,
}

impl DeclaredPaging {
    fn step(&self, place: Option<Parameter>) -> PageRequest {
        let mut parameters: Vec<(String, Parameter)> = place
            .map(|p| (self.paging.parameter.clone(), p))
            .into_iter()
            .collect();
        if !self.paging.size_parameter.is_empty() {
            parameters.push((
                self.paging.size_parameter.clone(),
                Parameter::Number(self.paging.size),
            ));
        }
        if parameters.is_empty() {
            PageRequest::Declared
        } else {
            PageRequest::With(parameters)
        }
    }

    /// Whether this was the last of numbered pages.
    fn ended(&self, page: &Page<'_>) -> bool {
        let last = count(page.value, &self.paging.pages)
            .is_some_and(|pages| self.number.saturating_sub(first(&self.paging)) + 1 >= pages);
        page.records == 0
            || last
            || page.total.is_some_and(|total| page.so_far >= total)
            || (self.paging.short_is_last && page.records < self.paging.size)
    }
}

fn first(paging: &Paging) -> u64 {
    if let PagingKind::Page { first } = paging.kind {
        first
    } else {
        0
    }
}

impl Pager for DeclaredPaging {
    fn first(&mut self) -> PageRequest {
        match self.paging.kind {
            PagingKind::Page { .. } | PagingKind::Offset { .. } => {
                self.step(Some(Parameter::Number(self.number)))
            }
            _ => self.step(None),
        }
    }

    fn after(&mut self, page: &Page<'_>) -> Result<Option<PageRequest>, Trouble> {
        Ok(match &self.paging.kind {
            PagingKind::Page { .. } | PagingKind::Offset { .. } | PagingKind::Last { .. }
                if self.ended(page) =>
            {
                None
            }
            PagingKind::Page { .. } => {
                self.number += 1;
                Some(self.step(Some(Parameter::Number(self.number))))
            }
            // By what came, not by what was asked for: a server that gives fewer than asked loses
            // none.
            PagingKind::Offset { .. } => {
                self.number += page.records;
                Some(self.step(Some(Parameter::Number(self.number))))
            }
            PagingKind::Cursor { next } => {
                way::token(page, next)?.map(|token| self.step(Some(token)))
            }
            PagingKind::Next { next } => way::address(page, next)?.map(PageRequest::Address),
            PagingKind::Last { last } => Some(self.step(Some(way::last(page, last)?))),
            PagingKind::Link => page.link.map(|to| PageRequest::Address(to.to_owned())),
        })
    }
}

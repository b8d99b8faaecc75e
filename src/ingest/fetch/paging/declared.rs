//! The four kinds of paging that a configuration can declare.

use super::super::request::{PageRequest, Parameter};
use super::count::count;
use super::pager::{Page, Pager};
use crate::decode::json_path::at_path;
use crate::model::{Paging, PagingKind};
use serde_json::Value;

/// The pager of what is declared.
pub(in crate::ingest::fetch) fn pager(paging: &Paging) -> Box<dyn Pager> {
    let number = match paging.kind {
        PagingKind::Page { first } | PagingKind::Offset { first } => first,
        PagingKind::Cursor { .. } | PagingKind::Link => 0,
    };
    Box::new(DeclaredPaging {
        paging: paging.clone(),
        number,
    })
}

/// The four kinds that a configuration can declare.
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
            PagingKind::Cursor { .. } | PagingKind::Link => self.step(None),
        }
    }

    fn after(&mut self, page: &Page<'_>) -> Option<PageRequest> {
        match &self.paging.kind {
            PagingKind::Page { .. } | PagingKind::Offset { .. } if self.ended(page) => None,
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
            PagingKind::Cursor { next } => match at_path(page.value, next)? {
                Value::String(text) if !text.is_empty() => {
                    Some(self.step(Some(Parameter::Text(text.clone()))))
                }
                Value::Number(number) => Some(self.step(Some(Parameter::Text(number.to_string())))),
                _ => None,
            },
            PagingKind::Link => next_link(page.link).map(PageRequest::Address),
        }
    }
}

/// The address of `rel=next` in a header `Link` (RFC 8288).
fn next_link(header: &str) -> Option<String> {
    let mut rest = header;
    while let Some((_, after)) = rest.split_once('<') {
        let (address, parameters) = after.split_once('>')?;
        // Parameters reach to the next `<`, for a comma may stand in quotes.
        let own = parameters.split('<').next().unwrap_or_default();
        let is_next =
            own.split([';', ','])
                .filter_map(|p| p.split_once('='))
                .any(|(name, value)| {
                    let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
                    name.trim().eq_ignore_ascii_case("rel")
                        && relations.any(|r| r.eq_ignore_ascii_case("next"))
                });
        if is_next {
            return Some(address.trim().to_owned());
        }
        rest = parameters;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_of_a_link_header() {
        for (header, want) in [
            (
                r#"<https://x/?page=2>; rel="next", <https://x/?page=9>; rel="last""#,
                Some("https://x/?page=2"),
            ),
            (
                r#"</a?p=1,2>; rel=prev, </a?p=3,4>; title="x, y"; rel="last next""#,
                Some("/a?p=3,4"),
            ),
            ("<https://x/?page=9>; REL=Next", Some("https://x/?page=9")),
            (r#"<https://x/?page=9>; rel="last""#, None),
            ("", None),
            ("<unclosed", None),
        ] {
            assert_eq!(next_link(header).as_deref(), want, "{header}");
        }
    }
}

//! Which marks stand beside the figures of a delivery and are not declared, each with how often.

use super::lists::stands_for_figure;
use super::marks::{MarkError, Reader};
use super::shown::shown;
use crate::decode::Record;
use crate::ingest::conform::bindings::Bindings;
use crate::model::{Finding, Place, Source};
use std::collections::BTreeMap;

/// Most marks that are told apart.
const MOST: usize = 40;

/// Marks that are not declared.
#[derive(Default)]
pub(in crate::ingest::conform) struct Undeclared {
    counts: BTreeMap<String, u64>,
    first: Option<Place>,
}

impl Undeclared {
    /// Looks at a record that was refused for a mark.
    pub(in crate::ingest::conform) fn see(
        &mut self,
        bindings: &Bindings<'_>,
        record: &Record,
        source: &Source,
        file: &str,
    ) {
        let stands = |text: &str| stands_for_figure(bindings, text);
        let cell = shown(&bindings.value, record, source);
        let split = Reader::new(source, &stands).split(&cell);
        let Err(MarkError::Undeclared { mark, .. }) = split else {
            return;
        };
        self.first.get_or_insert_with(|| Place {
            file: file.to_owned(),
            part: record.part.clone(),
            row: record.row,
            col: bindings.value.label().to_owned(),
        });
        if self.counts.len() < MOST || self.counts.contains_key(mark) {
            *self.counts.entry(mark.to_owned()).or_default() += 1;
        }
    }

    /// All of them in one finding, where there are several.
    pub(in crate::ingest::conform) fn finding(self) -> Option<Finding> {
        if self.counts.len() < 2 {
            return None;
        }
        let mut counted: Vec<(String, u64)> = self.counts.into_iter().collect();
        counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let listed: Vec<String> = counted
            .iter()
            .map(|(mark, count)| format!("`{mark}` × {count}"))
            .collect();
        let message = format!(
            "marks beside figures that the source does not declare: {}",
            listed.join(", ")
        );
        let hint = "add each to `[source.marks]` with what the provider says it means";
        Some(Finding::warning("undeclared_marks", self.first?, message).hint(hint))
    }
}

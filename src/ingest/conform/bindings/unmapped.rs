//! Columns of a file that its source does not use, and how names are compared.

use crate::decode::text::tidy;
use crate::model::{Origin, Source, fits};
use std::collections::BTreeSet;

/// Columns of the file that are mapped to nothing and not known to be unused.
pub(in crate::ingest::conform) fn new_columns<'a>(
    source: &Source,
    columns: &'a [String],
) -> Vec<(usize, &'a str)> {
    let parts = source.period.parts.iter().map(|part| &part.origin);
    let mapped = source.columns.values().chain(parts).filter_map(|origin| {
        if let Origin::Column(name) = origin {
            Some(name)
        } else {
            None
        }
    });
    let left_out = source.shape.leave_out.iter().map(|rule| &rule.column);
    let names: Vec<&String> = mapped
        .chain(&source.unused_columns)
        .chain(left_out)
        .collect();
    let known: BTreeSet<String> = names.iter().map(|name| tidy(name).into_owned()).collect();
    let patterns: Vec<String> = names
        .iter()
        .filter(|name| name.contains('*'))
        .map(|name| plain_spaces(name))
        .collect();
    let is_known = |i: usize, name: &str| {
        known.contains(tidy(name).as_ref())
            || source.layout.places.contains(&(i + 1))
            || patterns
                .iter()
                .any(|pattern| fits(pattern, &plain_spaces(name)))
    };
    let all = columns
        .iter()
        .enumerate()
        .map(|(i, name)| (i, name.as_str()));
    all.filter(|(i, name)| !name.trim().is_empty() && !is_known(*i, name))
        .collect()
}

/// A name as it looks: every space a plain one, and no sign without width.
pub(super) fn plain_spaces(name: &str) -> String {
    let seen = |c: &char| {
        !matches!(
            c,
            '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}'
        )
    };
    let name: String = name.chars().filter(seen).collect();
    tidy(&name).split_whitespace().collect::<Vec<_>>().join(" ")
}

//! Which form of an answer a request asks for: by `format`, else by its `Accept` header.

use crate::app::output::Format;
use std::collections::BTreeMap;

/// The form that a request asks for; nothing where it takes neither JSON nor, where there are rows,
/// CSV.
pub fn negotiated(format: Option<&str>, accept: &str, rows: bool) -> Option<Format> {
    match format {
        Some("csv") => return Some(Format::Csv),
        Some(_) => return Some(Format::Json),
        None => {}
    }
    if accept.trim().is_empty() {
        return Some(Format::Json);
    }
    let forms = [
        (Format::Json, ["application/json", "application/*", "*/*"]),
        (Format::Csv, ["text/csv", "text/*", "*/*"]),
    ];
    let taken = forms
        .into_iter()
        .filter(|(form, _)| rows || *form == Format::Json);
    let weighed = taken.filter_map(|(form, names)| Some((form, weight(accept, names)?)));
    // Of two that are liked alike, JSON, which knows more.
    let best = weighed.reduce(|best, other| if other.1 > best.1 { other } else { best });
    best.map(|(form, _)| form)
}

/// How much a header likes a media type, named first itself, then by ranges: its `q` in thousandths;
/// nothing where it does not take it.
fn weight(accept: &str, names: [&str; 3]) -> Option<u32> {
    let ranges = accept.split(',').map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let q = parts.find_map(|part| part.strip_prefix("q="));
        (name, q.map_or(Some(1_000), thousandths))
    });
    let ranges: BTreeMap<String, Option<u32>> = ranges.collect();
    // A weight that is no number is none.
    let found = names.iter().find_map(|name| ranges.get(*name))?;
    found.filter(|q| *q > 0)
}

/// `0.8` as 800.
fn thousandths(q: &str) -> Option<u32> {
    let (whole, rest) = q.split_once('.').unwrap_or((q, ""));
    if rest.len() > 3 {
        return None;
    }
    let number: u32 = format!("{whole}{rest:0<3}").parse().ok()?;
    (number <= 1_000).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_the_one_that_is_liked_best() {
        for (format, accept, rows, form) in [
            (None, "", true, Some(Format::Json)),
            (None, "*/*", true, Some(Format::Json)),
            (None, "text/csv", true, Some(Format::Csv)),
            (None, "text/csv, */*;q=0.1", true, Some(Format::Csv)),
            (
                None,
                "text/html,application/xml;q=0.9,*/*;q=0.8",
                true,
                Some(Format::Json),
            ),
            (
                None,
                "application/json;q=0.2, text/csv;q=0.9",
                true,
                Some(Format::Csv),
            ),
            (None, "text/csv", false, None),
            (None, "application/xml", true, None),
            (None, "application/json;q=0", true, None),
            (Some("csv"), "application/json", true, Some(Format::Csv)),
            (Some("json"), "text/csv", true, Some(Format::Json)),
        ] {
            assert_eq!(
                negotiated(format, accept, rows),
                form,
                "{format:?} {accept}"
            );
        }
    }
}

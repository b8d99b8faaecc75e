//! Where the tags of a page begin and end, and what they are called.

/// Whether a `<` begins a tag: `p < 0.05` is text.
pub(super) fn begins_tag(tag: &str) -> bool {
    tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// Where a tag ends; a `>` in quotes does not end it.
pub(super) fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, b) in tag.bytes().enumerate() {
        match (quote, b) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(b),
            (Some(q), b) if q == b => quote = None,
            _ => {}
        }
    }
    // A quote that is never closed: the tag ends where a browser would end it.
    tag.find('>')
}

/// The name of a tag in lower case, with the `/` of a closing one.
pub(super) fn name_of(inside: &str) -> String {
    inside
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
        .collect::<String>()
        .to_lowercase()
}

/// What follows the text of a script or a style: its closing tag, or nothing.
pub(super) fn behind_raw_text<'t>(rest: &'t str, name: &str) -> &'t str {
    let closes = |at: &usize| {
        rest.get(at + 2..at + 2 + name.len())
            .is_some_and(|n| n.eq_ignore_ascii_case(name))
    };
    rest.match_indices("</")
        .map(|(at, _)| at)
        .find(closes)
        .map_or("", |at| &rest[at..])
}

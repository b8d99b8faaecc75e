//! What elements of a page do to the text within them.

use super::attributes::attributes;

/// What an element does to its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TagEffect {
    /// It stands in the line.
    Inline,
    /// It has a place of its own in the cell: raised, small, struck out, a link to a note, a
    /// control.
    Apart,
    /// Nobody sees it.
    Hidden,
}

/// Elements without a closing tag.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements whose text is set apart.
const APART: [&str; 12] = [
    "sup", "sub", "small", "del", "s", "strike", "rt", "rp", "button", "select", "textarea",
    "noscript",
];

/// Elements that begin and end a line.
const BREAKS: [&str; 34] = [
    "br",
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "table",
    "blockquote",
    "pre",
    "section",
    "article",
    "header",
    "footer",
    "option",
    "address",
    "figure",
    "figcaption",
    "form",
    "fieldset",
    "details",
    "summary",
    "nav",
    "aside",
    "main",
];

/// Classes by which usual style sheets hide a text from the eye, and by which pages mark notes.
const CLASSES: [&str; 9] = [
    "sr-only",
    "visually-hidden",
    "d-none",
    "hidden",
    "footnote",
    "footnote-ref",
    "noteref",
    "fn",
    "reference",
];

/// Whether an element has no closing tag.
pub(super) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// Whether an opening or closing tag breaks the line.
pub(super) fn breaks(name: &str) -> bool {
    BREAKS.contains(&name.trim_matches('/'))
}

/// What an element does to its text, by its name and attributes.
pub(super) fn place(name: &str, inside: &str) -> TagEffect {
    let attributes = attributes(inside);
    if is_hidden(&attributes) || name == "template" {
        return TagEffect::Hidden;
    }
    let get = |key: &str| {
        attributes
            .iter()
            .find(|(name, _)| name == key)
            .map_or("", |(_, value)| value.as_str())
    };
    let style: String = get("style")
        .to_ascii_lowercase()
        .split_whitespace()
        .collect();
    let styled = [
        "vertical-align:super",
        "vertical-align:sub",
        "float:",
        "position:absolute",
        "text-decoration:line-through",
    ];
    let classed = get("class")
        .split_whitespace()
        .any(|class| CLASSES.contains(&class.to_ascii_lowercase().as_str()));
    let noted = (name == "a" && get("href").starts_with('#')) || get("role") == "doc-noteref";
    if APART.contains(&name) || classed || noted || styled.iter().any(|s| style.contains(s)) {
        TagEffect::Apart
    } else {
        TagEffect::Inline
    }
}

/// Whether a cell or a row is hidden.
pub(super) fn hides(inside: &str) -> bool {
    is_hidden(&attributes(inside))
}

fn is_hidden(attributes: &[(String, String)]) -> bool {
    attributes.iter().any(|(name, value)| match name.as_str() {
        "hidden" => true,
        "style" => {
            let style: String = value.to_ascii_lowercase().split_whitespace().collect();
            let nothing = style
                .split(';')
                .any(|rule| matches!(rule, "font-size:0" | "font-size:0px" | "opacity:0"));
            nothing
                || ["display:none", "visibility:hidden", "visibility:collapse"]
                    .iter()
                    .any(|s| style.contains(s))
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::{TagEffect, place};

    #[test]
    fn what_elements_do_to_their_text() {
        for (name, inside, want) in [
            ("b", "b", TagEffect::Inline),
            ("sup", "sup", TagEffect::Apart),
            ("span", "span style=\"DISPLAY : none\"", TagEffect::Hidden),
            ("span", "span hidden", TagEffect::Hidden),
            ("input", "input type=hidden", TagEffect::Inline),
            ("a", "a href='#n1'", TagEffect::Apart),
            ("a", "a href='/table/1'", TagEffect::Inline),
            ("span", "span class='x sr-only'", TagEffect::Apart),
        ] {
            assert_eq!(place(name, inside), want, "{inside}");
        }
    }
}

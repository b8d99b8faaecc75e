//! Tags of a web page: their attributes, what they do to the text within them, and entities.

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

/// The number with which an attribute begins.
pub(super) fn number(inside: &str, key: &str) -> Option<usize> {
    let (_, value) = attributes(inside)
        .into_iter()
        .find(|(name, _)| name == key)?;
    value
        .trim()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .ok()
}

/// Names in lower case and values of the attributes of a tag, its own name left out.
fn attributes(inside: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = inside.trim_start_matches(|c: char| !c.is_whitespace() && c != '"' && c != '\'');
    loop {
        rest =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\''));
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '/'))
            .unwrap_or(rest.len());
        if length == 0 && !rest.starts_with('=') {
            return found;
        }
        let name = rest[..length].to_ascii_lowercase();
        rest = rest[length..].trim_start();
        let Some(after) = rest.strip_prefix('=') else {
            found.push((name, String::new()));
            continue;
        };
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, behind) = match quote {
            Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            None => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
        };
        found.push((name, entities(value)));
        rest = behind;
    }
}

/// Text with the entities that stand in tables resolved; an unknown one stays as it is.
pub(super) fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let end = tail.find(';').filter(|end| *end <= 10);
        if let Some((c, end)) = end.and_then(|end| Some((entity(&tail[..end])?, end))) {
            out.push(c);
            rest = &tail[end + 1..];
        } else {
            out.push('&');
            rest = tail;
        }
    }
    out.push_str(rest);
    out
}

/// Latin letters in the order of Unicode from U+00C0, as HTML names them.
const LATIN: [&str; 64] = [
    "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute",
    "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute",
    "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute",
    "THORN", "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil",
    "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde",
    "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc",
    "uuml", "yacute", "thorn", "yuml",
];

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = number.strip_prefix(['x', 'X']).map_or_else(
            || number.parse().ok(),
            |hex| u32::from_str_radix(hex, 16).ok(),
        );
        return code.and_then(char::from_u32).filter(|c| *c != '\0');
    }
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        "ndash" => Some('–'),
        "mdash" => Some('—'),
        "minus" => Some('\u{2212}'),
        "hellip" => Some('…'),
        _ => LATIN
            .iter()
            .position(|l| *l == name)
            .and_then(|i| char::from_u32(0xC0 + u32::try_from(i).ok()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::{TagEffect, attributes, place};

    #[test]
    fn attributes_of_every_writing() {
        let found = attributes(
            "td class=\"a b\" hidden style='display: none' colspan=2 data-x= 'y>z' checked/",
        );
        let want = [
            ("class", "a b"),
            ("hidden", ""),
            ("style", "display: none"),
            ("colspan", "2"),
            ("data-x", "y>z"),
            ("checked", ""),
        ];
        assert_eq!(found, want.map(|(n, v)| (n.to_owned(), v.to_owned())));
        assert_eq!(attributes("tr"), []);
    }

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

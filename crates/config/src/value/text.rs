//! Texts, titles and identifiers as people write them.

use crate::document::ConfigNode;
use crate::{raw, rule};
use chiso_model::{Bilingual, Finding};

/// A text that must not be empty.
pub(crate) fn text(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> String {
    if raw.trim().is_empty() {
        faults.push(
            at.error(rule::BAD_VALUE, "the text is empty")
                .hint("write it out"),
        );
    }
    raw.to_owned()
}

/// A title in at least one language.
pub(crate) fn title(
    at: &ConfigNode<'_>,
    raw: &raw::Bilingual,
    faults: &mut Vec<Finding>,
) -> Bilingual {
    bilingual(at, "title", raw, faults)
}

/// A text in at least one language; `what` it is.
pub(crate) fn bilingual(
    at: &ConfigNode<'_>,
    what: &str,
    raw: &raw::Bilingual,
    faults: &mut Vec<Finding>,
) -> Bilingual {
    let text = optional_title(Some(raw));
    if text.vi.is_empty() && text.en.is_empty() {
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("the {what} is empty in both languages"),
            )
            .hint("give `vi`, `en` or both"),
        );
    }
    text
}

/// A title or description that may be left out.
pub(crate) fn optional_title(raw: Option<&raw::Bilingual>) -> Bilingual {
    let trimmed = |text: Option<&String>| text.map(|t| t.trim().to_owned()).unwrap_or_default();
    raw.map_or_else(Bilingual::default, |raw| Bilingual {
        vi: trimmed(raw.vi.as_ref()),
        en: trimmed(raw.en.as_ref()),
    })
}

/// Whether a text can be an identifier or column name: `snake_case` ASCII that begins with a
/// letter.
fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// An identifier.
pub(crate) fn identifier(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> String {
    if !is_identifier(raw) {
        let hint = "use lower-case letters a-z, digits and `_`, beginning with a letter";
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{raw}` is not an identifier"))
                .hint(hint),
        );
    }
    raw.to_owned()
}

/// The identifier that a file declares by its name.
pub(crate) fn file_stem(at: &ConfigNode<'_>, stem: &str, faults: &mut Vec<Finding>) -> String {
    if !is_identifier(stem) {
        let hint =
            "rename the file: lower-case letters a-z, digits and `_`, beginning with a letter";
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("the file name `{stem}` is not an identifier"),
            )
            .hint(hint),
        );
    }
    stem.to_owned()
}

//! Texts, comments and identifiers as TOML has them, whatever a file holds.

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// An identifier made of a text: `Số doanh nghiệp` is `so_doanh_nghiep`. One that is taken gets a
/// number.
pub(super) fn identifier(text: &str, otherwise: &str, taken: &BTreeSet<String>) -> String {
    let plain: String = text
        .to_lowercase()
        .replace('đ', "d")
        .nfd()
        .filter(char::is_ascii)
        .collect();
    let words: Vec<&str> = plain
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let joined: String = words.join("_").chars().take(40).collect();
    let mut name = joined.trim_matches('_').to_owned();
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        name = if name.is_empty() || otherwise.is_empty() {
            otherwise.to_owned()
        } else {
            format!("{otherwise}_{name}")
        };
    }
    let numbered = (2..).map(|n| format!("{name}_{n}"));
    std::iter::once(name.clone())
        .chain(numbered)
        .find(|n| !taken.contains(n))
        .unwrap_or(name)
}

/// A text of TOML; the escapes of JSON are among those of TOML.
#[must_use]
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text)
        .to_string()
        .replace('\u{7f}', "\\u007f")
}

/// A comment on one line, whatever the file holds.
pub(super) fn comment(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    format!("# {plain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_ascii_and_free() {
        let taken = BTreeSet::from(["unit".to_owned()]);
        for (text, want) in [
            ("Số doanh nghiệp", "so_doanh_nghiep"),
            ("Đơn vị / Unit", "don_vi_unit"),
            ("unit", "unit_2"),
            ("2023", "value_2023"),
            ("…", "value"),
        ] {
            assert_eq!(identifier(text, "value", &taken), want);
        }
    }

    #[test]
    fn texts_of_a_file_cannot_leave_their_line() {
        assert_eq!(quoted("a\"b\n\\c\u{7f}"), "\"a\\\"b\\n\\\\c\\u007f\"");
        assert_eq!(comment("a\nkind = 1"), "# a kind = 1");
    }
}

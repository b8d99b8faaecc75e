//! A parsed file, and the cursor that knows where in it every value stands.
//!
//! Checkers walk the raw mirror and a [`ConfigNode`] side by side: `at.key("contract").key("min")`
//! is the line and key path of `contract.min`, or of its nearest parent when the key was left out.
//! So a default can be faulted too.

use super::rule;
use chiso_model::{Finding, Place};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A configuration file as TOML.
pub(super) struct Document<'t> {
    file: &'t str,
    text: &'t str,
    /// Where each line ends, in bytes: a place is asked for at every key.
    ends: Vec<usize>,
    pub(super) root: Spanned<DeValue<'t>>,
    /// Whether the text was TOML throughout; otherwise the tree is what could be recovered.
    pub(super) whole: bool,
}

impl<'t> Document<'t> {
    /// Parses a file. What is no TOML becomes a finding, and what can be recovered is kept for the
    /// names it declares.
    pub(super) fn parse(file: &'t str, text: &'t str, faults: &mut Vec<Finding>) -> Document<'t> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let span = table.span();
        let document = Document {
            file,
            text,
            ends: text.match_indices('\n').map(|(at, _)| at).collect(),
            root: Spanned::new(span, DeValue::Table(table.into_inner())),
            whole: errors.is_empty(),
        };
        // A first slip usually makes the parser stumble again behind it, so only the first is
        // reported.
        if let Some(error) = errors
            .into_iter()
            .min_by_key(|e| e.span().map_or(usize::MAX, |s| s.start))
        {
            let row = error.span().map_or(0, |s| document.line(s.start));
            let place = Place {
                row,
                ..document.root().place()
            };
            faults.push(
                Finding::error(rule::SYNTAX, place, error.message())
                    .hint("correct the TOML; the rest of this file is not checked until then"),
            );
        }
        document
    }

    /// The cursor at the top of the file.
    pub(super) fn root(&self) -> ConfigNode<'_> {
        ConfigNode {
            document: self,
            node: Some(&self.root),
            row: 0,
            path: String::new(),
        }
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, byte: usize) -> u64 {
        self.ends.partition_point(|end| *end < byte) as u64 + 1
    }
}

/// A place in a document: its node if there is one, its line and its key path.
#[derive(Clone)]
pub(super) struct ConfigNode<'d> {
    document: &'d Document<'d>,
    node: Option<&'d Spanned<DeValue<'d>>>,
    row: u64,
    path: String,
}

impl<'d> ConfigNode<'d> {
    /// The value under a key. Where there is none, the line stays that of the parent.
    pub(super) fn key(&self, name: &str) -> ConfigNode<'d> {
        let entry = self.table().and_then(|t| t.get_key_value(name));
        let row = entry.map_or(self.row, |(key, _)| self.document.line(key.span().start));
        let name = if bare(name) {
            name.to_owned()
        } else {
            format!("\"{name}\"")
        };
        let path = if self.path.is_empty() {
            name
        } else {
            format!("{}.{name}", self.path)
        };
        ConfigNode {
            document: self.document,
            node: entry.map(|(_, value)| value),
            row,
            path,
        }
    }

    /// An item of a list. It has the list's path: the line tells items apart.
    pub(super) fn item(&self, index: usize) -> ConfigNode<'d> {
        let node = self
            .node
            .and_then(|n| n.get_ref().as_array())
            .and_then(|list| list.get(index));
        let row = node.map_or(self.row, |n| self.document.line(n.span().start));
        ConfigNode {
            document: self.document,
            node,
            row,
            path: self.path.clone(),
        }
    }

    /// The items of a list; none when it is no list.
    pub(super) fn items(&self) -> impl Iterator<Item = ConfigNode<'d>> {
        let len = self
            .node
            .and_then(|n| n.get_ref().as_array())
            .map_or(0, |list| list.len());
        (0..len).map(|index| self.item(index))
    }

    /// The table here, if it is one.
    pub(super) fn table(&self) -> Option<&'d DeTable<'d>> {
        self.node.and_then(|n| n.get_ref().as_table())
    }

    /// The value here.
    pub(super) fn value(&self) -> Option<&'d DeValue<'d>> {
        self.node.map(Spanned::get_ref)
    }

    /// The text here, if it is one.
    pub(super) fn text(&self) -> Option<&'d str> {
        self.value().and_then(DeValue::as_str)
    }

    /// The value here as it is written in the file.
    pub(super) fn written(&self) -> &'d str {
        self.node
            .and_then(|n| self.document.text.get(n.span()))
            .unwrap_or_default()
    }

    /// The place of a finding.
    pub(super) fn place(&self) -> Place {
        Place {
            file: self.document.file.to_owned(),
            part: String::new(),
            row: self.row,
            col: self.path.clone(),
        }
    }

    /// An error here.
    pub(super) fn error(&self, rule: &'static str, message: impl Into<String>) -> Finding {
        Finding::error(rule, self.place(), message)
    }

    /// A warning here.
    pub(super) fn warning(&self, rule: &'static str, message: impl Into<String>) -> Finding {
        Finding::warning(rule, self.place(), message)
    }
}

/// Whether TOML lets a key stand without quotes.
fn bare(key: &str) -> bool {
    !key.is_empty()
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_knows_lines_and_paths() {
        let text = "a = 1\n[b.c]\n\"đ\" = { x = 1 }\n[[d]]\nid = \"one\"\n\n[[d]]\nid = \
            \"two\"\nlist = [\n  1,\n  2,\n]\n";
        let mut faults = vec![];
        let document = Document::parse("f.toml", text, &mut faults);
        assert!(faults.is_empty(), "{faults:?}");
        let at = |at: ConfigNode<'_>| at.place().to_string();
        let root = document.root();
        assert_eq!(at(root.clone()), "f.toml");
        assert_eq!(
            at(root.key("b").key("c").key("đ").key("x")),
            "f.toml:3, column `b.c.\"đ\".x`"
        );
        assert_eq!(
            at(root.key("b").key("c").key("missing")),
            "f.toml:2, column `b.c.missing`"
        );
        assert_eq!(at(root.key("d").item(1)), "f.toml:7, column `d`");
        assert_eq!(
            at(root.key("d").item(1).key("list").item(1)),
            "f.toml:11, column `d.list`"
        );
        assert_eq!(
            root.key("d")
                .items()
                .filter_map(|i| i.key("id").text())
                .collect::<Vec<_>>(),
            ["one", "two"]
        );
    }

    #[test]
    fn what_stands_before_a_slip_is_recovered() {
        let mut faults = vec![];
        let document = Document::parse("f.toml", "id = \"x\"\nbroken = = 3\n", &mut faults);
        assert_eq!(document.root().key("id").text(), Some("x"));
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].place.row, 2);
    }
}

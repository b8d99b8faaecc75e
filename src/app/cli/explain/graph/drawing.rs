//! Nodes and edges, and how they are written in Mermaid and in the DOT language.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A language that graphs are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Notation {
    /// Mermaid, which many editors and forges show.
    Mermaid,
    /// The DOT language of Graphviz.
    Dot,
}

/// What a node stands for, and so how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NodeKind {
    File,
    Delivery,
    Row,
    Change,
    Step,
    Operand,
    Formula,
    Target,
    Verdict,
}

impl NodeKind {
    const fn mermaid(self) -> (&'static str, &'static str) {
        match self {
            NodeKind::File => ("[(", ")]"),
            NodeKind::Delivery | NodeKind::Target => ("[/", "/]"),
            NodeKind::Row | NodeKind::Operand => ("[", "]"),
            NodeKind::Change => (">", "]"),
            NodeKind::Step => ("[[", "]]"),
            NodeKind::Formula => ("{{", "}}"),
            NodeKind::Verdict => ("([", "])"),
        }
    }

    const fn dot(self) -> &'static str {
        match self {
            NodeKind::File => "cylinder",
            NodeKind::Delivery | NodeKind::Target => "parallelogram",
            NodeKind::Row | NodeKind::Operand => "box",
            NodeKind::Change => "note",
            NodeKind::Step => "box3d",
            NodeKind::Formula => "hexagon",
            NodeKind::Verdict => "oval",
        }
    }
}

/// Nodes by what they stand for, each once, and edges in the direction of the data.
#[derive(Default)]
pub(super) struct Graph {
    nodes: Vec<(NodeKind, String)>,
    known: BTreeMap<(NodeKind, String), usize>,
    /// From, to, words on it, and whether it takes part.
    edges: Vec<(usize, usize, String, bool)>,
}

impl Graph {
    /// The node of a key, made with its lines when it is new.
    pub(super) fn node(&mut self, kind: NodeKind, key: String, lines: &[String]) -> usize {
        if let Some(known) = self.known.get(&(kind, key.clone())) {
            return *known;
        }
        self.nodes.push((
            kind,
            lines
                .iter()
                .filter(|l| !l.is_empty())
                .cloned()
                .collect::<Vec<_>>()
                .join("\n"),
        ));
        self.known.insert((kind, key), self.nodes.len() - 1);
        self.nodes.len() - 1
    }

    pub(super) fn edge(&mut self, from: usize, to: usize, words: &str, takes_part: bool) {
        let edge = (from, to, words.to_owned(), takes_part);
        if !self.edges.contains(&edge) {
            self.edges.push(edge);
        }
    }

    pub(super) fn mermaid(&self) -> String {
        let mut text = "flowchart LR\n".to_owned();
        for (i, (kind, label)) in self.nodes.iter().enumerate() {
            let (open, close) = kind.mermaid();
            _ = writeln!(text, "  n{i}{open}\"{}\"{close}", mermaid(label));
        }
        for (from, to, words, takes_part) in &self.edges {
            let arrow = if *takes_part { "-->" } else { "-.->" };
            let words = if words.is_empty() {
                String::new()
            } else {
                format!("|\"{}\"|", mermaid(words))
            };
            _ = writeln!(text, "  n{from} {arrow}{words} n{to}");
        }
        text
    }

    pub(super) fn dot(&self) -> String {
        let mut text =
            "digraph explanation {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n  \
            edge [fontname=\"sans-serif\"];\n"
                .to_owned();
        for (i, (kind, label)) in self.nodes.iter().enumerate() {
            _ = writeln!(
                text,
                "  n{i} [shape={}, label=\"{}\"];",
                kind.dot(),
                dot(label)
            );
        }
        for (from, to, words, takes_part) in &self.edges {
            let style = if *takes_part { "solid" } else { "dashed" };
            _ = writeln!(
                text,
                "  n{from} -> n{to} [style={style}, label=\"{}\"];",
                dot(words)
            );
        }
        text.push_str("}\n");
        text
    }
}

/// Text within quotes of Mermaid: whatever it would read as markup is written as an entity. A
/// number sign begins an entity and so comes first.
fn mermaid(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '#' | '"' | '<' | '>' | '&' | '`' | '\\' | '|' | '*' | '_' | '~' | '[' | ']' | '{'
            | '}' => _ = write!(out, "#{};", u32::from(c)),
            '\n' => out.push_str("<br/>"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Text within quotes of DOT, where only the quote and the backslash mean anything.
fn dot(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_marks_and_vietnamese_survive_both_notations() {
        let mut graph = Graph::default();
        let a = graph.node(
            NodeKind::Row,
            "a".into(),
            &[
                "Hà Nội \"2020\" #1; <b> `x` \\ C:\\n".into(),
                String::new(),
                "dòng 2 | 3".into(),
            ],
        );
        let b = graph.node(NodeKind::Verdict, "b".into(), &["đạt".into()]);
        assert_eq!(
            graph.node(NodeKind::Row, "a".into(), &["other".into()]),
            a,
            "a node is made once"
        );
        graph.edge(a, b, "\"quoted\"", true);
        graph.edge(a, b, "\"quoted\"", true);
        graph.edge(a, b, "", false);
        let mermaid = graph.mermaid();
        let lines: Vec<&str> = mermaid.lines().collect();
        assert_eq!(lines[0], "flowchart LR");
        assert_eq!(
            lines[1],
            "  n0[\"Hà Nội #34;2020#34; #35;1; #60;b#62; #96;x#96; #92; C:#92;n<br/>dòng 2 #124; \
                3\"]"
        );
        assert_eq!(
            lines[2..],
            [
                "  n1([\"đạt\"])",
                "  n0 -->|\"#34;quoted#34;\"| n1",
                "  n0 -.-> n1"
            ]
        );
        let dot = graph.dot();
        assert!(
            dot.contains(
                r#"n0 [shape=box, label="Hà Nội \"2020\" #1; <b> `x` \\ C:\\n\ndòng 2 | 3"];"#
            ),
            "{dot}"
        );
        assert!(
            dot.contains(r#"n0 -> n1 [style=solid, label="\"quoted\""];"#) && dot.ends_with("}\n"),
            "{dot}"
        );
    }
}

//! An explanation as a graph: from the delivered files on the left to the verdict on the right, for
//! Mermaid and Graphviz.

use crate::app::cli::explain::behind::relation;
use crate::app::cli::explain::text::{ExplanationText, why};
use crate::app::lang::Digits;
use crate::app::messages::say;
use crate::inspect::{Explained, ExplainedOperand, ExplainedRow, ExplainedSource, Explanation};
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
enum NodeKind {
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
struct Graph {
    nodes: Vec<(NodeKind, String)>,
    known: BTreeMap<(NodeKind, String), usize>,
    /// From, to, words on it, and whether it takes part.
    edges: Vec<(usize, usize, String, bool)>,
}

impl Graph {
    /// The node of a key, made with its lines when it is new.
    fn node(&mut self, kind: NodeKind, key: String, lines: &[String]) -> usize {
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

    fn edge(&mut self, from: usize, to: usize, words: &str, takes_part: bool) {
        let edge = (from, to, words.to_owned(), takes_part);
        if !self.edges.contains(&edge) {
            self.edges.push(edge);
        }
    }

    fn mermaid(&self) -> String {
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

    fn dot(&self) -> String {
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

/// The graph of all explanations of one question.
pub fn graph(text: &ExplanationText<'_>, explained: &Explained, notation: Notation) -> String {
    let mut graph = Graph::default();
    for explanation in &explained.explanations {
        verdict(&mut graph, text, explanation);
    }
    match notation {
        Notation::Mermaid => graph.mermaid(),
        Notation::Dot => graph.dot(),
    }
}

fn verdict(graph: &mut Graph, text: &ExplanationText<'_>, explanation: &Explanation) {
    let (lang, score) = (text.lang, &explanation.score);
    let unit = text.areas().unit(score.area);
    let head = vec![
        format!(
            "{} [{}]",
            explanation.kpi.title.get(lang.is_vi()),
            explanation.kpi.id
        ),
        say!(
            lang,
            "graph-heading",
            name = unit.name(true),
            code = unit.code,
            period = text.period(score.period, score.span),
            boundary = score.boundary
        ),
        text.verdict(score),
    ];
    let target = score.target.map(|i| &text.explained.registers.targets[i]);
    let key = format!(
        "{:?} {:?} {:?}",
        score.area,
        score.period,
        target.map(|t| &t.id)
    );
    let verdict = graph.node(NodeKind::Verdict, key, &head);
    let shown = text.shown(score, &explanation.kpi.kind);
    let formula = text.formula(&explanation.kpi.kind, score);
    let formula = graph.node(
        NodeKind::Formula,
        format!("{:?} {:?}", score.area, score.span),
        &[shown.map_or(formula.clone(), |v| format!("{v} = {formula}"))],
    );
    graph.edge(formula, verdict, "", true);
    if let Some(target) = target {
        let said = format!(
            "{} {}",
            target.op.sign(),
            super::text::asked_of(lang, target, score, &explanation.kpi.kind)
        );
        let node = graph.node(
            NodeKind::Target,
            target.id.clone(),
            &[say!(lang, "graph-target", target = said), target.id.clone()],
        );
        graph.edge(node, verdict, "", true);
    }
    for operand in &explanation.operands {
        operand_of(
            graph,
            text,
            (formula, text.lang.role(operand.role)),
            operand,
        );
    }
    for item in &score.items {
        let points = [item.points, item.maximum]
            .map(|p| p.map_or_else(|| "–".to_owned(), |p| p.to_string()));
        let lines = [item.id.clone(), item.kpi.clone(), points.join(" / ")];
        let node = graph.node(NodeKind::Operand, format!("item {}", item.id), &lines);
        graph.edge(
            node,
            formula,
            item.verdict.map_or("", |v| text.lang.verdict(v)),
            item.points.is_some(),
        );
    }
}

fn operand_of(
    graph: &mut Graph,
    text: &ExplanationText<'_>,
    (into, what): (usize, &str),
    operand: &ExplainedOperand,
) {
    let lang = text.lang;
    let said = operand.found.as_ref().map_or_else(
        || lang.say("graph-no-figure").to_owned(),
        |v| text.figure(v),
    );
    let head = [
        format!(
            "{} {}",
            operand.measure,
            text.period(operand.period, operand.span)
        ),
        said,
    ];
    let node = graph.node(
        NodeKind::Operand,
        format!("{} {} {}", operand.measure, operand.period, operand.span),
        &head,
    );
    graph.edge(node, into, what, operand.found.is_some());
    for (what, input) in &operand.made_of {
        operand_of(graph, text, (node, text.made_of(*what)), input);
    }
    // Rows of a figure that was put together go through the step that did it.
    let parts = operand
        .found
        .as_ref()
        .map_or(&[][..], |v| v.parts.as_slice());
    let rebased = parts.len() > 1 || !operand.steps.is_empty();
    let into = if rebased {
        let codes: Vec<String> = parts
            .iter()
            .map(|(unit, day)| format!("{} ({day})", text.areas().unit(*unit).code))
            .collect();
        let mut lines = vec![codes.join(" + ")];
        lines.extend(operand.steps.iter().map(relation));
        let step = graph.node(
            NodeKind::Step,
            format!("{} {} {}", operand.measure, operand.period, operand.span),
            &lines,
        );
        graph.edge(step, node, "", true);
        step
    } else {
        node
    };
    for source in &operand.sources {
        for row in &source.rows {
            row_of(graph, text, into, (operand, source), row);
        }
    }
    if operand.sources.is_empty() && operand.made_of.is_empty() {
        for looked in &operand.asked {
            let lines = [
                looked.dataset.clone(),
                looked.value.clone(),
                looked.filter.clone(),
                lang.say("graph-no-row").to_owned(),
            ];
            let sought = graph.node(
                NodeKind::Row,
                format!(
                    "none {} {} {}",
                    looked.dataset, operand.measure, operand.period
                ),
                &lines,
            );
            graph.edge(sought, node, lang.say("graph-looked"), false);
        }
    }
}

fn row_of(
    graph: &mut Graph,
    text: &ExplanationText<'_>,
    into: usize,
    (operand, source): (&ExplainedOperand, &ExplainedSource),
    traced: &ExplainedRow,
) {
    let (lang, row) = (text.lang, &traced.row);
    let figure = traced.value().or(row.value).map_or_else(String::new, |v| {
        lang.figure(&v.to_string(), &row.unit, Digits::All)
    });
    let part = if row.part.is_empty() {
        String::new()
    } else {
        format!("{} ", row.part)
    };
    let lines = [
        format!("{}: {figure}", text.areas().unit(traced.area).name(true)),
        say!(
            lang,
            "graph-place",
            part = part,
            row = row.row,
            col = row.col
        ),
        format!("\"{}\"", row.raw),
    ];
    let key = format!(
        "{}\0{}\0{}\0{}\0{}",
        source.dataset, row.delivery, row.part, row.row, row.col
    );
    let node = graph.node(NodeKind::Row, key.clone(), &lines);
    let used = traced.used(source);
    graph.edge(
        node,
        into,
        &if used {
            String::new()
        } else {
            why(lang, operand, source, traced)
        },
        used,
    );
    if let Some(correction) = &traced.correction {
        let lines = [
            say!(lang, "graph-correction", id = correction.id),
            correction.reason.get(lang.is_vi()).to_owned(),
        ];
        let change = graph.node(
            NodeKind::Change,
            format!("{key}\0{}", correction.id),
            &lines,
        );
        graph.edge(change, node, "", true);
    }
    for repair in &traced.repairs {
        let lines = [
            say!(lang, "graph-repaired", expect = repair.expect),
            repair.reason.clone(),
        ];
        let change = graph.node(
            NodeKind::Change,
            format!("{key}\0{}\0repair", repair.col),
            &lines,
        );
        graph.edge(change, node, "", true);
    }
    let Some(delivery) = &traced.delivery else {
        return;
    };
    let lines = [
        format!("{} {}", delivery.dataset, delivery.delivery),
        say!(
            lang,
            "graph-landed",
            time = delivery.fetched_at.format("%Y-%m-%d %H:%M UTC")
        ),
    ];
    let came = graph.node(NodeKind::Delivery, delivery.place(), &lines);
    graph.edge(came, node, "", true);
    let file = graph.node(
        NodeKind::File,
        delivery.place(),
        &[
            delivery.place(),
            format!("sha256 {}…", delivery.sha256.get(..12).unwrap_or_default()),
        ],
    );
    graph.edge(file, came, "", true);
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

//! An explanation as a graph: from the delivered files on the left to the verdict on the right, for
//! Mermaid and Graphviz.

mod drawing;
mod operand;

use crate::app::cli::explain::graph::drawing::{Graph, NodeKind};
use crate::app::cli::explain::graph::operand::operand_of;
use crate::app::cli::explain::text::ExplanationText;
use crate::app::cli::explain::verdict::asked_of;
use crate::app::messages::say;
use crate::inspect::{Explained, Explanation};
pub use drawing::Notation;

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
            asked_of(lang, target, score, &explanation.kpi.kind)
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

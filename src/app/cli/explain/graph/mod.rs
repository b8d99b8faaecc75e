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
use crate::model::Item;
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
    let score = &explanation.score;
    let verdict = verdict_node(graph, text, explanation);
    let formula = formula_node(graph, text, explanation);
    graph.edge(formula, verdict, "", true);
    if let Some(target) = text.target_of(score) {
        let said = asked_of(text.lang, target, score, &explanation.kpi.kind);
        let told = say!(text.lang, "graph-target", target = said);
        let node = graph.node(
            NodeKind::Target,
            target.id.clone(),
            &[told, target.id.clone()],
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
        item_of(graph, text, formula, item);
    }
}

fn verdict_node(graph: &mut Graph, text: &ExplanationText<'_>, explanation: &Explanation) -> usize {
    let (lang, score, kpi) = (text.lang, &explanation.score, &explanation.kpi);
    let unit = text.areas().unit(score.area);
    let head = [
        format!("{} [{}]", kpi.title.get(lang.is_vi()), kpi.id),
        say!(
            lang,
            "graph-heading",
            name = unit.name(true),
            code = unit.code,
            period = text.period(score.period, score.span),
            boundary = score.boundary
        ),
        text.verdict(score, &kpi.kind),
    ];
    let target = text.target_of(score).map(|t| &t.id);
    let key = format!("{:?} {:?} {:?}", score.area, score.period, target);
    graph.node(NodeKind::Verdict, key, &head)
}

fn formula_node(graph: &mut Graph, text: &ExplanationText<'_>, explanation: &Explanation) -> usize {
    let (score, kind) = (&explanation.score, &explanation.kpi.kind);
    let formula = text.formula(kind, score);
    let label = match text.shown(score, kind) {
        Some(value) => format!("{value} = {formula}"),
        None => formula,
    };
    let key = format!("{:?} {:?}", score.area, score.span);
    graph.node(NodeKind::Formula, key, &[label])
}

/// A part of a verdict that is put together from others.
fn item_of(graph: &mut Graph, text: &ExplanationText<'_>, formula: usize, item: &Item) {
    let points =
        [item.points, item.maximum].map(|p| p.map_or_else(|| "–".to_owned(), |p| p.to_string()));
    let lines = [item.id.clone(), item.kpi.clone(), points.join(" / ")];
    let node = graph.node(NodeKind::Operand, format!("item {}", item.id), &lines);
    let verdict = item.verdict.map_or("", |v| text.lang.verdict(v));
    graph.edge(node, formula, verdict, item.points.is_some());
}

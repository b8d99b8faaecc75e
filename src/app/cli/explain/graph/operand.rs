//! The nodes of an operand and of the rows behind it.

use crate::app::cli::explain::behind::relation;
use crate::app::cli::explain::graph::drawing::{Graph, NodeKind};
use crate::app::cli::explain::row::why;
use crate::app::cli::explain::text::ExplanationText;
use crate::app::lang::Digits;
use crate::app::lang::moment;
use crate::app::messages::say;
use crate::inspect::{ExplainedDelivery, ExplainedOperand, ExplainedRow, ExplainedSource, Looked};

pub(super) fn operand_of(
    graph: &mut Graph,
    text: &ExplanationText<'_>,
    (into, what): (usize, &str),
    operand: &ExplainedOperand,
) {
    let said = operand.found.as_ref().map_or_else(
        || text.lang.say("graph-no-figure").to_owned(),
        |v| text.figure(v),
    );
    let period = text.period(operand.period, operand.span);
    let head = [format!("{} {period}", operand.measure), said];
    let node = graph.node(NodeKind::Operand, key_of(operand), &head);
    graph.edge(node, into, what, operand.found.is_some());
    for (what, input) in operand.listed().0 {
        operand_of(graph, text, (node, text.made_of(*what, input.role)), input);
    }
    let into = step_of(graph, text, node, operand);
    for source in &operand.sources {
        for row in source.listed().0 {
            row_of(graph, text, into, (operand, source), row);
        }
    }
    if operand.sources.is_empty() && operand.made_of.is_empty() {
        for looked in &operand.asked {
            sought_in_vain(graph, text, (node, operand), looked);
        }
    }
}

fn key_of(operand: &ExplainedOperand) -> String {
    format!("{} {} {}", operand.measure, operand.period, operand.span)
}

/// Rows of a figure that was put together go through the step that did it; others lead to the
/// figure itself.
fn step_of(
    graph: &mut Graph,
    text: &ExplanationText<'_>,
    node: usize,
    operand: &ExplainedOperand,
) -> usize {
    let parts = operand
        .found
        .as_ref()
        .map_or(&[][..], |v| v.parts.as_slice());
    if parts.len() <= 1 && operand.steps.is_empty() {
        return node;
    }
    let codes: Vec<String> = parts
        .iter()
        .map(|(unit, day)| format!("{} ({day})", text.areas().unit(*unit).code))
        .collect();
    let mut lines = vec![codes.join(" + ")];
    let steps = operand.steps.iter();
    lines.extend(steps.map(|step| relation(text.lang, step)));
    let step = graph.node(NodeKind::Step, key_of(operand), &lines);
    graph.edge(step, node, "", true);
    step
}

/// A dataset that has no row of the figure.
fn sought_in_vain(
    graph: &mut Graph,
    text: &ExplanationText<'_>,
    (node, operand): (usize, &ExplainedOperand),
    looked: &Looked,
) {
    let lang = text.lang;
    let lines = [
        looked.dataset.clone(),
        looked.value.clone(),
        looked.filter.clone(),
        lang.say("graph-no-row").to_owned(),
    ];
    let key = format!(
        "none {} {} {}",
        looked.dataset, operand.measure, operand.period
    );
    let sought = graph.node(NodeKind::Row, key, &lines);
    graph.edge(sought, node, lang.say("graph-looked"), false);
}

fn row_of(
    graph: &mut Graph,
    text: &ExplanationText<'_>,
    into: usize,
    (operand, source): (&ExplainedOperand, &ExplainedSource),
    traced: &ExplainedRow,
) {
    let row = &traced.row;
    let key = format!(
        "{}\0{}\0{}\0{}\0{}",
        source.dataset, row.delivery, row.part, row.row, row.col
    );
    let node = graph.node(NodeKind::Row, key.clone(), &figure_and_place(text, traced));
    let used = traced.used(source);
    let words = if used {
        String::new()
    } else {
        why(text.lang, operand, source, traced)
    };
    graph.edge(node, into, &words, used);
    changes_of(graph, text, (node, &key), traced);
    if let Some(delivery) = &traced.delivery {
        delivery_of(graph, text, node, delivery);
    }
}

/// What a row says, and where it says so.
fn figure_and_place(text: &ExplanationText<'_>, traced: &ExplainedRow) -> [String; 3] {
    let (lang, row) = (text.lang, &traced.row);
    let figure = traced.value().or(row.value).map_or_else(String::new, |v| {
        lang.figure(&v.to_string(), &row.unit, Digits::All)
    });
    let part = if row.part.is_empty() {
        String::new()
    } else {
        format!("{} ", row.part)
    };
    [
        format!("{}: {figure}", text.areas().unit(traced.area).name(true)),
        say!(
            lang,
            "graph-place",
            part = part,
            row = row.row,
            col = row.col
        ),
        format!("\"{}\"", row.raw),
    ]
}

/// The correction and the repairs of a row.
fn changes_of(
    graph: &mut Graph,
    text: &ExplanationText<'_>,
    (node, key): (usize, &str),
    traced: &ExplainedRow,
) {
    let lang = text.lang;
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
}

/// The delivery of a row, and the file that it is.
fn delivery_of(
    graph: &mut Graph,
    text: &ExplanationText<'_>,
    node: usize,
    delivery: &ExplainedDelivery,
) {
    let lines = [
        format!("{} {}", delivery.dataset, delivery.delivery),
        say!(
            text.lang,
            "graph-landed",
            time = moment(delivery.fetched_at, text.zone)
        ),
    ];
    let came = graph.node(NodeKind::Delivery, delivery.place(), &lines);
    graph.edge(came, node, "", true);
    let lines = [
        delivery.place(),
        format!("sha256 {}…", delivery.sha256.get(..12).unwrap_or_default()),
    ];
    let file = graph.node(NodeKind::File, delivery.place(), &lines);
    graph.edge(file, came, "", true);
}

//! The nodes of an operand and of the rows behind it.

use crate::app::cli::explain::behind::relation;
use crate::app::cli::explain::graph::drawing::{Graph, NodeKind};
use crate::app::cli::explain::row::why;
use crate::app::cli::explain::text::ExplanationText;
use crate::app::lang::Digits;
use crate::app::messages::say;
use crate::inspect::{ExplainedOperand, ExplainedRow, ExplainedSource};

pub(super) fn operand_of(
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

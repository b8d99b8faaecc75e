//! `chiso explain --verify`: what was compared with what, step by step; exit code 6 when something
//! differs.

use crate::app::cli::explain::document;
use crate::app::cli::explain::shown::show;
use crate::app::cli::explain::text::ExplanationText;
use crate::app::cli::{AsOf, Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::inspect::{Proof, ProofStep};
use serde_json::json;

const COLUMNS: [&str; 5] = ["what", "subject", "found", "against", "result"];

const fn result(step: &ProofStep) -> &'static str {
    match step.holds {
        Some(true) => "same",
        Some(false) => "differs",
        None => "not_compared",
    }
}

fn row(step: &ProofStep) -> Row {
    let values = [
        json!(step.what),
        json!(step.subject),
        json!(step.found),
        json!(step.against),
        json!(result(step)),
    ];
    output::row(&COLUMNS, values)
}

/// Shows the explanation and the steps behind it.
pub fn verify(
    context: &Context,
    proof: &Proof,
    (project, as_of): (&Project, Option<AsOf>),
) -> Result<(), Failure> {
    let steps: Vec<Row> = proof.steps.iter().map(row).collect();
    match context.common.format {
        Format::Csv => output::rows(Format::Csv, &COLUMNS, &steps)?,
        Format::Json => output::rows(Format::Json, &[], &documents(proof, &steps))?,
        Format::Table => {
            if let Some(explained) = &proof.explained {
                let text = ExplanationText {
                    lang: context.lang,
                    explained,
                    zone: project.timezone,
                    fiscal: project.fiscal_calendar(),
                    as_of,
                    proved: true,
                };
                show(context, &text, None)?;
            }
            in_words(context.lang, proof)?;
        }
    }
    Failure::code_if(proof.fails(), 6)
}

/// The explanations with the steps in each of them.
fn documents(proof: &Proof, steps: &[Row]) -> Vec<Row> {
    // Where nothing could be made again there is no verdict to show, and the steps say why.
    let mut objects = proof
        .explained
        .as_ref()
        .map(|explained| document::documents(explained, Lang::En))
        .unwrap_or_default();
    if objects.is_empty() {
        objects.push(Row::new());
    }
    for object in &mut objects {
        object.insert("verification".to_owned(), json!(steps));
    }
    objects
}

fn in_words(lang: Lang, proof: &Proof) -> std::io::Result<()> {
    for step in &proof.steps {
        let word = match step.holds {
            Some(true) => lang.say("proof-same"),
            Some(false) => lang.say("proof-differs"),
            None => "–",
        };
        output::line(&format!(
            "{word:<8} {:<13} {}: {} | {}",
            lang.compared(step.what),
            step.subject,
            step.found,
            step.against
        ))?;
    }
    let differing = proof
        .steps
        .iter()
        .filter(|s| s.holds == Some(false))
        .count();
    let said = match differing {
        0 => lang.say("proof-holds").to_owned(),
        n => say!(lang, "proof-fails", number = n),
    };
    output::line(&said)
}

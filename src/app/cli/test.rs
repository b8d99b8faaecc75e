//! `chiso test`: the inline tests of the pipelines.

use crate::app::cli::context::sound_registers;
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::pipeline::{TestResult, run_tests};
use serde_json::json;

/// Runs every `[[test]]` and fails with exit code 6 if one does.
pub fn test(context: &Context) -> Result<(), Failure> {
    let project = context.project()?;
    let registers = sound_registers(&project)?;
    let results = run_tests(&project, &registers);
    let failed = results.iter().filter(|r| !r.failures.is_empty()).count();
    if context.common.format == Format::Table {
        for result in &results {
            show(context.lang, result)?;
        }
        output::line(&say!(
            context.lang,
            "test-summary",
            passed = results.len() - failed,
            failed = failed
        ))?;
    } else {
        output::rows(
            context.common.format,
            &COLUMNS,
            &results.iter().map(row).collect::<Vec<_>>(),
        )?;
    }
    Failure::code_if(failed > 0, 6)
}

const COLUMNS: [&str; 4] = ["test", "place", "passed", "failures"];

fn show(lang: Lang, result: &TestResult) -> std::io::Result<()> {
    let passed = result.failures.is_empty();
    let word = if passed {
        lang.say("test-ok")
    } else {
        lang.say("test-failed")
    };
    output::line(&format!("{word:<6} {}", result.name))?;
    if !passed {
        output::line(&format!("       {}", result.place))?;
        for failure in &result.failures {
            output::line(&format!("       {failure}"))?;
        }
    }
    Ok(())
}

fn row(result: &TestResult) -> Row {
    let values = [
        json!(result.name),
        json!(result.place),
        json!(result.failures.is_empty()),
        json!(result.failures.join("; ")),
    ];
    output::row(&COLUMNS, values)
}

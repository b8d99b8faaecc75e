//! `chiso test`: the inline tests of the pipelines.

use crate::app::cli::context::sound_registers;
use crate::app::cli::{Context, Failure};
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::pipeline::run_tests;
use serde_json::json;

/// Runs every `[[test]]` and fails with exit code 6 if one does.
pub fn test(context: &Context) -> Result<(), Failure> {
    let project = context.project()?;
    let registers = sound_registers(&project)?;
    let results = run_tests(&project, &registers);
    let failed = results.iter().filter(|r| !r.failures.is_empty()).count();
    if context.common.format == Format::Table {
        for result in &results {
            let passed = result.failures.is_empty();
            let word = if passed {
                context.lang.say("test-ok")
            } else {
                context.lang.say("test-failed")
            };
            output::line(&format!("{word:<6} {}", result.name))?;
            if !passed {
                output::line(&format!("       {}", result.place))?;
                for failure in &result.failures {
                    output::line(&format!("       {failure}"))?;
                }
            }
        }
        output::line(&say!(
            context.lang,
            "test-summary",
            passed = results.len() - failed,
            failed = failed
        ))?;
    } else {
        let row = |r: &crate::pipeline::TestResult| -> Row {
            let fields = [
                ("test", json!(r.name)),
                ("place", json!(r.place)),
                ("passed", json!(r.failures.is_empty())),
                ("failures", json!(r.failures.join("; "))),
            ];
            fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
        };
        output::rows(
            context.common.format,
            &["test", "place", "passed", "failures"],
            &results.iter().map(row).collect::<Vec<_>>(),
        )?;
    }
    Failure::code_if(failed > 0, 6)
}

//! The errors of a run or a question in the reader's language, as far as they are known by kind.

use crate::app::cli::refused::refused;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::error::{NotFound, RunError};
use crate::model::Finding;
use crate::store::StoreError;

/// What went wrong. What depends on one place of the program alone is in English.
pub(super) fn of_run(lang: Lang, error: &RunError) -> String {
    match error {
        RunError::NothingPublishable(findings) => {
            with(lang.say("error-nothing-publishable"), findings)
        }
        RunError::Registers(findings) => with(lang.say("error-registers"), findings),
        RunError::NoRelease => lang.say("error-no-release").to_owned(),
        RunError::NoneInForce(id) => say!(lang, "error-none-in-force", id = id),
        RunError::Stopped => lang.say("error-stopped").to_owned(),
        RunError::NotFound(what) => not_found(lang, what),
        RunError::Refused(why) => refused(lang, why),
        RunError::Store(StoreError::NoLake(path)) => {
            say!(lang, "error-no-lake", path = path.display())
        }
        RunError::Store(StoreError::Locked { path, by, holder }) => say!(
            lang,
            "error-locked",
            path = path.display(),
            by = lang.lock_holder(*by),
            holder = holder
                .as_ref()
                .map_or_else(String::new, |h| format!(" ({h})"))
        ),
        other => other.to_string(),
    }
}

/// That what is asked for is not there, with what is.
pub(super) fn not_found(lang: Lang, what: &NotFound) -> String {
    match what {
        NotFound::Kpi { id, near: None } => say!(lang, "error-kpi", id = id),
        NotFound::Kpi {
            id,
            near: Some(near),
        } => say!(lang, "error-kpi-near", id = id, near = near),
        NotFound::Area {
            area,
            day,
            otherwise,
        } => {
            let first = say!(lang, "error-area", area = area, day = day);
            let rest = otherwise.iter().map(|o| format!("; {o}"));
            first + &rest.collect::<String>()
        }
        NotFound::Ambiguous { area, day, codes } => say!(
            lang,
            "error-area-ambiguous",
            area = area,
            day = day,
            codes = codes.join(", ")
        ),
        NotFound::Period { period, known } => {
            say!(lang, "error-period", period = period, known = known)
        }
    }
}

/// A first line with the findings below it.
fn with(first: &str, findings: &[Finding]) -> String {
    let lines = findings.iter().map(|f| format!("\n{f}"));
    first.to_owned() + &lines.collect::<String>()
}

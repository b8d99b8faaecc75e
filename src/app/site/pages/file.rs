//! Files that a reader saves.

use crate::app::cli::Failure;
use crate::app::site::answer::Answer;
use crate::app::site::pages::message;
use crate::app::site::visit::Visit;
use axum::http::header;
use std::fs;

/// A file of the release, as it was published.
///
/// # Errors
/// When it cannot be read.
pub fn file(visit: &Visit<'_>, name: &str) -> Result<Answer, Failure> {
    let manifest = &visit.release().manifest;
    let published = manifest.files().iter().any(|f| f.name == name);
    if !published {
        let lang = visit.lang;
        return Ok(message(lang, 404, lang.say("site-no-file")));
    }
    let bytes = fs::read(visit.release().path.join(name))?;
    let media_type = match name.rsplit_once('.').map(|(_, end)| end) {
        Some("parquet") => "application/vnd.apache.parquet",
        Some("csv") => "text/csv; charset=utf-8",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    };
    Ok(Answer::of(200, media_type, bytes).with(header::CONTENT_DISPOSITION, attached(name)))
}

/// That an answer is a file to be saved under a name.
pub fn attached(name: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let name: String = name
        .chars()
        .map(|c| if safe(c) { c } else { '-' })
        .collect();
    format!("attachment; filename=\"{name}\"")
}

//! The pages: each reads what it shows, says it in a sentence, and fills its template.

mod area;
mod home;
mod kpi;
mod message;
mod releases;
mod rows;
mod verdict;

use crate::app::cli::Failure;
use crate::app::site::address::Page;
use crate::app::site::answer::Answer;
use crate::app::site::visit::Visit;
use axum::http::header;
pub use message::message;
pub use releases::releases;
use std::fs;

/// The page that a visit asks for.
///
/// # Errors
/// When a table of the release cannot be read.
pub fn of(visit: &Visit<'_>) -> Result<Answer, Failure> {
    match &visit.address.page {
        Page::Home | Page::Releases => home::home(visit),
        Page::Area(code) => area::area(visit, code),
        Page::Kpi(id) => kpi::kpi(visit, id),
        Page::Verdict(kpi, area, period) => verdict::verdict(visit, (kpi, area, *period)),
        Page::File(name) => file(visit, name),
    }
}

/// A file of the release, as it was published.
fn file(visit: &Visit<'_>, name: &str) -> Result<Answer, Failure> {
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
fn attached(name: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let name: String = name
        .chars()
        .map(|c| if safe(c) { c } else { '-' })
        .collect();
    format!("attachment; filename=\"{name}\"")
}

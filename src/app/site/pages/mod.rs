//! The pages: each reads what it shows, says it in a sentence, and fills its template.

mod absent;
mod area;
mod choices;
mod file;
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
pub use absent::successors;
pub use file::attached;
pub use message::message;
pub use releases::releases;

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
        Page::File(name) => file::file(visit, name),
    }
}

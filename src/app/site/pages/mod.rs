//! The pages: each reads what it shows, says it in a sentence, and fills its template.

mod area;
mod area_facts;
mod areas;
mod arrival_matrix;
mod catalogue;
mod changes;
mod choices;
mod compared;
mod correction_notices;
mod dataset;
mod done;
mod feed;
mod file;
mod home;
mod jobs;
mod json_ld;
mod kpi;
mod message;
mod operations;
mod other_figures;
mod persons;
mod releases;
mod rows;
mod rule_words;
mod sign_in;
mod studies;
mod study;
mod study_rows;
mod taken_along;
mod verdict;
mod words;
mod workbook;

use crate::app::cli::Failure;
use crate::app::site::address::Page;
use crate::app::site::answer::Answer;
use crate::app::site::visit::Visit;
pub use feed::feed;
pub use file::attached;
pub use message::{message, refused, too_often};
pub use operations::{SeenBy, operations};
pub use releases::releases;
pub use sign_in::sign_in;

/// The page that a visit asks for.
///
/// # Errors
/// When a table of the release cannot be read.
pub fn of(visit: &Visit<'_>) -> Result<Answer, Failure> {
    match &visit.address.page {
        Page::Changes => changes::changes(visit),
        Page::Home | Page::Releases | Page::Feed | Page::Operations | Page::SignIn => {
            home::home(visit)
        }
        Page::Areas => areas::areas(visit),
        Page::Area(code) => area::area(visit, code),
        Page::Catalogue => catalogue::catalogue(visit),
        Page::Dataset(id) => dataset::dataset(visit, id),
        Page::Words => Ok(words::words(visit)),
        Page::Studies => studies::studies(visit),
        Page::Study(study, outcome, score) => study::study(visit, (study, outcome, score)),
        Page::StudyPicture(study, outcome, score) => study::picture(visit, (study, outcome, score)),
        Page::Kpi(id) => kpi::kpi(visit, id),
        Page::Verdict(kpi, area, period) => verdict::verdict(visit, (kpi, area, *period)),
        Page::File(name) => file::file(visit, name),
    }
}

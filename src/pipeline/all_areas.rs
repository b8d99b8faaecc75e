//! What the scores of a release say of all areas together, kept so that one of them can be explained
//! without the figures of the others. Without it all of them are computed.

use crate::evaluate::evaluation::AllAreas;
use crate::pipeline::manifest::BUILD;
use crate::store::{Lake, StoreError};
/// What is kept of releases.
const FOLDER: &str = "all-areas";

fn name(release: &str) -> String {
    format!("{FOLDER}/{release}")
}

/// Keeps it for a release, with the program that made it.
pub(super) fn keep_for_release(
    lake: &Lake,
    release: &str,
    all_areas: &AllAreas,
) -> Result<(), StoreError> {
    lake.keep(&name(release), &(BUILD, all_areas))
}

/// What was kept for a release by this program.
#[must_use]
pub fn known_of_release(lake: &Lake, release: &str) -> Option<AllAreas> {
    let (build, all_areas): (String, AllAreas) = lake.kept(&name(release))?;
    (build == BUILD).then_some(all_areas)
}

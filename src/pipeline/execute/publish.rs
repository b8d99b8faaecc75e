//! What was computed, made a release and brought where it belongs.

use crate::error::RunError;
use crate::evaluate::evaluation::Evaluated;
use crate::model::manifest::Manifest;
use crate::model::{Finding, Place};
use crate::pipeline::execute::intake::Intake;
use crate::pipeline::execute::work::Work;
use crate::pipeline::manifest;
use crate::pipeline::package::package;
use crate::store::CompleteRelease;
use chrono::NaiveDate;
use std::collections::BTreeSet;

impl Work<'_> {
    /// Makes the release; says whether it is a new one.
    pub(super) fn publish(
        &self,
        taken: &Intake<'_>,
        (known_at, inputs): (NaiveDate, &str),
        broken: &BTreeSet<String>,
        evaluated: &Evaluated,
    ) -> Result<(CompleteRelease, bool), RunError> {
        let content = package(
            self.project,
            self.registers,
            &evaluated.computed,
            &evaluated.history,
        )?;
        let manifest = manifest::manifest(
            self.project,
            self.registers,
            self.lake,
            &taken.manifest_stock(),
            (known_at, self.not_due_from(), inputs),
            broken,
            &taken.lost,
        )?;
        let releases = self.lake.releases();
        let held = |manifest: &Manifest| releases.held(manifest, self.now);
        let release = releases.make(
            (known_at, inputs),
            content.tables,
            manifest,
            content.extra,
            &held,
        )?;
        let new = releases.bring(self.lock, &release, self.now)?;
        Ok((release, new))
    }
}

/// A file of the release in force that was written again.
pub(super) fn restored(release: &str, name: &str) -> Finding {
    let place = Place {
        file: format!("releases/{release}/{name}"),
        ..Place::default()
    };
    let message =
        "it had gone or had other bytes, and was made again with the bytes that were published";
    Finding::warning("release_restored", place, message)
        .hint("find out who or what changes files of the lake")
}

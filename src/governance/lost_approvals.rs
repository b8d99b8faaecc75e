//! Approvals that a release counted and the journal no longer has.

use crate::config::Project;
use crate::error::RunError;
use crate::governance::approvals::{Approved, ApprovedContent, needed};
use crate::governance::registers::Registers;
use crate::model::{Finding, Place, Subject};
use crate::store::Lake;

/// What a release counted as approved and the journal no longer says: decisions at its end were
/// taken out.
///
/// # Errors
/// When the journal is damaged.
pub fn lost(
    lake: &Lake,
    project: &Project,
    registers: &Registers,
) -> Result<Vec<Finding>, RunError> {
    let journal = lake.journal()?;
    let counted = Approved::of(project)?.listed;
    let missing = counted.into_iter().filter(|c| {
        let given = journal.approvals(c.subject, &c.id, &c.sha256).len();
        given < usize::from(needed(&project.approval, c.subject))
    });
    let finding = |c: ApprovedContent| {
        let target = registers
            .targets
            .iter()
            .zip(&registers.target_places)
            .find(|(t, _)| c.subject == Subject::Target && t.id == c.id);
        let place = target.map_or_else(
            || Place {
                file: "decisions".into(),
                ..Place::default()
            },
            |(_, place)| place.clone(),
        );
        let message = format!(
            "{} `{}` counted as approved when the release was made, and the journal does not say \
                so any more",
            c.subject, c.id
        );
        Finding::error("approval_lost", place, message)
            .hint("restore the folder `decisions` from a backup")
    };
    Ok(missing.map(finding).collect())
}

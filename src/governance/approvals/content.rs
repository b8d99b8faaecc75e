//! What is approved of a target or correction: its content, by its hash.

use crate::governance::target_text::{ALWAYS_APPROVED, COLUMNS, text};
use crate::model::{Correction, CorrectionAction, Subject, Target};
use crate::store::sha256_hex;
use std::fmt::Write;

/// A target or correction by what was approved of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApprovedContent {
    /// What it is.
    pub subject: Subject,
    /// Its id.
    pub id: String,
    /// Hash of what it says.
    pub sha256: String,
}

/// A target as it is approved: every column of its row that says something.
#[must_use]
pub fn of_target(target: &Target) -> ApprovedContent {
    let columns = COLUMNS
        .iter()
        .map(|c| (*c, text(target, c)))
        .filter(|(c, said)| ALWAYS_APPROVED.contains(c) || !said.is_empty());
    content(Subject::Target, &target.id, columns)
}

/// A correction as it is approved: what it does to which row, and why. To whom it was reported, and
/// how far that has come, may change.
#[must_use]
pub fn of_correction(correction: &Correction) -> ApprovedContent {
    let Correction {
        dataset,
        matching,
        action,
        expect,
        reason,
        evidence,
        decided_on,
        ..
    } = correction;
    let does = match action {
        CorrectionAction::Override { value } => value.to_string(),
        CorrectionAction::Scale { factor, .. } => factor.to_string(),
        CorrectionAction::Drop => String::new(),
        CorrectionAction::Flag { flag } => flag.as_str().to_owned(),
    };
    let mut parts = vec![
        ("dataset", dataset.clone()),
        ("area_code", matching.area_code.clone()),
        ("period", matching.period.to_string()),
        (
            "span",
            matching.span.map_or_else(String::new, |s| s.to_string()),
        ),
        ("source_id", matching.source_id.clone().unwrap_or_default()),
        ("action", action.as_str().to_owned()),
        ("does", does),
        ("expect", expect.to_string()),
        ("reason_vi", reason.vi.clone()),
        ("reason_en", reason.en.clone()),
        ("evidence", evidence.clone()),
        ("decided_on", decided_on.to_string()),
    ];
    parts.extend(
        matching
            .dimensions
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone())),
    );
    content(Subject::Correction, &correction.id, parts)
}

pub(super) fn content<'a>(
    subject: Subject,
    id: &str,
    parts: impl IntoIterator<Item = (&'a str, String)>,
) -> ApprovedContent {
    let mut text = format!("{subject}\0{id}\0");
    for (name, value) in parts {
        _ = write!(text, "{name}\0{value}\0");
    }
    ApprovedContent {
        subject,
        id: id.to_owned(),
        sha256: sha256_hex(text.as_bytes()),
    }
}

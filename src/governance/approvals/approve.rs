//! A person approves a target or correction as it is declared now.

use crate::config::Project;
use crate::error::RunError;
use crate::governance::approvals::content::ApprovedContent;
use crate::model::{Act, Approval, Refused, Subject};
use crate::store::{Journal, Lake, NewDecision, StoreError, person};
use chrono::{DateTime, Utc};

pub(in crate::governance) fn needed(rule: &Approval, subject: Subject) -> u8 {
    match subject {
        Subject::Target => rule.targets,
        Subject::Correction => rule.corrections,
        Subject::Release => rule.releases.approvals,
        Subject::Pipeline | Subject::Cell | Subject::Person => 0,
    }
}

/// How the approval of a target or correction went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalState {
    /// Who approved it as it is, and when.
    pub by: Vec<(String, DateTime<Utc>)>,
    /// Persons who must.
    pub needed: u8,
}

/// Records that a person approves a target or correction as it is declared now.
///
/// # Errors
/// When nothing of the kind has to be approved, there is none of that id, that person approved it
/// already, or nothing is missing.
pub fn approve(
    project: &Project,
    lake: &Lake,
    content: &ApprovedContent,
    by: &str,
    note: &str,
    now: DateTime<Utc>,
) -> Result<ApprovalState, RunError> {
    let ApprovedContent {
        subject,
        id,
        sha256,
    } = content;
    let needed = needed(&project.approval, *subject);
    if needed == 0 {
        return Err(RunError::Unknown(format!(
            "no {subject} has to be approved here; ask for it with `{subject}s = 1` under \
                `[approval]` in chiso.toml"
        )));
    }
    let by = name(by)?;
    let lock = lake.lock()?;
    let mut journal = lake.journal()?;
    let given = journal.approvals(*subject, id, sha256);
    if given.len() >= usize::from(needed) {
        return Err(RunError::Unknown(format!(
            "{subject} `{id}` is approved already, by {}",
            names(&given)
        )));
    }
    if given.iter().any(|(held, _)| person(held) == person(&by)) {
        return Err(RunError::Unknown(format!(
            "{by} approved {subject} `{id}` already; another person must"
        )));
    }
    let decision = NewDecision {
        subject: *subject,
        id: id.clone(),
        sha256: sha256.clone(),
        act: Act::Approve,
        by,
        at: now,
        why: note.to_owned(),
    };
    lake.decide(&lock, &mut journal, decision)?;
    lock.end()?;
    Ok(ApprovalState {
        by: journal.approvals(*subject, id, sha256),
        needed,
    })
}

/// A person's name, tidied; it must say something, and not be the program's own.
pub(in crate::governance) fn name(by: &str) -> Result<String, Refused> {
    let tidy = by.split_whitespace().collect::<Vec<_>>().join(" ");
    if tidy.is_empty()
        || tidy.contains(char::is_control)
        || person(&tidy) == crate::store::BY_PROGRAM
    {
        return Err(Refused::NoName(by.to_owned()));
    }
    Ok(tidy)
}

/// Names of those who approved, in order.
#[must_use]
pub fn names(given: &[(String, DateTime<Utc>)]) -> String {
    given
        .iter()
        .map(|(by, _)| by.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Who approved what is declared now, and how many must.
///
/// # Errors
/// When the journal is damaged.
pub fn given(project: &Project, content: &ApprovedContent) -> Result<ApprovalState, RunError> {
    let journal = match Lake::open_read(&project.lake) {
        Ok(lake) => lake.journal()?,
        Err(StoreError::NoLake(_)) => Journal::default(),
        Err(error) => return Err(error.into()),
    };
    Ok(ApprovalState {
        by: journal.approvals(content.subject, &content.id, &content.sha256),
        needed: needed(&project.approval, content.subject),
    })
}

//! What counts of targets and corrections, and what waits.

use crate::config::Project;
use crate::governance::approvals::approve::needed;
use crate::governance::approvals::content::ApprovedContent;
use crate::model::{Approval, Finding, Place, Subject};
use crate::store::{Journal, Lake, StoreError};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Name under which the list of what is approved is landed. No dataset can have it.
pub const APPROVALS: &str = "_approvals";

const FILE: &str = "approvals.csv";

const HEADER: &str = "subject,id,sha256";

/// A target or correction that does not have its approvals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What waits.
    pub content: ApprovedContent,
    /// Where it is declared.
    pub place: Place,
    /// Persons who must approve it.
    pub needed: u8,
}

impl Waiting {
    /// Says that it does not count, and what to do.
    #[must_use]
    pub fn finding(&self) -> Finding {
        let ApprovedContent { subject, id, .. } = &self.content;
        let (what, command) = match subject {
            Subject::Correction => ("is not applied", "corrections"),
            _ => ("does not bind", "targets"),
        };
        let persons = if self.needed == 1 {
            "one person".to_owned()
        } else {
            format!("{} persons", self.needed)
        };
        let message = format!(
            "{subject} `{id}` {what}: it waits for the approval of {persons}, as `[approval]` asks"
        );
        Finding::warning("approval_missing", self.place.clone(), message).hint(format!(
            "have it approved: `chiso {command} approve {id} --by NAME`"
        ))
    }
}

/// What counts of targets and corrections.
#[derive(Clone, Debug, Default)]
pub struct Approved {
    pub(super) by_journal: Option<Journal>,
    pub(in crate::governance) listed: BTreeSet<ApprovedContent>,
}

impl Approved {
    /// By the journal of the project's lake; for a project as it was, by what its release
    /// remembers.
    pub(in crate::governance) fn of(project: &Project) -> Result<Approved, StoreError> {
        if project.approval.targets == 0 && project.approval.corrections == 0 {
            return Ok(Approved::default());
        }
        if project.past {
            let bytes = std::fs::read(project.root.join("datasets").join(APPROVALS).join(FILE))
                .unwrap_or_default();
            return Ok(Approved {
                by_journal: None,
                listed: parse(&String::from_utf8_lossy(&bytes)),
            });
        }
        let journal = match Lake::open_read(&project.lake) {
            Ok(lake) => lake.journal()?,
            Err(StoreError::NoLake(_)) => Journal::default(),
            Err(error) => return Err(error),
        };
        Ok(Approved {
            by_journal: Some(journal),
            listed: BTreeSet::new(),
        })
    }

    /// Why a target or correction does not count yet; `None` when it does. What counts is
    /// remembered.
    pub(in crate::governance) fn waits(
        &mut self,
        rule: &Approval,
        content: ApprovedContent,
        place: &Place,
    ) -> Option<Waiting> {
        let needed = needed(rule, content.subject);
        if needed == 0 {
            return None;
        }
        if let Some(journal) = &self.by_journal
            && journal
                .approvals(content.subject, &content.id, &content.sha256)
                .len()
                >= usize::from(needed)
        {
            self.listed.insert(content.clone());
        }
        if self.listed.contains(&content) {
            None
        } else {
            Some(Waiting {
                content,
                place: place.clone(),
                needed,
            })
        }
    }

    /// What counts, as a file to be landed; nothing where nothing has to be approved.
    pub(in crate::governance) fn file(&self, rule: &Approval) -> Option<(String, Vec<u8>)> {
        if rule.targets == 0 && rule.corrections == 0 {
            return None;
        }
        let mut text = format!("{HEADER}\n");
        for ApprovedContent {
            subject,
            id,
            sha256,
        } in &self.listed
        {
            _ = writeln!(text, "{subject},{},{sha256}", quoted(id));
        }
        Some((FILE.to_owned(), text.into_bytes()))
    }
}

/// An id as a CSV cell: a register may hold any text.
fn quoted(id: &str) -> String {
    if id.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", id.replace('"', "\"\""))
    } else {
        id.to_owned()
    }
}

pub(super) fn parse(text: &str) -> BTreeSet<ApprovedContent> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let content = |row: csv::StringRecord| {
        Some(ApprovedContent {
            subject: row.get(0)?.parse().ok()?,
            id: row.get(1)?.to_owned(),
            sha256: row.get(2)?.to_owned(),
        })
    };
    reader
        .records()
        .filter_map(Result::ok)
        .filter_map(content)
        .collect()
}

//! Targets and corrections that count only once people approved them: which do, which wait, and
//! what a release remembers of it.
//!
//! An approval is of the content, by its hash, so a row that is edited waits again. What is
//! approved is an input like any register: the list is landed and named in the manifest, so a past
//! release is made again with what was approved then. Who approved it and when stands in the
//! journal only; it decides nothing about figures.

use crate::config::Project;
use crate::error::RunError;
use crate::governance::target_text::{COLUMNS, text};
use crate::model::{Act, Approval, Correction, CorrectionAction, Finding, Place, Subject, Target};
use crate::store::{Journal, Lake, NewDecision, StoreError, person, sha256_hex};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Name under which the list of what is approved is landed. No dataset can have it.
pub const APPROVALS: &str = "_approvals";
const FILE: &str = "approvals.csv";
const HEADER: &str = "subject,id,sha256";

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

/// A target or correction that lacks approvals.
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
    by_journal: Option<Journal>,
    pub(super) listed: BTreeSet<ApprovedContent>,
}

impl Approved {
    /// By the journal of the project's lake; for a project as it was, by what its release
    /// remembers.
    pub(super) fn of(project: &Project) -> Result<Approved, StoreError> {
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
    pub(super) fn waits(
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
    pub(super) fn file(&self, rule: &Approval) -> Option<(String, Vec<u8>)> {
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

pub(super) fn needed(rule: &Approval, subject: Subject) -> u8 {
    match subject {
        Subject::Target => rule.targets,
        Subject::Correction => rule.corrections,
        Subject::Release => rule.releases.approvals,
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

fn parse(text: &str) -> BTreeSet<ApprovedContent> {
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

/// A target as it is approved: every column of its row.
#[must_use]
pub fn of_target(target: &Target) -> ApprovedContent {
    let columns = COLUMNS.iter().map(|c| (*c, text(target, c)));
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

fn content<'a>(
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
    Ok(ApprovalState {
        by: journal.approvals(*subject, id, sha256),
        needed,
    })
}

/// A person's name, tidied; it must say something, and not be the program's own.
pub(super) fn name(by: &str) -> Result<String, RunError> {
    let tidy = by.split_whitespace().collect::<Vec<_>>().join(" ");
    if tidy.is_empty()
        || tidy.contains(char::is_control)
        || person(&tidy) == crate::store::BY_PROGRAM
    {
        return Err(RunError::Unknown(format!(
            "`{by}` is no person's name; write who decides, as in `--by \"Nguyễn Văn A\"`"
        )));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Bilingual, CorrectionStatus, Dec, Period, RowMatch, TargetOp};

    fn target() -> Target {
        Target {
            id: "t1".into(),
            kpi: "growth".into(),
            area_code: "01".into(),
            period_from: Period::Year(2020),
            period_to: Period::Year(2020),
            op: TargetOp::Ge,
            value: Dec::from_int(1),
            value_unit: "ratio".into(),
            plan: String::new(),
            tolerance: Dec::ZERO,
            legal_basis: "a decision".into(),
            decided_on: None,
            valid_from: None,
            supersedes: String::new(),
            note: String::new(),
        }
    }

    fn correction() -> Correction {
        Correction {
            id: "c1".into(),
            dataset: "d".into(),
            place: Place::default(),
            matching: RowMatch {
                area_code: "01".into(),
                period: Period::Year(2020),
                span: None,
                source_id: None,
                dimensions: [].into(),
            },
            action: CorrectionAction::Override {
                value: Dec::from_int(5),
            },
            expect: Dec::from_int(8),
            reason: Bilingual {
                vi: String::new(),
                en: "exchanged".into(),
            },
            evidence: String::new(),
            reported_to: String::new(),
            status: CorrectionStatus::Open,
            decided_on: "2026-11-22".parse().unwrap(),
        }
    }

    #[test]
    fn whatever_a_target_says_is_approved_with_it() {
        let same = of_target(&target());
        assert_eq!(of_target(&target()), same);
        let edits: [fn(&mut Target); 6] = [
            |t| t.value = Dec::from_int(2),
            |t| t.tolerance = Dec::from_int(1),
            |t| t.op = TargetOp::Gt,
            |t| t.legal_basis = "another decision".into(),
            |t| t.period_to = Period::Year(2021),
            |t| t.supersedes = "t0".into(),
        ];
        for edit in edits {
            let mut edited = target();
            edit(&mut edited);
            assert_ne!(of_target(&edited).sha256, same.sha256);
        }
    }

    #[test]
    fn a_correction_may_be_reported_without_being_approved_again() {
        let same = of_correction(&correction());
        let reported = Correction {
            status: CorrectionStatus::Reported,
            reported_to: "the publisher".into(),
            ..correction()
        };
        assert_eq!(of_correction(&reported), same);
        let other = Correction {
            action: CorrectionAction::Override {
                value: Dec::from_int(6),
            },
            ..correction()
        };
        assert_ne!(of_correction(&other).sha256, same.sha256);
        let scale = Correction {
            action: CorrectionAction::Scale {
                factor: Dec::from_int(5),
                value: Dec::from_int(40),
            },
            ..correction()
        };
        assert_ne!(
            of_correction(&scale).sha256,
            same.sha256,
            "the action is part of it, not only its number"
        );
    }

    #[test]
    fn what_is_approved_is_read_as_it_was_written() {
        let rule = Approval {
            targets: 1,
            ..Approval::default()
        };
        let odd = ApprovedContent {
            subject: Subject::Target,
            id: "a, \"b\"".into(),
            sha256: "s".into(),
        };
        let approved = Approved {
            by_journal: None,
            listed: [odd.clone(), of_target(&target())].into(),
        };
        let (_, bytes) = approved.file(&rule).unwrap();
        assert_eq!(parse(&String::from_utf8(bytes).unwrap()), approved.listed);
        assert!(
            approved.file(&Approval::default()).is_none(),
            "nothing is landed where nothing has to be approved"
        );
        let mut again = approved;
        assert!(again.waits(&rule, odd, &Place::default()).is_none());
        let edited = ApprovedContent {
            sha256: "other".into(),
            ..of_target(&target())
        };
        let waits = again.waits(&rule, edited, &Place::default()).unwrap();
        assert!(
            waits
                .finding()
                .to_string()
                .contains("target `t1` does not bind: it waits for the approval of one person"),
            "{}",
            waits.finding()
        );
    }
}

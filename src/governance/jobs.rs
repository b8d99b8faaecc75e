//! What operators ask of pipelines: to run now, to pause, and to run again when they are due. The journal
//! alone says it, so that it outlives the ledger.

use crate::config::Pipeline;
use crate::error::RunError;
use crate::governance::approvals::name;
use crate::model::{Act, Refused, Subject};
use crate::store::{AccountChange, Journal, Lake, LakeLock, Ledger, NewDecision};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// What is asked of pipelines, by the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jobs {
    /// Pipelines that are paused, each with the decision.
    pub paused: BTreeMap<String, NewDecision>,
    /// Runs that were asked for, by pipeline and moment.
    pub asked: BTreeMap<(String, DateTime<Utc>), NewDecision>,
}

impl Jobs {
    /// What a journal comes to.
    #[must_use]
    pub fn of(journal: &Journal) -> Jobs {
        let mut jobs = Jobs::default();
        let entries = journal.entries.iter().map(|entry| &entry.what);
        for what in entries.filter(|what| what.subject == Subject::Pipeline) {
            let id = what.id.clone();
            match what.act {
                Act::Pause => _ = jobs.paused.insert(id, what.clone()),
                Act::Resume => _ = jobs.paused.remove(&id),
                Act::Run => _ = jobs.asked.insert((id, what.at), what.clone()),
                _ => {}
            }
        }
        jobs
    }

    /// Since when a pipeline is paused.
    #[must_use]
    pub fn paused_since(&self, pipeline: &str) -> Option<DateTime<Utc>> {
        self.paused.get(pipeline).map(|what| what.at)
    }

    /// Whether a person asked for the run of a pipeline that is due at a moment.
    #[must_use]
    pub fn was_asked(&self, pipeline: &str, due_at: DateTime<Utc>) -> bool {
        self.asked.contains_key(&(pipeline.to_owned(), due_at))
    }
}

/// Records what a person asks of a pipeline, and has it done: a run begins with the next tick of who
/// serves the lake, also of one that is paused.
///
/// # Errors
/// When another run holds the lake, there is no such pipeline, it stands where that cannot be asked, or
/// the name or the reason is missing.
pub fn ask(
    lake: &Lake,
    pipelines: &[Pipeline],
    (id, act): (&str, Act),
    said: (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), RunError> {
    let Some(pipeline) = pipelines.iter().find(|p| p.id == id) else {
        return Err(Refused::NoPipeline(id.to_owned()).into());
    };
    let lock = lake.lock()?;
    let jobs = Jobs::of(&lake.journal()?);
    let mut ledger = Ledger::open(lake)?;
    let own = |what: fn(String) -> Refused| Err(RunError::from(what(id.to_owned())));
    match (act, jobs.paused.get(id)) {
        (Act::Run, _) => {
            let open = ledger.open_occurrences()?;
            let waits = |o: &crate::store::Occurrence| o.lease.is_none() && o.not_before.is_none();
            let mut asked = open
                .iter()
                .filter(|o| o.pipeline == id && jobs.was_asked(id, o.due_at));
            if asked.any(waits) {
                return own(Refused::Waits);
            }
        }
        (Act::Pause, Some(paused)) => {
            let (id, by) = (id.to_owned(), paused.by.clone());
            return Err(Refused::Paused { id, by }.into());
        }
        (Act::Pause, None) if pipeline.schedule.is_none() => return own(Refused::NoSchedule),
        (Act::Pause, None) => {}
        (_, None) => return own(Refused::NotPaused),
        _ => {}
    }
    record(lake, &lock, (Subject::Pipeline, id, ""), act, said, now)?;
    if act == Act::Run {
        let due = AccountChange::Expect {
            pipeline: id.to_owned(),
            due_at: now,
            late: false,
        };
        ledger.apply(&[due], now)?;
    }
    Ok(lock.end()?)
}

/// Records what a person did, under their name.
///
/// # Errors
/// When the name or the reason is missing, or the journal is damaged or cannot be written.
pub fn record(
    lake: &Lake,
    lock: &LakeLock,
    (subject, id, sha256): (Subject, &str, &str),
    act: Act,
    (by, why): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), RunError> {
    let (by, why) = (name(by)?, why.trim());
    if why.is_empty() && !matches!(act, Act::Run | Act::Resume) {
        return Err(Refused::NoReason.into());
    }
    let what = NewDecision {
        subject,
        id: id.to_owned(),
        sha256: sha256.to_owned(),
        act,
        by,
        at: now,
        why: why.to_owned(),
    };
    let mut journal = lake.journal()?;
    Ok(lake.decide(lock, &mut journal, what)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Files;

    fn at(minute: u32) -> DateTime<Utc> {
        format!("2026-11-30T08:{minute:02}:00Z").parse().unwrap()
    }

    #[test]
    fn a_pipeline_is_paused_until_it_is_resumed_and_what_was_asked_is_known_by_its_moment() {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        let lock = lake.lock().unwrap();
        let said = |act, minute, why| {
            let about = (Subject::Pipeline, "yearly", "");
            record(&lake, &lock, about, act, ("An", why), at(minute))
        };
        let jobs = || Jobs::of(&lake.journal().unwrap());
        let refused = said(Act::Pause, 1, " ").unwrap_err();
        assert!(matches!(refused, RunError::Refused(Refused::NoReason)));
        said(Act::Pause, 1, "the source is rebuilt").unwrap();
        assert_eq!(jobs().paused_since("yearly"), Some(at(1)));
        assert_eq!(jobs().paused_since("monthly"), None);
        said(Act::Run, 2, "").unwrap();
        assert!(jobs().was_asked("yearly", at(2)) && !jobs().was_asked("yearly", at(1)));
        assert_eq!(
            jobs().paused_since("yearly"),
            Some(at(1)),
            "a run resumes nothing"
        );
        said(Act::Resume, 3, "").unwrap();
        assert_eq!(jobs().paused_since("yearly"), None);
        said(Act::Pause, 4, "again").unwrap();
        assert_eq!(jobs().paused["yearly"].why, "again");
    }

    #[test]
    fn nobody_acts_under_the_name_of_the_program() {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        let lock = lake.lock().unwrap();
        let about = (Subject::Person, "An", "");
        let refused = record(&lake, &lock, about, Act::Revoke, ("chiso", "left"), at(1));
        assert!(matches!(
            refused,
            Err(RunError::Refused(Refused::NoName(_)))
        ));
        assert!(lake.journal().unwrap().entries.is_empty());
    }
}

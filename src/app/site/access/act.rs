//! What a person who has signed in decides or does on the site, under their own name.

use crate::app::cli::Failure;
use crate::app::lake::lake_to_write;
use crate::app::lang::Lang;
use crate::app::repair::{CellToRepair, NewRepair, repair};
use crate::app::site::access::sign_ins::SignedIn;
use crate::app::site::address::Query;
use crate::config::{self, Project, access, without_token};
use crate::env::{FileError, Files};
use crate::error::RunError;
use crate::governance::jobs::{ask, record};
use crate::governance::releases::decide;
use crate::model::{Act, Refused, SiteRole, Subject, unseen};
use crate::store::{Lake, sha256_hex};
use chrono::{DateTime, Utc};

/// Most letters of a reason, and of what is read in place of a cell.
const LONGEST: usize = 1_000;

/// The role that may do something on the site; none where nobody may.
fn role_for(act: Act) -> Option<SiteRole> {
    match act {
        Act::Approve | Act::Reject | Act::Withdraw => Some(SiteRole::Approver),
        Act::Run | Act::Pause | Act::Resume | Act::Repair => Some(SiteRole::Operator),
        Act::Revoke => Some(SiteRole::Admin),
        Act::Propose | Act::Publish => None,
    }
}

/// Does what a form asks for and records it under the name of who sent it. `false` where their role does
/// not allow it, or the form asks for nothing that is done on the site: then nothing was done.
///
/// # Errors
/// When it cannot be done, or something stands against it.
pub fn act(
    project: &Project,
    (by, form): (&SignedIn, &Query),
    (lang, now): (Lang, DateTime<Utc>),
) -> Result<bool, Failure> {
    let Ok(act) = form.sent("act").parse::<Act>() else {
        return Ok(false);
    };
    if role_for(act) != Some(by.person.role) {
        return Ok(false);
    }
    let why = harmless(form.sent("why"));
    if why.chars().count() > LONGEST || form.sent("value").chars().count() > LONGEST {
        return Err(Failure::Usage(lang.say("site-form-long").to_owned()));
    }
    Lake::open_read(&project.lake)?;
    let lake = lake_to_write(project)?;
    let said = (by.person.name.as_str(), why.as_str());
    match act {
        Act::Run | Act::Pause | Act::Resume => {
            let what = (form.sent("pipeline"), act);
            ask(&lake, &project.pipelines, what, said, now)?;
        }
        Act::Repair => repair_cell(project, &lake, (form, said), (lang, now))?,
        Act::Revoke => revoke(project, &lake, form.sent("person"), said, now)?,
        _ => {
            let rule = project.approval.releases;
            decide(&lake, form.sent("release"), act, said, rule, now)?;
        }
    }
    Ok(true)
}

/// A text without signs that cannot be seen or that turn what stands behind them around.
fn harmless(text: &str) -> String {
    let shown = |c: char| if unseen(c) || c.is_control() { ' ' } else { c };
    text.chars().map(shown).collect()
}

/// Writes a repair of a quarantined cell; the next run reads it.
fn repair_cell(
    project: &Project,
    lake: &Lake,
    (form, (by, why)): (&Query, (&str, &str)),
    (lang, now): (Lang, DateTime<Utc>),
) -> Result<(), Failure> {
    let (id, value) = (form.sent("cell"), form.sent("value"));
    let drop = form.sent("drop") == "true";
    if why.trim().is_empty() {
        return Err(refused(Refused::NoReason));
    }
    // Nobody is to drop an observation by leaving a field empty, or to have a text passed over.
    if drop != value.is_empty() || value.contains(char::is_control) {
        return Err(Failure::Usage(lang.say("site-repair-one").to_owned()));
    }
    let lock = lake.lock()?;
    // As it is now: somebody may have repaired the cell a moment ago.
    let (project, _) = config::load(&project.root).map_err(Failure::Faults)?;
    let project = &project;
    let value = Some(value).filter(|_| !drop);
    let target = match CellToRepair::of_quarantined(project, id, None, value) {
        Err(RunError::Unknown(_)) => {
            return Err(Failure::Usage(lang.say("site-repair-gone").to_owned()));
        }
        found => found?,
    };
    let new = NewRepair {
        value,
        reason: why,
        by,
    };
    let [_, entry] = repair(project, &target, &new, (lang, now))?;
    let hash = sha256_hex(entry.as_bytes());
    let what = (Subject::Cell, id, hash.as_str());
    record(lake, &lock, what, Act::Repair, (by, why), now)?;
    Ok(lock.end()?)
}

/// Shuts a person out: takes the token from `access.toml`. Who has signed in with it is out at once.
fn revoke(
    project: &Project,
    lake: &Lake,
    name: &str,
    (by, why): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    if why.trim().is_empty() {
        return Err(refused(Refused::NoReason));
    }
    let (root, zone) = (&project.root, project.timezone);
    let lock = lake.lock()?;
    let persons = access(root, zone).map_err(Failure::Faults)?.persons;
    if persons.iter().all(|person| person.name != name) {
        return Err(refused(Refused::NoPerson(name.to_owned())));
    }
    let Some((file, text)) = without_token(root, zone, name) else {
        return Err(refused(Refused::NoToken(name.to_owned())));
    };
    let failed = |e: FileError| Failure::Usage(e.to_string());
    { Files::from_env().write(&file, text.as_bytes()) }.map_err(failed)?;
    let what = (Subject::Person, name, "");
    record(lake, &lock, what, Act::Revoke, (by, why), now)?;
    Ok(lock.end()?)
}

fn refused(why: Refused) -> Failure {
    Failure::Run(why.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_is_of_one_role_and_none_of_readers() {
        let of = |role| { Act::ALL.iter() }.filter(move |a| role_for(**a) == Some(role));
        let words = |role| of(role).map(|a| a.as_str()).collect::<Vec<_>>();
        assert_eq!(words(SiteRole::Reader), Vec::<&str>::new());
        assert_eq!(
            words(SiteRole::Operator),
            ["run", "pause", "resume", "repair"]
        );
        assert_eq!(words(SiteRole::Approver), ["approve", "reject", "withdraw"]);
        assert_eq!(words(SiteRole::Admin), ["revoke"]);
    }

    #[test]
    fn a_reason_turns_no_text_around_and_ends_no_line() {
        assert_eq!(harmless("a\u{202e}b\nc\u{0}"), "a b c ");
        assert_eq!(harmless("Số <b>sai</b>"), "Số <b>sai</b>");
    }
}

//! A decision about a release, taken on the site by a person who has signed in.

use crate::app::cli::Failure;
use crate::app::site::access::sign_ins::SignedIn;
use crate::config::Project;
use crate::env::Files;
use crate::governance::releases::decide as decide_release;
use crate::model::{Act, SiteRole, unseen};
use crate::store::Lake;
use chrono::{DateTime, Utc};

/// Records what a person decides, under their own name; nothing where their role does not allow it, or
/// the word names no decision that is taken on the site.
///
/// # Errors
/// When it cannot be decided, as `chiso release` says.
pub fn decide(
    project: &Project,
    by: &SignedIn,
    (release, word, why): (&str, &str, &str),
    now: DateTime<Utc>,
) -> Result<Option<()>, Failure> {
    let act = match word {
        "approve" => Act::Approve,
        "reject" => Act::Reject,
        "withdraw" => Act::Withdraw,
        _ => return Ok(None),
    };
    if by.person.role != SiteRole::Approver {
        return Ok(None);
    }
    Lake::open_read(&project.lake)?;
    let lake = Lake::open(&project.lake, Files::from_env())?;
    let shown = |c: char| if unseen(c) || c.is_control() { ' ' } else { c };
    let why: String = why.chars().map(shown).collect();
    let said = (by.person.name.as_str(), why.as_str());
    decide_release(&lake, release, act, said, project.approval.releases, now)?;
    Ok(Some(()))
}

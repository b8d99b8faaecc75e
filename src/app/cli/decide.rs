//! `chiso release approve | reject | withdraw | propose | publish`: what people decide about a
//! release, and what came of it.

use crate::app::cli::{Context, Failure};
use crate::app::lake::lake_to_write;
use crate::app::lang::moment;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row, complain};
use crate::config::Project;
use crate::env::clock_from_env;
use crate::error::RunError;
use crate::governance::releases::{
    Decided, decide, open_release, publish_due, release as find_release, standing_of,
};
use crate::model::Act;
use crate::pipeline::RunReport;
use crate::store::{Lake, ReleaseRef, ReleaseState, ReleaseStatus};
use clap::Args;
use serde_json::json;

/// An approval.
#[derive(Debug, Args)]
pub struct ApproveArgs {
    /// Release
    id: String,
    /// Who approves it
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Remark
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

/// A decision that needs a reason.
#[derive(Debug, Args)]
pub struct ReasonedArgs {
    /// Release
    id: String,
    /// Who decides it
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// Approves a release for one person.
pub fn approve(context: &Context, args: &ApproveArgs) -> Result<(), Failure> {
    decided(context, &args.id, Act::Approve, (&args.by, &args.note))
}

/// Rejects, withdraws or proposes again.
pub fn reasoned(context: &Context, args: &ReasonedArgs, act: Act) -> Result<(), Failure> {
    decided(context, &args.id, act, (&args.by, &args.reason))
}

fn decided(context: &Context, id: &str, act: Act, said: (&str, &str)) -> Result<(), Failure> {
    let project = context.project()?;
    let lake = writable(&project)?;
    let decided = decide(
        &lake,
        id,
        act,
        said,
        project.approval.releases,
        clock_from_env().now(),
    )?;
    if context.common.format != Format::Table {
        let columns = [
            "release",
            "state",
            "approvals",
            "needed",
            "came_in_force",
            "in_force",
        ];
        let standing = &decided.standing;
        let values = [
            json!(id),
            json!(standing.state.as_str()),
            json!(standing.approvals.len()),
            json!(standing.rule.approvals),
            json!(decided.came),
            json!(decided.in_force),
        ];
        let row: Row = columns
            .iter()
            .map(|c| (*c).to_owned())
            .zip(values)
            .collect();
        output::rows(context.common.format, &columns, &[row])?;
        return Ok(());
    }
    tell(context, &project, &decided)
}

/// Opened for writing, and never made: what is decided is about releases that are there.
fn writable(project: &Project) -> Result<Lake, Failure> {
    Lake::open_read(&project.lake)?;
    lake_to_write(project)
}

fn tell(context: &Context, project: &Project, decided: &Decided) -> Result<(), Failure> {
    let (lang, standing) = (context.lang, &decided.standing);
    let option = context.option();
    output::line(&format!(
        "{}: {}",
        standing.release.id,
        state(context, project, standing)
    ))?;
    match standing.state {
        ReleaseState::Candidate => {
            let missing =
                usize::from(standing.rule.approvals).saturating_sub(standing.approvals.len());
            output::line(&say!(lang, "approval-missing", number = missing))?;
        }
        ReleaseState::Embargoed(_) => {
            output::line(&say!(lang, "approval-embargo-next", option = option))?;
        }
        ReleaseState::Withdrawn => output::line(lang.say("approval-withdrawn-next"))?,
        _ => {}
    }
    in_force(context, decided.in_force.as_deref())
}

fn in_force(context: &Context, id: Option<&str>) -> Result<(), Failure> {
    let none = context.lang.say("approval-none");
    output::line(&say!(
        context.lang,
        "approval-release-in-force",
        id = id.unwrap_or(none)
    ))?;
    Ok(())
}

/// Puts in force what may be.
pub fn publish(context: &Context, id: Option<&str>) -> Result<(), Failure> {
    let project = context.project()?;
    let (came, now) = publish_due(&writable(&project)?, id, clock_from_env().now())?;
    if context.common.format != Format::Table {
        let row: Row = [
            ("came_in_force".to_owned(), json!(came)),
            ("in_force".to_owned(), json!(now)),
        ]
        .into_iter()
        .collect();
        output::rows(
            context.common.format,
            &["came_in_force", "in_force"],
            &[row],
        )?;
        return Ok(());
    }
    match &came {
        Some(id) => output::line(&say!(context.lang, "approval-came-in-force", id = id))?,
        None => output::line(context.lang.say("approval-nothing-due"))?,
    }
    in_force(context, now.as_deref())
}

/// After a run whose release is not in force: where it stands, why, and what to do.
pub fn after_run(context: &Context, project: &Project, report: &RunReport) -> Result<(), Failure> {
    let (lang, option, id) = (context.lang, context.option(), &report.release);
    let standing = standing_of(&Lake::open_read(&project.lake)?, id, clock_from_env().now())?;
    let last = standing
        .last
        .as_ref()
        .filter(|_| standing.state.is_refused())
        .map_or_else(String::new, |d| format!(" ({}: {})", d.by, d.why));
    output::line(&format!(
        "{id}: {}{last}",
        state(context, project, &standing)
    ))?;
    in_force(context, report.in_force.as_deref())?;
    output::line(lang.say("approval-next"))?;
    let next = match standing.state {
        ReleaseState::Candidate => {
            // Before the first release there is nothing to compare it with.
            let notes = report
                .in_force
                .iter()
                .map(|_| format!("notes --lang {}", lang.code()));
            notes.chain([format!("approve {id} --by NAME")]).collect()
        }
        ReleaseState::Embargoed(_) | ReleaseState::Approved => vec!["publish".to_owned()],
        _ => vec![format!("propose {id} --by NAME --reason TEXT")],
    };
    if standing.state.is_refused() {
        output::line(&format!("  {}", lang.say("approval-refused-next")))?;
    }
    for command in next {
        output::line(&format!("  chiso{option} release {command}"))?;
    }
    if standing.state.waits() {
        output::line(&format!("  chiso{option} scorecard --release {id}"))?;
    }
    Ok(())
}

/// Where a release stands, in words, with the time in the project's zone.
pub fn state(context: &Context, project: &Project, standing: &ReleaseStatus) -> String {
    let lang = context.lang;
    match standing.state {
        ReleaseState::Candidate => {
            say!(
                lang,
                "approval-state-candidate",
                given = standing.approvals.len(),
                needed = standing.rule.approvals
            )
        }
        ReleaseState::Approved => lang.say("approval-state-approved").to_owned(),
        ReleaseState::Embargoed(until) => {
            let time = moment(until, project.timezone);
            say!(lang, "approval-state-embargoed", time = time)
        }
        ReleaseState::InForce => lang.say("approval-state-in-force").to_owned(),
        ReleaseState::Superseded => lang.say("approval-state-superseded").to_owned(),
        ReleaseState::Rejected => lang.say("approval-state-rejected").to_owned(),
        ReleaseState::Withdrawn => lang.say("approval-state-withdrawn").to_owned(),
    }
}

impl Context {
    /// ` --project DIR` for commands that are shown, where it was given.
    pub(super) fn option(&self) -> String {
        self.common
            .project
            .as_ref()
            .map_or_else(String::new, |p| format!(" --project {}", p.display()))
    }

    /// A release to be read, by id or the one in force. One that is asked for by id and is not for
    /// citing says so.
    pub(super) fn open(&self, project: &Project, id: Option<&str>) -> Result<ReleaseRef, Failure> {
        let release = open_release(project, id)?;
        if id.is_some() {
            self.remark(project, &release.id)?;
        }
        Ok(release)
    }

    /// As [`Context::open`], whatever lies in its files.
    pub(super) fn open_as_is(
        &self,
        project: &Project,
        id: Option<&str>,
    ) -> Result<ReleaseRef, Failure> {
        let release = find_release(&Lake::open_read(&project.lake)?, id)?;
        if id.is_some() {
            self.remark(project, &release.id)?;
        }
        Ok(release)
    }

    fn remark(&self, project: &Project, id: &str) -> Result<(), RunError> {
        let standing = standing_of(&Lake::open_read(&project.lake)?, id, clock_from_env().now())?;
        if matches!(
            standing.state,
            ReleaseState::InForce | ReleaseState::Superseded
        ) {
            return Ok(());
        }
        let last = standing
            .last
            .as_ref()
            .filter(|d| !d.why.is_empty() && standing.state.is_refused());
        let last = last.map_or_else(String::new, |d| format!(" ({}: {})", d.by, d.why));
        complain(&say!(
            self.lang,
            "approval-not-in-force",
            id = id,
            state = state(self, project, &standing),
            last = last
        ));
        Ok(())
    }
}

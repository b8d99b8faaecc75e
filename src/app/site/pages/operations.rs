//! What the office must look at: what waits for approval, what is due, what came, what is wrong and what
//! is quarantined. It is not published, and shown only to who has signed in or where the program is told to.

use crate::app::cli::Failure;
use crate::app::lang::{Lang, moment};
use crate::app::messages::say;
use crate::app::site::access::SignedIn;
use crate::app::site::address::{Address, Edition, Page};
use crate::app::site::answer::Answer;
use crate::app::site::frame::Frame;
use crate::app::site::pages::arrival_matrix::{ArrivalMatrix, matrices, signs};
use crate::app::site::pages::rule_words::rule_words;
use crate::config::Project;
use crate::governance::Registers;
use crate::inspect::{ProjectStatus, QuarantinedObservation, kept_aside, standing};
use crate::model::{Severity, SiteRole};
use crate::pipeline::arrivals;
use crate::pipeline::schedule::schedules;
use crate::store::{FindingRecord, Lake, Ledger, ReleaseState, ReleaseStatus, RunRecord};
use askama::Template;
use chrono::{DateTime, Utc};

/// Most runs, faults and quarantined observations that are listed.
const MOST: usize = 100;

#[derive(Template)]
#[template(path = "operations.html")]
struct OperationsPage {
    frame: Frame,
    lang: Lang,
    waiting: Vec<WaitingRelease>,
    in_force: Option<String>,
    /// The word of the forms of who may decide.
    form_word: Option<String>,
    signed_in: Option<String>,
    sign_in: String,
    due: Vec<[String; 2]>,
    runs: Vec<[String; 4]>,
    faults: Vec<[String; 5]>,
    more_faults: usize,
    signs: Vec<(char, &'static str)>,
    arrivals: Vec<ArrivalMatrix>,
    quarantined: Vec<QuarantinedObservation>,
    left_out: usize,
}

impl OperationsPage {
    /// What a rule's word means.
    fn meaning(&self, rule: &str) -> &'static str {
        rule_words(self.lang, rule)
    }
}

/// A release that waits.
struct WaitingRelease {
    id: String,
    /// What it waits for, in words.
    state: String,
    /// Its first page and its correction notices, for who has signed in.
    pages: Option<[String; 2]>,
    /// Whether an approval is still missing.
    undecided: bool,
}

/// The page of operations, for a person who has signed in or anybody at this machine.
///
/// # Errors
/// When the lake cannot be read.
pub fn operations(
    (address, lang): (&Address, Lang),
    (project, who): (&Project, Option<&SignedIn>),
    lake: &Lake,
    now: DateTime<Utc>,
) -> Result<Answer, Failure> {
    let status = standing(project, now)?;
    let quarantined = kept_aside(project, None)?;
    let (registers, ledger) = (Registers::load(project), Ledger::open(lake)?);
    let mut faults = ledger.findings()?;
    faults.retain(|finding| finding.severity > Severity::Info);
    let sentence = say!(
        lang,
        "site-operations-sentence",
        waiting = status.waiting.len(),
        faults = faults.len(),
        quarantined = quarantined.len()
    );
    let all = arrivals(project, &registers, lake, &ledger, now)?;
    let runs = ledger.runs()?;
    let when = |at: DateTime<Utc>| moment(at, project.timezone);
    let title = lang.say("site-operations").to_owned();
    let page = OperationsPage {
        lang,
        waiting: waiting((address, lang), (project, who), &status),
        in_force: lake.releases().current()?.map(|r| r.id),
        form_word: { who.filter(|w| w.person.role == SiteRole::Approver) }
            .map(|w| w.form_word.clone()),
        signed_in: who.map(|w| w.person.name.clone()),
        sign_in: address.to(Page::SignIn).href(),
        due: due(lang, project, now)?,
        runs: { runs.iter().rev().take(MOST) }
            .map(|record| run(lang, &when, record))
            .collect(),
        faults: faults.iter().take(MOST).map(fault).collect(),
        more_faults: faults.len().saturating_sub(MOST),
        signs: signs(lang),
        arrivals: matrices(lang, &registers, &all),
        left_out: quarantined.len().saturating_sub(MOST),
        quarantined: quarantined.into_iter().take(MOST).collect(),
        frame: Frame::of_project(project, (address, lang), title, sentence),
    };
    Ok(Answer::page(200, &page))
}

/// Releases that wait, and for what.
fn waiting(
    (address, lang): (&Address, Lang),
    (project, who): (&Project, Option<&SignedIn>),
    status: &ProjectStatus,
) -> Vec<WaitingRelease> {
    let one = |s: &ReleaseStatus| {
        let until = s.free_from.map(|at| moment(at, project.timezone));
        let state = if let Some(time) = until {
            say!(lang, "approval-state-embargoed", time = time)
        } else {
            let (given, needed) = (s.approvals.len(), s.rule.approvals);
            say!(
                lang,
                "approval-state-candidate",
                given = given,
                needed = needed
            )
        };
        let of = |page| Address {
            edition: Edition::Release(s.release.id.clone()),
            ..address.to(page)
        };
        let pages = who.map(|_| [of(Page::Home).href(), of(Page::Changes).href()]);
        WaitingRelease {
            id: s.release.id.clone(),
            state,
            pages,
            undecided: s.state == ReleaseState::Candidate,
        }
    };
    status.waiting.iter().map(one).collect()
}

/// When each pipeline is due next.
fn due(lang: Lang, project: &Project, now: DateTime<Utc>) -> Result<Vec<[String; 2]>, Failure> {
    let all = schedules(project, now)?;
    let scheduled = all.iter().filter(|s| s.pipeline.schedule.is_some());
    let line = |s: &crate::pipeline::schedule::PipelineStatus| {
        let next = s.next.map(|at| moment(at, project.timezone));
        let title = s.pipeline.title.get(lang.is_vi()).to_owned();
        [title, next.unwrap_or_else(|| "–".to_owned())]
    };
    Ok(scheduled.map(line).collect())
}

fn run(lang: Lang, when: &impl Fn(DateTime<Utc>) -> String, run: &RunRecord) -> [String; 4] {
    let outcome = run.outcome.map_or("–", |o| lang.run_outcome(o));
    [
        when(run.started_at),
        run.pipeline.clone(),
        outcome.to_owned(),
        run.reason.clone(),
    ]
}

/// What is wrong, where, and what to do about it.
fn fault(finding: &FindingRecord) -> [String; 5] {
    [
        finding.dataset.clone(),
        finding.place.to_string(),
        finding.rule.clone(),
        finding.message.clone(),
        finding.hint.clone(),
    ]
}

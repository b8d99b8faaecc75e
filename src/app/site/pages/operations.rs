//! What the office must look at: what waits for approval, what is due, what came, what is wrong and what
//! is quarantined. It is not published, and shown only to who has signed in or where the program is told to.

use crate::app::cli::Failure;
use crate::app::lang::{Lang, moment};
use crate::app::messages::say;
use crate::app::repair::declared;
use crate::app::site::access::SignedIn;
use crate::app::site::address::{Address, Edition, Page};
use crate::app::site::answer::Answer;
use crate::app::site::frame::Frame;
use crate::app::site::pages::arrival_matrix::{ArrivalMatrix, matrices, signs};
use crate::app::site::pages::done::done;
use crate::app::site::pages::jobs::{PipelineLine, pipelines};
use crate::app::site::pages::persons::{PersonLine, persons};
use crate::app::site::pages::rule_words::rule_words;
use crate::config::Project;
use crate::governance::Registers;
use crate::inspect::{ProjectStatus, QuarantinedObservation, kept_aside, repairable, standing};
use crate::model::{RepairAction, Severity, SiteAccess, SitePerson, SiteRole};
use crate::pipeline::arrivals;
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
    /// The word of the forms of who signed in, and which of them they may send.
    form_word: String,
    approves: bool,
    operates: bool,
    signed_in: Option<(String, &'static str)>,
    sign_in: String,
    pipelines: Vec<PipelineLine>,
    persons: Vec<PersonLine>,
    done: Vec<[String; 5]>,
    runs: Vec<[String; 4]>,
    faults: Vec<[String; 5]>,
    more_faults: usize,
    signs: Vec<(char, &'static str)>,
    arrivals: Vec<ArrivalMatrix>,
    quarantined: Vec<QuarantinedLine>,
    left_out: usize,
}

impl OperationsPage {
    /// What a rule's word means.
    fn meaning(&self, rule: &str) -> &'static str {
        rule_words(self.lang, rule)
    }
}

/// A quarantined observation, and the repair of it that the next run reads.
struct QuarantinedLine {
    observation: QuarantinedObservation,
    repaired: Option<String>,
    /// Whether reading something else in its place is a remedy.
    repairable: bool,
}

/// By whom the page is seen.
pub struct SeenBy<'s> {
    /// Who has signed in.
    pub who: Option<&'s SignedIn>,
    /// Who may.
    pub access: &'s SiteAccess,
    /// How many have signed in with the token of a person.
    pub signed_in: &'s dyn Fn(&SitePerson) -> usize,
}

impl SeenBy<'_> {
    fn is(&self, role: SiteRole) -> bool {
        self.who.is_some_and(|who| who.person.role == role)
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
    (project, seen_by): (&Project, &SeenBy<'_>),
    lake: &Lake,
    now: DateTime<Utc>,
) -> Result<Answer, Failure> {
    let who = seen_by.who;
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
        form_word: who.map_or_else(String::new, |w| w.form_word.clone()),
        approves: seen_by.is(SiteRole::Approver),
        operates: seen_by.is(SiteRole::Operator),
        signed_in: who.map(|w| (w.person.name.clone(), lang.site_role(w.person.role))),
        sign_in: address.to(Page::SignIn).href(),
        pipelines: pipelines(lang, project, lake, now)?,
        persons: if seen_by.is(SiteRole::Admin) {
            let all = (seen_by.access, seen_by.signed_in);
            persons(lang, all, project.timezone)
        } else {
            vec![]
        },
        done: done(lang, lake, project.timezone, MOST)?,
        runs: { runs.iter().rev().take(MOST) }
            .map(|record| run(lang, &when, record))
            .collect(),
        faults: faults.iter().take(MOST).map(fault).collect(),
        more_faults: faults.len().saturating_sub(MOST),
        signs: signs(lang),
        arrivals: matrices(lang, &registers, &all),
        left_out: quarantined.len().saturating_sub(MOST),
        quarantined: { quarantined.into_iter().take(MOST) }
            .map(|observation| in_quarantine(project, observation))
            .collect(),
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

/// An observation with who repaired it since.
fn in_quarantine(project: &Project, observation: QuarantinedObservation) -> QuarantinedLine {
    let QuarantinedObservation {
        dataset,
        delivery,
        place,
        ..
    } = &observation;
    let repair = declared(project, (dataset, delivery, place));
    let repaired = repair.map(|r| match &r.action {
        RepairAction::Drop => format!("– ({}: {})", r.by, r.reason),
        RepairAction::Value(value) => format!("{value} ({}: {})", r.by, r.reason),
    });
    let dataset = project.dataset(dataset);
    QuarantinedLine {
        repairable: dataset.is_some_and(|dataset| repairable(dataset, &observation.rule)),
        repaired,
        observation,
    }
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

//! What answers a request: it finds the release and the language, and has the page made.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::output::complain;
use crate::app::site::access::{PerMinute, Refusal, SignIns, SignedIn};
use crate::app::site::address::{Address, Edition, Page, Query};
use crate::app::site::answer::Answer;
use crate::app::site::asker::{Asker, reader};
use crate::app::site::edition::edition;
use crate::app::site::kept::KeptPages;
use crate::app::site::pages;
use crate::app::site::visit::Visit;
use crate::config::{AccessFile, Project};
use crate::env::Clock;
use crate::model::{SiteAccess, SitePerson};
use crate::store::{Lake, ReleaseRef, ReleaseStatus};
use axum::http::header;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::num::NonZero;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

/// The style sheet of all pages.
const STYLE: &str = include_str!("site.css");

/// The sign of all pages in a browser's list of pages; without one a browser asks for what is not there.
const ICON: &str = include_str!("icon.svg");

/// How long a page may be kept without asking again: always asked again.
const ALWAYS_ASK: &str = "no-cache";

/// The same of a page that is for one reader only: not kept at all.
pub const PRIVATE: &str = "private, no-store";

/// What one client may ask for within a minute where other machines reach the site and nothing is said.
const MOST_REQUESTS: u32 = 600;

/// What a site may show besides published releases, by how it is served.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shows {
    /// The page of operations to who asks this machine, without signing in.
    pub operations: bool,
    /// Only this machine reaches it, so that a header can say whom a proxy has let in.
    pub local: bool,
    /// Say in the log only what somebody should look at.
    pub quiet: bool,
}

/// What the site is made from.
pub struct Site {
    project: Mutex<Arc<Project>>,
    clock: Arc<dyn Clock>,
    turns: Arc<Semaphore>,
    kept: KeptPages,
    pub(super) sign_ins: SignIns,
    access: AccessFile,
    /// What each client asked for.
    asked: PerMinute,
    /// What it may show besides published releases.
    shows: Shows,
    /// Releases whose files were held against their hashes.
    whole: Mutex<BTreeSet<String>>,
}

impl Site {
    /// The site of a project.
    pub fn new(project: Arc<Project>, clock: Arc<dyn Clock>, shows: Shows) -> Site {
        let processors = std::thread::available_parallelism().map_or(2, NonZero::get);
        Site {
            project: Mutex::new(project),
            clock,
            turns: Arc::new(Semaphore::new(processors)),
            kept: KeptPages::new(),
            sign_ins: SignIns::default(),
            access: AccessFile::default(),
            asked: PerMinute::default(),
            shows,
            whole: Mutex::default(),
        }
    }

    /// The project as it is configured now.
    pub fn project(&self) -> Arc<Project> {
        Arc::clone(&self.project.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The time of the answer.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The project was edited.
    pub fn use_project(&self, project: Arc<Project>) {
        *self.project.lock().unwrap_or_else(PoisonError::into_inner) = project;
    }

    /// Waits for a turn to make a page.
    ///
    /// # Errors
    /// Never: the turns are not closed.
    pub async fn turn(&self) -> Result<OwnedSemaphorePermit, AcquireError> {
        Arc::clone(&self.turns).acquire_owned().await
    }

    /// Who may sign in, as `access.toml` says now; nobody where it has faults.
    pub(super) fn access(&self, project: &Project) -> Arc<SiteAccess> {
        let (access, faults) = self.access.now(&project.root, project.timezone);
        for fault in &faults {
            complain(&fault.to_string());
        }
        access
    }

    /// Counts a request of a client; gives the seconds that it has to wait where it asks too often.
    pub fn may_ask(&self, asks: &Asker) -> Result<(), u64> {
        let access = self.access(&self.project());
        let otherwise = (!self.shows.local).then_some(MOST_REQUESTS);
        let Some(most) = access.requests_per_minute.or(otherwise) else {
            return Ok(());
        };
        let client = asks.client(access.client_header.as_deref());
        self.asked.count(client, most, self.now())
    }

    /// Says in the log what a person did or saw that others may not.
    pub(super) fn log(&self, what: &str) {
        if !self.shows.quiet {
            complain(&format!(
                "{} INFO site: {what}",
                self.now().format("%FT%TZ")
            ));
        }
    }

    /// Answers a request, by its path and its query.
    pub fn answer(&self, path: &str, query: Option<&str>, asks: &Asker) -> Answer {
        let asset = match path {
            "/assets/site.css" => Some(("text/css; charset=utf-8", STYLE)),
            "/assets/icon.svg" => Some(("image/svg+xml", ICON)),
            _ => None,
        };
        if let Some((media_type, text)) = asset {
            return Answer::of(200, media_type, text.into())
                .with(header::CACHE_CONTROL, "max-age=3600".to_owned());
        }
        if path == "/" {
            return Answer::see("/latest/".to_owned());
        }
        let project = self.project();
        let Some(address) = Address::read(path, query) else {
            let asked = Query::read(query.unwrap_or_default());
            let chosen = asked.text("lang").and_then(|word| word.parse().ok());
            let lang = chosen.unwrap_or_else(|| reader(&asks.prefers));
            return pages::message(lang, 404, lang.say("site-no-page"));
        };
        let Some(lang) = address.lang else {
            if matches!(address.page, Page::File(_)) {
                return self.visit(&project, &address, (Lang::En, asks));
            }
            let mut with = address;
            with.lang = Some(reader(&asks.prefers));
            return Answer::see(with.href());
        };
        self.visit(&project, &address, (lang, asks))
    }

    fn visit(&self, project: &Project, address: &Address, (lang, asks): (Lang, &Asker)) -> Answer {
        let answer = self.page(project, address, (lang, asks));
        answer.unwrap_or_else(|failure| {
            complain(&format!("{}: {}", address.href(), failure.text(lang)));
            pages::message(lang, 503, lang.say("site-unreadable"))
        })
    }

    fn page(
        &self,
        project: &Project,
        address: &Address,
        (lang, asks): (Lang, &Asker),
    ) -> Result<Answer, Failure> {
        let always_ask = |answer: Answer| answer.with(header::CACHE_CONTROL, ALWAYS_ASK.to_owned());
        let private = |answer: Answer| answer.with(header::CACHE_CONTROL, PRIVATE.to_owned());
        let (lake, now) = (Lake::open_read(&project.lake)?, self.now());
        match address.page {
            Page::Releases => {
                return pages::releases(address, lang, project, &lake, now).map(always_ask);
            }
            Page::Feed => return pages::feed(address, lang, project, &lake, now).map(always_ask),
            Page::SignIn => {
                let who = self.who(project, asks);
                let page = pages::sign_in((address, lang), project, who.as_ref(), (200, None));
                return Ok(private(page));
            }
            Page::Operations => {
                let who = self.who(project, asks);
                return if who.is_some() || self.shows.operations && asks.own {
                    let access = self.access(project);
                    let signed_in = |person: &SitePerson| self.sign_ins.count_of(person, now);
                    let seen_by = pages::SeenBy {
                        who: who.as_ref(),
                        access: &access,
                        signed_in: &signed_in,
                    };
                    pages::operations((address, lang), (project, &seen_by), &lake, now).map(private)
                } else {
                    Ok(pages::message(lang, 404, lang.say("site-no-page")))
                };
            }
            _ => {}
        }
        let mut found = self.edition(&lake, &address.edition, None)?;
        if found.is_none()
            && let Some(who) = self.who(project, asks)
        {
            found = self.edition(&lake, &address.edition, Some(&who))?;
        }
        let Some(status) = found else {
            let missing = match address.edition {
                Edition::Latest => lang.say("site-nothing-published"),
                Edition::Release(_) => lang.say("site-no-release"),
            };
            return Ok(always_ask(pages::message(lang, 404, missing)));
        };
        let visit = Visit {
            address,
            lang,
            project,
            status: &status,
            in_force: lake.releases().current()?.map(|current| current.id),
        };
        if !status.published {
            return pages::of(&visit).map(private);
        }
        self.kept.page(&visit, || pages::of(&visit)).map(always_ask)
    }

    /// Who asks, if they have signed in.
    pub(super) fn who(&self, project: &Project, asks: &Asker) -> Option<SignedIn> {
        self.sent_by(project, asks).unwrap_or_default()
    }

    /// Who asks, if they have signed in or their program sends a token.
    ///
    /// # Errors
    /// When it sends one that lets nobody in.
    pub fn sent_by(&self, project: &Project, asks: &Asker) -> Result<Option<SignedIn>, Refusal> {
        if asks.mark.is_none() && asks.token.is_none() && !self.shows.local {
            return Ok(None);
        }
        let (access, now) = (self.access(project), self.now());
        if let Some(token) = &asks.token {
            let sent = (token.as_str(), asks.client(access.client_header.as_deref()));
            return self.sign_ins.of_program(&access, sent, now).map(Some);
        }
        let by_mark = |mark: &String| self.sign_ins.find(&access, mark, now);
        let by_proxy = || {
            let header = access.user_header.as_ref().filter(|_| self.shows.local)?;
            self.sign_ins.named(&access, &asks.said(header), now)
        };
        Ok(asks.mark.as_ref().and_then(by_mark).or_else(by_proxy))
    }

    /// The release that an address means, where who asks may see it. That somebody sees one that is not
    /// published stands in the log.
    ///
    /// # Errors
    /// When the lake cannot be read, or a file of the release is damaged.
    pub fn edition(
        &self,
        lake: &Lake,
        asked: &Edition,
        who: Option<&SignedIn>,
    ) -> Result<Option<ReleaseStatus>, Failure> {
        let found = edition(lake, asked, (self.now(), who.is_some()))?;
        if let Some(status) = &found {
            self.check_whole(lake, &status.release)?;
        }
        if let (Some(status), Some(who)) = (&found, who)
            && !status.published
        {
            let (name, release) = (&who.person.name, &status.release.id);
            self.log(&format!(
                "{name} saw release {release}, which is not published"
            ));
        }
        Ok(found)
    }

    /// Holds the files of a release against their hashes, once: what is damaged would show wrong
    /// figures.
    fn check_whole(&self, lake: &Lake, release: &ReleaseRef) -> Result<(), Failure> {
        let whole = || self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        if whole().contains(&release.id) {
            return Ok(());
        }
        lake.releases().check_whole(release)?;
        whole().insert(release.id.clone());
        Ok(())
    }
}

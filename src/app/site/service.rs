//! What answers a request: it finds the release and the language, and has the page made.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::output::complain;
use crate::app::site::access::{SignIns, SignedIn};
use crate::app::site::address::{Address, Edition, Page, Query};
use crate::app::site::answer::Answer;
use crate::app::site::asker::{Asker, reader};
use crate::app::site::edition::edition;
use crate::app::site::kept::KeptPages;
use crate::app::site::pages;
use crate::app::site::visit::Visit;
use crate::config::{Project, access};
use crate::env::Clock;
use crate::model::SiteAccess;
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
pub(super) const PRIVATE: &str = "private, no-store";

/// What a site may show besides published releases, by how it is served.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shows {
    /// The page of operations to who asks this machine, without signing in.
    pub operations: bool,
    /// Only this machine reaches it, so that a header can say whom a proxy has let in.
    pub local: bool,
}

/// What the site is made from.
pub struct Site {
    project: Mutex<Arc<Project>>,
    clock: Arc<dyn Clock>,
    turns: Arc<Semaphore>,
    kept: KeptPages,
    pub(super) sign_ins: SignIns,
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
                    let project = (project, who.as_ref());
                    pages::operations((address, lang), project, &lake, now).map(private)
                } else {
                    Ok(pages::message(lang, 404, lang.say("site-no-page")))
                };
            }
            _ => {}
        }
        let signed_in = || self.who(project, asks).is_some();
        let mut found = self.edition(&lake, &address.edition)?;
        if found.is_none() && signed_in() {
            found = self.edition_of(&lake, &address.edition, true)?;
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
            current: lake.releases().current()?.is_some(),
        };
        if !status.published {
            return pages::of(&visit).map(private);
        }
        self.kept.page(&visit, || pages::of(&visit)).map(always_ask)
    }

    /// Who asks, if they have signed in.
    pub(super) fn who(&self, project: &Project, asks: &Asker) -> Option<SignedIn> {
        if asks.mark.is_none() && !self.shows.local {
            return None;
        }
        let access = access_now(project);
        let by_mark = |mark: &String| self.sign_ins.find(&access, mark, self.now());
        let by_proxy = || {
            let header = access.user_header.as_ref().filter(|_| self.shows.local)?;
            self.sign_ins.named(&access, &asks.said(header))
        };
        asks.mark.as_ref().and_then(by_mark).or_else(by_proxy)
    }

    /// The release that an address means, where readers may see it.
    ///
    /// # Errors
    /// When the lake cannot be read, or a file of the release is damaged.
    pub fn edition(&self, lake: &Lake, asked: &Edition) -> Result<Option<ReleaseStatus>, Failure> {
        self.edition_of(lake, asked, false)
    }

    fn edition_of(
        &self,
        lake: &Lake,
        asked: &Edition,
        signed_in: bool,
    ) -> Result<Option<ReleaseStatus>, Failure> {
        let found = edition(lake, asked, (self.now(), signed_in))?;
        if let Some(status) = &found {
            self.check_whole(lake, &status.release)?;
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

/// Who may sign in, as `access.toml` says now; nobody where it has faults.
pub(super) fn access_now(project: &Project) -> SiteAccess {
    access(&project.root).unwrap_or_else(|faults| {
        for fault in &faults {
            complain(&fault.to_string());
        }
        SiteAccess::default()
    })
}

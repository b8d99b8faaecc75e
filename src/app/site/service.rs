//! What answers a request: it finds the release and the language, and has the page made.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::output::complain;
use crate::app::site::address::{Address, Edition, Page};
use crate::app::site::answer::Answer;
use crate::app::site::edition::edition;
use crate::app::site::kept::KeptPages;
use crate::app::site::pages;
use crate::app::site::visit::Visit;
use crate::config::Project;
use crate::env::Clock;
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

/// What the site is made from.
pub struct Site {
    project: Mutex<Arc<Project>>,
    clock: Arc<dyn Clock>,
    turns: Arc<Semaphore>,
    kept: KeptPages,
    /// Whether the page of operations is shown.
    operations: bool,
    /// Releases whose files were held against their hashes.
    whole: Mutex<BTreeSet<String>>,
}

impl Site {
    /// The site of a project.
    pub fn new(project: Arc<Project>, clock: Arc<dyn Clock>, operations: bool) -> Site {
        let processors = std::thread::available_parallelism().map_or(2, NonZero::get);
        Site {
            project: Mutex::new(project),
            clock,
            turns: Arc::new(Semaphore::new(processors)),
            kept: KeptPages::new(),
            operations,
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

    /// Answers a request, by its path, its query, what the reader's program says of languages, and
    /// whether it comes from this machine.
    pub fn answer(&self, path: &str, query: Option<&str>, (prefers, own): (&str, bool)) -> Answer {
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
        let address = Address::read(path, query);
        let address = address.filter(|address| own || !matches!(address.page, Page::Operations));
        let Some(address) = address else {
            let lang = reader(prefers);
            return pages::message(lang, 404, lang.say("site-no-page"));
        };
        let Some(lang) = address.lang else {
            if matches!(address.page, Page::File(_)) {
                return self.visit(&project, &address, Lang::En);
            }
            let mut with = address;
            with.lang = Some(reader(prefers));
            return Answer::see(with.href());
        };
        self.visit(&project, &address, lang)
    }

    fn visit(&self, project: &Project, address: &Address, lang: Lang) -> Answer {
        self.page(project, address, lang).map_or_else(
            |failure| {
                complain(&format!("{}: {}", address.href(), failure.text(lang)));
                pages::message(lang, 503, lang.say("site-unreadable"))
            },
            |answer| answer.with(header::CACHE_CONTROL, ALWAYS_ASK.to_owned()),
        )
    }

    fn page(&self, project: &Project, address: &Address, lang: Lang) -> Result<Answer, Failure> {
        let (lake, now) = (Lake::open_read(&project.lake)?, self.now());
        match address.page {
            Page::Releases => return pages::releases(address, lang, project, &lake, now),
            Page::Feed => return pages::feed(address, lang, project, &lake, now),
            Page::Operations if self.operations => {
                return pages::operations(address, lang, project, &lake, now);
            }
            Page::Operations => return Ok(pages::message(lang, 404, lang.say("site-no-page"))),
            _ => {}
        }
        let Some(status) = self.edition(&lake, &address.edition)? else {
            let missing = match address.edition {
                Edition::Latest => lang.say("site-nothing-published"),
                Edition::Release(_) => lang.say("site-no-release"),
            };
            return Ok(pages::message(lang, 404, missing));
        };
        let visit = Visit {
            address,
            lang,
            project,
            status: &status,
            current: lake.releases().current()?.is_some(),
        };
        self.kept.page(&visit, || pages::of(&visit))
    }

    /// The release that an address means, where readers may see it.
    ///
    /// # Errors
    /// When the lake cannot be read, or a file of the release is damaged.
    pub fn edition(&self, lake: &Lake, asked: &Edition) -> Result<Option<ReleaseStatus>, Failure> {
        let found = edition(lake, asked, self.now())?;
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

/// The language of a reader whose address says none: Vietnamese where their program asks for it
/// before English.
pub fn reader(prefers: &str) -> Lang {
    let place = |code: &str| prefers.find(code).unwrap_or(usize::MAX);
    if place("vi") < place("en") {
        Lang::Vi
    } else {
        Lang::En
    }
}

//! All releases that were in force, and what became of each.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::site::address::{Address, Edition, Page};
use crate::app::site::answer::Answer;
use crate::app::site::edition::editions;
use crate::app::site::frame::{Frame, Link, became, title_of_all};
use crate::config::Project;
use crate::store::{Lake, ReleaseStatus};
use askama::Template;
use chrono::{DateTime, Utc};

#[derive(Template)]
#[template(path = "releases.html")]
struct ReleasesPage {
    frame: Frame,
    lang: Lang,
    feed: String,
    releases: Vec<ReleaseLine>,
}

struct ReleaseLine {
    link: Link,
    changes: String,
    known: String,
    state: String,
    program: String,
}

/// The list of releases.
///
/// # Errors
/// When the lake cannot be read.
pub fn releases(
    address: &Address,
    lang: Lang,
    project: &Project,
    lake: &Lake,
    now: DateTime<Utc>,
) -> Result<Answer, Failure> {
    let all = editions(lake, (now, false))?;
    let sentence = say!(lang, "site-releases-sentence", count = all.len());
    let title = lang.say("site-releases").to_owned();
    let of = |status: &ReleaseStatus, page: Page| Address {
        edition: Edition::Release(status.release.id.clone()),
        page,
        ..address.clone()
    };
    let line = |status: &ReleaseStatus| ReleaseLine {
        link: Link::to(status.release.id.as_str(), &of(status, Page::Home)),
        changes: of(status, Page::Changes).href(),
        known: status.release.manifest.known_day(),
        state: became(lang, status, project.timezone),
        program: status.release.manifest.program().to_owned(),
    };
    let page = ReleasesPage {
        feed: Address {
            page: Page::Feed,
            text: false,
            ..address.clone()
        }
        .href(),
        releases: all.iter().map(line).collect(),
        frame: Frame {
            project: title_of_all(lang, project, &all),
            ..Frame::of_project(project, (address, lang), title, sentence)
        },
        lang,
    };
    Ok(Answer::page(200, &page))
}

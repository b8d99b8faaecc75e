//! The releases as an Atom feed (RFC 4287), with correction notices of the one in force.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::site::address::{Address, Edition, Page, PageChoice};
use crate::app::site::answer::Answer;
use crate::app::site::edition::{editions, made_at};
use crate::app::site::frame::{became, title_of_all, titled};
use crate::app::site::pages::correction_notices::correction_notices;
use crate::config::Project;
use crate::store::{Lake, ReleaseState, ReleaseStatus};
use askama::Template;
use chrono::{DateTime, SecondsFormat, Utc};
use std::collections::BTreeMap;

/// Most releases of the feed, the newest.
const MOST: usize = 50;

/// Most notices of an entry; its page has all.
const MOST_NOTICES: usize = 50;

#[derive(Template)]
#[template(path = "feed.xml")]
struct FeedPage {
    lang: Lang,
    title: String,
    updated: String,
    own: String,
    releases: String,
    entries: Vec<FeedEntry>,
}

struct FeedEntry {
    title: String,
    id: String,
    updated: String,
    href: String,
    changes: String,
    lines: Vec<String>,
}

/// The feed.
///
/// # Errors
/// When the lake cannot be read.
pub fn feed(
    address: &Address,
    lang: Lang,
    project: &Project,
    lake: &Lake,
    now: DateTime<Utc>,
) -> Result<Answer, Failure> {
    let all = editions(lake, (now, false))?;
    let made = made_at(lake);
    let changed_at = |status: &ReleaseStatus| changed_at(status, &made);
    let entry = |status: &ReleaseStatus| {
        entry((address, lang), project, lake, (status, changed_at(status)))
    };
    let entries: Result<Vec<FeedEntry>, Failure> = all.iter().take(MOST).map(entry).collect();
    let of = |page: Page| {
        Address {
            page,
            ..address.clone()
        }
        .href()
    };
    let page = FeedPage {
        lang,
        title: title_of_all(lang, project, &all),
        updated: all.iter().map(changed_at).max().unwrap_or_default(),
        own: of(Page::Feed),
        releases: of(Page::Releases),
        entries: entries?,
    };
    Ok(Answer::made(
        200,
        "application/atom+xml; charset=utf-8",
        &page,
    ))
}

fn entry(
    (address, lang): (&Address, Lang),
    project: &Project,
    lake: &Lake,
    (status, updated): (&ReleaseStatus, String),
) -> Result<FeedEntry, Failure> {
    let release = &status.release;
    let of = |page: Page| Address {
        edition: Edition::Release(release.id.clone()),
        page,
        choice: PageChoice::default(),
        ..address.clone()
    };
    let titles = (
        release.manifest.title_vi.as_deref(),
        release.manifest.title_en.as_deref(),
    );
    let title = titled(lang, titles);
    let known = release.manifest.known_day();
    let about = say!(
        lang,
        "site-citation",
        project = title,
        title = lang.say("site-release"),
        release = release.id,
        known = known
    );
    let mut lines = vec![about, became(lang, status, project.timezone)];
    if status.state == ReleaseState::InForce {
        lines.extend(notices(lake, (address, lang), status)?);
    }
    Ok(FeedEntry {
        title: format!("{title}: {}", release.id),
        id: format!("urn:chiso:release:{}", release.id),
        updated,
        href: of(Page::Home).href(),
        changes: of(Page::Changes).href(),
        lines,
    })
}

/// The notices of a release, a line each.
fn notices(
    lake: &Lake,
    asked: (&Address, Lang),
    status: &ReleaseStatus,
) -> Result<Vec<String>, Failure> {
    let lang = asked.1;
    let Some(found) = correction_notices(lake, asked, status)? else {
        return Ok(vec![lang.say("site-first-release").to_owned()]);
    };
    let said = found.sentence(lang);
    let lines = found.notices.iter().take(MOST_NOTICES).map(|n| {
        format!(
            "{}, {}, {}: {} ({}; {})",
            n.title, n.area, n.period, n.verdict, n.value, n.why
        )
    });
    Ok([said].into_iter().chain(lines).collect())
}

/// When readers last saw something become of a release; where nothing was decided, when it was made.
fn changed_at(status: &ReleaseStatus, made: &BTreeMap<String, DateTime<Utc>>) -> String {
    let release = &status.release;
    let at = status.changed.or_else(|| made.get(&release.id).copied());
    at.map_or_else(
        || format!("{}T00:00:00Z", release.manifest.known_day()),
        |at| at.to_rfc3339_opts(SecondsFormat::Secs, true),
    )
}

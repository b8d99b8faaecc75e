//! The releases as an Atom feed (RFC 4287), with correction notices of the one in force.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::site::address::{Address, Edition, Page, PageChoice};
use crate::app::site::answer::Answer;
use crate::app::site::edition::editions;
use crate::app::site::frame::{became, title_of_all, titled};
use crate::app::site::pages::correction_notices::correction_notices;
use crate::config::Project;
use crate::store::{Lake, Ledger, ReleaseState, ReleaseStatus};
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
        title: xml(&title_of_all(lang, project, &all)),
        updated: all.iter().map(changed_at).max().unwrap_or_default(),
        own: of(Page::Feed),
        releases: of(Page::Releases),
        entries: entries?,
    };
    let answer = Answer::page(200, &page);
    Ok(Answer::of(
        answer.status,
        "application/atom+xml; charset=utf-8",
        answer.body,
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
        title: xml(&format!("{title}: {}", release.id)),
        id: format!("urn:chiso:release:{}", release.id),
        updated,
        href: of(Page::Home).href(),
        changes: of(Page::Changes).href(),
        lines: lines.iter().map(|line| xml(line)).collect(),
    })
}

/// The notices of a release, a line each.
fn notices(
    lake: &Lake,
    asked: (&Address, Lang),
    status: &ReleaseStatus,
) -> Result<Vec<String>, Failure> {
    let lang = asked.1;
    let Some((before, notices)) = correction_notices(lake, asked, status)? else {
        return Ok(vec![lang.say("site-first-release").to_owned()]);
    };
    let count = notices.len();
    let said = say!(
        lang,
        "site-changes-sentence",
        count = count,
        before = before
    );
    let lines = notices.iter().take(MOST_NOTICES).map(|n| {
        format!(
            "{}, {}, {}: {} ({}; {})",
            n.title, n.area, n.period, n.verdict, n.value, n.why
        )
    });
    Ok([said].into_iter().chain(lines).collect())
}

/// When the run that made a release ended, by release; nothing where the ledger was lost.
fn made_at(lake: &Lake) -> BTreeMap<String, DateTime<Utc>> {
    let runs = Ledger::open(lake).and_then(|ledger| ledger.runs());
    let runs = runs.unwrap_or_default().into_iter().rev();
    runs.filter_map(|run| Some((run.release?, run.finished_at?)))
        .collect()
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

/// A text without the letters that XML cannot hold, and without those that turn its direction.
fn xml(text: &str) -> String {
    let kept = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}')
    };
    text.chars().filter(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(xml("a\u{0}\u{8}b\u{202E}c\u{FFFF} đ"), "abc đ");
    }
}

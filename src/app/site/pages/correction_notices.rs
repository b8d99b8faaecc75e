//! Correction notices: every published verdict that is another one than in the release before, with
//! what it was, what it is and why.

use crate::app::cli::{Failure, both, dash, value_of};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::site::address::{Address, Edition, Page, PageChoice};
use crate::app::site::frame::titled;
use crate::app::site::scores::name_of;
use crate::error::RunError;
use crate::inspect::release_notes::{Notice, notes};
use crate::model::{Verdict, declared_id, shown_as};
use crate::store::{Lake, ReleaseRef, ReleaseStatus};
use quick_cache::sync::Cache;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

/// Pairs of releases whose differences are kept.
const KEPT: usize = 4;

/// What is another one, by the folders of two releases.
static FOUND: LazyLock<Cache<[PathBuf; 2], Arc<Vec<Notice>>>> = LazyLock::new(|| Cache::new(KEPT));

/// A verdict that changed.
pub struct CorrectionNotice {
    /// Title of the KPI.
    pub title: String,
    /// Name of the area.
    pub area: String,
    /// Period as published.
    pub period: String,
    /// Verdict before and now, in words.
    pub verdict: String,
    /// Value before and now.
    pub value: String,
    /// What the change comes from.
    pub why: String,
    /// How the verdict came about; empty where it is no longer given.
    pub href: String,
}

/// What is another one than in the release before.
pub struct Corrections {
    /// The release that it is compared with: the one that it took the place of, or the one in force as long
    /// as it waits.
    pub before: String,
    /// The verdicts.
    pub notices: Vec<CorrectionNotice>,
    /// How many verdicts stayed, with another value or reason.
    pub stayed: usize,
}

impl Corrections {
    /// It in a sentence or two.
    pub fn sentence(&self, lang: Lang) -> String {
        let count = self.notices.len();
        let verdicts = say!(
            lang,
            "site-changes-sentence",
            count = count,
            before = self.before
        );
        if self.stayed == 0 {
            return verdicts;
        }
        let stayed = say!(lang, "site-changes-stayed", count = self.stayed);
        format!("{verdicts} {stayed}")
    }
}

/// The notices of a release; none of the first one.
///
/// # Errors
/// When a table cannot be read.
pub fn correction_notices(
    lake: &Lake,
    (address, lang): (&Address, Lang),
    status: &ReleaseStatus,
) -> Result<Option<Corrections>, Failure> {
    let release = &status.release;
    let before = if status.published {
        lake.releases().replaced(&release.id)?
    } else {
        lake.releases().current()?.map(|current| current.id)
    };
    let Some(before) = before else {
        return Ok(None);
    };
    let earlier = match crate::governance::releases::release(lake, Some(&before)) {
        Err(RunError::Unknown(_)) => return Ok(None),
        found => found?,
    };
    let all = changed_between(lake, [&earlier, release])?;
    let changed = |n: &&Notice| n.flip.verdict[0] != n.flip.verdict[1];
    let of_release = Address {
        edition: Edition::Release(release.id.clone()),
        ..address.clone()
    };
    let notices = all.iter().filter(changed);
    let notices: Vec<_> = notices.map(|n| notice(&of_release, lang, n)).collect();
    Ok(Some(Corrections {
        before,
        stayed: all.len() - notices.len(),
        notices,
    }))
}

/// What is another one from one release to another, as it was found when somebody asked first: of two
/// releases it never changes.
fn changed_between(lake: &Lake, releases: [&ReleaseRef; 2]) -> Result<Arc<Vec<Notice>>, Failure> {
    let of = releases.map(|release| release.path.clone());
    if let Some(found) = FOUND.get(&of) {
        return Ok(found);
    }
    let found = Arc::new(notes(lake, releases.map(Clone::clone))?.notices);
    FOUND.insert(of, Arc::clone(&found));
    Ok(found)
}

fn notice(address: &Address, lang: Lang, notice: &Notice) -> CorrectionNotice {
    let flip = &notice.flip;
    let (kpi, members) = declared_id(&flip.key.kpi);
    let unit = shown_as(&notice.kind.0, &notice.kind.1);
    let word = |word: &String| {
        let verdict: Option<Verdict> = word.parse().ok();
        verdict
            .map_or_else(|| dash(word), |v| lang.verdict(v))
            .to_owned()
    };
    let why = flip.why.iter().map(|cause| lang.cause(cause));
    let [vi, en] = &notice.title;
    let title = titled(lang, (filled(vi), filled(en)));
    let page = flip
        .key
        .period
        .parse()
        .ok()
        .map(|period| Page::Verdict(kpi.to_owned(), flip.key.area_code.clone(), period));
    let page = page.filter(|_| !flip.verdict[1].is_empty());
    let link = |page: Page| {
        address.to(page).choosing(|c| {
            *c = PageChoice {
                boundary: flip.key.boundary.parse().ok(),
                breakdown: members.to_owned(),
                ..PageChoice::default()
            };
        })
    };
    CorrectionNotice {
        title: if title.is_empty() {
            kpi.to_owned()
        } else {
            title
        },
        area: name_of([&notice.area[0], &notice.area[1], &flip.key.area_code]),
        period: flip.key.period.clone(),
        verdict: both(flip.verdict.each_ref().map(word)),
        value: both([0, 1].map(|side| value_of(lang, flip, side, unit))),
        why: why.collect::<Vec<_>>().join(", "),
        href: page.map(|page| link(page).href()).unwrap_or_default(),
    }
}

fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

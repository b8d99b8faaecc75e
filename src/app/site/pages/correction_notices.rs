//! Correction notices: every published verdict that is another one than in the release before, with
//! what it was, what it is and why.

use crate::app::cli::{Failure, both, dash, value_of};
use crate::app::lang::Lang;
use crate::app::site::address::{Address, Edition, Page, PageChoice};
use crate::app::site::frame::titled;
use crate::app::site::scores::name_of;
use crate::error::RunError;
use crate::inspect::release_notes::{Notice, notes};
use crate::model::{Verdict, declared_id, shown_as};
use crate::store::{Lake, ReleaseStatus};

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

/// The notices of a release, with the release that it is compared with: the one that it took the place of,
/// or the one in force as long as it waits; none of the first one.
///
/// # Errors
/// When a table cannot be read.
pub fn correction_notices(
    lake: &Lake,
    (address, lang): (&Address, Lang),
    status: &ReleaseStatus,
) -> Result<Option<(String, Vec<CorrectionNotice>)>, Failure> {
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
    let notes = notes(lake, [earlier, release.clone()])?;
    let changed = |n: &&Notice| n.flip.verdict[0] != n.flip.verdict[1];
    let of_release = Address {
        edition: Edition::Release(release.id.clone()),
        ..address.clone()
    };
    let notices = notes.notices.iter().filter(changed);
    let notices = notices.map(|n| notice(&of_release, lang, n)).collect();
    Ok(Some((before, notices)))
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

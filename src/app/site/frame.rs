//! What stands around every page: its heading and sentence, the ways to other languages and views,
//! what became of the release, and how to cite it.

use crate::app::lang::{Lang, moment};
use crate::app::messages::say;
use crate::app::site::address::{Address, Edition, Page, PageChoice};
use crate::app::site::visit::Visit;
use crate::config::Project;
use crate::store::{ReleaseState, ReleaseStatus};
use chrono_tz::Tz;

/// The pages that every page leads to, by their words.
fn sections(lang: Lang) -> [(&'static str, Page); 3] {
    [
        (lang.say("site-areas"), Page::Areas),
        (lang.say("site-studies"), Page::Studies),
        (lang.say("site-catalogue"), Page::Catalogue),
    ]
}

/// A link with its words.
#[derive(Clone, Debug)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is what is shown.
    pub current: bool,
}

impl Link {
    /// A link to an address.
    pub fn to(label: impl Into<String>, address: &Address) -> Link {
        Link {
            label: label.into(),
            href: address.href(),
            current: false,
        }
    }

    /// A link that is the one shown when that is so.
    pub fn choice(label: impl Into<String>, address: &Address, current: bool) -> Link {
        Link {
            current,
            ..Link::to(label, address)
        }
    }
}

/// What became of a release.
#[derive(Clone, Debug)]
pub struct Notice {
    /// In words.
    pub text: String,
    /// The same page of the release in force, where there is one.
    pub instead: Option<Link>,
}

/// What stands around a page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Heading.
    pub title: String,
    /// What the page answers, in a sentence.
    pub sentence: String,
    /// Title of the project.
    pub project: String,
    /// The first page.
    pub home: String,
    /// The other pages of the release that are about all of it.
    pub sections: Vec<Link>,
    /// All releases.
    pub releases: String,
    /// The page in the other language.
    pub other_lang: (Lang, String),
    /// The page with pictures or without.
    pub other_view: Link,
    /// What became of the release, unless it is in force.
    pub notice: Option<Notice>,
    /// How to cite the page, with its permanent address.
    pub citation: Option<(String, Link)>,
}

impl Frame {
    /// Around a page of a release; a page without a title is that of all of it.
    pub fn of(visit: &Visit<'_>, title: String, sentence: String) -> Frame {
        let (address, status) = (visit.address, visit.status);
        let manifest = &status.release.manifest;
        let titles = (manifest.title_vi.as_deref(), manifest.title_en.as_deref());
        let mut frame = Frame::around(address, visit.lang, (title, sentence));
        frame.project = titled(visit.lang, titles);
        frame.notice = notice(
            visit.lang,
            address,
            (status, visit.in_force.as_deref()),
            visit.project.timezone,
        );
        let permanent = Address {
            edition: Edition::Release(status.release.id.clone()),
            file: None,
            ..address.clone()
        };
        let (release, known) = (&status.release.id, manifest.known_day());
        let cited = if frame.title.is_empty() {
            frame.title.clone_from(&frame.project);
            say!(
                visit.lang,
                "site-citation-of-all",
                project = frame.project,
                release = release,
                known = known
            )
        } else {
            say!(
                visit.lang,
                "site-citation",
                project = frame.project,
                title = frame.title,
                release = release,
                known = known
            )
        };
        frame.citation = Some((cited, Link::to(permanent.href(), &permanent)));
        frame
    }

    /// Around a page of no release.
    pub fn of_project(
        project: &Project,
        (address, lang): (&Address, Lang),
        title: String,
        sentence: String,
    ) -> Frame {
        let mut frame = Frame::around(address, lang, (title, sentence));
        project
            .title
            .get(lang.is_vi())
            .clone_into(&mut frame.project);
        frame
    }

    fn around(address: &Address, lang: Lang, (title, sentence): (String, String)) -> Frame {
        let other = if lang.is_vi() { Lang::En } else { Lang::Vi };
        let elsewhere = Address {
            lang: Some(other),
            ..address.clone()
        };
        let view = Address {
            text: !address.text,
            ..address.clone()
        };
        let view_words = if address.text {
            lang.say("site-view-pictures")
        } else {
            lang.say("site-view-text")
        };
        let page = |page| Address {
            page,
            choice: PageChoice::default(),
            ..address.clone()
        };
        Frame {
            title,
            sentence,
            project: String::new(),
            home: page(Page::Home).href(),
            sections: { sections(lang).into_iter() }
                .map(|(words, section)| {
                    let current = address.page == section;
                    Link::choice(words, &page(section), current)
                })
                .collect(),
            releases: page(Page::Releases).href(),
            other_lang: (other, elsewhere.href()),
            other_view: Link::to(view_words, &view),
            notice: None,
            citation: None,
        }
    }
}

/// The title of the first of several releases, that in force; before there is one, the project's.
pub fn title_of_all(lang: Lang, project: &Project, all: &[ReleaseStatus]) -> String {
    all.first().map_or_else(
        || project.title.get(lang.is_vi()).to_owned(),
        |status| {
            let manifest = &status.release.manifest;
            titled(
                lang,
                (manifest.title_vi.as_deref(), manifest.title_en.as_deref()),
            )
        },
    )
}

/// The title in a language, or what there is.
pub fn titled(lang: Lang, (vi, en): (Option<&str>, Option<&str>)) -> String {
    let (first, second) = if lang.is_vi() { (vi, en) } else { (en, vi) };
    first.or(second).unwrap_or_default().to_owned()
}

fn notice(
    lang: Lang,
    address: &Address,
    (status, in_force): (&ReleaseStatus, Option<&str>),
    zone: Tz,
) -> Option<Notice> {
    if status.state == ReleaseState::InForce {
        return None;
    }
    let latest = Address {
        edition: Edition::Latest,
        ..address.clone()
    };
    let mut text = became(lang, status, zone);
    if !status.published {
        let before = match in_force {
            Some(id) => say!(lang, "site-in-force-now", id = id),
            None => lang.say("site-none-in-force").to_owned(),
        };
        text = format!("{text} {before}");
    }
    Some(Notice {
        text,
        instead: in_force.map(|_| Link::to(lang.say("site-see-latest"), &latest)),
    })
}

/// What became of a release: that another one took its place, or that it was withdrawn, when, and why.
/// One that was withdrawn and waits again is withdrawn until it is in force. One that was never in force
/// is not published.
pub fn became(lang: Lang, status: &ReleaseStatus, zone: Tz) -> String {
    match (status.state, &status.withdrawal) {
        (ReleaseState::InForce, _) => lang.say("approval-state-in-force").to_owned(),
        _ if !status.published => lang.say("site-not-published").to_owned(),
        (ReleaseState::Superseded, _) | (_, None) => lang.say("site-superseded").to_owned(),
        (_, Some(d)) => say!(
            lang,
            "site-withdrawn",
            when = moment(d.at, zone),
            why = d.why
        ),
    }
}

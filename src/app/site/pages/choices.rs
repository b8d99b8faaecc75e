//! What a page offers to choose: its period, its boundary, what it shows as a file.

use crate::app::site::address::FileForm;
use crate::app::site::frame::Link;
use crate::app::site::visit::Visit;
use crate::model::{Period, Span};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The periods there are, the newest first, each as a link to the page of it.
pub fn periods(
    visit: &Visit<'_>,
    there: impl Iterator<Item = Period>,
    shown: Option<Period>,
) -> Vec<Link> {
    let there: BTreeSet<Period> = there.collect();
    let link = |period: &Period| {
        let address = visit.address.choosing(|c| c.period = Some(*period));
        Link::choice(
            visit.period(*period, Span::Period),
            &address,
            Some(*period) == shown,
        )
    };
    there.iter().rev().map(link).collect()
}

/// Those of the published boundaries on which there is something, each as a link to the page on it;
/// none where there is only the one of the page.
pub fn boundaries(visit: &Visit<'_>, there: &BTreeSet<NaiveDate>) -> Vec<Link> {
    let link = |day: &NaiveDate| {
        let address = visit.address.choosing(|c| c.boundary = Some(*day));
        Link::choice(day.to_string(), &address, *day == visit.boundary())
    };
    let published = visit.boundaries().iter();
    let links: Vec<Link> = published
        .filter(|day| there.contains(day))
        .map(link)
        .collect();
    if links.iter().all(|link| link.current) {
        return vec![];
    }
    links
}

/// What the page shows as a file, in each form that it has.
pub fn files(visit: &Visit<'_>, period: Option<Period>, picture: bool) -> Vec<Link> {
    let lang = visit.lang;
    let forms = FileForm::OF_ROWS.into_iter();
    let forms = forms.chain(picture.then_some(FileForm::Svg));
    let link = |form: FileForm| {
        let mut address = visit.address.choosing(|c| c.period = period);
        address.file = Some(form);
        let words = match form {
            FileForm::Csv => lang.say("site-csv"),
            FileForm::Xlsx => lang.say("site-xlsx"),
            FileForm::Parquet => lang.say("site-parquet"),
            FileForm::Svg => lang.say("site-svg"),
        };
        Link::to(words, &address)
    };
    forms.map(link).collect()
}

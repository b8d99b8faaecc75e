//! What a page offers to choose: its period, its boundary, its rows as a file.

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

/// The rows of the page as a file.
pub fn as_csv(visit: &Visit<'_>, period: Option<Period>) -> String {
    let mut address = visit.address.choosing(|c| c.period = period);
    address.csv = true;
    address.href()
}

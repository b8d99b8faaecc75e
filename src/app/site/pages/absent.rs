//! A page of an area that has no verdicts here: where else it has some, and what it became.

use crate::app::cli::{Failure, rows_there};
use crate::app::lang::Lang;
use crate::app::rows::AreaRelationRow;
use crate::app::site::address::Page;
use crate::app::site::answer::Answer;
use crate::app::site::frame::{Frame, Link};
use crate::app::site::pages::rows::names;
use crate::app::site::scores::name_of;
use crate::app::site::visit::Visit;
use askama::Template;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Template)]
#[template(path = "absent.html")]
struct AbsentPage {
    frame: Frame,
    lang: Lang,
    became: Vec<Link>,
    boundaries: Vec<Link>,
}

/// What there is instead of an area that has no verdicts on the boundary of the page; `there` are
/// the boundaries on which it has some.
///
/// # Errors
/// When the release cannot be read.
pub fn absent(
    visit: &Visit<'_>,
    code: &str,
    there: &BTreeSet<NaiveDate>,
) -> Result<Answer, Failure> {
    let relations = rows_there::<AreaRelationRow>(visit.release(), None, &[])?;
    let pairs = relations
        .iter()
        .map(|r| (r.from_code.as_str(), r.to_code.as_str()));
    let became = successors(code, &pairs.collect::<Vec<_>>());
    let names = names(visit)?;
    let known: BTreeMap<&str, String> = names
        .iter()
        .map(|r| {
            (
                r.area_code.as_str(),
                name_of([&r.area_name_vi, &r.area_name_en, &r.area_code]),
            )
        })
        .collect();
    let link = |code: &&str| {
        let mut page = visit.address.to(Page::Area((**code).to_owned()));
        page.choice.period = visit.address.choice.period;
        Some(Link::to(known.get(*code)?.clone(), &page))
    };
    let on = |day: &&NaiveDate| visit.boundaries().contains(day);
    let elsewhere = |day: &NaiveDate| {
        let address = visit.address.choosing(|c| c.boundary = Some(*day));
        Link::to(day.to_string(), &address)
    };
    let lang = visit.lang;
    let title = lang.say("site-not-here").to_owned();
    let page = AbsentPage {
        lang,
        became: became.iter().filter_map(link).collect(),
        boundaries: there.iter().filter(on).map(elsewhere).collect(),
        frame: Frame::of(visit, title, lang.say("site-no-area").to_owned()),
    };
    Ok(Answer::page(404, &page))
}

/// Everything that the land of an area came to belong to, step by step, from pairs of before and
/// after.
pub fn successors<'p>(code: &str, pairs: &[(&str, &'p str)]) -> BTreeSet<&'p str> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut waiting = vec![code];
    while let Some(before) = waiting.pop() {
        for (_, after) in pairs.iter().filter(|(from, _)| *from == before) {
            if *after != code && found.insert(after) {
                waiting.push(after);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn successors_are_followed_through_every_step_and_circles_end() {
        let pairs = [("a", "b"), ("b", "c"), ("c", "a"), ("a", "d"), ("x", "y")];
        let found: Vec<&str> = successors("a", &pairs).into_iter().collect();
        assert_eq!(found, ["b", "c", "d"]);
        assert!(successors("none", &pairs).is_empty());
    }
}

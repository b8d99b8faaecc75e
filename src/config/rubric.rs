//! Checks a rubric: that its schemes do not hold in one year, that criteria stand once, and that bands are such as give one answer.

use super::document::At;
use super::{raw, rule, value};
use crate::model::{Band, Criterion, Dec, Finding, Frequency, Period, Rubric, Scheme};

/// Checks the schemes of a file.
pub(super) fn check(at: &At<'_>, id: &str, raw: &raw::Dataset, faults: &mut Vec<Finding>) -> Rubric {
    let at = at.key("scheme");
    if raw.scheme.is_empty() {
        faults.push(at.error(rule::MISSING_KEY, "there is no scheme").hint("add a table `[[scheme]]`"));
    }
    let mut schemes: Vec<Scheme> = vec![];
    for (i, raw) in raw.scheme.iter().enumerate() {
        let at = at.item(i);
        let Some(next) = scheme(&at, raw, faults) else { continue };
        let meets = |other: &&Scheme| other.holds(next.valid_from) || next.holds(other.valid_from);
        if let Some(other) = schemes.iter().find(meets) {
            let message = format!("`{}` and `{}` hold in one year", other.id, next.id);
            faults.push(at.key("valid_from").error(rule::DUPLICATE, message).hint("give the earlier one a `valid_to`"));
        }
        schemes.push(next);
    }
    schemes.sort_by_key(|s| s.valid_from);
    Rubric { id: id.to_owned(), schemes }
}

fn scheme(at: &At<'_>, raw: &raw::Scheme, faults: &mut Vec<Finding>) -> Option<Scheme> {
    let valid_from = year(&at.key("valid_from"), &raw.valid_from, faults);
    let valid_to = raw.valid_to.as_ref().map(|text| year(&at.key("valid_to"), text, faults));
    let id = value::text(&at.key("id"), &raw.id, faults);
    let source = value::text(&at.key("source"), &raw.source, faults);
    let mut criteria: Vec<Criterion> = vec![];
    for (i, raw) in raw.criterion.iter().enumerate() {
        let at = at.key("criterion").item(i);
        if criteria.iter().any(|c| c.id == raw.id) {
            let message = format!("there is a criterion `{}` already", raw.id);
            faults.push(at.key("id").error(rule::DUPLICATE, message).hint("a criterion stands once in a scheme: rename one of the two"));
        }
        criteria.extend(criterion(&at, raw, faults));
    }
    let (valid_from, valid_to) = (valid_from?, valid_to.map_or(Some(None), |year| year.map(Some))?);
    if valid_to.is_some_and(|last| last < valid_from) {
        let message = format!("the last year, {}, is before the first, {valid_from}", raw.valid_to.as_deref().unwrap_or_default());
        faults.push(at.key("valid_to").error(rule::BAD_VALUE, message).hint("exchange the two"));
    }
    Some(Scheme { id, valid_from, valid_to, source, criteria })
}

fn year(at: &At<'_>, text: &str, faults: &mut Vec<Finding>) -> Option<i32> {
    let period = value::parsed::<Period>(at, text, faults)?;
    if period.frequency() != Frequency::Annual {
        faults.push(at.error(rule::BAD_VALUE, format!("`{text}` is not a year")).hint("a scheme holds for whole years, as in `\"2022\"`"));
        return None;
    }
    Some(period.year())
}

fn criterion(at: &At<'_>, raw: &raw::Criterion, faults: &mut Vec<Finding>) -> Option<Criterion> {
    let maximum = value::decimal(&at.key("maximum"), &raw.maximum, faults);
    let mut bands: Vec<Band> = vec![];
    for (i, raw) in raw.band.iter().enumerate() {
        let at = at.key("band").item(i);
        let Some(next) = band(&at, raw, maximum, faults) else { continue };
        if bands.iter().any(|other| other.overlaps(&next)) {
            let hint = "a band begins with `from` and ends before `below`: let one end where the next begins";
            faults.push(at.error(rule::BAD_VALUE, "the band overlaps an earlier one").hint(hint));
        }
        bands.push(next);
    }
    if raw.verified && bands.is_empty() {
        faults.push(
            at.key("verified")
                .error(rule::BAD_VALUE, "there are no bands that could be verified")
                .hint("write `[[scheme.criterion.band]]`, or leave `verified` out"),
        );
    }
    if !bands.is_empty() && raw.kpi.is_none() {
        faults.push(
            at.key("kpi").error(rule::MISSING_KEY, "bands are of a KPI's value, and none is named").hint("write `kpi`, or leave the bands out"),
        );
    }
    Some(Criterion {
        id: value::text(&at.key("id"), &raw.id, faults),
        field: value::text(&at.key("field"), &raw.field, faults),
        title: value::title(&at.key("title"), &raw.title, faults),
        maximum: maximum?,
        kpi: raw.kpi.clone().unwrap_or_default(),
        item: None,
        verified: raw.verified,
        bands,
        source: raw.source.clone().unwrap_or_default(),
    })
}

fn band(at: &At<'_>, raw: &raw::Band, maximum: Option<Dec>, faults: &mut Vec<Finding>) -> Option<Band> {
    let bound = |key: &str, text: Option<&String>, faults: &mut Vec<Finding>| text.map(|text| value::decimal(&at.key(key), text, faults));
    let (from, below) = (bound("from", raw.from.as_ref(), faults), bound("below", raw.below.as_ref(), faults));
    let points = value::decimal(&at.key("points"), &raw.points, faults)?;
    if let (Some(Some(from)), Some(Some(below))) = (from, below)
        && from >= below
    {
        faults.push(at.key("below").error(rule::BAD_VALUE, format!("no value is from {from} on and below {below}")).hint("exchange the two"));
    }
    if maximum.is_some_and(|most| points > most) || points < Dec::ZERO {
        let message = format!("{points} points are outside nought and the maximum of the criterion");
        faults.push(at.key("points").error(rule::BAD_VALUE, message).hint("mend the points or `maximum`"));
    }
    Some(Band { from: from.unwrap_or_default(), below: below.unwrap_or_default(), points })
}

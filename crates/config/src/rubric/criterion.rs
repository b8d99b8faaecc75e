//! A criterion of a rubric: its maximum, and the bands of a KPI's value with their points.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{Band, Criterion, Dec, Finding};

/// Checks it; `None` when its maximum cannot be read.
pub(super) fn criterion(
    at: &ConfigNode<'_>,
    raw: &raw::Criterion,
    faults: &mut Vec<Finding>,
) -> Option<Criterion> {
    let maximum = value::decimal(&at.key("maximum"), &raw.maximum, faults);
    let bands = bands(&at.key("band"), &raw.band, maximum, faults);
    if raw.verified && bands.is_empty() {
        faults.push(
            at.key("verified")
                .error(rule::BAD_VALUE, "there are no bands that could be verified")
                .hint("write `[[scheme.criterion.band]]`, or leave `verified` out"),
        );
    }
    if !bands.is_empty() && raw.kpi.is_none() {
        faults.push(
            at.key("kpi")
                .error(
                    rule::MISSING_KEY,
                    "bands are of a KPI's value, and none is named",
                )
                .hint("write `kpi`, or leave the bands out"),
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

/// The bands of a criterion, none of which overlaps another.
fn bands(
    at: &ConfigNode<'_>,
    raw: &[raw::Band],
    maximum: Option<Dec>,
    faults: &mut Vec<Finding>,
) -> Vec<Band> {
    let mut bands: Vec<Band> = vec![];
    for (i, raw) in raw.iter().enumerate() {
        let at = at.item(i);
        let Some(next) = band(&at, raw, maximum, faults) else {
            continue;
        };
        if bands.iter().any(|other| other.overlaps(&next)) {
            let hint = "a band begins with `from` and ends before `below`: let one end where the \
                next begins";
            faults.push(
                at.error(rule::BAD_VALUE, "the band overlaps an earlier one")
                    .hint(hint),
            );
        }
        bands.push(next);
    }
    bands
}

fn band(
    at: &ConfigNode<'_>,
    raw: &raw::Band,
    maximum: Option<Dec>,
    faults: &mut Vec<Finding>,
) -> Option<Band> {
    let bound = |key: &str, text: Option<&String>, faults: &mut Vec<Finding>| {
        text.map(|text| value::decimal(&at.key(key), text, faults))
    };
    let (from, below) = (
        bound("from", raw.from.as_ref(), faults),
        bound("below", raw.below.as_ref(), faults),
    );
    let points = value::decimal(&at.key("points"), &raw.points, faults)?;
    if let (Some(Some(from)), Some(Some(below))) = (from, below)
        && from >= below
    {
        faults.push(
            at.key("below")
                .error(
                    rule::BAD_VALUE,
                    format!("no value is from {from} on and below {below}"),
                )
                .hint("exchange the two"),
        );
    }
    if maximum.is_some_and(|most| points > most) || points < Dec::ZERO {
        let message =
            format!("{points} points are not between zero and the maximum of the criterion");
        faults.push(
            at.key("points")
                .error(rule::BAD_VALUE, message)
                .hint("correct the points or `maximum`"),
        );
    }
    Some(Band {
        from: from.unwrap_or_default(),
        below: below.unwrap_or_default(),
        points,
    })
}

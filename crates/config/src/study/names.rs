//! The series that a study names: that they are declared, and that each has one part in it.

use crate::document::ConfigNode;
use crate::names::{Names, known_series};
use crate::{raw, rule, value};
use chiso_model::Finding;

/// Scores, outcomes and controls are measures or KPIs of the project.
pub(super) fn declared(
    at: &ConfigNode<'_>,
    raw: &raw::Study,
    known: &Names,
    faults: &mut Vec<Finding>,
) {
    for (key, names) in [
        ("scores", &raw.scores),
        ("outcomes", &raw.outcomes),
        ("controls", &raw.controls),
    ] {
        let at = at.key(key);
        value::repeated(&at, names, faults);
        for (i, name) in names.iter().enumerate() {
            known_series(&at.item(i), name, known, faults);
        }
    }
}

/// A series is a score, an outcome or a control, and never two of these; what is called circular is
/// a score.
pub(super) fn apart(at: &ConfigNode<'_>, raw: &raw::Study, faults: &mut Vec<Finding>) {
    for (key, names, others, what) in [
        ("outcomes", &raw.outcomes, &raw.scores, "a score"),
        ("controls", &raw.controls, &raw.scores, "a score"),
        ("controls", &raw.controls, &raw.outcomes, "an outcome"),
    ] {
        for (i, name) in names
            .iter()
            .enumerate()
            .filter(|(_, name)| others.contains(name))
        {
            let message = format!("`{name}` is {what} of the study already");
            faults.push(
                at.key(key)
                    .item(i)
                    .error(rule::BAD_VALUE, message)
                    .hint("a series has one part in a study: leave one out"),
            );
        }
    }
    for (i, name) in raw
        .circular
        .iter()
        .enumerate()
        .filter(|(_, name)| !raw.scores.contains(name))
    {
        let scores: Vec<&str> = raw.scores.iter().map(String::as_str).collect();
        let hint = value::did_you_mean(name, "scores", &scores);
        faults.push(
            at.key("circular")
                .item(i)
                .error(
                    rule::UNKNOWN_NAME,
                    format!("the study has no score `{name}`"),
                )
                .hint(hint),
        );
    }
}

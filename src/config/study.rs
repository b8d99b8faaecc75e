//! Checks studies: that what they name exists, and that the row that counts is one of those they
//! ask for.

use super::document::ConfigNode;
use super::names::known_series;
use super::scope::Scope;
use super::{raw, rule, value};
use crate::model::{Design, Finding, Frequency, Method, Primary, Study};
use std::fmt::Display;

/// Fewest areas of a study that does not say.
const MIN_AREAS: usize = 20;
/// Resamples of a study that does not say.
const RESAMPLES: u32 = 999;
/// Seed of a study that does not say.
const SEED: u32 = 1;
/// Longest lag or lead.
const LONGEST: i64 = 100;
const FREQUENCIES: [(&str, Frequency); 3] = [
    ("A", Frequency::Annual),
    ("Q", Frequency::Quarterly),
    ("M", Frequency::Monthly),
];

/// Checks a study of a pipeline.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Study,
    pipeline: &str,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Option<Study> {
    let before = faults.len();
    for (key, names) in [
        ("scores", &raw.scores),
        ("outcomes", &raw.outcomes),
        ("controls", &raw.controls),
    ] {
        let at = at.key(key);
        value::repeated(&at, names, faults);
        names
            .iter()
            .enumerate()
            .for_each(|(i, name)| known_series(&at.item(i), name, scope.names, faults));
    }
    apart(at, raw, faults);
    let (designs, methods) = (
        words(&at.key("designs"), &raw.designs, faults),
        words(&at.key("methods"), &raw.methods, faults),
    );
    let lags = lags(&at.key("lags"), raw.lags.as_deref().unwrap_or(&[0]), faults);
    value::repeated(&at.key("areas"), &raw.areas, faults);
    let number = |key: &str, raw: Option<i64>, least: i64, most: i64, faults: &mut Vec<Finding>| {
        raw.and_then(|n| value::whole::<u32>(&at.key(key), n, least..=most, faults))
    };
    let study = Study {
        id: value::identifier(&at.key("id"), &raw.id, faults),
        title: value::title(&at.key("title"), &raw.title, faults),
        primary: primary(
            &at.key("primary"),
            &raw.primary,
            (&designs, &methods, &lags),
            faults,
        )?,
        scores: raw.scores.clone(),
        outcomes: raw.outcomes.clone(),
        designs,
        methods,
        lags,
        controls: raw.controls.clone(),
        circular: raw.circular.clone(),
        level: value::text(&at.key("level"), &raw.level, faults),
        areas: raw.areas.clone(),
        frequency: raw
            .frequency
            .as_ref()
            .map_or(Some(Frequency::Annual), |w| {
                value::one_of(&at.key("frequency"), w, "frequency", &FREQUENCIES, faults)
            })?,
        boundary: boundary(&at.key("boundary"), raw.boundary.as_deref(), scope, faults),
        min_areas: number("min_areas", raw.min_areas, 3, 100_000, faults)
            .map_or(MIN_AREAS, |n| n as usize),
        resamples: number("resamples", raw.resamples, 99, 1_000_000, faults).unwrap_or(RESAMPLES),
        seed: number("seed", raw.seed, 0, i64::from(u32::MAX), faults).unwrap_or(SEED),
        pool_schemes: raw.pool_schemes.unwrap_or(false),
        pipeline: pipeline.to_owned(),
    };
    (faults.len() == before).then_some(study)
}

/// A series is a score, an outcome or a control, and never two of these; what is called circular is
/// a score.
fn apart(at: &ConfigNode<'_>, raw: &raw::Study, faults: &mut Vec<Finding>) {
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

/// Words of a closed list, each once.
fn words<T: std::str::FromStr<Err = crate::model::WordError>>(
    at: &ConfigNode<'_>,
    raw: &[String],
    faults: &mut Vec<Finding>,
) -> Vec<T> {
    value::repeated(at, raw, faults);
    raw.iter()
        .enumerate()
        .filter_map(|(i, word)| value::word(&at.item(i), word, faults))
        .collect()
}

fn lags(at: &ConfigNode<'_>, raw: &[i64], faults: &mut Vec<Finding>) -> Vec<i32> {
    if raw.is_empty() {
        faults.push(
            at.error(rule::BAD_VALUE, "there is no lag")
                .hint("write at least one, as in `[0, 1]`"),
        );
    }
    let texts: Vec<String> = raw.iter().map(ToString::to_string).collect();
    value::repeated(at, &texts, faults);
    raw.iter()
        .enumerate()
        .filter_map(|(i, lag)| value::whole(&at.item(i), *lag, -LONGEST..=LONGEST, faults))
        .collect()
}

fn boundary(
    at: &ConfigNode<'_>,
    raw: Option<&str>,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Option<chrono::NaiveDate> {
    let day = value::date(at, raw?, faults)?;
    if !scope.boundaries.is_empty() && !scope.boundaries.contains(&day) {
        let days: Vec<String> = scope.boundaries.iter().map(ToString::to_string).collect();
        let hint = format!(
            "write one of {}",
            value::list(days.iter().map(String::as_str))
        );
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("{day} is not a boundary of the project"),
            )
            .hint(hint),
        );
    }
    Some(day)
}

/// What counts must be among what is asked for.
fn primary(
    at: &ConfigNode<'_>,
    raw: &raw::Primary,
    (designs, methods, lags): (&[Design], &[Method], &[i32]),
    faults: &mut Vec<Finding>,
) -> Option<Primary> {
    let design: Option<Design> = value::word(&at.key("design"), &raw.design, faults);
    let method: Option<Method> = value::word(&at.key("method"), &raw.method, faults);
    let lag = raw.lag.unwrap_or(0);
    among(
        &at.key("design"),
        design.as_ref(),
        designs,
        "designs",
        faults,
    );
    among(
        &at.key("method"),
        method.as_ref(),
        methods,
        "methods",
        faults,
    );
    let lag = lags.iter().copied().find(|l| i64::from(*l) == lag);
    if lag.is_none() {
        let shown: Vec<String> = lags.iter().map(ToString::to_string).collect();
        let hint = format!(
            "its lags are {}",
            value::list(shown.iter().map(String::as_str))
        );
        faults.push(
            at.key("lag")
                .error(
                    rule::BAD_VALUE,
                    format!("{} is not a lag of the study", raw.lag.unwrap_or(0)),
                )
                .hint(hint),
        );
    }
    Some(Primary {
        design: design?,
        method: method?,
        lag: lag?,
    })
}

fn among<T: PartialEq + Display>(
    at: &ConfigNode<'_>,
    chosen: Option<&T>,
    asked: &[T],
    what: &str,
    faults: &mut Vec<Finding>,
) {
    if let Some(chosen) = chosen.filter(|c| !asked.contains(c)) {
        let shown: Vec<String> = asked.iter().map(ToString::to_string).collect();
        let hint = format!(
            "its {what} are {}",
            value::list(shown.iter().map(String::as_str))
        );
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("`{chosen}` is not among the study's {what}"),
            )
            .hint(hint),
        );
    }
}

//! Checks studies: that what they name exists, and that the row that counts is one of those they
//! ask for.

mod names;
mod primary;

use super::document::ConfigNode;
use super::scope::Scope;
use super::{raw, rule, value};
use chiso_model::{Finding, Frequency, Study, WordError};
use primary::{StudyRows, primary};
use std::str::FromStr;

/// Fewest areas of a study that does not say.
const MIN_AREAS: usize = 20;
/// Resamples of a study that does not say.
const RESAMPLES: u32 = 999;
/// Seed of a study that does not say.
const SEED: u32 = 1;
/// Longest lag or lead.
const LONGEST: i64 = 100;
const FREQUENCIES: [(&str, Frequency); 4] = [
    ("A", Frequency::Annual),
    ("S", Frequency::HalfYearly),
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
    names::declared(at, raw, scope.names, faults);
    names::apart(at, raw, faults);
    let asked = StudyRows {
        designs: words(&at.key("designs"), &raw.designs, faults),
        methods: words(&at.key("methods"), &raw.methods, faults),
        lags: lags(&at.key("lags"), raw.lags.as_deref().unwrap_or(&[0]), faults),
    };
    value::repeated(&at.key("areas"), &raw.areas, faults);
    let number = |key: &str, raw: Option<i64>, least: i64, most: i64, faults: &mut Vec<Finding>| {
        raw.and_then(|n| value::whole::<u32>(&at.key(key), n, least..=most, faults))
    };
    let study = Study {
        id: value::identifier(&at.key("id"), &raw.id, faults),
        title: value::title(&at.key("title"), &raw.title, faults),
        primary: primary(&at.key("primary"), &raw.primary, &asked, faults)?,
        scores: raw.scores.clone(),
        outcomes: raw.outcomes.clone(),
        designs: asked.designs,
        methods: asked.methods,
        lags: asked.lags,
        controls: raw.controls.clone(),
        circular: raw.circular.clone(),
        level: value::text(&at.key("level"), &raw.level, faults),
        areas: raw.areas.clone(),
        frequency: frequency(&at.key("frequency"), raw.frequency.as_deref(), faults)?,
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

/// Words of a closed list, each once.
fn words<T: FromStr<Err = WordError>>(
    at: &ConfigNode<'_>,
    raw: &[String],
    faults: &mut Vec<Finding>,
) -> Vec<T> {
    value::repeated(at, raw, faults);
    value::each(at, raw, |at, word| value::word(at, word, faults))
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
    value::each(at, raw, |at, lag| {
        value::whole(at, *lag, -LONGEST..=LONGEST, faults)
    })
}

/// How long the periods compared are: years, unless it is said.
fn frequency(
    at: &ConfigNode<'_>,
    raw: Option<&str>,
    faults: &mut Vec<Finding>,
) -> Option<Frequency> {
    raw.map_or(Some(Frequency::Annual), |word| {
        value::one_of(at, word, "frequency", &FREQUENCIES, faults)
    })
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

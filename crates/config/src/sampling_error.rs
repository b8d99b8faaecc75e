//! Checks how a survey states the sampling error of a measure's figures.

use super::document::ConfigNode;
use super::names::{Names, known};
use super::scope::Scope;
use super::units::units;
use super::{raw, rule, value};
use chiso_model::{
    ConfidenceLevel, Dataset, Dec, Finding, Measure, MeasureSource, Place, SamplingError,
};
use std::collections::BTreeSet;

/// The ways, for a hint.
const WAYS: &str = "write `standard_error`, or `lower`, `upper` and `level`, or `sample_size`";

/// Checks it; `None` where it is not said in one way.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::SamplingError,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Option<SamplingError> {
    let named = [
        ("standard_error", &raw.standard_error),
        ("lower", &raw.lower),
        ("upper", &raw.upper),
        ("sample_size", &raw.sample_size),
    ];
    for (key, measure) in named {
        if let Some(measure) = measure {
            known(
                &at.key(key),
                measure,
                &scope.names.measures,
                "measure",
                faults,
            );
        }
    }
    let interval = raw.lower.is_some() || raw.upper.is_some();
    let ways = [
        raw.standard_error.is_some(),
        interval,
        raw.sample_size.is_some(),
    ];
    if ways.iter().filter(|way| **way).count() != 1 {
        let message = "a sampling error is stated in one way";
        faults.push(at.error(rule::BAD_VALUE, message).hint(WAYS));
        return None;
    }
    for (key, given, with) in [
        ("level", raw.level.is_some(), interval),
        ("design_effect", raw.design_effect.is_some(), ways[2]),
    ] {
        if given && !with {
            let message = format!("`{key}` says nothing of this sampling error");
            let hint = "`level` belongs to `lower` and `upper`, `design_effect` to `sample_size`";
            faults.push(at.key(key).error(rule::UNKNOWN_KEY, message).hint(hint));
        }
    }
    if let Some(error) = &raw.standard_error {
        return Some(SamplingError::StandardError(error.clone()));
    }
    if let Some(size) = &raw.sample_size {
        return Some(SamplingError::SampleSize {
            size: size.clone(),
            design_effect: design_effect(&at.key("design_effect"), raw, faults)?,
        });
    }
    interval_of(at, raw, faults)
}

fn interval_of(
    at: &ConfigNode<'_>,
    raw: &raw::SamplingError,
    faults: &mut Vec<Finding>,
) -> Option<SamplingError> {
    let (Some(lower), Some(upper), Some(level)) = (&raw.lower, &raw.upper, &raw.level) else {
        let message = "an interval has a lower and an upper end, and a level";
        let hint = "write `lower`, `upper` and `level = \"0.95\"`";
        faults.push(at.error(rule::MISSING_KEY, message).hint(hint));
        return None;
    };
    let level: ConfidenceLevel = value::word(&at.key("level"), level, faults)?;
    Some(SamplingError::Interval {
        lower: lower.clone(),
        upper: upper.clone(),
        level,
    })
}

fn design_effect(
    at: &ConfigNode<'_>,
    raw: &raw::SamplingError,
    faults: &mut Vec<Finding>,
) -> Option<Dec> {
    let Some(text) = &raw.design_effect else {
        return Some(Dec::from_int(1));
    };
    let effect = value::decimal(at, text, faults)?;
    if !effect.is_positive() {
        let message = format!("`{effect}` is not a positive number");
        let hint = "write by how much the design of the sample multiplies the variance, as in \
            `\"1.5\"`; leave it out for a simple random sample";
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
    }
    Some(effect)
}

/// What is wrong once all measures are known: an error that is one of itself, or of a survey, and
/// one in another unit than the figures.
pub(super) fn settle(
    measures: &[Measure],
    datasets: &[Dataset],
    names: &Names,
    faults: &mut Vec<Finding>,
) {
    for measure in measures {
        let Some(declared) = &measure.sampling_error else {
            continue;
        };
        for (key, id) in declared.measures() {
            let Some(error) = measures.iter().find(|m| m.id == id) else {
                continue;
            };
            let hint = "name the measure of the error, as the survey states it";
            let fault = if error.sampling_error.is_some() {
                Some((format!("`{id}` has a sampling error itself"), hint))
            } else if error.derived.is_some() {
                Some((format!("`{id}` is made from other measures"), hint))
            } else {
                let unit = |m| units(m, (measures, datasets));
                let asked = (unit(measure), unit(error));
                wrong_unit(declared, (&measure.id, id), asked)
            };
            let mut place = names.measures.place(&measure.id);
            place.col = format!("measure.sampling_error.{key}");
            if let Some(dimension) = open_dimension(error, datasets) {
                faults.push(put_together(place.clone(), id, dimension));
            }
            if let Some((message, hint)) = fault {
                faults.push(Finding::error(rule::BAD_VALUE, place, message).hint(hint));
            }
        }
    }
}

/// A dimension of which a measure may take several rows for one figure. Of one with a register of
/// members it takes the total, and what is added up over members is known as such.
fn open_dimension<'d>(measure: &Measure, datasets: &'d [Dataset]) -> Option<&'d str> {
    let open = |source: &MeasureSource| {
        let dataset = datasets.iter().find(|d| d.id == source.dataset)?;
        let filter = source.filter.as_ref();
        let settled = |name: &str| {
            let preferred = source.prefer.as_ref().is_some_and(|(by, _)| by == name);
            preferred || filter.is_some_and(|f| f.pins(name))
        };
        let mut dimensions = dataset.contract.dimensions.iter();
        let found =
            dimensions.find(|d| d.members.is_none() && d.one_of.len() != 1 && !settled(&d.name))?;
        Some(found.name.as_str())
    };
    measure.sources.iter().find_map(open)
}

fn put_together(place: Place, error: &str, dimension: &str) -> Finding {
    let message = format!(
        "`{error}` puts together the rows of all `{dimension}`, and errors that are put together \
            are not the error of the figure"
    );
    let hint = format!("choose one value in its `where`: `{dimension} = '…'`");
    Finding::warning(rule::OPEN_SUM, place, message).hint(hint)
}

type Units<'d> = Option<BTreeSet<&'d str>>;

/// An error in a unit that the figures never have says nothing of them; a sample size says
/// something of proportions only.
fn wrong_unit(
    declared: &SamplingError,
    (measure, error): (&str, &str),
    (own, of_error): (Units<'_>, Units<'_>),
) -> Option<(String, &'static str)> {
    let (own, listed) = (own?, |units: &BTreeSet<&str>| {
        value::list(units.iter().copied())
    });
    if let SamplingError::SampleSize { .. } = declared {
        let proportion = own.contains("percent") || own.contains("ratio");
        let message = format!(
            "`{measure}` is in {}: a sample size gives the error of a proportion only",
            listed(&own)
        );
        let hint = "have the survey state its standard errors, and name them in `standard_error`";
        return (!proportion).then_some((message, hint));
    }
    let of_error = of_error?;
    let message = format!(
        "`{error}` is in {}, and `{measure}` in {}",
        listed(&of_error),
        listed(&own)
    );
    let hint = "give both the same unit in their contracts";
    own.is_disjoint(&of_error).then_some((message, hint))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, check_faults};

    const PLAN: &str = "[[measure]]\nid = \"revenue_plan_government\"";

    fn with(error: &str) -> String {
        format!(
            "[[measure]]\nid = \"index\"\ntitle = {{ en = \"Index\" }}\nsampling_error = {{ {error} \
                }}\nsource = [{{ dataset = \"new_enterprises\", value = \
                \"mean(enterprises)\" }}]\n\n{PLAN}"
        )
    }

    #[test]
    fn an_error_that_is_put_together_of_several_rows_is_remarked_on() {
        let error = with("standard_error = \"revenue_plan_government\"");
        let sample = Sample::new().edit("pipelines/annual.toml", PLAN, &error);
        let (_, faults) = sample.load().unwrap();
        let found = faults
            .iter()
            .find(|f| f.place.col == "measure.sampling_error.standard_error");
        assert_eq!(
            found.map(|f| (f.rule.as_ref(), f.message.as_str())),
            Some((
                "open_sum",
                "`revenue_plan_government` puts together the rows of all `indicator`, and errors \
                    that are put together are not the error of the figure"
            ))
        );
    }

    #[test]
    fn faults_of_sampling_errors() {
        check_faults(&[
            (
                "pipelines/annual.toml",
                PLAN,
                &with("standard_error = \"errors\", level = \"0.95\""),
                &[
                    "error[unknown_key]: pipelines/annual.toml:15, column \
                        `measure.sampling_error.level`: `level` says nothing of this sampling error",
                    "  hint: `level` belongs to `lower` and `upper`, `design_effect` to \
                        `sample_size`",
                    "error[unknown_name]: pipelines/annual.toml:15, column \
                        `measure.sampling_error.standard_error`: there is no measure `errors`",
                    "  hint: the measures are `index`, `new_firms`, `revenue_plan_government`",
                ],
            ),
            (
                "pipelines/annual.toml",
                PLAN,
                &with("lower = \"new_firms\", sample_size = \"new_firms\""),
                &[
                    "error[bad_value]: pipelines/annual.toml:15, column `measure.sampling_error`: \
                        a sampling error is stated in one way",
                    "  hint: write `standard_error`, or `lower`, `upper` and `level`, or \
                        `sample_size`",
                ],
            ),
            (
                "pipelines/annual.toml",
                PLAN,
                &with("lower = \"new_firms\", upper = \"new_firms\", level = \"95\""),
                &[
                    "error[bad_value]: pipelines/annual.toml:15, column \
                        `measure.sampling_error.level`: `95` is not a confidence level",
                    "  hint: write one of `0.90`, `0.95`, `0.99`",
                ],
            ),
            (
                "pipelines/annual.toml",
                PLAN,
                &with("sample_size = \"new_firms\", design_effect = \"0\""),
                &[
                    "error[bad_value]: pipelines/annual.toml:13, column \
                        `measure.sampling_error.sample_size`: `index` is in `enterprises`: a \
                        sample size gives the error of a proportion only",
                    "  hint: have the survey state its standard errors, and name them in \
                        `standard_error`",
                    "error[bad_value]: pipelines/annual.toml:15, column \
                        `measure.sampling_error.design_effect`: `0` is not a positive number",
                    "  hint: write by how much the design of the sample multiplies the variance, \
                        as in `\"1.5\"`; leave it out for a simple random sample",
                ],
            ),
            (
                "pipelines/annual.toml",
                PLAN,
                &with("standard_error = \"index\""),
                &[
                    "error[bad_value]: pipelines/annual.toml:13, column \
                        `measure.sampling_error.standard_error`: `index` has a sampling error \
                        itself",
                    "  hint: name the measure of the error, as the survey states it",
                ],
            ),
        ]);
    }
}

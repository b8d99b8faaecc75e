//! Checks measures: their datasets, and the expressions over the columns of each.

mod below;
mod by;
mod expression;
mod periods;
mod source;

pub(super) use periods::{add_over_time, asks_over_time};

use super::document::ConfigNode;
use super::scope::Scope;
use super::{made, raw, rule, sampling_error, value};
use chiso_model::{Break, Finding, Measure, MeasureSource, OverTime, Period, Splice};
use std::sync::Arc;

/// Checks a measure.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Measure,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Measure {
    let sources = at.key("source");
    if raw.source.is_empty() && !made::is_derived(raw) {
        faults.push(
            sources
                .error(rule::BAD_VALUE, "the measure has no source")
                .hint("add a table `[[measure.source]]`"),
        );
    }
    let id = value::identifier(&at.key("id"), &raw.id, faults);
    let title = value::title(&at.key("title"), &raw.title, faults);
    let over_time = value::optional(
        &at.key("over_time"),
        raw.over_time.as_ref(),
        value::word,
        faults,
    );
    let mut sources = value::each(&sources, &raw.source, |at, raw| {
        source::source(at, raw, (scope, over_time), faults)
    });
    let by = by::by(&at.key("by"), raw, &sources, faults);
    let periods = periods::periods((at, scope.fiscal), raw, over_time, &sources, faults);
    let breaks = breaks(&at.key("break"), &raw.breaks, over_time, faults);
    let derived = made::derived(at, raw, scope, faults).map(Arc::new);
    let weight = made::weight(at, raw, scope, faults);
    let sum_of = raw
        .sum_of
        .as_ref()
        .map(|level| below::sum_of(&at.key("sum_of"), level, (&sources, scope), faults));
    if let Some(level) = &raw.records_of {
        below::records_of(&at.key("records_of"), level, (&mut sources, scope), faults);
    }
    let splices = value::each(&at.key("splice"), &raw.splices, |at, raw| {
        Some(splice(at, raw, &sources, faults))
    });
    let sampling_error = raw
        .sampling_error
        .as_ref()
        .and_then(|raw| sampling_error::check(&at.key("sampling_error"), raw, scope, faults));
    Measure {
        id,
        title,
        sources,
        by,
        members: vec![],
        periods,
        over_time,
        breaks,
        derived,
        weight,
        sum_of,
        splices,
        sampling_error,
    }
}

/// A splice joins datasets of the measure; one that joins a single one, or none, joins nothing.
fn splice(
    at: &ConfigNode<'_>,
    raw: &raw::Splice,
    sources: &[MeasureSource],
    faults: &mut Vec<Finding>,
) -> Splice {
    let at_datasets = at.key("datasets");
    value::repeated(&at_datasets, &raw.datasets, faults);
    let known: Vec<&str> = sources.iter().map(|s| s.dataset.as_str()).collect();
    for (i, dataset) in raw
        .datasets
        .iter()
        .enumerate()
        .filter(|(_, d)| !known.contains(&d.as_str()))
    {
        let message = format!("`{dataset}` is not a source of the measure");
        faults.push(
            at_datasets
                .item(i)
                .error(rule::UNKNOWN_NAME, message)
                .hint(value::did_you_mean(dataset, "sources", &known)),
        );
    }
    Splice {
        reason: value::bilingual(&at.key("reason"), "reason", &raw.reason, faults),
        datasets: raw.datasets.clone(),
    }
}

fn breaks(
    at: &ConfigNode<'_>,
    raw: &[raw::Break],
    over_time: Option<OverTime>,
    faults: &mut Vec<Finding>,
) -> Vec<Break> {
    let mut breaks = value::each(at, raw, |at, raw| {
        let note = value::bilingual(&at.key("note"), "note", &raw.note, faults);
        Some(Break {
            from: value::parsed::<Period>(&at.key("from"), &raw.from, faults)?,
            note,
            over_time,
        })
    });
    breaks.sort_by_key(|b| b.from.start());
    breaks
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

    #[test]
    fn faults_of_measures() {
        check_faults(&[
            (
                "pipelines/annual.toml",
                r#""sum(enterprises)""#,
                r#""sum(enterprices)""#,
                &[
                    "error[bad_expression]: pipelines/annual.toml:9, column \
                        `measure.source.value`: `enterprices` is not a column at character 5 of \
                        `sum(enterprices)`",
                    "  hint: did you mean `enterprises`?",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"title = { en = "New firms" }
[[measure.source]]
dataset = "new_enterprises"
value = "sum(enterprises)""#,
                r#"title = { en = "New firms" }
sum_of = "agency"
[[measure.source]]
dataset = "new_enterprises"
value = "mean(enterprises)""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:7, column `measure.sum_of`: `mean` of \
                        `new_enterprises` does not add up over areas",
                    "  hint: leave `sum_of` out, or use `sum` or `count`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#""sum(enterprises)""#,
                r#""sum(rank)""#,
                &[
                    "error[bad_expression]: pipelines/annual.toml:9, column \
                        `measure.source.value`: `rank` is not the value column",
                    "  hint: write `sum(enterprises)`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#""sum(enterprises)""#,
                r#""sum(enterprises) / 2""#,
                &[
                    "error[bad_expression]: pipelines/annual.toml:9, column \
                        `measure.source.value`: `/` is not part of the grammar at character 18 of \
                        `sum(enterprises) / 2`",
                    "  hint: the grammar: `sum(column)` in `value`; `column = 'text' AND NOT (n < \
                        3 OR n IS NULL)` in `where`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"event = 'new'""#,
                r#"event = new""#,
                &[
                    "error[bad_expression]: pipelines/annual.toml:10, column \
                        `measure.source.where`: `new` is not a column; a text is written `'new'` \
                        at character 9 of `event = new`",
                    "  hint: the columns are `area_code`, `period`, `span`, `unit`, `basis`, \
                        `scheme`, `plan_stage`, `status`, `source_id`, `rank`, `rounding`, \
                        `derived`, `obs_status`, `covers`, `note`, `event`, `enterprises`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"event = 'new'""#,
                r#"known_from > '2020'""#,
                &[
                    "error[bad_expression]: pipelines/annual.toml:10, column \
                        `measure.source.where`: `known_from` is not a column at character 1 of \
                        `known_from > '2020'`",
                    "  hint: an expression must mean the same as of every day, so it cannot ask \
                        for times",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#""budget_plan""#,
                r#""budget_plans""#,
                &[
                    "error[unknown_name]: pipelines/annual.toml:16, column \
                        `measure.source.dataset`: there is no dataset `budget_plans`",
                    "  hint: did you mean `budget_plan`?",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#""budget_plan""#,
                r#""areas""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:16, column `measure.source.dataset`: \
                        `areas` is a register of areas, not a dataset of observations",
                    "  hint: name a dataset of kind `observations`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"prefer = { column = "plan_stage""#,
                r#"prefer = { column = "rank""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:19, column \
                        `measure.source.prefer.column`: `rank` is not a column of text",
                    "  hint: the columns of text are `area_code`, `period`, `span`, `unit`, \
                        `basis`, `scheme`, `plan_stage`, `status`, `source_id`, `obs_status`, \
                        `covers`, `note`, `indicator`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"prefer = { column = "plan_stage""#,
                r#"prefer = { column = "plan_stages""#,
                &[
                    "error[unknown_name]: pipelines/annual.toml:19, column \
                        `measure.source.prefer.column`: `plan_stages` is not a column",
                    "  hint: did you mean `plan_stage`?",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"order = ["assigned", "submitted"]"#,
                r#"order = ["assigned", "submited"]"#,
                &[
                    "error[bad_value]: pipelines/annual.toml:19, column \
                        `measure.source.prefer.order`: `submited` is not a plan stage",
                    "  hint: write one of `submitted`, `assigned`, `council`, `revised`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"all = ["a", "b"]"#,
                "all = []",
                &[
                    "error[bad_value]: pipelines/annual.toml:20, column \
                        `measure.source.parts.all`: the list is empty",
                    "  hint: name at least one value",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"[[measure.source]]
dataset = "new_enterprises"
value = "sum(enterprises)"
where = "event = 'new'"
"#,
                "source = []
",
                &[
                    "error[bad_value]: pipelines/annual.toml:7, column `measure.source`: the \
                        measure has no source",
                    "  hint: add a table `[[measure.source]]`",
                ],
            ),
        ]);
    }

    #[test]
    fn what_months_are_to_a_year_is_asked_and_not_guessed() {
        const NEW: &str = "title = { en = \"New firms\" }";
        check_faults(&[
            (
                "pipelines/annual.toml",
                NEW,
                "title = { en = \"New firms\" }\nperiods = [\"month\", \"year\"]",
                &[
                    "error[missing_key]: pipelines/annual.toml:7, column `measure.periods`: say \
                        how figures of months become that of a quarter or year",
                    "  hint: `over_time = \"sum\"` adds them up, for what happens in a period \
                        (enterprises registered, revenue); `over_time = \"last\"` takes the last \
                        month or quarter, for what there is at its end (enterprises active, debt); \
                        `over_time = \"mean\"` takes the mean, for a rate",
                ],
            ),
            (
                "pipelines/annual.toml",
                NEW,
                "title = { en = \"New firms\" }\nperiods = [\"rolling12\"]\nover_time = \"total\"",
                &[
                    "error[bad_value]: pipelines/annual.toml:8, column `measure.over_time`: \
                        `total` is not a way over time",
                    "  hint: write one of `sum`, `last`, `first`, `mean`, `max`, `min`, `none`",
                ],
            ),
            (
                "pipelines/annual.toml",
                NEW,
                "title = { en = \"New firms\" }\nperiods = [\"year\", \"ytd\"]\nover_time = \
                    \"last\"",
                &[
                    "error[bad_value]: pipelines/annual.toml:7, column `measure.periods`: a figure \
                        that stands at the end of a period (`over_time = \"last\"`) has no `ytd`",
                    "  hint: write `quarter`, `third`, `half_year`, `year` or several of them",
                ],
            ),
            (
                "pipelines/annual.toml",
                NEW,
                "title = { en = \"New firms\" }\nperiods = [\"year\"]\nover_time = \"none\"",
                &[
                    "error[bad_value]: pipelines/annual.toml:7, column `measure.periods`: figures \
                        that make no longer period (`over_time = \"none\"`) cannot be worked out \
                        for others",
                    "  hint: leave `periods` out, or declare `over_time = \"sum\"` or `\"last\"`",
                ],
            ),
            (
                "pipelines/annual.toml",
                "title = { en = \"New firms\" }\n[[measure.source]]\ndataset = \
                    \"new_enterprises\"\nvalue = \"sum(enterprises)\"",
                "title = { en = \"New firms\" }\nover_time = \"sum\"\n[[measure.source]]\ndataset \
                    = \"new_enterprises\"\nvalue = \"mean(enterprises)\"",
                &[
                    "error[bad_value]: pipelines/annual.toml:7, column `measure.over_time`: `mean` \
                        of `new_enterprises` does not add up over time",
                    "  hint: use `sum` or `count`, or leave `periods` out; `over_time = \"last\"` \
                        takes the last month or quarter of the period, `\"mean\"` the mean of all",
                ],
            ),
        ]);
    }
}

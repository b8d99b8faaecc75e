//! The periods to work out, compared with what a measure says of its figures over time.

use crate::document::ConfigNode;
use crate::{made, raw, rule, value};
use chiso_model::{Finding, FiscalYear, Measure, MeasureSource, OverTime, WorkedOut};

/// The periods, once each.
pub(super) fn periods(
    (at, fiscal): (&ConfigNode<'_>, Option<FiscalYear>),
    raw: &raw::Measure,
    over_time: Option<OverTime>,
    sources: &[MeasureSource],
    faults: &mut Vec<Finding>,
) -> Vec<WorkedOut> {
    let key = at.key("periods");
    value::repeated(&key, &raw.periods, faults);
    let begins = value::first_month(&key, &raw.periods, fiscal, faults);
    let known = WorkedOut::all(begins).map(|p| (p.as_str(), p));
    let what = "period that can be worked out";
    let periods: Vec<WorkedOut> = value::each(&key, &raw.periods, |at, word| {
        value::one_of(at, word, what, &known, faults)
    });
    let adds_up = |s: &&MeasureSource| s.value.function.is_additive();
    let rate = sources.iter().find(|s| !adds_up(s));
    if let Some(source) = rate
        .filter(|_| over_time == Some(OverTime::Sum) || over_time.is_none() && !periods.is_empty())
    {
        let key = if raw.periods.is_empty() {
            at.key("over_time")
        } else {
            key
        };
        faults.push(does_not_add_up(&key, source));
        return periods;
    }
    if let Some(source) = sources.iter().find(|s| s.value.quantile().is_some()) {
        only_of_records(at, raw, source, faults);
    }
    match over_time {
        None if raw.over_time.is_none() && !made::is_derived(raw) => {
            over_time_needed(&key, &periods, faults);
        }
        Some(OverTime::None) if !periods.is_empty() => {
            let message = "figures that make no longer period (`over_time = \"none\"`) cannot be \
                worked out for others";
            faults.push(
                key.error(rule::BAD_VALUE, message)
                    .hint("leave `periods` out, or declare `over_time = \"sum\"` or `\"last\"`"),
            );
        }
        None | Some(OverTime::Sum | OverTime::None) => {}
        Some(way) => of_whole_periods(&key, way, &periods, faults),
    }
    periods
}

fn does_not_add_up(at: &ConfigNode<'_>, source: &MeasureSource) -> Finding {
    let message = format!(
        "`{}` of `{}` does not add up over time",
        source.value.function, source.dataset
    );
    let hint = "use `sum` or `count`, or leave `periods` out; `over_time = \"last\"` takes the \
        last month or quarter of the period, `\"mean\"` the mean of all";
    at.error(rule::BAD_VALUE, message).hint(hint)
}

/// A quantile is that of records: no mean of quantiles is the quantile of a year or a merged area.
fn only_of_records(
    at: &ConfigNode<'_>,
    raw: &raw::Measure,
    source: &MeasureSource,
    faults: &mut Vec<Finding>,
) {
    let mean = raw.over_time.as_deref() == Some("mean");
    for (key, _) in [("over_time", mean), ("weight", raw.weight.is_some())]
        .into_iter()
        .filter(|(_, given)| *given)
    {
        let message = format!(
            "no mean of figures of `{}` is one of them: it is worked out from records",
            source.value
        );
        let hint =
            format!("leave `{key}` out; a dataset of all records of the longer period has it");
        faults.push(at.key(key).error(rule::BAD_VALUE, message).hint(hint));
    }
}

/// Longer periods need a word on how they are made of shorter ones.
fn over_time_needed(at: &ConfigNode<'_>, periods: &[WorkedOut], faults: &mut Vec<Finding>) {
    if periods.iter().all(|p| *p == WorkedOut::Month) {
        return;
    }
    let hint = "`over_time = \"sum\"` adds them up, for what happens in a period (enterprises \
        registered, revenue); `over_time = \"last\"` takes the last month or quarter, for what \
        there is at its end (enterprises active, debt); `over_time = \"mean\"` takes the mean, \
        for a rate";
    faults.push(
        at.error(
            rule::MISSING_KEY,
            "say how figures of months become that of a quarter or year",
        )
        .hint(hint),
    );
}

/// A figure of one end of a period, or of all that lies in it, is that of a quarter, half-year or year.
fn of_whole_periods(
    at: &ConfigNode<'_>,
    way: OverTime,
    periods: &[WorkedOut],
    faults: &mut Vec<Finding>,
) {
    for (i, period) in periods.iter().enumerate().filter(|(_, p)| {
        !matches!(
            p,
            WorkedOut::Quarter
                | WorkedOut::HalfYear
                | WorkedOut::Third
                | WorkedOut::Year
                | WorkedOut::FiscalYear(_)
        )
    }) {
        let what = match way {
            OverTime::Last => "a figure that stands at the end of a period",
            OverTime::First => "a figure that stands at the beginning of a period",
            _ => "a figure of all months of a period",
        };
        let (way, period) = (way.as_str(), period.as_str());
        let message = format!("{what} (`over_time = \"{way}\"`) has no `{period}`");
        faults.push(
            at.item(i)
                .error(rule::BAD_VALUE, message)
                .hint("write `quarter`, `third`, `half_year`, `year` or several of them"),
        );
    }
}

/// Whether a fault asks how figures of months become that of a year, which former programs did not
/// ask.
pub(crate) fn asks_over_time(fault: &Finding) -> bool {
    fault.rule == rule::MISSING_KEY && fault.place.col == "measure.periods"
}

/// Former programs added months up.
pub(crate) fn add_over_time(measures: &mut [Measure]) {
    for measure in measures
        .iter_mut()
        .filter(|m| m.over_time.is_none() && m.derived.is_none() && !m.periods.is_empty())
    {
        measure.over_time = Some(OverTime::Sum);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::check_faults;

    #[test]
    fn faults_of_quantiles_and_of_yearly_weights() {
        let of_firms = r#"[[measure.source]]
dataset = "new_enterprises"
value = "sum(enterprises)""#;
        let no_mean = "no mean of figures of `median(enterprises)` is one of them: it is worked \
            out from records";
        let at = |row: usize, key: &str| {
            format!(
                "error[bad_value]: pipelines/annual.toml:{row}, column `measure.{key}`: {no_mean}"
            )
        };
        let hint = |key: &str| {
            format!(
                "  hint: leave `{key}` out; a dataset of all records of the longer period has it"
            )
        };
        let [mean, weight] =
            [("over_time", 9), ("weight", 7)].map(|(key, row)| [at(row, key), hint(key)]);
        check_faults(&[
            (
                "pipelines/annual.toml",
                of_firms,
                r#"[[measure.source]]
dataset = "new_enterprises"
value = "quantile(enterprises, 1.5)""#,
                &[
                    "error[bad_expression]: pipelines/annual.toml:9, column \
                        `measure.source.value`: expected a share between 0 and 1, as in \
                        `quantile(n, 0.9)` at character 23 of `quantile(enterprises, 1.5)`",
                    "  hint: the grammar: `sum(column)` in `value`; `column = 'text' AND NOT (n < \
                        3 OR n IS NULL)` in `where`",
                ],
            ),
            (
                "pipelines/annual.toml",
                of_firms,
                r#"weight = "revenue_plan_government"
periods = ["year"]
over_time = "mean"
[[measure.source]]
dataset = "new_enterprises"
value = "median(enterprises)""#,
                &[&weight[0], &weight[1], &mean[0], &mean[1]],
            ),
            (
                "pipelines/annual.toml",
                of_firms,
                r#"weight_per_period = "month"
[[measure.source]]
dataset = "new_enterprises"
value = "mean(enterprises)""#,
                &[
                    "error[unknown_key]: pipelines/annual.toml:7, column \
                        `measure.weight_per_period`: a measure without `weight` has no period of it",
                    "  hint: add `weight`, or leave `weight_per_period` out",
                    "error[bad_value]: pipelines/annual.toml:7, column \
                        `measure.weight_per_period`: `month` is not a period to look it up in",
                    "  hint: write one of `same`, `year`, `year_at_start`, \
                        `year_at_end`",
                ],
            ),
        ]);
    }
}

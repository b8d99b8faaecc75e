//! From what of the areas below the figure of an area above is made: from their figures where these
//! add up, from their records where they do not.

use crate::document::ConfigNode;
use crate::scope::Scope;
use crate::{rule, value};
use chiso_model::{Finding, MeasureSource};

/// Only what adds up has the figure of an area above from those below it.
pub(super) fn sum_of(
    at: &ConfigNode<'_>,
    level: &str,
    (sources, scope): (&[MeasureSource], &Scope<'_>),
    faults: &mut Vec<Finding>,
) -> String {
    if let Some(source) = sources.iter().find(|s| !s.value.function.is_additive()) {
        let message = format!(
            "`{}` of `{}` does not add up over areas",
            source.value.function, source.dataset
        );
        let hint = if scope.holds_records(&source.dataset) {
            "write `records_of` instead: all records of those areas together make the figure"
        } else {
            "leave `sum_of` out, or use `sum` or `count`"
        };
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
    }
    value::text(at, level, faults)
}

/// Only over records does what does not add up have the figure of an area above: that of all
/// records together.
pub(super) fn records_of(
    at: &ConfigNode<'_>,
    level: &str,
    (sources, scope): (&mut [MeasureSource], &Scope<'_>),
    faults: &mut Vec<Finding>,
) {
    for source in sources.iter_mut() {
        let (function, dataset) = (source.value.function, &source.dataset);
        let (message, hint) = if function.is_additive() {
            (
                format!("`{function}` of `{dataset}` adds up over areas"),
                "write `sum_of` instead",
            )
        } else if !scope.holds_records(dataset) {
            let message = format!(
                "`{dataset}` has no records, and `{function}` of its figures for areas is no figure \
                    of the area above"
            );
            (
                message,
                "leave `records_of` out, and state the figure of the area above in the source",
            )
        } else {
            source.records_of = Some(level.to_owned());
            continue;
        };
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
    }
    value::text(at, level, faults);
}

#[cfg(test)]
mod tests {
    use crate::sample::check_faults;

    #[test]
    fn records_make_the_figure_above_where_there_are_records_and_where_it_is_no_sum() {
        let declared = |value: &str| {
            format!(
                "title = {{ en = \"New firms\" }}\nrecords_of = \"agency\"\n[[measure.source]]\ndataset = \
                    \"new_enterprises\"\nvalue = \"{value}(enterprises)\""
            )
        };
        let as_it_is = "title = { en = \"New firms\" }\n[[measure.source]]\ndataset = \
            \"new_enterprises\"\nvalue = \"sum(enterprises)\"";
        let at = "error[bad_value]: pipelines/annual.toml:7, column `measure.records_of`";
        check_faults(&[
            (
                "pipelines/annual.toml",
                as_it_is,
                &declared("median"),
                &[
                    &format!(
                        "{at}: `new_enterprises` has no records, and `median` of its figures for \
                            areas is no figure of the area above"
                    ),
                    "  hint: leave `records_of` out, and state the figure of the area above in the \
                        source",
                ],
            ),
            (
                "pipelines/annual.toml",
                as_it_is,
                &declared("sum"),
                &[
                    &format!("{at}: `sum` of `new_enterprises` adds up over areas"),
                    "  hint: write `sum_of` instead",
                ],
            ),
        ]);
    }
}

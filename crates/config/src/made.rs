//! Checks what measures are made from: a deflated one from its nominal figures and an index, a
//! weighted one from its weights.

use super::document::ConfigNode;
use super::names::{Names, known};
use super::scope::Scope;
use super::{raw, rule, value};
use chiso_model::{Deflation, Finding, Measure};

/// Real money. What a figure at constant prices is made from has sources, periods and breaks; it
/// has none of its own.
pub(super) fn real(
    at: &ConfigNode<'_>,
    raw: &raw::Measure,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Option<Deflation> {
    let real = raw.real.as_ref()?;
    nothing_of_its_own(at, raw, faults);
    let at = at.key("real");
    for (key, measure) in [("of", &real.of), ("deflator", &real.deflator)] {
        known(
            &at.key(key),
            measure,
            &scope.names.measures,
            "measure",
            faults,
        );
    }
    let national = real
        .national
        .as_ref()
        .map(|code| value::text(&at.key("national"), code, faults));
    let base = value::parsed(&at.key("base"), &real.base, faults)?;
    Some(Deflation {
        of: real.of.clone(),
        deflator: real.deflator.clone(),
        base,
        national,
    })
}

fn nothing_of_its_own(at: &ConfigNode<'_>, raw: &raw::Measure, faults: &mut Vec<Finding>) {
    let own = [
        ("source", !raw.source.is_empty()),
        ("periods", !raw.periods.is_empty()),
        ("over_time", raw.over_time.is_some()),
        ("break", !raw.breaks.is_empty()),
        ("weight", raw.weight.is_some()),
    ];
    for (key, _) in own.into_iter().filter(|(_, given)| *given) {
        let message = format!("a measure that is `real` has no `{key}`");
        faults.push(at.key(key).error(rule::UNKNOWN_KEY, message).hint(format!(
            "give `{key}` to the measure in `real.of` or `real.deflator`"
        )));
    }
}

/// Weights. What is weighted over areas does not add up over time.
pub(super) fn weight(
    at: &ConfigNode<'_>,
    raw: &raw::Measure,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Option<String> {
    let weight = raw.weight.as_ref()?;
    known(
        &at.key("weight"),
        weight,
        &scope.names.measures,
        "measure",
        faults,
    );
    if !raw.periods.is_empty() {
        let message = "a weighted mean does not add up over time";
        faults.push(
            at.key("periods")
                .error(rule::BAD_VALUE, message)
                .hint("leave `periods` or `weight` out"),
        );
    }
    Some(weight.clone())
}

/// Refuses what is made from itself or from something made, and gives each real measure the breaks
/// of its nominal one.
pub(super) fn inherit(measures: &mut [Measure], names: &Names, faults: &mut Vec<Finding>) {
    let plain = measures.to_vec();
    let find = |id: &str| plain.iter().find(|m| m.id == id);
    for measure in measures {
        let mut fault = |key: &str, message: String, hint: &str| {
            let mut place = names.measures.place(&measure.id);
            place.col = format!("measure.{key}");
            faults.push(Finding::error(rule::BAD_VALUE, place, message).hint(hint));
        };
        if let Some(real) = &measure.real {
            for (key, id) in [("real.of", &real.of), ("real.deflator", &real.deflator)] {
                if find(id).is_some_and(|m| m.real.is_some()) {
                    fault(
                        key,
                        format!("`{id}` is at constant prices itself"),
                        "name a measure that has sources",
                    );
                }
            }
            measure.breaks = find(&real.of).map(|m| m.breaks.clone()).unwrap_or_default();
        }
        if let Some(id) = &measure.weight
            && (*id == measure.id
                || find(id).is_some_and(|m| m.weight.is_some() || m.real.is_some()))
        {
            fault(
                "weight",
                format!("`{id}` is weighted or made from other measures itself"),
                "name a measure whose figures add up",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

    #[test]
    fn faults_of_what_measures_are_made_from() {
        let plan = "[[measure]]\nid = \"revenue_plan_government\"";
        let with = |measure: &str| format!("{measure}\n\n{plan}");
        let real = "[[measure]]\nid = \"firms_real\"\ntitle = { en = \"Real\" }\nreal = { of = \
            \"new_firms\", deflator = \"prices\", base = \"2010\" }\n";
        let own =
            real.replace("prices", "new_firms") + "weight = \"new_firms\"\nperiods = [\"year\"]\n";
        let chain = real
            .replace("\"prices\"", "\"firms_real\"")
            .replace("2010", "the first");
        let twice = "[[measure]]\nid = \"a\"\ntitle = { en = \"A\" }\nweight = \"a\"\nsource = [{ \
            dataset = \"new_enterprises\", value = \"mean(enterprises)\" }]\n";
        check_faults(&[
            (
                "pipelines/annual.toml",
                plan,
                &with(real),
                &[
                    "error[unknown_name]: pipelines/annual.toml:15, column \
                        `measure.real.deflator`: there is no measure `prices`",
                    "  hint: the measures are `firms_real`, `new_firms`, `revenue_plan_government`",
                ],
            ),
            (
                "pipelines/annual.toml",
                plan,
                &with(&own),
                &[
                    "error[unknown_key]: pipelines/annual.toml:16, column `measure.weight`: a \
                        measure that is `real` has no `weight`",
                    "  hint: give `weight` to the measure in `real.of` or `real.deflator`",
                    "error[unknown_key]: pipelines/annual.toml:17, column `measure.periods`: a \
                        measure that is `real` has no `periods`",
                    "  hint: give `periods` to the measure in `real.of` or `real.deflator`",
                    "error[bad_value]: pipelines/annual.toml:17, column `measure.periods`: a \
                        weighted mean does not add up over time",
                    "  hint: leave `periods` or `weight` out",
                ],
            ),
            (
                "pipelines/annual.toml",
                plan,
                &with(&chain),
                &[
                    "error[bad_value]: pipelines/annual.toml:15, column `measure.real.base`: `the \
                        first` is not a period: write a year `2020`, a half-year `2020-S1`, a quarter `2020-Q3` or a \
                        month `2020-09`",
                ],
            ),
            (
                "pipelines/annual.toml",
                plan,
                &with(&chain.replace("the first", "2010")),
                &[
                    "error[bad_value]: pipelines/annual.toml:13, column `measure.real.deflator`: \
                        `firms_real` is at constant prices itself",
                    "  hint: name a measure that has sources",
                ],
            ),
            (
                "pipelines/annual.toml",
                plan,
                &with(twice),
                &[
                    "error[bad_value]: pipelines/annual.toml:13, column `measure.weight`: `a` is \
                        weighted or made from other measures itself",
                    "  hint: name a measure whose figures add up",
                ],
            ),
        ]);
    }
}

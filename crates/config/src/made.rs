//! Checks what measures are made from: others by an operation, a weighted one from its weights.

use super::document::ConfigNode;
use super::names::{Names, known};
use super::scope::Scope;
use super::{operation, raw, rule, value};
use chiso_model::{Break, Derivation, Finding, Measure, PerPeriod, WeightedBy};

/// Whether a measure is made from others instead of from sources.
pub(super) fn is_derived(raw: &raw::Measure) -> bool {
    !operations(raw).is_empty()
}

/// An operation that a measure declares: its key, and the measures that it names by key.
type Operation<'r> = (&'static str, Vec<(&'static str, &'r String)>);

fn operations(raw: &raw::Measure) -> Vec<Operation<'_>> {
    let real = raw.real.as_ref();
    let real = real.map(|r| ("real", vec![("of", &r.of), ("deflator", &r.deflator)]));
    let ratio = raw.ratio.as_ref();
    let ratio = ratio.map(|r| ("ratio", vec![("of", &r.of), ("per", &r.per)]));
    let average = raw.moving_average.as_ref();
    let average = average.map(|a| ("moving_average", vec![("of", &a.of)]));
    let linked = raw.linked.as_ref();
    let linked = linked.map(|l| ("linked", vec![("of", &l.of), ("before", &l.before)]));
    let above = raw
        .of_area
        .as_ref()
        .map(|a| ("of_area", vec![("of", &a.of)]));
    let convert = raw.convert.as_ref().map(|c| {
        let rates = c.rates.values().map(|rate| ("rates", rate));
        let measures = std::iter::once(("of", &c.of)).chain(rates);
        ("convert", measures.collect())
    });
    [real, ratio, average, linked, above, convert]
        .into_iter()
        .flatten()
        .collect()
}

/// The operation by which a measure is made from others. What such a figure is made from has
/// sources, periods and breaks; it has none of its own.
pub(super) fn derived(
    at: &ConfigNode<'_>,
    raw: &raw::Measure,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Option<Derivation> {
    let declared = operations(raw);
    for (key, measures) in &declared {
        nothing_of_its_own(at, raw, (key, measures), faults);
        for (name, measure) in measures {
            let at = at.key(key).key(name);
            known(&at, measure, &scope.names.measures, "measure", faults);
        }
    }
    if let [(first, _), (second, _), ..] = declared.as_slice() {
        let message = format!("a measure is made in one way: `{first}` or `{second}`");
        let hint = "make two measures of it; one may be made from the other";
        faults.push(at.key(second).error(rule::BAD_VALUE, message).hint(hint));
        return None;
    }
    let key = declared.first()?.0;
    operation::operation(&at.key(key), raw, scope.fiscal, faults)
}

fn nothing_of_its_own(
    at: &ConfigNode<'_>,
    raw: &raw::Measure,
    (made, measures): (&str, &[(&str, &String)]),
    faults: &mut Vec<Finding>,
) {
    let own = [
        ("source", !raw.source.is_empty()),
        ("periods", !raw.periods.is_empty()),
        ("over_time", raw.over_time.is_some()),
        ("break", !raw.breaks.is_empty()),
        ("weight", raw.weight.is_some()),
        ("weight_per_period", raw.weight_per_period.is_some()),
        ("records_of", raw.records_of.is_some()),
        // Money that was converted adds up as the money does.
        ("sum_of", raw.sum_of.is_some() && made != "convert"),
    ];
    let mut named: Vec<String> = measures
        .iter()
        .map(|(key, _)| format!("`{made}.{key}`"))
        .collect();
    named.dedup();
    for (key, _) in own.into_iter().filter(|(_, given)| *given) {
        let message = format!("a measure that is `{made}` has no `{key}`");
        let hint = format!("give `{key}` to the measure in {}", named.join(" or "));
        faults.push(at.key(key).error(rule::UNKNOWN_KEY, message).hint(hint));
    }
}

/// Weights. What is weighted over areas does not add up over time.
pub(super) fn weight(
    at: &ConfigNode<'_>,
    raw: &raw::Measure,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Option<WeightedBy> {
    let per = per_period(at, raw, faults);
    let weight = raw.weight.as_ref()?;
    known(
        &at.key("weight"),
        weight,
        &scope.names.measures,
        "measure",
        faults,
    );
    let added = matches!(raw.over_time.as_deref(), None | Some("sum"));
    if !raw.periods.is_empty() && added {
        let message = "a weighted mean does not add up over time";
        let hint = "declare `over_time = \"mean\"` for the mean of all months, or leave `periods` or \
            `weight` out";
        faults.push(at.key("periods").error(rule::BAD_VALUE, message).hint(hint));
    }
    Some(WeightedBy {
        measure: weight.clone(),
        per,
    })
}

/// Of which period the weight is.
fn per_period(at: &ConfigNode<'_>, raw: &raw::Measure, faults: &mut Vec<Finding>) -> PerPeriod {
    let Some(word) = &raw.weight_per_period else {
        return PerPeriod::Same;
    };
    let at = at.key("weight_per_period");
    if raw.weight.is_none() {
        let fault = at.error(
            rule::UNKNOWN_KEY,
            "a measure without `weight` has no period of it",
        );
        faults.push(fault.hint("add `weight`, or leave `weight_per_period` out"));
    }
    value::word(&at, word, faults).unwrap_or_default()
}

/// Refuses what is made from itself, and money deflated twice; gives each made measure the breaks
/// of what it is made from.
pub(super) fn inherit(measures: &mut [Measure], names: &Names, faults: &mut Vec<Finding>) {
    let plain = measures.to_vec();
    let find = |id: &str| plain.iter().find(|m| m.id == id);
    for measure in measures {
        let mut fault = |key: &str, message: String, hint: &str| {
            let mut place = names.measures.place(&measure.id);
            place.col = format!("measure.{key}");
            faults.push(Finding::error(rule::BAD_VALUE, place, message).hint(hint));
        };
        if let Some(real) = measure.real() {
            for (key, id) in [("real.of", &real.of), ("real.deflator", &real.deflator)] {
                if find(id).is_some_and(|m| m.real().is_some()) {
                    fault(
                        key,
                        format!("`{id}` is at constant prices itself"),
                        "name a measure that has sources",
                    );
                }
            }
        }
        let looped = |id: &str| {
            let found = find(id).map(|m| m.behind(&plain));
            found.is_some_and(|all| all.iter().any(|m| m.id == measure.id))
        };
        let derived = measure.derived.clone();
        for (key, id) in derived.iter().flat_map(|by| by.measures()) {
            let deflated_twice =
                measure.real().is_some() && find(id).is_some_and(|m| m.real().is_some());
            if looped(id) && !deflated_twice {
                let key = format!("{}.{key}", derived.as_ref().map_or("", |by| by.key()));
                let message = format!("`{id}` is made from `{}` itself", measure.id);
                fault(&key, message, "name a measure that has sources");
            }
        }
        if let Some(id) = measure.weight.as_ref().map(|by| &by.measure)
            && (*id == measure.id
                || find(id).is_some_and(|m| m.weight.is_some() || m.derived.is_some()))
        {
            fault(
                "weight",
                format!("`{id}` is weighted or made from other measures itself"),
                "name a measure whose figures add up",
            );
        }
        if derived.is_some() {
            measure.breaks = breaks_behind(measure, &plain);
        }
    }
}

/// The breaks of all that a measure is made from. What a price index counts is compared where money
/// is deflated, within its own figures.
fn breaks_behind(measure: &Measure, declared: &[Measure]) -> Vec<Break> {
    let mut all: Vec<Break> = Vec::new();
    let derived = measure.derived.as_deref();
    for behind in measure.behind(declared).into_iter().skip(1) {
        let counts = |b: &&Break| derived.is_none_or(|by| by.breaks_with(&behind.id, b.from));
        all.extend(behind.breaks.iter().filter(counts).cloned());
    }
    all.sort_by_key(|b| b.from.start());
    all.dedup();
    all
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
        let ratio = "[[measure]]\nid = \"a\"\ntitle = { en = \"A\" }\nratio = { of = \
            \"new_firms\", per = \"new_firms\", unit = \"usd\", scale = \"0\" }\n";
        let circle = "[[measure]]\nid = \"a\"\ntitle = { en = \"A\" }\nmoving_average = { of = \
            \"b\", periods = 3 }\n[[measure]]\nid = \"b\"\ntitle = { en = \"B\" }\nlinked = { of \
            = \"a\", before = \"new_firms\", overlap = \"2020\" }\n";
        let of_plan = "ratio = { of = \"new_firms\", per = \"revenue_plan_government\", unit = \
            \"firms_per_plan\" }\n";
        let two_ways = &format!(
            "[[measure]]\nid = \"a\"\ntitle = {{ en = \"A\" }}\n{of_plan}moving_average = {{ of = \
                \"new_firms\", periods = 3 }}\n"
        );
        let same_unit = &format!(
            "[[measure]]\nid = \"a\"\ntitle = {{ en = \"A\" }}\n{of_plan}[[measure]]\nid = \
                \"b\"\ntitle = {{ en = \"B\" }}\n{}",
            of_plan.replace(" }", ", scale = \"1000\" }")
        );
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
                    "error[bad_value]: pipelines/annual.toml:15, column `measure.real.deflator`: \
                        `new_firms` over itself is the same in every period",
                    "  hint: name in `deflator` the measure that is the price index",
                    "error[unknown_key]: pipelines/annual.toml:16, column `measure.weight`: a \
                        measure that is `real` has no `weight`",
                    "  hint: give `weight` to the measure in `real.of` or `real.deflator`",
                    "error[unknown_key]: pipelines/annual.toml:17, column `measure.periods`: a \
                        measure that is `real` has no `periods`",
                    "  hint: give `periods` to the measure in `real.of` or `real.deflator`",
                    "error[bad_value]: pipelines/annual.toml:17, column `measure.periods`: a \
                        weighted mean does not add up over time",
                    "  hint: declare `over_time = \"mean\"` for the mean of all months, or leave \
                        `periods` or `weight` out",
                ],
            ),
            (
                "pipelines/annual.toml",
                plan,
                &with(&chain),
                &[
                    "error[bad_value]: pipelines/annual.toml:15, column `measure.real.base`: `the \
                        first` is not a period: write a year `2020`, a half-year `2020-S1`, a quarter `2020-Q3`, a \
                        month `2020-09`, a week `2020-W05` or a fiscal year `2020-04-01/P1Y`",
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
                &with(ratio),
                &[
                    "error[bad_value]: pipelines/annual.toml:15, column `measure.ratio.per`: \
                        `new_firms` over itself is always 1",
                    "  hint: name in `per` the measure that is divided by",
                    "error[bad_value]: pipelines/annual.toml:15, column `measure.ratio.scale`: `0` \
                        is not a positive number",
                    "  hint: write how many units of `per` the ratio is for, as in `scale = \
                        \"1000\"`",
                    "error[bad_value]: pipelines/annual.toml:15, column `measure.ratio.unit`: \
                        `usd` is read as a currency, and a ratio is no money",
                    "  hint: name both units, as in `vnd_per_person`; the part of a whole of one \
                        unit is a KPI of kind `share`",
                ],
            ),
            (
                "pipelines/annual.toml",
                plan,
                &with(circle),
                &[
                    "error[bad_value]: pipelines/annual.toml:13, column \
                        `measure.moving_average.of`: `b` is made from `a` itself",
                    "  hint: name a measure that has sources",
                    "error[bad_value]: pipelines/annual.toml:17, column `measure.linked.of`: `a` \
                        is made from `b` itself",
                    "  hint: name a measure that has sources",
                ],
            ),
            (
                "pipelines/annual.toml",
                plan,
                &with(two_ways),
                &[
                    "error[bad_value]: pipelines/annual.toml:16, column `measure.moving_average`: \
                        a measure is made in one way: `ratio` or `moving_average`",
                    "  hint: make two measures of it; one may be made from the other",
                ],
            ),
            (
                "pipelines/annual.toml",
                plan,
                &with(same_unit),
                &[
                    "error[bad_value]: pipelines/annual.toml:17, column `measure.ratio.unit`: \
                        `firms_per_plan` is the unit of measure `a` already",
                    "  hint: give the ratio a unit of its own, made of both units: \
                        `vnd_per_person`",
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

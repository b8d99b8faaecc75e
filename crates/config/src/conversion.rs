//! Checks how money is converted: into which currency, by which rates, and that these are rates.

use super::document::ConfigNode;
use super::names::Names;
use super::units::units;
use super::{raw, rule, value};
use chiso_model::{Conversion, Currency, Dataset, Derivation, Finding, Measure, Rate};
use std::sync::Arc;

/// Checks what a measure declares of its own.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Convert,
    faults: &mut Vec<Finding>,
) -> Option<Conversion> {
    let to = currency(&at.key("to"), &raw.to, faults);
    let at_rates = at.key("rates");
    if raw.rates.is_empty() {
        let message = "there is no rate of exchange";
        let hint =
            "name the measure of the rates of each currency: `rates = { USD = \"vnd_per_usd\" }`";
        faults.push(at_rates.error(rule::MISSING_KEY, message).hint(hint));
    }
    let mut rates = Vec::new();
    for (code, measure) in &raw.rates {
        let Some(from) = currency(&at_rates, code, faults) else {
            continue;
        };
        if Some(from) == to {
            let message = format!("`{code}` is not converted into itself");
            faults.push(
                at_rates
                    .error(rule::BAD_VALUE, message)
                    .hint("leave it out"),
            );
        }
        rates.push(Rate {
            from,
            measure: measure.clone(),
            divides: false,
        });
    }
    let national = raw
        .national
        .as_ref()
        .map(|code| value::text(&at.key("national"), code, faults));
    Some(Conversion {
        of: raw.of.clone(),
        to: to?,
        rates,
        national,
    })
}

fn currency(at: &ConfigNode<'_>, code: &str, faults: &mut Vec<Finding>) -> Option<Currency> {
    let found = Currency::of(code);
    if found.is_none() {
        let message = format!("`{code}` is not a currency");
        let hint = "write its code of ISO 4217, as in `VND`, `USD` or `EUR`";
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
    }
    found
}

/// Settles by the units of the rates whether they multiply or divide, and says what is wrong with
/// them.
pub(super) fn settle(
    measures: &mut [Measure],
    datasets: &[Dataset],
    names: &Names,
    faults: &mut Vec<Finding>,
) {
    let declared = measures.to_vec();
    let find = |id: &str| declared.iter().find(|m| m.id == id);
    for measure in measures {
        let id = measure.id.clone();
        faults.extend(no_sum(measure, &declared, names));
        let Some(Derivation::Converted(convert)) = measure.derived.as_mut().map(Arc::make_mut)
        else {
            continue;
        };
        let mut fault = |message: String, hint: &str| {
            let mut place = names.measures.place(&id);
            place.col = "measure.convert.rates".into();
            faults.push(Finding::error(rule::BAD_VALUE, place, message).hint(hint));
        };
        for rate in &mut convert.rates {
            let Some(by) = find(&rate.measure) else {
                continue;
            };
            let wanted = Conversion::unit(convert.to, rate.from);
            let inverse = Conversion::unit(rate.from, convert.to);
            match units(by, (&declared, datasets))
                .as_ref()
                .map(Vec::from_iter)
                .as_deref()
            {
                Some([unit]) if unit.eq_ignore_ascii_case(&wanted) => {}
                Some([unit]) if unit.eq_ignore_ascii_case(&inverse) => rate.divides = true,
                found => {
                    let unit = found.map_or_else(
                        || "a unit that its rows name".to_owned(),
                        |units| value::list(units.iter().map(|unit| **unit)),
                    );
                    let message = format!(
                        "`{}` is in {unit}, which is no rate of exchange of {} into {}",
                        by.id,
                        code(rate.from),
                        code(convert.to)
                    );
                    let hint = format!(
                        "fix the unit in the contract of its dataset: `{wanted}`, or `{inverse}` \
                            where it says how much of the other currency one is. Where it is of \
                            100, add `unit_mult = -2`"
                    );
                    fault(message, &hint);
                }
            }
        }
    }
}

/// What keeps a measure whose areas are converted from being added up over them.
fn no_sum(measure: &Measure, declared: &[Measure], names: &Names) -> Option<Finding> {
    let derived = measure.derived.as_deref();
    let Some(Derivation::Converted(_)) = derived.filter(|_| measure.sum_of.is_some()) else {
        return None;
    };
    let stated = measure.stated(declared);
    let id = &stated.id;
    let (message, hint) = if stated.sum_of.is_some() {
        let message = format!("`{id}` adds up its areas already, before they are converted");
        (
            message,
            format!(
                "leave `sum_of` out of `{id}` where its areas have several currencies, else here"
            ),
        )
    } else if stated.adds_up() {
        return None;
    } else {
        let message = format!("`{id}` does not add up over areas");
        (
            message,
            "leave `sum_of` out, or name a measure of sums or counts".to_owned(),
        )
    };
    let mut place = names.measures.place(&measure.id);
    place.col = "measure.sum_of".into();
    Some(Finding::error(rule::BAD_VALUE, place, message).hint(hint))
}

fn code(currency: Currency) -> String {
    currency.code().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

    #[test]
    fn what_adds_up_its_areas_before_it_is_converted_does_not_again() {
        let summed = |own: &str| {
            let rates = "to = \"VND\", rates = { USD = \"usd\" }";
            let measure =
                converted(rates).replace("convert = ", "sum_of = \"province\"\nconvert = ");
            let usd = "[[measure]]\nid = \"usd\"\ntitle = { en = \"USD\" }\nmoving_average = { of \
                = \"new_firms\", periods = 2 }\n";
            format!("{usd}{measure}{own}")
        };
        let not_a_rate = [
            "error[bad_value]: pipelines/annual.toml:17, column `measure.convert.rates`: `usd` is \
                in `enterprises`, which is no rate of exchange of USD into VND",
            "  hint: fix the unit in the contract of its dataset: `vnd_per_usd`, or `usd_per_vnd` \
                where it says how much of the other currency one is. Where it is of 100, add \
                `unit_mult = -2`",
        ];
        let twice = [
            "error[bad_value]: pipelines/annual.toml:17, column `measure.sum_of`: \
                `revenue_plan_government` adds up its areas already, before they are converted",
            "  hint: leave `sum_of` out of `revenue_plan_government` where its areas have several \
                currencies, else here",
        ];
        check_faults(&[
            ("pipelines/annual.toml", PLAN, &summed(""), &not_a_rate),
            (
                "pipelines/annual.toml",
                PLAN,
                &summed("\nsum_of = \"province\""),
                &[not_a_rate, twice].concat(),
            ),
        ]);
    }

    const PLAN: &str = "[[measure]]\nid = \"revenue_plan_government\"";

    /// A measure converted by rates from a dataset whose contract fixes no unit.
    fn converted(keys: &str) -> String {
        format!(
            "[[measure]]\nid = \"in_vnd\"\ntitle = {{ en = \"In dong\" }}\nconvert = {{ of = \
                \"revenue_plan_government\", {keys} }}\n\n{PLAN}"
        )
    }

    #[test]
    fn faults_of_conversions() {
        check_faults(&[
            (
                "pipelines/annual.toml",
                PLAN,
                &converted("to = \"dong\", rates = { USD = \"new_firms\" }"),
                &[
                    "error[bad_value]: pipelines/annual.toml:15, column `measure.convert.to`: \
                        `dong` is not a currency",
                    "  hint: write its code of ISO 4217, as in `VND`, `USD` or `EUR`",
                ],
            ),
            (
                "pipelines/annual.toml",
                PLAN,
                &converted("to = \"VND\", rates = { USD = \"new_firms\" }"),
                &[
                    "error[bad_value]: pipelines/annual.toml:13, column `measure.convert.rates`: \
                        `new_firms` is in `enterprises`, which is no rate of exchange of USD into \
                        VND",
                    "  hint: fix the unit in the contract of its dataset: `vnd_per_usd`, or \
                        `usd_per_vnd` where it says how much of the other currency one is. Where it \
                        is of 100, add `unit_mult = -2`",
                ],
            ),
            (
                "pipelines/annual.toml",
                PLAN,
                &converted("to = \"VND\", rates = { USD = \"revenue_plan_government\" }"),
                &[
                    "error[bad_value]: pipelines/annual.toml:13, column `measure.convert.rates`: \
                        `revenue_plan_government` is in a unit that its rows name, which is no \
                        rate of exchange of USD into VND",
                    "  hint: fix the unit in the contract of its dataset: `vnd_per_usd`, or \
                        `usd_per_vnd` where it says how much of the other currency one is. Where it \
                        is of 100, add `unit_mult = -2`",
                ],
            ),
            (
                "pipelines/annual.toml",
                PLAN,
                &converted("to = \"VND\", rates = {}"),
                &[
                    "error[missing_key]: pipelines/annual.toml:15, column \
                        `measure.convert.rates`: there is no rate of exchange",
                    "  hint: name the measure of the rates of each currency: `rates = { USD = \
                        \"vnd_per_usd\" }`",
                ],
            ),
        ]);
    }
}

//! Checks the operations by which measures are made from others, each with its own keys.

use super::document::ConfigNode;
use super::{conversion, raw, rule, value};
use chiso_model::{
    Above, Dataset, Deflation, Derivation, Finding, FiscalYear, Frequency, Linking, Measure,
    MovingAverage, OfArea, PerPeriod, Place, RatioOf,
};

/// The most periods that an average may be of.
const MOST_PERIODS: i64 = 60;

/// Units that mean something to a KPI, so that no ratio may be named so.
const TAKEN: [&str; 4] = ["percent", "ratio", "pp", "rank"];

/// The operation at its key.
pub(super) fn operation(
    at: &ConfigNode<'_>,
    raw: &raw::Measure,
    office: Option<FiscalYear>,
    faults: &mut Vec<Finding>,
) -> Option<Derivation> {
    if let Some(raw) = &raw.real {
        return real(at, raw, office, faults).map(Derivation::Real);
    }
    if let Some(raw) = &raw.ratio {
        return ratio(at, raw, faults).map(Derivation::Ratio);
    }
    if let Some(raw) = &raw.moving_average {
        let most = 2..=MOST_PERIODS;
        return Some(Derivation::MovingAverage(MovingAverage {
            of: raw.of.clone(),
            periods: value::whole(&at.key("periods"), raw.periods, most, faults)?,
            length: average_of(&at.key("length"), raw.length.as_ref(), office, faults),
        }));
    }
    if let Some(raw) = &raw.of_area {
        return of_area(at, raw, faults).map(Derivation::OfArea);
    }
    if let Some(raw) = &raw.convert {
        return conversion::check(at, raw, faults).map(Derivation::Converted);
    }
    let raw = raw.linked.as_ref()?;
    if raw.of == raw.before {
        let message = format!("`{}` is linked to itself", raw.of);
        let hint = "name in `before` the measure that has the figures before the overlap";
        faults.push(at.key("before").error(rule::BAD_VALUE, message).hint(hint));
    }
    Some(Derivation::Linked(Linking {
        of: raw.of.clone(),
        before: raw.before.clone(),
        overlap: value::period(&at.key("overlap"), &raw.overlap, office, faults)?,
    }))
}

/// The length of the periods that a mean is of, where it is limited to one.
fn average_of(
    at: &ConfigNode<'_>,
    raw: Option<&String>,
    office: Option<FiscalYear>,
    faults: &mut Vec<Finding>,
) -> Option<Frequency> {
    let word = raw?;
    let words = std::slice::from_ref(word);
    let known = raw::average_lengths(value::first_month(at, words, office, faults));
    value::one_of(at, word, "length of periods", &known, faults)
}

fn of_area(at: &ConfigNode<'_>, raw: &raw::OfArea, faults: &mut Vec<Finding>) -> Option<OfArea> {
    let above = match (&raw.level, &raw.code) {
        (None, None) => Above::Parent,
        (Some(level), None) => Above::Level(value::text(&at.key("level"), level, faults)),
        (None, Some(code)) => Above::Code(value::text(&at.key("code"), code, faults)),
        (Some(_), Some(_)) => {
            let message = "an area above is named by its level or by its code";
            let hint = "leave one of `level` and `code` out; without both it is the area directly \
                above";
            faults.push(at.key("code").error(rule::BAD_VALUE, message).hint(hint));
            return None;
        }
    };
    let of = raw.of.clone();
    Some(OfArea { of, above })
}

fn real(
    at: &ConfigNode<'_>,
    raw: &raw::Real,
    office: Option<FiscalYear>,
    faults: &mut Vec<Finding>,
) -> Option<Deflation> {
    let national = raw
        .national
        .as_ref()
        .map(|code| value::text(&at.key("national"), code, faults));
    if raw.of == raw.deflator {
        let message = format!("`{}` over itself is the same in every period", raw.of);
        let hint = "name in `deflator` the measure that is the price index";
        faults.push(
            at.key("deflator")
                .error(rule::BAD_VALUE, message)
                .hint(hint),
        );
    }
    Some(Deflation {
        of: raw.of.clone(),
        deflator: raw.deflator.clone(),
        base: value::period(&at.key("base"), &raw.base, office, faults)?,
        national,
    })
}

fn ratio(at: &ConfigNode<'_>, raw: &raw::RatioOf, faults: &mut Vec<Finding>) -> Option<RatioOf> {
    let unit = value::text(&at.key("unit"), &raw.unit, faults);
    let currency = unit.len() == 3 && unit.chars().all(|c| c.is_ascii_alphabetic());
    if TAKEN.contains(&unit.as_str()) || currency {
        let message = if currency {
            format!("`{unit}` is read as a currency, and a ratio is no money")
        } else {
            format!("`{unit}` has a meaning of its own in a KPI")
        };
        let hint = "name both units, as in `vnd_per_person`; the part of a whole of one unit is a \
            KPI of kind `share`";
        faults.push(at.key("unit").error(rule::BAD_VALUE, message).hint(hint));
    }
    if raw.of == raw.per {
        let message = format!("`{}` over itself is always 1", raw.of);
        let hint = "name in `per` the measure that is divided by";
        faults.push(at.key("per").error(rule::BAD_VALUE, message).hint(hint));
    }
    let scale = match &raw.scale {
        Some(text) => value::decimal(&at.key("scale"), text, faults)?,
        None => chiso_model::Dec::from_int(1),
    };
    if !scale.is_positive() {
        let message = format!("`{scale}` is not a positive number");
        let hint = "write how many units of `per` the ratio is for, as in `scale = \"1000\"`";
        faults.push(at.key("scale").error(rule::BAD_VALUE, message).hint(hint));
    }
    let per_period = match &raw.per_period {
        Some(word) => value::word(&at.key("per_period"), word, faults)?,
        None => PerPeriod::Same,
    };
    Some(RatioOf {
        of: raw.of.clone(),
        per: raw.per.clone(),
        scale,
        unit,
        per_period,
    })
}

/// Refuses the name of a unit of a ratio that something else has already: figures of one unit are
/// compared with each other.
pub(super) fn unit_names(
    measures: &[Measure],
    datasets: &[Dataset],
    place: impl Fn(&str) -> Place,
    faults: &mut Vec<Finding>,
) {
    let ratio = |m: &Measure| match m.derived.as_deref() {
        Some(Derivation::Ratio(ratio)) => Some(ratio.clone()),
        _ => None,
    };
    let of_dataset = |d: &Dataset, unit: &str| {
        let named = |source: &chiso_model::Source| source.units.values().any(|of| of.unit == unit);
        d.contract.unit.as_deref() == Some(unit) || d.sources.iter().any(named)
    };
    for (i, measure) in measures.iter().enumerate() {
        let Some(own) = ratio(measure) else { continue };
        let other = measures[..i].iter().find(|m| {
            ratio(m).is_some_and(|r| {
                let same = (&r.of, &r.per, r.scale) == (&own.of, &own.per, own.scale);
                r.unit == own.unit && !same
            })
        });
        let dataset = datasets.iter().find(|d| of_dataset(d, &own.unit));
        let taken = match (other, dataset) {
            (Some(other), _) => format!("measure `{}`", other.id),
            (None, Some(dataset)) => format!("dataset `{}`", dataset.id),
            (None, None) => continue,
        };
        let mut place = place(&measure.id);
        place.col = "measure.ratio.unit".into();
        let message = format!("`{}` is the unit of {taken} already", own.unit);
        let hint = "give the ratio a unit of its own, made of both units: `vnd_per_person`";
        faults.push(Finding::error(rule::BAD_VALUE, place, message).hint(hint));
    }
}

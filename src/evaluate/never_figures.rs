//! Declarations that can give no figure with the figures that came: of two measures that are put
//! together, one has fiscal years and the other calendar years; a KPI is to be judged by the year
//! to date, and nothing of it runs. Which lengths a measure has is known in a run only.

use crate::evaluate::results::Computed;
use crate::model::kind::When;
use crate::model::{
    Derivation, Finding, Frequency, Kpi, Measure, PerPeriod, Period, Place, Span, declared_id,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The rule of the findings.
const RULE: &str = "never_a_figure";

/// The lengths of the figures of a measure, each with the last period that has one.
type Lengths = BTreeMap<(Frequency, Span), Period>;

/// A warning for each measure and KPI that has no figure in any area, and can have none, because
/// what it is made from is of other lengths; and for each pace without a year to date.
#[must_use]
pub fn never_figures(
    computed: &Computed,
    (measures, kpis): (&[Measure], &[Kpi]),
    boundary: Option<NaiveDate>,
) -> Vec<Finding> {
    let mut lengths: BTreeMap<&str, Lengths> = BTreeMap::new();
    for v in computed
        .values
        .iter()
        .filter(|v| Some(v.boundary) == boundary)
    {
        let of = lengths.entry(v.measure.as_str()).or_default();
        if v.figure.value.is_some() {
            let key = (v.period.frequency(), v.span);
            let last = of.entry(key).or_insert(v.period);
            *last = v.period.max(*last);
        }
    }
    let total = |id: &str| declared_id(id).1.is_empty();
    let measures = measures.iter().filter(|m| total(&m.id));
    let kpis = kpis.iter().filter(|k| k.members.is_empty());
    measures
        .filter_map(|m| of_measure(m, &lengths))
        .chain(
            kpis.flat_map(|k| [of_kpi(k, &lengths), of_pace(k, &lengths)])
                .flatten(),
        )
        .collect()
}

/// Money whose index, or a ratio whose denominator, is of other lengths.
fn of_measure(measure: &Measure, lengths: &BTreeMap<&str, Lengths>) -> Option<Finding> {
    let by = measure.derived.as_deref()?;
    let (of, other) = match by {
        Derivation::Real(real) => (&real.of, &real.deflator),
        Derivation::Ratio(ratio) => (&ratio.of, &ratio.per),
        _ => return None,
    };
    let (one, two) = (lengths.get(of.as_str())?, lengths.get(other.as_str())?);
    let wanted = match by {
        Derivation::Ratio(ratio) => divided_by(ratio.per_period, one),
        _ => one.keys().copied().collect(),
    };
    if !apart(&wanted, two) {
        return None;
    }
    let what = format!("measure `{}`", measure.id);
    let place = Place {
        file: "pipelines".into(),
        col: format!("measure.{}", by.key()),
        ..Place::default()
    };
    Some(no_figure(&what, place, (of, one), (other, two)))
}

/// A KPI whose measures are of different lengths.
fn of_kpi(kpi: &Kpi, lengths: &BTreeMap<&str, Lengths>) -> Option<Finding> {
    let operands = kpi.kind.operands().into_iter();
    let mut same = operands.filter(|o| o.when == When::SamePeriod);
    let first = same.next()?.measure;
    let one = lengths.get(first)?;
    let (other, two) = same.find_map(|operand| {
        let mut wanted: BTreeSet<_> = one.keys().copied().collect();
        if kpi.of_the_whole_year(operand.role) {
            wanted.extend(years(one));
        }
        let two = lengths.get(operand.measure)?;
        apart(&wanted, two).then_some((operand.measure, two))
    })?;
    let what = format!("KPI `{}`", kpi.id);
    Some(no_figure(
        &what,
        place_of(kpi, "kpi"),
        (first, one),
        (other, two),
    ))
}

/// The years of figures, each as a length.
fn years(of: &Lengths) -> BTreeSet<(Frequency, Span)> {
    let year = |period: &Period| (period.of_year().frequency(), Span::Period);
    of.values().map(year).collect()
}

/// The lengths at which what a ratio is divided by is looked up.
fn divided_by(per: PerPeriod, of: &Lengths) -> BTreeSet<(Frequency, Span)> {
    let at = of.iter().map(|((_, span), period)| (*period, *span));
    at.filter_map(|stretch| per.at(stretch))
        .map(|(period, span)| (period.frequency(), span))
        .collect()
}

/// Whether figures are wanted, and none that is there has one of their lengths.
fn apart(wanted: &BTreeSet<(Frequency, Span)>, there: &Lengths) -> bool {
    !wanted.is_empty() && !there.is_empty() && there.keys().all(|key| !wanted.contains(key))
}

fn no_figure(
    what: &str,
    place: Place,
    (one, of_one): (&str, &Lengths),
    (other, of_other): (&str, &Lengths),
) -> Finding {
    let message = format!(
        "{what} can have no figure: `{one}` has figures such as that of {}, and `{other}` none of \
            that length, but such as that of {}",
        shown(of_one),
        shown(of_other)
    );
    let hint = "give both measures periods of one length: `periods` puts longer ones together, fiscal \
        years too (`fiscal_year`); a `ratio` of fiscal years over calendar years says which by \
        `per_period = \"year_at_start\"` or `\"year_at_end\"`; or a second dataset of the same file \
        reads its years as fiscal years (`fiscal_year` in `[source.period]`)";
    Finding::warning(RULE, place, message).hint(hint)
}

/// A pace, where no figure behind the KPI is of a year to date.
fn of_pace(kpi: &Kpi, lengths: &BTreeMap<&str, Lengths>) -> Option<Finding> {
    kpi.pace.as_ref()?;
    let measures = kpi.kind.measures();
    let behind: Vec<_> = measures
        .iter()
        .filter_map(|id| Some((*id, lengths.get(id)?)))
        .collect();
    let (id, of) = behind.iter().find(|(_, of)| !of.is_empty())?;
    let runs = |of: &Lengths| of.keys().any(|(_, span)| *span == Span::Ytd);
    if behind.iter().any(|(_, of)| runs(of)) {
        return None;
    }
    let message = format!(
        "KPI `{}` has a `pace` without effect: `{id}` has figures such as that of {}, and none of a \
            year to date",
        kpi.id,
        shown(of)
    );
    let hint = "add `periods = [\"ytd\"]` to a measure of months or quarters, or `[\"fiscal_ytd\"]` \
        for a fiscal year; where years or weeks alone are stated there is no year to date, so leave \
        `pace` out there";
    Some(Finding::warning(RULE, place_of(kpi, "kpi.pace"), message).hint(hint))
}

/// Where a key of a KPI is declared.
pub(super) fn place_of(kpi: &Kpi, key: &str) -> Place {
    Place {
        file: format!("pipelines/{}.toml", kpi.pipeline),
        col: key.into(),
        ..Place::default()
    }
}

/// The last period of each length.
fn shown(lengths: &Lengths) -> String {
    let last = lengths.iter().map(|((_, span), period)| match span {
        Span::Period => period.to_string(),
        span => format!("{period} ({span})"),
    });
    last.collect::<Vec<_>>().join(", ")
}

//! A claim once it is read: what it is about, where, when, and what it says.

use crate::app::api::check::number::{ClaimedNumber, ClaimedUnit, DigitNotation};
use crate::app::api::check::relation::ClaimRelation;
use crate::app::api::named::areas_meant;
use crate::app::api::problem::Problem;
use crate::app::api::viewed::ApiView;
use crate::app::messages::say;
use crate::model::{Currency, Period, Verdict};
use num_bigint::BigInt;
use num_rational::BigRational;

/// What a claim is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimSubject {
    /// The value or verdict of a KPI.
    Kpi(String),
    /// The figure of a measure.
    Measure(String),
}

/// What a claim says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// A number: as it was written, and what it says.
    Value(String, ClaimedNumber, ClaimRelation),
    /// A verdict.
    Verdict(Verdict),
}

/// A claim once it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimQuestion {
    /// What it is about.
    pub subject: ClaimSubject,
    /// The codes of the area.
    pub codes: Vec<String>,
    /// The period.
    pub period: Period,
    /// What it says.
    pub claimed: Claimed,
}

impl ClaimSubject {
    /// The parameter that names it.
    pub fn word(&self) -> &'static str {
        match self {
            ClaimSubject::Kpi(_) => "kpi",
            ClaimSubject::Measure(_) => "measure",
        }
    }

    /// Its identifier.
    pub fn id(&self) -> &str {
        match self {
            ClaimSubject::Kpi(id) | ClaimSubject::Measure(id) => id,
        }
    }

    /// The published table that has it, and its columns there: identifier, unit.
    pub fn table(&self) -> (&'static str, [&'static str; 2]) {
        match self {
            ClaimSubject::Kpi(_) => ("scorecard", ["kpi", "value_unit"]),
            ClaimSubject::Measure(_) => ("measures", ["measure", "unit"]),
        }
    }

    /// The published table of what it was before.
    pub fn history(&self) -> &'static str {
        match self {
            ClaimSubject::Kpi(_) => "revisions",
            ClaimSubject::Measure(_) => "measures_history",
        }
    }
}

impl ClaimQuestion {
    /// A claim given by its parts.
    ///
    /// # Errors
    /// When a part is missing or cannot be read.
    pub fn of_parts(view: &ApiView<'_>) -> Result<ClaimQuestion, Problem> {
        let said = |name: &str| view.values.text(name).map(str::to_owned);
        let parts =
            || Problem::bad_request("claim_parts", view.lang.say("api-claim-parts").to_owned());
        let subject = match (said("kpi"), said("measure")) {
            (Some(kpi), None) => ClaimSubject::Kpi(kpi),
            (None, Some(measure)) => ClaimSubject::Measure(measure),
            _ => return Err(parts()),
        };
        let claimed = match (said("value"), view.values.value::<Verdict>("verdict")) {
            (Some(text), None) => number(view, text)?,
            (None, Some(verdict)) if matches!(subject, ClaimSubject::Kpi(_)) => {
                Claimed::Verdict(verdict)
            }
            _ => return Err(parts()),
        };
        let (Some(codes), Some(period)) = (areas_meant(view, subject.table().0)?, view.period()?)
        else {
            return Err(parts());
        };
        if codes.len() > 1 {
            let said = say!(view.lang, "api-area-ambiguous", areas = codes.join(", "));
            let problem = Problem::bad_request("area_ambiguous", said);
            return Err(problem.with("areas", codes.into()));
        }
        Ok(ClaimQuestion {
            subject,
            codes,
            period,
            claimed,
        })
    }
}

/// A number with its unit, as programs write it.
fn number(view: &ApiView<'_>, text: String) -> Result<Claimed, Problem> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    match ClaimedNumber::read(&words, DigitNotation::Plain) {
        Some(number) if number.words == words.len() => {
            Ok(Claimed::Value(text, number, ClaimRelation::Rounded))
        }
        _ => {
            let said = say!(view.lang, "api-claim-number", text = text);
            Err(Problem::bad_request("bad_value", said).with("parameter", "value".into()))
        }
    }
}

/// The number of a claim, and half of what its last digit is worth, in the unit of a figure; nothing
/// where a figure in that unit cannot be that number.
pub fn in_unit(number: &ClaimedNumber, unit: &str) -> Option<(BigRational, BigRational)> {
    let hundred = BigRational::from(BigInt::from(100));
    let money = Currency::of(unit);
    let divided = match (unit, number.unit) {
        ("ratio", ClaimedUnit::Percent) => true,
        ("pp", ClaimedUnit::Points)
        | ("percent", ClaimedUnit::Percent)
        | (_, ClaimedUnit::Bare) => false,
        (_, ClaimedUnit::Money(claimed)) if money == Some(claimed) => false,
        _ => return None,
    };
    let (value, half) = (&number.value, &number.half);
    Some(if divided {
        (value / &hundred, half / &hundred)
    } else {
        (value.clone(), half.clone())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, unit: &str) -> Option<String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let number = ClaimedNumber::read(&words, DigitNotation::Plain)?;
        Some(in_unit(&number, unit)?.0.to_string())
    }

    #[test]
    fn a_number_is_compared_with_figures_of_its_unit_alone() {
        assert_eq!(of("25.8 %", "ratio").as_deref(), Some("129/500"));
        assert_eq!(of("0.258", "ratio").as_deref(), Some("129/500"));
        assert_eq!(of("0.6 pp", "pp").as_deref(), Some("3/5"));
        assert_eq!(of("86.07 %", "percent").as_deref(), Some("8607/100"));
        assert_eq!(of("2 bn vnd", "vnd").as_deref(), Some("2000000000"));
        for (text, unit) in [
            ("0.6 pp", "ratio"),
            ("0.6 pp", "percent"),
            ("0.6 %", "pp"),
            ("25.8 %", "enterprises"),
            ("2 bn usd", "vnd"),
            ("2 bn vnd", "ratio"),
        ] {
            assert_eq!(of(text, unit), None, "{text} of {unit}");
        }
    }
}

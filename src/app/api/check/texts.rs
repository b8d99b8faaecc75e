//! What a claim turned out to be, in a sentence that can be quoted.

use crate::app::api::check::figures::{decimal, exact, figure, unit_of};
use crate::app::api::check::judged::ClaimResult;
use crate::app::api::check::number::ClaimedUnit;
use crate::app::api::check::question::{ClaimQuestion, ClaimSubject, Claimed, in_unit};
use crate::app::api::named::{exists, name_of, of_code};
use crate::app::api::viewed::ApiView;
use crate::app::lang::{Digits, Lang, moment};
use crate::app::messages::say;
use crate::app::output::{Row, plain};
use crate::app::rows::{ScorecardRow, TableRow};
use crate::app::score_view::unit_shown;
use crate::model::{Currency, Reason, Span, Verdict};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;

/// What a claim turned out to be.
pub fn text(
    lang: Lang,
    view: &ApiView<'_>,
    question: &ClaimQuestion,
    result: ClaimResult<'_>,
) -> String {
    let claim = match &question.claimed {
        Claimed::Value(text, _, relation) => format!("{}{text}", relation.sign()),
        Claimed::Verdict(verdict) => lang.verdict(*verdict).to_owned(),
    };
    let what = titled(lang, view, question, result.row());
    let now = |row: &Row| said(lang, question, row, ["value", "verdict"]);
    match result {
        ClaimResult::True(row) => {
            say!(
                lang,
                "api-claim-true",
                what = what,
                now = now(row),
                claim = claim
            )
        }
        ClaimResult::False(row) => {
            let text = say!(
                lang,
                "api-claim-false",
                what = what,
                now = now(row),
                claim = claim
            );
            match hint(lang, question, row) {
                Some(hint) => format!("{text} {hint}"),
                None => text,
            }
        }
        ClaimResult::RevisedSince(row, change) => {
            let known = plain(&change["known_from"]).parse();
            let when = known.map_or_else(|_| String::new(), |t| moment(t, view.project.timezone));
            let before = said(
                lang,
                question,
                &merged(row, change),
                ["value_before", "verdict_before"],
            );
            say!(
                lang,
                "api-claim-revised",
                what = what,
                now = now(row),
                before = before,
                when = when
            )
        }
        ClaimResult::NotAssessable(row) => {
            let reasons = row.get("reasons").map(plain).unwrap_or_default();
            let words = reasons.split(';').filter_map(|r| r.parse::<Reason>().ok());
            let words: Vec<&str> = words.map(|reason| lang.reason(reason)).collect();
            let why = words.join("; ");
            say!(lang, "api-claim-not-assessable", what = what, why = why)
        }
        ClaimResult::Unknown => say!(lang, "api-claim-unknown", what = what),
    }
}

/// What a claim is about: title, area and period.
fn titled(lang: Lang, view: &ApiView<'_>, question: &ClaimQuestion, row: Option<&Row>) -> String {
    let id = question.subject.id();
    let text = |column: &str| {
        row.and_then(|row| row.get(column))
            .map(plain)
            .unwrap_or_default()
    };
    let title = match question.subject {
        ClaimSubject::Kpi(_) if lang.is_vi() => text("kpi_title_vi"),
        ClaimSubject::Kpi(_) => text("kpi_title_en"),
        ClaimSubject::Measure(_) => {
            let titles = view.titles_of(id).cloned().unwrap_or_default();
            let [vi, en] = titles;
            if lang.is_vi() { vi } else { en }
        }
    };
    let title = if title.is_empty() {
        id.to_owned()
    } else {
        title
    };
    let code = question.codes.join(", ");
    let units = of_code(view, &code).unwrap_or_default();
    // A code may be that of another area on another day.
    let named = |unit: &&Row| view.boundary().is_ok_and(|day| exists(unit, day));
    let area = units.iter().find(named).map_or_else(
        || code.clone(),
        |unit| format!("{} ({code})", name_of(unit)),
    );
    let span = row.and_then(|row| plain(row.get("span")?).parse::<Span>().ok());
    let span = span.map_or("", |span| lang.span(span));
    let period = format!("{} {span}", question.period);
    format!("{title}, {area}, {}", period.trim_end())
}

/// What a row says, in the columns of the value and of the verdict: as people read it, and the figure
/// as it is published.
fn said(lang: Lang, question: &ClaimQuestion, row: &Row, [value, verdict]: [&str; 2]) -> String {
    if let Claimed::Verdict(_) = question.claimed {
        let word = row.get(verdict).map(plain).unwrap_or_default();
        return word
            .parse::<Verdict>()
            .map_or(word, |v| lang.verdict(v).to_owned());
    }
    let figure = row.get(value).map(plain).unwrap_or_default();
    let unit = unit_of(&question.subject, row);
    if figure.is_empty() {
        return "–".to_owned();
    }
    let figure = exact(&figure).map_or(figure, |exact| decimal(&exact));
    let money = Currency::of(unit).is_some();
    let shown = match question.subject {
        ClaimSubject::Kpi(_) if !money => ScorecardRow::read(row).ok(),
        _ => return lang.figure(&figure, unit, Digits::All),
    };
    // A value is never shown as its target, or as what is claimed, when it is not.
    let mut bounds = shown.as_ref().map_or_else(Vec::new, ScorecardRow::bounds);
    if let Claimed::Value(_, number, _) = &question.claimed {
        let claimed = in_unit(number, unit).and_then(|(value, _)| value.to_f64());
        bounds.extend(claimed);
    }
    let shown = shown.map(|row| unit_shown(&row));
    let read = figure.parse::<f64>().ok().zip(shown);
    match read.map(|(value, shown)| lang.value_against(value, &bounds, &shown)) {
        Some(shown) => format!("{shown} ({figure} {unit})"),
        None => format!("{figure} {unit}"),
    }
}

/// The row of now with the columns of a change.
fn merged(row: &Row, change: &Row) -> Row {
    let mut merged = row.clone();
    merged.extend(change.clone());
    merged
}

/// That a number without a unit was taken as a ratio, where it would be true as a percentage.
fn hint(lang: Lang, question: &ClaimQuestion, row: &Row) -> Option<String> {
    let Claimed::Value(text, number, relation) = &question.claimed else {
        return None;
    };
    let unit = unit_of(&question.subject, row);
    if number.unit != ClaimedUnit::Bare || unit != "ratio" {
        return None;
    }
    let (value, half) = in_unit(number, unit)?;
    let hundred = BigRational::from(BigInt::from(100));
    let percent = (&(value / &hundred), &(half / &hundred));
    let holds = relation.holds(&figure(row, "value")?, percent);
    holds.then(|| say!(lang, "api-claim-percent", text = text))
}

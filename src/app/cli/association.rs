//! A row of a study as people see it, in tables and under pictures.

use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::rows::CorrelationRow;
use crate::config::Project;
use crate::model::Evidence;

/// The title of a measure or KPI.
#[must_use]
pub fn series_title(project: &Project, id: &str, lang: Lang) -> String {
    let kpi = project
        .kpis
        .iter()
        .find(|k| k.id == id)
        .map(|k| k.title.get(lang.is_vi()));
    let measure = || {
        project
            .measures
            .iter()
            .find(|m| m.id == id)
            .map(|m| m.title.get(lang.is_vi()))
    };
    kpi.or_else(measure).unwrap_or(id).to_owned()
}

/// A row as people see it.
pub struct StudyRowView {
    /// Coefficient.
    pub coefficient: String,
    /// Interval.
    pub interval: String,
    /// p-value.
    pub p: String,
    /// q-value.
    pub q: String,
    /// How strong it is, or why there is none.
    pub words: String,
    /// How far one area moves it.
    pub moved: String,
    /// With regions removed, and its p.
    pub regional: String,
}

impl StudyRowView {
    /// From a published row.
    #[must_use]
    pub fn new(row: &CorrelationRow, lang: Lang) -> StudyRowView {
        StudyRowView {
            coefficient: row
                .coefficient
                .map_or_else(|| "–".to_owned(), |c| lang.coefficient_of(c, row.method)),
            interval: interval(row, lang),
            p: probability(lang, row.p_value),
            q: probability(lang, row.q_value),
            words: words(row, lang),
            moved: moved(row, lang),
            regional: regional(row, lang),
        }
    }
}

fn shown(lang: Lang, number: Option<f64>, places: usize) -> String {
    number.map_or_else(|| "–".to_owned(), |v| lang.number(v, places))
}

fn probability(lang: Lang, number: Option<f64>) -> String {
    match number {
        Some(v) if v < 0.001 => format!("< {}", lang.number(0.001, 3)),
        _ => shown(lang, number, 3),
    }
}

fn interval(row: &CorrelationRow, lang: Lang) -> String {
    if row.ci_low.is_none() {
        return "–".to_owned();
    }
    say!(
        lang,
        "correlate-interval",
        low = shown(lang, row.ci_low, 2),
        high = shown(lang, row.ci_high, 2)
    )
}

/// How far one area moves the coefficient, and which.
fn moved(row: &CorrelationRow, lang: Lang) -> String {
    if row.loo_min.is_none() {
        return "–".to_owned();
    }
    let one = |coefficient: Option<f64>, area: Option<&str>| {
        format!(
            "{} ({})",
            shown(lang, coefficient, 2),
            area.unwrap_or_default()
        )
    };
    say!(
        lang,
        "correlate-interval",
        low = one(row.loo_min, row.loo_min_area.as_deref()),
        high = one(row.loo_max, row.loo_max_area.as_deref())
    )
}

/// The coefficient with regions removed, and its p.
fn regional(row: &CorrelationRow, lang: Lang) -> String {
    let Some(coefficient) = row.regional_coefficient else {
        return "–".to_owned();
    };
    let p = row.regional_p_value.map_or_else(String::new, |p| {
        format!(" (p {})", probability(lang, Some(p)))
    });
    format!("{}{p}", lang.number(coefficient, 2))
}

/// How strong an association is, or why there is none, and what speaks against it.
fn words(row: &CorrelationRow, lang: Lang) -> String {
    let evidence = row.evidence.unwrap_or(Evidence::MayBeChance);
    let refused = || {
        row.refused
            .map_or_else(String::new, |why| lang.refusal(why).to_owned())
    };
    let mut words = row
        .coefficient
        .map_or_else(refused, |c| lang.strength(c, row.method, evidence));
    if row.circular {
        words = say!(lang, "correlate-circular", words = words);
    }
    let opposite: Vec<&str> = row
        .opposite_designs
        .iter()
        .flatten()
        .map(|d| lang.design(*d))
        .collect();
    if !opposite.is_empty() {
        words = say!(
            lang,
            "correlate-opposite-sign",
            words = words,
            opposite = opposite.join(", ")
        );
    }
    words
}

/// What is said under every table and picture.
#[must_use]
pub fn caution(lang: Lang) -> &'static str {
    lang.say("correlate-caution")
}

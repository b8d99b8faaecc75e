//! A row of a study as people see it, in tables and under pictures.

use crate::app::cli::lookup::text;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::Row;
use crate::config::Project;
use crate::model::{Design, Evidence, Method, Refusal};

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
    /// From a row under the published names.
    #[must_use]
    pub fn new(row: &Row, lang: Lang) -> StudyRowView {
        StudyRowView {
            coefficient: shown(row, lang, "coefficient", 2),
            interval: interval(row, lang),
            p: probability(row, lang, "p_value"),
            q: probability(row, lang, "q_value"),
            words: words(row, lang),
            moved: moved(row, lang),
            regional: regional(row, lang),
        }
    }
}

fn number(row: &Row, column: &str) -> Option<f64> {
    row.get(column).and_then(serde_json::Value::as_f64)
}

fn shown(row: &Row, lang: Lang, column: &str, places: usize) -> String {
    number(row, column).map_or_else(|| "–".to_owned(), |v| lang.number(v, places))
}

fn probability(row: &Row, lang: Lang, column: &str) -> String {
    match number(row, column) {
        Some(v) if v < 0.001 => format!("< {}", lang.number(0.001, 3)),
        _ => shown(row, lang, column, 3),
    }
}

fn interval(row: &Row, lang: Lang) -> String {
    if number(row, "ci_low").is_none() {
        return "–".to_owned();
    }
    say!(
        lang,
        "correlate-interval",
        low = shown(row, lang, "ci_low", 2),
        high = shown(row, lang, "ci_high", 2)
    )
}

/// How far one area moves the coefficient, and which.
fn moved(row: &Row, lang: Lang) -> String {
    if number(row, "loo_min").is_none() {
        return "–".to_owned();
    }
    let one = |column: &str| {
        format!(
            "{} ({})",
            shown(row, lang, column, 2),
            text(row, &format!("{column}_area"))
        )
    };
    say!(
        lang,
        "correlate-interval",
        low = one("loo_min"),
        high = one("loo_max")
    )
}

/// The coefficient with regions removed, and its p.
fn regional(row: &Row, lang: Lang) -> String {
    let Some(coefficient) = number(row, "regional_coefficient") else {
        return "–".to_owned();
    };
    let p = number(row, "regional_p_value").map_or_else(String::new, |_| {
        format!(" (p {})", probability(row, lang, "regional_p_value"))
    });
    format!("{}{p}", lang.number(coefficient, 2))
}

/// How strong an association is, or why there is none, and what speaks against it.
fn words(row: &Row, lang: Lang) -> String {
    let method = text(row, "method").parse().unwrap_or(Method::Pearson);
    let evidence = evidence(row).unwrap_or(Evidence::MayBeChance);
    let refused = || {
        text(row, "refused")
            .parse::<Refusal>()
            .map_or_else(|_| String::new(), |why| lang.refusal(why).to_owned())
    };
    let mut words =
        number(row, "coefficient").map_or_else(refused, |c| lang.strength(c, method, evidence));
    if row.get("circular") == Some(&true.into()) {
        words = say!(lang, "correlate-circular", words = words);
    }
    let opposite: Vec<&str> = text(row, "opposite_designs")
        .split(';')
        .filter_map(|d| d.parse::<Design>().ok())
        .map(|d| lang.design(d))
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

/// What a row shows, as published.
pub fn evidence(row: &Row) -> Option<Evidence> {
    text(row, "evidence").parse().ok()
}

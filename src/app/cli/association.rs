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
        let number = |column: &str| row.get(column).and_then(serde_json::Value::as_f64);
        let shown = |column: &str, places: usize| {
            number(column).map_or_else(|| "–".to_owned(), |v| lang.number(v, places))
        };
        let probability = |column: &str| match number(column) {
            Some(v) if v < 0.001 => format!("< {}", lang.number(0.001, 3)),
            _ => shown(column, 3),
        };
        let interval = if number("ci_low").is_some() {
            say!(
                lang,
                "correlate-interval",
                low = shown("ci_low", 2),
                high = shown("ci_high", 2)
            )
        } else {
            "–".to_owned()
        };
        let method = text(row, "method").parse().unwrap_or(Method::Pearson);
        let evidence = evidence(row).unwrap_or(Evidence::MayBeChance);
        let refused = || {
            text(row, "refused")
                .parse::<Refusal>()
                .map_or_else(|_| String::new(), |why| lang.refusal(why).to_owned())
        };
        let mut words =
            number("coefficient").map_or_else(refused, |c| lang.strength(c, method, evidence));
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
        let regional = number("regional_coefficient").map_or_else(
            || "–".to_owned(),
            |c| {
                let p = number("regional_p_value").map_or_else(String::new, |_| {
                    format!(" (p {})", probability("regional_p_value"))
                });
                format!("{}{p}", lang.number(c, 2))
            },
        );
        let moved = if number("loo_min").is_some() {
            let one = |column: &str| {
                format!(
                    "{} ({})",
                    shown(column, 2),
                    text(row, &format!("{column}_area"))
                )
            };
            say!(
                lang,
                "correlate-interval",
                low = one("loo_min"),
                high = one("loo_max")
            )
        } else {
            "–".to_owned()
        };
        StudyRowView {
            coefficient: shown("coefficient", 2),
            interval,
            p: probability("p_value"),
            q: probability("q_value"),
            words,
            moved,
            regional,
        }
    }
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

//! KPIs, measures and areas of a release by words of their names, with or without accents: for
//! whoever does not know the identifiers yet.

use crate::app::api::named::of_areas;
use crate::app::api::problem::Problem;
use crate::app::api::table::distinct;
use crate::app::api::viewed::ApiView;
use crate::app::output::{Row, plain};
use crate::app::site::Answer;
use crate::model::{fold_name, id_of_breakdown};
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most of each that are found.
const MOST: usize = 50;

/// What has all the words of a request in its names.
///
/// # Errors
/// When the release cannot be read.
pub fn search(view: &ApiView<'_>) -> Result<Answer, Problem> {
    let asked = bare(view.values.text("q").unwrap_or_default());
    let words: Vec<&str> = asked.split_whitespace().collect();
    let found = |row: &Row| {
        let names: Vec<String> = row.values().map(plain).collect();
        let names = bare(&names.join(" "));
        words.iter().all(|word| names.contains(word))
    };
    let chosen =
        |rows: Vec<Row>| -> Vec<Row> { rows.into_iter().filter(found).take(MOST).collect() };
    let kpis = distinct(view, "coverage", &["kpi", "breakdown"])?;
    let kpis = kpis.iter().map(|row| {
        let (kpi, members) = (plain(&row["kpi"]), plain(&row["breakdown"]));
        let declared = id_of_breakdown(&kpi, &members).and_then(|id| view.kpi_of(&id));
        let titles = declared.map(|(titles, _)| titles);
        let values = [
            json!(kpi),
            json!(titles.map(|t| &t[0])),
            json!(titles.map(|t| &t[1])),
            json!(declared.map(|(_, unit)| unit)),
        ];
        crate::app::output::row(
            &["kpi", "kpi_title_vi", "kpi_title_en", "value_unit"],
            values,
        )
    });
    let measures = distinct(view, "measures", &["measure", "unit"])?;
    let measures = measures.into_iter().map(|mut row| {
        let id = plain(&row["measure"]);
        let declared = view.titles_of(&id);
        for (at, name) in ["title_vi", "title_en"].into_iter().enumerate() {
            let title = declared.map_or(Value::Null, |titles| json!(titles[at]));
            row.insert(name.to_owned(), title);
        }
        row
    });
    Ok(view.object(json!({
        "kpis": chosen(kpis.collect()),
        "measures": chosen(measures.collect()),
        "areas": chosen(of_areas(view)?),
    })))
}

/// A text in lower case without accents.
fn bare(text: &str) -> String {
    let folded = fold_name(text).replace('đ', "d");
    folded.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_are_no_difference() {
        assert_eq!(bare("Đà Nẵng, tỷ trọng"), "da nang, ty trong");
    }
}

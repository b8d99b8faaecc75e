//! Columns that are mapped to nothing and whose names say a month, quarter, half-year or week: where
//! the period is taken from a column of years, several rows have one key because of them.

use crate::decode::text::tidy;
use crate::model::{Origin, Source};

/// Names of parts of a year, in lower case, with the placeholder that reads them.
const NAMES: &[(&[&str], &str)] = &[
    (
        &[
            "month",
            "months",
            "mth",
            "mon",
            "tháng",
            "thang",
            "mois",
            "mes",
            "mês",
            "monat",
            "mese",
            "maand",
            "bulan",
            "месяц",
        ],
        "{month}",
    ),
    (
        &[
            "quarter",
            "qtr",
            "quý",
            "quí",
            "quy",
            "trimestre",
            "quartal",
            "kwartaal",
            "kuartal",
            "квартал",
        ],
        "{quarter}",
    ),
    (
        &["half", "halfyear", "semester", "semestre", "halbjahr"],
        "{half_year}",
    ),
    (
        &[
            "week", "wk", "kw", "tuần", "tuan", "woche", "semaine", "semana",
        ],
        "{week}",
    ),
];

/// The placeholder that a column of this name is read by.
pub(in crate::ingest) fn placeholder(name: &str) -> Option<&'static str> {
    let name = tidy(name).to_lowercase();
    let mut words = name.split(|c: char| !c.is_alphabetic());
    words
        .find_map(|word| NAMES.iter().find(|(names, _)| names.contains(&word)))
        .map(|(_, placeholder)| *placeholder)
}

/// What to declare where the column of the period stands beside one of a part of the year.
pub(super) fn hint(source: &Source, columns: &[String]) -> Option<String> {
    let of_header = source.shape.wide.as_ref();
    let of_header = of_header.is_some_and(|wide| wide.names().any(|name| name == "period"));
    let period = match source.columns.get("period") {
        Some(Origin::Column(period)) => format!("\"{period}\""),
        None if of_header && source.period.parts.is_empty() => "\"header\"".to_owned(),
        _ => return None,
    };
    let mapped = |name: &str| {
        source
            .columns
            .values()
            .any(|origin| matches!(origin, Origin::Column(own) if tidy(own) == tidy(name)))
    };
    let (part, placeholder) = columns
        .iter()
        .filter(|name| !mapped(name))
        .find_map(|name| Some((name, placeholder(name)?)))?;
    let (places, header) = if of_header {
        (
            "places:",
            ", `columns = { header = { from = \"header\" } }`",
        )
    } else {
        ("columns: in place of `period` under `[source.columns]`", "")
    };
    Some(format!(
        "the period stands in two {places} declare in `[source.period]` `parts = [{period}, \
            \"{part}\"]`{header} and `formats = [\"{{year}} {placeholder}\"]`, with \
            `{{month_name}}` or `{{quarter_roman}}` where the texts are such"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_parts_of_a_year() {
        for (name, want) in [
            ("Month", Some("{month}")),
            ("REF_MONTH", Some("{month}")),
            ("Tháng", Some("{month}")),
            ("Quarter No.", Some("{quarter}")),
            ("Semestre", Some("{half_year}")),
            ("Epi week", Some("{week}")),
            ("Weekly income", None),
            ("Monthly income", None),
            ("Year", None),
        ] {
            assert_eq!(placeholder(name), want, "{name}");
        }
    }
}

//! The budget books of the Ministry of Finance: workbooks with titles above the header, headers over
//! several rows, totals and regions between the provinces, notes below.

use super::{Figures, all_to_places, figures, loaded, records, shared, to_places};
use crate::support::repository;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const PLAN: &str = include_str!("budget_plan.toml");
const FINAL: &str = include_str!("budget_final.toml");
const PLAN_2003: &str = include_str!("budget_plan_2003.toml");

/// Codes of the 64 former provinces by their names in capitals.
fn codes() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for row in records(&repository().join("datasets/areas/areas.csv")) {
        if row["level"] == "province" && row["valid_from"].as_str() < "2010" {
            let aliases = row["aliases"].split('|');
            for name in aliases.chain([row["name_vi"].as_str()]) {
                found.insert(name.trim().to_uppercase(), row["code"].clone());
            }
        }
    }
    found
}

#[test]
fn revenue_in_every_book_of_the_ministry_is_that_of_the_panel() {
    let Some(shared) = shared() else { return };
    let codes = codes();
    let project = loaded(&shared, &[("budget_plan", PLAN), ("budget_final", FINAL)]);
    let panel = records(&shared.join("data/mof_province_budget_2006_2017.csv"));
    for (id, kind, books) in [("budget_plan", "plan", 9), ("budget_final", "final", 5)] {
        let got = all_to_places(&figures(&project, id, "revenue", &["period"]), 1e6, 3);
        let wanted: Figures = panel
            .iter()
            .filter(|row| row["kind"] == kind && got.keys().any(|k| k.1 == row["year"]))
            .map(|row| {
                let printed = row["province_as_printed"].replace('\u{d0}', "\u{110}");
                let name = printed.to_uppercase();
                let code = codes.get(name.trim_start_matches("TP.").trim_start());
                let code = code.unwrap_or_else(|| panic!("no {printed}")).clone();
                (
                    (code, row["year"].clone()),
                    to_places(&row["value"], 1.0, 3),
                )
            })
            .collect();
        assert!(wanted.len() >= books * 63, "{kind}: {}", wanted.len());
        assert_eq!(got, wanted, "{kind}");
    }
}

/// Year of a book, and the place of a column in it.
type Place = (&'static str, usize);

/// Indicator of the panel → contract, and the columns in the books.
const COLUMNS: [(&str, &str, &[Place]); 6] = [
    (
        "budget_exp_plan_balance",
        PLAN,
        &[
            ("2010", 5),
            ("2012", 5),
            ("2013", 5),
            ("2014", 5),
            ("2015", 5),
        ],
    ),
    (
        "budget_regulation_ratio",
        PLAN,
        &[
            ("2010", 4),
            ("2012", 4),
            ("2013", 4),
            ("2014", 4),
            ("2015", 4),
            ("2017", 5),
        ],
    ),
    ("budget_rev_plan_local_share", PLAN, &[("2017", 4)]),
    ("budget_balance_transfer_plan", PLAN, &[("2017", 6)]),
    (
        "budget_exp_actual_balance",
        FINAL,
        &[("2011", 6), ("2014", 6)],
    ),
    (
        "budget_regulation_ratio_final",
        FINAL,
        &[("2011", 5), ("2014", 5)],
    ),
];

/// The contract with the sources of some years only, each taking another column.
fn other_columns(contract: &str, places: &[Place]) -> String {
    let mut parts = contract.split("\n[[source]]\n");
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        let of_year = |(year, _): &&Place| part.contains(&format!("\"{year}\""));
        if let Some((_, place)) = places.iter().find(of_year) {
            let part = part.replace("{ place = 3, ", &format!("{{ place = {place}, "));
            _ = write!(text, "\n[[source]]\n{part}");
        }
    }
    text
}

#[test]
fn the_other_columns_of_the_books_are_those_of_the_panel() {
    let Some(shared) = shared() else { return };
    let contracts = COLUMNS.map(|(id, contract, places)| (id, other_columns(contract, places)));
    let datasets: Vec<(&str, &str)> = contracts.iter().map(|(id, c)| (*id, c.as_str())).collect();
    let project = loaded(&shared, &datasets);
    let panel = records(&shared.join("data/vn_panel.csv"));
    for (id, _, places) in COLUMNS {
        let got = all_to_places(&figures(&project, id, "revenue", &["period"]), 1e6, 9);
        let wanted: Figures = panel
            .iter()
            .filter(|row| row["indicator"] == id && places.iter().any(|(y, _)| *y == row["period"]))
            .map(|row| {
                (
                    (row["province_code"].clone(), row["period"].clone()),
                    row["value"].clone(),
                )
            })
            .collect();
        let ten_digits = |figures: &Figures| -> Figures {
            let cut = |text: &String| format!("{:.9e}", text.parse::<f64>().unwrap());
            figures.iter().map(|(k, v)| (k.clone(), cut(v))).collect()
        };
        assert!(wanted.len() >= 47, "{id}: {}", wanted.len());
        assert_eq!(ten_digits(&got), ten_digits(&wanted), "{id}");
    }
}

#[test]
fn the_book_in_an_old_font_reads_as_its_sheet_in_unicode_does() {
    let Some(shared) = shared() else { return };
    let unicode = PLAN_2003
        .replace("encoding = \"tcvn3\"\n", "")
        .replace("\"Sheet1\"", "\"Sheet1 (2)\"")
        .replace("\"Tổng số\"", "\"TỔNG SỐ\"");
    let datasets = [("old_font", PLAN_2003), ("unicode", unicode.as_str())];
    let project = loaded(&shared, &datasets);
    let of = |id: &str| figures(&project, id, "revenue", &["period"]);
    let got = of("old_font");
    assert_eq!(got.len(), 61);
    assert_eq!(got[&("01".to_owned(), "2003".to_owned())], "19348000000000");
    assert_eq!(got, of("unicode"));
}

//! Answers of the National Statistics Office's table service, and files of the national summary data
//! page.

use super::{Figures, all_to_places, delivery, figures, loaded, records, shared, to_places};
use crate::support::repository;
use std::fs;

const PER_1000: &str = include_str!("enterprises_per_1000.toml");
const ACCOUNTS: &str = include_str!("national_accounts.toml");
const SEX_RATIO: &str = include_str!("sex_ratio.toml");

#[test]
fn the_answers_of_the_statistics_office_are_the_panel() {
    let Some(shared) = shared() else { return };
    let active = fs::read_to_string(repository().join("datasets/active_enterprises.toml")).unwrap();
    let active = active.replace(
        "active_enterprises/*.json",
        "deliveries/V05.04_response.json",
    );
    let project = loaded(
        &shared,
        &[("active", active.as_str()), ("per_1000", PER_1000)],
    );
    let panel = records(&shared.join("data/vn_panel.csv"));
    for (id, indicator, places) in [
        ("active", "active_enterprises_31dec", 0),
        ("per_1000", "active_enterprises_per_1000_pop", 5),
    ] {
        let mut got = figures(&project, id, "enterprises", &["period"]);
        got.retain(|(code, _), _| !code.starts_with("VN"));
        let wanted: Figures = panel
            .iter()
            .filter(|row| row["indicator"] == indicator)
            .map(|row| {
                (
                    (row["province_code"].clone(), row["period"].clone()),
                    row["value"].clone(),
                )
            })
            .collect();
        assert_eq!(wanted.len(), 504, "{id}");
        let places = |figures| all_to_places(figures, 1.0, places);
        assert_eq!(places(&got), places(&wanted), "{id}");
    }
}

/// Figures of an SDMX-ML file by a search for its attributes.
fn attributes(text: &str) -> Figures {
    let of = |tag: &str, name: &str| {
        let value = tag.split(&format!(" {name}=\"")).nth(1)?;
        Some(value.split('"').next().unwrap().to_owned())
    };
    let (mut series, mut found) = (String::new(), Figures::new());
    for tag in text.split('<') {
        if tag.starts_with("Series ") {
            series = of(tag, "INDICATOR").unwrap();
        } else if tag.starts_with("Obs ") {
            let figure = of(tag, "OBS_VALUE").unwrap().trim().to_owned();
            if figure.parse::<f64>().is_ok() {
                let key = format!("{} {series}", of(tag, "TIME_PERIOD").unwrap());
                assert_eq!(found.insert(("VN".to_owned(), key), figure), None);
            }
        }
    }
    found
}

#[test]
fn the_files_of_the_summary_data_page_are_what_their_attributes_say() {
    let Some(shared) = shared() else { return };
    for (file, power, count) in [
        ("GDPVNM", 9, 5_818),
        ("MoF_GGO_Vietnam", 9, 230),
        ("PPIVNM", 0, 768),
        ("MOF_SPI01", 0, 624),
    ] {
        let name = format!("vn_nsdp__2024q3_{file}.xml");
        let contract = ACCOUNTS
            .replace("vn_nsdp__2024q3_GDPVNM.xml", &name)
            .replace("unit_mult = 9", &format!("unit_mult = {power}"));
        let project = loaded(&shared, &[("page", contract.as_str())]);
        let got = figures(&project, "page", "obs_value", &["period", "indicator"]);
        let text = String::from_utf8(delivery(&shared, &name)).unwrap();
        let wanted = attributes(&text);
        assert_eq!((got.len(), wanted.len()), (count, count), "{file}");
        // To the five decimal places of the declared rounding, or the sixteen digits of a binary
        // fraction.
        for ((key, own), other) in got.iter().zip(wanted.values()) {
            let other = other.parse::<f64>().unwrap() * 10_f64.powi(power);
            let apart = (own.parse::<f64>().unwrap() - other).abs();
            assert!(
                apart <= 0.000_005_1 + other.abs() * 1e-15,
                "{file} {key:?}: {own}, {other}"
            );
        }
        assert!(got.keys().eq(wanted.keys()), "{file}");
    }
}

#[test]
fn the_sex_ratios_are_those_of_the_list_in_the_answer() {
    let Some(shared) = shared() else { return };
    let project = loaded(&shared, &[("sex_ratio", SEX_RATIO)]);
    let key = ["ratio", "period", "residence"];
    let got = all_to_places(&figures(&project, "sex_ratio", "males", &key), 1.0, 5);
    let mut bytes = delivery(&shared, "vietnam_economy_analysis__E02.08.json");
    // Such answers end in a NUL byte on the wire.
    bytes.retain(|b| *b != 0);
    let answer: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let dataset = &answer["dataset"];
    let labels = |name: &str| -> Vec<String> {
        let category = &dataset["dimension"][name]["category"];
        let index = category["index"].as_object().unwrap();
        let mut codes: Vec<(u64, &String)> = index
            .iter()
            .map(|(code, at)| (at.as_u64().unwrap(), code))
            .collect();
        codes.sort();
        let label = |code: &String| {
            category["label"][code.as_str()]
                .as_str()
                .unwrap()
                .to_owned()
        };
        codes.into_iter().map(|(_, code)| label(code)).collect()
    };
    let mut values = dataset["value"].as_array().unwrap().iter();
    let mut wanted = Figures::new();
    for ratio in labels("Sex ratio") {
        for year in labels("Year") {
            for residence in labels("Residence") {
                let year = year.trim_start_matches("Prel. ");
                let key = format!("{} {year} {}", ratio.trim(), residence.trim());
                let value = values.next().unwrap().to_string();
                wanted.insert(("VN".to_owned(), key), to_places(&value, 1.0, 5));
            }
        }
    }
    assert_eq!(wanted.len(), 150);
    assert_eq!(got, wanted);
}

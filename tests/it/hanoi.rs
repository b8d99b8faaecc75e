//! Hà Nội's figures, as issue and domain state them, through the program from bundled bytes to
//! verdicts.

use crate::support::{Project, cell, field, fields, finished};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const BOUNDARY_63: &str = "2025-06-30";
const BOUNDARY_34: &str = "2025-07-01";

#[track_caller]
fn near(row: &Value, name: &str, wanted: f64) {
    let got: f64 = field(row, name).parse().unwrap();
    assert!((got - wanted).abs() < 1e-15, "{name}: {got}, not {wanted}");
}

#[test]
fn new_enterprises_fell_by_5_69_percent_in_2020_against_a_target_of_a_fifth_more() {
    let row = finished().score("new_firms_growth", "01", "2020");
    assert_eq!(
        fields(
            &row,
            ["current_value", "base_value", "operand_unit", "base_period"]
        ),
        ["26135", "27711", "enterprises", "2019"]
    );
    near(&row, "value", 26135.0 / 27711.0 - 1.0);
    near(&row, "margin", 26135.0 / 27711.0 - 1.2);
    assert_eq!(
        fields(
            &row,
            ["target_id", "target_op", "target_value", "value_unit"]
        ),
        ["hn2020-new-firms", "ge", "0.2", "ratio"]
    );
    assert_eq!(
        fields(&row, ["verdict", "reason", "reasons", "status", "flags"]),
        ["not_met", "", "", "final", ""]
    );
}

#[test]
fn growth_of_2016_has_no_base_because_the_series_begins_there() {
    let row = finished().score("new_firms_growth", "01", "2016");
    assert_eq!(
        fields(&row, ["verdict", "reason", "value", "margin"]),
        ["not_assessable", "base_missing", "", ""]
    );
    assert_eq!(
        fields(&row, ["current_value", "base_value", "base_period"]),
        ["22663", "", "2015"]
    );
}

#[test]
fn explain_shows_both_cells_of_the_growth_as_they_stand_in_the_file() {
    let rows = finished().traced(&[
        "explain",
        "new_firms_growth",
        "--area",
        "01",
        "--period",
        "2020",
    ]);
    let seen: Vec<[String; 6]> = rows
        .iter()
        .map(|r| fields(r, ["role", "operand_period", "raw", "row", "col", "used"]))
        .collect();
    assert_eq!(
        seen,
        [
            ["current", "2020", "26135", "23", "value", "true"],
            ["base", "2019", "27711", "22", "value", "true"]
        ]
    );
    let landed = finished().tree("lake/landing/new_enterprises");
    for row in &rows {
        let place = format!("{}/{}", field(row, "delivery"), field(row, "file"));
        assert!(landed.contains_key(&place), "{place} is not in landing");
    }
    let text = finished()
        .chiso(&[
            "explain",
            "new_firms_growth",
            "--area",
            "01",
            "--period",
            "2020",
        ])
        .exits(0);
    text.says("26,135 / 27,711 − 1")
        .says("row 23, column `value`: \"26135\"")
        .says("row 22, column `value`: \"27711\"")
        .says("nso_v05_02.json");
}

#[test]
fn revenue_of_2020_is_an_estimate_over_a_plan_that_was_only_submitted() {
    let row = finished().score("revenue_over_plan", "01", "2020");
    assert_eq!(
        fields(&row, ["current_value", "base_value", "operand_unit"]),
        ["279300000000000", "278805000000000", "vnd"]
    );
    near(&row, "value", 279_300.0 / 278_805.0 - 1.0);
    near(&row, "margin", 279_300.0 / 278_805.0 - 1.04);
    assert_eq!(
        fields(&row, ["verdict", "reason", "status", "flags"]),
        ["not_met", "", "estimate", "plan_not_assigned"]
    );
    assert_eq!(
        fields(&row, ["target_op", "target_value", "basis"]),
        ["ge", "0.04", "territory_balance"]
    );
}

#[test]
fn revenue_of_2020_explains_what_would_have_been_enough_and_what_revisions_are_known() {
    let text = finished()
        .chiso(&[
            "explain",
            "revenue_over_plan",
            "--area",
            "01",
            "--period",
            "2020",
        ])
        .exits(0);
    let text = text
        .says("not met")
        .says("the plan is the submitted one")
        .says("[estimate; basis territory_balance]");
    // 278,805 bn × 1.04, over 279,300 bn.
    let text = text.says("≥ 289,957.2 bn VND, 3.82 % above the current figure");
    let text = text
        .says("too few to know their usual size")
        .says("2023: 400,421 bn VND → 405,252 bn VND (+1.21 %)");
    assert!(
        !text.stdout.contains("+54.78"),
        "a final account with carry-over is no revision of an estimate without it"
    );
}

#[test]
fn eleven_months_of_2021_are_judged_by_the_pace_of_each_plan() {
    let of = |plan: &str, period: &str| {
        let row = finished().score(&format!("revenue_of_plan_{plan}"), "01", period);
        let [target, value, pace, verdict, flags, reason] = fields(
            &row,
            ["target_id", "value", "pace", "verdict", "flags", "reason"],
        );
        let rounded = |text: &str| {
            text.parse::<f64>()
                .map_or_else(|_| text.to_owned(), |n| format!("{n:.4}"))
        };
        format!(
            "{target} {} {} {verdict} {flags} {reason}",
            rounded(&value),
            rounded(&pace)
        )
        .trim_end()
        .to_owned()
    };
    assert_eq!(
        of("government", "2021-11"),
        "hn2021-plan-government 1.0110 0.9167 on_track"
    );
    assert_eq!(
        of("council", "2021-11"),
        "hn2021-plan-council 0.9470 0.9167 on_track"
    );
    // Two months before, the same revenue was on track for one plan, by rounding, and off track for
    // the other.
    assert_eq!(
        of("government", "2021-09"),
        "hn2021-plan-government 0.7500 0.7500 on_track input_rounding"
    );
    assert_eq!(
        of("council", "2021-09"),
        "hn2021-plan-council 0.7030 0.7500 off_track"
    );
    // The year itself has no figure of its own, and none is made of the months.
    assert_eq!(
        of("government", "2021"),
        "hn2021-plan-government   not_assessable  value_missing"
    );
}

#[test]
fn the_derived_figure_of_2021_feeds_no_verdict() {
    let derived = "324208000000000";
    for table in ["scorecard", "operands", "measures", "measures_history"] {
        let said = finished().published(table);
        assert!(
            !said.is_empty()
                && said
                    .iter()
                    .all(|r| r.values().all(|v| v.as_deref() != Some(derived))),
            "{table}"
        );
    }
    let rows = finished().traced(&[
        "explain",
        "revenue_over_plan",
        "--area",
        "01",
        "--period",
        "2021",
    ]);
    let row = rows.iter().find(|r| field(r, "raw") == "324208").unwrap();
    assert_eq!(
        fields(row, ["used", "why"]),
        ["false", "not used: derived from other figures"]
    );
}

#[test]
fn jumps_of_new_enterprises_are_kept_and_flagged() {
    let flags = |area: &str, period: &str| {
        field(&finished().score("new_firms_growth", area, period), "flags")
    };
    assert_eq!(flags("38", "2017"), "outlier_unverified");
    assert_eq!(flags("20", "2024"), "outlier_unverified");
    assert_eq!(flags("06", "2021"), "outlier_unverified;small_base");
    assert_eq!(flags("01", "2020"), "");
}

#[test]
fn the_enterprise_share_of_2020_is_not_known_and_is_not_zero() {
    let row = finished().score("enterprise_share_change", "01", "2020");
    assert_eq!(
        fields(&row, ["verdict", "reason", "reasons"]),
        [
            "not_assessable",
            "value_missing",
            "value_missing;base_missing"
        ]
    );
    assert_eq!(
        fields(
            &row,
            ["value", "margin", "target_op", "target_value", "value_unit"]
        ),
        ["", "", "gt", "0", "pp"]
    );
}

#[test]
fn the_final_account_of_2014_is_never_divided_by_the_plan() {
    let row = finished().score("revenue_over_plan", "01", "2014");
    assert_eq!(
        fields(&row, ["verdict", "reason", "value", "margin"]),
        ["not_assessable", "basis_mismatch", "", ""]
    );
    assert_eq!(
        fields(&row, ["current_value", "base_value"]),
        ["191663424000000", "126214000000000"]
    );
    assert_eq!(
        field(&row, "basis"),
        "territory_balance;territory_with_carryover"
    );
    let all = finished()
        .chiso(&[
            "explain",
            "revenue_over_plan",
            "--area",
            "01",
            "--period",
            "2014",
        ])
        .exits(0);
    // The line of the release names the build, whose hash may hold any digits.
    assert!(
        all.stdout
            .lines()
            .filter(|line| !line.trim_start().starts_with("release "))
            .all(|line| !line.contains("51.9") && !line.contains("+52")),
        "{}",
        all.stdout
    );
    for row in finished()
        .published("scorecard")
        .iter()
        .filter(|r| cell(r, "basis").contains(';'))
    {
        assert!(row["value"].is_none(), "two bases and a value: {row:?}");
    }
}

#[test]
fn the_plan_of_2008_on_todays_boundary_is_ha_noi_and_ha_tay_together() {
    let row = finished().score("revenue_over_plan", "01", "2008");
    assert_eq!(
        fields(&row, ["base_value", "flags"]),
        ["57154500000000", "boundary_approximate;boundary_rebased"]
    );
    assert_eq!(
        fields(&row, ["verdict", "reason", "value"]),
        ["not_assessable", "basis_mismatch", ""]
    );
    let explained = finished().traced(&[
        "explain",
        "revenue_over_plan",
        "--area",
        "01",
        "--period",
        "2008",
        "--boundary",
        "2008-08-01",
    ]);
    let plans: BTreeMap<String, String> = explained
        .iter()
        .filter(|r| field(r, "role") == "plan")
        .map(|r| (field(r, "row_area_code"), field(r, "value")))
        .collect();
    assert_eq!(
        plans,
        [("01", "53807000000000"), ("28", "3347500000000")]
            .map(|(c, v)| (c.to_owned(), v.to_owned()))
            .into()
    );
}

#[test]
fn for_2015_the_ranking_takes_the_final_account_and_explain_lists_the_press_too() {
    let row = finished().score("revenue_over_plan", "01", "2015");
    assert_eq!(
        fields(&row, ["current_value", "verdict", "reason"]),
        ["227529305000000", "not_assessable", "basis_mismatch"]
    );
    let rows = finished().traced(&[
        "explain",
        "revenue_over_plan",
        "--area",
        "01",
        "--period",
        "2015",
    ]);
    let current: Vec<[String; 5]> = rows
        .iter()
        .filter(|r| field(r, "role") == "current")
        .map(|r| fields(r, ["raw", "used", "dataset", "rank", "why"]))
        .collect();
    assert_eq!(
        current,
        [
            ["227529305", "true", "budget_final", "1", "used"],
            [
                "147000",
                "false",
                "hanoi_figures",
                "3",
                "not used: outranked by `budget_final`"
            ],
        ]
    );
}

/// Measures on a boundary, by area and period.
fn figures(project: &Project, measure: &str, boundary: &str) -> BTreeMap<(String, String), String> {
    let rows = project.published("measures");
    let its = rows
        .iter()
        .filter(|r| cell(r, "measure") == measure && cell(r, "boundary") == boundary);
    its.map(|r| {
        (
            (
                cell(r, "area_code").to_owned(),
                cell(r, "period").to_owned(),
            ),
            cell(r, "value").to_owned(),
        )
    })
    .collect()
}

fn is_province(code: &str) -> bool {
    !code.starts_with("VN")
}

/// The numbers of the bundled JSON-stat file by the label of the area, read without the program.
fn printed() -> BTreeMap<String, Vec<i64>> {
    let stat: Value =
        serde_json::from_str(&finished().read("datasets/new_enterprises/nso_v05_02.json")).unwrap();
    let set = &stat["dataset"];
    let labels = set["dimension"]["Tỉnh/thành phố"]["category"]["label"]
        .as_object()
        .unwrap();
    let values: Vec<i64> = set["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_i64().unwrap())
        .collect();
    assert_eq!((labels.len(), values.len()), (70, 630));
    let row = |(code, label): (&String, &Value)| {
        let i: usize = code.parse().unwrap();
        (
            label.as_str().unwrap().to_owned(),
            values[i * 9..i * 9 + 9].to_vec(),
        )
    };
    labels.iter().map(row).collect()
}

#[test]
fn after_the_reform_there_are_34_provinces_and_lao_cai_has_the_code_15() {
    let rows = finished().published("scorecard");
    let on = |boundary: &str| -> BTreeSet<String> {
        let its = rows
            .iter()
            .filter(|r| cell(r, "boundary") == boundary && cell(r, "area_level") == "province");
        its.map(|r| cell(r, "area_code").to_owned()).collect()
    };
    assert_eq!((on(BOUNDARY_63).len(), on(BOUNDARY_34).len()), (63, 34));
    let measured: BTreeSet<String> = figures(finished(), "new_firms", BOUNDARY_34)
        .into_keys()
        .map(|(code, _)| code)
        .filter(|c| is_province(c))
        .collect();
    assert_eq!(measured, on(BOUNDARY_34));
    let row = rows
        .iter()
        .find(|r| cell(r, "boundary") == BOUNDARY_34 && cell(r, "area_name_vi") == "Lào Cai")
        .unwrap();
    assert_eq!(cell(row, "area_code"), "15");
    let (old, new) = (
        figures(finished(), "new_firms", BOUNDARY_63),
        figures(finished(), "new_firms", BOUNDARY_34),
    );
    let of = |figures: &BTreeMap<(String, String), String>, code: &str| -> i64 {
        figures[&(code.to_owned(), "2024".to_owned())]
            .parse()
            .unwrap()
    };
    assert_eq!(of(&new, "15"), of(&old, "10") + of(&old, "15"));
    let printed = printed();
    assert_eq!(
        (of(&old, "10"), of(&old, "15")),
        (printed["Lào Cai"][8], printed["Yên Bái"][8])
    );
    assert_eq!(of(&new, "15"), 1008);
}

#[test]
fn the_34_provinces_hold_every_enterprise_of_the_63_once() {
    let total = |boundary: &str| {
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        for ((_, period), value) in figures(finished(), "new_firms", boundary)
            .into_iter()
            .filter(|((code, _), _)| is_province(code))
        {
            *sums.entry(period).or_default() += value.parse::<i64>().unwrap();
        }
        sums
    };
    assert_eq!(total(BOUNDARY_34), total(BOUNDARY_63));
    assert_eq!(total(BOUNDARY_63).len(), 9);
}

#[test]
fn every_province_and_the_country_have_the_number_that_is_printed_for_them() {
    let figures = figures(finished(), "new_firms", BOUNDARY_63);
    let printed = printed();
    let country = &printed["CẢ NƯỚC"];
    for (i, year) in (2016..=2024).enumerate() {
        let its: Vec<i64> = figures
            .iter()
            .filter(|((code, period), _)| is_province(code) && *period == year.to_string())
            .map(|(_, v)| v.parse().unwrap())
            .collect();
        assert_eq!(its.len(), 63);
        assert_eq!(its.iter().sum::<i64>(), country[i], "{year}");
        assert_eq!(
            figures[&("VN".to_owned(), year.to_string())],
            country[i].to_string()
        );
    }
}

#[test]
fn national_and_region_rows_never_enter_a_sum_of_provinces() {
    let mut project = finished().copied();
    // The country of 2024, the Red River Delta of 2024: the last of their nine years.
    let printed = printed();
    let (country, region) = (printed["CẢ NƯỚC"][8], printed["Đồng bằng sông Hồng"][8]);
    let file = "datasets/new_enterprises/nso_v05_02.json";
    project.replace(
        file,
        &format!(" {country},"),
        &format!(" {},", country + 1_000_000),
    );
    project.replace(
        file,
        &format!(" {region},"),
        &format!(" {},", region + 5_000),
    );
    project.at(crate::support::DAY_TWO).run();
    let mut differing = BTreeMap::new();
    for boundary in [BOUNDARY_63, BOUNDARY_34] {
        let (before, after) = (
            figures(finished(), "new_firms", boundary),
            figures(&project, "new_firms", boundary),
        );
        assert_eq!(
            before.keys().collect::<Vec<_>>(),
            after.keys().collect::<Vec<_>>()
        );
        differing.extend(
            after
                .into_iter()
                .filter(|(k, v)| before[k] != *v)
                .map(|((code, period), v)| ((boundary, code, period), v)),
        );
    }
    let year = || "2024".to_owned();
    let mut wanted = BTreeMap::from([(
        (BOUNDARY_63, "VN".to_owned(), year()),
        (country + 1_000_000).to_string(),
    )]);
    wanted.insert(
        (BOUNDARY_34, "VN".to_owned(), year()),
        (country + 1_000_000).to_string(),
    );
    wanted.insert(
        (BOUNDARY_63, "VN-1".to_owned(), year()),
        (region + 5_000).to_string(),
    );
    assert_eq!(differing, wanted);
}

#[test]
fn money_is_exact_to_the_dong_all_the_way() {
    // The plan of Hà Tây was printed as 3,347,500 million đồng; the final account of 2006 with
    // three decimals of a million.
    let mut with_fractions = 0;
    let figures = figures(finished(), "revenue_actual", "2025-06-30");
    for line in finished()
        .read("datasets/budget_final/final_2009.csv")
        .lines()
        .skip(1)
    {
        let printed = line.split(',').nth(2).unwrap();
        let (whole, part) = printed.split_once('.').unwrap_or((printed, ""));
        let dong = format!("{whole}{part:0<6}");
        let found = figures
            .iter()
            .filter(|((_, period), value)| period == "2009" && **value == dong)
            .count();
        assert!(
            found > 0,
            "{printed} million is nowhere as {dong} đồng: {line}"
        );
        with_fractions += usize::from(!part.trim_matches('0').is_empty());
    }
    assert!(
        with_fractions > 10,
        "only {with_fractions} figures have a fraction of a million"
    );
}

#[test]
fn the_scorecard_has_the_columns_that_the_design_promises() {
    let promised = "kpi area_code boundary period span target_id breakdown kind kpi_title_vi kpi_title_en area_name_vi area_name_en area_level frequency \
        period_start period_end value value_unit current_value base_value operand_unit basis base_period target_op target_value target_high margin verdict \
        reason reasons status flags pace projection projection_low projection_high probability_met \
        known_from";
    let promised: Vec<&str> = promised.split_whitespace().collect();
    let row = finished().score("new_firms_growth", "01", "2020");
    assert_eq!(
        row.as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect::<Vec<_>>(),
        promised
    );
    let specs = chiso::model::published::release_tables();
    let types: Vec<&str> = specs
        .iter()
        .find(|t| t.name == "scorecard")
        .unwrap()
        .columns
        .iter()
        .map(|c| c.ty.sql())
        .collect();
    let wanted = "text text date text text text text text text text text text text text date date double text dec dec text text text text dec dec double \
        text text text text text double double double double double time";
    let sql = |word: &str| match word {
        "text" => "VARCHAR",
        "date" => "DATE",
        "double" => "DOUBLE",
        "dec" => "DECIMAL(38,6)",
        _ => "TIMESTAMP WITH TIME ZONE",
    };
    assert_eq!(
        types,
        wanted.split_whitespace().map(sql).collect::<Vec<_>>()
    );
}

#[test]
fn the_first_command_ends_with_the_scoreboard_of_ha_noi_2020() {
    let again = finished().copied();
    let said = again.run().stdout;
    let board = said.split_once("Hà Nội (01) 2020").unwrap().1;
    let order = [
        "NOT MET",
        "-5.69 %",
        "≥ +20.00 %",
        "26,135 enterprises",
        "27,711 enterprises",
        "NOT MET",
        "+0.18 %",
        "≥ +4.00 %",
        "279,300 bn VND",
        "278,805 bn VND",
        "plan_not_assigned",
        "NOT ASSESSABLE",
        "value_missing",
    ];
    let mut rest = board;
    for part in order {
        rest = rest
            .split_once(part)
            .unwrap_or_else(|| panic!("`{part}` is not where it should be in\n{board}"))
            .1;
    }
}

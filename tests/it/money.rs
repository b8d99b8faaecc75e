//! Money at constant prices, scores of merged areas, months between which the calendar differs,
//! coverage, and the unions of two days.

use crate::support::{Project, cell, field, fields, finished, repository};
use std::fs;
use std::sync::OnceLock;

/// The same after one run, for tests that only read.
fn computed() -> &'static Project {
    static COMPUTED: OnceLock<Project> = OnceLock::new();
    COMPUTED.get_or_init(|| {
        let project = country();
        project.run();
        project
    })
}

/// The invented country of the cases, with every file of it, and a few figures.
fn country() -> Project {
    let project = Project::empty();
    let root = repository().join("tests/it/cases");
    for folder in [
        "",
        "datasets",
        "datasets/areas",
        "datasets/holidays",
        "pipelines",
    ] {
        for entry in fs::read_dir(root.join(folder))
            .unwrap()
            .map(Result::unwrap)
            .filter(|e| e.path().is_file())
        {
            let path = entry.path();
            project.write(
                path.strip_prefix(&root).unwrap().to_str().unwrap(),
                fs::read(&path).unwrap(),
            );
        }
    }
    project.write(
        "datasets/money/invented.csv",
        "area_code,period,side,value,unit,basis,plan_stage,span\n\
         A1,2019,actual,1000000000000,vnd,,,period\n\
         A1,2020,actual,1260000000000,vnd,,,period\n\
         A1,2020,part,420070000000,vnd,,,period\n\
         C3,2022,actual,53807450000000,vnd,,,period\n\
         C4,2022,actual,3347250000000,vnd,,,period\n\
         C5,2023,actual,60000000000000,vnd,,,period\n",
    );
    project
        .write("datasets/prices/invented.csv", "area_code,period,value,basis,span\nN1,2018,100,,period\nN1,2019,100,,period\nN1,2020,105,,period\n");
    project.write(
        "datasets/people/invented.csv",
        "area_code,period,value,basis,span\nC3,2022,1000,,period\nC4,2022,2000,,period\n",
    );
    project.write(
        "datasets/scores/invented.csv",
        "area_code,period,who,value,unit,scheme,span\nC3,2022,appraised,60,points,,period\nC4,2022,appraised,90,points,,period\nC5,2023,appraised,82,points,,period\n",
    );
    let months = [
        "A1,2031-01,100,",
        "A1,2031-02,100,",
        "A1,2032-01,110,",
        "A1,2032-02,110,",
    ]
    .map(|m| format!("{m}enterprises,period\n"));
    project.write(
        "datasets/firms/invented.csv",
        format!("area_code,period,value,unit,span\n{}", months.concat()),
    );
    project.write(
        "datasets/work/invented.csv",
        "area_code,period,what,value,span\nA1,2020,done,1,period\n",
    );
    project
}

#[test]
fn every_case_holds_and_is_told_once() {
    let tests = country().rows(&["test"]);
    assert!(
        tests
            .iter()
            .filter(|t| field(t, "place").starts_with("pipelines/money.toml"))
            .count()
            >= 25,
        "{}",
        tests.len()
    );
}

#[test]
fn real_money_is_published_with_its_price_basis_and_explained_down_to_the_cells_of_both() {
    let project = computed();
    let measures = project.published("measures");
    let of = |measure: &str, period: &str| {
        let its = |r: &&crate::support::Row| {
            (cell(r, "measure"), cell(r, "period"), cell(r, "boundary"))
                == (measure, period, "2023-01-01")
        };
        measures
            .iter()
            .filter(its)
            .find(|r| cell(r, "area_code") == "A1")
            .unwrap()
    };
    let real = of("revenue_real_national", "2020");
    assert_eq!(
        ["value", "unit", "basis", "status"].map(|c| cell(real, c)),
        [
            "1200000000000",
            "vnd",
            "in_2018_prices_by_prices",
            "preliminary"
        ]
    );
    assert_eq!(
        cell(of("revenue_real", "2020"), "value"),
        "",
        "no index of its own, and the nominal figure does not stand in"
    );
    assert_eq!(cell(of("revenue", "2020"), "status"), "final");
    let growth = project.score("real_growth_national", "A1", "2020");
    assert_eq!(
        fields(&growth, ["value", "current_value", "base_value", "basis"]),
        [
            "0.2",
            "1200000000000",
            "1000000000000",
            "in_2018_prices_by_prices"
        ]
    );
    assert_eq!(
        fields(
            &project.score("real_growth", "A1", "2020"),
            ["verdict", "reason"]
        ),
        ["not_assessable", "deflator_missing"]
    );
    let asked = [
        "explain",
        "real_growth_national",
        "--area",
        "A1",
        "--period",
        "2020",
    ];
    let shown = project.chiso(&asked).exits(0);
    let shown = shown
        .says("at constant prices of 2018: 1,260 bn VND × 100 / 105, the index of Nation (N1)");
    shown
        .says("nominal: revenue 2020")
        .says("price index of the base: prices 2018")
        .says("\"105\"")
        .says("\"1260000000000\"");
    let document = project.rows(&asked).remove(0);
    let inputs = document["operands"][0]["made_of"].as_array().unwrap();
    assert_eq!(
        inputs.iter().map(|i| field(i, "what")).collect::<Vec<_>>(),
        ["nominal", "index", "base_index"]
    );
    assert_eq!(inputs[1]["operand"]["sources"][0]["rows"][0]["raw"], "105");
    project
        .chiso(&[&asked[..], &["--graph", "mermaid"]].concat())
        .exits(0)
        .says("price index of the base");
    // The cells of what it was made from are proved too.
    let proof = project
        .chiso(&[&asked[..], &["--verify"]].concat())
        .exits(0);
    for dataset in ["money/", "prices/"] {
        assert!(
            proof
                .stdout
                .lines()
                .any(|l| l.contains(dataset) && l.contains("column `value`")),
            "{}",
            proof.stdout
        );
    }
    let rows = project.traced(&asked);
    let told: Vec<[String; 4]> = rows
        .iter()
        .map(|r| fields(r, ["role", "measure", "operand_period", "raw"]))
        .collect();
    let wanted = [
        ["current", "revenue", "2020", "1260000000000"],
        ["current", "prices", "2020", "105"],
        ["current", "prices", "2018", "100"],
        ["base", "revenue", "2019", "1000000000000"],
        ["base", "prices", "2019", "100"],
        ["base", "prices", "2018", "100"],
    ];
    assert_eq!(told, wanted.map(|row| row.map(str::to_owned)));
}

#[test]
fn an_index_that_comes_later_makes_history_and_an_earlier_day_has_none() {
    let project = country();
    project.run();
    let row = "N1,2020,105,,period\n";
    project.replace("datasets/prices/invented.csv", row, "");
    project.write(
        "datasets/prices/later.csv",
        format!("area_code,period,value,basis,span\n{row}"),
    );
    let toml = project.read("datasets/prices.toml");
    let later = toml[toml.find("[[source]]").unwrap()..]
        .replace("id = \"invented\"", "id = \"later\"")
        .replace("prices/*.csv", "prices/later.csv");
    let later = later.replace("2024-01-01", "2024-06-01");
    project.write(
        "datasets/prices.toml",
        format!(
            "{}\n{later}",
            toml.replace("prices/*.csv", "prices/invented.csv")
        ),
    );
    project.remove("lake");
    project.run();
    assert_eq!(
        field(
            &project.score("real_growth_national", "A1", "2020"),
            "value"
        ),
        "0.2"
    );
    let before = project.rows(&[
        "scorecard",
        "--kpi",
        "real_growth_national",
        "--area",
        "A1",
        "--period",
        "2020",
        "--as-of",
        "2024-03-01",
    ]);
    assert_eq!(
        fields(&before[0], ["value", "reason"]),
        ["", "deflator_missing"]
    );
    let history = project.published("measures_history");
    let its = |r: &&crate::support::Row| {
        cell(r, "measure") == "revenue_real_national"
            && cell(r, "period") == "2020"
            && cell(r, "boundary") == "2023-01-01"
    };
    let told: Vec<(String, String)> = history
        .iter()
        .filter(its)
        .map(|r| {
            (
                cell(r, "known_from")[..10].to_owned(),
                cell(r, "value").to_owned(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("2024-01-01".into(), String::new()),
            ("2024-06-01".into(), "1200000000000".into())
        ]
    );
    project.chiso(&["verify"]).exits(0);
}

#[test]
fn a_score_of_a_merged_county_shows_its_parts_and_their_weights() {
    let project = computed();
    assert_eq!(
        fields(
            &project.score("satisfaction_score", "C5", "2022"),
            ["value", "flags"]
        ),
        ["80.0", "boundary_rebased"]
    );
    let shown = project
        .chiso(&[
            "explain",
            "satisfaction_score",
            "--area",
            "C5",
            "--period",
            "2022",
        ])
        .exits(0);
    shown
        .says("mean weighted by `people`: Copperfield (C3) 60 × 1,000; Tinmouth (C4) 90 × 2,000")
        .says("weight: people 2022 = 2,000 persons");
    // The same score without a declared weight: the union is named, and that no day answers it.
    let refused = project
        .chiso(&[
            "explain",
            "reform_score_change",
            "--area",
            "C5",
            "--period",
            "2023",
        ])
        .exits(0);
    refused
        .says(
            "same place Copperfield (C3) + Tinmouth (C4) on 2022-12-31 = Alloy Bay (C5) on \
            2023-12-31",
        )
        .says("on no boundary: such figures are not added up");
}

#[test]
fn a_figure_that_cannot_be_divided_names_the_boundary_on_which_there_is_an_answer() {
    let project = computed();
    let asked = [
        "explain",
        "revenue_growth",
        "--area",
        "C3",
        "--period",
        "2023",
        "--boundary",
        "2022-12-31",
    ];
    let shown = project
        .chiso(&asked)
        .exits(0)
        .says("reason     boundary_break");
    shown
        .says("on the boundaries of 2023-01-01, Alloy Bay (C5): `--boundary 2023-01-01 --area C5`");
    let answer = project.score("revenue_growth", "C5", "2023");
    assert_eq!(field(&answer, "current_value"), "60000000000000");
    assert_eq!(field(&answer, "base_value"), "57154700000000");
}

#[test]
fn parts_that_are_shown_add_up_to_the_total_that_is_shown_in_either_language() {
    let project = computed();
    let asked = [
        "explain",
        "revenue_growth",
        "--area",
        "C5",
        "--period",
        "2023",
    ];
    // 53,807.45 and 3,347.25: each rounded on its own, they would be 0.1 more than their sum.
    project
        .chiso(&asked)
        .exits(0)
        .says("Copperfield (C3) 53,807.5 + Tinmouth (C4) 3,347.2 = 57,154.7 bn VND");
    project
        .chiso(&[&asked[..], &["--lang", "vi"]].concat())
        .exits(0)
        .says("Copperfield (C3) 53.807,5 + Tinmouth (C4) 3.347,2 = 57.154,7 tỷ đồng");
    let share = [
        "explain",
        "enterprise_share",
        "--area",
        "A1",
        "--period",
        "2020",
    ];
    project
        .chiso(&share)
        .exits(0)
        .says("whole      420.1 + the rest 839.9 = 1,260.0 bn VND");
    let rows = project.traced(&asked);
    assert!(
        rows.iter().any(|r| field(r, "value") == "53807450000000"),
        "rows for programs are never rounded: {rows:?}"
    );
}

#[test]
fn a_moved_feast_is_flagged_with_both_its_dates_and_working_days() {
    let mut project = country();
    // The months are those of 2031 and 2032, so they are published after them.
    project.replace(
        "datasets/firms.toml",
        "published_at = \"2024-01-01\"",
        "published_at = \"2032-06-01\"",
    );
    project.at("2033-01-01T00:00:00Z").run();
    assert_eq!(
        field(&project.score("firms_growth", "A1", "2032-01"), "flags"),
        "calendar_effect"
    );
    let shown = project
        .chiso(&[
            "explain",
            "firms_growth",
            "--area",
            "A1",
            "--period",
            "2032-01",
        ])
        .exits(0);
    let shown =
        shown.says("Thaw: 2032-01-26, the year before 2031-02-05 (in one of the periods only)");
    shown.says("working days: 21, the year before 23");
    project.replace("datasets/holidays/holidays.csv", "2032-01-26", "2032-13-26");
    project
        .chiso(&["check"])
        .exits(6)
        .says("`2032-13-26` is not a day");
}

#[test]
fn the_first_days_of_tet_are_those_of_the_vietnamese_calendar() {
    let text = fs::read_to_string(repository().join("datasets/holidays/holidays.csv")).unwrap();
    let days: Vec<&str> = text
        .lines()
        .filter(|l| l.contains(",tet,"))
        .map(|l| &l[..10])
        .collect();
    assert_eq!(days.len(), 31);
    // Two years in which China celebrated a day later, and the earliest and the latest day that is
    // possible.
    for day in [
        "2007-02-17",
        "2030-02-02",
        "2004-01-22",
        "2015-02-19",
        "2020-01-25",
        "2021-02-12",
    ] {
        assert!(days.contains(&day), "{day}");
    }
    assert!(
        days.iter()
            .all(|day| (&"01-21"..=&"02-20").contains(&&&day[5..])),
        "{days:?}"
    );
}

#[test]
fn coverage_counts_areas_of_one_level_and_what_they_weigh() {
    let project = computed();
    let rows = project.rows(&["coverage", "--kpi", "revenue_growth", "--period", "2020"]);
    assert_eq!(rows.len(), 1, "{rows:?}");
    // One county of eight; no year has the money of all of them, so nothing is said of weights.
    let names = [
        "area_level",
        "areas_with_value",
        "areas_in_register",
        "weight_measure",
        "no_target",
        "not_assessable",
        "reasons",
    ];
    assert_eq!(
        fields(&rows[0], names),
        [
            "county",
            "1",
            "8",
            "",
            "1",
            "1",
            "value_missing:1;base_missing:1"
        ]
    );
    project
        .chiso(&["coverage", "--kpi", "revenue_grwth"])
        .exits(2)
        .complains("did you mean `revenue_growth`?");
    project
        .chiso(&["coverage", "--period", "1999", "--lang", "vi"])
        .exits(0)
        .says("không có dòng nào");
}

#[test]
fn the_coverage_of_the_bundled_figures_is_what_counting_them_gives() {
    let project = finished();
    let at = |table: &str| {
        project.published(table).into_iter().filter(|r| {
            cell(r, "kpi") == "revenue_over_plan" && cell(r, "boundary") == "2025-06-30"
        })
    };
    let scores: Vec<_> = at("scorecard")
        .filter(|r| cell(r, "period") == "2020")
        .collect();
    let coverage: Vec<_> = at("coverage")
        .filter(|r| cell(r, "period") == "2020")
        .collect();
    let [row] = coverage.as_slice() else {
        panic!("{coverage:?}")
    };
    let number = |column: &str| cell(row, column).parse::<usize>().unwrap();
    let valued = scores
        .iter()
        .filter(|r| !cell(r, "value").is_empty())
        .count();
    assert_eq!(
        (number("areas_with_value"), number("areas_in_register")),
        (valued, 63)
    );
    let verdicts: usize = [
        "met",
        "not_met",
        "on_track",
        "off_track",
        "not_due",
        "no_target",
        "not_assessable",
    ]
    .map(number)
    .iter()
    .sum();
    assert_eq!(verdicts, scores.len());
    let plans = project.published("measures");
    let plan = |r: &&crate::support::Row| {
        (cell(r, "measure"), cell(r, "boundary"), cell(r, "period"))
            == (
                "revenue_plan_government",
                "2025-06-30",
                cell(row, "weight_period"),
            )
    };
    let whole: i128 = plans
        .iter()
        .filter(plan)
        .map(|r| cell(r, "value").parse::<i128>().unwrap())
        .sum();
    assert_eq!(cell(row, "weight_of_all"), whole.to_string());
    project
        .chiso(&[
            "scorecard",
            "--kpi",
            "revenue_over_plan",
            "--period",
            "2020",
        ])
        .exits(0)
        .says("areas of level `province` have a value, 18.20 % of revenue_plan_government 2020");
}

#[test]
fn the_swaps_of_2025_and_the_merger_of_2008_are_read_as_unions() {
    let project = finished();
    let rows = project.rows(&[
        "areas",
        "--between",
        "2025-06-30",
        "2025-07-01",
        "--level",
        "province",
    ]);
    assert_eq!(rows.len(), 34);
    let [lao_cai] = &rows
        .iter()
        .filter(|r| field(r, "to_codes") == "15")
        .collect::<Vec<_>>()[..]
    else {
        panic!("{rows:?}")
    };
    assert_eq!(
        fields(
            lao_cai,
            ["from_codes", "from_names", "to_names", "outcome", "exact"]
        ),
        ["10;15", "Lào Cai;Yên Bái", "Lào Cai", "merged", "true"]
    );
    let parts: usize = rows
        .iter()
        .map(|r| field(r, "from_codes").split(';').count())
        .sum();
    assert_eq!(parts, 63);
    // The days may come in either order.
    let old = project.rows(&[
        "areas",
        "--between",
        "2025-06-30",
        "2008-07-31",
        "--area",
        "Hà Tây",
    ]);
    assert_eq!(
        fields(&old[0], ["from_codes", "to_codes", "exact"]),
        ["01;28", "01", "false"]
    );
    project
        .chiso(&["areas", "--area", "Hà Tây"])
        .exits(2)
        .complains(
            "the register has it from 2004-07-08 until 2008-07-31: choose that day with `--on`",
        );
    project
        .chiso(&["areas", "--level", "provnce"])
        .exits(2)
        .complains("did you mean `province`?");
    project
        .chiso(&[
            "areas",
            "--on",
            "2008-07-31",
            "--level",
            "province",
            "--lang",
            "vi",
        ])
        .exits(0)
        .says("đơn vị ngày 2008-07-31: 64")
        .says("Hà Tây");
}

#[test]
fn an_index_that_falls_by_a_fifth_was_put_on_another_reference_year() {
    for (figure, warned) in [("79", true), ("81", false)] {
        let project = country();
        project.replace(
            "datasets/prices/invented.csv",
            "N1,2020,105,",
            &format!("N1,2020,{figure},"),
        );
        let run = project.chiso(&["run"]).exits(0);
        let said = "warning[index_falls]: tables/prices: index `prices` of Nation (N1) falls from \
            100 in 2019 to 79 in 2020";
        assert_eq!(
            run.stderr.contains(said),
            warned,
            "{figure}: {}",
            run.stderr
        );
    }
    // A stated reference year makes two series, and nothing to remark on.
    let project = country();
    project.replace(
        "datasets/prices/invented.csv",
        "N1,2020,105,,",
        "N1,2020,79,2020,",
    );
    assert!(
        !project
            .chiso(&["run"])
            .exits(0)
            .stderr
            .contains("index_falls")
    );
}

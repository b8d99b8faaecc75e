//! Studies with the real program: the published rows are what `SciPy` and statsmodels say, the
//! words say what the rows say, and an invented country has a study by TOML and CSV alone.

use crate::support::{Outcome, Project, Row, cell, field, finished, repository};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

/// The row that the picture in the README shows: the one that counts for administrative procedures
/// and new enterprises.
const SHOWN: [&str; 4] = [
    "--score",
    "papi_admin_procedures",
    "--outcome",
    "new_firms_growth",
];

#[track_caller]
fn number(text: &str) -> f64 {
    text.parse()
        .unwrap_or_else(|_| panic!("`{text}` is no number"))
}

/// The only row that is chosen.
#[track_caller]
fn only(project: &Project, choice: &[&str]) -> serde_json::Value {
    let args: Vec<&str> = ["correlate"].iter().chain(choice).copied().collect();
    let mut rows = project.rows(&args);
    assert_eq!(rows.len(), 1, "{choice:?}: {rows:#?}");
    rows.remove(0)
}

fn in_vietnamese(project: &Project, args: &[&str]) -> Outcome {
    let output = project
        .command(args)
        .env("LANG", "vi_VN.UTF-8")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Outcome {
        args: args.join(" "),
        code: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// The same words on one line, whatever the width of a table broke.
fn unbroken(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

// --- Real figures.

/// `tests/reference/correlation.csv` is what `SciPy` and statsmodels make of the published measures
/// and operands; `python3 tests/reference/correlation.py PROJECT --check` makes it again.
#[test]
fn every_published_row_is_what_scipy_and_statsmodels_say() {
    const KEY: [&str; 7] = [
        "study", "outcome", "score", "design", "period", "lag", "method",
    ];
    let key = |row: &Row| KEY.map(|k| cell(row, k).to_owned());
    let text = fs::read_to_string(repository().join("tests/reference/correlation.csv")).unwrap();
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let reference: BTreeMap<[String; 7], Row> = lines
        .map(|l| {
            header
                .iter()
                .zip(l.split(','))
                .map(|(h, v)| ((*h).to_owned(), (!v.is_empty()).then(|| v.to_owned())))
                .collect::<Row>()
        })
        .map(|row| (key(&row), row))
        .collect();
    let published = finished().published("correlations");
    let mut compared = 0;
    for row in &published {
        let wanted = reference
            .get(&key(row))
            .unwrap_or_else(|| panic!("no reference for {:?}", key(row)));
        for column in ["n", "n_areas", "n_periods", "refused"] {
            assert_eq!(
                cell(row, column),
                cell(wanted, column),
                "{column} of {:?}",
                key(row)
            );
        }
        let bound = if cell(row, "design") == "cross_section" {
            1e-12
        } else {
            1e-9
        };
        for column in ["coefficient", "ci_low", "ci_high", "loo_min", "loo_max"] {
            let (found, wanted) = (cell(row, column), cell(wanted, column));
            assert_eq!(
                found.is_empty(),
                wanted.is_empty(),
                "{column} of {:?}",
                key(row)
            );
            if !found.is_empty() {
                assert!(
                    (number(found) - number(wanted)).abs() <= bound,
                    "{column} of {:?}: {found}, not {wanted}",
                    key(row)
                );
                compared += 1;
            }
        }
    }
    assert_eq!(published.len(), reference.len(), "rows");
    assert!(compared > 3000, "only {compared} numbers were compared");
}

/// A p of at most 0.05 next to an interval around 0 would say two things at once.
#[test]
fn no_published_row_is_more_than_chance_against_its_interval_or_its_regions() {
    let rows = finished().published("correlations");
    let mut seen = BTreeSet::new();
    for row in rows.iter().filter(|r| !cell(r, "coefficient").is_empty()) {
        let clear = number(cell(row, "ci_low")) > 0.0 || number(cell(row, "ci_high")) < 0.0;
        let small = number(cell(row, "p_value")) <= 0.05;
        if cell(row, "design") != "cross_section" {
            assert_eq!(small, clear, "{row:?}");
        }
        let regional = number(cell(row, "regional_coefficient")) * number(cell(row, "coefficient"))
            > 0.0
            && number(cell(row, "regional_p_value")) <= 0.05;
        assert!(
            cell(row, "evidence") == "may_be_chance" || (small && clear && regional),
            "{row:?}"
        );
        seen.insert(cell(row, "evidence").to_owned());
    }
    assert!(seen.contains("may_be_chance"), "{seen:?}");
}

#[test]
fn administrative_procedures_and_new_enterprises_come_out_near_zero_and_the_words_say_so() {
    let project = finished();
    let row = only(
        project,
        &[
            &SHOWN[..],
            &[
                "--design",
                "within",
                "--method",
                "spearman",
                "--lag",
                "1",
                "--period",
                "2017/2021",
            ],
        ]
        .concat(),
    );
    let at = |name: &str| number(&field(&row, name));
    assert_eq!(field(&row, "is_primary"), "true");
    assert!(at("coefficient").abs() < 0.1, "{row}");
    assert!(
        at("ci_low") < 0.0 && at("ci_high") > 0.0 && at("q_value") > 0.05,
        "{row}"
    );
    let args: Vec<&str> = ["correlate"].iter().chain(&SHOWN).copied().collect();
    let said = project
        .chiso(&args)
        .exits(0)
        .says("near zero")
        .says("Association, not effect")
        .says("PAPI: public administrative procedures");
    assert!(!said.stdout.contains("more than chance"), "{}", said.stdout);
    in_vietnamese(project, &args)
        .exits(0)
        .says("gần như không có liên hệ")
        .says("Đây là mối liên hệ, không phải tác động")
        .says("0,08");
}

#[test]
fn a_small_p_among_many_looks_is_not_sold_as_a_finding() {
    let project = finished();
    let year = [
        "--outcome",
        "new_firms_growth",
        "--design",
        "cross_section",
        "--method",
        "spearman",
        "--lag",
        "0",
        "--period",
        "2021",
        "--score",
    ];
    // Within regions nothing of it is left: 0.38 in all, 0.12 once the regions' means are removed.
    let choice = [&["correlate"], &year[..], &["papi_admin_procedures"]].concat();
    let row = only(project, &choice[1..]);
    assert!(
        number(&field(&row, "p_value")) <= 0.05 && number(&field(&row, "regional_p_value")) > 0.05,
        "{row}"
    );
    assert_eq!(field(&row, "evidence"), "may_be_chance");
    let said = unbroken(&project.chiso(&choice).exits(0).stdout);
    assert!(
        said.contains("moderate, positive; may be chance") && said.contains("Regions removed"),
        "{said}"
    );
    let choice = [&["correlate"], &year[..], &["papi_corruption_control"]].concat();
    let row = only(project, &choice[1..]);
    assert!(
        number(&field(&row, "p_value")) <= 0.05 && field(&row, "q_value").is_empty(),
        "{row}"
    );
    let said = unbroken(&project.chiso(&choice).exits(0).stdout);
    assert!(
        said.contains("moderate, positive; one of many looked at")
            && !said.contains("more than chance"),
        "{said}"
    );
    assert!(
        unbroken(&in_vietnamese(project, &choice).stdout).contains("một trong nhiều phép so sánh")
    );
    project.chiso(&["correlate"]).exits(0).says(
        "More than chance, with all main comparisons taken together (q at most 0.05): none of 12.",
    );
}

#[test]
fn the_readmes_picture_is_what_the_program_draws_now() {
    let committed = repository().join("docs/images/reform_and_new_firms.svg");
    let own = Project::empty();
    let (path, project) = (own.path("drawn.svg"), finished());
    let args = [
        &["correlate", "--quiet"],
        &SHOWN[..],
        &["--chart", path.to_str().unwrap()],
    ]
    .concat();
    let draw = || {
        project.chiso(&args).exits(0);
        fs::read_to_string(&path).unwrap()
    };
    let drawn = draw();
    assert_eq!(drawn, draw(), "the same row, other bytes");
    for text in [
        "Hà Nội 2017",
        "Bắc Kạn 2021",
        "near zero",
        "n = 315",
        "0.08",
        "Association, not effect",
        "National Statistics Office",
        "2025-06-30",
    ] {
        assert!(drawn.contains(text), "no `{text}`");
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(committed.parent().unwrap()).unwrap();
        fs::write(&committed, &drawn).unwrap();
    }
    // A release's id changes with every input, also with ones that change no figure.
    let id = project.release().unwrap();
    let kept = fs::read_to_string(&committed).unwrap();
    let other = kept
        .split("release ")
        .nth(1)
        .unwrap()
        .split(',')
        .next()
        .unwrap();
    assert!(
        kept.replace(other, &id) == drawn,
        "UPDATE=1 cargo test --test it readmes_picture draws {} anew",
        committed.display()
    );
}

// --- An invented country, with figures made so that the answers are known.

const AREAS: usize = 6;
const YEARS: std::ops::RangeInclusive<usize> = 2020..=2023;

/// +1 and -1 alternately over areas and years.
fn turn(area: usize, year: usize) -> i64 {
    if (area + year).is_multiple_of(2) {
        1
    } else {
        -1
    }
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap()
}

/// Counties with more points have more shops, and in a year with more points than usual a county
/// has fewer than usual.
fn opposed(area: usize, year: usize) -> (i64, i64) {
    (
        10 * whole(area) + turn(area, year),
        100 * whole(area) - 5 * turn(area, year) + 20 * whole(year - 2020),
    )
}

/// Points without a pattern; shops are the points of the year before, three times and some more.
fn following(area: usize, year: usize) -> (i64, i64) {
    let points = |t: usize| whole((7 * area * area + 11 * t * area) % 23) + 10;
    (points(year), 3 * points(year - 1) + 1000)
}

/// Lines of the points and of the shops.
fn lines(
    figures: fn(usize, usize) -> (i64, i64),
    scheme: fn(usize, usize) -> &'static str,
) -> [Vec<String>; 2] {
    let cells = || (1..=AREAS).flat_map(|area| YEARS.map(move |year| (area, year)));
    let points = cells().map(|(area, year)| {
        format!(
            "L{area},{year},{},{}",
            figures(area, year).0,
            scheme(area, year)
        )
    });
    [
        points.collect(),
        cells()
            .map(|(area, year)| format!("L{area},{year},{}", figures(area, year).1))
            .collect(),
    ]
}

fn dataset(name: &str, value: &str, scheme: &str) -> String {
    format!(
        r#"kind = "observations"
title = {{ en = "{name} (invented)" }}
description = {{ en = "invented" }}
licence = "invented"
citation = "Lakeland's office (invented)"
[contract]
dimensions = []
value = {{ name = "{value}", type = "integer", unit = "{value}" }}
basis = "counted"
quarantine_limit = "0 %"
[[source]]
id = "office"
title = {{ en = "Office (invented)" }}
publisher = "Office (invented)"
file = "{name}/*.csv"
format = "csv"
published_at = "2024-03-01"
area_at = "end"
[source.columns]
area_code = {{ column = "county" }}
period = {{ column = "year" }}
{value} = {{ column = "{value}" }}
status = {{ constant = "final" }}
{scheme}
"#
    )
}

/// The country with a study. `more` is added to the study.
fn lakeland([points, shops]: [Vec<String>; 2], more: &str) -> Project {
    let project = Project::empty();
    project.write(
        "chiso.toml",
        "[project]\ntitle = { en = \"Lakeland (invented)\" }\ntimezone = \"UTC\"\nboundaries = [\"2024-01-01\"]\nlake = \"lake\"\n\n\
         [headline]\narea = \"L3\"\nperiod = \"2021\"\n",
    );
    let mut areas = String::from(
        "code,name_vi,name_en,level,parent_code,valid_from,valid_to,aliases,source,note\nLL,,Lakeland,country,,2000-01-01,,,x,\n",
    );
    for i in 1..=AREAS {
        _ = writeln!(areas, "L{i},,Lakecounty {i},county,LL,2000-01-01,,,x,");
    }
    project.write("datasets/areas/areas.csv", areas);
    project.write(
        "datasets/areas/relations.csv",
        "date,kind,from_code,to_code,note,source\n",
    );
    project.write(
        "datasets/areas.toml",
        "kind = \"areas\"\ntitle = { en = \"Counties (invented)\" }\ndescription = { en = \"x\" \
            }\nlicence = \"x\"\ncitation = \"invented\"\n",
    );
    project.write(
        "datasets/service.toml",
        dataset("service", "points", "scheme = { column = \"scheme\" }"),
    );
    project.write("datasets/shops.toml", dataset("shops", "shops", ""));
    project.write(
        "datasets/service/a.csv",
        format!("county,year,points,scheme\n{}\n", points.join("\n")),
    );
    project.write(
        "datasets/shops/a.csv",
        format!("county,year,shops\n{}\n", shops.join("\n")),
    );
    project.write(
        "pipelines/yearly.toml",
        format!(
            r#"title = {{ en = "Service and shops (invented)" }}

[[measure]]
id = "service"
title = {{ en = "Points for service" }}
[[measure.source]]
dataset = "service"
value = "mean(points)"

[[measure]]
id = "shops"
title = {{ en = "Shops" }}
[[measure.source]]
dataset = "shops"
value = "sum(shops)"

[[kpi]]
id = "shops_growth"
title = {{ en = "Shops, growth" }}
kind = "growth"
measure = "shops"

[[study]]
id = "lakes"
title = {{ en = "Service and shops" }}
level = "county"
seed = 7
{more}
"#
        ),
    );
    project
}

const ALL: &str = r#"
scores = ["service"]
outcomes = ["shops"]
designs = ["cross_section", "pooled", "within", "difference"]
methods = ["pearson", "spearman", "kendall"]
primary = { design = "within", method = "pearson" }
min_areas = 6
"#;

fn one_scheme(_: usize, _: usize) -> &'static str {
    "s1"
}

#[test]
fn areas_compared_with_each_other_and_with_themselves_may_say_the_opposite() {
    let project = lakeland(lines(opposed, one_scheme), ALL);
    project.chiso(&["check"]).exits(0);
    project.run();
    let across = only(
        &project,
        &[
            "--design",
            "cross_section",
            "--method",
            "pearson",
            "--period",
            "2022",
        ],
    );
    assert!(number(&field(&across, "coefficient")) > 0.99, "{across}");
    assert_eq!(
        [
            field(&across, "n"),
            field(&across, "n_areas"),
            field(&across, "n_periods")
        ],
        ["6", "6", "1"]
    );
    let pooled = only(&project, &["--design", "pooled", "--method", "spearman"]);
    assert!(
        (number(&field(&pooled, "coefficient")) - 1.0).abs() < 1e-12,
        "within each year the order is the same: {pooled}"
    );
    for design in ["within", "difference"] {
        let inside = only(&project, &["--design", design, "--method", "pearson"]);
        assert!(
            (number(&field(&inside, "coefficient")) + 1.0).abs() < 1e-12,
            "{inside}"
        );
        assert_eq!(
            field(&inside, "ci_low"),
            "",
            "a coefficient of -1 has no interval"
        );
        assert_eq!(
            field(&inside, "n"),
            if design == "within" { "24" } else { "18" }
        );
        assert!(
            field(&inside, "note").contains("no interval: the coefficient is 1 or -1"),
            "{inside}"
        );
    }
    // What counts says the opposite of the other designs, and says so.
    project
        .chiso(&["correlate"])
        .exits(0)
        .says("each area with itself over time")
        .says("strong, negative")
        .says("Designs contradict each other");
    assert!(unbroken(&project.chiso(&["correlate"]).stdout).contains("OPPOSITE SIGN"));
    for (design, method, against) in [
        ("within", "pearson", "cross_section;pooled"),
        ("pooled", "spearman", "difference;within"),
        ("difference", "kendall", "cross_section;pooled"),
    ] {
        let row = only(&project, &["--design", design, "--method", method]);
        let found: BTreeSet<String> = field(&row, "opposite_designs")
            .split(';')
            .map(str::to_owned)
            .collect();
        assert_eq!(
            found,
            against.split(';').map(str::to_owned).collect(),
            "{row}"
        );
        assert!(field(&row, "note").starts_with("opposite sign: "), "{row}");
    }
    in_vietnamese(&project, &["correlate"])
        .says("từng địa phương so với chính mình theo thời gian")
        .says("ngược chiều");
}

#[test]
fn a_score_made_of_the_outcomes_figures_is_circular_however_it_is_made() {
    let project = lakeland(lines(opposed, one_scheme), ALL);
    let measure = |id: &str, rest: &str| {
        format!("[[measure]]\nid = \"{id}\"\ntitle = {{ en = \"{id}\" }}\n{rest}\n")
    };
    let source = |dataset: &str, value: &str| {
        format!("[[measure.source]]\ndataset = \"{dataset}\"\nvalue = \"{value}\"\n")
    };
    let kpi = |id: &str, rest: &str| {
        format!("[[kpi]]\nid = \"{id}\"\ntitle = {{ en = \"{id}\" }}\n{rest}\n")
    };
    let study = "[[study]]\nid = \"made\"\ntitle = { en = \"made\" }\nscores = [\"again\", \"weighted\", \"real\", \"deflated\", \"growth_of_again\", \
                 \"points_per_shop\", \"ahead\", \"list\", \"service\", \"change_of_service\"]\n\
                 outcomes = [\"shops\"]\ndesigns = [\"pooled\"]\nmethods = [\"pearson\"]\nprimary = { design = \"pooled\", method = \"pearson\" }\n\
                 level = \"county\"\nmin_areas = 6\n";
    let parts = [
        "title = { en = \"More (invented)\" }\n".to_owned(),
        measure("again", &source("shops", "sum(shops)")),
        measure(
            "weighted",
            &format!("weight = \"shops\"\n{}", source("service", "mean(points)")),
        ),
        measure(
            "real",
            "real = { of = \"shops\", deflator = \"service\", base = \"2020\" }",
        ),
        measure(
            "deflated",
            "real = { of = \"service\", deflator = \"again\", base = \"2020\" }",
        ),
        kpi("growth_of_again", "kind = \"growth\"\nmeasure = \"again\""),
        kpi(
            "points_per_shop",
            "kind = \"share\"\npart = \"service\"\nwhole = \"again\"",
        ),
        kpi(
            "ahead",
            "kind = \"gap\"\nmeasure = \"service\"\nagainst = \"weighted\"",
        ),
        kpi(
            "list",
            "kind = \"targets_met\"\nkpis = [\"growth_of_again\"]",
        ),
        kpi(
            "change_of_service",
            "kind = \"score_change\"\nmeasure = \"service\"",
        ),
        study.to_owned(),
    ];
    project.write("pipelines/more.toml", parts.concat());
    project.chiso(&["check"]).exits(0);
    project.run();
    let rows = project.published("correlations");
    let circular: BTreeMap<&str, &str> = rows
        .iter()
        .filter(|r| cell(r, "study") == "made")
        .map(|r| (cell(r, "score"), cell(r, "circular")))
        .collect();
    let circular: Vec<&str> = circular
        .iter()
        .filter(|(_, circular)| **circular == "true")
        .map(|(score, _)| *score)
        .collect();
    assert_eq!(
        circular,
        [
            "again",
            "ahead",
            "deflated",
            "growth_of_again",
            "list",
            "points_per_shop",
            "real",
            "weighted"
        ]
    );
}

#[test]
fn the_score_of_the_year_before_is_the_one_that_goes_with_the_result() {
    let project = lakeland(
        lines(following, one_scheme),
        &format!("{ALL}lags = [0, 1]\n"),
    );
    project.run();
    let row = |lag: &str, period: &str| {
        only(
            &project,
            &[
                "--design",
                "cross_section",
                "--method",
                "pearson",
                "--lag",
                lag,
                "--period",
                period,
            ],
        )
    };
    for period in ["2021", "2022", "2023"] {
        assert!((number(&field(&row("1", period), "coefficient")) - 1.0).abs() < 1e-12);
        assert!(number(&field(&row("0", period), "coefficient")) < 0.9);
    }
    let periods = |lag: &str| -> Vec<String> {
        let rows = project.rows(&[
            "correlate",
            "--design",
            "cross_section",
            "--method",
            "kendall",
            "--lag",
            lag,
        ]);
        rows.iter().map(|r| field(r, "period")).collect()
    };
    assert_eq!(periods("0"), ["2020", "2021", "2022", "2023"]);
    assert_eq!(
        periods("1"),
        ["2021", "2022", "2023"],
        "nothing goes before the first year"
    );
}

#[test]
fn too_few_areas_are_refused_with_the_reason_in_words_and_not_drawn() {
    let project = lakeland(
        lines(opposed, one_scheme),
        &ALL.replace("min_areas = 6", "min_areas = 7"),
    );
    project.run();
    let rows = project.published("correlations");
    assert_eq!(rows.len(), 21, "four years and three panels, three methods");
    for row in &rows {
        assert_eq!(cell(row, "refused"), "too_few_areas");
        assert_eq!(cell(row, "n_areas"), "6");
        for column in ["coefficient", "ci_low", "p_value", "q_value", "loo_min"] {
            assert_eq!(cell(row, column), "", "{column} beside a refusal");
        }
    }
    project.chiso(&["correlate"]).exits(0).says("too few areas");
    in_vietnamese(&project, &["correlate"])
        .exits(0)
        .says("quá ít địa phương");
    project
        .chiso(&["correlate", "--chart", "none.svg"])
        .exits(2)
        .complains("no coefficient to draw")
        .complains("too few areas");
    assert!(!project.path("none.svg").exists());
}

#[test]
fn scores_by_several_schemes_are_no_one_series() {
    // A new way of scoring from 2022 on, and in 2023 one county is still scored the old way.
    fn schemes(area: usize, year: usize) -> &'static str {
        if year < 2022 || (area == 1 && year == 2023) {
            "old"
        } else {
            "new"
        }
    }
    let across = [
        "--design",
        "cross_section",
        "--method",
        "pearson",
        "--period",
    ];
    let within = ["correlate", "--design", "within", "--method", "pearson"];
    let project = lakeland(
        lines(opposed, schemes),
        &ALL.replace("min_areas = 6", "min_areas = 5"),
    );
    project.run();
    let refused = |period: &str| {
        field(
            &only(&project, &[&across[..], &[period]].concat()),
            "refused",
        )
    };
    assert_eq!(
        [refused("2021"), refused("2022"), refused("2023")],
        ["", "", "scheme_break"]
    );
    project
        .chiso(&[&["correlate"], &across[..], &["2023"]].concat())
        .exits(0)
        .says("several schemes")
        .says("new, old");
    // Old points span 2020 to 2023, with one county only at the end; new ones 2022 and 2023.
    // Neither is mixed with the other.
    let rows: Vec<[String; 3]> = project
        .rows(&within)
        .iter()
        .map(|r| ["period", "n", "refused"].map(|c| field(r, c)))
        .collect();
    assert_eq!(
        rows,
        [["2020/2023", "12", ""], ["2022/2023", "10", ""]].map(|r| r.map(str::to_owned)),
        "lone observations are left out"
    );
    assert!(
        field(
            &only(
                &project,
                &[&within[1..], &["--period", "2022/2023"]].concat()
            ),
            "note"
        )
        .contains("scheme new alone, not pooled")
    );

    let pooled = lakeland(
        lines(opposed, schemes),
        &ALL.replace("min_areas = 6", "min_areas = 5\npool_schemes = true"),
    );
    pooled.run();
    let row = only(&pooled, &within[1..]);
    assert_eq!(
        [field(&row, "period"), field(&row, "n")],
        ["2020/2023", "24"]
    );
    assert!(
        field(&row, "note").contains("scheme_break: schemes new, old, pooled as declared"),
        "{row}"
    );
}

#[test]
fn a_score_made_of_the_outcome_is_called_circular() {
    let project = lakeland(
        lines(opposed, one_scheme),
        &ALL.replace("[\"shops\"]", "[\"shops_growth\"]")
            .replace("[\"service\"]", "[\"service\", \"shops\"]"),
    );
    project.run();
    let circular = |score: &str| {
        field(
            &only(
                &project,
                &[
                    "--score", score, "--design", "within", "--method", "pearson",
                ],
            ),
            "circular",
        )
    };
    assert_eq!([circular("service"), circular("shops")], ["false", "true"]);
    let said = unbroken(
        &project
            .chiso(&["correlate", "--score", "shops"])
            .exits(0)
            .stdout,
    );
    assert!(
        said.contains("circular: score and outcome are made of the same figures"),
        "{said}"
    );
    assert!(
        unbroken(&in_vietnamese(&project, &["correlate", "--score", "shops"]).stdout)
            .contains("trùng số liệu")
    );
}

#[test]
fn the_order_of_rows_files_and_registers_does_not_matter() {
    let (given, study) = (
        lines(following, one_scheme),
        format!("{ALL}lags = [0, 1]\n"),
    );
    let one = lakeland(given.clone(), &study);
    one.run();
    let [mut points, mut shops] = given;
    points.reverse();
    let later = shops.split_off(9);
    let other = lakeland([points, later], &study);
    let mut register: Vec<String> = other
        .read("datasets/areas/areas.csv")
        .lines()
        .map(str::to_owned)
        .collect();
    register[1..].reverse();
    other.write("datasets/areas/areas.csv", register.join("\n") + "\n");
    other.run();
    other.write(
        "datasets/shops/0.csv",
        format!("county,year,shops\n{}\n", shops.join("\n")),
    );
    other.run();
    assert_eq!(
        one.published("correlations"),
        other.published("correlations")
    );
    assert_eq!(one.published("correlations").len(), 42 - 3);
}

#[test]
fn a_picture_names_the_areas_and_says_what_it_cannot_show() {
    let project = lakeland(
        lines(following, one_scheme),
        &format!("{ALL}lags = [0, 1]\n"),
    );
    project.run();
    let choice = [
        "correlate",
        "--design",
        "cross_section",
        "--method",
        "spearman",
        "--lag",
        "0",
        "--period",
        "2021",
    ];
    project
        .chiso(&[&choice[..], &["--chart", "picture.svg"]].concat())
        .exits(0)
        .complains("drawn: picture.svg");
    let drawn = project.read("picture.svg");
    let n = format!("n = {AREAS} ");
    let words = [
        "Lakecounty 1",
        "Lakecounty 3",
        "Points for service",
        "Shops",
        "Spearman ρ",
        &n,
        "Association, not effect",
        "Lakeland&apos;s office (invented)",
    ];
    for text in words {
        assert!(
            drawn.contains(text) || drawn.contains(&text.replace("&apos;", "'")),
            "no `{text}` in\n{drawn}"
        );
    }
    assert_eq!(drawn.matches("<circle").count(), AREAS);
    assert_eq!(
        drawn.matches("fill=\"#C0392B\"").count(),
        2,
        "the headline's county and its name"
    );
    project
        .chiso(&[
            "correlate",
            "--design",
            "cross_section",
            "--chart",
            "many.svg",
        ])
        .exits(2)
        .complains("rows are left, a picture shows one");
    assert!(!project.path("many.svg").exists());
}

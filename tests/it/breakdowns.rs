//! Measures and KPIs by members of dimensions: figures, totals, verdicts, targets and ranks of the
//! invented project in `breakdowns/`, and that members add up to their total whatever is missing.

use crate::support::{Project, Row, cell, copy_project, field, fields, repository, table_rows};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::OnceLock;

/// The invented project, without a lake.
fn invented() -> Project {
    let project = Project::empty();
    copy_project(&repository().join("tests/it/breakdowns"), project.root());
    project
}

/// The same after one run, for tests that only read.
fn finished() -> &'static Project {
    static DONE: OnceLock<Project> = OnceLock::new();
    DONE.get_or_init(|| {
        let project = invented();
        project.run();
        project
    })
}

/// The figure of a measure in 2021, or that there is none.
fn figure(rows: &[Row], measure: &str, breakdown: &str, place: [&str; 3]) -> String {
    let [area, boundary, period] = place;
    let is_it = |r: &&Row| {
        ["measure", "breakdown", "area_code", "boundary", "period"].map(|c| cell(r, c))
            == [measure, breakdown, area, boundary, period]
    };
    let found: Vec<&Row> = rows.iter().filter(is_it).collect();
    assert!(found.len() < 2, "{measure} {breakdown} {place:?}");
    match found.first().map(|row| cell(row, "value")) {
        None => "no row".to_owned(),
        Some("") => "-".to_owned(),
        Some(value) => value.to_owned(),
    }
}

#[test]
fn a_measure_has_a_figure_of_each_member_and_of_the_total() {
    let rows = finished().published("measures");
    let of = |breakdown, place| figure(&rows, "people", breakdown, place);
    let p1 = ["P1", "2019-12-31", "2019"];
    assert_eq!(
        ["", "sector=A", "sex=F", "sector=C;sex=M"].map(|b| of(b, p1)),
        ["103", "30", "41", "2"]
    );
    let merged = ["P3", "2021-12-31", "2019"];
    assert_eq!(
        ["", "sector=A", "sex=F", "sector=C;sex=M"].map(|b| of(b, merged)),
        ["133", "40", "56", "7"],
        "the two areas that were merged"
    );
    let lacking = ["P2", "2019-12-31", "2020"];
    assert_eq!(
        ["", "sector=A", "sector=B", "sector=B;sex=F", "sex=M"].map(|b| of(b, lacking)),
        ["-", "12", "-", "6", "-"],
        "without the men in industry there is no total that has them"
    );
    assert_eq!(
        of("sector=C", ["P1", "2019-12-31", "2020"]),
        "no row",
        "it had ended, and the total needs it no more"
    );
    let average = ["P4", "2021-12-31", "2021"];
    assert_eq!(
        ["", "sector=A"].map(|b| figure(&rows, "average", b, average)),
        ["4.5", "2.5"],
        "what is made from others is broken down as they are"
    );
}

#[test]
fn a_stated_total_is_used_and_held_against_the_sum_of_its_members() {
    let project = invented();
    project
        .run()
        .complains(
            "`people` of Ba (P3) in 2021 (period) is stated as 141, and its members add up to 140",
        )
        .complains("`people[sex=M]` of Ba (P3) in 2021 (period) is stated as 81");
    let rows = project.published("measures");
    let here = ["P3", "2021-12-31", "2021"];
    assert_eq!(figure(&rows, "people", "", here), "141");
    assert_eq!(
        figure(&rows, "everybody", "", here),
        "141",
        "total and members are never added up together, also without `by`"
    );
    assert_eq!(
        ["", "field=2"].map(|b| figure(&rows, "par_points", b, ["P4", "2021-12-31", "2021"])),
        ["27.5", "9.5"]
    );
    assert_eq!(
        figure(&rows, "par_points", "", here),
        "-",
        "a mean is no sum of its fields: nobody states the index of P3"
    );
    project
        .chiso(&["explain", "growth", "--area", "P3", "--period", "2021"])
        .exits(0)
        .says("differs: the members add up to 140 persons")
        .says("no total, because there is no figure of sector=B;sex=M of Hai (P2) in 2020");
}

#[test]
fn a_comparison_uses_totals_of_one_kind() {
    let project = invented();
    // Without the men in industry of 2020 there was no base; stated totals of 2021 alone are no
    // series with sums of 2020, and the sum of 2021 is one.
    let figures = project.read("datasets/figures/all.csv");
    project.write("datasets/figures/all.csv", figures + "P2,2020,B,M,6\n");
    project.run();
    let row = &project.rows(&[
        "scorecard",
        "--kpi",
        "growth",
        "--breakdown",
        "",
        "--area",
        "P3",
        "--period",
        "2021",
    ])[0];
    assert_eq!(
        fields(row, ["current_value", "base_value", "reason"]),
        ["140", "128", ""]
    );
}

#[test]
fn members_that_the_register_does_not_have_are_set_aside_with_a_remedy() {
    let project = invented();
    project
        .run()
        .complains("`X` is not allowed as `sector`")
        .complains("a new member goes to `datasets/sectors.toml`")
        .complains("`C` of `sector` exists until 2019-12-31, and the row is of 2022")
        .complains("correct `valid_from` or `valid_to` of the member in `datasets/sectors.toml`");
    let rows = project.published("measures");
    let here = ["P4", "2021-12-31", "2022"];
    assert_eq!(
        ["", "sex=M", "sex=F", "sector=A", "sector=A;sex=M"]
            .map(|b| figure(&rows, "people", b, here)),
        ["-", "-", "3", "3", "1"],
        "a total without what was set aside would be too small"
    );
    assert_eq!(
        reasons(&project, "level", here),
        "quarantined;value_missing"
    );
    project.replace("datasets/sectors.toml", "valid_to = \"2019-12-31\"\n", "");
    project.run();
    let rows = project.published("measures");
    assert_eq!(
        figure(&rows, "people", "", ["P1", "2019-12-31", "2020"]),
        "-",
        "it exists, and has no figure"
    );
    assert_eq!(figure(&rows, "people", "sector=C;sex=M", here), "1");
}

/// The reasons of the verdict on the total of a KPI.
fn reasons(project: &Project, kpi: &str, [area, boundary, period]: [&str; 3]) -> String {
    let rows = project.published("scorecard");
    let is_it = |r: &&Row| {
        ["kpi", "breakdown", "area_code", "boundary", "period"].map(|c| cell(r, c))
            == [kpi, "", area, boundary, period]
    };
    let found: Vec<&str> = { rows.iter().filter(is_it) }
        .map(|r| cell(r, "reasons"))
        .collect();
    found.join(", ")
}

#[test]
fn the_largest_of_each_member_is_not_added_up() {
    let project = finished();
    let rows = project.published("measures");
    let peak = |breakdown| figure(&rows, "peak", breakdown, ["P3", "2021-12-31", "2021"]);
    assert_eq!(
        ["", "sector=A", "sex=F", "sector=A;sex=F"].map(peak),
        ["-", "-", "60", "20"],
        "only what is stated: the members need not be at their largest in one month"
    );
    project
        .chiso(&["explain", "peak_level", "--area", "P4", "--period", "2021"])
        .exits(0)
        .says("each is the largest or the smallest of its months");
}

#[test]
fn what_a_withdrawn_total_gives_way_to_is_known_since_then() {
    let mut project = invented();
    project.run();
    let here = ["P3", "2021-12-31", "2021"];
    let known = |project: &Project| {
        let rows = project.published("measures");
        let is_it = |r: &&Row| {
            ["measure", "breakdown", "area_code", "boundary", "period"].map(|c| cell(r, c))
                == ["people", "", here[0], here[1], here[2]]
        };
        let row = rows.iter().find(is_it).unwrap();
        ["value", "known_from"].map(|c| cell(row, c).chars().take(10).collect::<String>())
    };
    assert_eq!(known(&project), ["141", "2022-05-31"]);
    let figures = project.read("datasets/figures/all.csv");
    let stated = |line: &&str| !line.contains(",T,");
    let members: Vec<&str> = figures.lines().filter(stated).collect();
    // What cannot be read withdraws nothing.
    let members: Vec<&str> = { members.into_iter() }
        .filter(|line| !line.starts_with("P4,2022"))
        .collect();
    for text in [
        figures.replace("P4,2022,X,M,1\nP4,2022,C,M,1\n", ""),
        members.join("\n"),
    ] {
        project.write("datasets/figures/all.csv", text + "\n");
        project.at("2026-12-05T00:00:00Z").run();
    }
    assert_eq!(known(&project), ["140", "2026-12-05"]);
}

/// A table of two shifts that says much of each figure.
const SHIFTS: &str = r#"kind = "observations"
title = { en = "Shifts (invented)" }
licence = "invented"
citation = "invented"

[contract]
dimensions = [{ name = "shift", one_of = ["day", "night"] }]
attributes = [{ name = "checked_on", type = "date" }]
value = { name = "n", type = "integer" }
quarantine_limit = "60 %"

[[source]]
id = "shifts"
file = "shifts/*.csv"
format = "csv"

[source.columns]
area_code = { constant = "P4" }
period = { column = "year" }
shift = { column = "shift" }
n = { column = "n" }
unit = { column = "unit" }
status = { column = "status" }
rank = { column = "rank" }
derived = { column = "derived" }
covers = { column = "covers" }
known_from = { column = "known" }
checked_on = { column = "checked" }

[source.units]
persons = { unit = "persons" }
"#;

#[test]
fn whatever_a_figure_is_set_aside_for_the_sum_lacks_it() {
    let project = invented();
    let mut rows = "year,shift,n,unit,status,rank,derived,covers,known,checked\n".to_owned();
    // The first is as it should be.
    let nights = [
        "night,2,persons,final,1,false,,2019-02-01,",
        "night,2,heads,final,1,false,,2019-02-01,",
        "night,2,persons,fine,1,false,,2019-02-01,",
        "night,2,persons,final,first,false,,2019-02-01,",
        "night,2,persons,final,1,perhaps,,2019-02-01,",
        "night,2,persons,final,1,false,half,2019-02-01,",
        "night,2,persons,final,1,false,,some day,",
        "night,2,persons,final,1,false,,2019-02-01,some day",
        "night,two,persons,final,1,false,,2019-02-01,",
        "noon,2,persons,final,1,false,,2019-02-01,",
        ",2,persons,final,1,false,,2019-02-01,",
    ];
    for (year, night) in (2001..).zip(nights) {
        _ = writeln!(
            rows,
            "{year},day,1,persons,final,1,false,,2019-02-01,\n{year},{night}"
        );
    }
    project.write("datasets/shifts.toml", SHIFTS);
    project.write("datasets/shifts/a.csv", rows);
    let pipeline = project.read("pipelines/p.toml");
    let all = "\n[[measure]]\nid = \"all\"\ntitle = { en = \"All\" }\nsource = [{ dataset = \
        \"shifts\", value = \"sum(n)\" }]\n\n[[kpi]]\nid = \"all_level\"\ntitle = { en = \"All\" \
        }\nkind = \"score\"\nmeasure = \"all\"\nvalue_unit = \"count\"\n";
    project.write("pipelines/p.toml", pipeline + all);
    project.run();
    let rows = project.published("measures");
    for year in (2001..).take(nights.len()).map(|year| year.to_string()) {
        let here = ["P4", "2021-12-31", year.as_str()];
        let found = (
            figure(&rows, "all", "", here),
            reasons(&project, "all_level", here),
        );
        let [value, why] = match year.as_str() {
            "2001" => ["3", ""],
            _ => ["-", "quarantined;value_missing"],
        };
        assert_eq!(found, (value.to_owned(), why.to_owned()), "{year}");
    }
}

/// A price index by sector: of P4, which is taken for the national one, and of agriculture in P3.
const PRICES: &str = r#"kind = "observations"
title = { en = "Prices (invented)" }
licence = "invented"
citation = "invented"

[contract]
dimensions = [{ name = "sector", members = "sectors" }]
value = { name = "index", type = "decimal", unit = "points" }

[[source]]
id = "prices"
file = "prices/*.csv"
format = "csv"
published_at = "2022-06-01"

[source.columns]
area_code = { column = "area" }
period = { column = "year" }
status = { constant = "final" }
sector = { column = "sector" }
index = { column = "index" }
"#;

#[test]
fn an_area_with_an_index_of_one_member_takes_no_national_index_of_another() {
    let project = invented();
    project.write("datasets/prices.toml", PRICES);
    project.write(
        "datasets/prices/a.csv",
        "area,year,sector,index\nP4,2021,A,100\nP4,2021,B,100\nP4,2021,T,100\nP3,2021,A,100\n",
    );
    let pipeline = project.read("pipelines/p.toml");
    let measures = r#"
[[measure]]
id = "prices"
title = { en = "Prices" }
by = ["sector"]
source = [{ dataset = "prices", value = "mean(index)" }]

[[measure]]
id = "at_prices"
title = { en = "At prices of 2021" }
by = ["sector"]
real = { of = "people", deflator = "prices", base = "2021", national = "P4" }
"#;
    project.write("pipelines/p.toml", pipeline + measures);
    project.run();
    let rows = project.published("measures");
    let of = |breakdown, area| figure(&rows, "at_prices", breakdown, [area, "2021-12-31", "2021"]);
    assert_eq!(
        ["", "sector=A", "sector=B"].map(|b| of(b, "P3")),
        ["-", "50", "-"],
        "an index of its own is there, so the national one of industry is not its own"
    );
    assert_eq!(
        ["", "sector=A", "sector=B"].map(|b| of(b, "P4")),
        ["5", "3", "2"]
    );
}

#[test]
fn members_explain_a_growth_to_the_last_digit() {
    let project = finished();
    let explain = |area: &str, period: &str, boundary: &str| {
        let at = ["--area", area, "--period", period, "--boundary", boundary];
        let args = ["explain", "growth", "--breakdown", ""];
        [&args[..], &at[..]]
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<String>>()
    };
    let args = explain("P1", "2020", "2019-12-31");
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    project
        .chiso(&args)
        .exits(0)
        .says("what the members of sector add to the value")
        .says("Agriculture (A): +1.94 pp  (30 → 32)")
        .says("Other (C): -2.91 pp  (3 → 0)")
        .says("what the members of sex add to the value")
        .says("Women (F): +0.97 pp  (41 → 42)");
    let found = &project.rows(&args)[0]["contributions_of_members"];
    assert_eq!(found[0]["dimension"], "sector");
    let exact = |i: usize| found[0]["parts"][i]["value_exact"].clone();
    assert_eq!([exact(0), exact(1), exact(2)], ["2/103", "2/103", "-3/103"]);
    assert_eq!(found[0]["not_explained_exact"], "0");
}

/// Verdict and reason of a KPI in 2021.
#[track_caller]
fn verdict(kpi: &str, breakdown: &str, area: &str) -> String {
    let rows = finished().published("scorecard");
    let is_it = |r: &&Row| {
        ["kpi", "breakdown", "area_code", "period", "boundary"].map(|c| cell(r, c))
            == [kpi, breakdown, area, "2021", "2021-12-31"]
    };
    let found: Vec<String> = rows
        .iter()
        .filter(is_it)
        .map(|r| {
            ["target_id", "verdict", "value", "reason"]
                .map(|c| cell(r, c))
                .join(" ")
        })
        .collect();
    found.join(", ")
}

#[test]
fn a_kpi_is_judged_for_each_member_by_the_targets_of_that_member() {
    assert_eq!(
        verdict("growth", "sector=A", "P3"),
        "agriculture met 0.13636363636363635 "
    );
    assert_eq!(verdict("growth", "sector=A", "P4"), " no_target 0.5 ");
    assert_eq!(verdict("growth", "", "P4"), "everybody not_met 0.25 ");
    assert_eq!(
        verdict("growth", "sector=B", "P4"),
        "industry not_met 0 ",
        "a target of a level"
    );
    assert_eq!(
        verdict("growth", "sector=B", "P3"),
        "industry not_assessable  base_missing"
    );
    assert_eq!(
        verdict("growth", "sector=B;sex=M", "P4"),
        "men_in_industry met 0 ",
        "in whatever order the register writes the dimensions"
    );
    assert_eq!(verdict("par", "field=2", "P4"), "field_2 met 9.5 ");
    assert_eq!(
        verdict("share", "sector=C", "P3"),
        "",
        "nothing is asked of a member that has ended"
    );
}

#[test]
fn ranks_are_within_a_member_and_shares_may_be_of_the_whole() {
    assert_eq!(verdict("place", "sector=A", "P3"), " no_target 1 ");
    assert_eq!(verdict("place", "sector=A", "P4"), " no_target 2 ");
    assert_eq!(
        verdict("place", "", "P4"),
        " not_assessable  series_mixed",
        "the total of P3 is stated, that of P4 the sum of its members"
    );
    assert_eq!(verdict("growth_place", "sector=A", "P3"), " no_target 2 ");
    assert_eq!(verdict("growth_place", "sector=A", "P4"), " no_target 1 ");
    assert_eq!(verdict("share", "sector=A;sex=F", "P4"), " no_target 0.4 ");
    assert_eq!(
        verdict("agriculture_of_women", "", "P4"),
        " no_target 0.6666666666666666 ",
        "a KPI may name a member"
    );
    let operands = finished().published("operands");
    let of_part: BTreeSet<[&str; 4]> = operands
        .iter()
        .filter(|r| cell(r, "kpi") == "agriculture_of_women" && cell(r, "period") == "2021")
        .map(|r| ["role", "measure", "operand_breakdown", "breakdown"].map(|c| cell(r, c)))
        .collect();
    assert_eq!(
        of_part,
        BTreeSet::from([
            ["part", "people", "sector=A;sex=F", ""],
            ["whole", "women", "", ""]
        ])
    );
}

#[test]
fn commands_show_one_member_or_all() {
    let project = finished();
    project
        .chiso(&[
            "explain",
            "growth",
            "--area",
            "P3",
            "--period",
            "2021",
            "--breakdown",
            "sector=A",
        ])
        .exits(0)
        .says("Growth: Agriculture  [growth[sector=A]]")
        .says("+13.64 %  =  50 / 44 − 1")
        .says("[agriculture; invented]");
    let rows = |breakdown: &[&str]| {
        let args = [
            "scorecard",
            "--kpi",
            "growth",
            "--area",
            "P4",
            "--period",
            "2021",
        ];
        let rows = project.rows(&[&args, breakdown].concat());
        let of = |r| field(r, "breakdown");
        rows.iter().map(of).collect::<Vec<String>>()
    };
    assert_eq!(rows(&["--breakdown", "sector=A"]), ["sector=A"]);
    assert_eq!(rows(&["--breakdown", "sex=F;sector=A"]), ["sector=A;sex=F"]);
    assert_eq!(rows(&["--breakdown", ""]), [""], "the total");
    assert_eq!(
        rows(&[]),
        [
            "",
            "sector=A",
            "sector=A;sex=F",
            "sector=A;sex=M",
            "sector=B",
            "sector=B;sex=F",
            "sector=B;sex=M",
            "sex=F",
            "sex=M"
        ]
    );
    project
        .chiso(&["scorecard", "--breakdown", "A"])
        .exits(2)
        .complains("`A` is no breakdown: write the dimension and the code of its member");
    project
        .chiso(&[
            "explain",
            "growth",
            "--area",
            "P3",
            "--period",
            "2021",
            "--breakdown",
            "sector=D",
        ])
        .exits(2)
        .complains("no KPI `growth[sector=D]`; did you mean `growth[sector=");
}

#[test]
fn what_is_declared_wrongly_is_refused_with_a_remedy() {
    let said = |file: &str, from: &str, to: &str, texts: [&str; 2]| {
        let project = invented();
        project.replace(file, from, to);
        let outcome = project.chiso(&["check"]);
        assert_ne!(outcome.code, Some(0));
        let printed = format!("{}{}", outcome.stdout, outcome.stderr);
        for text in texts {
            assert!(printed.contains(text), "{text}\n{printed}");
        }
    };
    said(
        "pipelines/p.toml",
        "by = [\"sector\", \"sex\"]",
        "by = [\"sectors\"]",
        [
            "`sectors` is no dimension with a register of members",
            "did you mean `sector`?",
        ],
    );
    said(
        "pipelines/p.toml",
        "part = \"people[sector=A;sex=F]\"",
        "part = \"people[sector=D]\"",
        [
            "`agriculture_of_women` names `people[sector=D]`, and there is no such member",
            "did you mean `people[sector=",
        ],
    );
    said(
        "datasets/figures.toml",
        "members = \"sexes\"",
        "members = \"sexs\"",
        [
            "there is no register of members `sexs`",
            "did you mean `sexes`?",
        ],
    );
    said(
        "datasets/sexes.toml",
        "code = \"M\"",
        "code = \"F\"",
        [
            "there is a member `F` already",
            "a code stands for one member",
        ],
    );
    said(
        "datasets/targets/targets.csv",
        "growth,sector=A,P3",
        "growth,A,P3",
        ["`A` is no breakdown", "as in `sector=A`"],
    );
    said(
        "datasets/targets/targets.csv",
        "growth,sector=A,P3",
        "growth,sector=Z,P3",
        ["for KPI `growth[sector=Z]`", "did you mean `growth[sector="],
    );
}

/// The same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % limit
    }
}

/// Figures of every area, year, sector and sex, of which one in twelve is missing.
fn random_figures() -> BTreeMap<[String; 4], u64> {
    let mut numbers = Numbers(20_261_129);
    let mut figures = BTreeMap::new();
    for (area, years) in [
        ("P1", 2017..2021),
        ("P2", 2017..2021),
        ("P3", 2021..2023),
        ("P4", 2017..2023),
    ] {
        for (year, sector) in years.flat_map(|y| ["A", "B", "C"].map(|s| (y, s))) {
            for sex in ["F", "M"].iter().filter(|_| sector != "C" || year < 2020) {
                let value = numbers.below(1000);
                if numbers.below(12) > 0 {
                    let key = [
                        area.to_owned(),
                        year.to_string(),
                        sector.into(),
                        (*sex).into(),
                    ];
                    figures.insert(key, value);
                }
            }
        }
    }
    figures
}

/// Whatever is missing and whatever merged: where there is a growth, the sectors that exist in one
/// of its two years add up to it.
fn sectors_add_up_to_growths(project: &Project) {
    const KEY: [&str; 4] = ["breakdown", "area_code", "boundary", "period"];
    let mut parts: BTreeMap<[String; 4], Vec<f64>> = BTreeMap::new();
    for row in &project.published("score_items") {
        assert!(cell(row, "item").starts_with("sector="), "{row:?}");
        let key = KEY.map(|name| cell(row, name).to_owned());
        let value = cell(row, "value").parse().unwrap();
        parts.entry(key).or_default().push(value);
    }
    let mut explained = 0;
    for row in &project.published("scorecard") {
        let of_sectors = !cell(row, "breakdown").contains("sector");
        if cell(row, "kpi") != "growth" || !of_sectors {
            continue;
        }
        let found = parts.remove(&KEY.map(|name| cell(row, name).to_owned()));
        let Ok(growth) = cell(row, "value").parse::<f64>() else {
            assert_eq!(found, None, "{row:?}");
            continue;
        };
        let found = found.unwrap();
        let sectors = if cell(row, "period") <= "2020" { 3 } else { 2 };
        assert_eq!(found.len(), sectors, "{row:?}");
        assert!((found.iter().sum::<f64>() - growth).abs() < 1e-9, "{row:?}");
        explained += 1;
    }
    assert!(explained > 5 && parts.is_empty(), "{explained}: {parts:?}");
}

#[test]
fn members_add_up_to_the_total_in_every_area_on_every_boundary() {
    let figures = random_figures();
    let project = invented();
    let mut text = "area,year,sector,sex,people\n".to_owned();
    for ([area, year, sector, sex], value) in &figures {
        _ = writeln!(text, "{area},{year},{sector},{sex},{value}");
    }
    project.write("datasets/figures/all.csv", text);
    let growth = "kind = \"growth\"\nmeasure = \"people\"\n";
    let asked = format!("{growth}contributions = \"sector\"\n");
    project.replace("pipelines/p.toml", growth, &asked);
    project.run();
    sectors_add_up_to_growths(&project);
    let rows = table_rows(&project.path("lake/published/measures.parquet"));
    let (mut totals, mut without) = (0, 0);
    for row in rows.iter().filter(|r| cell(r, "measure") == "people") {
        let (breakdown, year) = (cell(row, "breakdown"), cell(row, "period"));
        let asked = |name: &str| {
            let pairs = breakdown.split(';').filter_map(|pair| pair.split_once('='));
            pairs.into_iter().find(|(dimension, _)| *dimension == name)
        };
        let sectors = if year < "2020" {
            &["A", "B", "C"][..]
        } else {
            &["A", "B"]
        };
        let areas: &[&str] = match (cell(row, "area_code"), year < "2021") {
            ("P3", true) => &["P1", "P2"],
            (area, _) => &[area],
        };
        let wanted = |all: &[&'static str], name| {
            let chosen = asked(name).map(|(_, code)| code);
            let kept = all.iter().filter(|code| chosen.is_none_or(|c| c == **code));
            kept.copied().collect::<Vec<&str>>()
        };
        let mut sum = Some(0);
        for area in areas {
            for sector in wanted(sectors, "sector") {
                for sex in wanted(&["F", "M"], "sex") {
                    let key = [*area, year, sector, sex].map(str::to_owned);
                    sum = sum.zip(figures.get(&key)).map(|(sum, value)| sum + value);
                }
            }
        }
        let expected = sum.map_or_else(String::new, |sum| sum.to_string());
        assert_eq!(cell(row, "value"), expected, "{row:?}");
        totals += usize::from(breakdown.is_empty() && sum.is_some());
        without += usize::from(breakdown.is_empty() && sum.is_none());
    }
    assert!(
        totals > 3 && without > 3,
        "{totals} totals, {without} without"
    );
}

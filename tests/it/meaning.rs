//! What a figure means, seen from outside: what the run warns of, since when a zero is known, and
//! what `check` and `targets` say of declarations that give no figure.

use crate::support::{Project, cell};
use std::collections::BTreeSet;

const HEAD: &str = "title = { en = \"p\" }\nschedule = { cron = \"0 7 1 5 *\", timezone = \"UTC\", \
    missed = \"last\", max_lateness = \"7d\", overlap = \"skip\", retries = 3 }\n";

/// The invented country of the cases with some of its datasets, each with its rows, and a pipeline.
fn project(datasets: &[(&str, &str)], pipeline: &str) -> Project {
    let contract = |(dataset, _): &(&str, &str)| format!("datasets/{dataset}.toml");
    let contracts: Vec<String> = datasets.iter().map(contract).collect();
    let contracts: Vec<&str> = contracts.iter().map(String::as_str).collect();
    let project = Project::counties(&contracts);
    for (dataset, rows) in datasets {
        project.write(&format!("datasets/{dataset}/rows.csv"), rows);
    }
    project.write("pipelines/p.toml", format!("{HEAD}{pipeline}"));
    project
}

#[test]
fn a_month_above_the_largest_of_its_quarter_is_reported() {
    let measure = "[[measure]]\nid = \"largest\"\ntitle = { en = \"l\" }\nperiods = [\"year\"]\n\
        over_time = \"max\"\nsource = [{ dataset = \"firms\", value = \"sum(enterprises)\" }]\n";
    let rows = "area_code,period,value,unit,span\nA1,2020-Q1,20,enterprises,period\n\
        A1,2020-Q2,20,enterprises,period\nA1,2020-Q3,20,enterprises,period\n\
        A1,2020-Q4,20,enterprises,period\nA1,2020-05,90,enterprises,period\n";
    let project = project(&[("firms", rows)], measure);
    project
        .run()
        .complains("warning[statements_differ]")
        .complains("in 2020-Q2 (period) is stated as 20, and 2020-05 (period) within it as 90");
    let year = |r: &&crate::support::Row| cell(r, "period") == "2020";
    let rows = project.published("measures");
    assert!(
        rows.iter()
            .filter(year)
            .all(|r| cell(r, "value").is_empty())
    );
}

#[test]
fn a_ratio_that_loses_digits_is_named_with_the_scale_that_keeps_them() {
    let ratio = |scale: &str| {
        let source = |id: &str, dataset: &str, value: &str| {
            format!(
                "[[measure]]\nid = \"{id}\"\ntitle = {{ en = \"{id}\" }}\n\
                source = [{{ dataset = \"{dataset}\", value = \"sum({value})\" }}]\n"
            )
        };
        let [firms, people] = [
            source("firms", "firms", "enterprises"),
            source("people", "people", "persons"),
        ];
        format!(
            "{firms}{people}[[measure]]\nid = \"density\"\ntitle = {{ en = \"d\" }}\n\
            ratio = {{ of = \"firms\", per = \"people\", {scale}unit = \"firms_per_person\" }}\n"
        )
    };
    let firms = "area_code,period,value,unit,span\nA1,2022,1,enterprises,period\n";
    let people = "area_code,period,value,basis,span\nA1,2022,3000000,,period\n";
    let project = project(&[("firms", firms), ("people", people)], &ratio(""));
    project
        .run()
        .complains("warning[lost_digits]")
        .complains("is 3.333e-7")
        .complains("declare `scale = \"10000\"` in `ratio`");
    project.write(
        "pipelines/p.toml",
        format!("{HEAD}{}", ratio("scale = \"10000\", ")),
    );
    let outcome = project.run();
    assert!(!outcome.stdout.contains("lost_digits") && !outcome.stderr.contains("lost_digits"));
    let rows = project.published("measures");
    let density = rows.iter().find(|r| cell(r, "measure") == "density");
    assert_eq!(cell(density.unwrap(), "value"), "0.003333");
}

#[test]
fn a_zero_in_the_place_of_a_row_that_went_is_known_since_it_went() {
    let pipeline = "[[measure]]\nid = \"incidents\"\ntitle = { en = \"i\" }\n\
        source = [{ dataset = \"incidents\", value = \"sum(number)\" }]\n\
        [[kpi]]\nid = \"level\"\ntitle = { en = \"l\" }\nkind = \"score\"\n\
        measure = \"incidents\"\nvalue_unit = \"count\"\n";
    let head = "area_code,period,what,value,span\nP1,2022,fire,1,period\n";
    let first = format!("{head}P2,2022,fire,1,period\n");
    let mut project = project(&[("incidents", &first)], pipeline);
    project.at("2024-02-01T08:00:00Z").run();
    project.write("datasets/incidents/rows.csv", head);
    project.at("2024-03-01T08:00:00Z").run();
    let rows = project.published("measures");
    let second = rows.iter().find(|r| cell(r, "area_code") == "P2").unwrap();
    assert_eq!(cell(second, "value"), "0");
    assert!(
        cell(second, "known_from").starts_with("2024-03-01"),
        "{}",
        cell(second, "known_from")
    );
    project
        .chiso(&["explain", "level", "--area", "P2", "--period", "2022"])
        .exits(0)
        .says("the list has no row of the area (delivery ");
}

#[test]
fn an_area_above_that_there_is_not_is_a_fault() {
    let pipeline = "[[measure]]\nid = \"firms\"\ntitle = { en = \"f\" }\n\
        source = [{ dataset = \"firms\", value = \"sum(enterprises)\" }]\n\
        [[measure]]\nid = \"above\"\ntitle = { en = \"a\" }\n\
        of_area = { of = \"firms\", code = \"ZZ\" }\n";
    let rows = "area_code,period,value,unit,span\nA1,2022,1,enterprises,period\n";
    let project = project(&[("firms", rows)], pipeline);
    project
        .chiso(&["check"])
        .exits(6)
        .says("there is no area `ZZ` on any boundary of the project");
    project.replace("pipelines/p.toml", "code = \"ZZ\"", "level = \"planet\"");
    project
        .chiso(&["check"])
        .says("measure `above` takes the figures of areas of level `planet`");
}

/// An index of 2020 linked to an older one, with growth on a fixed base.
fn linked(overlap: &str, base: &str) -> String {
    let source = |id: &str, dataset: &str, value: &str| {
        format!(
            "[[measure]]\nid = \"{id}\"\ntitle = {{ en = \"{id}\" }}\n\
            source = [{{ dataset = \"{dataset}\", value = \"sum({value})\" }}]\n"
        )
    };
    let [newer, older] = [
        source("newer", "firms", "enterprises"),
        source("older", "people", "persons"),
    ];
    format!(
        "{newer}{older}[[measure]]\nid = \"both\"\ntitle = {{ en = \"b\" }}\n\
        linked = {{ of = \"newer\", before = \"older\", overlap = \"{overlap}\" }}\n\
        [[kpi]]\nid = \"since\"\ntitle = {{ en = \"s\" }}\nkind = \"growth\"\nmeasure = \"newer\"\n\
        compared_with = {{ period = \"{base}\" }}\n"
    )
}

#[test]
fn an_overlap_or_a_base_before_the_figures_is_reported() {
    let firms = "area_code,period,value,unit,span\nA1,2020,100,enterprises,period\n\
        A1,2021,110,enterprises,period\n";
    let people = "area_code,period,value,basis,span\nA1,2019,50,,period\nA1,2020,60,,period\n";
    let project = project(
        &[("firms", firms), ("people", people)],
        &linked("2019", "2015"),
    );
    project
        .run()
        .complains("warning[outside_figures]")
        .complains(
            "measure `both` is linked in 2019, for which `newer` has no figure in any area; it has \
                figures from 2020 to 2021",
        )
        .complains("KPI `since` is compared with 2015, for which `newer` has no figure");
    // Followed, the remedies end the warning.
    project.write(
        "pipelines/p.toml",
        format!("{HEAD}{}", linked("2020", "2020")),
    );
    let outcome = project.run();
    assert!(!outcome.stderr.contains("outside_figures"), "{outcome:?}");
    let rows = project.published("measures");
    let made =
        |r: &&crate::support::Row| cell(r, "measure") == "both" && cell(r, "period") == "2019";
    let value = rows.iter().find(made).unwrap();
    assert_eq!(cell(value, "value"), "83.333333");
}

#[test]
fn what_a_condition_asks_and_nobody_can_read_leaves_no_smaller_sum() {
    let measure = |id: &str, filter: &str| {
        format!(
            "[[measure]]\nid = \"{id}\"\ntitle = {{ en = \"{id}\" }}\n\
            source = [{{ dataset = \"work\", value = \"sum(number)\", where = \"{filter}\" }}]\n\
            [[kpi]]\nid = \"k_{id}\"\ntitle = {{ en = \"{id}\" }}\nkind = \"score\"\n\
            measure = \"{id}\"\nvalue_unit = \"count\"\n"
        )
    };
    let pipeline = [
        measure("done", "what = 'done'"),
        measure("in_time", "what = 'done' AND done_on <= '2022-06-30'"),
        measure("due", "what = 'due' AND done_on <= '2022-06-30'"),
    ];
    let rows = "area_code,period,what,nth,value,done_on,span\n\
        A1,2022,done,1,5,2022-03-01,period\nA1,2022,done,2,7,2022-31-12,period\n\
        A1,2022,due,1,9,2022-05-01,period\n\
        P1,2022,done,1,4,2022-03-01,period\nP1,2022,dome,2,3,2022-03-01,period\n\
        P1,2022,due,1,8,2022-04-01,period\n\
        P2,2022,done,1,6,2022-03-01,period\nP2,2022,done,2,x,2022-09-01,period\n";
    let project = project(&[("work", rows)], &pipeline.concat());
    for (from, to) in [
        (
            "quarantine_limit = \"0 %\"",
            "quarantine_limit = \"100 %\"\nattributes = [{ name = \"done_on\", type = \"date\" }]",
        ),
        (
            "one_of = [\"done\", \"due\", \"open\"] }",
            "one_of = [\"done\", \"due\", \"open\"] }, { name = \"nth\" }",
        ),
        (
            "number = { column",
            "done_on = { column = \"done_on\" }\nnth = { column = \"nth\" }\nnumber = { column",
        ),
    ] {
        project.replace("datasets/work.toml", from, to);
    }
    let outcome = project.chiso(&["run"]);
    assert!(
        outcome.stderr.contains("quarantine") || outcome.code == Some(0),
        "{outcome:?}"
    );
    let rows = project.published("scorecard");
    let seen: BTreeSet<String> = rows
        .iter()
        .map(|r| {
            ["kpi", "area_code", "value", "reason"]
                .map(|c| cell(r, c))
                .join(" ")
        })
        .collect();
    assert_eq!(
        seen.iter().collect::<Vec<_>>(),
        [
            "k_done A1  quarantined",
            "k_done P1  quarantined",
            "k_done P2  quarantined",
            "k_due A1 9 ",
            "k_due P1  quarantined",
            "k_in_time A1  quarantined",
            "k_in_time P1  quarantined",
            "k_in_time P2 6 ",
        ],
        "`dome` may be `done` or `due`; the figure that cannot be read was not in time"
    );
}

#[test]
fn a_kpi_on_a_made_measure_shows_what_the_other_dataset_would_have_given() {
    let pipeline = "[[measure]]\nid = \"firms\"\ntitle = { en = \"f\" }\nsource = [\
        { dataset = \"firms\", value = \"sum(enterprises)\" }, \
        { dataset = \"other\", value = \"sum(enterprises)\" }]\n\
        [[measure]]\nid = \"people\"\ntitle = { en = \"p\" }\n\
        source = [{ dataset = \"people\", value = \"sum(persons)\" }]\n\
        [[measure]]\nid = \"density\"\ntitle = { en = \"d\" }\n\
        ratio = { of = \"firms\", per = \"people\", scale = \"1000\", unit = \"firms_per_1000\" }\n\
        [[kpi]]\nid = \"growth\"\ntitle = { en = \"g\" }\nkind = \"growth\"\nmeasure = \"density\"\n";
    let firms = |now: u32| {
        format!(
            "area_code,period,value,unit,span\nA1,2021,100,enterprises,period\n\
            A1,2022,{now},enterprises,period\n"
        )
    };
    let people = "area_code,period,value,basis,span\nA1,2021,1000,,period\nA1,2022,2000,,period\n";
    let project = project(&[("firms", &firms(300)), ("people", people)], pipeline);
    let other = project
        .read("datasets/firms.toml")
        .replace("firms/*.csv", "other/*.csv");
    project.write("datasets/other.toml", other);
    project.write("datasets/other/rows.csv", firms(150));
    project.run();
    let rows = project.published("alternatives");
    let seen: BTreeSet<String> = rows
        .iter()
        .filter(|r| cell(r, "period") == "2022")
        .map(|r| {
            [
                "role",
                "choice",
                "dataset",
                "value",
                "kpi_value_used",
                "kpi_value",
            ]
            .map(|c| cell(r, c))
            .join(" ")
        })
        .collect();
    assert_eq!(
        seen.iter().collect::<Vec<_>>(),
        [
            "base dataset other 100 0.5 -0.25",
            "current dataset other 75 0.5 -0.25"
        ],
        "300 and 150 of 2,000 people, after 100 of 1,000"
    );
    project
        .chiso(&["explain", "growth", "--area", "A1", "--period", "2022"])
        .exits(0)
        .says("-25.00 %");
}

/// Two parts of a sum, of which one says something that is no plan stage, no rank, or no
/// status: nobody knows whether it is asked for, so there is no sum without it.
#[test]
fn a_condition_on_what_could_not_be_read_of_a_row_gives_no_figure_without_it() {
    let condition = |id: &str, filter: &str| {
        format!(
            "[[measure]]\nid = \"{id}\"\ntitle = {{ en = \"{id}\" }}\nsource = [{{ dataset = \
            \"money\", value = \"sum(amount)\", where = \"{filter}\" }}]\n\
            [[kpi]]\nid = \"{id}_amount\"\ntitle = {{ en = \"{id}\" }}\nkind = \"score\"\n\
            measure = \"{id}\"\nvalue_unit = \"vnd\"\n"
        )
    };
    let pipeline = [
        condition("assigned", "plan_stage = 'assigned'"),
        condition("first", "rank = 1"),
        condition("settled", "status = 'final'"),
    ];
    let rows = "area_code,period,side,value,unit,basis,plan_stage,span,rank,status\n\
        A1,2020,council,100,vnd,,assigned,period,1,final\n\
        A1,2021,council,100,vnd,,assigned,period,1,final\n\
        A1,2021,government,7,vnd,,asigned,period,1,final\n\
        A1,2022,council,100,vnd,,assigned,period,1,final\n\
        A1,2022,government,7,vnd,,council,period,I,final\n\
        A1,2023,council,100,vnd,,assigned,period,1,final\n\
        A1,2023,government,7,vnd,,council,period,1,fianl\n";
    let project = project(&[("money", rows)], &pipeline.concat());
    let contract = "datasets/money.toml";
    project.replace(
        contract,
        "quarantine_limit = \"0 %\"",
        "quarantine_limit = \"60 %\"",
    );
    let columns = "rank = { column = \"rank\" }\nstatus = { column = \"status\" }";
    project.replace(contract, "status = { constant = \"final\" }", columns);
    project.run();
    let rows = project.published("scorecard");
    let figures: Vec<String> = { rows.iter() }
        .filter(|r| cell(r, "boundary") == "2023-01-01")
        .map(|r| {
            let said = ["kpi", "period", "value", "reason"].map(|name| cell(r, name));
            said.join(" ").trim_end().to_owned()
        })
        .collect();
    let wanted = [
        "assigned_amount 2020 100",
        "assigned_amount 2021  quarantined",
        "assigned_amount 2022 100",
        "assigned_amount 2023 100",
        "first_amount 2020 100",
        "first_amount 2021  quarantined",
        "first_amount 2022  quarantined",
        "first_amount 2023  quarantined",
        "settled_amount 2020 100",
        "settled_amount 2021  quarantined",
        "settled_amount 2022  quarantined",
        "settled_amount 2023  quarantined",
    ];
    assert_eq!(figures, wanted);
}

//! A period is over when the figure says so: what was published before it ended is a figure to date
//! until its source says it again.

use crate::days::{TENTH, dataset, growth};
use crate::support::{Project, cell, field};

/// Verdict, value and flags of the growth in 2024.
fn said(project: &Project, more: &[&str]) -> [String; 3] {
    let args = [
        &[
            "scorecard",
            "--kpi",
            "firms_growth",
            "--area",
            "A1",
            "--period",
            "2024",
        ],
        more,
    ]
    .concat();
    let rows = project.rows(&args);
    assert_eq!(rows.len(), 1, "{rows:#?}");
    ["verdict", "value", "flags"].map(|name| field(&rows[0], name))
}

const EARLY: &str = "A1,2023,1000,2024-02-01\nA1,2024,640,2024-09-05\n";

#[test]
fn what_another_dataset_published_changes_no_verdict() {
    let project = growth("Asia/Ho_Chi_Minh", &[("a", EARLY)], TENTH);
    project.run();
    let alone = said(&project, &[]);
    assert_eq!(alone, ["not_due", "-0.36", "to_date"]);
    let other = growth("Asia/Ho_Chi_Minh", &[("a", EARLY)], TENTH);
    other.write(
        "datasets/people.toml",
        dataset("people", "published_at = \"2025-02-01\"\n"),
    );
    other.write("datasets/people/a.csv", "area,period,value\nA1,2024,5000\n");
    let more = "[[measure]]\nid = \"people\"\ntitle = { en = \"people\" }\n[[measure.source]]\ndataset = \"people\"\nvalue = \"sum(n)\"\n\
                [[kpi]]\nid = \"pop\"\ntitle = { en = \"pop\" }\nkind = \"score\"\nmeasure = \
                \"people\"\nvalue_unit = \"count\"\n";
    let pipeline = other.read("pipelines/p.toml");
    other.write("pipelines/p.toml", pipeline + more);
    other.run();
    assert!(other.release().unwrap().starts_with("2025-02-01-"));
    assert_eq!(said(&other, &[]), alone);
    assert_eq!(
        other
            .published("measures")
            .iter()
            .map(|r| cell(r, "flags"))
            .collect::<Vec<_>>(),
        ["", "to_date", ""]
    );
    other
        .chiso(&[
            "explain",
            "firms_growth",
            "--area",
            "A1",
            "--period",
            "2024",
        ])
        .exits(0)
        .says("a figure to date: published before its period ended");
    other
        .chiso(&[
            "explain",
            "firms_growth",
            "--area",
            "A1",
            "--period",
            "2024",
            "--lang",
            "vi",
        ])
        .exits(0)
        .says("số tính đến thời điểm công bố");
    other
        .chiso(&[
            "explain",
            "firms_growth",
            "--area",
            "A1",
            "--period",
            "2024",
            "--verify",
        ])
        .exits(0);
}

#[test]
fn a_delivery_that_says_it_again_after_the_year_turns_the_verdict_when_it_became_known() {
    let mut project = growth("Asia/Ho_Chi_Minh", &[("a", EARLY)], TENTH);
    project.run();
    assert_eq!(said(&project, &[])[0], "not_due");
    project.write(
        "datasets/firms/b.csv",
        "area,period,value,known\nA1,2024,640,2025-02-01\n",
    );
    project.at("2026-11-23T08:00:00Z").run();
    assert_eq!(said(&project, &[]), ["not_met", "-0.36", ""]);
    assert_eq!(
        said(&project, &["--as-of", "2025-01-31"]),
        ["not_due", "-0.36", "to_date"]
    );
    assert_eq!(
        said(&project, &["--as-of", "2025-02-01"]),
        ["not_met", "-0.36", ""]
    );
    let turns = project.published("revisions");
    let turn = turns
        .iter()
        .find(|r| cell(r, "period") == "2024" && cell(r, "verdict_after") == "not_met")
        .unwrap();
    let seen = ["verdict_before", "known_from", "revision_code", "flipped"].map(|c| cell(turn, c));
    assert_eq!(
        seen,
        [
            "not_due",
            "2025-01-31T17:00:00+00:00",
            "period_ended",
            "true"
        ]
    );
    let history = project.published("measures_history");
    let of_2024: Vec<[&str; 4]> = history
        .iter()
        .filter(|r| cell(r, "period") == "2024")
        .map(|r| ["value", "known_from", "revision_code", "vintage"].map(|c| cell(r, c)))
        .collect();
    let early = ["640", "2024-09-04T17:00:00+00:00", "new_figure", ""];
    assert_eq!(
        of_2024,
        [
            early,
            ["640", "2025-01-31T17:00:00+00:00", "period_ended", "1"]
        ]
    );
    // Both deliveries bear the figure: the one that said it first, and the one that confirmed it.
    let measure = project
        .published("measures")
        .into_iter()
        .find(|r| cell(r, "period") == "2024")
        .unwrap();
    assert_eq!(
        (
            cell(&measure, "delivery").split(';').count(),
            cell(&measure, "known_from")
        ),
        (2, "2025-01-31T17:00:00+00:00")
    );
    project
        .chiso(&[
            "explain",
            "firms_growth",
            "--area",
            "A1",
            "--period",
            "2024",
        ])
        .exits(0)
        .says("repeats the figure after its period ended");
    project
        .chiso(&[
            "explain",
            "firms_growth",
            "--area",
            "A1",
            "--period",
            "2024",
            "--verify",
        ])
        .exits(0);
    let afresh = project.copied();
    let row = afresh
        .chiso(&["run", "--afresh", "--format", "json"])
        .exits(0)
        .rows()
        .remove(0);
    assert_eq!(row["new_release"], false, "{row}");
    project.chiso(&["verify"]).exits(0);
}

#[test]
fn what_a_year_to_date_becomes_is_no_revision() {
    let whole = "A1,2024,1300,2025-02-01\n";
    let project = growth("UTC", &[("a", EARLY), ("b", whole)], TENTH);
    project.run();
    assert_eq!(said(&project, &[]), ["met", "0.3", ""]);
    let history = project.published("measures_history");
    let codes: Vec<[&str; 2]> = history
        .iter()
        .filter(|r| cell(r, "period") == "2024")
        .map(|r| ["revision_code", "vintage"].map(|c| cell(r, c)))
        .collect();
    assert_eq!(codes, [["new_figure", ""], ["period_ended", "1"]]);
    assert!(
        project.published("revision_summary").is_empty(),
        "{:?}",
        project.published("revision_summary")
    );
}

#[test]
fn a_source_may_say_how_much_of_the_period_it_states() {
    let project = growth(
        "UTC",
        &[("a", "A1,2023,1000,2023-12-10\nA1,2024,1050,2024-12-10\n")],
        TENTH,
    );
    let firms = project.read("datasets/firms.toml");
    project.run();
    assert_eq!(
        said(&project, &[])[0],
        "not_assessable",
        "without a word each of the two is a figure to date"
    );
    for (covers, seen) in [
        ("whole_period", ["not_met", "0.05", "before_period_end"]),
        ("to_date", ["not_assessable", "", "to_date"]),
    ] {
        project.write(
            "datasets/firms.toml",
            format!("{firms}covers = {{ constant = \"{covers}\" }}\n"),
        );
        project.run();
        assert_eq!(said(&project, &[]), seen, "{covers}");
    }
    project.write(
        "datasets/firms.toml",
        format!("{firms}covers = {{ constant = \"whole\" }}\n"),
    );
    project
        .chiso(&["check"])
        .exits(6)
        .says("`whole` is not a coverage")
        .says("write one of `whole_period`, `to_date`");
}

#[test]
fn a_list_goes_on_growing_and_is_whole_when_any_of_its_rows_came_after_the_year() {
    let project = growth("UTC", &[], TENTH);
    project.write(
        "datasets/firms.toml",
        dataset("firms", "").replace(
            "dimensions = []",
            "dimensions = [{ name = \"firm\" }]\nlist = true",
        ) + "known_from = { column = \"known\" }\nfirm = { column = \"firm\" }\n",
    );
    project.write("datasets/firms/a.csv", "area,period,firm,value,known\nA1,2023,a,1,2024-02-01\nA1,2024,b,1,2024-03-05\nA1,2024,c,1,2024-11-05\n");
    project.run();
    assert_eq!(said(&project, &[]), ["not_due", "1.0", "to_date"]);
    project.write(
        "datasets/firms/b.csv",
        "area,period,firm,value,known\nA1,2024,d,1,2025-01-15\n",
    );
    project.run();
    assert_eq!(said(&project, &[]), ["met", "2.0", ""]);
}

#[test]
fn a_year_that_is_stated_otherwise_than_to_date_is_compared_with_no_year_to_date() {
    let mut project = Project::empty();
    project.at("2025-03-10T03:00:00Z");
    let common = "title = { en = \"invented\" }\nlicence = \"invented\"\ncitation = \"invented\"\n";
    project.write(
        "chiso.toml",
        "[project]\ntitle = { en = \"invented\" }\ntimezone = \"UTC\"\n\
         boundaries = [\"2025-01-01\"]\n",
    );
    project.write("datasets/areas.toml", format!("kind = \"areas\"\n{common}"));
    project.write(
        "datasets/areas/areas.csv",
        "code,name_vi,name_en,level,parent_code,valid_from,valid_to,aliases,source,note\n\
         P1,,Ash,province,,2000-01-01,,,invented,\n",
    );
    let relations = "date,kind,from_code,to_code,note,source\n";
    project.write("datasets/areas/relations.csv", relations);
    project.write(
        "datasets/firms.toml",
        format!(
            "kind = \"observations\"\n{common}[contract]\n\
             value = {{ name = \"n\", type = \"decimal\", unit = \"GEL\" }}\n[[source]]\nid = \"o\"\n\
             file = \"firms/a.csv\"\nformat = \"csv\"\n[source.columns]\n\
             area_code = {{ column = \"a\" }}\nperiod = {{ column = \"p\" }}\n\
             span = {{ column = \"s\" }}\nn = {{ column = \"v\" }}\n\
             status = {{ constant = \"final\" }}\n"
        ),
    );
    project.write(
        "datasets/firms/a.csv",
        "a,p,s,v\nP1,2023-12,ytd,120\nP1,2024-12,ytd,140\nP1,2024,period,150\n",
    );
    project.write(
        "pipelines/p.toml",
        "title = { en = \"p\" }\n[[measure]]\nid = \"firms\"\ntitle = { en = \"firms\" }\n\
         periods = [\"year\", \"rolling12\"]\nover_time = \"sum\"\n[[measure.source]]\n\
         dataset = \"firms\"\nvalue = \"sum(n)\"\n[[kpi]]\nid = \"growth\"\n\
         title = { en = \"growth\" }\nkind = \"growth\"\nmeasure = \"firms\"\n",
    );
    project.run();
    let rows = project.published("scorecard");
    let of_2024 = rows
        .iter()
        .filter(|r| cell(r, "period").starts_with("2024"));
    let values: Vec<&str> = of_2024.map(|r| cell(r, "value")).collect();
    assert_eq!(
        values,
        ["", "", "0.16666666666666666"],
        "150 of the year and its twelve months has no like; to date 140 / 120"
    );
}

//! What tells statements of one figure apart within a file: the day since which each was known, the
//! stage of a plan, and the day of which its areas are.

use crate::support::{DAY_ONE, DAY_TWO, Project, cell, field, fields, repository};
use std::fs;

const CONTRACT: &str = "kind = \"observations\"\ntitle = { en = \"Figures (invented)\" }\nlicence = \
    \"invented\"\ncitation = \"invented\"\n[contract]\nvalue = { name = \"amount\", type = \
    \"decimal\", unit = \"vnd\" }\nquarantine_limit = \"100 %\"\n[[source]]\nid = \"office\"\nfile \
    = \"figures/*.csv\"\nformat = \"csv\"\n[source.columns]\narea_code = { column = \"area\" \
    }\nperiod = { column = \"year\" }\namount = { column = \"value\" }\nstatus = { constant = \
    \"final\" }\n";

const MEASURES: &str = "title = { en = \"p\" }\n[[measure]]\nid = \"amount\"\ntitle = { en = \
    \"Amount\" }\n[[measure.source]]\ndataset = \"figures\"\nvalue = \"sum(amount)\"\n[[kpi]]\nid \
    = \"level\"\ntitle = { en = \"Level\" }\nkind = \"score\"\nmeasure = \"amount\"\n";

/// The country of the cases with one dataset of figures, whose source maps another column.
fn figures(mapped: &str, rows: &str) -> Project {
    let project = Project::counties(&[]);
    project.write("datasets/figures.toml", format!("{CONTRACT}{mapped}\n"));
    project.write("pipelines/p.toml", MEASURES);
    project.write("datasets/figures/a.csv", rows);
    project
}

/// The figure of the only KPI on the first boundary, with its flags and the reason why there is none.
fn figure(project: &Project, area: &str, year: &str) -> [String; 3] {
    let score = project.score("level", area, year);
    fields(&score, ["current_value", "flags", "reason"])
}

#[test]
fn a_history_in_one_file_is_answered_as_of_each_of_its_days() {
    let project = figures(
        "known_from = { column = \"known\" }",
        "area,year,value,known\nA1,2020,100,2021-02-01\nA1,2020,101,2021-09-01\nA1,2020,,2022-03-01\n\
         A1,2020,103,2022-06-01\n",
    );
    project.run();
    let as_of = |day: &str| {
        let rows = project.rows(&["scorecard", "--kpi", "level", "--as-of", day]);
        let of_2020 = rows.iter().find(|r| field(r, "period") == "2020");
        of_2020.map_or_else(String::new, |r| field(r, "current_value"))
    };
    assert_eq!(as_of("2021-03-01"), "100", "the first that was said");
    assert_eq!(as_of("2021-10-01"), "101");
    assert_eq!(as_of("2022-04-01"), "", "taken back");
    assert_eq!(as_of("2022-07-01"), "103");
    let release = project.release().unwrap();
    let folder = format!("lake/releases/{release}");
    let first = project.tree(&folder);
    // What the provider says later that it knew earlier is no change of what we had published.
    project.write(
        "datasets/figures/b.csv",
        "area,year,value,known\nC1,2020,7,2021-03-01\n",
    );
    project.run();
    assert_ne!(project.release().unwrap(), release);
    assert_eq!(project.tree(&folder), first, "a release stays as it is");
}

#[test]
fn stages_of_a_plan_in_one_file_are_chosen_and_never_added_up() {
    let stage = "plan_stage = { column = \"stage\" }";
    let rows =
        "area,year,value,stage\nA1,2020,100,council\nA1,2020,120,revised\nC1,2020,50,council\n";
    let project = figures(stage, rows);
    project.run();
    assert_eq!(figure(&project, "A1", "2020")[2], "source_conflict");
    assert_eq!(figure(&project, "C1", "2020")[0], "50");
    for (choice, value) in [
        (
            "prefer = { column = \"plan_stage\", order = [\"revised\", \"council\"] }",
            "120",
        ),
        ("where = \"plan_stage = 'council'\"", "100"),
    ] {
        let chosen = MEASURES.replace("[[kpi]]", &format!("{choice}\n[[kpi]]"));
        project.write("pipelines/p.toml", chosen);
        project.run();
        assert_eq!(figure(&project, "A1", "2020")[0], value, "{choice}");
        assert_eq!(figure(&project, "C1", "2020")[0], "50", "{choice}");
    }
    let contract = project.read("datasets/figures.toml");
    let twice = contract.replace(
        "[contract]\n",
        "[contract]\ndimensions = [{ name = \"step\" }]\n",
    );
    project.write(
        "datasets/figures.toml",
        format!("{twice}step = {{ column = \"stage\" }}\n"),
    );
    project.chiso(&["check"]).exits(6).says(
        "column `stage` is mapped as `plan_stage` and as the dimension `step`, so stages would be \
            added up",
    );
}

#[test]
fn a_report_by_former_units_is_brought_onto_the_new_ones() {
    let rows = "area,year,value\nC3,2023,40\nC4,2023,60\nC6,2023,10\nA1,2023,5\n";
    let project = figures("", rows);
    project
        .chiso(&["run"])
        .complains("declare `area_date = { constant = \"2022-12-31\" }` in `[source.columns]`");
    let project = figures("area_date = { constant = \"2022-12-31\" }", rows);
    project.run();
    let merged = figure(&project, "C5", "2023");
    assert_eq!(merged, ["100", "boundary_rebased", ""].map(str::to_owned));
    assert_eq!(figure(&project, "A1", "2023")[0], "5");
    assert_eq!(figure(&project, "C7", "2023")[2], "boundary_break");
    let by_row = "area,year,value,day\nC3,2023,40,2022-12-31\nC4,2023,60,2022-12-31\n\
        C5,2024,120,2024-12-31\n";
    let project = figures("area_date = { column = \"day\" }", by_row);
    project.run();
    assert_eq!(figure(&project, "C5", "2023")[0], "100");
    assert_eq!(figure(&project, "C5", "2024")[0], "120");
}

#[test]
fn a_sum_has_the_conflict_of_one_of_its_areas() {
    let project = Project::empty();
    project.write(
        "chiso.toml",
        "[project]\ntitle = { en = \"invented\" }\ntimezone = \"UTC\"\nlake = \"lake\"\n\
         boundaries = [\"2024-01-01\"]\n",
    );
    project.write(
        "datasets/areas.toml",
        fs::read(repository().join("tests/it/cases/datasets/areas.toml")).unwrap(),
    );
    let area = |code: &str, level: &str, above: &str, from: &str, to: &str| {
        format!("{code},,{code},{level},{above},{from},{to},,invented,invented\n")
    };
    let rows = [
        area("EL", "country", "", "2000-01-01", ""),
        area("A", "province", "EL", "2000-01-01", ""),
        area("C", "province", "EL", "2000-01-01", "2023-12-31"),
        area("D", "province", "EL", "2000-01-01", "2023-12-31"),
        area("E", "province", "EL", "2024-01-01", ""),
    ];
    let head = "code,name_vi,name_en,level,parent_code,valid_from,valid_to,aliases,source,note\n";
    project.write(
        "datasets/areas/areas.csv",
        format!("{head}{}", rows.concat()),
    );
    project.write(
        "datasets/areas/relations.csv",
        "date,kind,from_code,to_code,note,source\n2024-01-01,merge,C,E,invented,invented\n\
         2024-01-01,merge,D,E,invented,invented\n",
    );
    let mapped = "area_date = { column = \"day\" }";
    project.write("datasets/figures.toml", format!("{CONTRACT}{mapped}\n"));
    let summed = MEASURES.replace(
        "[[measure.source]]",
        "sum_of = \"province\"\n[[measure.source]]",
    );
    project.write("pipelines/p.toml", summed);
    let by_then = "area,year,value,day\nA,2023,100,2023-12-31\nC,2023,110,2023-12-31\n\
        D,2023,55,2023-12-31\n";
    project.write("datasets/figures/a.csv", by_then);
    project.run();
    assert_eq!(figure(&project, "EL", "2023")[0], "265");
    // The provider also states the merged area, and not as the sum of its parts.
    let both = format!("{by_then}E,2023,170,2024-01-01\n");
    project.write("datasets/figures/a.csv", both);
    project.run();
    assert_eq!(figure(&project, "E", "2023")[2], "source_conflict");
    assert_eq!(figure(&project, "EL", "2023")[2], "source_conflict");
}

#[test]
fn a_figure_that_lost_a_row_is_known_since_the_row_was_withdrawn() {
    let mut project = figures(
        "known_from = { column = \"known\" }\nfield = { column = \"field\" }",
        "area,year,field,value,known\nA1,2020,x,10,2021-02-03\nA1,2020,y,20,2021-02-03\n",
    );
    project.replace(
        "datasets/figures.toml",
        "quarantine_limit",
        "dimensions = [{ name = \"field\" }]\nquarantine_limit",
    );
    project.at(DAY_ONE).run();
    let without = "area,year,field,value,known\nA1,2020,x,10,2021-02-03\n";
    project.write("datasets/figures/a.csv", without);
    project.at(DAY_TWO).run();
    let measures = project.published("measures");
    let of_2020 = measures.iter().find(|r| cell(r, "period") == "2020");
    let known = ["value", "known_from"].map(|column| cell(of_2020.unwrap(), column));
    assert!(known[0].starts_with("10"), "{known:?}");
    assert!(known[1].starts_with(&DAY_TWO[..10]), "{known:?}");
}

#[test]
fn a_year_that_waits_for_its_quarters_has_no_first_figure_yet() {
    let project = figures(
        "known_from = { column = \"known\" }",
        "area,year,value,known\nA1,2020-Q1,10,2020-04-15\nA1,2020-Q2,10,2020-07-15\n\
         A1,2020-Q3,10,2020-10-15\nA1,2020-Q4,10,2021-01-15\nA1,2020-Q4,12,2021-03-15\n",
    );
    project.replace(
        "pipelines/p.toml",
        "[[measure.source]]",
        "periods = [\"year\"]\nover_time = \"sum\"\n[[measure.source]]",
    );
    project.run();
    let rows = project.published("measures_history");
    let boundary = cell(&rows[0], "boundary");
    let said: Vec<_> = rows
        .iter()
        .filter(|r| cell(r, "boundary") == boundary)
        .filter(|r| cell(r, "period") == "2020" && cell(r, "span") == "period")
        .map(|r| ["known_from", "value", "vintage"].map(|c| r[c].clone().unwrap_or_default()))
        .map(|[known, value, vintage]| [known[..10].to_owned(), value, vintage])
        .collect();
    let vintages: Vec<_> = said
        .iter()
        .map(|[known, _, n]| (&known[..], &n[..]))
        .collect();
    let dated: Vec<_> = vintages.iter().filter(|(_, n)| !n.is_empty()).collect();
    assert_eq!(
        dated,
        [&("2021-01-15", "1"), &("2021-03-15", "2")],
        "{said:?}"
    );
}

#[test]
fn a_half_year_less_its_first_quarter_is_the_second_quarter() {
    let rows = "area,year,value\nA1,2020-S1,60\nA1,2020-Q1,20\nA1,2020-S2,80\n";
    let project = figures("", rows);
    let asked =
        "title = { en = \"Amount\" }\nperiods = [\"quarter\", \"year\"]\nover_time = \"sum\"";
    project.replace("pipelines/p.toml", "title = { en = \"Amount\" }", asked);
    project.run();
    assert_eq!(figure(&project, "A1", "2020-Q2")[0], "40");
    assert_eq!(figure(&project, "A1", "2020")[0], "140");
    let third = ["scorecard", "--kpi", "level", "--period", "2020-Q3"];
    assert!(
        project.rows(&third).is_empty(),
        "of the quarters of the second half nothing is known"
    );
}

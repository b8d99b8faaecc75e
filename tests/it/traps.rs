//! Traps that `check` and `draft` name before a run: files that are not what was declared, figures
//! to date, leftovers, registers that a spreadsheet rewrote, money and percents in the wrong unit.

use crate::support::{Project, field};

const FILE: &str = "datasets/workshops/invented.csv";
const WORKSHOPS: &str = "datasets/workshops.toml";
const AREAS: &str = "datasets/areas/areas.csv";

/// `severity rule file: message` of what `check` finds.
fn found(project: &Project, code: i32) -> Vec<String> {
    let rows = project
        .chiso(&["check", "--format", "json"])
        .exits(code)
        .rows();
    rows.iter()
        .map(|r| {
            format!(
                "{} {} {}: {}",
                field(r, "severity"),
                field(r, "rule"),
                field(r, "file"),
                field(r, "message")
            )
        })
        .collect()
}

/// The figures of one county month by month, under a header.
fn months(project: &Project, header: &str, years: &[(i32, &[i64])]) {
    let rows = years.iter().flat_map(|(year, values)| {
        (1..)
            .zip(*values)
            .map(move |(month, value): (u32, &i64)| format!("Goldmark;{year}-{month:02};{value}\n"))
    });
    project.write(
        FILE,
        format!("County;Year;{header}\n{}", rows.collect::<String>()),
    );
    project.replace(
        WORKSHOPS,
        "column = \"Opened\"",
        &format!("column = \"{header}\""),
    );
}

#[test]
fn a_file_that_is_not_as_declared_is_named_before_the_run() {
    let project = Project::cashland();
    assert_eq!(found(&project, 0), Vec::<String>::new());
    project.write(FILE, "County;Year;Started\nGoldmark;2021;1.000\n");
    assert_eq!(
        found(&project, 6),
        [
            "error column_missing datasets/workshops/invented.csv: the file has no column \
                `Opened`, from which `workshops` is to come"
        ]
    );
    project.write(FILE, "<!DOCTYPE html><html><body>Log in</body></html>");
    assert_eq!(
        found(&project, 6),
        ["error html_page datasets/workshops/invented.csv: this is a web page, not data"]
    );
    project.remove(FILE);
    assert_eq!(
        found(&project, 6),
        [
            "error source_missing datasets/workshops.toml: no file matches \
                `datasets/workshops/*.csv`"
        ]
    );
}

#[test]
fn figures_to_date_that_are_read_as_single_months_are_remarked_on() {
    let project = Project::cashland();
    months(&project, "Lũy kế", &[(2023, &[5, 3, 4])]);
    let said = "warning cumulative_as_period datasets/workshops/invented.csv: ";
    assert_eq!(
        found(&project, 0),
        [format!(
            "{said}`Lũy kế` speaks of figures to date, and they are read as those of single months \
                or quarters"
        )]
    );
    let project = Project::cashland();
    months(
        &project,
        "Opened",
        &[(2022, &[10, 22, 35]), (2023, &[12, 25, 41])],
    );
    let rises = "the figures rise from month to month in each of 2 years of areas, as figures to \
        date do, and are read as those of single months or quarters";
    assert_eq!(found(&project, 0), [format!("{said}{rises}")]);
    project.replace(
        WORKSHOPS,
        "status = {",
        "span = { constant = \"ytd\" }\nstatus = {",
    );
    assert_eq!(found(&project, 0), Vec::<String>::new(), "the remedy works");
    let project = Project::cashland();
    months(
        &project,
        "Opened",
        &[(2022, &[10, 12, 13]), (2023, &[15, 16, 18])],
    );
    assert_eq!(
        found(&project, 0),
        Vec::<String>::new(),
        "a figure that grows is no figure to date"
    );
}

#[test]
fn codes_of_a_file_that_lost_their_leading_zero_are_named_before_the_run() {
    let project = Project::cashland();
    let areas = project.read(AREAS);
    let gold = areas.lines().find(|line| line.starts_with("C1,")).unwrap();
    project
        .write(AREAS, areas.replace(gold, &format!("{gold}\n07,,Numbered,county,,2000-01-01,,,invented,\n08,,Other,county,,2000-01-01,,,invented,")));
    project.write(
        FILE,
        "County;Year;Opened\nGoldmark;2021;1.000\n7;2021;2.000\n7;2022;3.000\n99;2022;3.000\n",
    );
    let said = "warning code_lost_zero datasets/workshops/invented.csv: `7` is no area, and `07` \
        is: the code lost its leading zero on the way";
    assert_eq!(found(&project, 0), [said]);
}

#[test]
fn what_programs_leave_behind_is_not_read_and_named() {
    let project = Project::cashland();
    project.replace(WORKSHOPS, "workshops/*.csv", "workshops/*");
    for name in ["~$invented.csv", "invented.csv~", "invented.csv.bak"] {
        project.write(
            &format!("datasets/workshops/{name}"),
            "what an editor keeps",
        );
    }
    let said = found(&project, 0);
    assert_eq!(said.len(), 3, "{said:#?}");
    assert!(
        said.iter()
            .all(|s| s.starts_with("warning left_behind datasets/workshops/")),
        "{said:#?}"
    );
    project.run();
}

#[test]
fn a_register_with_semicolons_is_one_fault_with_a_remedy() {
    let project = Project::cashland();
    for file in [AREAS, "datasets/targets/targets.csv"] {
        let text = project.read(file);
        project.write(file, text.replace(',', ";"));
    }
    let said = found(&project, 6);
    let of = |file: &str| {
        said.iter()
            .filter(|s| s.contains(file))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of("areas.csv"),
        [format!(
            "error wrong_delimiter {AREAS}: the columns are separated by `;`, those of a register \
                by commas"
        )]
    );
    assert_eq!(
        of("targets.csv"),
        [
            "error wrong_delimiter datasets/targets/targets.csv: the columns are separated by `;`, \
                those of a register by commas"
        ]
    );
}

#[test]
fn codes_that_a_spreadsheet_shortened_are_remarked_on_and_never_become_aliases() {
    let project = Project::cashland();
    let text = project
        .read(AREAS)
        .replace("C1,", "1,")
        .replace("C2,", "12,")
        .replace("C3,", "3,");
    project.write(AREAS, &text);
    let said = found(&project, 6);
    let lost = format!(
        "warning code_lost_zero {AREAS}: code `1` is a digit shorter than others of level \
            `county`: should it be `01`?"
    );
    assert!(said.contains(&lost), "{said:#?}");
    let project = Project::cashland();
    let text = project.read(AREAS).replace("C1,", "01,");
    project.write(AREAS, &text);
    project.write(
        "datasets/targets/targets.csv",
        project
            .read("datasets/targets/targets.csv")
            .lines()
            .next()
            .unwrap()
            .to_owned()
            + "\n",
    );
    project.write(
        FILE,
        "County;Year;Opened\n1;2021;1.000\nSilver Brook;2021;640\n",
    );
    let run = project.chiso(&["run"]);
    let all = format!("{}{}", run.stdout, run.stderr);
    assert!(
        all.contains("if `01` is meant, the code lost its leading zero on the way")
            && all.contains("add no alias"),
        "{all}"
    );
}

#[test]
fn an_entry_of_the_areas_without_effect_is_remarked_on() {
    let project = Project::cashland();
    let text = project.read(AREAS)
        + "C7,,Lost Vale,county,CL,2000-01-01,2022-12-31,,invented,\nOLD,,Old \
            Land,country,,1900-01-01,1950-12-31,,invented,\nC8,,Late \
            Vale,county,OLD,2000-01-01,,C2,invented,\n";
    project.write(AREAS, text);
    let mut said = found(&project, 0);
    said.sort();
    assert_eq!(
        said,
        [
            format!(
                "warning parent_other_days {AREAS}: `OLD` is an area, and on none of the days on \
                    which `C8` is one"
            ),
            format!(
                "warning shared_name {AREAS}: `C2` is the code of the unit of line 4 on the same \
                    days, and never means `C8`"
            ),
            format!(
                "warning unit_without_successor {AREAS}: `C7` ends on 2022-12-31, and no relation \
                    says what it became"
            ),
        ]
    );
}

#[test]
fn money_that_is_no_vnd_is_not_shown_as_vnd() {
    let project = Project::cashland();
    let kpi = "\n[[kpi]]\nid = \"dues_change\"\ntitle = { en = \"Dues, change (invented)\" }\nkind \
        = \"score_change\"\nmeasure = \"dues_collected\"\n";
    let money = "\n[[kpi]]\nid = \"dues_money\"\ntitle = { en = \"Dues (invented)\" }\nkind = \
        \"score\"\nmeasure = \"dues_collected\"\nvalue_unit = \"vnd\"\n";
    let file = std::fs::read_dir(project.path("pipelines"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .file_name()
        .into_string()
        .unwrap();
    let path = format!("pipelines/{file}");
    project.write(
        &path,
        project
            .read(&path)
            .replacen("\n[[test]]", &format!("{kpi}{money}\n[[test]]"), 1),
    );
    assert_eq!(
        found(&project, 0),
        [format!(
            "warning never_a_value {path}: KPI `dues_money` can never have a value: its unit is \
                `vnd`, and its measure is in `cash`"
        )]
    );
    project.run();
    let row = project.score("dues_money", "C1", "2023");
    assert_eq!(
        [
            field(&row, "verdict"),
            field(&row, "reason"),
            field(&row, "value")
        ],
        ["not_assessable", "unit_mismatch", ""]
    );
}

//! `chiso preview` and `chiso draft` with the program itself: what is said of a file, and that a
//! draft runs once its open lines are filled.

use crate::formats::workbook;
use crate::server::{Server, csv, reply};
use crate::support::{Outcome, Project, Row, cell, table_rows};

/// What a person fills in.
pub const FILLED: [(&str, &str); 5] = [
    (
        "title = { vi = \"\", en = \"\" }",
        "title = { en = \"Smiths (invented)\" }",
    ),
    ("licence = \"\"", "licence = \"invented\""),
    ("citation = \"\"", "citation = \"invented\""),
    ("unit = \"\"", "unit = \"smiths\""),
    (
        "status = { constant = \"\" }",
        "status = { constant = \"final\" }",
    ),
];

const SMITHS: &str = "Report of the guild;;;\nUnit: smiths;;;\n\nCounty;Year;Trade;Number of smiths\nGoldmark;2021;iron;1.204\n\
    Goldmark;2021;gold;n/a\nSilver Brook;2021;iron;2.300.000\nGoldmark;Prel. \
    2022;iron;7\nCopperfield;2022;iron;9\n";

/// Drafts into the project, sees that it is refused as it is, fills in the open lines, and runs.
pub fn drafted(project: &Project, file: &str) -> String {
    project
        .chiso(&[
            "draft",
            file,
            "--dataset",
            "smiths",
            "--output",
            "datasets/smiths.toml",
        ])
        .exits(0);
    let text = project.read("datasets/smiths.toml");
    let open = project.chiso(&["check"]).exits(6);
    for key in [
        "`title`",
        "`licence`",
        "`citation`",
        "`contract.value.unit`",
        "`source.columns.status.constant`",
    ] {
        assert!(
            open.stdout.contains(key),
            "{key} is not named\n{}",
            open.stdout
        );
    }
    let todo = text.lines().filter(|l| l.contains("TODO:")).count();
    assert_eq!(
        todo,
        FILLED.len(),
        "every open line is one of those filled here\n{text}"
    );
    for (from, to) in FILLED {
        project.replace("datasets/smiths.toml", from, to);
    }
    project.chiso(&["check"]).exits(0).says("no faults");
    project.run();
    text
}

/// The rows of the dataset.
pub fn table(project: &Project) -> Vec<Row> {
    let folder = project.path("lake/tables/smiths");
    let files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "parquet"))
        .collect();
    files.iter().flat_map(|f| table_rows(f)).collect()
}

/// What became of the rows of the dataset: `area period trade value status`, sorted.
fn rows(project: &Project) -> Vec<String> {
    let columns = ["area_code", "period", "trade", "number_of_smiths", "status"];
    let mut rows: Vec<String> = table(project)
        .iter()
        .map(|row| columns.map(|c| cell(row, c)).join(" "))
        .collect();
    rows.sort();
    rows
}

#[test]
fn the_draft_of_a_csv_runs_after_its_open_lines_are_filled() {
    let project = Project::empty();
    project.chiso(&["init", "."]).exits(0);
    project.write("datasets/smiths/report.csv", SMITHS);
    let text = drafted(&project, "datasets/smiths/report.csv");
    for part in [
        "file = \"smiths/report.csv\"",
        "delimiter = \";\"",
        "header_row = 4",
        "number = { decimal = \",\", grouping = \".\" } # `2.300.000` (row 7)",
        "missing = [\"\", \"..\", \"...\", \"…\", \"-\", \"n/a\"] # `n/a` × 1",
        "{ name = \"trade\", one_of = [\"iron\", \"gold\"] }",
        "# `County`: 3/3 texts are codes or names of the register",
        "# `Year`: 3/3 texts are labels of periods, 2021 … 2022",
        "# speaks of a unit (row 2): `Unit: smiths`",
        "type = \"integer\"",
    ] {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
    assert_eq!(
        rows(&project),
        [
            "C1 2021 gold  final",
            "C1 2021 iron 1204 final",
            "C1 2022 iron 7 preliminary",
            "C2 2021 iron 2300000 final",
            "C3 2022 iron 9 final"
        ]
    );
}

#[test]
fn the_draft_of_a_workbook_runs_after_its_open_lines_are_filled() {
    let project = Project::empty();
    project.chiso(&["init", "."]).exits(0);
    let book = workbook(
        "Bảng 1",
        &[
            &["Smiths of Cashland"],
            &["County", "Year", "Trade", "Number of smiths"],
            &["Goldmark", "2021", "iron", "1204.5"],
            &["Silverbrook", "2021", "iron", "3"],
            &["Silverbrook", "2021", "gold", "4"],
        ],
    );
    project.write("datasets/smiths/report.xlsx", book);
    let text = drafted(&project, "datasets/smiths/report.xlsx");
    assert!(
        text.contains("format = \"xlsx\"")
            && text.contains("header_row = 2")
            && !text.contains("number ="),
        "{text}"
    );
    assert_eq!(
        rows(&project),
        [
            "C1 2021 iron 1204.5 final",
            "C2 2021 gold 4 final",
            "C2 2021 iron 3 final"
        ]
    );
}

#[test]
fn a_draft_never_guesses_between_thousands_and_fractions_and_never_writes_over_a_file() {
    let project = Project::cashland();
    project.write(
        "a.csv",
        "County,Year,Smiths\nGoldmark,2021,1.204\nSilverbrook,2021,2.300\n",
    );
    project
        .chiso(&["draft", "a.csv"])
        .exits(0)
        .says("number = { decimal = \"\" } # TODO:")
        .says("# TODO: copy the file to this place");
    project
        .chiso(&["draft", "a.csv", "--output", "chiso.toml"])
        .exits(2)
        .complains("the file is there already");
    project
        .chiso(&["draft", "a.csv", "--dataset", "A b"])
        .exits(2)
        .complains("`A b` is not an identifier");
    project.write(
        "wide.csv",
        "County,2021,2022\nGoldmark,1,2\nSilverbrook,3,4\n",
    );
    project
        .chiso(&["draft", "wide.csv"])
        .exits(0)
        .says("value = { name = \"value\", type = \"decimal\"")
        .says(
            "[source.wide]\n# figures stand side by side: 2 headers are labels of periods: `2021`, \
                `2022`\ncolumns = \"{period}\"\n\n[source.columns]",
        );
    project
        .chiso(&["draft", "none.csv"])
        .exits(2)
        .complains("error[unreadable]: none.csv: the file cannot be read");
}

/// The one object that a preview gives as JSON.
fn previewed(outcome: &Outcome) -> serde_json::Value {
    serde_json::from_str(&outcome.stdout).unwrap()
}

#[test]
fn a_preview_counts_before_any_contract() {
    let project = Project::empty();
    project.write(
        "Số liệu.csv",
        "Tỉnh,Năm,Số\nHà Nội,2020,1.5\nHuế,Sơ bộ 2024,2.25\n",
    );
    let seen = previewed(
        &project
            .chiso(&["--format", "json", "preview", "Số liệu.csv"])
            .exits(0),
    );
    assert_eq!(
        (&seen["observations"], &seen["numeric"], &seen["sum"]),
        (
            &3.into(),
            &3.into(),
            &serde_json::from_str("2023.75").unwrap()
        )
    );
    let table = &seen["tables"][0];
    assert_eq!(
        table["first_rows"][1]["cells"],
        serde_json::json!(["Hà Nội", "2020", "1.5"])
    );
    assert_eq!(
        table["labels"][0],
        serde_json::json!({ "text": "Sơ bộ 2024", "period": "2024", "span": null, "status": "preliminary", "count": 1 })
    );
    project.write("empty.csv", "");
    project
        .chiso(&["preview", "empty.csv"])
        .exits(6)
        .says("error[unreadable]: empty.csv: the file is empty");
    project
        .chiso(&["preview", "."])
        .exits(2)
        .complains("error[unreadable]: .: this is a folder");
    project.write(
        "binary.csv",
        [0x7f, b'E', b'L', b'F', 2, 0, 0, 0, 0xff, 0xfe, 0, 1].repeat(40),
    );
    project.chiso(&["preview", "binary.csv"]).exits(6);
}

#[test]
fn a_preview_of_an_address_goes_the_way_of_sources() {
    let project = Project::empty();
    let server = Server::start(|asked| match asked.path() {
        "/smiths.csv" => csv("County;Year\nGoldmark;2021\n"),
        "/page" => reply(
            "200 OK",
            "Content-Type: text/html\r\n",
            "<html><table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table></html>",
        ),
        _ => reply("404 Not Found", "", "gone"),
    });
    project
        .chiso(&["preview", &server.url("/smiths.csv?key=planted-secret")])
        .exits(0)
        .says("smiths.csv: delimiter `;`");
    project
        .chiso(&["preview", &server.url("/page")])
        .exits(0)
        .says("format `html`");
    let gone = project
        .chiso(&["preview", &server.url("/none?key=planted-secret")])
        .exits(2)
        .complains("error[http_status]: ")
        .complains("answered 404");
    assert!(!gone.stderr.contains("planted-secret"), "{}", gone.stderr);
    project
        .chiso(&["draft", &server.url("/smiths.csv")])
        .exits(0)
        .says("[source.http]");
}

#[test]
fn drafts_of_months_below_years_of_parts_to_date_and_of_multiples_run() {
    let headed = "County,Month,2020,2021\nGoldmark,1,100,110\nGoldmark,2,101,111\n";
    let to_date = "County,Năm,Kỳ,Smiths\nGoldmark,2021,6 tháng,100\nGoldmark,2021,Cả năm,230\n";
    let thousands = "County,Year,Smiths (thousand)\nGoldmark,2021,1.5\n";
    for (file, wanted) in [
        (
            headed,
            &["2020-01 100", "2020-02 101", "2021-01 110", "2021-02 111"][..],
        ),
        (to_date, &["2021 230", "2021-06 100"]),
        (thousands, &["2021 1500"]),
    ] {
        let project = Project::cashland();
        project.write("datasets/smiths/a.csv", file);
        drafted(&project, "datasets/smiths/a.csv");
        let figure = |row: &Row| {
            let names = ["value", "smiths", "smiths_thousand"];
            names.iter().find_map(|name| row.get(*name).cloned()?)
        };
        let mut found: Vec<String> = table(&project)
            .iter()
            .map(|row| format!("{} {}", cell(row, "period"), figure(row).unwrap()))
            .collect();
        found.sort();
        assert_eq!(found, wanted, "{file}");
    }
}

#[test]
fn a_draft_of_figures_in_two_currencies_runs() {
    let project = Project::cashland();
    let file = "datasets/smiths/a.csv";
    project.write(
        file,
        "County,Year,Currency,Revenue\nGoldmark,2021,VND,100\nCopperfield,2021,USD,5\n",
    );
    let to = "datasets/smiths.toml";
    let args = ["draft", file, "--dataset", "smiths", "--output", to];
    project.chiso(&args).exits(0);
    for (from, by) in FILLED.iter().filter(|(from, _)| !from.starts_with("unit")) {
        project.replace(to, from, by);
    }
    project.chiso(&["check"]).exits(0);
    project.run();
    let mut units: Vec<String> = table(&project)
        .iter()
        .map(|row| format!("{} {}", cell(row, "revenue"), cell(row, "unit")))
        .collect();
    units.sort();
    assert_eq!(units, ["100 vnd", "5 usd"]);
}

#[test]
fn a_draft_declares_how_periods_are_written() {
    let project = Project::cashland();
    project.write(
        "datasets/smiths/a.csv",
        "County,Year,Month,Smiths\nGoldmark,2021,1,100\nGoldmark,2021,2,110\nCopperfield,2021,1,50\n",
    );
    let text = drafted(&project, "datasets/smiths/a.csv");
    assert!(
        text.contains(
            "# `Year`, `Month`: all 2 different texts are read so, 2021-01 … 2021-02\nperiod = { \
                parts = [\"Year\", \"Month\"], formats = [\"{year} {month}\"] }"
        ),
        "{text}"
    );
    let told = project
        .chiso(&["preview", "datasets/smiths/a.csv"])
        .exits(0)
        .stdout;
    assert!(!told.contains("undeclared_period"), "{told}");
    project.write(
        "b.csv",
        "County,Day,Smiths\nGoldmark,2021-01-01,100\nGoldmark,2021-02-01,110\n",
    );
    let told = project.chiso(&["preview", "b.csv"]).exits(0).stdout;
    assert!(told.contains("`days = \"month\"`"), "{told}");
}

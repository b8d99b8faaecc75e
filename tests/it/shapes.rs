//! Tables and archives as offices lay them out: the period in two places, names that carry a value,
//! groups that are left out, headers of blocks. What is not declared is refused and says what to
//! declare; what it says works.

use crate::formats::zipped;
use crate::readings::{LONG, project, read, refused};

const AREA: &str = "area_code = { column = \"a\" }";

#[test]
fn months_down_and_years_across() {
    let csv = "a,Month,2020,2021\nC1,1,5,7\nC1,2,6,8\nC2,1,1,2\nC2,2,3,4\n";
    let wide = "format = \"csv\"\nwide = { columns = \"{period}\" }";
    // Undeclared, the months of a year have one key, and the message says how to tell them apart.
    let told = project("a.csv", csv, wide, AREA).chiso(&["run"]).exits(3);
    let parts = "parts = [\"header\", \"Month\"], columns = { header = { from = \"header\" } }, \
        formats = [\"{year} {month}\"]";
    let said = &told.stderr;
    for part in [
        "parts = [\"header\", \"Month\"]",
        "columns = { header = { from = \"header\" } }",
        "formats = [\"{year} {month}\"]",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let declared = format!("{wide}\nperiod = {{ {parts} }}");
    let (_, rows) = read("a.csv", csv, &declared, AREA);
    assert_eq!(
        rows,
        [
            "C1 2020-01 5",
            "C1 2020-02 6",
            "C1 2021-01 7",
            "C1 2021-02 8",
            "C2 2020-01 1",
            "C2 2020-02 3",
            "C2 2021-01 2",
            "C2 2021-02 4",
        ]
    );
}

#[test]
fn a_year_in_the_name_of_the_file_and_a_month_in_a_column() {
    let keys = "format = \"csv\"\nperiod = { parts = [\"year\", \"Month\"], columns = { year = { from \
        = \"file\", pattern = \"year-{}.csv\" }, Month = { column = \"Month\", fill = \"down\" } }, \
        formats = [\"{year} {month}\"] }";
    let columns = format!("{AREA}\nsmiths = {{ column = \"v\" }}");
    let csv = "a,Month,v\nC1,1,5\nC2,,6\nC1,2,7\n";
    let (_, rows) = read("year-2020.csv", csv, keys, &columns);
    assert_eq!(rows, ["C1 2020-01 5", "C1 2020-02 7", "C2 2020-01 6"]);
}

#[test]
fn files_of_an_archive_carry_a_value_in_their_names() {
    let archive = zipped(&[
        ("data/report-2020.csv", b"a,v\nC1,5\nC2,6\n".to_vec()),
        ("data/report-2021.csv", b"a,v\nC1,7\n".to_vec()),
        ("readme.txt", b"These are reports.\n".to_vec()),
    ]);
    let columns = format!(
        "{AREA}\nsmiths = {{ column = \"v\" }}\nperiod = {{ from = \"member\", pattern = \
            \"data/report-{{}}.csv\" }}"
    );
    let keys = "format = \"csv\"\nmembers = \"data/report-*.csv\"";
    let (_, rows) = read("a.zip", &archive, keys, &columns);
    assert_eq!(rows, ["C1 2020 5", "C1 2021 7", "C2 2020 6"]);
    refused(
        "a.zip",
        &archive,
        "format = \"csv\"\nmembers = \"*\"",
        &columns,
        "smiths/a.zip [readme.txt]: the columns of this file are not those of the first of the archive",
    );
    refused(
        "a.zip",
        &archive,
        "format = \"csv\"\nmembers = \"*.xlsx\"",
        &columns,
        "no file of the archive fits `members = \"*.xlsx\"`\n  hint: correct `members`; the archive \
            has `data/report-2020.csv`",
    );
}

#[test]
fn a_dropped_file_keeps_the_name_that_its_patterns_see() {
    let project = project("a.csv", "", "format = \"csv\"", LONG);
    let columns = "area_code = { column = \"a\" }\nperiod = { from = \"file\", pattern = \
        \"report-{}.csv\" }\nsmiths = { column = \"v\" }";
    project.replace("datasets/smiths.toml", LONG, columns);
    let drop = "drop = { path = \"inbox/*.csv\", settle = \"1s\" }";
    project.replace("datasets/smiths.toml", "file = \"smiths/a.csv\"", drop);
    project.write("inbox/report-2020.csv", "a,v\nC1,5\n");
    project.chiso(&["run"]).exits(0);
    // The same bytes under a name that says another year are no delivery of their own.
    project.write("inbox/report-2021.csv", "a,v\nC1,5\n");
    let told = project.chiso(&["run"]).exits(3).stderr;
    assert!(
        told.contains("the file has the same bytes as `report-2020.csv`, so its name"),
        "{told}"
    );
}

#[test]
fn groups_are_left_out_or_kept_as_a_whole() {
    let keys = |rule: &str| format!("format = \"csv\"\nleave_out = [{rule}]");
    let columns = LONG.replace("\"a\" }", "\"a\", fill = \"down\" }");
    let sexes = "a,s,p,v\nC1,Total,2019,10\n,Men,2020,4\n,Men,2021,5\n";
    let total = "{ column = \"s\", texts = [\"Total\"] }";
    let (_, rows) = read("a.csv", sexes, &keys(total), &columns);
    assert_eq!(rows, ["C1 2020 4", "C1 2021 5"]);
    // Where it is not declared, the hint names what fills the cells.
    refused(
        "a.csv",
        sexes,
        &keys(total),
        LONG,
        "hint: if a blank repeats the cell above, add `fill = \"down\"` to the mapping of `area_code`",
    );
    let country = "a,p,v\nC1,2020,4\nTotal,2020,9\n,2021,8\nC2,2020,1\n";
    let total = "{ column = \"a\", texts = [\"Total*\"] }";
    let (_, rows) = read("a.csv", country, &keys(total), &columns);
    assert_eq!(rows, ["C1 2020 4", "C2 2020 1"]);
}

#[test]
fn blocks_under_a_header_of_two_rows() {
    let csv = ",2020,,,2020,\na,M,F,a,M,F\nC1,1,2,C2,3,4\n";
    let keys = "format = \"csv\"\nheader_rows = 2\nheader_fill = \"right\"\nblocks = [\"A:C\", \
        \"D:F\"]\nunused_columns = [\"2020 / F\"]";
    let columns = "area_code = { column = \"a\" }\nperiod = { constant = \"2020\" }\nsmiths = { column \
        = \"2020 / M\" }";
    let (_, rows) = read("a.csv", csv, keys, columns);
    assert_eq!(rows, ["C1 2020 1", "C2 2020 3"]);
}

#[test]
fn midnights_of_the_office_and_fiscal_years_of_two_digits() {
    let csv = "a,p,v\nC1,FY20,5\nC1,FY21,6\n";
    let keys = "format = \"csv\"\nperiod = { formats = [\"FY{fiscal_yy}\"], century = \"2000-2099\", \
        fiscal_year = { begins = \"04\", named = \"start\" } }";
    let (_, rows) = read("a.csv", csv, keys, LONG);
    assert_eq!(rows, ["C1 2020-04-01/P1Y 5", "C1 2021-04-01/P1Y 6"]);
    let csv = "a,p,v\nC1,2020-04-01T00:00:00ZONE,5\nC1,2020-05-01T00:00:00ZONE,6\n";
    let keys = "format = \"csv\"\nperiod = { days = \"month\" }";
    let project = project("a.csv", csv, keys, LONG);
    project.replace(
        "chiso.toml",
        "timezone = \"Europe/Berlin\"",
        "timezone = \"Asia/Ho_Chi_Minh\"",
    );
    project.write("datasets/smiths/a.csv", csv.replace("ZONE", "+09:00"));
    project.chiso(&["run"]).exits(3).complains("bad_period");
    project.write("datasets/smiths/a.csv", csv.replace("ZONE", "+07:00"));
    project.chiso(&["run"]).exits(0);
}

#[test]
fn what_an_archive_has_besides_is_said_and_an_ending_in_capitals_is_the_same() {
    let file = |year: u32| format!("a,p,v\nC1,{year},5\n").into_bytes();
    let archive = zipped(&[
        ("a.csv", file(2020)),
        ("B.CSV", file(2021)),
        ("notes.txt", b"Notes.\n".to_vec()),
    ]);
    let keys = "format = \"csv\"\nmembers = \"*.csv\"";
    let (_, rows) = read("a.zip", &archive, keys, LONG);
    assert_eq!(rows, ["C1 2020 5", "C1 2021 5"]);
    let listed = format!("{keys}\nunused_tables = [\"notes.txt\"]");
    for (keys, exit) in [(keys, 3), (&listed, 0)] {
        let project = project("a.zip", &archive, keys, LONG);
        let limit = "quarantine_limit = \"0 %\"";
        let frozen = format!("{limit}\nmodes = {{ table = \"freeze\" }}");
        project.replace("datasets/smiths.toml", limit, &frozen);
        let told = project.chiso(&["run"]).exits(exit);
        assert_eq!(told.stderr.contains("`notes.txt`"), exit == 3);
    }
}

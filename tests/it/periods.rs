//! `[source.period]`: how a source writes its periods, from the declaration to the table. Each file
//! is one that an office or a program writes so; what is not declared stays refused and says what
//! to declare.

use crate::readings::{LONG, project, read, refused};

/// Columns without one of the period, which `parts` make.
const PARTS: &str = "area_code = { column = \"a\" }\nsmiths = { column = \"v\" }";

fn declared(lines: &str) -> String {
    format!("format = \"csv\"\nperiod = {{ {lines} }}")
}

#[test]
fn parts_in_several_columns_are_declared_and_asked_for() {
    let csv = "a,Year,Month,v\nC1,2020,1,100\nC1,2020,2,110\nC2,2020,1,50\nC2,2020,2,52\n";
    let parts = "parts = [\"Year\", \"Month\"], formats = [\"{year} {month}\"]";
    let (_, rows) = read("a.csv", csv, &declared(parts), PARTS);
    assert_eq!(
        rows,
        [
            "C1 2020-01 100",
            "C1 2020-02 110",
            "C2 2020-01 50",
            "C2 2020-02 52"
        ]
    );
    // The year alone makes several rows of one key, and the message says what tells them apart.
    let year = LONG.replace("\"p\"", "\"Year\"");
    let project = project("a.csv", csv, "format = \"csv\"", &year);
    let told = project.chiso(&["run"]).exits(3).stderr;
    assert!(
        told.contains("`parts = [\"Year\", \"Month\"]` and `formats = [\"{year} {month}\"]`"),
        "{told}"
    );
    assert!(!told.contains("known_from"), "{told}");
    // A blank part is no year.
    refused(
        "a.csv",
        "a,Year,Month,v\nC1,2020,,100\n",
        &declared(parts),
        PARTS,
        "column `Month`: it is empty, so the parts make no period",
    );
}

#[test]
fn days_and_two_digits_stand_for_what_is_declared() {
    let csv = "a,p,v\nC1,2020-01-01,100\nC1,2020-02-01T00:00:00,110\n";
    let (_, rows) = read("a.csv", csv, &declared("days = \"month\""), LONG);
    assert_eq!(rows, ["C1 2020-01 100", "C1 2020-02 110"]);
    refused(
        "a.csv",
        csv,
        "format = \"csv\"",
        LONG,
        "is a day, which may stand for 2020-01 (`days = \"month\"`), 2020-Q1 (`days = \"quarter\"`)",
    );
    let csv = "a,p,v\nC1,Jan-20,100\nC1,Feb-20,110\n";
    let century = "formats = [\"{month_name}-{yy}\"], century = \"2000-2099\"";
    let (_, rows) = read("a.csv", csv, &declared(century), LONG);
    assert_eq!(rows, ["C1 2020-01 100", "C1 2020-02 110"]);
    refused(
        "a.csv",
        csv,
        "format = \"csv\"",
        LONG,
        "`century = \"2000-2099\"`",
    );
    // Each text that does not fit is told once, with its count.
    refused(
        "a.csv",
        "a,p,v\nC1,20-Jan,100\nC1,21-Jan,110\nC2,20-Jan,5\n",
        &declared(century),
        LONG,
        "2 different texts are no periods as `[source.period]` declares them: `20-Jan` (2), `21-Jan` (1)",
    );
}

#[test]
fn words_eras_and_fiscal_years_are_declared() {
    let csv = "a,p,v\nC1,Quí I/2024,10\nC1,T1/2024,3\nC1,6T/2024,21\nC1,TH 2023,40\n";
    let vietnam = "formats = [\"Quí {quarter_roman}/{year}\", \"T{month}/{year}\", \"{months}T/{year}\"], \
        words = { TH = \"final\" }";
    let (_, rows) = read("a.csv", csv, &declared(vietnam), LONG);
    assert_eq!(
        rows,
        [
            "C1 2023 40",
            "C1 2024-01 3",
            "C1 2024-06 21",
            "C1 2024-Q1 10"
        ]
    );
    // A word that is left over leaves two readings.
    refused(
        "a.csv",
        "a,p,v\nC1,2008-09 TH,10\nC1,2009-10 TH,11\n",
        &declared(vietnam),
        LONG,
        "is a month or the fiscal year 2008/09",
    );
    let fiscal = "fiscal_year = { begins = \"04\", named = \"both\" }";
    let csv = "a,p,v\nC1,2008-09,100\nC1,2009-10,110\n";
    let (_, rows) = read("a.csv", csv, &declared(fiscal), LONG);
    assert_eq!(rows, ["C1 2008-04-01/P1Y 100", "C1 2009-04-01/P1Y 110"]);
    let to_date = format!("{LONG}\nspan = {{ constant = \"ytd\" }}");
    // Nothing of it is read: the declaration has two meanings.
    let project = crate::readings::project("a.csv", csv, &declared(fiscal), &to_date);
    let said = project.chiso(&["check"]).exits(6).stdout;
    assert!(
        said.contains("figures to date of a source of fiscal years"),
        "{said}"
    );
    let csv = "a,p,v\nC1,2562,100\nC1,2563,110\n";
    let (_, rows) = read("a.csv", csv, &declared("era = \"buddhist\""), LONG);
    assert_eq!(rows, ["C1 2019 100", "C1 2020 110"]);
    refused(
        "a.csv",
        csv,
        "format = \"csv\"",
        LONG,
        "declare `era = \"buddhist\"`",
    );
    let csv = "a,p,v\nC1,2021-S1,5\nC1,2021-S2,6\n";
    let (_, rows) = read("a.csv", csv, "format = \"csv\"", LONG);
    assert_eq!(rows, ["C1 2021-S1 5", "C1 2021-S2 6"]);
}

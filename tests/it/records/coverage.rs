//! What has come of a register: months that did not, areas above, the same record twice, arrivals.

use super::{JANUARY, deliver, empty_months, figures, in_a_country, lists_all, treasury};
use crate::support::{Project, field};

/// A register of three months; `paid` of other lengths is put together too.
fn quarters() -> Project {
    let project = treasury(&[("paid", "sum(amount)", ""), ("usual", "median(amount)", "")]);
    lists_all(&project);
    project.replace(
        "datasets/receipts.toml",
        "[\"month\", \"year\"]",
        "[\"month\", \"half_year\", \"year\"]",
    );
    project.replace(
        "pipelines/p.toml",
        "id = \"paid\"\n",
        "id = \"paid\"\nperiods = [\"quarter\"]\nover_time = \"sum\"\n",
    );
    project
}

fn months_of(year: i32, months: std::ops::RangeInclusive<u32>) -> String {
    let row = |m: u32| format!("{year}{m:02},{year}-{m:02}-05,01,tax,{m}\n");
    months.map(row).collect()
}

/// The figures of Hà Nội that are there, but those of months.
fn longer(project: &Project) -> Vec<String> {
    let longer = |figure: &String| {
        let parts: Vec<&str> = figure.split(' ').collect();
        let there = parts.get(3).is_some_and(|v| v.parse::<f64>().is_ok());
        let month = parts[2]
            .split('-')
            .nth(1)
            .is_some_and(|m| m.parse::<u32>().is_ok());
        there && parts[1] == "01" && !month
    };
    let mut all: Vec<String> = figures(project).into_iter().filter(longer).collect();
    all.sort_unstable();
    all
}

/// Of April to June nothing came: that is no quarter of zero, no half-year of three months and no year
/// of nine.
#[test]
fn a_period_of_which_a_month_did_not_come_has_no_figure() {
    let mut project = quarters();
    deliver(&project, "a", &months_of(2024, 1..=3));
    deliver(&project, "b", &months_of(2024, 7..=12));
    project.at("2025-02-05T03:00:00Z");
    let said = "[months_missing]: tables/receipts: no record of `receipts` is of 2024-04, 2024-05, \
        2024-06: there is no figure of 2024, 2024-S1";
    project.run().exits(0).complains(said);
    let wanted = [
        "paid 01 2024-Q1 6",
        "paid 01 2024-Q3 24",
        "paid 01 2024-Q4 33",
        "paid 01 2024-S2 57",
        "usual 01 2024-S2 9.5",
    ];
    assert_eq!(longer(&project), wanted);
    // The months come late, but for June: in that there was nothing, and it is said.
    deliver(&project, "c", &months_of(2024, 4..=5));
    project.at("2025-03-05T03:00:00Z");
    let said = "is of 2024-06: there is no figure";
    let outcome = project.run().complains(said);
    assert!(outcome.stderr.contains("`empty_months = true`"));
    assert_eq!(longer(&project), wanted);
    empty_months(&project);
    let outcome = project.run().exits(0);
    assert!(!outcome.stderr.contains("months_missing"));
    let found = longer(&project);
    for wanted in ["paid 01 2024 72", "paid 01 2024-S1 15", "usual 01 2024 7"] {
        assert!(found.contains(&wanted.to_owned()), "{wanted}: {found:?}");
    }
}

/// A correction of a receipt of June says nothing of July, and the year is not over with it.
#[test]
fn a_figure_is_to_date_until_a_delivery_reaches_to_the_end_of_its_period() {
    let mut project = quarters();
    deliver(&project, "a", &months_of(2024, 1..=7));
    project.at("2024-07-10T03:00:00Z");
    project.run().exits(0);
    let of = |project: &Project, period: &str| -> Vec<String> {
        let all = figures(project).into_iter();
        all.filter(|f| f.starts_with(&format!("paid 01 {period} ")))
            .collect()
    };
    assert_eq!(of(&project, "2024-07"), ["paid 01 2024-07 7 to_date"]);
    assert_eq!(of(&project, "2024"), ["paid 01 2024 28 to_date"]);
    // The fourth quarter is not what the year to date leaves over the half-year and the third.
    assert!(of(&project, "2024-Q4").is_empty());
    deliver(&project, "b", "202406,2024-06-05,01,tax,60\n");
    project.at("2024-08-05T03:00:00Z");
    project.run().exits(0);
    assert_eq!(of(&project, "2024-07"), ["paid 01 2024-07 7 to_date"]);
    assert_eq!(of(&project, "2024"), ["paid 01 2024 82 to_date"]);
    deliver(&project, "c", "202406,2024-06-05,01,tax,61\n");
    project.at("2025-01-08T03:00:00Z");
    project.run().exits(0).complains("2024-08, 2024-09");
    assert_eq!(of(&project, "2024-07"), ["paid 01 2024-07 7 to_date"]);
    assert_eq!(of(&project, "2024-S1"), ["paid 01 2024-S1 76"]);
    assert!(longer(&project).iter().all(|f| !f.contains(" 2024 ")));
}

/// A receipt that is booked on the country is one more receipt of it, and no list of countries; a
/// province of which none came makes the sum unknown, unless all are listed.
#[test]
fn records_booked_on_an_area_above_are_added_to_the_sum_of_those_below() {
    let mut project = treasury(&[("paid", "sum(amount)", "")]);
    in_a_country(&project);
    let areas = project.read("datasets/areas/areas.csv");
    project.write(
        "datasets/areas/areas.csv",
        format!("{areas}XX,,Elsewhere,country,,2000-01-01,,,invented,\n05,,Far,province,XX,2000-01-01,,,invented,\n"),
    );
    project.replace(
        "pipelines/p.toml",
        "id = \"paid\"\n",
        "id = \"paid\"\nsum_of = \"province\"\n",
    );
    let below = "a,2025-02-10,01,tax,1\nb,2025-02-11,02,tax,3\nc,2025-02-11,05,tax,9\n";
    deliver(&project, "a", &format!("{below}v,2025-02-12,VN,fee,50\n"));
    project.at("2025-03-05T03:00:00Z");
    project.run().exits(0);
    let of = |project: &Project, area: &str| -> Vec<String> {
        let all = figures(project).into_iter();
        all.filter(|f| f.contains(&format!(" {area} 2025-02")))
            .collect()
    };
    // Of 03 nothing came.
    let missing = of(&project, "VN");
    let value = missing[0].split(' ').nth(3).unwrap_or_default();
    assert_eq!(value, "", "{missing:?}");
    assert_eq!(of(&project, "XX"), ["paid XX 2025-02 9"]);
    lists_all(&project);
    let outcome = project.run().exits(0);
    assert!(
        !outcome.stderr.contains("statements_differ"),
        "{}",
        outcome.stderr
    );
    let all = of(&project, "VN");
    assert!(all[0].starts_with("paid VN 2025-02 54"), "{all:?}");
    assert_eq!(of(&project, "XX"), ["paid XX 2025-02 9"]);
}

/// The same record in the files of two months of one run is one record.
#[test]
fn a_record_that_two_deliveries_of_one_run_have_alike_counts_once() {
    let mut project = treasury(&[("paid", "sum(amount)", "")]);
    deliver(&project, "a", JANUARY);
    let again = "r1,2025-01-10,01,tax,100.50\nr2,2025-01-31,Hà Nội,fee,9.50\n";
    deliver(&project, "b", &format!("{again}r9,2025-02-09,01,tax,2\n"));
    project.at("2025-03-05T03:00:00Z");
    project.run().exits(0);
    let found = figures(&project);
    for wanted in ["paid 01 2025-01 110", "paid 01 2025-02 42"] {
        assert!(found.contains(&wanted.to_owned()), "{wanted}: {found:?}");
    }
    let listed = project.rows(&["query", "select receipt from receipts order by receipt"]);
    assert_eq!(listed.len(), 4);
}

#[test]
fn records_arrive_and_a_quarantined_one_says_what_to_do() {
    let mut project = treasury(&[("paid", "sum(amount)", "")]);
    let dataset = project.read("datasets/receipts.toml");
    let due = "[[arrival]]\nfrom = \"2025-01\"\ndue_day = 31\ngrace = \"10d\"\nareas = [\"01\"]\n";
    project.write("datasets/receipts.toml", format!("{dataset}{due}"));
    deliver(
        &project,
        "a",
        &format!("{JANUARY}r4,2025-01-11,01,tax,-3\n"),
    );
    project.at("2025-03-05T03:00:00Z");
    project.run();
    let arrivals = project.rows(&["status", "--arrivals"]);
    let state =
        |row: &serde_json::Value| format!("{} {}", field(row, "period"), field(row, "state"));
    let states: Vec<String> = arrivals.iter().map(state).collect();
    assert_eq!(states[1], "2025-02 on_time", "{states:?}");
    assert_eq!(field(&arrivals[0], "rows"), "3");
    let listed = project.rows(&["quarantine", "list", "receipts"]);
    let id = field(&listed[0], "id");
    let shown = project.chiso(&["quarantine", "show", &id]).exits(0);
    assert!(
        !shown.stdout.contains("no longer quarantined"),
        "{}",
        shown.stdout
    );
}

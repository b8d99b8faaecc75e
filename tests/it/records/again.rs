//! A key that is said again where one of the two records is at fault: the later delivery mends the record,
//! or leaves nothing of what was known; before it became known, what was said before counts.

use super::{deliver, figures, treasury};
use crate::support::{Project, field};

/// The amounts by month of Hà Nội as they were known on a day, `-` where there is none.
fn as_of(project: &Project, day: &str) -> Vec<String> {
    let asked = "select measure, period, value from measures where length(period) = 7 and area_code = '01' \
        order by measure, period";
    let rows = project.rows(&["query", "--as-of", day, asked]);
    let show = |row| {
        let [measure, period, value] = ["measure", "period", "value"].map(|name| field(row, name));
        let value = if value.is_empty() { "-" } else { &value };
        format!("{measure} {period} {value}")
    };
    rows.iter().map(show).collect()
}

/// The same as it is known now.
fn now(project: &Project) -> Vec<String> {
    let all = figures(project).into_iter();
    let of_months = all.filter(|figure| figure.contains(" 01 2025-"));
    let show = |figure: String| {
        let parts: Vec<&str> = figure.split(' ').collect();
        let value = parts
            .get(3)
            .filter(|value| value.starts_with(|c: char| c.is_ascii_digit()));
        format!("{} {} {}", parts[0], parts[2], value.unwrap_or(&"-"))
    };
    of_months.map(show).collect()
}

const SOUND: &str = "r1,2025-01-10,01,tax,100\nr3,2025-02-03,01,tax,40\nr4,2025-02-04,01,fee,2\n";

/// `first`, then `later` in the next month's file.
fn two(measures: &[(&str, &str, &str)], first: &str, later: &str) -> Project {
    let mut project = treasury(measures);
    deliver(&project, "2025-02", &format!("{SOUND}{first}"));
    project.run();
    project.at("2025-04-05T03:00:00Z");
    let next = "r8,2025-03-01,01,tax,1\nr9,2025-03-02,01,fee,1\n";
    deliver(&project, "2025-03", &format!("{next}{later}"));
    project.run();
    project
}

const PAID: &[(&str, &str, &str)] = &[("paid", "sum(amount)", "")];

#[test]
fn a_record_at_fault_is_mended_by_the_delivery_that_has_its_key_right() {
    let wrong = "r2,2025-01-11,01,tax,-3\n";
    let mut project = two(PAID, wrong, "r2,2025-01-11,01,tax,3\n");
    assert_eq!(
        now(&project),
        ["paid 2025-01 103", "paid 2025-02 42", "paid 2025-03 2"]
    );
    // Before that delivery nobody knew the amount.
    let before = ["paid 2025-01 -", "paid 2025-02 42"];
    assert_eq!(as_of(&project, "2025-03-31"), before);
    let releases = project.rows(&["release", "list"]);
    let first = releases.iter().map(|r| field(r, "release")).min().unwrap();
    project.chiso(&["release", "rebuild", &first]).exits(0);
    let asked = ["query", "select receipt from receipts where receipt = 'r2'"];
    assert_eq!(
        project.rows(&asked).len(),
        1,
        "one record, the one in force"
    );
    // All from the beginning it is the same.
    let found = figures(&project);
    project.chiso(&["run", "--afresh"]).exits(0);
    assert_eq!(figures(&project), found);
    project.at("2025-05-05T03:00:00Z");
    deliver(
        &project,
        "2025-04",
        "r2,2025-01-11,01,tax,-4\nr10,2025-04-02,01,fee,1\nr11,2025-04-02,01,fee,1\n",
    );
    project.run();
    assert_eq!(now(&project)[0], "paid 2025-01 -", "wrong again");
    assert_eq!(as_of(&project, "2025-04-30")[0], "paid 2025-01 103");
}

#[test]
fn a_record_that_is_at_fault_when_it_comes_again_leaves_nothing_of_what_it_was() {
    let right = "r2,2025-01-11,01,tax,3\n";
    let project = two(PAID, right, "r2,2025-01-11,01,tax,-3\n");
    assert_eq!(
        now(&project),
        ["paid 2025-01 -", "paid 2025-02 42", "paid 2025-03 2"]
    );
    assert_eq!(as_of(&project, "2025-03-31")[0], "paid 2025-01 103");
    let asked = ["query", "select receipt from receipts where receipt = 'r2'"];
    assert_eq!(project.rows(&asked).len(), 0, "nobody knows what it says");
    // It was a receipt of January, and is one of February: what it is there nobody knows.
    let project = two(PAID, right, "r2,2025-02-11,01,tax,-3\n");
    assert_eq!(
        now(&project),
        ["paid 2025-01 100", "paid 2025-02 -", "paid 2025-03 2"]
    );
    // Twice in the later file, each time with another amount: neither is used.
    let project = two(
        PAID,
        right,
        "r2,2025-01-11,01,tax,4\nr2,2025-01-11,01,tax,5\nr7,2025-03-03,01,fee,1\n",
    );
    assert_eq!(now(&project)[0], "paid 2025-01 -");
}

#[test]
fn a_kind_that_could_not_be_read_is_known_since_it_came_again() {
    let measures = &[
        ("fees", "sum(amount)", "kind = 'fee'"),
        ("taxes", "sum(amount)", "kind = 'tax'"),
    ];
    let project = two(
        measures,
        "r2,2025-01-11,01,txa,3\n",
        "r2,2025-01-11,01,tax,3\n",
    );
    let january = |found: Vec<String>| -> Vec<String> {
        found
            .into_iter()
            .filter(|f| f.contains("2025-01"))
            .collect()
    };
    assert_eq!(
        january(as_of(&project, "2025-03-31")),
        ["fees 2025-01 -", "taxes 2025-01 -"]
    );
    assert_eq!(
        january(now(&project)),
        ["fees 2025-01 0", "taxes 2025-01 103"]
    );
}

/// An empty key is the key of no record: nothing mends what has it.
#[test]
fn records_whose_key_cannot_be_read_are_not_one_record() {
    let project = two(PAID, ",2025-01-11,01,tax,3\n", ",2025-02-11,01,tax,3\n");
    assert_eq!(
        now(&project),
        ["paid 2025-01 -", "paid 2025-02 -", "paid 2025-03 2"]
    );
}

/// Ashford became a part of Ashbarton in July: a receipt booked on the wrong one is mended in both.
#[test]
fn a_record_that_was_booked_on_an_area_of_another_day_is_mended_in_all_that_it_may_be_of() {
    let mut project = treasury(PAID);
    project.at("2025-09-05T03:00:00Z");
    let rows = "a,2025-06-10,02,tax,1\nb,2025-06-10,03,tax,2\nc,2025-06-11,01,tax,4\n";
    deliver(&project, "a", &format!("{rows}g,2025-06-11,04,tax,64\n"));
    project.run();
    let of = |project: &Project| -> Vec<String> {
        let asked = "select value from measures where area_code = '04' and period = '2025-06'";
        let rows = project.rows(&["query", asked]);
        rows.iter().map(|row| field(row, "value")).collect()
    };
    assert_eq!(of(&project), [""]);
    project.at("2025-09-06T03:00:00Z");
    deliver(&project, "b", "g,2025-06-11,03,tax,64\n");
    project.run().exits(0);
    assert_eq!(of(&project), ["67"]);
}

/// What became known at one moment decides nothing about what was said at that moment.
#[test]
fn right_and_wrong_in_two_files_of_one_run_leave_no_figure_until_a_later_one_decides() {
    let mut project = treasury(PAID);
    deliver(&project, "a", &format!("{SOUND}r2,2025-01-11,01,tax,3\n"));
    deliver(
        &project,
        "b",
        "r2,2025-01-11,01,tax,-3\nr5,2025-02-01,01,tax,1\nr6,2025-02-01,01,tax,1\n",
    );
    project.run();
    assert_eq!(now(&project), ["paid 2025-01 -", "paid 2025-02 44"]);
    project.at("2025-03-06T03:00:00Z");
    deliver(&project, "c", "r2,2025-01-11,01,tax,5\n");
    project.run().exits(0);
    assert_eq!(now(&project), ["paid 2025-01 105", "paid 2025-02 44"]);
}

/// A month that is delivered again (`replace`) has no record at fault of the delivery before.
#[test]
fn a_month_that_is_delivered_again_without_faults_has_none() {
    let mut project = treasury(PAID);
    let replace = "delivers = \"replace\"\nperiods = ";
    project.replace("datasets/receipts.toml", "periods = ", replace);
    deliver(&project, "a", &format!("{SOUND}r2,2025-01-11,01,tax,-3\n"));
    project.run();
    assert_eq!(now(&project)[0], "paid 2025-01 -");
    project.at("2025-04-05T03:00:00Z");
    deliver(
        &project,
        "b",
        "r1,2025-01-10,01,tax,100\nr2,2025-01-11,01,tax,3\n",
    );
    project.run().exits(0);
    assert_eq!(now(&project)[0], "paid 2025-01 103");
    project.at("2025-05-05T03:00:00Z");
    deliver(
        &project,
        "c",
        "r1,2025-01-10,01,tax,100\nr2,2025-01-11,01,tax,x\nr7,2025-01-11,01,tax,1\n",
    );
    project.run();
    assert_eq!(now(&project)[0], "paid 2025-01 -");
    assert_eq!(as_of(&project, "2025-04-30")[0], "paid 2025-01 103");
}

//! What records must not take in silence: texts with two readings, keys that look alike, days that lie
//! ahead, areas of other days, files that may be cut off.

use super::{HEADER, deliver, figures, in_a_country, lists_all, treasury};
use crate::support::{Project, field};

/// The amounts of January by area, and what the run said.
fn paid(project: &Project) -> Vec<String> {
    let all = figures(project).into_iter();
    all.filter(|f| f.starts_with("paid") && f.contains("2025-01"))
        .collect()
}

fn number(project: &Project, declared: &str) {
    let source = "format = \"csv\"\n";
    project.replace(
        "datasets/receipts.toml",
        source,
        &format!("{source}number = {declared}\n"),
    );
}

#[test]
fn thousands_set_apart_by_points_are_no_fractions_until_the_source_says_what_a_point_is() {
    let rows = "r1,2025-01-10,01,tax,500.000\nr2,2025-01-11,01,tax,12\nr3,2025-01-12,01,tax,7.5\n";
    let project = treasury(&[("paid", "sum(amount)", "")]);
    deliver(&project, "a", rows);
    project
        .run()
        .complains(
            "[ambiguous_number]: datasets/receipts/a.csv:2, column `Amount`: `500.000` has three digits",
        )
        .complains("it may be `500000` with its thousands set apart")
        .complains("declare `number = { decimal = \".\" }`");
    assert_eq!(
        paid(&project),
        ["paid 01 2025-01"],
        "no figure with a doubtful part"
    );
    number(&project, "{ decimal = \".\" }");
    project.run().exits(0);
    assert_eq!(paid(&project), ["paid 01 2025-01 519.5"]);
    let project = treasury(&[("paid", "sum(amount)", "")]);
    number(&project, "{ decimal = \",\", grouping = \".\" }");
    deliver(&project, "a", &rows.replace("7.5", "\"7,5\""));
    project.run().exits(0);
    assert_eq!(paid(&project), ["paid 01 2025-01 500019.5"]);
}

#[test]
fn whole_numbers_have_no_three_zeros_behind_a_point() {
    let project = treasury(&[("paid", "sum(amount)", "")]);
    project.replace(
        "datasets/receipts.toml",
        "type = \"decimal\", scale = 2",
        "type = \"integer\"",
    );
    deliver(
        &project,
        "a",
        "r1,2025-01-10,01,tax,500.000\nr2,2025-01-11,01,tax,1234\nr3,2025-01-11,01,tax,5.0\n",
    );
    project
        .run()
        .complains("`500.000` has three digits behind its point, in a column of whole numbers");
    assert_eq!(paid(&project), ["paid 01 2025-01"]);
}

#[test]
fn three_decimal_places_are_fractions_with_a_warning_unless_a_number_shows_it() {
    let project = treasury(&[("paid", "sum(amount)", "")]);
    project.replace("datasets/receipts.toml", "scale = 2", "scale = 3");
    deliver(
        &project,
        "a",
        "r1,2025-01-10,01,tax,500.000\nr2,2025-01-11,01,tax,7.250\n",
    );
    project
        .run()
        .exits(0)
        .complains("`500.000` is read as a fraction and may be `500000`")
        .complains("(2 times)");
    assert_eq!(paid(&project), ["paid 01 2025-01 507.25"]);
    deliver(
        &project,
        "a",
        "r1,2025-01-10,01,tax,500.000\nr2,2025-01-11,01,tax,7.25\n",
    );
    let told = project.run().exits(0).stderr;
    assert!(!told.contains("ambiguous_number"), "{told}");
}

/// One receipt under five writings that look the same: as it is, with a sign of no width, with a no-break
/// space behind it, decomposed, and with the Cyrillic A.
#[test]
fn keys_and_codes_that_look_the_same_are_the_same() {
    let mut project = treasury(&[
        ("paid", "sum(amount)", ""),
        ("receipts", "count_distinct(receipt)", "kind = 'tax'"),
    ]);
    let row = |key: &str, kind: &str| format!("{key},2025-01-10,Hà Nội,{kind},5\n");
    deliver(&project, "a", &row("Số A1", "tax"));
    project.run().exits(0);
    for (day, key) in [
        ("2025-03-10T03:00:00Z", "S\u{f4}\u{301} A1"),
        ("2025-03-11T03:00:00Z", "S\u{1ed1}\u{a0}A1\u{200b}"),
        ("2025-03-12T03:00:00Z", "\u{feff}Số\u{ad} A1"),
    ] {
        project.at(day);
        let text = row(key, "\u{200e}tax").replace("Hà Nội", "Ha\u{300} No\u{323}\u{302}i\u{200b}");
        deliver(&project, "b", &text);
        project.run().exits(0);
        assert_eq!(paid(&project), ["paid 01 2025-01 5"], "{key:?}");
        let found = figures(&project);
        assert!(
            found.contains(&"receipts 01 2025-01 1".to_owned()),
            "{found:?}"
        );
    }
    // A letter of another script is another letter, and nobody sees it.
    project.at("2025-03-20T03:00:00Z");
    deliver(&project, "b", &row("Số \u{410}1", "tax"));
    project
        .run()
        .exits(0)
        .complains("warning[lookalike]: datasets/receipts/b.csv:2, column `No`")
        .complains("the letter U+0410 (Cyrillic), which looks like `A`");
}

#[test]
fn two_records_of_one_file_whose_keys_look_the_same_contradict_each_other() {
    let project = treasury(&[("paid", "sum(amount)", "")]);
    deliver(
        &project,
        "a",
        "r1,2025-01-10,01,tax,5\nr\u{200b}1,2025-01-10,01,tax,7\nr2,2025-01-10,01,tax,1\nr3,2025-01-10,01,tax,1\n\
         r4,2025-01-10,01,tax,1\n",
    );
    project
        .run()
        .complains("row 3 has the same key (r1) and says something else");
    assert_eq!(paid(&project), ["paid 01 2025-01"]);
}

#[test]
fn a_record_of_a_day_that_lies_ahead_is_at_fault_unless_records_are_of_such_days() {
    let project = treasury(&[("paid", "sum(amount)", "")]);
    // It came on 5 March, which in Hà Nội begins seven hours earlier than in London.
    deliver(
        &project,
        "a",
        "r1,2025-01-10,01,tax,5\nr2,2025-03-05,01,tax,1\nr3,2025-03-06,01,tax,7\nr4,2042-01-10,01,tax,9\n",
    );
    project.replace("datasets/receipts.toml", "\"40 %\"", "\"50 %\"");
    project
        .run()
        .complains(
            "[future_day]: datasets/receipts/a.csv:4, column `Day`: `2025-03-06` lies after 2025-03-05",
        )
        .complains("(2 times)")
        .complains("declare `days_ahead = true` under `[records]`");
    let found = figures(&project);
    assert!(!found.iter().any(|f| f.contains("2042")), "{found:?}");
    assert!(
        found.contains(&"paid 01 2025-03 1 to_date".to_owned()),
        "{found:?}"
    );
    project.replace(
        "datasets/receipts.toml",
        "date = \"paid_on\"",
        "date = \"paid_on\"\ndays_ahead = true",
    );
    project.run().exits(0);
    let found = figures(&project);
    assert!(
        found.contains(&"paid 01 2025-03 8 to_date".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"paid 01 2042-01 9 to_date".to_owned()),
        "{found:?}"
    );
}

/// What was published in January cannot know of March: as of February it would have been known.
#[test]
fn a_record_of_a_day_after_its_file_was_published_is_at_fault() {
    let project = treasury(&[("paid", "sum(amount)", "")]);
    let source = "format = \"csv\"\n";
    project.replace(
        "datasets/receipts.toml",
        source,
        &format!("{source}published_at = \"2025-02-10\"\n"),
    );
    deliver(
        &project,
        "a",
        "r1,2025-01-10,01,tax,5\nr2,2025-02-10,01,tax,1\nr3,2025-02-11,01,tax,7\n",
    );
    project.run().complains(
        "[future_day]: datasets/receipts/a.csv:4, column `Day`: `2025-02-11` lies after 2025-02-10",
    );
    assert_eq!(paid(&project), ["paid 01 2025-01 5"]);
    let known = "select value from measures where period = '2025-02' and measure = 'paid'";
    let rows = project.rows(&["query", "--as-of", "2025-02-10", known]);
    assert_eq!(field(&rows[0], "value"), "1");
}

/// With `append` too a file may say of which period it is.
#[test]
fn a_record_of_another_month_than_its_file_is_in_the_wrong_file() {
    let project = treasury(&[("paid", "sum(amount)", "")]);
    project.replace(
        "datasets/receipts.toml",
        "[source.columns]\n",
        "[source.columns]\nperiod = { from = \"file\", pattern = \"paid-{}.csv\" }\n",
    );
    deliver(
        &project,
        "paid-2025-01",
        "r1,2025-01-10,01,tax,5\nr2,2025-01-31,01,tax,1\nr3,2025-02-10,01,tax,7\n",
    );
    deliver(&project, "paid-2025-02", "r4,2025-02-10,01,tax,2\n");
    project
        .run()
        .complains("the day is outside 2025-01, the period of the file");
    let found = figures(&project);
    assert!(found.contains(&"paid 01 2025-01 6".to_owned()), "{found:?}");
    assert!(found.contains(&"paid 01 2025-02 2".to_owned()), "{found:?}");
}

/// 02 and 03 became 04 in July: nobody knows under which of its areas a record of another day belongs, but
/// that it belongs to one of these.
#[test]
fn a_record_booked_on_an_area_of_another_day_leaves_no_figure_that_it_may_be_part_of() {
    let mut project = treasury(&[("paid", "sum(amount)", "kind = 'tax'")]);
    project.at("2025-09-05T03:00:00Z");
    let sound = "a,2025-06-10,02,tax,1\nb,2025-06-10,03,tax,2\nc,2025-07-10,04,tax,4\nd,2025-07-10,01,tax,8\n\
        e,2025-06-10,01,tax,16\n";
    deliver(
        &project,
        "a",
        &format!("{sound}f,2025-07-11,02,tax,32\ng,2025-06-11,04,tax,64\n"),
    );
    project
        .run()
        .complains("`02` is no area on 2025-07-11")
        .complains("whose land lies in `04` on 2025-07-11: have the record booked there")
        .complains("(2 times)");
    let of = |project: &Project, boundary: &str| -> Vec<String> {
        let rows = project.rows(&[
            "query",
            &format!(
                "select area_code, period, value from measures where measure = 'paid' and boundary = \
                    '{boundary}' and period in ('2025-06', '2025-07') order by area_code, period"
            ),
        ]);
        let show = |r| {
            ["area_code", "period", "value"]
                .map(|name| field(r, name))
                .join(" ")
        };
        rows.iter().map(show).collect()
    };
    let wanted = [
        "01 2025-06 16",
        "01 2025-07 8",
        "04 2025-06 ",
        "04 2025-07 ",
    ];
    assert_eq!(of(&project, "2025-07-01"), wanted);
    // A fee is no part of the taxes.
    let mut project = treasury(&[("paid", "sum(amount)", "kind = 'tax'")]);
    project.at("2025-09-05T03:00:00Z");
    deliver(
        &project,
        "a",
        &format!("{sound}f,2025-07-11,02,fee,32\ng,2025-06-11,04,fee,64\n"),
    );
    project.run();
    let wanted = [
        "01 2025-06 16",
        "01 2025-07 8",
        "04 2025-06 3",
        "04 2025-07 4",
    ];
    assert_eq!(of(&project, "2025-07-01"), wanted);
}

#[test]
fn a_file_whose_last_line_has_no_end_may_be_cut_off_within_its_last_number() {
    let project = treasury(&[("paid", "sum(amount)", "")]);
    let path = "datasets/receipts/a.csv";
    project.write(
        path,
        format!("{HEADER}r1,2025-01-10,01,tax,5\nr2,2025-01-11,01,tax,12"),
    );
    project
        .run()
        .exits(0)
        .complains("warning[no_line_end]: datasets/receipts/a.csv:3, column `Amount`: the last line has no line end")
        .complains("`12` is only the beginning of what stood there");
    project.write(
        path,
        format!("{HEADER}r1,2025-01-10,01,tax,5\nr2,2025-01-11,01,tax,123\n"),
    );
    let told = project.run().exits(0).stderr;
    assert!(!told.contains("no_line_end"), "{told}");
}

/// 02 and 03 became 04 on 16 July: of July 04 has what was booked on the two before, and on it since, and the
/// country has its month and its quarter.
#[test]
fn a_merger_within_a_month_costs_no_area_its_sum() {
    let mut project = treasury(&[("paid", "sum(amount)", ""), ("usual", "median(amount)", "")]);
    in_a_country(&project);
    lists_all(&project);
    for file in ["areas", "relations"] {
        let path = format!("datasets/areas/{file}.csv");
        let moved = project.read(&path).replace("2025-06-30", "2025-07-15");
        project.write(&path, moved.replace("2025-07-01", "2025-07-16"));
    }
    project.replace(
        "chiso.toml",
        "[\"2025-07-01\"]",
        "[\"2025-07-16\", \"2025-01-01\"]",
    );
    project.replace(
        "pipelines/p.toml",
        "id = \"paid\"\n",
        "id = \"paid\"\nsum_of = \"province\"\nperiods = [\"quarter\"]\nover_time = \"sum\"\n",
    );
    project.at("2025-10-05T03:00:00Z");
    deliver(
        &project,
        "a",
        "a,2025-07-10,02,tax,1\nb,2025-07-15,03,tax,2\nc,2025-07-16,04,tax,4\nd,2025-07-31,04,tax,8\n\
            e,2025-07-10,01,tax,16\nf,2025-08-10,04,tax,32\ng,2025-09-10,01,tax,64\n",
    );
    project.run().exits(0);
    let of = |measure: &str, boundary: &str| -> Vec<String> {
        let asked = format!(
            "select area_code, period, value, flags from measures where measure = '{measure}' and value is not \
                null and boundary = '{boundary}' and period in ('2025-07', '2025-Q3') order by area_code, period"
        );
        let show = |r| {
            ["area_code", "period", "value", "flags"]
                .map(|name| field(r, name))
                .join(" ")
        };
        project.rows(&["query", &asked]).iter().map(show).collect()
    };
    let after = [
        "01 2025-07 16 ",
        "01 2025-Q3 80 not_listed",
        "04 2025-07 15 boundary_rebased",
        "04 2025-Q3 47 boundary_rebased;not_listed",
        "VN 2025-07 31 boundary_rebased",
        "VN 2025-Q3 127 boundary_rebased;not_listed",
    ];
    assert_eq!(of("paid", "2025-07-16"), after);
    assert_eq!(
        of("usual", "2025-07-16")[1],
        "04 2025-07 3 boundary_rebased"
    );
    let before = of("paid", "2025-01-01");
    assert!(
        before.iter().any(|f| f.starts_with("VN 2025-07 31 ")),
        "{before:?}"
    );
}

/// Whoever writes the project on another machine writes `ồ` in two signs.
#[test]
fn a_condition_means_the_text_that_people_see() {
    let project = treasury(&[("paid", "sum(amount)", "kind = 'thuế'")]);
    project.replace(
        "datasets/receipts.toml",
        "\"tax\", \"fee\"",
        "\"thue\u{302}\u{301}\", \"fee\"",
    );
    deliver(
        &project,
        "a",
        "r1,2025-01-10,01,thuế,5\nr2,2025-01-11,01,thu\u{ea}\u{301},7\nr3,2025-01-11,01,fee,1\n",
    );
    project.run().exits(0);
    assert_eq!(paid(&project), ["paid 01 2025-01 12"]);
}

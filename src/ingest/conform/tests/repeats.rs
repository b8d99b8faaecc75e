//! Rows of one key of which one says that there is no figure.

use super::*;

fn office() -> Dataset {
    let mut dataset = dataset();
    dataset.sources[0].suppressed = vec!["c".into()];
    dataset.sources[0].zero = vec!["nil".into()];
    dataset
}

/// Rows of Hà Nội in 2024; a row of another area makes them a delivery.
fn both(texts: &[&str]) -> (Conformed, Vec<String>) {
    let rows = texts.join(";final\n01;2024;new;");
    let rows = format!("01;2024;new;{rows};final\n10;2024;new;7;final\n");
    let read = read(&office(), &rows);
    let found = cells(&read, &["area_code", "n", "obs_status"]);
    (read, found)
}

#[test]
fn a_figure_that_is_also_withheld_or_missing_is_not_used() {
    for (texts, what) in [
        (["c", "5"], "says that the figure is withheld"),
        (["5", "c"], "says that the figure is withheld"),
        (["..", "5"], "says that there is no figure"),
        (["nil", ".."], "says that there is no figure"),
        (["nil", "c"], "says that the figure is withheld"),
    ] {
        let (read, found) = both(&texts);
        assert_eq!(found, ["01  held_back", "10 7.000000 "], "{texts:?}");
        assert_eq!(account(&read), [3, 1, 1, 1], "{texts:?}");
        let message = &read.quarantine[0].message;
        assert!(message.contains(what), "{message}");
    }
    // A figure that is written twice is withheld twice.
    let (read, found) = both(&["5", "c", "5"]);
    assert_eq!(
        (account(&read), found[0].as_str()),
        ([4, 1, 2, 1], "01  held_back")
    );
}

#[test]
fn an_empty_cell_says_nothing_and_is_pointed_out() {
    for texts in [["", "nil"], ["5", ""]] {
        let (read, found) = both(&texts);
        assert_eq!(account(&read), [3, 2, 0, 1]);
        assert_ne!(found[0], "01  ");
        let warning = read.findings.iter().find(|f| f.rule == "duplicate_key");
        let text = warning.unwrap().to_string();
        assert!(
            text.starts_with("warning[duplicate_key]") && text.contains("and an empty cell"),
            "{text}"
        );
    }
}

#[test]
fn of_two_rows_without_a_figure_the_one_that_withholds_it_counts() {
    for texts in [["c", ".."], ["..", "c"], ["", "c"], ["c", "x"]] {
        assert_eq!(both(&texts).1[0], "01  suppressed", "{texts:?}");
    }
    assert_eq!(both(&["..", ".."]).1[0], "01  ");
}

#[test]
fn a_later_vintage_that_withholds_a_figure_or_leaves_it_blank_is_kept() {
    let mut dataset = office();
    let known_from = Origin::Column("event".into());
    dataset.contract.dimensions.clear();
    dataset.sources[0].columns.remove("event");
    dataset.sources[0]
        .columns
        .insert("known_from".into(), known_from);
    let rows =
        "01;2023;2024-02-01;5;final\n01;2023;2024-03-01;c;final\n01;2023;2024-04-01;;final\n";
    assert_eq!(
        cells(&read(&dataset, rows), &["known_from", "n", "obs_status"]),
        [
            "2024-02-01T00:00:00Z 5.000000 ",
            "2024-03-01T00:00:00Z  suppressed",
            "2024-04-01T00:00:00Z  "
        ]
    );
}

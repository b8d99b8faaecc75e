//! Running again: no work without news, and everything right of landing can be made again, byte by
//! byte.

use crate::support::{DAY_THREE, DAY_TWO, Project, assert_same_tree, cell, finished};
use std::collections::BTreeMap;

/// What must not depend on when or how often it was made.
fn made(project: &Project) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for part in ["landing", "tables", "releases"] {
        all.extend(
            project
                .tree(&format!("lake/{part}"))
                .into_iter()
                .map(|(name, hash)| (format!("{part}/{name}"), hash)),
        );
    }
    all.insert(
        "published".to_owned(),
        project.release().unwrap_or_default(),
    );
    all
}

/// Removes everything that can be made again.
fn forget(project: &Project) {
    for part in ["tables", "releases", "published", "ledger.db"] {
        project.remove(&format!("lake/{part}"));
    }
}

fn moves_with_the_clock(name: &str) -> bool {
    name == "ledger.db" || name == ".lock" || name.starts_with("ops/")
}

#[test]
fn a_second_run_with_nothing_new_says_so_and_writes_nothing() {
    let mut project = finished().copied();
    let before = project.tree("lake");
    project
        .at(DAY_TWO)
        .run()
        .says("nothing new; still in force: release");
    let after = project.tree("lake");
    let still = |tree: &BTreeMap<String, String>| -> BTreeMap<String, String> {
        tree.iter()
            .filter(|(name, _)| !moves_with_the_clock(name))
            .map(|(n, h)| (n.clone(), h.clone()))
            .collect()
    };
    assert_same_tree(
        &still(&before),
        &still(&after),
        "a run with nothing new changed the lake",
    );
    assert_ne!(
        before["ledger.db"], after["ledger.db"],
        "the run itself is on record"
    );
    let row = project
        .chiso(&["run", "--format", "json"])
        .exits(0)
        .rows()
        .remove(0);
    assert_eq!(
        (&row["unchanged"], &row["new_release"], &row["deliveries"]),
        (&true.into(), &false.into(), &0.into())
    );
}

#[test]
fn a_second_run_offline_does_no_work_either() {
    let mut project = finished().copied();
    let before = made(&project);
    project
        .at(DAY_TWO)
        .chiso(&["run", "--offline"])
        .exits(0)
        .says("nothing new");
    assert_same_tree(
        &before,
        &made(&project),
        "an offline run with nothing new changed the lake",
    );
}

#[test]
fn everything_but_landing_can_be_deleted_and_comes_back_byte_by_byte() {
    let mut project = finished().copied();
    let before = made(&project);
    forget(&project);
    project.at(DAY_TWO).run().says("published release");
    assert_same_tree(
        &before,
        &made(&project),
        "made again with the sources at hand",
    );
    forget(&project);
    // Corrections are configuration and stay; everything that was delivered goes.
    for dataset in [
        "new_enterprises",
        "budget_plan",
        "budget_final",
        "hanoi_figures",
    ] {
        for file in project
            .tree(&format!("datasets/{dataset}"))
            .into_keys()
            .filter(|f| f != "corrections.toml")
        {
            project.remove(&format!("datasets/{dataset}/{file}"));
        }
    }
    project
        .at(DAY_THREE)
        .chiso(&["run", "--offline"])
        .exits(0)
        .says("published release");
    assert_same_tree(&before, &made(&project), "made again from landing alone");
}

#[test]
fn one_lost_part_is_made_again_by_itself() {
    for lost in ["tables", "releases", "published", "ledger.db"] {
        let mut project = Project::cashland();
        project.run();
        let before = made(&project);
        project.remove(&format!("lake/{lost}"));
        project.at(DAY_TWO).run();
        assert_same_tree(
            &before,
            &made(&project),
            &format!("after the loss of {lost}"),
        );
    }
}

#[test]
fn two_stages_of_deliveries_can_be_made_again_byte_by_byte() {
    for offline in [false, true] {
        let mut project = Project::cashland();
        project.run();
        let first = project.release().unwrap();
        project.write(
            "datasets/workshops/later.csv",
            "County;Year;Opened\nGoldmark;2024;1.300\nSilverbrook;2024;700\nAlloy Bay;2024;1.200\n",
        );
        project.at(DAY_TWO).run().says("published release");
        let second = project.release().unwrap();
        assert_ne!(first, second);
        assert_eq!(
            project.score("workshops_growth", "C2", "2024")["current_value"],
            "700"
        );
        // Earlier releases are archives, not products of the present: only the one in force is made
        // again.
        let mut before = made(&project);
        before.retain(|name, _| !name.starts_with(&format!("releases/{first}")));
        forget(&project);
        let args: &[&str] = if offline {
            &["run", "--offline"]
        } else {
            &["run"]
        };
        project.at(DAY_THREE).chiso(args).exits(0);
        assert_same_tree(
            &before,
            &made(&project),
            &format!("two stages, offline: {offline}"),
        );
    }
}

#[test]
fn a_changed_file_gives_a_second_release_and_the_first_stays() {
    let mut project = Project::cashland();
    project.run();
    let (first, before) = (project.release().unwrap(), project.tree("lake/releases"));
    project.replace(
        "datasets/workshops/invented.csv",
        "Goldmark;2023;1.210",
        "Goldmark;2023;1.209",
    );
    project.at(DAY_TWO).run().says("published release");
    assert_ne!(project.release().unwrap(), first);
    let after = project.tree("lake/releases");
    assert!(
        before
            .iter()
            .all(|(name, hash)| after.get(name) == Some(hash)),
        "a release never changes"
    );
    assert_eq!(
        project.score("workshops_growth", "C1", "2023")["verdict"],
        "not_met"
    );
}

#[test]
fn a_remark_in_the_configuration_makes_no_new_release() {
    let mut project = Project::cashland();
    project.run();
    let before = made(&project);
    let text = project.read("pipelines/yearly.toml");
    project.write(
        "pipelines/yearly.toml",
        format!("# A remark that changes nothing.\n{text}"),
    );
    project.at(DAY_TWO).run();
    let without_project = |tree: BTreeMap<String, String>| -> BTreeMap<String, String> {
        tree.into_iter()
            .filter(|(name, _)| !name.starts_with("landing/_project"))
            .collect()
    };
    assert_same_tree(
        &without_project(before),
        &without_project(made(&project)),
        "a remark changed the lake",
    );
}

#[test]
fn a_changed_title_makes_a_release_and_taking_it_back_returns_to_the_first() {
    let mut project = Project::cashland();
    project.run();
    let first = project.release().unwrap();
    let title = "Harbour dues over plan (invented)";
    project.replace(
        "pipelines/yearly.toml",
        title,
        "Harbour dues against plan (invented)",
    );
    project.at(DAY_TWO).run().says("published release");
    let second = project.release().unwrap();
    assert_ne!(second, first);
    assert_eq!(
        project.score("dues_over_plan", "C1", "2023")["kpi_title_en"],
        "Harbour dues against plan (invented)"
    );
    project.replace(
        "pipelines/yearly.toml",
        "Harbour dues against plan (invented)",
        title,
    );
    project.at(DAY_THREE).run();
    assert_eq!(project.release().unwrap(), first);
    assert!(
        project
            .published("scorecard")
            .iter()
            .any(|r| cell(r, "kpi_title_en") == title)
    );
}

#[test]
fn a_file_that_is_taken_back_gives_the_figures_of_before() {
    let mut project = Project::cashland();
    project.run();
    let (good, wrong) = ("Goldmark;2023;1.210", "Goldmark;2023;1.201");
    project.replace("datasets/workshops/invented.csv", good, wrong);
    project.at(DAY_TWO).run();
    assert_eq!(
        project.score("workshops_growth", "C1", "2023")["current_value"],
        "1201"
    );
    project.replace("datasets/workshops/invented.csv", wrong, good);
    project.at(DAY_THREE).run();
    assert_eq!(
        project.score("workshops_growth", "C1", "2023")["current_value"],
        "1210"
    );
}

#[test]
fn a_row_that_a_later_file_no_longer_has_is_withdrawn() {
    let mut project = Project::cashland();
    project.run();
    project.replace(
        "datasets/workshops/invented.csv",
        "Goldmark;2023;1.210\n",
        "",
    );
    project.at(DAY_TWO).run();
    assert_eq!(
        project.score("workshops_growth", "C1", "2023")["reason"],
        "value_missing"
    );
}

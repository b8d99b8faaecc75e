//! Releases, targets and corrections that count only once people said yes: candidates, embargoes,
//! withdrawals, and deaths in between.

use crate::support::{DAY_ONE, DAY_THREE, DAY_TWO, Project, assert_same_tree, field, fields};
use serde_json::Value;
use std::collections::BTreeMap;

/// The invented country with rules of approval.
fn asking(rules: &str) -> Project {
    let project = Project::cashland();
    ask(&project, rules);
    project
}

fn ask(project: &Project, rules: &str) {
    let text = project.read("chiso.toml");
    let text = text.split("\n[approval]").next().unwrap();
    project.write("chiso.toml", format!("{text}\n[approval]\n{rules}\n"));
}

/// Makes one verdict another one.
fn edit_data(project: &Project) {
    project.replace(
        "datasets/workshops/invented.csv",
        "Goldmark;2023;1.210",
        "Goldmark;2023;1.209",
    );
}

fn listed(project: &Project) -> Vec<Value> {
    project.rows(&["release", "list"])
}

/// The only release in a state.
#[track_caller]
fn only(project: &Project, state: &str) -> String {
    let rows = listed(project);
    let found: Vec<String> = rows
        .iter()
        .filter(|r| r["state"] == state)
        .map(|r| field(r, "release"))
        .collect();
    assert_eq!(found.len(), 1, "releases `{state}` in {rows:#?}");
    found[0].clone()
}

#[track_caller]
fn state(project: &Project, id: &str) -> String {
    let rows = listed(project);
    rows.iter()
        .find(|r| r["release"] == id)
        .map(|r| field(r, "state"))
        .unwrap()
}

fn approve(project: &Project, id: &str, by: &str) {
    project
        .chiso(&["release", "approve", id, "--by", by])
        .exits(0);
}

const VERDICT: [&str; 3] = ["workshops_growth", "C1", "2023"];

fn verdict(project: &Project) -> String {
    let [kpi, area, period] = VERDICT;
    field(&project.score(kpi, area, period), "verdict")
}

#[test]
fn without_rules_nothing_is_different() {
    let plain = Project::cashland();
    plain.run();
    assert!(
        !plain.path("lake/decisions").exists() && !plain.path("lake/landing/_approvals").exists()
    );
    let manifest: Value =
        serde_json::from_str(&plain.read("lake/published/manifest.json")).unwrap();
    assert_eq!(
        (manifest["state"].as_str(), manifest.get("approval")),
        (Some("approved"), None)
    );
    assert_eq!(state(&plain, &plain.release().unwrap()), "in_force");
    // Rules that ask for nothing are no rules, and the tables do not know of rules at all.
    let asked = asking("releases = 0");
    asked.run();
    let tables = |p: &Project| -> BTreeMap<String, String> {
        p.tree("lake/published/")
            .into_iter()
            .filter(|(name, _)| name != "manifest.json")
            .collect()
    };
    assert_same_tree(
        &tables(&plain),
        &tables(&asked),
        "rules that ask for nothing",
    );
    assert!(!asked.path("lake/decisions").exists());
}

#[test]
fn two_persons_approve_and_the_same_one_twice_is_refused() {
    let project = asking("releases = 2");
    let run = project
        .run()
        .says("made candidate release")
        .says("candidate (0/2)")
        .says("release in force: none");
    assert!(!run.stdout.contains("published release"), "{}", run.stdout);
    assert_eq!(project.release(), None);
    let id = only(&project, "candidate");
    project.run().says("nothing new since release");
    assert_eq!(
        listed(&project).len(),
        1,
        "a run that finds nothing new makes no second candidate"
    );
    project
        .chiso(&["scorecard"])
        .exits(2)
        .complains("no release is in force")
        .complains(&format!("--release {id}"));
    let read = project
        .chiso(&["scorecard", "--release", &id, "--format", "json"])
        .exits(0)
        .complains("not a release in force");
    assert!(!read.rows().is_empty());
    project
        .chiso(&["release", "approve", &id, "--by", "  "])
        .exits(2)
        .complains("is no person's name");
    project
        .chiso(&["release", "approve", &id, "--by", "Chiso"])
        .exits(2)
        .complains("is no person's name");
    project
        .chiso(&["release", "approve", "2023-nothing", "--by", "A"])
        .exits(2)
        .complains("no release `2023-nothing`");
    project
        .chiso(&["release", "approve", "../x", "--by", "A"])
        .exits(2)
        .complains("no release `../x`");
    project
        .chiso(&["release", "approve", &id])
        .exits(2)
        .complains("--by");
    project
        .chiso(&["release", "publish", &id])
        .exits(2)
        .complains("0 of 2 approvals");
    project
        .chiso(&[
            "release",
            "approve",
            &id,
            "--by",
            "Nguyễn Văn A",
            "--note",
            "đã đối chiếu",
        ])
        .exits(0)
        .says("candidate (1/2)")
        .says("other persons: 1");
    project
        .chiso(&["release", "approve", &id, "--by", "NGUYỄN  văn a"])
        .exits(2)
        .complains("another person must");
    assert_eq!(project.release(), None);
    project
        .chiso(&["release", "approve", &id, "--by", "Trần Thị B"])
        .exits(0)
        .says("in force");
    assert_eq!(project.release(), Some(id.clone()));
    project
        .chiso(&["release", "approve", &id, "--by", "Lê C"])
        .exits(2)
        .complains("it is in force");
    let row = &listed(&project)[0];
    assert_eq!(
        fields(
            row,
            ["state", "approvals", "needed", "decision", "decided_by"]
        ),
        ["in_force", "2", "2", "publish", "chiso"]
    );
    project
        .chiso(&["release", "list", "--lang", "vi"])
        .exits(0)
        .says("hiện hành")
        .says("Nguyễn Văn A")
        .says("Trần Thị B");
    project.run().says("nothing new; still in force");
    project.chiso(&["verify", "--all"]).exits(0);
}

#[test]
fn what_is_in_force_stays_until_the_next_is_approved() {
    let mut project = Project::cashland();
    project.run();
    let first = project.release().unwrap();
    ask(&project, "releases = 1");
    project.run().says("same content");
    assert_eq!(
        listed(&project).len(),
        1,
        "the same figures need not be approved again"
    );
    edit_data(&project);
    project
        .at(DAY_TWO)
        .run()
        .says("made candidate release")
        .says(&format!("release in force: {first}"));
    let second = only(&project, "candidate");
    assert_eq!(
        (project.release(), verdict(&project)),
        (Some(first.clone()), "met".to_owned())
    );
    project
        .chiso(&["status"])
        .exits(0)
        .says(&format!("{second}: candidate (0/1)"));
    let notes = project
        .chiso(&["release", "notes"])
        .exits(0)
        .says("**met → not met**")
        .says(&first)
        .says(&second);
    assert!(
        notes.stdout.contains("other data received"),
        "{}",
        notes.stdout
    );
    // Somebody refuses it. The same figures are not made a candidate again; others are.
    project
        .chiso(&["release", "reject", &second, "--by", "A", "--reason", " "])
        .exits(2)
        .complains("the reason is empty");
    project
        .chiso(&[
            "release", "withdraw", &second, "--by", "A", "--reason", "wrong",
        ])
        .exits(2)
        .complains("was never in force");
    project
        .chiso(&[
            "release",
            "reject",
            &second,
            "--by",
            "A",
            "--reason",
            "wrong sheet",
        ])
        .exits(0);
    project
        .run()
        .says("nothing new since release")
        .says("rejected (A: wrong sheet)");
    project
        .chiso(&["release", "approve", &second, "--by", "B"])
        .exits(2)
        .complains("rejected by A: wrong sheet")
        .complains("release propose");
    project
        .chiso(&[
            "release",
            "propose",
            &second,
            "--by",
            "A",
            "--reason",
            "it was right",
        ])
        .exits(0)
        .says("candidate (0/1)");
    approve(&project, &second, "B");
    assert_eq!(
        (project.release(), verdict(&project)),
        (Some(second.clone()), "not_met".to_owned())
    );
    assert_eq!(state(&project, &first), "superseded");
    project
        .chiso(&[
            "release", "reject", &second, "--by", "A", "--reason", "late",
        ])
        .exits(2)
        .complains("release withdraw");
}

#[test]
fn a_rule_cannot_be_lowered_for_figures_that_wait() {
    let project = asking("releases = 2");
    project.run();
    let id = only(&project, "candidate");
    ask(&project, "releases = 0");
    project.run().says("same figures as release");
    assert_eq!(
        (only(&project, "candidate"), project.release()),
        (id.clone(), None),
        "the candidate stands under the rule it was made with"
    );
    ask(&project, "releases = 1");
    project.run();
    assert_eq!(only(&project, "candidate"), id);
    // A stricter or another rule makes another candidate and closes the first.
    ask(&project, "releases = 2\nembargo = \"2h\"");
    project.run().says("made candidate release");
    let other = only(&project, "candidate");
    assert_ne!(other, id);
    assert_eq!(state(&project, &id), "rejected");
    project.run().says("nothing new since release");
    assert_eq!(only(&project, "candidate"), other);
    // What was made before does not get round a rule that was raised.
    let project = asking("releases = 1");
    project.run();
    let id = only(&project, "candidate");
    ask(&project, "releases = 2");
    project
        .chiso(&["release", "approve", &id, "--by", "A"])
        .exits(2)
        .complains("asked for less than it does today");
    project.run();
    project
        .chiso(&[
            "release",
            "propose",
            &id,
            "--by",
            "A",
            "--reason",
            "in a hurry",
        ])
        .exits(2)
        .complains("asked for less than it does today");
    assert_ne!(only(&project, "candidate"), id);
}

#[test]
fn figures_that_were_withdrawn_may_be_approved_when_a_rule_comes_in() {
    let project = Project::cashland();
    project.run();
    let id = project.release().unwrap();
    project
        .chiso(&[
            "release",
            "withdraw",
            &id,
            "--by",
            "A",
            "--reason",
            "not checked",
        ])
        .exits(0);
    project.run();
    assert_eq!(project.release(), None);
    ask(&project, "releases = 1");
    project.run().says("made candidate release");
    let again = only(&project, "candidate");
    project.run().says("nothing new since release");
    approve(&project, &again, "B");
    assert_eq!(
        (project.release(), state(&project, &id)),
        (Some(again), "withdrawn".to_owned())
    );
}

#[test]
fn an_embargo_holds_back_what_is_approved_and_ends_once() {
    // 6:30 of the second day, UTC, is 7:30 in Berlin.
    let mut project = asking("releases = 1\nembargo = \"2026-12-05T07:30\"");
    project.run();
    let id = only(&project, "candidate");
    project
        .chiso(&["release", "approve", &id, "--by", "A"])
        .exits(0)
        .says("embargoed until 2026-12-05 07:30 CET")
        .says("release in force: none");
    project.run().says("nothing new since release");
    project
        .chiso(&["release", "publish"])
        .exits(0)
        .says("nothing is due");
    project
        .chiso(&["release", "publish", &id])
        .exits(2)
        .complains("under embargo until 2026-12-05T06:30:00Z");
    assert_eq!(project.release(), None);
    let by_publish = project.copied();
    let by_serve = project.copied();
    project
        .at(DAY_TWO)
        .run()
        .says("in force from now on")
        .says("nothing new; still in force");
    assert_eq!(project.release(), Some(id.clone()));
    for (mut other, args) in [
        (by_publish, &["release", "publish"][..]),
        (by_serve, &["serve", "--once"][..]),
    ] {
        other.at(DAY_TWO).chiso(args).exits(0);
        assert_eq!(other.release(), Some(id.clone()), "{args:?}");
        assert_same_tree(
            &project.tree("lake/decisions"),
            &other.tree("lake/decisions"),
            "whoever ends the embargo",
        );
    }
    let decided = project.tree("lake/decisions");
    project.at(DAY_THREE).run();
    project
        .chiso(&["release", "publish"])
        .exits(0)
        .says("nothing is due");
    assert_same_tree(
        &decided,
        &project.tree("lake/decisions"),
        "an embargo ends once",
    );
    // A length counts from the approval that was missing.
    let mut project = asking("releases = 2\nembargo = \"36h\"");
    project.run();
    let id = only(&project, "candidate");
    approve(&project, &id, "A");
    project.at("2026-11-23T08:00:00Z");
    project
        .chiso(&["release", "approve", &id, "--by", "B"])
        .exits(0)
        .says("embargoed until 2026-11-24 21:00 CET");
    project.at("2026-11-24T19:59:59Z").run();
    assert_eq!(project.release(), None);
    project.at("2026-11-24T20:00:00Z").run();
    assert_eq!(project.release(), Some(id));
}

#[test]
fn a_withdrawn_release_bears_a_tombstone_and_its_figures_do_not_come_back() {
    let mut project = Project::cashland();
    project.run();
    let first = project.release().unwrap();
    edit_data(&project);
    project.at(DAY_TWO).run();
    let second = project.release().unwrap();
    let files = project.tree(&format!("lake/releases/{second}"));
    project
        .chiso(&["release", "withdraw", &second, "--by", "Nguyễn Văn A"])
        .exits(2)
        .complains("--reason");
    project
        .chiso(&[
            "release",
            "withdraw",
            &second,
            "--by",
            "Nguyễn Văn A",
            "--reason",
            "nhầm đơn vị",
        ])
        .exits(0)
        .says(&first);
    assert_eq!(
        (project.release(), verdict(&project)),
        (Some(first.clone()), "met".to_owned())
    );
    let stone: Value =
        serde_json::from_str(&project.read(&format!("lake/releases/{second}/WITHDRAWN.json")))
            .unwrap();
    assert_eq!(
        fields(&stone, ["release", "state", "by", "reason"]),
        [second.as_str(), "withdrawn", "Nguyễn Văn A", "nhầm đơn vị"]
    );
    let said = project.read(&format!("lake/releases/{second}/WITHDRAWN.txt"));
    assert!(
        said.contains("ĐÃ BỊ THU HỒI")
            && said.contains("HAS BEEN WITHDRAWN")
            && said.contains("nhầm đơn vị"),
        "{said}"
    );
    let mut now = project.tree(&format!("lake/releases/{second}"));
    now.retain(|name, _| !name.starts_with("WITHDRAWN"));
    assert_same_tree(&files, &now, "the files of a withdrawn release stay");
    project
        .chiso(&["scorecard", "--release", &second])
        .exits(0)
        .complains("withdrawn (Nguyễn Văn A: nhầm đơn vị)");
    project.chiso(&["verify", "--all"]).exits(0);
    // The same figures come out of the next run, and are not put in force.
    project
        .run()
        .says("nothing new since release")
        .says("withdrawn (Nguyễn Văn A: nhầm đơn vị)")
        .says(&format!("release in force: {first}"));
    project.write(
        "pipelines/yearly.toml",
        format!(
            "{}\n# another configuration, the same figures\n",
            project.read("pipelines/yearly.toml")
        ),
    );
    project
        .run()
        .says("same figures as release")
        .says("withdrawn");
    project.run().says("nothing new since release");
    assert_eq!(
        (project.release(), listed(&project).len()),
        (Some(first.clone()), 2)
    );
    // Proposed again with a reason, they are in force again and the tombstone is gone.
    let again = project.copied();
    again
        .chiso(&[
            "release",
            "propose",
            &second,
            "--by",
            "B",
            "--reason",
            "the unit was right",
        ])
        .exits(0)
        .says("in force");
    assert_eq!(again.release(), Some(second.clone()));
    assert!(
        !again
            .path(&format!("lake/releases/{second}/WITHDRAWN.txt"))
            .exists()
    );
    // Other figures are published as ever.
    project.replace(
        "datasets/workshops/invented.csv",
        "Goldmark;2023;1.209",
        "Goldmark;2023;1.211",
    );
    project.at(DAY_THREE).run().says("published release");
    let third = project.release().unwrap();
    assert!(third != first && third != second);
    project
        .chiso(&["release", "withdraw", &third, "--by", "A", "--reason", "x"])
        .exits(0)
        .says(&first);
    project
        .chiso(&["release", "withdraw", &first, "--by", "A", "--reason", "x"])
        .exits(0)
        .says("release in force: none");
    assert_eq!(project.release(), None);
    project
        .run()
        .says("withdrawn")
        .says("release in force: none");
    project
        .chiso(&["scorecard"])
        .exits(2)
        .complains("no release is in force");
    project.chiso(&["verify", "--all"]).exits(0);
}

#[test]
fn a_refused_release_with_a_damaged_manifest_is_restored_before_its_figures_can_come_back() {
    let mut project = Project::cashland();
    project.run();
    let first = project.release().unwrap();
    edit_data(&project);
    project.at(DAY_TWO).run();
    let second = project.release().unwrap();
    project
        .chiso(&[
            "release", "withdraw", &second, "--by", "A", "--reason", "wrong",
        ])
        .exits(0);
    let manifest = format!("lake/releases/{second}/manifest.json");
    let sound = project.read(&manifest);
    project.write(&manifest, "{");
    project.write(
        "pipelines/yearly.toml",
        format!(
            "{}\n# another configuration, the same figures\n",
            project.read("pipelines/yearly.toml")
        ),
    );
    project.chiso(&["run"]).exits(6).complains(&manifest);
    assert_eq!(project.release(), Some(first.clone()));
    project.write(&manifest, sound);
    project
        .run()
        .says("same figures as release")
        .says("withdrawn");
    assert_eq!(project.release(), Some(first));
}

#[test]
fn a_withdrawn_release_is_not_read_on_when_the_one_before_it_is_damaged() {
    let mut project = Project::cashland();
    project.run();
    let first = project.release().unwrap();
    edit_data(&project);
    project.at(DAY_TWO).run();
    let second = project.release().unwrap();
    let manifest = format!("lake/releases/{first}/manifest.json");
    let sound = project.read(&manifest);
    project.write(&manifest, "{");
    project
        .chiso(&[
            "release", "withdraw", &second, "--by", "A", "--reason", "wrong",
        ])
        .exits(0)
        .says("release in force: none");
    assert_eq!(project.release(), None);
    // Restored, it is what the withdrawal goes back to.
    project.write(&manifest, sound);
    project.at(DAY_THREE).run();
    assert_eq!(project.release(), Some(first));
}

#[test]
fn a_withdrawn_release_that_is_proposed_again_needs_its_approvals_again() {
    let mut project = asking("releases = 1");
    project.run();
    let first = only(&project, "candidate");
    approve(&project, &first, "A");
    edit_data(&project);
    project.at(DAY_TWO).run();
    let second = only(&project, "candidate");
    approve(&project, &second, "A");
    project
        .chiso(&["release", "withdraw", &second, "--by", "A", "--reason", "x"])
        .exits(0);
    assert_eq!(project.release(), Some(first.clone()));
    project
        .chiso(&["release", "propose", &second, "--by", "A", "--reason", "y"])
        .exits(0)
        .says("candidate (0/1)")
        .says(&first);
    assert_eq!(
        project.release(),
        Some(first.clone()),
        "what was approved before the withdrawal counts no more"
    );
    project.run().says("nothing new since release");
    project
        .chiso(&["release", "publish"])
        .exits(0)
        .says("nothing is due");
    assert_eq!(project.release(), Some(first.clone()));
    approve(&project, &second, "B");
    assert_eq!(
        (project.release(), state(&project, &first)),
        (Some(second), "superseded".to_owned())
    );
    project.chiso(&["verify", "--all"]).exits(0);
}

#[test]
fn a_withdrawal_goes_back_to_the_release_that_was_in_force_last() {
    // Three releases known at the same day, so that their ids say nothing about their order.
    let mut project = Project::cashland();
    project.run();
    let mut made = vec![project.release().unwrap()];
    for value in ["0.05", "0.06", "0.07"] {
        let text = project.read("datasets/targets/targets.csv");
        let (head, rest) = text.split_once("C2,2023,2023,ge,").unwrap();
        project.write(
            "datasets/targets/targets.csv",
            format!(
                "{head}C2,2023,2023,ge,{value}{}",
                &rest[rest.find(',').unwrap()..]
            ),
        );
        project.at(DAY_TWO).run();
        made.push(project.release().unwrap());
    }
    made.dedup();
    assert_eq!(made.len(), 3, "{made:?}");
    for (gone, back) in [(2, 1), (1, 0)] {
        project
            .chiso(&[
                "release",
                "withdraw",
                &made[gone],
                "--by",
                "A",
                "--reason",
                "x",
            ])
            .exits(0);
        assert_eq!(project.release().as_ref(), Some(&made[back]));
    }
}

const TARGETS: &str = "datasets/targets/targets.csv";

#[test]
fn a_target_binds_once_it_is_approved_and_an_edited_one_waits_again() {
    let project = asking("targets = 2");
    let warning = "warning[approval_missing]: datasets/targets/targets.csv:2: target \
        `c1-workshops` does not bind";
    project
        .run()
        .complains(warning)
        .complains("chiso targets approve c1-workshops --by NAME");
    project.run().says("nothing new").complains(warning);
    assert_eq!(verdict(&project), "no_target");
    assert!(project.published("targets").is_empty());
    let first = project.release().unwrap();
    project
        .chiso(&["targets"])
        .exits(0)
        .says("waits for approval");
    project.chiso(&["targets", "check"]).exits(0);
    project
        .chiso(&["targets", "approve", "c1-workshop", "--by", "A"])
        .exits(2)
        .complains("did you mean `c1-workshops`?");
    project
        .chiso(&["targets", "approve", "c1-workshops", "--by", "A"])
        .exits(0)
        .says("1/2 (A)")
        .says("another person");
    project
        .chiso(&["targets", "approve", "c1-workshops", "--by", "a"])
        .exits(2)
        .complains("another person must");
    project.run().says("nothing new");
    project
        .chiso(&["targets", "approve", "c1-workshops", "--by", "B"])
        .exits(0)
        .says("2/2 (A, B)");
    project
        .chiso(&["targets", "approve", "c1-workshops", "--by", "C"])
        .exits(2)
        .complains("is approved already, by A, B");
    project.run().says("published release");
    assert_eq!(verdict(&project), "met");
    let rows = project.rows(&["targets"]);
    assert_eq!(field(&rows[0], "binding"), "binds");
    let second = project.release().unwrap();
    // An edit waits again, and the release of before is made again with what was approved then.
    project.replace(
        TARGETS,
        "c1-workshops,workshops_growth,C1,2023,2023,ge,0.10",
        "c1-workshops,workshops_growth,C1,2023,2023,ge,0.11",
    );
    project.run().complains(warning);
    assert_eq!(verdict(&project), "no_target");
    for by in ["A", "B"] {
        project
            .chiso(&["targets", "approve", "c1-workshops", "--by", by])
            .exits(0);
    }
    project.run();
    assert_eq!(verdict(&project), "not_met");
    project
        .chiso(&["verify", "--all"])
        .exits(0)
        .says(&first)
        .says(&second);
    project
        .chiso(&[
            "explain",
            VERDICT[0],
            "--area",
            VERDICT[1],
            "--period",
            VERDICT[2],
            "--release",
            &first,
            "--lang",
            "en",
        ])
        .exits(0)
        .says("no target");
    project
        .chiso(&["release", "notes", &second])
        .exits(0)
        .says("another target")
        .says("`target_value` +10.00 % → +11.00 %");
    let none = Project::cashland();
    none.run();
    none.chiso(&["targets", "approve", "c1-workshops", "--by", "A"])
        .exits(2)
        .complains("no target has to be approved here");
}

const CORRECTIONS: &str = r#"[[correction]]
id = "goldmark-2023"
match = { area_code = "C1", period = "2023" }
action = "override"
expect = "1210"
value = "1000"
reason = { en = "invented: two digits were exchanged" }
decided_on = "2026-11-20"
"#;

#[test]
fn a_correction_is_applied_once_it_is_approved() {
    let project = asking("corrections = 1");
    project.write("datasets/workshops/corrections.toml", CORRECTIONS);
    project.run().complains(
        "correction `goldmark-2023` is not applied: it waits for the approval of one person",
    );
    assert_eq!(verdict(&project), "met");
    let first = project.release().unwrap();
    let row = |p: &Project| {
        fields(
            &p.rows(&["corrections"])[0],
            ["correction_id", "standing", "approved_by"],
        )
    };
    assert_eq!(row(&project), ["goldmark-2023", "waiting", ""]);
    project
        .chiso(&["corrections", "approve", "goldmark-2023", "--by", "Trần B"])
        .exits(0)
        .says("it counts from the next run on");
    project.run().says("published release");
    assert_eq!(
        (verdict(&project), row(&project)),
        (
            "not_met".to_owned(),
            ["goldmark-2023".into(), "counts".into(), "Trần B".into()]
        )
    );
    project
        .chiso(&["release", "notes", &first])
        .exits(0)
        .says("another correction of the figures")
        .says("approvals of targets and corrections");
    // To tell the publisher is no new decision; another figure is.
    project.replace(
        "datasets/workshops/corrections.toml",
        "decided_on",
        "status = \"reported\"\ndecided_on",
    );
    assert_eq!(row(&project)[1], "counts");
    project.replace(
        "datasets/workshops/corrections.toml",
        "value = \"1000\"",
        "value = \"1001\"",
    );
    assert_eq!(row(&project)[1], "waiting");
    project.run();
    assert_eq!(verdict(&project), "met");
    project.chiso(&["verify", "--all"]).exits(0);
    // One was made while the correction waited, one with it, one after its figure was edited.
    let made_again = project
        .chiso(&["release", "rebuild", "--all"])
        .exits(0)
        .stdout;
    assert!(!made_again.contains("differs"), "{made_again}");
}

#[test]
fn tampering_is_found() {
    let project = asking("releases = 2\ntargets = 1");
    project
        .chiso(&["targets", "approve", "c1-workshops", "--by", "A"])
        .exits(0);
    project.run();
    let id = only(&project, "candidate");
    approve(&project, &id, "A");
    approve(&project, &id, "B");
    project.chiso(&["verify"]).exits(0);
    let spoiled = |spoil: &dyn Fn(&Project), rule: &str| {
        let project = project.copied();
        spoil(&project);
        let found = project.chiso(&["verify", "--release", &id]).exits(6);
        assert!(
            found.stdout.contains(&format!("error[{rule}]")),
            "{rule}:\n{}",
            found.stdout
        );
        project
    };
    let names: Vec<String> = project.tree("lake/decisions").into_keys().collect();
    assert_eq!(
        names.len(),
        5,
        "target, proposal, two approvals, in force: {names:?}"
    );
    let edited = spoiled(
        &|p| {
            p.replace(
                "lake/decisions/000003.json",
                "\"by\": \"A\"",
                "\"by\": \"C\"",
            );
        },
        "decision_damaged",
    );
    edited.chiso(&["run"]).exits(2).complains("is damaged");
    spoiled(
        &|p| p.remove("lake/decisions/000002.json"),
        "decision_damaged",
    );
    let cut = |p: &Project| {
        names[3..]
            .iter()
            .for_each(|name| p.remove(&format!("lake/decisions/{name}")));
    };
    spoiled(&cut, "not_approved");
    spoiled(&|p| p.remove("lake/decisions"), "not_approved");
    spoiled(&|p| p.remove("lake/decisions"), "approval_lost");
    let manifest = format!("lake/releases/{id}/manifest.json");
    spoiled(
        &|p| p.replace(&manifest, "\"releases\": 2", "\"releases\": 1"),
        "decision_differs",
    );
    spoiled(
        &|p| p.write(&format!("lake/releases/{id}/WITHDRAWN.txt"), "gone"),
        "tombstone_differs",
    );
    // Nobody approves bytes that are not those of the manifest.
    let waiting = asking("releases = 1");
    waiting.run();
    let id = only(&waiting, "candidate");
    waiting.write(
        &format!("lake/releases/{id}/scorecard.parquet"),
        "other bytes",
    );
    waiting
        .chiso(&["release", "approve", &id, "--by", "A"])
        .exits(6)
        .complains("nothing was approved");
    assert_eq!(state(&waiting, &id), "candidate");
}

#[test]
fn notes_are_the_same_text_every_time_and_compare_any_two_releases() {
    let mut project = Project::cashland();
    project.run();
    let first = project.release().unwrap();
    project
        .chiso(&["release", "notes"])
        .exits(2)
        .complains("is the first");
    edit_data(&project);
    project.at(DAY_TWO).run();
    let second = project.release().unwrap();
    let text = project.chiso(&["release", "notes"]).exits(0).stdout;
    for part in [
        format!("# Release notes: {second}"),
        format!("compared with release {first}"),
        "| met | ".to_owned(),
        "* data received: workshops `datasets/workshops/invented.csv`".to_owned(),
        "* data replaced or withdrawn: workshops".to_owned(),
        "### 1. ".to_owned(),
        "* verdict: **met → not met**".to_owned(),
        "* value: +10.00 % → +9.91 %".to_owned(),
        "* target: ≥ +10.00 % (`c1-workshops`)".to_owned(),
        "* why: other data received".to_owned(),
        "* deliveries: `".to_owned(),
    ] {
        assert!(text.contains(&part), "`{part}` in\n{text}");
    }
    project
        .at(DAY_THREE)
        .chiso(&["release", "notes", &first, &second, "--output", "notes.md"])
        .exits(0);
    assert_eq!(
        project.read("notes.md").trim_end(),
        text.trim_end(),
        "the same two releases, another day"
    );
    project
        .chiso(&["release", "notes", "--lang", "vi"])
        .exits(0)
        .says("Thông báo đính chính")
        .says("**đạt → không đạt**")
        .says("+9,91 %");
    project
        .chiso(&["release", "notes", &second, &first])
        .exits(0)
        .says("**not met → met**");
    project
        .chiso(&["release", "notes", &first, &first])
        .exits(0)
        .says("No published verdict has changed.");
    project
        .chiso(&["release", "notes", "nothing"])
        .exits(2)
        .complains("no release `nothing`");
    project
        .chiso(&["release", "notes", "--output", "no/such/folder.md"])
        .exits(2)
        .complains("cannot be written");
}

#[test]
fn notes_compare_with_what_readers_had_and_not_with_what_was_refused() {
    let mut project = asking("releases = 1");
    project.run();
    let first = only(&project, "candidate");
    let alone = project.chiso(&["release", "notes"]).exits(2);
    alone.complains("is the first");
    approve(&project, &first, "A");
    // Figures that nobody lets through, then others that come into force.
    edit_data(&project);
    project.at(DAY_TWO).run();
    let refused = only(&project, "candidate");
    project
        .chiso(&["release", "reject", &refused, "--by", "A", "--reason", "no"])
        .exits(0);
    project.replace(
        "datasets/workshops/invented.csv",
        "Goldmark;2023;1.209",
        "Goldmark;2023;1.208",
    );
    project.at(DAY_THREE).run();
    let third = only(&project, "candidate");
    approve(&project, &third, "A");
    project
        .chiso(&["release", "notes"])
        .exits(0)
        .says(&format!("compared with release {first}"))
        .says("**met → not met**");
    // Taken back: readers have the first again, in place of the third.
    let why = ["release", "withdraw", &third, "--by", "A", "--reason", "no"];
    project.chiso(&why).exits(0);
    project
        .chiso(&["release", "notes"])
        .exits(0)
        .says(&format!("compared with release {third}"))
        .says("**not met → met**");
}

#[test]
fn a_plan_says_that_a_release_would_wait_and_what_remains_is_made_again() {
    let mut project = asking("releases = 1");
    project
        .chiso(&["run", "--plan"])
        .exits(0)
        .says("would make a release that waits for approval");
    project.run();
    let id = only(&project, "candidate");
    approve(&project, &id, "A");
    edit_data(&project);
    let before = project.tree("");
    let rows = project.at(DAY_TWO).rows(&["run", "--plan"]);
    assert_eq!(
        fields(
            rows.iter().find(|r| r["what"] == "release").unwrap(),
            ["detail"]
        ),
        ["candidate"]
    );
    assert_same_tree(&before, &project.tree(""), "a plan");
    // Releases, link, tables and ledger are made again and stand where the journal says.
    project.replace(
        "datasets/workshops/invented.csv",
        "Goldmark;2023;1.209",
        "Goldmark;2023;1.210",
    );
    let release = project.tree("lake/releases");
    for part in [
        "lake/releases",
        "lake/published",
        "lake/tables",
        "lake/ledger.db",
    ] {
        project.remove(part);
    }
    project.chiso(&["run", "--offline"]).exits(0);
    assert_eq!(project.release(), Some(id));
    assert_same_tree(&release, &project.tree("lake/releases"), "made again");
    assert_eq!(
        project.tree("lake/decisions").len(),
        3,
        "it needs no other approval"
    );
}

/// Everything that must not depend on how often a command died.
fn lasting(project: &Project) -> BTreeMap<String, String> {
    let all = project.tree("lake").into_iter();
    all.filter(|(name, _)| {
        !(name.starts_with("ledger.db") || name == ".lock" || name.starts_with("ops/"))
    })
    .collect()
}

/// Has a command die at every step of writing in turn. A run afterwards must end as if it had never
/// begun, or as if it had never died.
fn walk(start: &Project, args: &[&str]) -> u32 {
    let mut done = start.copied();
    done.at(DAY_TWO).chiso(args).exits(0);
    done.run();
    let mut not_begun = start.copied();
    not_begun.at(DAY_TWO).run();
    let allowed = [lasting(&done), lasting(&not_begun)];
    for step in 1..400 {
        let mut project = start.copied();
        project.at(DAY_TWO);
        let ended = project.chiso_dying_at(step, args);
        if ended.code == Some(0) {
            return step - 1;
        }
        assert_eq!(ended.code, None, "step {step}: {}", ended.stderr);
        if let Some(id) = project.release() {
            assert!(
                project
                    .path(&format!("lake/releases/{id}/manifest.json"))
                    .exists(),
                "step {step}"
            );
        }
        project.run();
        let found = lasting(&project);
        if !allowed.contains(&found) {
            assert_same_tree(
                &allowed[0],
                &found,
                &format!("`chiso {}` died at step {step}", args.join(" ")),
            );
        }
    }
    panic!("the command never ends by itself");
}

#[test]
fn decisions_may_die_at_any_step() {
    let mut project = asking("releases = 1\nembargo = \"2026-12-01T08:00\"");
    project.run();
    let id = only(&project, "candidate");
    assert!(walk(&project, &["release", "approve", &id, "--by", "A"]) >= 10);
    approve(&project, &id, "A");
    assert_eq!(
        project.release(),
        None,
        "the embargo holds on the first day"
    );
    assert!(walk(&project, &["release", "publish"]) >= 8);
    project.at(DAY_TWO).run();
    assert_eq!(project.release(), Some(id.clone()));
    assert!(
        walk(
            &project,
            &["release", "withdraw", &id, "--by", "A", "--reason", "x"]
        ) >= 15
    );
    project
        .chiso(&["release", "withdraw", &id, "--by", "A", "--reason", "x"])
        .exits(0);
    // A decision and two files of the tombstone that go; the link stays where it is until somebody
    // approves.
    assert!(
        walk(
            &project,
            &["release", "propose", &id, "--by", "A", "--reason", "y"]
        ) >= 9
    );
}

#[test]
fn a_run_that_makes_a_candidate_may_die_at_any_step() {
    let mut start = asking("releases = 1\ntargets = 1");
    start.run();
    let id = only(&start, "candidate");
    approve(&start, &id, "A");
    start
        .chiso(&["targets", "approve", "c1-workshops", "--by", "A"])
        .exits(0);
    start.at(DAY_ONE);
    let deaths = walk(&start, &["run"]);
    assert!(deaths >= 30, "only {deaths} steps were walked");
}

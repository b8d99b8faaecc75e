//! A past release is made again from landed bytes alone, byte for byte, whatever has changed since;
//! and what is lost is said plainly.

use crate::support::{Outcome, Project, assert_same_tree, field, sha256};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const FILE: &str = "datasets/workshops/invented.csv";
const CORRECTION: &str = r#"[[correction]]
id = "invented-c5"
match = { area_code = "C5", period = "2023" }
action = "override"
value = "1254"
expect = "1155"
reason = { en = "invented: counted twice" }
evidence = "invented"
reported_to = ""
status = "open"
decided_on = "2026-12-04"
"#;

/// Publishes, and gives the release, which must be a new one.
fn publish(project: &mut Project, clock: &'static str, known: &mut Vec<String>) {
    project.at(clock);
    let outcome = project.chiso(&["run"]);
    assert!(matches!(outcome.code, Some(0 | 3)), "{outcome:?}");
    let release = project.release().unwrap();
    assert!(
        !known.contains(&release),
        "{clock} made no release of its own"
    );
    known.push(release);
}

/// The invented country with one release for each thing that can change: what was quarantined is
/// repaired, a delivery, a target, a contract and a correction change, a file and a row are
/// withdrawn.
fn changed_again_and_again() -> (Project, Vec<String>) {
    let (mut project, mut known) = (Project::cashland(), Vec::new());
    let p = &mut project;
    p.replace(
        "datasets/workshops.toml",
        "quarantine_limit = \"0 %\"",
        "quarantine_limit = \"20 %\"",
    );
    p.replace(FILE, "Goldmark;2023;1.210", "Goldmark;2023;1.21O");
    p.write(
        "datasets/harbour_dues/more.csv",
        "Code;Year;Side;Stage;Thousand cash\nC1;2021;collected;;1.900,0\n",
    );
    publish(p, "2026-12-01T08:00:00Z", &mut known);

    let id = field(&p.rows(&["quarantine", "list"])[0], "id");
    p.chiso(&[
        "quarantine",
        "repair",
        &id,
        "--value",
        "1.210",
        "--reason",
        "by letter",
        "--by",
        "N. T. Lan",
    ])
    .exits(0);
    publish(p, "2026-12-02T08:00:00Z", &mut known);

    p.replace(FILE, "Goldmark;2023;1.21O", "Goldmark;2023;1.209");
    publish(p, "2026-12-03T08:00:00Z", &mut known);

    p.write("datasets/workshops/corrections.toml", CORRECTION);
    publish(p, "2026-12-04T08:00:00Z", &mut known);

    p.replace(
        "datasets/targets/targets.csv",
        "C1,2023,2023,ge,0.10",
        "C1,2023,2023,ge,0.03",
    );
    publish(p, "2026-12-05T08:00:00Z", &mut known);

    // Another contract: other columns in the table, another unit in the figures.
    p.replace(
        "datasets/workshops.toml",
        "{ name = \"workshops\", type = \"integer\", unit = \"workshops\"",
        "{ name = \"opened\", type = \"integer\", unit = \"shops\"",
    );
    p.replace(
        "datasets/workshops.toml",
        "workshops = { column = \"Opened\" }",
        "opened = { column = \"Opened\" }",
    );
    p.replace("pipelines/yearly.toml", "sum(workshops)", "sum(opened)");
    p.replace(
        "pipelines/yearly.toml",
        "columns = [\"area_code\", \"period\", \"workshops\", \"status\"]",
        "columns = [\"area_code\", \"period\", \"opened\", \"status\"]",
    );
    publish(p, "2026-12-06T08:00:00Z", &mut known);

    p.remove("datasets/harbour_dues/more.csv");
    p.replace(FILE, "Goldmark;2022;1.100\n", "");
    publish(p, "2026-12-07T08:00:00Z", &mut known);
    (project, known)
}

/// Removes everything of the lake but landing and the manifests.
fn forget(project: &Project) {
    for part in ["tables", "ledger.db", "published"] {
        project.remove(&format!("lake/{part}"));
    }
    for name in project
        .tree("lake/releases")
        .into_keys()
        .filter(|n| !n.ends_with("manifest.json") && !n.ends_with('/'))
    {
        project.remove(&format!("lake/releases/{name}"));
    }
}

fn files_of(rows: &[Value], release: &str) -> BTreeSet<String> {
    rows.iter()
        .filter(|r| field(r, "release") == release)
        .map(|r| field(r, "file"))
        .collect()
}

#[test]
fn every_release_comes_back_byte_by_byte_from_landing_and_manifests() {
    let (project, known) = changed_again_and_again();
    let before = project.tree("lake/releases");
    forget(&project);
    let rows = project.rows(&["release", "rebuild", "--all"]);
    assert_same_tree(
        &before,
        &project.tree("lake/releases"),
        "made again from landing",
    );
    for release in &known {
        let listed: BTreeSet<String> = before
            .keys()
            .filter_map(|n| n.strip_prefix(&format!("{release}/")))
            .filter(|n| !n.is_empty() && *n != "manifest.json")
            .map(str::to_owned)
            .collect();
        assert!(
            listed.len() > 8 && files_of(&rows, release) == listed,
            "{release}: {listed:?}"
        );
    }
    for row in &rows {
        assert_eq!(
            [field(row, "result"), field(row, "place")],
            ["same", "restored"],
            "{row}"
        );
        assert_eq!(
            field(row, "published_sha256"),
            before[&format!("{}/{}", field(row, "release"), field(row, "file"))]
        );
        assert_eq!(field(row, "published_sha256"), field(row, "made_sha256"));
    }
    // What stands is left as it is, and nothing but the files of releases came back.
    let again = project.rows(&["release", "rebuild", &known[0]]);
    assert!(again.iter().all(|r| field(r, "place") == "stands"));
    assert!(!project.path("lake/tables").exists() && !project.path("lake/ledger.db").exists());
}

#[test]
fn verify_loses_no_release_when_the_tables_are_gone_or_were_made_anew() {
    let (mut project, known) = changed_again_and_again();
    let told = |project: &Project| {
        project
            .chiso(&["verify", "--all"])
            .exits(0)
            .says("everything is as it was")
    };
    assert!(!told(&project).stdout.contains("tables_remade"));
    project.remove("lake/tables");
    told(&project).says("tables_remade");
    // An offline run makes tables of today's contract only; earlier releases named other versions.
    project.at("2026-12-08T08:00:00Z");
    assert!(matches!(
        project.chiso(&["run", "--offline"]).code,
        Some(0 | 3)
    ));
    assert!(project.path("lake/tables/workshops").exists());
    told(&project).says("tables_remade");
    // The release in force is read from the tables that the run made; the past of them all is asked
    // in SQL too.
    let count = |release: &str, column: &str| {
        let sql = format!("select sum({column}) as s from workshops where period = '2023'");
        project
            .chiso(&["query", &sql, "--release", release, "--format", "csv"])
            .exits(0)
            .stdout
            .lines()
            .nth(1)
            .unwrap()
            .to_owned()
    };
    let sums = [(1, "workshops"), (2, "workshops"), (6, "opened")]
        .map(|(i, column)| count(&known[i], column));
    assert_eq!(sums, ["3020", "3019", "3019"]);
    let told_of = project
        .rows(&[
            "explain",
            "workshops_growth",
            "--area",
            "C1",
            "--period",
            "2023",
        ])
        .remove(0);
    assert_eq!(field(&told_of["release"], "read_from"), "newest");
    // A table that was made again is itself compared with landing.
    let name = project
        .tree("lake/tables/workshops/_delta_log")
        .into_keys()
        .next_back()
        .unwrap();
    project.remove(&format!("lake/tables/workshops/_delta_log/{name}"));
    let found = project.chiso(&["verify"]).exits(6);
    assert!(
        found.stdout.contains("table_damaged") && !found.stdout.contains("release_lost"),
        "{}",
        found.stdout
    );
    assert_eq!(known.len(), 7);
}

#[test]
fn the_past_is_explained_without_its_tables() {
    let (project, known) = changed_again_and_again();
    let asked = |release: &str| {
        let args = [
            "explain",
            "workshops_growth",
            "--area",
            "C1",
            "--period",
            "2023",
            "--release",
            release,
        ];
        project.chiso(&args).exits(0).stdout
    };
    let before: Vec<String> = known.iter().map(|r| asked(r)).collect();
    project.remove("lake/tables");
    for (release, before) in known.iter().zip(&before) {
        // The one thing that is new is said: where the rows were read.
        let after = asked(release);
        let remark = format!(
            "{:13}its tables are no longer in the lake: rebuilt from landing\n",
            ""
        );
        assert_eq!(after.matches(&remark).count(), 1, "{after}");
        assert_eq!(after.replace(&remark, ""), *before, "{release}");
    }
    assert!(
        before[5].contains("shops")
            && before[2].contains("1,209")
            && before[1].contains("the file says \"1.21O\"")
    );
}

#[test]
fn a_release_is_written_into_a_folder_of_its_own_and_the_lake_stays() {
    let (project, known) = changed_again_and_again();
    let before = project.tree("lake/releases");
    project
        .chiso(&["release", "rebuild", &known[1], "--output", "out"])
        .exits(0)
        .says("written")
        .says("every file is as it was published");
    let of = |tree: &BTreeMap<String, String>| -> BTreeMap<String, String> {
        tree.iter()
            .filter_map(|(n, h)| {
                Some((
                    n.strip_prefix(&format!("{}/", known[1]))?.to_owned(),
                    h.clone(),
                ))
            })
            .collect()
    };
    assert_same_tree(&of(&before), &of(&project.tree("out")), "written outside");
    assert_same_tree(&before, &project.tree("lake/releases"), "the lake");
    project
        .chiso(&["release", "rebuild", &known[1], "--output", "out"])
        .exits(2)
        .complains("is not empty");
}

/// A release of which one thing was changed, rebuilt.
fn rebuilt_after(change: impl Fn(&Project, &str)) -> Outcome {
    let mut project = Project::cashland();
    project.at("2026-12-01T08:00:00Z").run();
    let release = project.release().unwrap();
    change(&project, &release);
    project.chiso(&["release", "rebuild", &release])
}

/// The folder of the only delivery of the workshops.
fn delivery(project: &Project) -> String {
    let name = project
        .tree("lake/landing/workshops")
        .into_keys()
        .find(|n| n.ends_with('/'))
        .unwrap();
    format!("lake/landing/workshops/{}", name.trim_end_matches('/'))
}

#[test]
fn what_is_lost_or_was_tampered_with_is_named() {
    let byte = |p: &Project, _: &str| {
        p.replace(&format!("{}/invented.csv", delivery(p)), "1.210", "1.211");
    };
    rebuilt_after(byte)
        .exits(6)
        .complains("damaged")
        .complains("workshops");
    // With its receipt made to fit it is another delivery than the manifest names.
    let forged = |p: &Project, _: &str| {
        let (old, file) = (delivery(p), "invented.csv");
        let hash = |p: &Project, at: &str| sha256(p.read(&format!("{at}/{file}")).as_bytes());
        let was = hash(p, &old);
        p.replace(&format!("{old}/{file}"), "1.210", "1.211");
        let is = hash(p, &old);
        p.replace(&format!("{old}/receipt.json"), &was, &is);
        fs::rename(
            p.path(&old),
            p.path(&format!("lake/landing/workshops/{}", &is[..12])),
        )
        .unwrap();
    };
    rebuilt_after(forged)
        .exits(2)
        .complains("no longer in landing");
    let day = |p: &Project, _: &str| {
        p.replace(
            &format!("{}/receipt.json", delivery(p)),
            "2026-12-01T08",
            "2026-11-30T08",
        );
    };
    rebuilt_after(day)
        .exits(2)
        .complains("another time of fetching");
    let configuration = |p: &Project, _: &str| p.remove("lake/landing/_project");
    rebuilt_after(configuration)
        .exits(2)
        .complains("no longer in landing");
    let manifest =
        |p: &Project, release: &str| p.remove(&format!("lake/releases/{release}/manifest.json"));
    rebuilt_after(manifest)
        .exits(2)
        .complains("has lost its `manifest.json`")
        .complains("backup");
    // A published file that was changed is put right; a manifest that asks for other bytes is not
    // obeyed.
    let table = |p: &Project, release: &str| {
        p.write(
            &format!("lake/releases/{release}/scorecard.parquet"),
            "nonsense",
        );
    };
    rebuilt_after(table).exits(0).says("restored");
    let asked = |p: &Project, release: &str| {
        let (folder, text) = (format!("lake/releases/{release}"), "dictionary.csv");
        let was = sha256(p.read(&format!("{folder}/{text}")).as_bytes());
        p.replace(&format!("{folder}/manifest.json"), &was, &sha256(b"other"));
        p.remove(&format!("{folder}/{text}"));
    };
    rebuilt_after(asked)
        .exits(6)
        .says("differs")
        .says("lacking")
        .complains("has another hash than was published");
}

/// Writes other bytes with the same cells, as another program may, and has the manifest name them
/// and that program.
fn as_another_program_wrote_it(p: &Project, release: &str) {
    let folder = format!("lake/releases/{release}");
    let path = p.path(&format!("{folder}/scorecard.parquet"));
    let was = sha256(&fs::read(&path).unwrap());
    let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(&path).unwrap()).unwrap();
    let schema = reader.schema().clone();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, None).unwrap();
    for batch in reader.build().unwrap() {
        writer.write(&batch.unwrap()).unwrap();
    }
    let bytes = writer.into_inner().unwrap();
    p.replace(&format!("{folder}/manifest.json"), &was, &sha256(&bytes));
    fs::write(&path, bytes).unwrap();
    let text = p.read(&format!("{folder}/dictionary.csv"));
    let other = format!("{text}\n");
    p.replace(
        &format!("{folder}/manifest.json"),
        &sha256(text.as_bytes()),
        &sha256(other.as_bytes()),
    );
    p.write(&format!("{folder}/dictionary.csv"), other);
    let manifest: Value =
        serde_json::from_str(&p.read(&format!("{folder}/manifest.json"))).unwrap();
    p.replace(
        &format!("{folder}/manifest.json"),
        &format!("\"chiso\": {}", manifest["chiso"]),
        "\"chiso\": \"0.0.1+other\"",
    );
}

#[test]
fn what_another_program_wrote_is_compared_cell_by_cell() {
    let same = rebuilt_after(as_another_program_wrote_it)
        .exits(0)
        .says("same_cells")
        .complains("made by chiso 0.0.1+other");
    assert_eq!(
        same.stdout.matches("same_cells").count(),
        2,
        "{}",
        same.stdout
    );
    // Without the published file nobody can say what its cells were.
    let gone = |p: &Project, release: &str| {
        as_another_program_wrote_it(p, release);
        p.remove(&format!("lake/releases/{release}/scorecard.parquet"));
    };
    rebuilt_after(gone)
        .exits(6)
        .says("differs")
        .complains("not there to be compared cell by cell");
}

#[test]
fn odd_names_are_told_apart_from_lost_releases() {
    let mut project = Project::cashland();
    project
        .chiso(&["release", "rebuild"])
        .exits(2)
        .complains("there is no lake");
    project.at("2026-12-01T08:00:00Z").run();
    project
        .chiso(&["release", "rebuild", "2024-04-15-nowhere"])
        .exits(2)
        .complains("no release `2024-04-15-nowhere`");
    project
        .chiso(&["release", "rebuild", "../x"])
        .exits(2)
        .complains("no release `../x`");
    project
        .chiso(&["release", "rebuild", "x", "--all"])
        .exits(2);
    project
        .chiso(&["release", "rebuild", "--lang", "vi"])
        .exits(0)
        .says("mọi tệp đều đúng như đã công bố");
}

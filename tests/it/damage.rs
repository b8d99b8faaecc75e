//! Every kind of file of the lake removed, cut off, changed by a bit and replaced by a folder:
//! `verify` names it, `run` makes it again or says what to do, and no command ends as if the
//! program were at fault.

use crate::support::{DAY_TWO, Outcome, Project, assert_same_tree, field};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What is done to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Damage {
    Remove,
    CutOff,
    FlipBit,
    Folder,
}

const ALL: [Damage; 4] = [
    Damage::Remove,
    Damage::CutOff,
    Damage::FlipBit,
    Damage::Folder,
];

impl Damage {
    fn done_to(self, path: &Path) {
        let bytes = fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        match self {
            Damage::Remove => fs::remove_file(path).unwrap(),
            Damage::CutOff => fs::write(path, &bytes[..bytes.len() / 2]).unwrap(),
            Damage::FlipBit => {
                let mut bytes = bytes;
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
                fs::write(path, bytes).unwrap();
            }
            Damage::Folder => {
                fs::remove_file(path).unwrap();
                fs::create_dir(path).unwrap();
            }
        }
    }
}

/// A kind of file, and what must be said and done about it.
struct Kind {
    /// What it is.
    name: &'static str,
    /// Beginning and end of its path in the lake; the first such file is taken, or the last.
    path: (&'static str, &'static str),
    last: bool,
    /// Rules by which `verify` may name it.
    verify: &'static [&'static str],
    /// Exit codes that `run` may have.
    run: &'static [i32],
    /// Exit codes that `scorecard` may have before the run.
    scorecard: &'static [i32],
    /// Whether `run` makes everything as it was, so that `verify` is content.
    heals: bool,
}

const KINDS: [Kind; 10] = [
    Kind {
        name: "bytes of a delivery",
        path: ("landing/workshops/", ".csv"),
        last: false,
        verify: &["landing_damaged"],
        run: &[0, 3],
        scorecard: &[0],
        heals: false,
    },
    Kind {
        name: "receipt",
        path: ("landing/workshops/", "receipt.json"),
        last: false,
        verify: &["landing_damaged", "delivery_differs"],
        run: &[0, 3],
        scorecard: &[0],
        heals: false,
    },
    Kind {
        name: "configuration landed",
        path: ("landing/_project/", ".toml"),
        last: false,
        verify: &["landing_damaged"],
        run: &[0],
        scorecard: &[0],
        heals: true,
    },
    Kind {
        name: "register landed",
        path: ("landing/targets/", ".csv"),
        last: false,
        verify: &["landing_damaged"],
        run: &[0],
        scorecard: &[0],
        heals: true,
    },
    Kind {
        name: "table file",
        path: ("tables/workshops/", ".parquet"),
        last: false,
        verify: &["table_damaged"],
        run: &[0],
        scorecard: &[0],
        heals: true,
    },
    Kind {
        name: "Delta log",
        path: ("tables/workshops/_delta_log/", ".json"),
        last: false,
        verify: &["table_damaged", "tables_remade"],
        run: &[0],
        scorecard: &[0],
        heals: true,
    },
    Kind {
        name: "published table",
        path: ("releases/", "scorecard.parquet"),
        last: true,
        verify: &["release_damaged"],
        run: &[0],
        scorecard: &[6],
        heals: true,
    },
    Kind {
        name: "dictionary",
        path: ("releases/", "dictionary.csv"),
        last: true,
        verify: &["release_damaged"],
        run: &[0],
        scorecard: &[6],
        heals: true,
    },
    Kind {
        name: "manifest",
        path: ("releases/", "manifest.json"),
        last: true,
        verify: &["release_damaged"],
        run: &[0],
        scorecard: &[0, 6],
        heals: true,
    },
    Kind {
        name: "ledger",
        path: ("", "ledger.db"),
        last: false,
        verify: &["ledger_damaged"],
        run: &[0],
        scorecard: &[0],
        heals: true,
    },
];

/// The invented country with two releases. Nobody may write to it.
fn sound() -> &'static Project {
    static SOUND: OnceLock<Project> = OnceLock::new();
    SOUND.get_or_init(|| {
        let mut project = Project::cashland();
        project.run();
        project.replace(
            "datasets/workshops/invented.csv",
            "Goldmark;2023;1.210",
            "Goldmark;2023;1.209",
        );
        project.at(DAY_TWO).run();
        project
            .chiso(&["verify", "--all"])
            .exits(0)
            .says("everything is as it was");
        project
    })
}

fn files(project: &Project) -> Vec<String> {
    project
        .tree("lake")
        .into_iter()
        .filter(|(name, hash)| !name.ends_with('/') && !hash.starts_with("->"))
        .map(|(name, _)| name)
        .collect()
}

fn chosen(project: &Project, kind: &Kind) -> PathBuf {
    let current = format!("releases/{}/", project.release().unwrap());
    let begins = if kind.path.0 == "releases/" {
        current.as_str()
    } else {
        kind.path.0
    };
    let mut found: Vec<String> = files(project)
        .into_iter()
        .filter(|f| f.starts_with(begins) && f.ends_with(kind.path.1))
        .collect();
    assert!(!found.is_empty(), "{}: {begins}", kind.name);
    project.path("lake").join(if kind.last {
        found.pop().unwrap()
    } else {
        found.remove(0)
    })
}

/// No command may end as if the program were at fault.
#[track_caller]
fn is_told(what: &str, outcome: &Outcome) {
    let ended = matches!(outcome.code, Some(0 | 2 | 3 | 4 | 6));
    assert!(
        ended && !outcome.stderr.contains("panicked") && !outcome.stderr.contains("fault of chiso"),
        "{what}: {outcome:?}"
    );
}

fn published(project: &Project) -> BTreeMap<String, String> {
    project.tree(&format!("lake/releases/{}", project.release().unwrap()))
}

#[test]
fn every_kind_of_file_damaged_in_every_way() {
    let before = published(sound());
    let worker = |half: usize| {
        for (i, kind) in KINDS.iter().enumerate() {
            for damage in ALL.into_iter().filter(|_| i % 2 == half) {
                one(kind, damage, &before);
            }
        }
    };
    std::thread::scope(|scope| {
        let both = [scope.spawn(|| worker(0)), scope.spawn(|| worker(1))];
        for thread in both {
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
    });
}

fn one(kind: &Kind, damage: Damage, before: &BTreeMap<String, String>) {
    let mut project = sound().copied();
    project.at(DAY_TWO);
    let what = format!("{} {damage:?}", kind.name);
    let path = chosen(&project, kind);
    damage.done_to(&path);
    let verify = project.chiso(&["verify"]);
    is_told(&what, &verify);
    // The ledger may be removed at any time; a log that can be read says nothing that landing does
    // not say.
    let may_pass = kind.name == "ledger" || (kind.name == "Delta log" && damage == Damage::FlipBit);
    let named = kind
        .verify
        .iter()
        .any(|rule| verify.stdout.contains(&format!("[{rule}]")));
    assert!(
        verify.code == Some(6) || (may_pass && verify.code == Some(0)),
        "{what}: {verify:?}"
    );
    assert!(
        (named && verify.stdout.contains("hint: ")) || kind.name == "ledger",
        "{what}: {verify:?}"
    );
    let scorecard = project.chiso(&["scorecard"]);
    is_told(&what, &scorecard);
    assert!(
        kind.scorecard.contains(&scorecard.code.unwrap()),
        "{what}: {scorecard:?}"
    );
    let status = project.chiso(&["status"]);
    is_told(&what, &status);
    let run = project.chiso(&["run"]);
    is_told(&what, &run);
    assert!(kind.run.contains(&run.code.unwrap()), "{what}: {run:?}");
    project.chiso(&["scorecard"]).exits(0);
    if kind.heals {
        let after = project.chiso(&["verify"]);
        assert_eq!(after.code, Some(0), "{what}: {after:?}\nafter {run:?}");
        let without_manifest = |tree: &BTreeMap<String, String>| {
            tree.iter()
                .filter(|(n, _)| *n != "manifest.json")
                .map(|(n, h)| (n.clone(), h.clone()))
                .collect()
        };
        let (then, now): (BTreeMap<String, String>, BTreeMap<String, String>) = (
            without_manifest(before),
            without_manifest(&published(&project)),
        );
        assert_same_tree(&then, &now, &what);
    }
    let again = project.chiso(&["run"]);
    is_told(&what, &again);
    assert_eq!(again.code, run.code, "{what}: {again:?}\nafter {run:?}");
}

#[test]
fn a_delivery_that_is_gone_is_named_with_the_releases_that_stand_on_it() {
    let project = sound().copied();
    let delivery = project
        .tree("lake/landing/workshops")
        .into_keys()
        .find(|n| n.ends_with('/'))
        .unwrap();
    let folder = format!("lake/landing/workshops/{}", delivery.trim_end_matches('/'));
    fs::rename(project.path(&folder), project.path("elsewhere")).unwrap();
    let id = project.release().unwrap();
    project
        .chiso(&["verify"])
        .exits(6)
        .says("delivery_lost")
        .says(&id)
        .says("restore `landing/workshops/");
    fs::rename(project.path("elsewhere"), project.path(&folder)).unwrap();
    project.chiso(&["verify"]).exits(0);
}

#[test]
fn a_lost_delivery_costs_its_dataset_and_the_rest_is_published() {
    let mut project = sound().copied();
    let release = project.release().unwrap();
    // The source has other bytes by now, so nothing brings back what is lost.
    project.replace(
        "datasets/workshops/invented.csv",
        "Goldmark;2023;1.209",
        "Goldmark;2023;1.208",
    );
    let all: Vec<String> = project
        .tree("lake/landing/workshops")
        .into_keys()
        .filter(|n| n.ends_with('/'))
        .collect();
    let folder = format!("lake/landing/workshops/{}", all[0].trim_end_matches('/'));
    fs::rename(project.path(&folder), project.path("elsewhere")).unwrap();
    for _ in 0..2 {
        let run = project
            .at("2026-12-06T08:00:00Z")
            .chiso(&["run"])
            .exits(3)
            .complains("delivery_lost");
        assert!(
            run.stderr
                .contains("nothing of dataset `workshops` is used"),
            "{}",
            run.stderr
        );
        let score = project.score("workshops_growth", "C1", "2023");
        assert_eq!(
            [field(&score, "verdict"), field(&score, "reason")],
            ["not_assessable", "contract_broken"],
            "{score}"
        );
        assert_eq!(
            field(
                &project.score("dues_over_plan", "C1", "2022"),
                "current_value"
            ),
            "2100525"
        );
    }
    assert_ne!(project.release().unwrap(), release);
    // The release without it is made again as it was, and the backup brings everything back.
    assert!(
        !project
            .chiso(&["verify"])
            .stdout
            .contains("release_differs")
    );
    fs::rename(project.path("elsewhere"), project.path(&folder)).unwrap();
    project.run();
    assert_eq!(
        field(
            &project.score("workshops_growth", "C1", "2023"),
            "current_value"
        ),
        "1208"
    );
    project.chiso(&["verify", "--all"]).exits(0);
}

#[test]
fn a_delivery_that_comes_again_became_known_when_it_first_came() {
    let mut project = Project::cashland();
    project.run();
    let before = project.tree("lake/landing");
    let release = project.release();
    project.remove("lake/landing/workshops");
    project.at(DAY_TWO).run();
    assert_same_tree(&before, &project.tree("lake/landing"), "landed again");
    assert_eq!(project.release(), release);
    project.chiso(&["verify"]).exits(0);
}

#[test]
fn what_is_gone_for_good_is_left_behind_with_another_source_id() {
    let mut project = Project::cashland();
    project.run();
    project.remove("lake/landing/workshops");
    project.replace(
        "datasets/workshops/invented.csv",
        "Goldmark;2023;1.210",
        "Goldmark;2023;1.209",
    );
    project
        .at(DAY_TWO)
        .chiso(&["run"])
        .exits(3)
        .complains("give its source another `id`");
    let text = project.read("datasets/workshops.toml");
    let id = text
        .lines()
        .find_map(|l| l.strip_prefix("id = \""))
        .unwrap()
        .trim_end_matches('"')
        .to_owned();
    project.replace(
        "datasets/workshops.toml",
        &format!("id = \"{id}\""),
        "id = \"again\"",
    );
    project.run();
    assert_eq!(
        field(
            &project.score("workshops_growth", "C1", "2023"),
            "current_value"
        ),
        "1209"
    );
    project.chiso(&["verify"]).exits(6).says("delivery_lost");
}

/// What is done to a place of the lake.
#[cfg(unix)]
type Tampering = fn(&Path);

#[cfg(unix)]
#[test]
fn a_link_that_points_elsewhere_is_named_and_made_again() {
    use std::os::unix::fs::symlink;
    let id = sound().release().unwrap();
    let cases: [(&str, Tampering); 6] = [
        ("nothing", |_| {}),
        ("a release that is not there", |link| {
            symlink("releases/2020-01-01-000000000000", link).unwrap();
        }),
        ("a folder outside", |link| symlink("/tmp", link).unwrap()),
        ("another part of the lake", |link| {
            symlink("landing", link).unwrap();
        }),
        ("a folder in its place", |link| {
            fs::create_dir(link).unwrap();
            fs::write(link.join("scorecard.parquet"), "copied").unwrap();
        }),
        ("a file that names nothing", |link| {
            fs::write(link, [0xff, 0xfe, 0]).unwrap();
        }),
    ];
    for (what, put) in cases {
        let mut project = sound().copied();
        let link = project.path("lake/published");
        fs::remove_file(&link).unwrap();
        put(&link);
        let verify = project.chiso(&["verify"]);
        assert!(
            verify.code == Some(6)
                && verify.stdout.contains("[link_damaged]")
                && verify.stdout.contains("chiso run"),
            "{what}: {verify:?}"
        );
        is_told(what, &project.chiso(&["scorecard"]));
        is_told(what, &project.chiso(&["status"]));
        project.at(DAY_TWO).run();
        assert_eq!(project.release().as_ref(), Some(&id), "{what}");
        project.chiso(&["verify"]).exits(0);
    }
}

#[test]
fn a_lake_without_its_mark_is_told_with_a_remedy_that_works() {
    for damage in ALL {
        let mut project = sound().copied();
        let mark = project.path("lake/format.json");
        damage.done_to(&mark);
        let verify = project.chiso(&["verify"]);
        let named = verify.stdout.contains("[format_damaged]") || verify.stderr.contains("format");
        assert!(verify.code == Some(6) && named, "{damage:?}: {verify:?}");
        for args in [&["run"][..], &["scorecard"], &["status"]] {
            let outcome = project.chiso(args);
            assert!(
                outcome.code == Some(6) && outcome.stderr.contains("format"),
                "{damage:?}: {outcome:?}"
            );
        }
        if mark.is_dir() {
            fs::remove_dir(&mark).unwrap();
        }
        fs::write(&mark, "{\"format\":1}").unwrap();
        project.at(DAY_TWO).run().says("nothing new");
        project.chiso(&["verify"]).exits(0);
    }
}

#[test]
fn a_manifest_that_was_changed_is_named_whatever_was_changed() {
    let id = sound().release().unwrap();
    let manifest = format!("lake/releases/{id}/manifest.json");
    let text = sound().read(&manifest);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let quoted = |v: &serde_json::Value| v.as_str().unwrap().to_owned();
    let changed = [
        (
            "title",
            quoted(&value["title_en"]),
            "Another title".to_owned(),
        ),
        (
            "day",
            format!("\"known_at\": \"{}\"", quoted(&value["known_at"])),
            "\"known_at\": \"2020-01-01\"".to_owned(),
        ),
        ("inputs", quoted(&value["inputs_sha256"]), "0".repeat(64)),
        ("content", quoted(&value["content_sha256"]), "0".repeat(64)),
        ("file", quoted(&value["files"][0]["sha256"]), "0".repeat(64)),
        (
            "delivery",
            quoted(&value["deliveries"][0]["sha256"]),
            "0".repeat(64),
        ),
        (
            "path",
            format!("\"path\": \"{}\"", quoted(&value["deliveries"][0]["path"])),
            "\"path\": \"other.csv\"".to_owned(),
        ),
        (
            "configuration",
            quoted(&value["configuration"][0]["sha256"]),
            "0".repeat(64),
        ),
        (
            "register",
            quoted(&value["registers"][0]["sha256"]),
            "0".repeat(64),
        ),
        (
            "whether it counts",
            "\"current\": true".to_owned(),
            "\"current\": false".to_owned(),
        ),
    ];
    for (what, from, to) in changed {
        let project = sound().copied();
        let other = text.replacen(&from, &to, 1);
        assert_ne!(other, text, "{what}: `{from}`");
        project.write(&manifest, other);
        let verify = project.chiso(&["verify"]);
        assert_eq!(verify.code, Some(6), "{what}: {verify:?}");
        is_told(what, &verify);
    }
}

#[test]
fn a_garbled_ledger_and_a_truncated_log_are_put_by_and_made_again() {
    let mut project = sound().copied();
    project.write(
        "lake/ledger.db",
        "no database at all, but long enough to be taken for the \
        header of one: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    );
    project.write(
        "lake/tables/workshops/_delta_log/00000000000000000001.json",
        "{\"commitInfo\":{\"tim",
    );
    project
        .at(DAY_TWO)
        .run()
        .complains("ledger.db.damaged-1")
        .complains("tables/workshops.damaged-1");
    assert!(
        project.path("lake/ledger.db.damaged-1").exists()
            && project.path("lake/tables/workshops.damaged-1").exists()
    );
    project.chiso(&["verify"]).exits(0);
    project.run().says("nothing new");
}

#[test]
fn what_stands_in_the_place_of_another_is_not_what_it_was() {
    let folders = |project: &Project, dataset: &str| -> Vec<String> {
        let names = project
            .tree(&format!("lake/landing/{dataset}"))
            .into_keys()
            .filter(|n| n.ends_with('/'));
        names
            .map(|n| format!("lake/landing/{dataset}/{}", n.trim_end_matches('/')))
            .collect()
    };
    // The receipt with another instant: nothing says any more when the figures became known.
    let project = sound().copied();
    let receipt = format!("{}/receipt.json", folders(&project, "workshops")[0]);
    let said = project.read(&receipt);
    let year = said
        .find("\"fetched_at\"")
        .map(|at| at + said[at..].find("202").unwrap())
        .unwrap();
    project.write(
        &receipt,
        format!("{}2021{}", &said[..year], &said[year + 4..]),
    );
    project.chiso(&["verify"]).exits(6).says("delivery_differs");
    // The release under another name.
    let mut project = Project::cashland();
    project.run();
    let id = project.release().unwrap();
    fs::rename(
        project.path(&format!("lake/releases/{id}")),
        project.path("lake/releases/2021-01-01-aaaaaaaaaaaa"),
    )
    .unwrap();
    project
        .chiso(&["verify"])
        .exits(6)
        .says("release_damaged")
        .says("link_damaged");
    project.run();
    assert_eq!(project.release().unwrap(), id);
    project.remove("lake/releases/2021-01-01-aaaaaaaaaaaa");
    // All of landing at once, while the files are still where they came from: everything is as it
    // was.
    let before = project.tree("lake/releases");
    project.remove("lake/landing");
    project.chiso(&["verify"]).exits(6).says("delivery_lost");
    project.at(DAY_TWO).run();
    project.chiso(&["verify"]).exits(0);
    assert_same_tree(
        &before,
        &project.tree("lake/releases"),
        "after landing was lost",
    );
}

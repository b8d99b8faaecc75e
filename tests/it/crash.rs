//! Death at every step of writing in turn: readers see one whole release, and the next run ends as
//! if nothing had happened.

use crate::support::{DAY_TWO, Project, assert_same_tree, sha256};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};

/// Everything that must not depend on how often a run died.
fn lasting(project: &Project) -> BTreeMap<String, String> {
    let all = project.tree("lake").into_iter();
    all.filter(|(name, _)| {
        !(name == "ledger.db"
            || name == ".lock"
            || name.starts_with("ops/")
            || name.starts_with("ledger.db-"))
    })
    .collect()
}

/// What a reader who follows `published` finds: nothing yet, or a whole release; its id.
fn seen(project: &Project, step: u32) -> Option<String> {
    let id = project.release()?;
    let folder = project.path("lake/published");
    let manifest = fs::read(folder.join("manifest.json"))
        .unwrap_or_else(|e| panic!("step {step}: `published` has no manifest: {e}"));
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["release"], id.as_str(), "step {step}");
    let listed = manifest["files"].as_array().unwrap();
    // Every table, and the two files that describe them.
    assert_eq!(
        listed.len(),
        chiso::model::published::release_tables().len() + 2,
        "step {step}"
    );
    for file in listed {
        let name = file["name"].as_str().unwrap();
        let bytes =
            fs::read(folder.join(name)).unwrap_or_else(|e| panic!("step {step}: {name}: {e}"));
        assert_eq!(
            file["sha256"],
            sha256(&bytes).as_str(),
            "step {step}: {name}"
        );
    }
    Some(id)
}

fn leftovers(project: &Project) -> Vec<String> {
    project
        .tree("lake")
        .into_keys()
        .filter(|n| n.contains(".tmp-") || n.ends_with("-journal") || n.ends_with("-wal"))
        .collect()
}

/// Walks all steps on two threads: copies `start`, dies at a step, looks, runs again, compares.
/// Gives the number of deaths.
fn walk(start: &Project, undisturbed: &Project, allowed: &[Option<String>]) -> u32 {
    let expected = lasting(undisturbed);
    let (next, deaths) = (AtomicU32::new(1), AtomicU32::new(0));
    let worker = || {
        loop {
            let step = next.fetch_add(1, Ordering::SeqCst);
            assert!(step < 1000, "the run never ends by itself");
            let mut project = start.copied();
            project.at(DAY_TWO);
            let ended = project.chiso_dying_at(step, &["run"]);
            if ended.code == Some(0) {
                return;
            }
            assert_eq!(ended.code, None, "step {step}: {}", ended.stderr);
            deaths.fetch_add(1, Ordering::SeqCst);
            let now = seen(&project, step);
            assert!(allowed.contains(&now), "step {step}: readers see {now:?}");
            project.run();
            assert_same_tree(
                &expected,
                &lasting(&project),
                &format!("run again after death at step {step}"),
            );
            assert_eq!(leftovers(&project), Vec::<String>::new(), "step {step}");
            if step % 16 == 1 {
                project.run().says("nothing new");
            }
        }
    };
    std::thread::scope(|scope| {
        let both = [scope.spawn(worker), scope.spawn(worker)];
        for thread in both {
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
    });
    deaths.into_inner()
}

#[test]
fn a_first_run_may_die_at_any_step() {
    let start = Project::cashland();
    let mut undisturbed = start.copied();
    undisturbed.at(DAY_TWO).run();
    let release = undisturbed.release();
    assert!(release.is_some());
    let deaths = walk(&start, &undisturbed, &[None, release]);
    assert!(deaths >= 60, "only {deaths} steps were walked");
}

#[test]
fn a_second_run_may_die_at_any_step_and_readers_see_the_old_release_or_the_new() {
    let start = Project::cashland();
    start.run();
    let old = start.release();
    start.replace(
        "datasets/workshops/invented.csv",
        "Goldmark;2023;1.210",
        "Goldmark;2023;1.209",
    );
    let mut undisturbed = start.copied();
    undisturbed.at(DAY_TWO).run();
    let new = undisturbed.release();
    assert_ne!(old, new);
    let deaths = walk(&start, &undisturbed, &[old, new]);
    assert!(deaths >= 30, "only {deaths} steps were walked");
}

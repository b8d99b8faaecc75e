//! The tables of the lake compared with those made again from landing.

use crate::error::RunError;
use crate::inspect::explain::score::{Whole, explain_from};
use crate::inspect::footing::Footing;
use crate::inspect::live_tables::{live_differs, tables_stand};
use crate::inspect::past_release::Past;
use crate::inspect::proof::step::{ProofStep, step};
use crate::inspect::question::Question;
use crate::inspect::remake::Remade;
use crate::model::Period;
use crate::store::{Lake, QUARANTINE};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The tables of the lake compared with those made again, and what they say of the verdict.
pub(super) fn tables(
    lake: &Lake,
    past: &Past,
    datasets: &BTreeSet<String>,
    remade: &Remade,
    (asked, question): ((&str, &str, Period), Question),
) -> Result<(Vec<ProofStep>, Option<Whole>), RunError> {
    let release = &past.release;
    if !tables_stand(lake, release, |table| {
        table == QUARANTINE || datasets.contains(table)
    })? {
        return Ok((made_anew(lake, past, remade)?, None));
    }
    let mut steps = Vec::new();
    for dataset in datasets {
        if let Some(version) = release.manifest.version_of(dataset) {
            steps.push(table(lake, remade, (dataset.as_str(), version))?);
        }
    }
    let stands = Footing::AsReleased(lake.clone());
    let why = match explain_from(
        Some(stands),
        (&past.project, lake, release),
        asked,
        question,
    ) {
        Ok(whole) => return Ok((steps, Some(whole))),
        Err(error @ (RunError::Store(_) | RunError::Table(_))) => error.to_string(),
        // Nothing there to explain, though landing may have it: that is a difference, unless
        // landing says the same, and then that is reported.
        Err(RunError::Unknown(why)) => why,
        Err(error) => return Err(error),
    };
    steps.push(step(
        "table",
        "tables",
        why,
        "the bytes that landing gives",
        false,
    ));
    Ok((steps, None))
}

/// Tables that are not those of the release: compared with landing only where they serve the
/// release in force.
fn made_anew(lake: &Lake, past: &Past, remade: &Remade) -> Result<Vec<ProofStep>, RunError> {
    let mut steps = vec![ProofStep {
        what: "table",
        subject: "tables".into(),
        found: "gone, or made anew under another log".to_owned(),
        against: "nothing to compare".into(),
        holds: None,
    }];
    if lake
        .releases()
        .current()?
        .is_some_and(|c| c.id == past.release.id)
    {
        steps.extend(
            live_differs(lake, remade, past)?
                .into_iter()
                .map(|f| step("table", f.place.file, f.message, "landing", false)),
        );
    }
    Ok(steps)
}

/// The files of a table compared with those made again.
fn table(
    lake: &Lake,
    remade: &Remade,
    (dataset, version): (&str, u64),
) -> Result<ProofStep, RunError> {
    let bytes = |path: &Path| std::fs::read(path).unwrap_or_default();
    let (mut again, mut others) = (BTreeMap::new(), Vec::new());
    for file in remade.lake.tables().live(dataset)? {
        again.insert(file.delivery.clone(), file);
    }
    let held = lake.tables().live_at(dataset, Some(version))?;
    for file in &held {
        let same = again
            .remove(&file.delivery)
            .is_some_and(|a| bytes(&a.path) == bytes(&file.path));
        if !same {
            others.push(format!("`{}`", file.name()));
        }
    }
    others.extend(
        again
            .into_keys()
            .map(|delivery| format!("delivery `{delivery}` is missing")),
    );
    let found = if others.is_empty() {
        format!("{} files", held.len())
    } else {
        format!("differs: {}", others.join(", "))
    };
    Ok(step(
        "table",
        format!("tables/{dataset} version {version}"),
        found,
        "the bytes that landing gives",
        others.is_empty(),
    ))
}

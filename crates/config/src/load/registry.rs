//! Everything under `datasets/`: observations, registers and rubrics, and what holds of them
//! together.

use super::parsed::{Parsed, in_folder};
use crate::dataset::{self, DatasetFile};
use crate::document::ConfigNode;
use crate::files::DATASETS;
use crate::names::Names;
use crate::plan::Register;
use crate::schema::schema_of;
use crate::scope::DatasetScope;
use crate::{raw, rule};
use chiso_model::{Dataset, DropFolder, Finding, FiscalYear, MemberList, Place, Rubric};
use chrono_tz::Tz;
use std::path::Path;
use std::sync::Arc;

/// Everything under `datasets/`.
#[derive(Default)]
pub(super) struct Registry {
    pub datasets: Vec<Dataset>,
    pub areas: Vec<Register>,
    pub targets: Vec<Register>,
    pub holidays: Vec<Register>,
    pub rubrics: Vec<Rubric>,
    pub members: Vec<Arc<MemberList>>,
}

/// Reads and checks the files of datasets.
pub(super) fn read_datasets(
    parsed: &[Parsed<'_>],
    root: &Path,
    (zone, fiscal): (Tz, Option<FiscalYear>),
    faults: &mut Vec<Finding>,
) -> Registry {
    let schema = schema_of::<raw::Dataset>(DATASETS);
    let folder = root.join(DATASETS);
    let mut registry = Registry::default();
    // Registers of members come first: contracts name them.
    let is_list = |p: &&Parsed<'_>| p.document.root().key("kind").text() == Some("members");
    let (lists, others): (Vec<_>, Vec<_>) = in_folder(parsed, DATASETS).partition(is_list);
    for Parsed { file, document } in lists.into_iter().chain(others) {
        let Some(raw) = document.read::<raw::Dataset>(&schema, faults) else {
            continue;
        };
        let scope = DatasetScope {
            folder: &folder,
            zone,
            fiscal,
            lists: &registry.members,
        };
        match dataset::check(&document.root(), &file.id, &raw, &scope, faults) {
            Some(DatasetFile::Observations(dataset)) => {
                drops_apart(&document.root(), &dataset, &registry.datasets, faults);
                registry.datasets.push(*dataset);
            }
            Some(DatasetFile::Areas(register)) => registry.areas.push(register),
            Some(DatasetFile::Targets(register)) => registry.targets.push(register),
            Some(DatasetFile::Holidays(register)) => registry.holidays.push(register),
            Some(DatasetFile::Rubric(rubric)) => registry.rubrics.push(rubric),
            Some(DatasetFile::Members(list)) => registry.members.push(Arc::new(list)),
            None => {}
        }
    }
    // Files come in the order of their names, where `a.toml` stands behind `a_b.toml`.
    registry.datasets.sort_by(|a, b| a.id.cmp(&b.id));
    registry
}

/// Two sources cannot take the same dropped files: what one has moved the other does not find.
fn drops_apart(
    at: &ConfigNode<'_>,
    dataset: &Dataset,
    others: &[Dataset],
    faults: &mut Vec<Finding>,
) {
    for (i, source) in dataset.sources.iter().enumerate() {
        let Some(drop) = &source.drop else { continue };
        let earlier = others
            .iter()
            .flat_map(|d| d.sources.iter().map(move |s| (&d.id, s)));
        let mut earlier = earlier.chain(dataset.sources.iter().take(i).map(|s| (&dataset.id, s)));
        let same =
            |other: &DropFolder| other.folder == drop.folder && other.pattern == drop.pattern;
        if let Some((id, other)) = earlier.find(|(_, s)| s.drop.as_deref().is_some_and(same)) {
            let message = format!("source `{}` of `{id}` takes the same files", other.id);
            let at = at.key("source").item(i).key("drop").key("path");
            faults.push(
                at.error(rule::DUPLICATE, message)
                    .hint("give each source a folder of its own"),
            );
        }
    }
}

/// The one register of areas, without which no figure has a place.
pub(super) fn the_areas(
    registry: &Registry,
    names: &Names,
    faults: &mut Vec<Finding>,
) -> Option<Register> {
    // A file that is broken may be the register that is missed.
    let perhaps = |kind: &Option<String>| {
        !matches!(
            kind.as_deref(),
            Some("observations" | "records" | "targets" | "holidays" | "rubric" | "members")
        )
    };
    if registry.areas.is_empty() && names.all_datasets && !names.datasets.values().any(perhaps) {
        let place = Place {
            file: DATASETS.to_owned(),
            ..Place::default()
        };
        let hint = "add `datasets/areas.toml` with `kind = \"areas\"` and its rows in \
            `datasets/areas/areas.csv`";
        faults.push(
            Finding::error(rule::MISSING_FILE, place, "there is no register of areas").hint(hint),
        );
    }
    at_most_one(&registry.areas, "areas", faults)
}

/// The register of a kind of which there is one, or none.
pub(super) fn at_most_one(
    registers: &[Register],
    what: &str,
    faults: &mut Vec<Finding>,
) -> Option<Register> {
    let first = registers.first()?;
    for other in &registers[1..] {
        let place = Place {
            file: format!("{DATASETS}/{}.toml", other.id),
            ..Place::default()
        };
        let message = format!(
            "there is a register of {what} already, `{DATASETS}/{}.toml`",
            first.id
        );
        faults.push(Finding::error(rule::DUPLICATE, place, message).hint("keep one of the two"));
    }
    Some(first.clone())
}

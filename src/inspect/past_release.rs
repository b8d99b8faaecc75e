//! A release made again from what the lake keeps: its own configuration, registers and table
//! versions.

use crate::config::{self, Project};
use crate::error::RunError;
use crate::evaluate::evaluation::evaluate;
use crate::evaluate::inputs::Inputs;
use crate::governance::registers::Registers;
use crate::governance::releases::release;
use crate::inspect::changed_inputs::made_from;
use crate::pipeline::load::{Rolling, TableState, roll};
use crate::pipeline::package::{Package, package};
use crate::rollup::Rolled;
use crate::store::{Lake, ReleaseRef, sha256_hex};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A release with the project as it was when it was made.
pub struct Past {
    /// The release.
    pub release: ReleaseRef,
    /// The project as it was, on today's lake.
    pub project: Project,
    /// The registers as they were.
    pub registers: Registers,
    /// Holds the configuration files while they are needed.
    _folder: tempfile::TempDir,
}

impl Past {
    /// Opens a release by id, or the one in force.
    ///
    /// # Errors
    /// When there is no such release, or the lake no longer has what it was made from.
    pub fn open(lake: &Lake, id: Option<&str>) -> Result<Past, RunError> {
        let release = release(lake, id)?;
        let folder = tempfile::tempdir()
            .map_err(|e| RunError::Unknown(format!("no temporary folder can be made: {e}")))?;
        let by_hash = landed_bytes(lake, &release)?;
        for file in release.manifest.configuration() {
            let bytes = by_hash.get(&file.sha256);
            put(&release, folder.path(), &file.path, bytes)?;
        }
        for file in release.manifest.registers() {
            let path = format!("datasets/{}/{}", file.register, file.file_name);
            put(&release, folder.path(), &path, by_hash.get(&file.sha256))?;
        }
        let mut project = config::load_past(folder.path()).map_err(RunError::Registers)?;
        lake.root().clone_into(&mut project.lake);
        project.past = true;
        // The server of then may be gone.
        project.engine = None;
        let registers = Registers::load(&project);
        if !registers.sound() {
            return Err(RunError::Registers(registers.findings));
        }
        Ok(Past {
            release,
            project,
            registers,
            _folder: folder,
        })
    }

    /// The project as it was when a release was made; `None` when today's is what it was made from.
    /// Questions about a release are asked of this, so that nothing that was edited since, refused,
    /// or waits for approval is shown as the release's.
    ///
    /// # Errors
    /// When the lake no longer has what it was made from.
    pub fn unless_today(project: &Project, release: &ReleaseRef) -> Result<Option<Past>, RunError> {
        if made_from(release) == files_of(project, &Registers::load(project)) {
            return Ok(None);
        }
        let mut past = Past::open(&Lake::open_read(&project.lake)?, Some(&release.id))?;
        past.project.engine.clone_from(&project.engine);
        Ok(Some(past))
    }

    /// The configuration that a release was made from; `None` when today's is the same. What it calls things,
    /// it says without the registers, which may be large.
    ///
    /// # Errors
    /// When the lake no longer has what it was made from.
    pub fn declared(project: &Project, release: &ReleaseRef) -> Result<Option<Project>, RunError> {
        let then = release.manifest.configuration().iter();
        let then: BTreeMap<String, String> =
            then.map(|f| (f.path.clone(), f.sha256.clone())).collect();
        if then == configuration(project) {
            return Ok(None);
        }
        Ok(Past::unless_today(project, release)?.map(|past| past.project))
    }

    /// What measures make of the tables the release was made from.
    ///
    /// # Errors
    /// When they cannot be read at the versions it names.
    pub(super) fn tables(&self, lake: &Lake) -> Result<BTreeMap<String, Rolled>, RunError> {
        roll(
            lake,
            &self.project.datasets,
            |table| state_of(&self.release, table),
            Rolling::new(&self.project.measures, &self.registers),
            None,
        )
    }

    /// Computes the release again from rolled-up tables and gives its files.
    ///
    /// # Errors
    /// When a table cannot be encoded.
    pub(super) fn package(
        &self,
        tables: &BTreeMap<String, Rolled>,
        broken: &BTreeSet<String>,
    ) -> Result<Package, RunError> {
        let inputs = Inputs {
            tables,
            measures: &self.project.measures,
            kpis: &self.project.kpis,
            studies: &self.project.studies,
            areas: &self.registers.areas,
            targets: &self.registers.targets,
            calendar: &self.registers.calendar,
            boundaries: &self.project.boundaries,
            broken,
            as_of: None,
            not_due_from: self.release.manifest.not_due_from,
            zone: self.project.timezone,
        };
        let evaluated = evaluate(inputs);
        let (computed, history) = (&evaluated.computed, &evaluated.history);
        package(&self.project, &self.registers, computed, history)
    }
}

/// The files of configuration and registers: path and hash.
pub(super) fn files_of(project: &Project, registers: &Registers) -> BTreeMap<String, String> {
    let registers = registers.files.iter();
    let registers = registers
        .map(|(register, name, bytes)| (format!("datasets/{register}/{name}"), sha256_hex(bytes)));
    configuration(project)
        .into_iter()
        .chain(registers)
        .collect()
}

/// The files of the configuration of a project by their paths, with their hashes.
fn configuration(project: &Project) -> BTreeMap<String, String> {
    let files = project.files.iter();
    files
        .map(|f| (f.path.clone(), sha256_hex(&f.bytes)))
        .collect()
}

/// The state of a table that a release was made from.
pub fn state_of(release: &ReleaseRef, table: &str) -> TableState {
    let version = release.manifest.version_of(table);
    version.map_or(TableState::Absent, TableState::Version)
}

/// The configuration files and registers that lie in landing, by hash.
fn landed_bytes(lake: &Lake, release: &ReleaseRef) -> Result<BTreeMap<String, Vec<u8>>, RunError> {
    let registers = release.manifest.registers().iter();
    let landed: BTreeSet<String> = registers
        .map(|r| r.register.clone())
        .chain(["_project".to_owned()])
        .collect();
    let mut by_hash = BTreeMap::new();
    for dataset in landed {
        // What is damaged is lost when the release needs it.
        for delivery in lake.landed_sound(&dataset)?.0 {
            if let Ok(bytes) = lake.read(&delivery) {
                by_hash.insert(delivery.receipt.sha256.clone(), bytes);
            }
        }
    }
    Ok(by_hash)
}

/// Writes a file of a release into the folder of the project as it was.
fn put(
    release: &ReleaseRef,
    folder: &Path,
    path: &str,
    bytes: Option<&Vec<u8>>,
) -> Result<(), RunError> {
    let bytes = bytes.ok_or_else(|| {
        RunError::Unknown(format!(
            "release `{}` was made from `{path}`, and its bytes are no longer in landing",
            release.id
        ))
    })?;
    let file = folder.join(path);
    file.parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(&file, bytes))
        .map_err(|e| RunError::Unknown(format!("`{}` cannot be written: {e}", file.display())))
}

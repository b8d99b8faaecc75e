//! A release made again from what the lake keeps: its own configuration, registers and table
//! versions.

use crate::config::{self, Project};
use crate::error::RunError;
use crate::evaluate::incremental::judged;
use crate::evaluate::inputs::Inputs;
use crate::governance::registers::Registers;
use crate::governance::releases::release;
use crate::model::published::TableSpec;
use crate::model::{Finding, Place};
use crate::pipeline::load::{Rolling, TableState, roll};
use crate::pipeline::package::{Package, package};
use crate::rollup::Rolled;
use crate::store::{EncodedTable, Lake, ReleaseRef, sha256_hex};
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
        let landed = ["_project"].into_iter().map(str::to_owned).chain(
            release
                .manifest
                .registers()
                .iter()
                .map(|r| r.register.clone()),
        );
        let mut by_hash: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for dataset in landed.collect::<BTreeSet<_>>() {
            // What is damaged is lost when the release needs it.
            for delivery in lake.landed_sound(&dataset)?.0 {
                if let Ok(bytes) = lake.read(&delivery) {
                    by_hash.insert(delivery.receipt.sha256.clone(), bytes);
                }
            }
        }
        let put = |path: &str, sha256: &str| -> Result<(), RunError> {
            let lost = || {
                RunError::Unknown(format!(
                    "release `{}` was made from `{path}`, and its bytes are no longer in landing",
                    release.id
                ))
            };
            let file = folder.path().join(path);
            let write = |bytes: &Vec<u8>| {
                file.parent()
                    .map_or(Ok(()), std::fs::create_dir_all)
                    .and_then(|()| std::fs::write(&file, bytes))
            };
            write(by_hash.get(sha256).ok_or_else(lost)?).map_err(|e| {
                RunError::Unknown(format!("`{}` cannot be written: {e}", file.display()))
            })
        };
        for file in release.manifest.configuration() {
            put(&file.path, &file.sha256)?;
        }
        for file in release.manifest.registers() {
            let path = format!("datasets/{}/{}", file.register, file.file_name);
            put(&path, &file.sha256)?;
        }
        let mut project = config::load_past(folder.path()).map_err(RunError::Registers)?;
        lake.root().clone_into(&mut project.lake);
        project.past = true;
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

    /// What measures make of the tables the release was made from.
    ///
    /// # Errors
    /// When they cannot be read at the versions it names.
    pub(super) fn tables(&self, lake: &Lake) -> Result<BTreeMap<String, Rolled>, RunError> {
        let Registers {
            corrections, areas, ..
        } = &self.registers;
        roll(
            lake,
            &self.project.datasets,
            |table| state_of(&self.release, table),
            Rolling {
                measures: &self.project.measures,
                corrections,
                areas,
            },
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
            zone: self.project.timezone,
        };
        let (computed, history) = judged(inputs);
        package(&self.project, &self.registers, &computed, &history)
    }

    /// The hash that the manifest gives of a file; `None` when the release has no such file.
    fn published(&self, name: &str) -> Option<&str> {
        let mut files = self.release.manifest.files().iter();
        files.find(|f| f.name == name).map(|f| f.sha256.as_str())
    }

    /// Compares a table with what lies in the release, or with its hash alone where nothing does.
    ///
    /// # Errors
    /// When the table made again cannot be read.
    pub(super) fn compare_table(&self, again: &EncodedTable) -> Result<Option<Finding>, RunError> {
        let name = again.file_name();
        // A release made before there was such a table has none, and that is no fault.
        let Some(sha256) = self.published(&name) else {
            return Ok(None);
        };
        let path = self.release.path.join(&name);
        let there = std::fs::read(&path).ok();
        match &there {
            Some(there) if *there == again.bytes => return Ok(None),
            None if sha256 == again.sha256 => return Ok(None),
            None => return Ok(Some(self.differs(true, &name, ALONE.to_owned()))),
            Some(_) => {}
        }
        let Some(differences) = cells(&again.spec, &path, &again.bytes)? else {
            return Ok(
                (sha256 != again.sha256).then(|| self.differs(true, &name, ALONE.to_owned()))
            );
        };
        if differences.is_empty() {
            return Ok(Some(self.differs(
                false,
                &name,
                "made again it has other bytes and the same cells".to_owned(),
            )));
        }
        let shown: Vec<String> = differences
            .iter()
            .take(MOST_SHOWN)
            .map(ToString::to_string)
            .collect();
        let message = format!(
            "made again it differs in {} cells: {}",
            differences.len(),
            shown.join("; ")
        );
        Ok(Some(self.differs(true, &name, message)))
    }

    /// Compares a file that describes the tables. A release made before there was such a file has
    /// none, and that is no fault; another program may describe the same tables in other words,
    /// which is worth a warning only.
    pub(super) fn compare_text(&self, name: &str, again: &[u8]) -> Option<Finding> {
        let sha256 = self.published(name)?;
        let there = match std::fs::read(self.release.path.join(name)) {
            Ok(there) if there == again => return None,
            Ok(there) => there,
            Err(_) if sha256 == sha256_hex(again) => return None,
            Err(_) => {
                return Some(self.differs(
                    self.release.manifest.program() == crate::pipeline::BUILD,
                    name,
                    ALONE.to_owned(),
                ));
            }
        };
        let (stored, made) = (
            String::from_utf8_lossy(&there),
            String::from_utf8_lossy(again),
        );
        let line = stored
            .lines()
            .zip(made.lines())
            .take_while(|(a, b)| a == b)
            .count();
        let shown = |text: &str| {
            text.lines()
                .nth(line)
                .map_or("nothing".to_owned(), |l| format!("`{}`", l.trim()))
        };
        let message = format!(
            "made again it differs from line {} on: {} → {}",
            line + 1,
            shown(&stored),
            shown(&made)
        );
        Some(self.differs(
            self.release.manifest.program() == crate::pipeline::BUILD,
            name,
            message,
        ))
    }

    fn differs(&self, fault: bool, name: &str, message: String) -> Finding {
        let place = Place {
            file: format!("releases/{}/{name}", self.release.id),
            ..Place::default()
        };
        let finding = if fault {
            Finding::error("release_differs", place, message)
        } else {
            Finding::warning("release_bytes", place, message)
        };
        let made_by = self.release.manifest.program();
        finding.hint(format!(
            "the release was made by chiso {made_by}, this is {}",
            crate::pipeline::BUILD
        ))
    }
}

/// What is said of a file that came out otherwise and is no longer there.
const ALONE: &str = "made again it has another hash than was published, and the published file is \
    not there to be compared cell by cell";

/// Differences named one by one.
const MOST_SHOWN: usize = 5;

/// Cells of a stored file against those of one made again; `None` when the stored one can no longer
/// be read.
fn cells(
    spec: &TableSpec,
    stored: &Path,
    again: &[u8],
) -> Result<Option<Vec<crate::inspect::diff::Difference>>, RunError> {
    let Ok(before) = crate::store::frame(stored) else {
        return Ok(None);
    };
    let after = crate::store::frame_of(again.to_vec())?;
    Ok(Some(crate::inspect::diff::diff(spec, &before, &after)))
}

/// The state of a table that a release was made from.
pub fn state_of(release: &ReleaseRef, table: &str) -> TableState {
    let version = release.manifest.version_of(table);
    version.map_or(TableState::Absent, TableState::Version)
}

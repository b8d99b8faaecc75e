//! What a release was made from besides its tables: its configuration, its registers, and what it says of all
//! areas together. For questions about a release it is read once and kept while the program runs: of a
//! large project reading it takes longer than explaining a verdict.

use crate::config::Project;
use crate::error::RunError;
use crate::evaluate::evaluation::AllAreas;
use crate::governance::registers::Registers;
use crate::inspect::answer::sound_registers;
use crate::inspect::changed_inputs::made_from;
use crate::inspect::past_release::{Past, files_of};
use crate::pipeline::known_of_release;
use crate::store::{Lake, ReleaseRef};
use quick_cache::sync::Cache;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

/// Releases of which it is kept.
const KEPT: usize = 4;

/// By the folder of a release, which never changes.
static READ: LazyLock<Cache<PathBuf, Arc<ReleaseInputs>>> = LazyLock::new(|| Cache::new(KEPT));

/// What a release was made from besides its tables.
pub(super) struct ReleaseInputs {
    /// Configuration.
    pub project: Project,
    /// Registers.
    pub registers: Arc<Registers>,
    /// What the release says of all areas together, where that was kept.
    pub known: Option<Arc<AllAreas>>,
}

impl ReleaseInputs {
    /// What a release was made from, kept or read now.
    ///
    /// # Errors
    /// When the lake no longer has it.
    pub(super) fn of(
        project: &Project,
        lake: &Lake,
        release: &ReleaseRef,
    ) -> Result<Arc<ReleaseInputs>, RunError> {
        if let Some(kept) = READ.get(&release.path) {
            return Ok(kept);
        }
        let read = Arc::new(ReleaseInputs::read(project, lake, release)?);
        // A run keeps what it says of all areas after it published.
        if read.known.is_some() {
            READ.insert(release.path.clone(), Arc::clone(&read));
        }
        Ok(read)
    }

    fn read(
        project: &Project,
        lake: &Lake,
        release: &ReleaseRef,
    ) -> Result<ReleaseInputs, RunError> {
        let known = known_of_release(lake, &release.id).map(Arc::new);
        let registers = Registers::load(project);
        if registers.sound() && made_from(release) == files_of(project, &registers) {
            return Ok(ReleaseInputs {
                project: project.clone(),
                registers: Arc::new(registers),
                known,
            });
        }
        let Past {
            project: then,
            registers,
            ..
        } = Past::open(lake, Some(&release.id))?;
        let project = Project {
            engine: project.engine.clone(),
            ..then
        };
        Ok(ReleaseInputs {
            project,
            registers: Arc::new(registers),
            known,
        })
    }
}

/// The registers of a project as they are now, and what a release says of all areas together where it was
/// made from these.
///
/// # Errors
/// When the registers are at fault.
pub(super) fn as_configured(
    project: &Project,
    lake: &Lake,
    release: &ReleaseRef,
) -> Result<(Arc<Registers>, Option<Arc<AllAreas>>), RunError> {
    let registers = sound_registers(project)?;
    let same = made_from(release) == files_of(project, &registers);
    let known = same.then(|| known_of_release(lake, &release.id)).flatten();
    Ok((Arc::new(registers), known.map(Arc::new)))
}

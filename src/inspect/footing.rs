//! The tables that an answer is given from: those of the release, those of today, or those made
//! again from landing.

use crate::error::RunError;
use crate::inspect::live_tables::tables_stand;
use crate::inspect::past_release::{Past, state_of};
use crate::inspect::remake::{Remade, remake};
use crate::model::Dataset;
use crate::pipeline::Silent;
use crate::pipeline::load::TableState;
use crate::store::{Lake, Ledger, QUARANTINE, ReleaseRef};
use std::collections::BTreeSet;

/// The tables that an answer is given from.
pub(super) enum Footing {
    /// Those of the lake, as they were when the release was made.
    AsReleased(Lake),
    /// Those of the lake, as they are now.
    Newest(Lake),
    /// Made again from landing, because the lake no longer has those that the release was made
    /// from.
    Remade(Box<Remade>),
}

impl Footing {
    /// The lake that they lie in.
    pub fn lake(&self) -> &Lake {
        match self {
            Footing::AsReleased(lake) | Footing::Newest(lake) => lake,
            Footing::Remade(remade) => &remade.lake,
        }
    }

    /// The state in which a table is read.
    pub fn state(&self, release: &ReleaseRef, table: &str) -> TableState {
        match self {
            Footing::AsReleased(_) => state_of(release, table),
            Footing::Newest(_) | Footing::Remade(_) => TableState::Newest,
        }
    }
}

/// Where the tables of some datasets are to be read, as the release has them.
///
/// # Errors
/// When the lake no longer has them and they cannot be made again from landing.
pub(super) fn footing(
    lake: &Lake,
    release: &ReleaseRef,
    datasets: &[&Dataset],
) -> Result<Footing, RunError> {
    let needed: BTreeSet<String> = datasets.iter().map(|d| d.id.clone()).collect();
    if tables_stand(lake, release, |table| {
        table == QUARANTINE || needed.contains(table)
    })? {
        return Ok(Footing::AsReleased(lake.clone()));
    }
    if made_anew(lake, release, &needed)? {
        Ok(Footing::Newest(lake.clone()))
    } else {
        from_landing(lake, release, &needed)
    }
}

fn from_landing(
    lake: &Lake,
    release: &ReleaseRef,
    datasets: &BTreeSet<String>,
) -> Result<Footing, RunError> {
    Ok(Footing::Remade(Box::new(remake(
        lake,
        &Past::open(lake, Some(&release.id))?,
        Some(datasets),
        &Silent,
    )?)))
}

/// Whether the tables were deleted and made again by a run that came to this very release, which is
/// in force.
fn made_anew(
    lake: &Lake,
    release: &ReleaseRef,
    datasets: &BTreeSet<String>,
) -> Result<bool, RunError> {
    let Ok(ledger) = Ledger::open(lake) else {
        return Ok(false);
    };
    let came_to = ledger.last_finished()?.and_then(|run| run.release);
    if came_to.as_ref() != Some(&release.id)
        || lake
            .releases()
            .current()?
            .is_none_or(|current| current.id != release.id)
    {
        return Ok(false);
    }
    let tables = release.manifest.tables().iter().map(|t| t.table.as_str());
    for table in tables.filter(|t| datasets.contains(*t)) {
        if lake.tables().version(table)?.is_none()
            || lake.tables().live(table)?.iter().any(|f| !f.path.exists())
        {
            return Ok(false);
        }
    }
    Ok(true)
}

//! What has changed from one snapshot of a register to the next: records are told apart by key.

use super::asked::{Asked, Units};
use super::columns::DataFile;
use super::prints::KeyPrint;
use super::scan::{Parts, Scan};
use super::snapshots::Neighbours;
use super::state::Partial;
use super::superseded::{Again, AtFault, NEVER, Superseded, prints};
use super::wants::Wants;
use crate::error::RecordsError;
use chiso_model::RecordLayout;
use std::collections::BTreeMap;
use std::fs::File;
use std::sync::Arc;

/// What has changed between two snapshots.
#[derive(Clone, Debug, Default)]
pub struct SnapshotChange {
    /// Records of the earlier snapshot that are not in quarantine.
    pub before: u64,
    /// Those of them that the later one no longer has.
    pub gone: u64,
    /// By unit.
    pub units: BTreeMap<usize, UnitChange>,
}

/// What has changed in a unit.
#[derive(Clone, Debug)]
pub struct UnitChange {
    /// Records of the earlier and of the later snapshot.
    pub records: [u64; 2],
    /// What each measure has of the records that are gone, as they were.
    pub gone: Partial,
    /// What each measure has of the records that have appeared.
    pub appeared: Partial,
}

/// The keys of a snapshot with the places of their records, ascending.
type Keys = Arc<Vec<(KeyPrint, u32)>>;

/// What stands for the records that are looked for, among all of a file.
const CHANGED: u32 = 0;

/// What has changed between each two snapshots; with the lines of records where these are asked for.
///
/// # Errors
/// When a file cannot be read, or does not have the columns of the layout.
pub fn changes<'a>(
    files: &[File],
    pairs: &[Neighbours],
    layout: &'a RecordLayout,
    asked: &[Asked<'a>],
    (units, lines): (&'a dyn Units, bool),
) -> Result<Vec<SnapshotChange>, RecordsError> {
    let scan = Scan::new(layout, asked, units, lines);
    let mut keys = KeysInHand {
        files,
        layout,
        held: Vec::new(),
    };
    let mut found = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let later = keys.of(pair.file)?;
        let before = pair.before.map(|file| keys.of(file)).transpose()?;
        let (appeared, gone) = match &before {
            None => (Vec::new(), Vec::new()),
            Some(before) => (lacking(&later, before), lacking(before, &later)),
        };
        let mut change = SnapshotChange {
            before: before.map_or(0, |keys| keys.len() as u64),
            gone: gone.len() as u64,
            units: BTreeMap::new(),
        };
        let sides = [(pair.before, gone), (Some(pair.file), appeared)];
        for (side, (file, rows)) in sides.into_iter().enumerate() {
            if let Some(file) = file {
                let file = DataFile::open(&files[file], layout)?;
                change.take(&scan, side, scan.all(&[0], (&[file], &[rows]))?);
            }
        }
        found.push(change);
    }
    Ok(found)
}

impl SnapshotChange {
    /// Takes in what one of the two snapshots has.
    fn take(&mut self, scan: &Scan<'_>, side: usize, parts: Parts) {
        for (((unit, _), _, by, _), partial) in parts {
            self.take_part(scan.wants(), (unit, side), (by == CHANGED, &partial));
        }
    }

    /// Takes in what one of the two snapshots has of a unit: records that the other one does not
    /// have, or any.
    pub(super) fn take_part(
        &mut self,
        wants: &Wants<'_>,
        (unit, side): (usize, usize),
        (changed, partial): (bool, &Partial),
    ) {
        let nothing = || wants.by_measure(&wants.none());
        let unit = self.units.entry(unit).or_insert_with(|| UnitChange {
            records: [0, 0],
            gone: nothing(),
            appeared: nothing(),
        });
        let [gone, appeared] = &mut unit.records;
        let (records, part) = if side == 0 {
            (gone, &mut unit.gone)
        } else {
            (appeared, &mut unit.appeared)
        };
        *records += partial.records;
        if changed {
            part.add(&wants.by_measure(partial));
        }
    }
}

/// The keys of the snapshots that were looked at last.
struct KeysInHand<'a> {
    files: &'a [File],
    layout: &'a RecordLayout,
    held: Vec<(usize, Keys)>,
}

impl KeysInHand<'_> {
    /// Snapshots of which the keys are held.
    const MOST: usize = 2;

    fn of(&mut self, file: usize) -> Result<Keys, RecordsError> {
        if let Some((_, keys)) = self.held.iter().find(|(held, _)| *held == file) {
            return Ok(keys.clone());
        }
        let opened = DataFile::open(&self.files[file], self.layout)?;
        let mut found = Vec::new();
        prints((&opened, 0), self.layout, AtFault::Not, &mut found)?;
        let mut keys: Vec<(KeyPrint, u32)> =
            found.into_iter().map(|(k, _, row)| (k, row)).collect();
        keys.sort_unstable();
        let keys = Arc::new(keys);
        if self.held.len() == KeysInHand::MOST {
            self.held.remove(0);
        }
        self.held.push((file, keys.clone()));
        Ok(keys)
    }
}

/// The records of which the keys are not among others.
fn lacking(keys: &[(KeyPrint, u32)], others: &[(KeyPrint, u32)]) -> Superseded {
    let mut others = others.iter().map(|(key, _)| key).peekable();
    let mut found = Superseded::new();
    for (key, row) in keys {
        while others.next_if(|other| *other < key).is_some() {}
        if others.peek() != Some(&key) {
            found.push(Again {
                row: *row,
                by: CHANGED,
                conflict: false,
            });
        }
    }
    found.sort_unstable();
    found
}

const _: () = assert!(
    CHANGED != NEVER,
    "what has changed is told from what has not"
);

//! A register in snapshots: what there is at the end of a period is in the last snapshot of it, and
//! what has changed in it lies between that one and the last of the period before.

use super::coverage::MonthsOfFiles;
use super::known::{Delivered, PartsByPeriod};
use super::periods::{RegisterUnits, month, period_of};
use crate::model::{
    AreaRegister, Contract, Dataset, Dec, Finding, Flow, Frequency, Period, Place, Reason,
    RecordLayout, UnitId,
};
use crate::records::RecordsError;
use crate::records::roll::{
    Asked, Neighbours, Partial, SnapshotChange, SqlServer, UnitChange, Version, Versions, changes,
    changes_by, neighbours, snapshot_days,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fs::File;

/// The snapshots of a register.
pub(super) struct Snapshots<'a> {
    pub(super) files: &'a [File],
    pub(super) ranks: &'a [usize],
    pub(super) known: &'a [Delivered],
    pub(super) layout: &'a RecordLayout,
    days: Vec<NaiveDate>,
}

impl<'a> Snapshots<'a> {
    pub(super) fn new(
        (files, ranks): (&'a [File], &'a [usize]),
        known: &'a [Delivered],
        layout: &'a RecordLayout,
    ) -> Result<Snapshots<'a>, RecordsError> {
        Ok(Snapshots {
            files,
            ranks,
            known,
            layout,
            days: snapshot_days(files, layout)?,
        })
    }

    /// The month of each snapshot.
    pub(super) fn months(&self) -> MonthsOfFiles {
        let month = |day: &NaiveDate| [month(*day)].into();
        self.days.iter().map(month).collect()
    }

    /// What there is at the end of each period: of what all snapshots have, that of the last one
    /// known of the period.
    pub(super) fn stocks(&self, all: &Versions) -> PartsByPeriod {
        let mut found = PartsByPeriod::new();
        for frequency in &self.layout.periods {
            let period = |file: usize| period_of(month(self.days[file]), *frequency);
            let mut last: BTreeMap<Period, usize> = BTreeMap::new();
            let mut in_use: Vec<Option<Option<usize>>> = vec![None; self.days.len()];
            for file in 0..self.days.len() {
                let held = last.get(&period(file)).copied();
                if held.is_some_and(|held| self.days[held] > self.days[file]) {
                    continue;
                }
                if let Some(held) = held {
                    in_use[held] = Some(Some(file));
                }
                in_use[file] = Some(None);
                last.insert(period(file), file);
            }
            for ((unit, _), versions) in all {
                for version in versions {
                    let Some(to) = in_use[version.from] else {
                        continue;
                    };
                    let at = (UnitId(*unit), period(version.from));
                    found.entry(at).or_default().push(Version {
                        to,
                        conflict: self.has_twin(version.from),
                        ..version.clone()
                    });
                }
            }
        }
        found
    }

    /// Whether a snapshot of the same day became known at the same moment.
    fn has_twin(&self, file: usize) -> bool {
        let mut others = (0..self.days.len()).filter(|other| *other != file);
        let of = |file: usize| (self.days[file], self.ranks[file]);
        others.any(|other| of(other) == of(file))
    }

    /// What has changed in each period, and what is remarkable about it.
    pub(super) fn flows(
        &self,
        (dataset, areas): (&Dataset, &AreaRegister),
        asked: &[(Asked<'_>, Flow)],
        (lines, server): (bool, Option<(&SqlServer<'_>, &[String])>),
    ) -> Result<(PartsByPeriod, Vec<Finding>), RecordsError> {
        let mut pairs = neighbours(&self.days, self.ranks);
        pairs.sort_by_key(|pair| (self.days[pair.file], pair.from));
        let wants: Vec<Asked<'_>> = asked.iter().map(|(asked, _)| *asked).collect();
        let units = RegisterUnits(areas);
        let changes = if let Some((server, names)) = server {
            let files = (self.files, names, &pairs[..]);
            changes_by(server, files, self.layout, (&wants, &units))?
        } else {
            changes(self.files, &pairs, self.layout, &wants, (&units, lines))?
        };
        let (mut found, mut remarks) = (PartsByPeriod::new(), Vec::new());
        for (pair, change) in pairs.iter().zip(&changes) {
            let lost = self.lost(dataset, *pair, change);
            remarks.extend(lost.clone().filter(|_| pair.to.is_none()));
            for (unit, of_unit) in &change.units {
                let own = lost.is_some().then_some(Reason::ContractBroken);
                let own =
                    own.or_else(|| self.reason(&dataset.contract, areas, (*unit, *pair), of_unit));
                let [gone, appeared] = versions(asked, *pair, of_unit);
                for frequency in &self.layout.periods {
                    let period = period_of(month(self.days[pair.file]), *frequency);
                    let open = !self.follows(period, pair.before);
                    let reason = own.or(open.then_some(Reason::PartialPeriod));
                    let parts = found.entry((UnitId(*unit), period)).or_default();
                    for version in [&gone, &appeared].into_iter().flatten() {
                        parts.push(Version {
                            reason,
                            ..version.clone()
                        });
                    }
                }
            }
        }
        Ok((found, remarks))
    }

    /// Whether a period begins where an earlier snapshot stands: in it, or in the month before it.
    fn follows(&self, period: Period, before: Option<usize>) -> bool {
        let Some(day) = before.and_then(|file| self.days.get(file)) else {
            return false;
        };
        let of = period_of(month(*day), Frequency::Monthly);
        period.start() <= *day || of.end().succ_opt() == Some(period.start())
    }

    /// Why nothing can be said of what has changed in a unit.
    fn reason(
        &self,
        contract: &Contract,
        areas: &AreaRegister,
        (unit, pair): (usize, Neighbours),
        change: &UnitChange,
    ) -> Option<Reason> {
        let before = self.days[pair.before?];
        let unit = areas.unit(UnitId(unit));
        let began = unit.valid_from > before;
        let ended = unit
            .valid_to
            .is_some_and(|last| last < self.days[pair.file]);
        if began || ended {
            return Some(Reason::BoundaryBreak);
        }
        // The records of the area may not have come, with one of the two.
        let absent = change.records.contains(&0) && !contract.lists_all;
        absent.then_some(Reason::ValueMissing)
    }

    /// What is said where a snapshot lacks more of the records of the one before than may be: the
    /// file may be cut off, or its keys written in another way.
    fn lost(
        &self,
        dataset: &Dataset,
        pair: Neighbours,
        change: &SnapshotChange,
    ) -> Option<Finding> {
        let delivery = &self.known[pair.file].delivery;
        let kept = i128::from(change.before - change.gone) * Dec::from_int(1).micros();
        let volume = &dataset.contract.volume;
        let enough = kept >= i128::from(change.before) * volume.of_last?.micros();
        if enough || volume.confirmed.contains(delivery) {
            return None;
        }
        let (before, file) = (self.days[pair.before?], self.days[pair.file]);
        let message = format!(
            "{} of {} records of the register of {before} are not in that of {file}: nothing is \
                said of what has appeared and gone between the two",
            change.gone, change.before
        );
        let hint = format!(
            "see whether the key is written in another way, or records are missing; if they are \
                gone, say so: `[records.volume] confirmed = [\"{delivery}\"]`"
        );
        let place = Place {
            file: format!("tables/{}", dataset.id),
            ..Place::default()
        };
        Some(Finding::warning("many_gone", place, message).hint(hint))
    }
}

/// What is gone stands in the earlier snapshot, what has appeared in the later one.
fn versions(
    asked: &[(Asked<'_>, Flow)],
    pair: Neighbours,
    change: &UnitChange,
) -> [Option<Version>; 2] {
    let version = |file: usize, flow: Flow| {
        let (mut partial, records) = match flow {
            Flow::Gone => (change.gone.clone(), change.records[0]),
            Flow::Appeared => (change.appeared.clone(), change.records[1]),
        };
        partial.records = records;
        // Each measure asks for one of the two.
        let wants: Vec<Asked<'_>> = asked.iter().map(|(asked, _)| *asked).collect();
        let none = Partial::none(&wants);
        for ((state, none), (_, of)) in partial.states.iter_mut().zip(none.states).zip(asked) {
            if *of != flow {
                *state = none;
            }
        }
        Version {
            from: pair.from,
            to: pair.to,
            file,
            conflict: pair.conflict,
            reason: None,
            partial,
        }
    };
    [
        pair.before.map(|file| version(file, Flow::Gone)),
        Some(version(pair.file, Flow::Appeared)),
    ]
}

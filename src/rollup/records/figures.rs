//! What data files of records give of each unit and period, and what has come of the register.

use super::coverage::{Coverage, MonthsOfFiles};
use super::held::HeldMonths;
use super::known::{Delivered, PartsByPeriod};
use super::periods::{RegisterUnits, by_period};
use super::remarks::{begins_within, months_missing};
use super::snapshots::Snapshots;
use crate::model::{
    AreaRegister, Dataset, Delivers, Finding, Flow, MeasureSource, RecordLayout, day_of,
};
use crate::records::RecordsError;
use crate::records::roll::{Asked, KeptBefore, SqlServer, Versions, roll, roll_by, stated_months};
use std::collections::BTreeSet;
use std::fs::File;

/// Data files of records, in the order in which they became known, and what is made of them.
pub(super) struct RecordFigures<'a> {
    pub(super) files: &'a [File],
    pub(super) ranks: &'a [usize],
    pub(super) known: &'a [Delivered],
    pub(super) layout: &'a RecordLayout,
    pub(super) dataset: &'a Dataset,
    pub(super) areas: &'a AreaRegister,
    /// The name of each file.
    pub(super) names: &'a [String],
    /// Whether the lines of records are asked for.
    pub(super) lines: bool,
    /// Who reads the files, where it is not this program; it knows no lines.
    pub(super) server: Option<&'a SqlServer<'a>>,
}

/// What data files give of each unit and period.
pub(super) struct FromFiles<'a> {
    pub(super) parts: PartsByPeriod,
    /// What is remarkable about it.
    pub(super) remarks: Vec<Finding>,
    pub(super) coverage: Coverage<'a>,
}

impl<'a> RecordFigures<'a> {
    /// What data files give to some sources, all of which ask for what has changed, or for what there
    /// is.
    pub(super) fn parts(
        &self,
        sources: &[&MeasureSource],
        kept: Option<KeptBefore<'_>>,
    ) -> Result<FromFiles<'a>, RecordsError> {
        if sources.is_empty() {
            return Ok(self.found((PartsByPeriod::new(), Vec::new()), (&[], None)));
        }
        let snapshots = || Snapshots::new((self.files, self.ranks), self.known, self.layout);
        let flows: Vec<(Asked<'_>, Flow)> = sources
            .iter()
            .filter_map(|source| Some((asked(source), source.flow?)))
            .collect();
        if !flows.is_empty() {
            let snapshots = snapshots()?;
            let found = (self.lines, self.server.map(|server| (server, self.names)));
            let found = snapshots.flows((self.dataset, self.areas), &flows, found)?;
            return Ok(self.found(found, (&snapshots.months(), None)));
        }
        let wants: Vec<Asked<'_>> = sources.iter().map(|source| asked(source)).collect();
        let units = RegisterUnits(self.areas);
        let versions = if let Some(server) = self.server {
            let files = (self.files, self.names, self.ranks);
            roll_by(server, files, self.layout, (&wants, &units))?
        } else {
            let files = (self.files, self.ranks);
            roll(files, self.layout, &wants, &units, (self.lines, kept))?
        };
        let held = (!self.dataset.contract.lists_all)
            .then(|| HeldMonths::new(&versions, self.layout, self.areas, &levels(sources)));
        if self.layout.delivers == Delivers::Snapshot {
            let snapshots = snapshots()?;
            let found = (snapshots.stocks(&versions), Vec::new());
            return Ok(self.found(found, (&snapshots.months(), held)));
        }
        let months = self.months(&versions)?;
        let found = (by_period(versions, self.layout), Vec::new());
        Ok(self.found(found, (&months, held)))
    }

    /// The months of each data file.
    fn months(&self, versions: &Versions) -> Result<MonthsOfFiles, RecordsError> {
        let stated = stated_months(self.files, self.layout)?.into_iter();
        let stated = stated.map(|months| months.into_iter().flatten().collect());
        let mut months: MonthsOfFiles = stated.collect();
        for ((_, month), all) in versions {
            for version in all {
                months[version.file].insert(*month);
            }
        }
        Ok(months)
    }

    fn found(
        &self,
        (parts, mut remarks): (PartsByPeriod, Vec<Finding>),
        (months, held): (&[BTreeSet<u32>], Option<HeldMonths>),
    ) -> FromFiles<'a> {
        let of = (self.dataset, self.layout);
        let zone = self.dataset.contract.zone;
        let days = self.known.iter().map(|d| day_of(d.known_from, zone));
        let coverage = Coverage::new(self.layout, days.collect(), months, held);
        remarks.extend(begins_within(of, &coverage));
        remarks.extend(months_missing(of, &coverage));
        FromFiles {
            parts,
            remarks,
            coverage,
        }
    }
}

/// The levels of the areas of which records make figures of the areas above.
pub(super) fn levels<'s>(sources: &[&'s MeasureSource]) -> BTreeSet<&'s str> {
    let levels = sources.iter().filter_map(|s| s.records_of.as_deref());
    levels.collect()
}

/// What a source asks of records.
pub(super) fn asked(source: &MeasureSource) -> Asked<'_> {
    Asked {
        value: &source.value,
        filter: source.filter.as_ref(),
    }
}

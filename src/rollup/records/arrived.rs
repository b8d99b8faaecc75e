//! Which records came of each unit and month with each delivery, whatever is asked of them.

use super::periods::{RegisterUnits, period_of};
use super::{RecordFile, in_order, ranks};
use crate::model::{AreaRegister, Frequency, Period, RecordLayout, UnitId};
use crate::records::RecordsError;
use crate::records::roll::roll;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Records of a unit and period that one delivery brought, and none before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrivedRecords {
    /// The delivery.
    pub delivery: String,
    /// When it was landed.
    pub recorded_at: DateTime<Utc>,
    /// How many more there are with it.
    pub records: u64,
}

/// The deliveries that brought records of each unit and period of a length, in the order in which they
/// became known.
///
/// # Errors
/// When a data file cannot be read.
pub fn arrived_records(
    layout: &RecordLayout,
    files: Vec<RecordFile>,
    areas: &AreaRegister,
    frequency: Frequency,
) -> Result<BTreeMap<(Period, UnitId), Vec<ArrivedRecords>>, RecordsError> {
    let (files, known) = in_order(files);
    let all = roll(
        (&files, &ranks(&known)),
        layout,
        &[],
        &RegisterUnits(areas),
        (false, None),
    )?;
    let mut by_file: BTreeMap<(Period, UnitId), BTreeMap<usize, i128>> = BTreeMap::new();
    for ((unit, month), versions) in all {
        let at = (period_of(month, frequency), UnitId(unit));
        let of = by_file.entry(at).or_default();
        for version in versions {
            // A record that is stated again came with the first statement of it.
            let records = i128::from(version.partial.records);
            *of.entry(version.file).or_default() += records;
            if let Some(again) = version.to {
                *of.entry(again).or_default() -= records;
            }
        }
    }
    let arrived = |(file, records): (usize, i128)| {
        let of = known.get(file)?;
        let records = u64::try_from(records).ok().filter(|records| *records > 0)?;
        Some(ArrivedRecords {
            delivery: of.delivery.clone(),
            recorded_at: of.recorded_at,
            records,
        })
    };
    let of_unit = |of: BTreeMap<usize, i128>| of.into_iter().filter_map(arrived).collect();
    let all = by_file.into_iter().map(|(at, of)| (at, of_unit(of)));
    Ok(all.collect())
}

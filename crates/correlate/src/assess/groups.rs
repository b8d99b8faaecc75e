//! How far a panel moves without each of its independent groups: areas, or regions.

use crate::pairs::ComparedAreas;
use crate::sample::{Designed, Prepared};
use chiso_model::{Inference, Interval, Method, Significance, UnitId};
use chiso_stats::jackknife;
use std::collections::BTreeMap;

/// The areas of each unit above them, where there are several such units, at least one of which
/// holds several areas.
pub(super) fn regions(clusters: &[UnitId], areas: &ComparedAreas<'_>) -> Option<Vec<Vec<UnitId>>> {
    let mut above: BTreeMap<&str, Vec<UnitId>> = BTreeMap::new();
    for id in clusters {
        above.entry(areas.above(*id)).or_default().push(*id);
    }
    let differ =
        above.len() > 1 && above.values().any(|areas| areas.len() > 1) && !above.contains_key("");
    differ.then(|| above.into_values().collect())
}

/// A panel with each of its independent groups left out: areas with all their periods, or regions
/// with all their areas.
pub(super) struct Groups<'p> {
    pub(super) left_out: Vec<Option<Designed<'p>>>,
    pub(super) method: Inference,
}

impl<'p> Groups<'p> {
    /// Areas with all their periods.
    pub(super) fn of_areas(prepared: &'p Prepared, areas: &[UnitId]) -> Groups<'p> {
        Groups {
            left_out: areas
                .iter()
                .map(|area| prepared.designed(&[*area]).ok())
                .collect(),
            method: Inference::JackknifeAreas,
        }
    }

    /// Regions with all their areas.
    pub(super) fn of_regions(prepared: &'p Prepared, regions: &[Vec<UnitId>]) -> Groups<'p> {
        Groups {
            left_out: regions
                .iter()
                .map(|region| prepared.designed(region).ok())
                .collect(),
            method: Inference::JackknifeRegions,
        }
    }
}

impl Groups<'_> {
    /// The coefficient without each group; `None` where there is none.
    pub(super) fn moved(&self, method: Method) -> Vec<Option<f64>> {
        self.left_out
            .iter()
            .map(|d| d.as_ref()?.coefficient(method))
            .collect()
    }

    /// Interval and p, which are one test. A coefficient of ±1 has no interval; that all G groups
    /// point the same way has p = 2 · 2⁻ᴳ by the signs alone.
    pub(super) fn judged(
        &self,
        coefficient: f64,
        moved: &[Option<f64>],
    ) -> (Option<Interval>, Option<Significance>) {
        let groups = u32::try_from(self.left_out.len()).unwrap_or(u32::MAX);
        let significance = |p: f64, method: Inference| Significance {
            p,
            method,
            resamples: groups,
            drawn: false,
        };
        if coefficient.abs() >= 1.0 {
            return (
                None,
                Some(significance(
                    0.5_f64.powi(i32::try_from(groups).unwrap_or(i32::MAX) - 1),
                    Inference::SignTest,
                )),
            );
        }
        let all: Option<Vec<f64>> = moved.iter().copied().collect();
        let found = all.and_then(|all| jackknife(coefficient, &all));
        let interval = found.map(|f| Interval {
            low: f.low,
            high: f.high,
            method: self.method,
        });
        (interval, found.map(|f| significance(f.p, self.method)))
    }
}

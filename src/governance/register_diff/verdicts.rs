//! The verdicts of a release that stand on targets.

use crate::error::RunError;
use crate::model::{Period, Target};
use crate::store::{Record, ReleaseRef, cell, records};

/// The verdicts of a release on its first boundary.
pub(super) struct Verdicts(pub(super) Vec<Record>);

impl Verdicts {
    pub(super) fn of(release: &ReleaseRef) -> Result<Verdicts, RunError> {
        let boundaries = release.manifest.boundaries.as_deref();
        let first = boundaries
            .and_then(|b| b.first())
            .map_or_else(String::new, ToString::to_string);
        Ok(Verdicts(
            records(release, "scorecard")?
                .into_iter()
                .filter(|r| first.is_empty() || cell(r, "boundary") == first)
                .collect(),
        ))
    }

    pub(super) fn on(&self, target: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|r| cell(r, "target_id") == target)
            .map(said)
            .collect()
    }

    pub(super) fn bound_by(&self, target: &Target) -> Vec<String> {
        let binds = |r: &&Record| {
            cell(r, "kpi") == target.kpi
                && is_for(target, r)
                && cell(r, "period")
                    .parse::<Period>()
                    .is_ok_and(|p| target.binds(p))
        };
        self.0.iter().filter(binds).map(said).collect()
    }
}

/// Whether a target is for the area of a row.
fn is_for(target: &Target, row: &Record) -> bool {
    if target.area_level.is_empty() {
        cell(row, "area_code") == target.area_code
    } else {
        cell(row, "area_level") == target.area_level
    }
}

pub(super) fn said(row: &Record) -> String {
    let span = match cell(row, "span") {
        "" | "period" => String::new(),
        span => format!(" {span}"),
    };
    format!(
        "{} {} {}{span}: {}",
        cell(row, "kpi"),
        cell(row, "area_code"),
        cell(row, "period"),
        cell(row, "verdict")
    )
}

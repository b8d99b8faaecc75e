//! Verdicts that changed, with the names and deliveries behind them.

use crate::error::RunError;
use crate::inspect::verdict_changes::{VerdictChange, VerdictKey};
use crate::store::{Record, ReleaseRef, cell, records_of_columns};
use std::collections::{BTreeMap, BTreeSet};

/// A verdict that is another one, with what people need to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What changed.
    pub flip: VerdictChange,
    /// Title of the KPI, Vietnamese and English.
    pub title: [String; 2],
    /// Name of the area, Vietnamese and English.
    pub area: [String; 2],
    /// Kind of the KPI and unit of its value.
    pub kind: (String, String),
    /// Deliveries behind it before and after.
    pub deliveries: [BTreeSet<String>; 2],
}

type AreaNames = ([String; 2], [String; 2], (String, String));

/// Names of the verdicts that changed, as the later release has them, else as the earlier one had.
pub(super) fn names(
    releases: [&ReleaseRef; 2],
    changed: &BTreeSet<&VerdictKey>,
) -> Result<BTreeMap<VerdictKey, AreaNames>, RunError> {
    let words = [
        "kpi_title_vi",
        "kpi_title_en",
        "area_name_vi",
        "area_name_en",
        "kind",
        "value_unit",
    ];
    let columns = [&VerdictKey::COLUMNS[..], &words].concat();
    let of = |row: &Record| {
        let text = |column: &str| cell(row, column).to_owned();
        let titles = ["kpi_title_vi", "kpi_title_en"].map(text);
        (
            titles,
            ["area_name_vi", "area_name_en"].map(text),
            (text("kind"), text("value_unit")),
        )
    };
    let mut names = BTreeMap::new();
    for release in releases {
        let asked = |row: &Record| changed.contains(&VerdictKey::of(row));
        let rows = records_of_columns(release, "scorecard", &columns, asked)?;
        names.extend(rows.iter().map(|row| (VerdictKey::of(row), of(row))));
    }
    Ok(names)
}

/// The deliveries behind the verdicts that changed.
pub(super) fn deliveries_behind(
    release: &ReleaseRef,
    changed: &BTreeSet<&VerdictKey>,
) -> Result<BTreeMap<VerdictKey, BTreeSet<String>>, RunError> {
    let columns = [&VerdictKey::COLUMNS[..], &["delivery"]].concat();
    let asked = |row: &Record| changed.contains(&VerdictKey::of(row));
    let mut behind: BTreeMap<VerdictKey, BTreeSet<String>> = BTreeMap::new();
    for row in records_of_columns(release, "operands", &columns, asked)? {
        let deliveries = cell(&row, "delivery")
            .split(';')
            .filter(|d| !d.is_empty())
            .map(str::to_owned);
        behind
            .entry(VerdictKey::of(&row))
            .or_default()
            .extend(deliveries);
    }
    Ok(behind)
}

/// A verdict that is another one, with its names and the deliveries behind it.
pub(super) fn notice(
    flip: VerdictChange,
    names: &BTreeMap<VerdictKey, AreaNames>,
    behind: &[BTreeMap<VerdictKey, BTreeSet<String>>; 2],
) -> Notice {
    let (title, area, kind) = names.get(&flip.key).cloned().unwrap_or_default();
    let deliveries = [0, 1].map(|i| behind[i].get(&flip.key).cloned().unwrap_or_default());
    Notice {
        flip,
        title,
        area,
        kind,
        deliveries,
    }
}

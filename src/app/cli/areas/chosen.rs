//! Which units and unions are asked for.

use crate::model::{AreaUnit, fold_name};
use chrono::NaiveDate;
use clap::Args;

/// Which units to show.
#[derive(Debug, Args)]
pub struct AreasArgs {
    /// Units of this day [default: the first boundary of chiso.toml]
    #[arg(long, value_name = "DATE", conflicts_with = "between")]
    pub(super) on: Option<NaiveDate>,
    /// What can be compared between two days: the unions of units that are the same place on both
    #[arg(long, num_args = 2, value_names = ["DATE", "DATE"])]
    pub(super) between: Option<Vec<NaiveDate>>,
    /// Only units of this level, as in the register of areas
    #[arg(long)]
    pub(super) level: Option<String>,
    /// Only this area, by code or name on either day
    #[arg(long, value_name = "CODE|NAME")]
    pub(super) area: Option<String>,
    /// With `--between`: also units that went on unchanged
    #[arg(long, requires = "between")]
    pub(super) all: bool,
}

/// Whether a unit is one that was asked for.
pub(super) fn asked(args: &AreasArgs, unit: &AreaUnit) -> bool {
    let named = |area: &String| {
        let area = fold_name(area);
        [&unit.code, &unit.name_vi, &unit.name_en]
            .into_iter()
            .chain(&unit.aliases)
            .any(|n| fold_name(n) == area)
    };
    args.level.as_ref().is_none_or(|level| unit.level == *level)
        && args.area.as_ref().is_none_or(named)
}

//! Whether the figures of several areas are of one series, so that they may be ranked together.
//!
//! Each measure behind them counts by itself: the values of a KPI and ratios stand on several. How
//! settled a figure is, and the months that it was worked out from, may differ from area to area.

use crate::operands::Mixed;
use chiso_model::{Measure, MeasureValue};
use std::collections::{BTreeMap, BTreeSet};

/// What tells the figures of a measure apart that are not ranked together: the dataset, the value
/// of the preferred column, whether the total is stated or added up over members, and whether the
/// figure is the area's own or the sum of the areas below.
type AreaSeries<'v> = (&'v str, &'v str, &'v str, bool);

/// Whether figures that are ranked together are of several series, and whether all of these are
/// spliced by declaration. `ranked` are the measures of which they are the figures or the values.
pub(super) fn mixed<'v>(
    figures: impl Iterator<Item = &'v MeasureValue>,
    ranked: &[&str],
    declared: &[Measure],
) -> Option<Mixed> {
    let mut behind: BTreeMap<&str, BTreeSet<AreaSeries<'_>>> = BTreeMap::new();
    for figure in figures {
        add(figure, &mut behind);
    }
    let several = behind.into_iter().filter(|(_, series)| series.len() > 1);
    let of = |(id, series): (&str, BTreeSet<AreaSeries<'_>>)| {
        let datasets = || series.iter().map(|(dataset, ..)| *dataset);
        let says = |m: &&Measure| m.id == id || ranked.contains(&m.id.as_str());
        let mut splices = declared.iter().filter(says).map(|m| m.splice(datasets()));
        if splices.any(|splice| splice.is_some()) {
            Mixed::Spliced
        } else {
            Mixed::Undeclared
        }
    };
    several.map(of).max()
}

/// Adds the series of a figure and of those of its area behind it. What another area states, such
/// as a national price index, stands in as declared.
fn add<'v>(figure: &'v MeasureValue, behind: &mut BTreeMap<&'v str, BTreeSet<AreaSeries<'v>>>) {
    if figure.operands().is_empty() {
        let statement = &figure.series.statement;
        let of_measure = behind.entry(&figure.measure).or_default();
        // Of which stage a plan is is a flag of its own.
        let plan = figure.figure.plan_stage.is_some();
        of_measure.insert((
            &figure.dataset,
            if plan { "" } else { &statement.preferred },
            &statement.totals,
            figure.series.summed,
        ));
    }
    let own = figure.made_of().into_iter();
    for found in own.filter(|found| found.area == figure.area) {
        add(found, behind);
    }
}

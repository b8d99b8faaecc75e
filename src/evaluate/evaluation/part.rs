//! Some scores, made as all of them are, from the figures that these read and what is known of all
//! areas together.

use crate::evaluate::evaluation::all_areas::AllAreas;
use crate::evaluate::evaluation::measure_values::values;
use crate::evaluate::evaluation::order::{history_of, look_back, mark_calendar, present};
use crate::evaluate::history::History;
use crate::evaluate::inputs::{Inputs, broken_measures, settings};
use crate::evaluate::results::Computed;
use crate::kpi::{AskedPart, Measures, Revised, Setting, score_asked};
use crate::model::{Kpi, Period, Span, UnitId};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Which scores are wanted.
#[derive(Clone, Debug)]
pub struct ScoresWanted<'a> {
    /// The KPI.
    pub kpi: &'a Kpi,
    /// The boundary.
    pub boundary: NaiveDate,
    /// The areas; all of them when `None`.
    pub areas: Option<BTreeSet<UnitId>>,
    /// The periods; all of them when `None`.
    pub periods: Option<BTreeSet<(Period, Span)>>,
}

/// The scores that are wanted, with the history of the measures behind them; `None` where what is
/// known of all areas does not say what they need. Of the inputs no table need have cells of other
/// areas and periods than those that the scores read.
#[must_use]
pub fn evaluate_part(
    inputs: Inputs<'_>,
    wanted: &ScoresWanted<'_>,
    known: &AllAreas,
) -> Option<(Computed, History)> {
    let part = AskedPart {
        populations: known.on(wanted.boundary, wanted.kpi)?,
        areas: wanted.areas.as_ref(),
        periods: wanted.periods.as_ref(),
    };
    let values = values(inputs);
    let mut computed = present(inputs, &values);
    let history = history_of(inputs, &values);
    let revised = Revised::of_kept(inputs.measures, known.revisions());
    let on = computed.values.iter();
    let on = Measures::new(on.filter(|v| v.boundary == wanted.boundary));
    let broken = broken_measures(inputs);
    let setting = Setting {
        part: Some(part),
        ..settings(inputs, &on, wanted.boundary, &broken)
    };
    let mut scores = score_asked(wanted.kpi, setting);
    scores.sort_by_key(|s| (s.key(), s.target));
    part.mark_unusual(wanted.kpi, &mut scores, inputs.areas);
    for score in &mut scores {
        revised.mark(wanted.kpi, score);
    }
    computed.scores = scores;
    mark_calendar(inputs, &mut computed);
    look_back(inputs, &mut computed, &history);
    computed.backtests.retain(|test| test.area.is_some());
    computed.backtests.extend(known.tests.iter().cloned());
    Some((computed, history))
}

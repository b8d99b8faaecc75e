//! The cells of measures over records, over time.

use super::coverage::Coverage;
use super::held::Whose;
use super::known::{Delivered, Now, last_day};
use super::periods::{divides, is_whole};
use crate::model::{
    AreaRegister, Cell, CellKey, Dataset, Dec, Figure, Flag, Function, MeasureSource,
    MeasureSourceKey, Period, Reason, RecordLayout, SCALE, Span, StatementKey, Status, UnitId,
};
use crate::records::roll::{Asked, Content, State, Version};
use crate::rollup::aggregate::{RollupError, adds_up};
use crate::rollup::figure::{mean, quantile};
use crate::rollup::roll::CellLine;
use std::collections::BTreeSet;

/// Makes cells of what data files give.
#[derive(Clone, Copy)]
pub(super) struct Maker<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) layout: &'a RecordLayout,
    pub(super) areas: &'a AreaRegister,
    /// Deliveries in the order in which they became known.
    pub(super) known: &'a [Delivered],
    pub(super) asked: &'a [Asked<'a>],
    /// The figures are of a day, so that an area need not exist throughout the period.
    pub(super) of_a_day: bool,
    /// What has come of the register.
    pub(super) coverage: &'a Coverage<'a>,
    /// Level of the areas of which records make the figures of those above, where they do.
    pub(super) level: &'a str,
}

impl Maker<'_> {
    /// The cells of the sources that are asked for, for one unit and period, over time: of the records of
    /// the unit itself, or of all that are its own or those of areas below it.
    pub(super) fn lines(
        &self,
        (area, period): (UnitId, Period),
        parts: &[Version],
        (wants, asked): (
            &[(MeasureSourceKey, &MeasureSource)],
            impl Fn(&MeasureSource) -> bool,
        ),
    ) -> Vec<(CellKey, usize, CellLine)> {
        let unit = self.areas.unit(area);
        let key = CellKey {
            area_code: unit.code.clone(),
            area_date: last_day(unit, period),
            period,
            span: Span::Period,
        };
        let mut lines = vec![CellLine::default(); wants.len()];
        let after = self.coverage.ended(period);
        let of_areas = match self.level {
            "" => Whose::Own(area),
            level => Whose::Below(area, level),
        };
        let whole = self.of_a_day || is_whole(self.areas, area, period);
        for last in self.moments((period, after), parts) {
            let completed = self.coverage.completed(period, last);
            let mut now = Now::new((self.asked, self.known), parts, (after, completed), last);
            if now.partial.records > 0 && self.coverage.lacks(of_areas, period, last) {
                now = now.lacking(self.coverage.is_over(period, last));
            }
            let moment = self.known[last].known_from;
            for ((nth, line), (of, source)) in lines.iter_mut().enumerate().zip(wants) {
                if asked(source) {
                    let of = (of.measure.as_str(), *source, nth);
                    line.push(moment, self.cell((&key, area), of, &now, whole));
                }
            }
        }
        let lines = lines
            .into_iter()
            .enumerate()
            .filter(|(_, line)| !line.is_empty());
        lines.map(|(nth, line)| (key.clone(), nth, line)).collect()
    }

    /// The last deliveries of each moment at which something may have changed.
    fn moments(
        &self,
        (period, after): (Period, Option<usize>),
        versions: &[Version],
    ) -> BTreeSet<usize> {
        let touched = versions
            .iter()
            .flat_map(|v| std::iter::once(v.from).chain(v.to));
        let last_of = |at: usize| {
            let moment = self.known[at].known_from;
            self.known.partition_point(|d| d.known_from <= moment) - 1
        };
        let first = versions.iter().map(|v| v.from).min().unwrap_or_default();
        touched
            .chain(
                { self.coverage.moments(period).into_iter() }
                    .chain(after)
                    .filter(|at| *at > first),
            )
            .map(last_of)
            .collect()
    }

    /// The cell of a measure; none where there is nothing to say.
    fn cell(
        &self,
        (key, area): (&CellKey, UnitId),
        (measure, source, nth): (&str, &MeasureSource, usize),
        now: &Now,
        whole: bool,
    ) -> Option<Result<Cell, RollupError>> {
        // Sums of longer periods are worked out from those of shorter ones, on each boundary.
        let mut periods = self.layout.periods.iter();
        let worked_out = !whole && adds_up(source) && periods.any(|f| divides(*f, key.period));
        if now.partial.records == 0 || worked_out {
            return None;
        }
        let state = now.partial.states.get(nth)?;
        let mut reasons = now.reasons.clone();
        if !whole {
            reasons.insert(Reason::BoundaryBreak);
        }
        reasons.extend(self.before_it_begins(key.period));
        if now.conflicts.get(nth).is_some_and(|count| *count > 0) {
            reasons.insert(Reason::SourceConflict);
        }
        if state.quarantined > 0 {
            reasons.insert(Reason::Quarantined);
        }
        if state.filled < state.asked && !counts(source) {
            reasons.insert(Reason::ValueMissing);
        }
        let Ok(value) = value(self.layout, source, state) else {
            return Some(Err(too_large(key, measure, source)));
        };
        if value.is_none() && reasons.is_empty() {
            return None;
        }
        let figure = Figure {
            value: value.filter(|_| reasons.is_empty()),
            unit: self.unit(source).into(),
            basis: self.dataset.contract.basis.as_str().into(),
            scheme: "".into(),
            plan_stage: None,
            status: Status::Final,
            rounding: Dec::ZERO,
            known_from: now.known_from,
            source_ids: now.source_ids.clone(),
            deliveries: now.deliveries.clone(),
            flags: self.flags((area, key.period), now, whole),
            reasons,
        };
        Some(Ok(Cell {
            measure: measure.into(),
            dataset: source.dataset.as_str().into(),
            area,
            area_date: key.area_date,
            period: key.period,
            span: key.span,
            figure,
            statement: StatementKey::default(),
            others: Vec::new(),
        }))
    }

    fn flags(&self, (area, period): (UnitId, Period), now: &Now, whole: bool) -> BTreeSet<Flag> {
        let to_date = (!now.ended).then_some(Flag::ToDate);
        // A part of the records is of the areas that it was made of within the month.
        let began = period.start() < self.areas.unit(area).valid_from;
        let rebased = (whole && began && !self.of_a_day).then_some(Flag::BoundaryRebased);
        to_date.into_iter().chain(rebased).collect()
    }

    /// Why a period has no figure where the register has all records only from a later day on.
    fn before_it_begins(&self, period: Period) -> Option<Reason> {
        let begins = self.layout.begins?;
        if period.end() < begins {
            return Some(Reason::ValueMissing);
        }
        let reaches_before = !self.of_a_day && period.start() < begins;
        reaches_before.then_some(Reason::PartialPeriod)
    }

    fn unit(&self, source: &MeasureSource) -> String {
        if counts(source) {
            return "count".to_owned();
        }
        let unit = self.dataset.contract.unit_of(&source.value.column);
        unit.unwrap_or_default().to_owned()
    }
}

/// The value of what was added up; none of nothing but for sums and counts.
pub(super) fn value(
    layout: &RecordLayout,
    source: &MeasureSource,
    state: &State,
) -> Result<Option<Dec>, ()> {
    let column = layout.column(&source.value.column);
    let places = column.and_then(|c| c.kind.places()).unwrap_or_default();
    let step = 10i128.pow(SCALE.saturating_sub(places));
    let dec = |n: i128| n.checked_mul(step).and_then(Dec::from_micros).ok_or(());
    let count = |n: u64| i64::try_from(n).map(Dec::from_int).map_err(|_| ());
    let least = |n: &Option<i64>| n.map(|n| dec(i128::from(n))).transpose();
    match &state.content {
        Content::Count => count(state.filled).map(Some),
        Content::Distinct(all) => count(all.len() as u64).map(Some),
        Content::Min(number) | Content::Max(number) => least(number),
        Content::Sum(sum) if source.value.function == Function::Mean => {
            if state.filled == 0 {
                return Ok(None);
            }
            mean(dec(*sum)?, state.filled).ok_or(()).map(Some)
        }
        Content::Sum(sum) => dec(*sum).map(Some),
        Content::All(all) if all.is_empty() => Ok(None),
        Content::All(all) => {
            let values = all.iter().map(|n| dec(i128::from(*n)));
            let values = values.collect::<Result<Vec<_>, ()>>()?;
            let level = source.value.quantile().ok_or(())?;
            quantile(values, &level).ok_or(()).map(Some)
        }
    }
}

fn too_large(key: &CellKey, measure: &str, source: &MeasureSource) -> RollupError {
    RollupError::TooLarge {
        measure: measure.to_owned(),
        dataset: source.dataset.clone(),
        area: key.area_code.clone(),
        period: key.period.to_string(),
    }
}

const fn counts(source: &MeasureSource) -> bool {
    matches!(
        source.value.function,
        Function::Count | Function::CountDistinct
    )
}

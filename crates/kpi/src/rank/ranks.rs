//! The figures that are ranked together, and whether they can be.

use crate::operands::Mixed;
use crate::rank::series::mixed;
use crate::universe::Measures;
use chiso_model::kind::Ranking;
use chiso_model::{
    AreaRegister, Better, Figure, Flag, KpiKind, Measure, MeasureValue, Period, Reason, Span,
    UnitId,
};
use std::collections::{BTreeMap, BTreeSet};

/// With fewer areas than this there is no ranking.
const FEWEST: usize = 2;

/// The rankings of one KPI on one boundary, by period and span; none unless the KPI is a rank.
#[derive(Default)]
pub struct Ranks<'a> {
    pub(super) better: Better,
    fields: BTreeMap<(Period, Span), BTreeMap<UnitId, &'a MeasureValue>>,
    /// Where the figures that are ranked together are of several series.
    mixed: BTreeMap<(Period, Span), Mixed>,
}

impl<'a> Ranks<'a> {
    /// The rankings that a KPI asks for.
    pub fn new(
        kind: &KpiKind,
        measures: &Measures<'a>,
        areas: &AreaRegister,
        declared: &'a [Measure],
    ) -> Ranks<'a> {
        let Some(Ranking {
            measure,
            level,
            better,
        }) = kind.ranking()
        else {
            return Ranks::default();
        };
        let mut fields: BTreeMap<(Period, Span), BTreeMap<UnitId, &'a MeasureValue>> =
            BTreeMap::new();
        for value in measures
            .of(measure)
            .filter(|v| v.figure.value.is_some() && areas.unit(v.area).level == level)
        {
            fields
                .entry((value.period, value.span))
                .or_default()
                .insert(value.area, value);
        }
        let behind = kind
            .of_values()
            .map_or_else(|| vec![measure], |kpi| kpi.kind.measures());
        let of_field = |(at, field): (&(Period, Span), &BTreeMap<UnitId, &MeasureValue>)| {
            let found = mixed(field.values().copied(), &behind, declared);
            found.map(|mixed| (*at, mixed))
        };
        Ranks {
            better,
            mixed: fields.iter().filter_map(of_field).collect(),
            fields,
        }
    }

    pub(super) fn field(
        &self,
        period: Period,
        span: Span,
    ) -> impl Iterator<Item = (&UnitId, &&'a MeasureValue)> {
        self.fields.get(&(period, span)).into_iter().flatten()
    }

    /// How many areas are ranked.
    pub fn number(&self, period: Period, span: Span) -> usize {
        self.fields.get(&(period, span)).map_or(0, BTreeMap::len)
    }

    /// Whether there are rankings in two periods, and not of the same areas.
    pub fn areas_differ(&self, one: (Period, Span), other: (Period, Span)) -> bool {
        let areas = |at: (Period, Span)| self.field(at.0, at.1).map(|(area, _)| *area);
        let both = [one, other].iter().all(|at| self.number(at.0, at.1) > 0);
        both && !areas(one).eq(areas(other))
    }

    /// Why there is no ranking in which this figure has a place.
    pub fn reasons(&self, of: &MeasureValue) -> BTreeSet<Reason> {
        let mut reasons = BTreeSet::new();
        let several = |what: fn(&Figure) -> &str| {
            self.field(of.period, of.span)
                .map(|(_, v)| what(&v.figure))
                .collect::<BTreeSet<_>>()
                .len()
                > 1
        };
        if several(|f| f.unit.as_str()) {
            reasons.insert(Reason::UnitMismatch);
        }
        if several(|f| f.basis.as_str()) {
            reasons.insert(Reason::BasisMismatch);
        }
        if self.mixed.get(&(of.period, of.span)) == Some(&Mixed::Undeclared) {
            reasons.insert(Reason::SeriesMixed);
        }
        let left_out = of.figure.value.is_some()
            && self
                .field(of.period, of.span)
                .all(|(area, _)| *area != of.area);
        let alone = self.number(of.period, of.span) < FEWEST;
        // A figure that is missing says why itself.
        if left_out || alone && of.figure.reasons.is_empty() {
            reasons.insert(Reason::ValueMissing);
        }
        reasons
    }

    /// Whether figures of several series are ranked together, as the measure declares.
    pub fn spliced(&self, period: Period, span: Span) -> bool {
        self.mixed.get(&(period, span)) == Some(&Mixed::Spliced)
    }

    /// Whether any of the figures ranked was published before its period ended: places may change
    /// until all are in.
    pub fn to_date(&self, period: Period, span: Span) -> bool {
        self.field(period, span)
            .any(|(_, v)| v.figure.flags.contains(&Flag::ToDate))
    }

    /// The schemes by which the figures ranked were made.
    pub fn schemes(&self, period: Period, span: Span) -> impl Iterator<Item = &str> {
        self.field(period, span)
            .map(|(_, v)| v.figure.scheme.as_str())
    }
}

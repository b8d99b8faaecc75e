//! The figures that are ranked together, and whether they can be.

use crate::operands::{Mixed, named};
use crate::rank::field::Field;
use crate::universe::Measures;
use chiso_model::kind::Ranking;
use chiso_model::{
    AreaRegister, Better, Kpi, KpiKind, Measure, MeasureValue, Period, Reason, Span, UnitId,
};
use std::collections::{BTreeMap, BTreeSet};

/// With fewer areas than this there is no ranking.
const FEWEST: usize = 2;

/// The rankings of one KPI on one boundary, by period and span; none unless the KPI is a rank.
#[derive(Default)]
pub struct Ranks<'a> {
    pub(super) better: Better,
    pub(super) fields: BTreeMap<(Period, Span), Field<'a>>,
    /// The periods whose scores were asked for, each with those that it stands on.
    pub(super) compared: BTreeMap<(Period, Span), Vec<(Period, Span)>>,
    /// Periods in which other areas are ranked than in another one.
    differ: BTreeSet<[(Period, Span); 2]>,
}

impl<'a> Ranks<'a> {
    /// The rankings behind the scores of a KPI in some periods.
    pub fn behind(
        kpi: &Kpi,
        measures: &'a Measures,
        on: (&AreaRegister, &[Measure]),
        periods: impl Iterator<Item = (Period, Span)>,
    ) -> Ranks<'a> {
        if kpi.kind.ranking().is_none() {
            return Ranks::default();
        }
        let periods: BTreeSet<(Period, Span)> = periods.collect();
        let compared: BTreeMap<_, Vec<(Period, Span)>> =
            periods.into_iter().map(|at| (at, named(kpi, at))).collect();
        let together = compared.values().cloned().collect();
        let ranks = Ranks::new(&kpi.kind, measures, on, &together);
        Ranks { compared, ..ranks }
    }

    /// The rankings that a KPI asks for in some periods, in each of which it may be compared with
    /// the others that are named with it.
    pub fn new(
        kind: &KpiKind,
        measures: &'a Measures,
        (areas, declared): (&AreaRegister, &[Measure]),
        periods: &BTreeSet<Vec<(Period, Span)>>,
    ) -> Ranks<'a> {
        let Some(Ranking {
            measure,
            level,
            better,
        }) = kind.ranking()
        else {
            return Ranks::default();
        };
        let behind = kind
            .of_values()
            .map_or_else(|| vec![measure], |kpi| kpi.kind.measures());
        let field = |period: (Period, Span)| {
            let values = measures.in_period(measure, period);
            let ranked =
                values.filter(|v| v.figure.value.is_some() && areas.unit(v.area).level == level);
            let by_area: BTreeMap<UnitId, &MeasureValue> = ranked.map(|v| (v.area, v)).collect();
            (!by_area.is_empty()).then(|| (period, Field::new(by_area, better, &behind, declared)))
        };
        let named: BTreeSet<(Period, Span)> = periods.iter().flatten().copied().collect();
        let fields: BTreeMap<_, Field<'a>> = named.into_iter().filter_map(field).collect();
        let differ = periods.iter().flat_map(|named| named.windows(2));
        let differ = differ.filter_map(|pair| {
            let [one, other] = [pair.first()?, pair.last()?].map(|at| fields.get(at));
            let apart = !one?.by_area.keys().eq(other?.by_area.keys());
            apart.then_some([*pair.first()?, *pair.last()?])
        });
        Ranks {
            better,
            differ: differ.collect(),
            fields,
            compared: BTreeMap::new(),
        }
    }

    /// The periods that scores stand on.
    pub(super) fn named(&self) -> impl Iterator<Item = (Period, Span)> {
        self.compared.values().flatten().copied()
    }

    /// The figures that are ranked in a period; `None` where there are none.
    pub(super) fn field(&self, period: Period, span: Span) -> Option<&Field<'a>> {
        self.fields.get(&(period, span))
    }

    /// How many areas are ranked.
    pub fn number(&self, period: Period, span: Span) -> usize {
        self.field(period, span)
            .map_or(0, |field| field.by_area.len())
    }

    /// Whether there are rankings in two periods, and not of the same areas.
    pub fn areas_differ(&self, one: (Period, Span), other: (Period, Span)) -> bool {
        self.differ.contains(&[one, other])
    }

    /// Why there is no ranking in which this figure has a place.
    pub fn reasons(&self, of: &MeasureValue) -> BTreeSet<Reason> {
        let mut reasons = BTreeSet::new();
        let field = self.field(of.period, of.span);
        let says = |what: fn(&Field<'a>) -> bool| field.is_some_and(what);
        if says(|f| f.units_differ) {
            reasons.insert(Reason::UnitMismatch);
        }
        if says(|f| f.bases_differ) {
            reasons.insert(Reason::BasisMismatch);
        }
        if says(|f| f.mixed == Some(Mixed::Undeclared)) {
            reasons.insert(Reason::SeriesMixed);
        }
        let left_out = of.figure.value.is_some()
            && field.is_none_or(|field| !field.by_area.contains_key(&of.area));
        let alone = self.number(of.period, of.span) < FEWEST;
        // A figure that is missing says why itself.
        if left_out || alone && of.figure.reasons.is_empty() {
            reasons.insert(Reason::ValueMissing);
        }
        reasons
    }

    /// Whether figures of several series are ranked together, as the measure declares.
    pub fn spliced(&self, period: Period, span: Span) -> bool {
        self.field(period, span)
            .is_some_and(|f| f.mixed == Some(Mixed::Spliced))
    }

    /// Whether any of the figures ranked was published before its period ended: places may change
    /// until all are in.
    pub fn to_date(&self, period: Period, span: Span) -> bool {
        self.field(period, span).is_some_and(|f| f.to_date)
    }

    /// The schemes by which the figures ranked were made.
    pub fn schemes(&self, period: Period, span: Span) -> impl Iterator<Item = &str> {
        let field = self.field(period, span).into_iter();
        field.flat_map(|field| field.schemes.iter().copied())
    }
}

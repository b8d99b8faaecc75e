//! Places among the areas of a level: standard competition ranking, so that equals share the better
//! place (1, 2, 2, 4).
//!
//! Only areas that have a figure are ranked. Figures are compared exactly.

use crate::kpi::rounding::RoundingBound;
use crate::kpi::universe::Measures;
use crate::model::kind::Ranking;
use crate::model::{
    AreaRegister, Better, Dec, Figure, Flag, KpiKind, Measure, MeasureValue, Period, Reason, Span,
    UnitId,
};
use num_rational::BigRational;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer areas than this make no ranking.
const FEWEST: usize = 2;

/// The rankings of one KPI on one boundary, by period and span; none unless the KPI is a rank.
#[derive(Default)]
pub struct Ranks<'a> {
    better: Better,
    /// The measure, where the KPI is a rank.
    measure: Option<&'a Measure>,
    fields: BTreeMap<(Period, Span), BTreeMap<UnitId, &'a MeasureValue>>,
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
        let measure = declared.iter().find(|m| m.id == measure);
        Ranks {
            better,
            measure,
            fields,
        }
    }

    fn field(
        &self,
        period: Period,
        span: Span,
    ) -> impl Iterator<Item = (&UnitId, &&'a MeasureValue)> {
        self.fields.get(&(period, span)).into_iter().flatten()
    }

    /// How many areas are ranked.
    pub fn number(&self, period: Period, span: Span) -> usize {
        self.field(period, span).count()
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
        if self.mixed(of.period, of.span) && !self.splice(of.period, of.span) {
            reasons.insert(Reason::SeriesMixed);
        }
        let left_out = of.figure.value.is_some()
            && self
                .field(of.period, of.span)
                .all(|(area, _)| *area != of.area);
        if left_out || self.number(of.period, of.span) < FEWEST {
            reasons.insert(Reason::ValueMissing);
        }
        reasons
    }

    /// Whether the figures ranked are of several datasets, or of areas' own statements and of sums.
    fn mixed(&self, period: Period, span: Span) -> bool {
        self.field(period, span)
            .map(|(_, v)| (v.dataset.as_str(), v.series.summed))
            .collect::<BTreeSet<_>>()
            .len()
            > 1
    }

    fn splice(&self, period: Period, span: Span) -> bool {
        let datasets: BTreeSet<&str> = self
            .field(period, span)
            .map(|(_, v)| v.dataset.as_str())
            .collect();
        self.measure
            .is_some_and(|m| m.splice(datasets.iter().copied()).is_some())
    }

    /// Whether figures of several series are ranked together, as the measure declares.
    pub fn spliced(&self, period: Period, span: Span) -> bool {
        self.mixed(period, span) && self.splice(period, span)
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

    /// The place of a figure; leaning, the smallest or largest that the rounding of all figures
    /// leaves open.
    pub fn place(&self, of: &MeasureValue, lean: RoundingBound) -> Option<BigRational> {
        let own = ends(of)?;
        let ahead =
            |other: &MeasureValue| ends(other).is_some_and(|other| self.ahead(other, own, lean));
        let places = 1 + self
            .field(of.period, of.span)
            .filter(|(area, other)| **area != of.area && ahead(other))
            .count();
        Some(BigRational::from_integer(places.into()))
    }

    /// Whether another figure stands before one's own. To lean low is to find oneself far ahead.
    fn ahead(&self, other: Ends<'_>, own: Ends<'_>, lean: RoundingBound) -> bool {
        if lean == RoundingBound::Exact && (other.fraction.is_some() || own.fraction.is_some()) {
            let fraction =
                |ends: Ends<'_>| ends.fraction.cloned().unwrap_or_else(|| ends.exact.ratio());
            let order = fraction(other).cmp(&fraction(own));
            return order
                == if self.better == Better::High {
                    Ordering::Greater
                } else {
                    Ordering::Less
                };
        }
        let other = if lean == RoundingBound::Exact {
            [other.exact; 2]
        } else {
            [other.low, other.high]
        };
        let own = if lean == RoundingBound::Exact {
            [own.exact; 2]
        } else {
            [own.low, own.high]
        };
        let certainly = match self.better {
            Better::High => other[0] > own[1],
            Better::Low => other[1] < own[0],
        };
        let possibly = match self.better {
            Better::High => other[1] > own[0],
            Better::Low => other[0] < own[1],
        };
        if lean == RoundingBound::High {
            possibly
        } else {
            certainly
        }
    }
}

/// A figure with the ends of its rounding.
#[derive(Clone, Copy)]
struct Ends<'a> {
    low: Dec,
    exact: Dec,
    high: Dec,
    /// The figure itself where no decimal holds it.
    fraction: Option<&'a BigRational>,
}

fn ends(value: &MeasureValue) -> Option<Ends<'_>> {
    let figure = &value.figure;
    let exact = figure.value?;
    let low = exact.checked_sub(figure.rounding).unwrap_or(exact);
    let high = exact.checked_add(figure.rounding).unwrap_or(exact);
    Some(Ends {
        low,
        exact,
        high,
        fraction: value.made.as_ref().and_then(|m| m.exact.as_ref()),
    })
}

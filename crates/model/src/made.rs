//! Figures that are made from other figures: by an operation on other measures, or as weighted means
//! of merged areas.
//!
//! Such a figure is an exact fraction that no decimal may hold, so it travels with the decimal
//! that is published, together with what it was made from. Whatever is compared is compared by the
//! fraction.

use crate::area::UnitId;
use crate::breakdown::{Breakdown, declared_id};
use crate::decimal::Dec;
use crate::declare::{Measure, OverTime};
use crate::derivation::{Derivation, MadeOf};
use crate::measure::{MeasureValue, Operand};
use crate::period::Period;
use crate::span::Span;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A figure made from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DerivedFigure {
    /// The exact figure, if it could be made.
    pub exact: Option<BigRational>,
    /// How it was made.
    pub how: Making,
}

/// How a figure was made from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Making {
    /// By the operation that its measure declares.
    Derived {
        /// The operation.
        by: Arc<Derivation>,
        /// The figures, in the order in which the operation asks for them.
        inputs: Vec<Input>,
    },
    /// Sum of figure × weight / sum of weights.
    WeightedMean {
        /// The measure of the weights.
        weight: String,
        /// The parts.
        parts: Vec<Weighed>,
    },
    /// The mean, the largest or the smallest of the figures of the periods that it was worked out
    /// from.
    OverTime(OverTime),
    /// The sum of the figures of areas or members that were made themselves, or of which some are
    /// stated and others worked out; the pieces of a period, where some of them are such sums.
    SumOf(Vec<Arc<MeasureValue>>),
    /// The value of a KPI, from its operands.
    Value(Vec<Operand>),
}

/// A figure that another one was made from. Present even when the figure is missing, so that what
/// is missing can be named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What it is to the figure made.
    pub what: MadeOf,
    /// Its measure.
    pub measure: String,
    /// Its period.
    pub period: Period,
    /// Its span.
    pub span: Span,
    /// The figure.
    pub found: Option<Arc<MeasureValue>>,
}

impl Input {
    /// The figure, where it has a value.
    #[must_use]
    pub fn usable(&self) -> Option<&MeasureValue> {
        self.found.as_deref().filter(|v| v.figure.value.is_some())
    }
}

/// A part of a weighted mean; what is missing stays empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// The part.
    pub unit: UnitId,
    /// Its figure.
    pub value: Option<Dec>,
    /// Its weight.
    pub weight: Option<Arc<MeasureValue>>,
}

impl DerivedFigure {
    /// The measure by which parts are weighted, where one of them has no weight.
    #[must_use]
    pub fn missing_weight(&self) -> Option<&str> {
        match &self.how {
            Making::WeightedMean { weight, parts }
                if parts
                    .iter()
                    .any(|p| p.weight.as_ref().is_none_or(|w| w.figure.value.is_none())) =>
            {
                Some(weight)
            }
            _ => None,
        }
    }
}

impl MeasureValue {
    /// The figure as it is compared: the fraction where it was made from others, the decimal
    /// otherwise.
    #[must_use]
    pub fn exact(&self) -> Option<BigRational> {
        let value = self.figure.value?;
        Some(
            self.made
                .as_ref()
                .and_then(|m| m.exact.clone())
                .unwrap_or_else(|| value.ratio()),
        )
    }

    /// How the figure as it is compared stands to zero.
    #[must_use]
    pub fn sign(&self) -> Option<Ordering> {
        let value = self.figure.value?;
        let exact = self.made.as_ref().and_then(|m| m.exact.as_ref());
        Some(match exact {
            Some(exact) => exact.numer().cmp(&BigInt::ZERO),
            None => value.cmp(&Dec::ZERO),
        })
    }

    /// The figure to six decimal places; none where these would show one that is not zero as zero.
    #[must_use]
    pub fn decimal(&self) -> Option<Dec> {
        let lost = |value: &Dec| *value == Dec::ZERO && self.exact().is_some_and(|v| !v.is_zero());
        self.figure.value.filter(|value| !lost(value))
    }

    /// Whether the figure of a merged area is right although it is not the sum of those of its
    /// parts: it is their weighted mean, or was made of figures each of which is right.
    #[must_use]
    pub fn right_if_merged(&self) -> bool {
        match self.made.as_deref().map(|made| &made.how) {
            None => false,
            // Of weighted means, as their series says.
            Some(Making::OverTime(_)) => !self.series.made_from.is_empty(),
            Some(Making::WeightedMean { .. } | Making::SumOf(_) | Making::Value(_)) => true,
            Some(Making::Derived { by, .. }) => by.real().is_none(),
        }
    }

    /// Whether it is the weighted mean of the parts of a merged area.
    #[must_use]
    pub fn weighted(&self) -> bool {
        matches!(
            self.made.as_deref(),
            Some(DerivedFigure {
                how: Making::WeightedMean { .. },
                ..
            })
        )
    }

    /// The figures that the operation of its measure asked for; none where it declares none.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        match self.made.as_deref().map(|made| &made.how) {
            Some(Making::Derived { inputs, .. }) => inputs,
            _ => &[],
        }
    }

    /// The figures of areas, members or pieces that it is made of, where not all of them are stated
    /// or some of them were made themselves; none where all are stated.
    #[must_use]
    pub fn summed_parts(&self) -> &[Arc<MeasureValue>] {
        match self.made.as_deref().map(|made| &made.how) {
            Some(Making::SumOf(below)) => below,
            _ => &[],
        }
    }

    /// The operands of the KPI whose value it is; none where it is the figure of a measure.
    #[must_use]
    pub fn operands(&self) -> &[Operand] {
        match self.made.as_deref().map(|made| &made.how) {
            Some(Making::Value(operands)) => operands,
            _ => &[],
        }
    }

    /// The figures of other measures that it was made from.
    #[must_use]
    pub fn made_of(&self) -> Vec<&Arc<MeasureValue>> {
        match self.made.as_deref().map(|m| &m.how) {
            None | Some(Making::OverTime(_)) => vec![],
            Some(Making::Derived { inputs, .. }) => {
                inputs.iter().filter_map(|i| i.found.as_ref()).collect()
            }
            Some(Making::WeightedMean { parts, .. }) => {
                parts.iter().filter_map(|p| p.weight.as_ref()).collect()
            }
            Some(Making::SumOf(below)) => below.iter().collect(),
            Some(Making::Value(operands)) => {
                operands.iter().filter_map(|o| o.found.as_ref()).collect()
            }
        }
    }

    /// Period and span in which its figure and those behind it are stated: its own, or those that
    /// it was worked out from.
    #[must_use]
    pub fn stated_in(&self) -> BTreeSet<(Period, Span)> {
        let mut all = BTreeSet::from([(self.period, self.span)]);
        all.extend(self.pieces.iter().map(|p| (p.period, p.span)));
        all.extend(self.made_of().into_iter().flat_map(|v| v.stated_in()));
        all
    }
}

impl Measure {
    /// Whether its figures are made from others than the cells of their own area: those of other
    /// measures, or of the areas below.
    #[must_use]
    pub fn is_made(&self) -> bool {
        self.derived.is_some() || self.weight.is_some() || self.sum_of.is_some()
    }

    /// The measure whose rows say which areas have something to add up: itself, or the one that it
    /// converts.
    #[must_use]
    pub fn stated<'a>(&'a self, declared: &'a [Measure]) -> &'a Measure {
        let mut stated = self;
        // No longer than the list: what is converted in a circle is refused elsewhere.
        for _ in declared {
            if let Some(Derivation::Converted(by)) = stated.derived.as_deref()
                && let Some(of) = declared.iter().find(|m| m.id == by.of)
            {
                stated = of;
            }
        }
        stated
    }

    /// The measures that it is made from directly.
    pub fn made_from(&self) -> impl Iterator<Item = &str> {
        let derived = self.derived.iter().flat_map(|by| by.measures());
        derived
            .map(|(_, measure)| measure)
            .chain(self.weight.iter().map(|by| by.measure.as_str()))
    }

    /// The measures that it reads: those that it is made from and, of an index or rate for which a
    /// national one stands in, all members, by which an area is known to have its own.
    pub fn reads<'a>(&'a self, declared: &'a [Measure]) -> impl Iterator<Item = &'a Measure> {
        let named: BTreeSet<&str> = self.made_from().collect();
        let stands_in = self
            .derived
            .as_deref()
            .is_some_and(|by| by.national().is_some());
        let firsts = self.derived.iter().flat_map(|by| by.firsts());
        let firsts: BTreeSet<&str> = firsts.collect();
        let by = named.difference(&firsts).map(|id| declared_id(id).0);
        let by: BTreeSet<&str> = by.filter(|_| stands_in).collect();
        declared.iter().filter(move |m| {
            let id = m.id.as_str();
            named.contains(id) || by.contains(declared_id(id).0)
        })
    }

    /// The measure itself and every one behind it, those of the members of a total among them.
    #[must_use]
    pub fn behind<'a>(&'a self, declared: &'a [Measure]) -> Vec<&'a Measure> {
        let mut all = vec![self];
        let mut next = 0;
        while let Some(measure) = all.get(next).copied() {
            next += 1;
            for read in measure.reads(declared).chain(measure.of_members(declared)) {
                if !all.iter().any(|held| held.id == read.id) {
                    all.push(read);
                }
            }
        }
        all
    }

    /// The measures of the members that it is the total over: those at the top of the first dimension
    /// that it is broken down by. None where it asks for no periods, which they may have by others.
    #[must_use]
    pub fn of_members<'a>(&self, declared: &'a [Measure]) -> Vec<&'a Measure> {
        let (id, breakdown) = declared_id(&self.id);
        let own = Breakdown::read(breakdown).unwrap_or_default();
        let is_part = |m: &Measure, dimension: &str| {
            let (other, breakdown) = declared_id(&m.id);
            let pairs = Breakdown::read(breakdown).filter(|_| other == id);
            let pairs = pairs.unwrap_or_default();
            let mut of_dimension = pairs.pairs().iter().filter(|(name, _)| name == dimension);
            let is_top = |code: &str| {
                let mut members = m.members.iter();
                members.any(|member| member.code == code && member.parent.is_none())
            };
            pairs.pairs().len() == own.pairs().len() + 1
                && pairs.has(&own)
                && of_dimension.any(|(_, code)| is_top(code))
        };
        let totals = self.sources.iter().flat_map(|s| &s.totals);
        let asked = totals.filter(|t| t.of.is_none() && !self.periods.is_empty());
        let mut parts = asked.map(|total| -> Vec<&Measure> {
            let all = declared.iter();
            all.filter(|m| is_part(m, &total.dimension)).collect()
        });
        parts.find(|parts| !parts.is_empty()).unwrap_or_default()
    }
}

//! The figures that are ranked in one period: what holds of all of them, and in which order they
//! stand.
//!
//! All of it is made once. The place of a figure is then looked up in what is sorted, so that many
//! areas cost little more each than few.

use crate::operands::Mixed;
use crate::rank::ends::Ends;
use crate::rank::series::mixed;
use chiso_model::{Better, Dec, Figure, Flag, Measure, MeasureValue, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// The figures that are ranked in one period.
pub(super) struct Field<'a> {
    pub(super) by_area: BTreeMap<UnitId, &'a MeasureValue>,
    /// They are in several units.
    pub(super) units_differ: bool,
    /// They are on several bases.
    pub(super) bases_differ: bool,
    /// They are of several series.
    pub(super) mixed: Option<Mixed>,
    /// Any of them was published before its period ended.
    pub(super) to_date: bool,
    /// The schemes by which they were made.
    pub(super) schemes: BTreeSet<&'a str>,
    /// The smallest and the largest that each may be by its rounding, each ascending.
    pub(super) low: Vec<Dec>,
    pub(super) high: Vec<Dec>,
    /// The figures themselves, ascending.
    pub(super) exact: Vec<Ends<'a>>,
    /// The place of each area, ascending by area.
    pub(super) places: Vec<(UnitId, usize)>,
}

impl<'a> Field<'a> {
    /// Of figures or values of the measures behind them, which are declared.
    pub(super) fn new(
        by_area: BTreeMap<UnitId, &'a MeasureValue>,
        better: Better,
        behind: &[&str],
        declared: &[Measure],
    ) -> Field<'a> {
        let all = || by_area.values().copied();
        let several = |what: fn(&Figure) -> &str| {
            let mut words = all().map(|v| what(&v.figure));
            let first = words.next();
            words.any(|word| Some(word) != first)
        };
        let of_area = by_area.iter();
        let of_area = of_area.filter_map(|(area, v)| Some((Ends::of(v)?, *area)));
        let mut in_order: Vec<(Ends<'a>, UnitId)> = of_area.collect();
        in_order.sort_by(|(one, _), (other, _)| one.compare(other));
        let places = places(&in_order, better);
        let exact: Vec<Ends<'a>> = in_order.into_iter().map(|(ends, _)| ends).collect();
        let sorted = |end: fn(&Ends<'_>) -> Dec| {
            let mut ends: Vec<Dec> = exact.iter().map(end).collect();
            ends.sort_unstable();
            ends
        };
        Field {
            units_differ: several(|f| &f.unit),
            bases_differ: several(|f| &f.basis),
            mixed: mixed(all(), behind, declared),
            to_date: all().any(|v| v.figure.flags.contains(&Flag::ToDate)),
            schemes: all().map(|v| v.figure.scheme.as_str()).collect(),
            low: sorted(|ends| ends.low),
            high: sorted(|ends| ends.high),
            exact,
            places,
            by_area,
        }
    }
}

/// The places of areas whose figures are in ascending order: equals share the better one.
fn places(in_order: &[(Ends<'_>, UnitId)], better: Better) -> Vec<(UnitId, usize)> {
    let equals = in_order.chunk_by(|(one, _), (other, _)| one.compare(other).is_eq());
    let mut before = 0;
    let mut places: Vec<(UnitId, usize)> = Vec::with_capacity(in_order.len());
    for equals in equals {
        let place = match better {
            Better::Low => 1 + before,
            Better::High => 1 + in_order.len() - before - equals.len(),
        };
        places.extend(equals.iter().map(|(_, area)| (*area, place)));
        before += equals.len();
    }
    places.sort_unstable();
    places
}

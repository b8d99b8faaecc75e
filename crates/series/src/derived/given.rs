//! The figures that others are made from.

use chiso_model::{
    Above, AreaRegister, Derivation, Frequency, Input, InputKey, MadeOf, Measure, MeasureValue,
    Period, Span, UnitId, ValueKey, common, declared_id,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The figures of the measures that an operation names, on one boundary.
pub struct Given<'a> {
    /// The measures as declared.
    pub(super) declared: &'a [Measure],
    pub(super) figures: BTreeMap<&'a str, Figures>,
    /// The other areas that an area's figures come from.
    pub(super) reach: &'a Reach,
    /// What is in several currencies, by currency.
    pub(super) amounts: BTreeMap<ValueKey, Vec<Arc<MeasureValue>>>,
}

/// How the figures of one area make those of another, on one boundary.
#[derive(Debug, Default)]
pub struct Reach {
    /// The area whose figures stand in for areas that have none of their own.
    pub(crate) national: Option<UnitId>,
    /// The areas that take their figures from one above.
    pub(super) below: BTreeMap<UnitId, Vec<UnitId>>,
    /// The places of the other members of each measure that may be of the national area.
    pub(super) members: BTreeMap<String, Vec<usize>>,
}

impl Reach {
    /// How it is for the operation of a measure.
    pub fn new(
        (measure, by): (&Measure, &Derivation),
        declared: &[Measure],
        areas: &AreaRegister,
        boundary: NaiveDate,
    ) -> Reach {
        let national = by.national().and_then(|code| areas.by_code(code, boundary));
        Reach {
            national,
            below: below(by, areas, boundary),
            members: members(measure, by, declared),
        }
    }
}

/// The figures of one measure, by area, period and span.
#[derive(Default)]
pub(super) struct Figures {
    pub(super) by_key: BTreeMap<ValueKey, Arc<MeasureValue>>,
    /// Areas that have any figure of their own: also one that is not to be had, or of a member.
    own: BTreeSet<UnitId>,
    earliest: BTreeMap<(UnitId, Frequency, Span), Period>,
}

impl Figures {
    /// `members` are those of the other members of the measure.
    pub(super) fn new(
        values: Vec<Arc<MeasureValue>>,
        members: impl Iterator<Item = Arc<MeasureValue>>,
    ) -> Figures {
        let of_members = members.map(|v| v.area);
        let own = { values.iter().map(|v| v.area) }
            .chain(of_members)
            .collect();
        let mut earliest = BTreeMap::new();
        for v in &values {
            let key = (v.area, v.period.frequency(), v.span);
            let first = earliest.entry(key).or_insert(v.period);
            *first = v.period.min(*first);
        }
        let by_key = values.into_iter().map(|v| (v.key(), v)).collect();
        Figures {
            by_key,
            own,
            earliest,
        }
    }
}

impl<'a> Given<'a> {
    /// What the operation reads, from the values of each measure that it names.
    pub fn new(
        by: &'a Derivation,
        declared: &'a [Measure],
        values: impl Fn(&Measure) -> Vec<Arc<MeasureValue>>,
        reach: &'a Reach,
    ) -> Given<'a> {
        let named = by.measures().into_iter().map(|(_, id)| id);
        let found = named.filter_map(|id| declared.iter().find(|m| m.id == id));
        let members = |of: &Measure| {
            let ids = reach.members.get(of.id.as_str()).into_iter().flatten();
            let found = ids.filter_map(|place| declared.get(*place));
            found.flat_map(&values).collect::<Vec<_>>().into_iter()
        };
        let figures = found
            .map(|m| (m.id.as_str(), Figures::new(values(m), members(m))))
            .collect();
        Given {
            declared,
            figures,
            reach,
            amounts: BTreeMap::new(),
        }
    }

    /// The areas that a figure of an area is for.
    pub(super) fn areas_of(&self, by: &Derivation, area: UnitId) -> Vec<UnitId> {
        if matches!(by, Derivation::OfArea(_)) {
            return self.reach.below.get(&area).cloned().unwrap_or_default();
        }
        vec![area]
    }

    /// The figures of a measure, in the order of the key.
    pub(super) fn of(&self, measure: &str) -> impl Iterator<Item = &Arc<MeasureValue>> {
        let figures = self.figures.get(measure);
        figures.into_iter().flat_map(|f| f.by_key.values())
    }

    /// The first period of an area for which there is a figure of the same length and span.
    pub(super) fn earliest(&self, measure: &str, of: &MeasureValue) -> Option<Period> {
        let key = (of.area, of.period.frequency(), of.span);
        self.figures.get(measure)?.earliest.get(&key).copied()
    }

    /// The area whose figures of a measure are used for another one.
    fn area_of(&self, what: MadeOf, figures: &Figures, area: UnitId) -> UnitId {
        let stands_in = matches!(
            what,
            MadeOf::Index | MadeOf::BaseIndex | MadeOf::Rate | MadeOf::InverseRate
        );
        match self.reach.national.filter(|_| stands_in) {
            Some(national) if !figures.own.contains(&area) => national,
            _ => area,
        }
    }

    /// The figures that make one, its first one given; those of one measure are of one series where
    /// there is one that has all of them.
    pub(super) fn inputs(&self, keys: &[InputKey<'_>], first: &Arc<MeasureValue>) -> Vec<Input> {
        let found = |(place, key): (usize, &InputKey<'_>)| {
            let of_measure = self.figures.get(key.measure);
            let found = of_measure.filter(|_| place > 0).and_then(|figures| {
                let area = self.area_of(key.what, figures, first.area);
                let key = ValueKey {
                    area,
                    period: key.period,
                    span: key.span,
                };
                figures.by_key.get(&key).cloned()
            });
            Input {
                what: key.what,
                measure: key.measure.to_owned(),
                period: key.period,
                span: key.span,
                found: found.or_else(|| (place == 0).then(|| Arc::clone(first))),
            }
        };
        let mut inputs: Vec<Input> = keys.iter().enumerate().map(found).collect();
        one_series(&mut inputs);
        inputs
    }
}

/// The places of the other members of each measure that the operation names, of those it reads.
fn members(
    measure: &Measure,
    by: &Derivation,
    declared: &[Measure],
) -> BTreeMap<String, Vec<usize>> {
    let read: BTreeSet<&str> = measure.reads(declared).map(|m| m.id.as_str()).collect();
    let others = |id: &str| {
        let alike = |m: &Measure| {
            m.id != id && declared_id(&m.id).0 == declared_id(id).0 && read.contains(m.id.as_str())
        };
        let places = declared.iter().enumerate().filter(|(_, m)| alike(m));
        places.map(|(place, _)| place).collect()
    };
    let named = by.measures().into_iter();
    named.map(|(_, id)| (id.to_owned(), others(id))).collect()
}

/// Whether any area takes the figures of one above it, where the operation gives them.
#[must_use]
pub fn reaches_areas(by: &Derivation, areas: &AreaRegister, boundary: NaiveDate) -> bool {
    !below(by, areas, boundary).is_empty()
}

/// The areas below each area, where the operation reads one above.
fn below(
    by: &Derivation,
    areas: &AreaRegister,
    boundary: NaiveDate,
) -> BTreeMap<UnitId, Vec<UnitId>> {
    let mut below: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
    let Derivation::OfArea(of_area) = by else {
        return below;
    };
    let parent = |unit: UnitId| areas.by_code(&areas.unit(unit).parent_code, boundary);
    for (unit, _) in areas.units_on(boundary) {
        let mut seen = BTreeSet::from([unit]);
        let mut at = parent(unit);
        while let Some(above) = at.filter(|above| seen.insert(*above)) {
            let found = match &of_area.above {
                Above::Parent => true,
                Above::Level(level) => areas.unit(above).level == *level,
                Above::Code(code) => areas.unit(above).code == *code,
            };
            if found {
                below.entry(above).or_default().push(unit);
                break;
            }
            at = parent(above);
        }
    }
    below
}

/// Chooses the statements of one series among the figures of each measure.
fn one_series(inputs: &mut [Input]) {
    let measures: BTreeSet<String> = inputs.iter().map(|i| i.measure.clone()).collect();
    for measure in measures {
        let there: Vec<usize> = (0..inputs.len())
            .filter(|i| inputs[*i].measure == measure && inputs[*i].found.is_some())
            .collect();
        let figures: Vec<Arc<MeasureValue>> = there
            .iter()
            .filter_map(|i| inputs[*i].found.clone())
            .collect();
        let plain: Vec<&MeasureValue> = figures.iter().map(AsRef::as_ref).collect();
        let Some(chosen) = common(&plain).filter(|all| all.len() > 1) else {
            continue;
        };
        for ((place, used), chosen) in there.into_iter().zip(&figures).zip(chosen) {
            if !std::ptr::eq(used.as_ref(), chosen) {
                inputs[place].found = Some(Arc::new(chosen.clone()));
            }
        }
    }
}

//! Of which areas of a list nothing said means zero: of those that the list could have said
//! something of, and said nothing.

use chiso_model::{AreaRegister, Cell, Measure, MeasureValue, Period, Relation, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// What a list says of areas, whatever the length of the period.
pub(super) struct EmptyList<'a> {
    areas: &'a AreaRegister,
    said: BTreeMap<UnitId, BTreeSet<Period>>,
    /// Areas of which datasets that are no lists have figures, and no list has any.
    of_others: BTreeSet<UnitId>,
}

impl<'a> EmptyList<'a> {
    /// Of a measure of a list, of its cells and of what they are on a boundary; nothing for a measure
    /// of no list.
    pub(super) fn new(
        measure: &Measure,
        cells: &[Cell],
        here: &[MeasureValue],
        areas: &'a AreaRegister,
    ) -> Option<EmptyList<'a>> {
        let lists = { measure.sources.iter() }.filter(|source| source.adds_nothing_unsaid());
        let lists: BTreeSet<&str> = lists.map(|source| source.dataset.as_str()).collect();
        if lists.is_empty() {
            return None;
        }
        let mut said: BTreeMap<UnitId, BTreeSet<Period>> = BTreeMap::new();
        let (mut listed, mut of_others) = (BTreeSet::new(), BTreeSet::new());
        let of_cells = cells.iter().filter(|c| c.measure == measure.id);
        let of_cells = of_cells.map(|c| (c.area, c.period, &*c.dataset));
        let of_values = here.iter().map(|v| (v.area, v.period, &*v.dataset));
        for (area, period, dataset) in of_cells.chain(of_values) {
            said.entry(area).or_default().insert(period);
            if lists.contains(dataset) {
                listed.insert(area);
            } else {
                of_others.insert(area);
            }
        }
        of_others.retain(|area| !listed.contains(area));
        Some(EmptyList {
            areas,
            said,
            of_others,
        })
    }

    /// Whether an area is one of another dataset, of which no list need have said anything.
    pub(super) fn is_of_another(&self, area: UnitId) -> bool {
        self.of_others.contains(&area)
    }

    /// Whether nothing of an area in a period means zero. It does not where the list has its figures
    /// of parts of the period, which nobody has added up, or of a longer period alone, which nobody
    /// can divide; nor where the area was made of others within the period: what was before is
    /// theirs; nor of an area that is one of another dataset, whose figure may be missing there.
    pub(super) fn means_zero(&self, area: UnitId, period: Period) -> bool {
        if self.is_of_another(area) {
            return false;
        }
        let unit = self.areas.unit(area);
        let made = |r: &Relation| r.date == unit.valid_from && r.to_code == unit.code;
        if period.start() < unit.valid_from && self.areas.relations().iter().any(made) {
            return false;
        }
        let Some(said) = self.said.get(&area) else {
            return true;
        };
        let in_parts = said.iter().any(|p| *p != period && within(*p, period));
        let of_its_length = |longer: Period| {
            said.iter()
                .any(|p| p.length() == period.length() && within(*p, longer))
        };
        let as_a_whole = said
            .iter()
            .any(|p| *p != period && within(period, *p) && !of_its_length(*p));
        !in_parts && !as_a_whole
    }
}

fn within(part: Period, whole: Period) -> bool {
    whole.start() <= part.start() && part.end() <= whole.end()
}

//! What stands behind an operand: the steps between two boundaries, and the areas that a rank is a
//! place among.

use crate::model::kind::Ranking;
use crate::model::{AreaRegister, Dec, KpiKind, MeasureValue, Relation, Role, Score, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// The recorded changes of areas that lie between the days of a figure's parts and the boundary, in
/// the order of time.
#[must_use]
pub fn steps(areas: &AreaRegister, found: &MeasureValue) -> Vec<Relation> {
    let mut taken: Vec<Relation> = Vec::new();
    for day in found
        .parts
        .iter()
        .map(|(_, day)| *day)
        .collect::<BTreeSet<_>>()
    {
        let (first, last) = (day.min(found.boundary), day.max(found.boundary));
        let mut between: Vec<&Relation> = areas
            .relations()
            .iter()
            .filter(|r| first < r.date && r.date <= last)
            .collect();
        between.sort_by_key(|r| r.date);
        // From the boundary to the day: the later code leads to the earlier one, or the other way
        // round.
        let backwards = day <= found.boundary;
        if backwards {
            between.reverse();
        }
        let mut codes = BTreeSet::from([areas.unit(found.area).code.clone()]);
        for relation in between {
            let (near, far) = if backwards {
                (&relation.to_code, &relation.from_code)
            } else {
                (&relation.from_code, &relation.to_code)
            };
            if codes.contains(near) {
                codes.insert(far.clone());
                if !taken.contains(relation) {
                    taken.push(relation.clone());
                }
            }
        }
    }
    taken.sort_by(|a, b| {
        (a.date, &a.from_code, &a.to_code).cmp(&(b.date, &b.from_code, &b.to_code))
    });
    taken
}

/// The areas that a rank is a place among, with their figures, in the order of codes; none for
/// other kinds.
#[must_use]
pub fn field(
    kind: &KpiKind,
    score: &Score,
    scores: &[Score],
    areas: &AreaRegister,
) -> Vec<(UnitId, Dec)> {
    let Some(Ranking { level, .. }) = kind.ranking() else {
        return vec![];
    };
    let is_it = |s: &&Score| {
        (&s.kpi, s.boundary) == (&score.kpi, score.boundary)
            && (s.period, s.span) == (score.period, score.span)
            && areas.unit(s.area).level == level
    };
    let ranked = |s: &Score| {
        let current = s.operands.iter().find(|o| o.role == Role::Current)?;
        Some((s.area, current.found.as_ref()?.figure.value?))
    };
    // Several targets of an area have one figure.
    let field: BTreeMap<UnitId, Dec> = scores.iter().filter(is_it).filter_map(ranked).collect();
    let mut field: Vec<(UnitId, Dec)> = field.into_iter().collect();
    field.sort_by(|a, b| areas.unit(a.0).code.cmp(&areas.unit(b.0).code));
    field
}

//! Which areas' rows stand behind the figures of an area: those of the land that it was, of the areas
//! below that it is the sum of, and of those above whose figures it takes.
//!
//! Codes are followed whatever the day, so that some may be among them that nothing is read of.

use crate::model::{Above, AreaRegister, Derivation, Measure, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// Codes that stand next to each code.
type Neighbours<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// A set of codes of areas.
type Codes<'a> = BTreeSet<&'a str>;

/// How codes of areas hang together.
struct CodeGraph<'a> {
    /// Those that a recorded change leads to or comes from.
    changed: Neighbours<'a>,
    below: Neighbours<'a>,
    above: Neighbours<'a>,
}

impl<'a> CodeGraph<'a> {
    fn new(areas: &'a AreaRegister) -> CodeGraph<'a> {
        let mut graph = CodeGraph {
            changed: Neighbours::new(),
            below: Neighbours::new(),
            above: Neighbours::new(),
        };
        for relation in areas.relations() {
            let (from, to) = (relation.from_code.as_str(), relation.to_code.as_str());
            graph.changed.entry(from).or_default().insert(to);
            graph.changed.entry(to).or_default().insert(from);
        }
        for (_, unit) in areas.units().filter(|(_, u)| !u.parent_code.is_empty()) {
            let (code, parent) = (unit.code.as_str(), unit.parent_code.as_str());
            graph.below.entry(parent).or_default().insert(code);
            graph.above.entry(code).or_default().insert(parent);
        }
        graph
    }
}

/// Some codes and all that can be reached from them.
fn reached<'a>(neighbours: &Neighbours<'a>, codes: &Codes<'a>) -> Codes<'a> {
    let mut all = codes.clone();
    let mut open: Vec<&str> = codes.iter().copied().collect();
    while let Some(code) = open.pop() {
        let next = neighbours.get(code).into_iter().flatten();
        open.extend(next.filter(|code| all.insert(code)));
    }
    all
}

/// What stands behind the figures of measures, of those that are declared.
struct CodesBehind<'a> {
    declared: &'a [Measure],
    graph: CodeGraph<'a>,
    all: Codes<'a>,
}

impl<'a> CodesBehind<'a> {
    /// Takes in the codes behind the figures of a measure of some areas, and of the measures that it
    /// reads; `deep` ends where measures would name each other in a ring.
    fn add(&mut self, measure: &'a Measure, codes: &Codes<'a>, deep: usize) {
        let mut own = reached(&self.graph.changed, codes);
        if measure.level_below().is_some() {
            let below = reached(&self.graph.below, &own);
            own.extend(reached(&self.graph.changed, &below));
        }
        self.all.extend(&own);
        if deep == 0 {
            return;
        }
        let declared = self.declared;
        let errors = measure.sampling_error.iter().flat_map(|e| e.measures());
        let errors: BTreeSet<&str> = errors.map(|(_, id)| id).collect();
        let of_errors = declared.iter().filter(|m| errors.contains(m.id.as_str()));
        for other in measure.of_members(declared).into_iter().chain(of_errors) {
            self.add(other, &own, deep - 1);
        }
        if let Some(by) = measure.derived.as_deref() {
            own.extend(self.elsewhere(by, &own));
        }
        for read in measure.reads(declared) {
            self.add(read, &own, deep - 1);
        }
    }

    /// Other areas whose figures an operation takes.
    fn elsewhere(&self, by: &'a Derivation, own: &Codes<'a>) -> Codes<'a> {
        let mut codes: Codes<'a> = by.national().into_iter().collect();
        if let Derivation::OfArea(of_area) = by {
            codes.extend(reached(&self.graph.above, own));
            if let Above::Code(code) = &of_area.above {
                codes.insert(code);
            }
        }
        codes
    }
}

/// The codes of the areas whose rows stand behind the figures that measures have of an area.
#[must_use]
pub fn codes_behind<'a>(
    measures: impl IntoIterator<Item = &'a Measure>,
    declared: &'a [Measure],
    (areas, area): (&'a AreaRegister, UnitId),
) -> BTreeSet<String> {
    let own = Codes::from([areas.unit(area).code.as_str()]);
    let mut behind = CodesBehind {
        declared,
        graph: CodeGraph::new(areas),
        all: own.clone(),
    };
    for measure in measures {
        behind.add(measure, &own, declared.len());
    }
    behind.all.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Aggregate, AreaUnit, Function, MeasureSource, Relation, RelationKind};
    use chrono::NaiveDate;

    fn unit(code: &str, level: &str, parent: &str) -> AreaUnit {
        AreaUnit {
            code: code.into(),
            name_vi: String::new(),
            name_en: String::new(),
            level: level.into(),
            parent_code: parent.into(),
            valid_from: NaiveDate::MIN,
            valid_to: None,
            aliases: vec![],
        }
    }

    #[test]
    fn a_sum_has_the_areas_below_and_what_these_were() {
        let units = [
            unit("R", "region", ""),
            unit("S", "region", ""),
            unit("1", "commune", "R"),
            unit("2", "commune", "R"),
            unit("3", "commune", "S"),
            unit("9", "commune", "S"),
        ];
        let merged = Relation {
            date: "2020-01-01".parse().unwrap(),
            kind: RelationKind::ALL[0],
            from_code: "9".into(),
            to_code: "2".into(),
            note: String::new(),
        };
        let areas = AreaRegister::new(units.to_vec(), vec![merged]);
        let value = Aggregate {
            function: Function::Sum,
            column: "n".into(),
            level: None,
        };
        let own = Measure::new("m", vec![MeasureSource::new("d", value)]);
        let summed = Measure {
            sum_of: Some("commune".into()),
            ..own.clone()
        };
        let of = |measure: &Measure, code: &str| {
            let area = areas.by_code(code, "2025-01-01".parse().unwrap()).unwrap();
            let declared = [measure.clone()];
            let codes = codes_behind([measure], &declared, (&areas, area));
            codes.into_iter().collect::<Vec<_>>().join(" ")
        };
        assert_eq!([of(&own, "1"), of(&own, "2")], ["1", "2 9"]);
        assert_eq!([of(&own, "R"), of(&summed, "R")], ["R", "1 2 9 R"]);
        assert_eq!(of(&summed, "S"), "2 3 9 S");
    }
}

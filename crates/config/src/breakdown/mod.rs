//! Breaks measures and KPIs down: one that is declared becomes one for the total and one for each
//! breakdown, so that all that follows tells them apart by their identifiers.

#[cfg(test)]
mod tests;
mod unknown;

pub(super) use unknown::unknown;

use super::names::Names;
use super::{rule, value};
use chiso_model::kind::PartsMut;
use chiso_model::{
    Breakdown, Derivation, Finding, Kpi, Literal, Measure, MeasureSource, Member, MemberList,
    Predicate, SamplingError,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a measure is broken down by: each dimension with its members.
type Dimensions = Vec<(String, Arc<MemberList>)>;

/// The measures that are broken down, by identifier.
pub(super) struct BrokenDown(BTreeMap<String, Dimensions>);

/// Adds the measures of each breakdown behind the measure of the total.
pub(super) fn measures(
    measures: &mut Vec<Measure>,
    names: &Names,
    faults: &mut Vec<Finding>,
) -> BrokenDown {
    let mut broken = BrokenDown(BTreeMap::new());
    // A measure made from others has the members of what it is made from, which may be made too.
    for _ in 0..measures.len() {
        let before = broken.0.len();
        for measure in measures.iter().filter(|m| !m.by.is_empty()) {
            if let Some(dimensions) = broken.dimensions_of(measure) {
                broken.0.insert(measure.id.clone(), dimensions);
            }
        }
        if broken.0.len() == before {
            break;
        }
    }
    for measure in measures.iter().filter(|m| !m.by.is_empty()) {
        if measure.derived.is_some() && !broken.0.contains_key(&measure.id) {
            faults.push(not_broken_down(measure, names));
        }
    }
    for measure in measures.iter() {
        faults.extend(error_of_all(measure, &broken, names));
    }
    let declared = std::mem::take(measures);
    for measure in declared {
        let all = broken.0.get(&measure.id).map_or_else(Vec::new, breakdowns);
        let of_members = all.iter().map(|b| broken.measure(&measure, b));
        let of_members: Vec<Measure> = of_members.collect();
        measures.push(measure);
        measures.extend(of_members);
    }
    broken
}

fn not_broken_down(measure: &Measure, names: &Names) -> Finding {
    let mut place = names.measures.place(&measure.id);
    place.col = "measure.by".into();
    let key = measure.derived.as_ref().map_or("of", |by| by.key());
    let message = format!(
        "what `{}` is made from is not broken down by all of {}",
        measure.id,
        value::list(measure.by.iter().map(String::as_str))
    );
    let hint = format!("give `by` to the measures in `{key}` first, or leave it out here");
    Finding::error(rule::BAD_VALUE, place, message).hint(hint)
}

/// The fault of a measure whose sampling error is that of all members together.
fn error_of_all(measure: &Measure, broken: &BrokenDown, names: &Names) -> Option<Finding> {
    let own = broken.0.get(&measure.id)?;
    let errors = measure.sampling_error.as_ref()?.measures();
    let of_all = |id: &str| own.iter().any(|(name, _)| !broken.has(id, name));
    let (key, id) = errors.into_iter().find(|(_, id)| of_all(id))?;
    let mut place = names.measures.place(&measure.id);
    place.col = format!("measure.sampling_error.{key}");
    let message = format!(
        "`{id}` is the error of all members of `{}` together",
        measure.id
    );
    let hint = format!("give `{id}` the same `by`, so that each member has its own error");
    Some(Finding::error(rule::BAD_VALUE, place, message).hint(hint))
}

/// Every breakdown by some of the dimensions, in the order of their members.
fn breakdowns(dimensions: &Dimensions) -> Vec<Breakdown> {
    let mut all: Vec<Vec<(String, String)>> = vec![vec![]];
    for (name, list) in dimensions {
        let more: Vec<_> = all
            .iter()
            .flat_map(|pairs| {
                list.members.iter().map(move |member| {
                    let mut pairs = pairs.clone();
                    pairs.push((name.clone(), member.code.clone()));
                    pairs
                })
            })
            .collect();
        all.extend(more);
    }
    all.into_iter().skip(1).map(Breakdown::new).collect()
}

/// The members of a breakdown, in the order of its dimensions.
fn members<'d>(
    breakdown: &'d Breakdown,
    dimensions: &'d Dimensions,
) -> impl Iterator<Item = &'d Member> {
    breakdown.pairs().iter().filter_map(|(name, code)| {
        let (_, list) = dimensions.iter().find(|(dimension, _)| dimension == name)?;
        list.member(code)
    })
}

/// What a breakdown adds to a title.
fn titled(title: &mut chiso_model::Bilingual, breakdown: &Breakdown, dimensions: &Dimensions) {
    let names = |vietnamese| {
        let named = members(breakdown, dimensions).map(|m| m.title.get(vietnamese));
        named.collect::<Vec<_>>().join(", ")
    };
    *title = chiso_model::Bilingual {
        vi: format!("{}: {}", title.get(true), names(true)),
        en: format!("{}: {}", title.get(false), names(false)),
    };
}

impl BrokenDown {
    /// The dimensions of a measure, where all of them are known.
    fn dimensions_of(&self, measure: &Measure) -> Option<Dimensions> {
        let of_sources = |name: &String| {
            let mut totals = measure.sources.iter().flat_map(|s| &s.totals);
            let found = totals.find(|t| t.dimension == *name)?;
            Some(found.members.clone())
        };
        let made_from = || measure.derived.iter().flat_map(|by| by.measures());
        // What an operation begins with is of the member itself; what it divides by or is put at
        // the prices of may be of all members.
        let begins = |name: &String| {
            let firsts = measure.derived.iter().flat_map(|by| by.firsts());
            firsts.into_iter().all(|id| self.has(id, name))
        };
        let of_made = |name: &String| {
            let found = made_from().find_map(|(_, id)| {
                let dimensions = self.0.get(id)?;
                dimensions.iter().find(|(dimension, _)| dimension == name)
            })?;
            Some(found.1.clone())
        };
        let of = |name: &String| {
            let list = of_sources(name).or_else(|| of_made(name).filter(|_| begins(name)));
            Some((name.clone(), list?))
        };
        measure.by.iter().map(of).collect()
    }

    /// Whether a measure is broken down by a dimension.
    fn has(&self, measure: &str, dimension: &str) -> bool {
        let dimensions = self.0.get(measure).into_iter().flatten();
        dimensions
            .map(|(name, _)| name)
            .any(|name| name == dimension)
    }

    /// The identifier of a measure for a breakdown: of what it is broken down by itself.
    fn id(&self, measure: &str, breakdown: &Breakdown) -> String {
        let own: Vec<String> = self
            .0
            .get(measure)
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect();
        breakdown.only(&own).id_of(measure)
    }

    /// A measure of one breakdown.
    fn measure(&self, total: &Measure, breakdown: &Breakdown) -> Measure {
        let mut measure = total.clone();
        measure.id = breakdown.id_of(&total.id);
        measure.by = vec![];
        if let Some(dimensions) = self.0.get(&total.id) {
            titled(&mut measure.title, breakdown, dimensions);
            measure.members = members(breakdown, dimensions).cloned().collect();
        }
        measure.sources = total
            .sources
            .iter()
            .filter_map(|s| of_members(s, breakdown))
            .collect();
        let weight = measure.weight.iter_mut().map(|weight| &mut weight.measure);
        let errors = measure.sampling_error.iter_mut();
        for id in weight.chain(errors.flat_map(SamplingError::measures_mut)) {
            *id = self.id(id, breakdown);
        }
        measure.derived = measure.derived.map(|derived| {
            let mut derived: Derivation = (*derived).clone();
            for id in derived.measures_mut() {
                *id = self.id(id, breakdown);
            }
            Arc::new(derived)
        });
        measure
    }
}

/// A source for the members of a breakdown; none where its dataset does not tell them apart.
fn of_members(source: &MeasureSource, breakdown: &Breakdown) -> Option<MeasureSource> {
    let mut source = source.clone();
    let mut asked: Vec<Predicate> = source.filter.take().into_iter().collect();
    for (name, code) in breakdown.pairs() {
        let place = source.totals.iter().position(|t| t.dimension == *name)?;
        let text = |code: &str| Literal::Text(code.to_owned());
        let all = source.totals[place].members.clone();
        let all = all.with_all_below(code);
        asked.push(if all.len() == 1 {
            source.totals.remove(place);
            Predicate::Compare(name.clone(), "=", text(code))
        } else {
            source.totals[place].of = Some(code.clone());
            Predicate::In(name.clone(), all.into_iter().map(text).collect())
        });
    }
    source.filter = Some(Predicate::And(asked));
    Some(source)
}

/// Adds the KPIs of each breakdown behind the KPI of the total. A KPI is broken down by what all
/// its measures are broken down by; the whole of a share may be the total. Ranks by the values of a
/// KPI have its members.
pub(super) fn kpis(kpis: &mut Vec<Kpi>, broken: &BrokenDown) {
    let declared = std::mem::take(kpis);
    let all = declared.clone();
    for kpi in declared {
        let dimensions = broken.common(&kpi, &all);
        let of_members: Vec<Kpi> = breakdowns(&dimensions)
            .iter()
            .map(|breakdown| {
                let mut of_member = kpi.clone();
                of_member.id = breakdown.id_of(&kpi.id);
                of_member.members = members(breakdown, &dimensions).cloned().collect();
                titled(&mut of_member.title, breakdown, &dimensions);
                let pace = of_member.pace.iter_mut().flat_map(|pace| &mut pace.plan);
                let named = of_member.kind.measures_mut().into_iter().chain(pace);
                for id in named.chain(&mut of_member.coverage) {
                    *id = broken.id(id, breakdown);
                }
                if let Some(PartsMut::Values { kpi, .. }) = of_member.kind.parts_mut() {
                    *kpi = breakdown.id_of(kpi);
                }
                // What somebody has confirmed of the total says nothing of its members.
                if let Some(outlier) = &mut of_member.outlier {
                    outlier.confirmed.clear();
                }
                of_member
            })
            .collect();
        kpis.push(kpi);
        kpis.extend(of_members);
    }
}

impl BrokenDown {
    /// The dimensions, with the same members, that all measures of a KPI have.
    fn common(&self, kpi: &Kpi, declared: &[Kpi]) -> Dimensions {
        let lookups = kpi.kind.operands();
        if let Some(ranked) = lookups.iter().find(|lookup| lookup.key == "kpi") {
            let ranked = declared.iter().find(|k| k.id == ranked.measure);
            // What ranks by the values of ranks is refused.
            let ranked = ranked.filter(|k| k.kind.ranking().is_none());
            return ranked.map_or_else(Vec::new, |ranked| self.common(ranked, declared));
        }
        // One that is put together from other KPIs names no measure itself.
        if kpi.kind.parts().is_some() {
            return vec![];
        }
        let total_of_share = kpi.kind.whole().filter(|_| kpi.kind.of_larger_whole());
        let mut measures = kpi
            .measures()
            .into_iter()
            .filter(|id| Some(*id) != total_of_share || self.0.contains_key(*id));
        let Some(first) = measures.next() else {
            return vec![];
        };
        let mut dimensions = self.0.get(first).cloned().unwrap_or_default();
        for other in measures {
            let theirs = self.0.get(other);
            dimensions.retain(|own| theirs.is_some_and(|all| all.contains(own)));
        }
        dimensions
    }
}

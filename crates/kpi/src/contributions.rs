//! What the areas below add to a change of an area that is their sum.
//!
//! A growth is (now − base) / base of the whole. A part adds (its now − its base) / base of the
//! whole, and a difference in points or money the same without the division. The parts of a sum add
//! up to the value to the last digit. Where the area states a figure of its own that is not the sum,
//! the rest is named and never spread over the parts; where a part is missing, there are none.

use crate::universe::Measures;
use chiso_model::{Kpi, Measure, MeasureValue, Operand, Reason, Role, Score, UnitId};
use num_rational::BigRational;
use num_traits::{One, Zero};
use std::collections::{BTreeMap, BTreeSet};

/// What each part adds to a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributions {
    /// The parts.
    pub parts: Vec<Contribution>,
    /// What the parts leave of the value; zero where the figures of the area are their sums.
    pub not_explained: BigRational,
}

/// What one part adds to a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The area.
    pub area: UnitId,
    /// Its figure of the period.
    pub now: BigRational,
    /// Its figure of the period compared with.
    pub base: BigRational,
    /// What it adds, in the unit of the value; of a growth, as a ratio.
    pub value: BigRational,
}

/// Areas without a figure, with the reason.
pub type Lacking = BTreeMap<UnitId, Reason>;

/// What the areas that an area is the sum of add to its value. `None` where nothing adds up to it.
///
/// # Errors
/// The areas that have no figure that could be a part of it.
#[must_use]
pub fn contributions(
    kpi: &Kpi,
    score: &Score,
    members: &BTreeSet<UnitId>,
    (measures, declared): (&Measures, &[Measure]),
) -> Option<Result<Contributions, Lacking>> {
    let value = score.value.as_ref()?;
    let (now, base, rate) = kpi.kind.change()?;
    let operand = |role: Role| score.operands.iter().find(|o| o.role == role);
    let (now, base) = (operand(now)?, operand(base)?);
    let whole = if rate {
        base.found.as_ref()?.exact()?
    } else {
        BigRational::one()
    };
    if members.is_empty() || whole.is_zero() {
        return None;
    }
    let mut parts = Vec::new();
    let mut lacking = Lacking::new();
    for area in members {
        let of = |operand: &Operand| part(operand, *area, measures, declared);
        match (of(now), of(base)) {
            (Ok(now), Ok(base)) => parts.push(Contribution {
                area: *area,
                value: (&now - &base) / &whole,
                now,
                base,
            }),
            (Err(reason), _) => _ = lacking.insert(*area, reason),
            (_, Err(reason)) => _ = lacking.insert(*area, in_base(reason)),
        }
    }
    if !lacking.is_empty() {
        return Some(Err(lacking));
    }
    let explained: BigRational = parts.iter().map(|part| &part.value).sum();
    Some(Ok(Contributions {
        not_explained: value - explained,
        parts,
    }))
}

/// The figure of an area that is a part of an operand: of its dataset, unit and basis.
fn part(
    whole: &Operand,
    area: UnitId,
    measures: &Measures,
    declared: &[Measure],
) -> Result<BigRational, Reason> {
    let found = whole.found.as_ref().ok_or(Reason::ValueMissing)?;
    let Some(own) = measures.get(&whole.measure, area, whole.period, whole.span) else {
        return absent(whole, found, declared);
    };
    let statements = || own.statements();
    let alike = |v: &&MeasureValue| v.dataset == found.dataset;
    let same = statements()
        .find(|v| alike(v) && v.series.statement == found.series.statement)
        .or_else(|| statements().find(alike))
        .ok_or(Reason::SeriesMixed)?;
    if same.figure.unit != found.figure.unit {
        return Err(Reason::UnitMismatch);
    }
    if same.figure.basis != found.figure.basis {
        return Err(Reason::BasisMismatch);
    }
    let first = same.figure.reasons.first().copied();
    same.exact().ok_or(first.unwrap_or(Reason::ValueMissing))
}

/// What an area without any row has: nothing in a list, as in the sum of a list; else it is missing.
fn absent(
    whole: &Operand,
    found: &MeasureValue,
    declared: &[Measure],
) -> Result<BigRational, Reason> {
    let measure = declared.iter().find(|m| m.id == whole.measure);
    let sources = measure.map_or(&[][..], |m| m.sources.as_slice());
    let listed = sources
        .iter()
        .any(|s| s.dataset == found.dataset && s.list && found.series.summed);
    if listed {
        Ok(BigRational::zero())
    } else {
        Err(Reason::ValueMissing)
    }
}

/// What a missing figure is called in the period compared with.
const fn in_base(reason: Reason) -> Reason {
    match reason {
        Reason::ValueMissing => Reason::BaseMissing,
        _ => reason,
    }
}

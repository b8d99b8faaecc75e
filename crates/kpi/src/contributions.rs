//! What the areas below add to a change of an area that is their sum, and what the members of a
//! dimension add to that of their total.
//!
//! A growth is (now − base) / base of the whole. A part adds (its now − its base) / base of the
//! whole, and a difference in points or money the same without the division. The parts of a sum add
//! up to the value to the last digit. Where the whole is stated and is not the sum of its parts, the
//! rest is named and never spread over them; where a part is missing, there are none.

use crate::faults::in_role;
use crate::universe::Measures;
use chiso_model::{
    Breakdown, Kpi, Measure, MeasureValue, Member, Operand, Reason, Role, Score, UnitId,
    declared_id,
};
use num_rational::BigRational;
use num_traits::{One, Zero};

/// What each part adds to a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributions {
    /// The parts.
    pub parts: Vec<Contribution>,
    /// What the parts leave of the value; zero where the figures of the whole are their sums.
    pub not_explained: BigRational,
}

/// A part of a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WholePart {
    /// An area below.
    Area(UnitId),
    /// A member of a dimension.
    Member {
        /// The dimension.
        dimension: String,
        /// The member.
        member: Member,
    },
}

impl WholePart {
    /// The breakdown of a member; none of an area.
    #[must_use]
    pub fn breakdown(&self) -> Option<Breakdown> {
        match self {
            WholePart::Area(_) => None,
            WholePart::Member { dimension, member } => {
                let pair = (dimension.clone(), member.code.clone());
                Some(Breakdown::new(vec![pair]))
            }
        }
    }

    /// The identifier of a member's measure; that of the whole where the part is an area.
    #[must_use]
    pub fn measure(&self, of_whole: &str) -> String {
        let (declared, breakdown) = declared_id(of_whole);
        let whole = Breakdown::read(breakdown).unwrap_or_default();
        let own = self.breakdown().unwrap_or_default();
        // A part of a member is named in its place.
        let other = |pair: &&(String, String)| own.pairs().iter().all(|(name, _)| *name != pair.0);
        let pairs = whole.pairs().iter().filter(other).cloned();
        let pairs = pairs.chain(own.pairs().iter().cloned());
        Breakdown::new(pairs.collect()).id_of(declared)
    }
}

/// What one part adds to a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The part.
    pub part: WholePart,
    /// Its figure of the period.
    pub now: BigRational,
    /// Its figure of the period compared with.
    pub base: BigRational,
    /// What it adds, in the unit of the value; of a growth, as a ratio.
    pub value: BigRational,
}

/// Parts without a figure, with the reason.
pub type Lacking = Vec<(WholePart, Reason)>;

/// What the parts of a whole add to its value. `None` where nothing adds up to it.
///
/// # Errors
/// The parts that have no figure.
#[must_use]
pub fn contributions(
    kpi: &Kpi,
    score: &Score,
    parts: &[WholePart],
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
    if parts.is_empty() || whole.is_zero() {
        return None;
    }
    let mut found = Vec::new();
    let mut lacking = Lacking::new();
    for part in parts {
        let of = |operand: &Operand| {
            let figure = figure(operand, part, score, (measures, declared));
            figure.map_err(|reason| in_role(reason, operand.role))
        };
        match (of(now), of(base)) {
            (Ok(now), Ok(base)) => found.push(Contribution {
                part: part.clone(),
                value: (&now - &base) / &whole,
                now,
                base,
            }),
            (Err(reason), _) | (_, Err(reason)) => lacking.push((part.clone(), reason)),
        }
    }
    if !lacking.is_empty() {
        return Some(Err(lacking));
    }
    let explained: BigRational = found.iter().map(|part| &part.value).sum();
    Some(Ok(Contributions {
        not_explained: value - explained,
        parts: found,
    }))
}

/// The figure of a part of an operand: of its dataset, unit and basis.
fn figure(
    whole: &Operand,
    part: &WholePart,
    score: &Score,
    (measures, declared): (&Measures, &[Measure]),
) -> Result<BigRational, Reason> {
    let found = whole.found.as_ref().ok_or(Reason::ValueMissing)?;
    let area = match part {
        WholePart::Area(area) => *area,
        // What does not exist in the period is no part of its total.
        WholePart::Member { member, .. } if !member.exists_in(whole.period, whole.span) => {
            return Ok(BigRational::zero());
        }
        WholePart::Member { .. } => score.area,
    };
    let measure = part.measure(&whole.measure);
    let Some(own) = measures.get(&measure, area, whole.period, whole.span) else {
        return absent(whole, part, found, declared);
    };
    let statements = || own.statements();
    let alike = |v: &&MeasureValue| v.dataset == found.dataset;
    let same_statement = |v: &&MeasureValue| {
        let (a, b) = (&v.series.statement, &found.series.statement);
        alike(v) && a.preferred == b.preferred && a.rank == b.rank
    };
    let same = statements()
        .find(|v| same_statement(v) && v.series.statement.totals == found.series.statement.totals)
        .or_else(|| statements().find(same_statement))
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

/// What a part without any row has: nothing in a list, as in the sum of a list; else it is missing.
fn absent(
    whole: &Operand,
    part: &WholePart,
    found: &MeasureValue,
    declared: &[Measure],
) -> Result<BigRational, Reason> {
    let measure = declared.iter().find(|m| m.id == whole.measure);
    let sources = measure.map_or(&[][..], |m| m.stated(declared).sources.as_slice());
    let added_up = found.series.summed || matches!(part, WholePart::Member { .. });
    let listed = sources
        .iter()
        .any(|s| s.dataset == found.dataset && s.list && added_up);
    if listed {
        Ok(BigRational::zero())
    } else {
        Err(Reason::ValueMissing)
    }
}

//! Whether a verdict hangs on a revision of usual size.

use crate::revised::of_measures::Revised;
use crate::revised::revisions::Revisions;
use crate::revised::unit::RevisionUnit;
use crate::value::in_percent;
use chiso_model::kind::Scale;
use chiso_model::{Flag, Kpi, MeasureValue, Role, Score, Verdict};
use num_rational::BigRational;
use num_traits::{One, Signed};

impl Revised<'_> {
    /// Flags a verdict that a revision of usual size could turn.
    pub fn mark(&self, kpi: &Kpi, score: &mut Score) {
        if !matches!(
            score.verdict,
            Verdict::Met | Verdict::NotMet | Verdict::OnTrack | Verdict::OffTrack
        ) {
            return;
        }
        if !kpi.kind.moves_with_figure() {
            return;
        }
        let revised = |role: &Role| matches!(role, Role::Current | Role::Part);
        let Some(found) = score
            .operands
            .iter()
            .find(|o| revised(&o.role))
            .and_then(|o| o.found.as_ref())
        else {
            return;
        };
        let usual = self.of(found).and_then(Revisions::usual);
        let (Some(usual), Some(margin), Some(value)) = (usual, &score.margin, &score.value) else {
            return;
        };
        let moved = match self.unit(found) {
            RevisionUnit::Ratio => by_share(kpi, value, found, usual),
            RevisionUnit::Difference(_) => by_difference(kpi, score, found, usual),
        };
        if moved.is_some_and(|moved| margin.abs() <= moved) {
            score.flags.insert(Flag::KnifeEdge);
        }
    }
}

/// How far a value moves when its current figure is revised by a share of itself.
fn by_share(
    kpi: &Kpi,
    value: &BigRational,
    found: &MeasureValue,
    usual: &BigRational,
) -> Option<BigRational> {
    Some(match kpi.kind.formula().scale() {
        Scale::Rate => (value + BigRational::one()) * usual,
        Scale::Share => value.abs() * usual,
        Scale::Points => found.exact()?.abs() * usual,
    })
}

/// How far a value moves when its current figure is revised by a difference in its unit.
fn by_difference(
    kpi: &Kpi,
    score: &Score,
    found: &MeasureValue,
    usual: &BigRational,
) -> Option<BigRational> {
    let of = |role: Role| {
        score
            .operands
            .iter()
            .find(|o| o.role == role)?
            .found
            .as_ref()?
            .exact()
            .filter(Signed::is_positive)
    };
    let [divisor, _] = kpi.kind.formula().divisors();
    Some(match divisor {
        Some(role) => usual / of(role)?,
        None if in_percent(&kpi.kind, &found.figure.unit) => {
            usual / BigRational::from_integer(100.into())
        }
        None => usual.clone(),
    })
}

//! How much the figures of a measure have been revised after they were first said, and whether a verdict hangs on that.
//!
//! A revision is the distance from the first figure of a status (estimate, preliminary, final) to the latest one known of the same area
//! and period, as a share of the first. Figures of which nothing came later tell nothing. A margin within the revisions that nine in
//! ten figures of that status stayed within is a knife edge; with few revisions nobody knows, and nothing is said.

use crate::model::{Dec, Flag, Kpi, KpiKind, MeasureValue, Role, Score, Status, Verdict};
use chrono::NaiveDate;
use num_rational::BigRational;
use num_traits::{One, Signed};
use std::collections::BTreeMap;

/// With fewer revisions their usual size is unknown.
const FEWEST: usize = 8;

/// Sizes of the revisions of measures, by measure, boundary and the status of the figure that was revised.
#[derive(Clone, Debug, Default)]
pub struct Revised {
    sizes: BTreeMap<(String, NaiveDate, Status), Vec<BigRational>>,
}

impl Revised {
    /// From everything that measures have said, in the order in which it became known; `None` where a figure was withdrawn.
    pub fn new<'a>(said: impl Iterator<Item = (&'a MeasureValue, bool)>) -> Revised {
        let mut figures: BTreeMap<_, Vec<Option<&MeasureValue>>> = BTreeMap::new();
        for (value, withdrawn) in said {
            let key = (&value.measure, value.boundary, value.area, value.period, value.span);
            figures.entry(key).or_default().push((!withdrawn).then_some(value));
        }
        let mut sizes: BTreeMap<_, Vec<BigRational>> = BTreeMap::new();
        for said in figures.into_values() {
            let Some(Some(latest)) = said.last().copied() else { continue };
            let Some(end) = latest.figure.value.map(Dec::ratio) else { continue };
            let mut seen = Vec::new();
            for value in said.iter().take(said.len() - 1).copied().flatten() {
                let status = value.figure.status;
                if seen.contains(&status) {
                    continue;
                }
                // Another basis or unit is another figure, not a revision of this one.
                if let Some(first) = value.figure.value.filter(|v| v.is_positive() && alike(value, latest)) {
                    seen.push(status);
                    let size = (&end / first.ratio() - BigRational::one()).abs();
                    sizes.entry((value.measure.clone(), value.boundary, status)).or_default().push(size);
                }
            }
        }
        for sizes in sizes.values_mut() {
            sizes.sort();
        }
        Revised { sizes }
    }

    /// Sizes of the revisions of a measure's figures of a status, ascending.
    #[must_use]
    pub fn of(&self, measure: &str, boundary: NaiveDate, status: Status) -> &[BigRational] {
        self.sizes.get(&(measure.to_owned(), boundary, status)).map_or(&[], Vec::as_slice)
    }

    /// The size that nine in ten revisions stay within (nearest rank), when there are enough of them.
    #[must_use]
    pub fn usual(&self, measure: &str, boundary: NaiveDate, status: Status) -> Option<&BigRational> {
        let sizes = self.of(measure, boundary, status);
        sizes.get((sizes.len() * 9).div_ceil(10).checked_sub(1)?).filter(|_| sizes.len() >= FEWEST)
    }

    /// Flags a verdict that a revision of usual size could turn.
    pub fn mark(&self, kpi: &Kpi, score: &mut Score) {
        if !matches!(score.verdict, Verdict::Met | Verdict::NotMet | Verdict::OnTrack | Verdict::OffTrack) {
            return;
        }
        let revised = |role: &Role| matches!(role, Role::Current | Role::Part);
        let Some(found) = score.operands.iter().find(|o| revised(&o.role)).and_then(|o| o.found.as_ref()) else { return };
        let usual = self.usual(&found.measure, score.boundary, found.figure.status);
        let (Some(usual), Some(margin), Some(value)) = (usual, &score.margin, &score.value) else { return };
        let moved = match kpi.kind {
            KpiKind::Growth { .. } | KpiKind::Attainment { .. } => (value + BigRational::one()) * usual,
            KpiKind::Share { .. } | KpiKind::Completion { .. } | KpiKind::Score { .. } => value.abs() * usual,
            KpiKind::ScoreChange { .. } | KpiKind::Gap { .. } => {
                let Some(current) = found.figure.value else { return };
                current.ratio().abs() * usual
            }
            // How far these move depends on more than one figure.
            KpiKind::ShareChange { .. } | KpiKind::Rank { .. } | KpiKind::TargetsMet { .. } | KpiKind::Rubric { .. } => return,
        };
        if margin.abs() <= moved {
            score.flags.insert(Flag::KnifeEdge);
        }
    }
}

/// Whether two figures are statements about the same thing.
#[must_use]
pub fn alike(a: &MeasureValue, b: &MeasureValue) -> bool {
    let what = |v: &MeasureValue| (v.figure.unit.clone(), v.figure.basis.clone(), v.figure.scheme.clone());
    what(a) == what(b)
}

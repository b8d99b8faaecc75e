//! The index by which money is brought to the prices of another period.

use chiso_model::{MeasureValue, Period, Span, UnitId, ValueKey, common};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The figures of one index, by area, period and span.
pub(super) struct Index {
    figures: BTreeMap<ValueKey, Arc<MeasureValue>>,
    /// Areas that have any figure of their own.
    own: BTreeSet<UnitId>,
    national: Option<UnitId>,
}

/// The index of a period and that of the base.
pub(super) struct Indices {
    pub(super) now: Option<Arc<MeasureValue>>,
    pub(super) base: Option<Arc<MeasureValue>>,
}

impl Index {
    /// From its figures; `national` is the area whose index stands in for areas without one.
    pub(super) fn new(index: Vec<MeasureValue>, national: Option<UnitId>) -> Index {
        let own = index
            .iter()
            .filter(|v| v.figure.value.is_some())
            .map(|v| v.area)
            .collect();
        let figures = index.into_iter().map(|v| (v.key(), Arc::new(v))).collect();
        Index {
            figures,
            own,
            national,
        }
    }

    /// The area whose index is used for another one, and whether it is a larger one.
    pub(super) fn of(&self, area: UnitId) -> (UnitId, bool) {
        match self.national {
            Some(national) if !self.own.contains(&area) => (national, national != area),
            _ => (area, false),
        }
    }

    /// The index of a period and that of the base, of one series where there is one that has both.
    pub(super) fn pair(
        &self,
        area: UnitId,
        (period, span): (Period, Span),
        base: Period,
    ) -> Indices {
        let now = self.figures.get(&ValueKey { area, period, span });
        let base = self.figures.get(&ValueKey {
            area,
            period: base,
            span: Span::Period,
        });
        if let (Some(now), Some(base)) = (now, base)
            && let Some([one, other]) = common(&[now.as_ref(), base.as_ref()]).as_deref()
        {
            return Indices {
                now: Some(Arc::new((*one).clone())),
                base: Some(Arc::new((*other).clone())),
            };
        }
        Indices {
            now: now.cloned(),
            base: base.cloned(),
        }
    }
}

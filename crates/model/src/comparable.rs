//! Which figures are of one series, so that they may be compared.

use crate::lengths::reached_alike;
use crate::measure::MeasureValue;
use std::collections::BTreeMap;

impl MeasureValue {
    /// Whether two figures of a measure are of one series.
    ///
    /// Figures of different status may have different ranks, where the rank says how settled a
    /// figure is. A rank that is not stated is not another one, nor are weights that only a merged
    /// area needs.
    #[must_use]
    pub fn comparable(&self, other: &MeasureValue) -> bool {
        let (one, two) = (&self.series, &other.series);
        let same = |a: &str, b: &str| a == b || a.is_empty() || b.is_empty();
        let rank = same(&one.statement.rank, &two.statement.rank)
            || self.figure.status != other.figure.status;
        let way = one.summed == two.summed
            && same(&one.made_from, &two.made_from)
            && reached_alike(self, other);
        self.dataset == other.dataset
            && one.statement.preferred == two.statement.preferred
            && one.statement.totals == two.statement.totals
            && rank
            && way
            && self.made_alike(other)
    }

    /// Whether the figures behind two figures of a measure are of one series each.
    fn made_alike(&self, other: &MeasureValue) -> bool {
        let (ours, theirs) = (self.inputs(), other.inputs());
        let inputs = ours.iter().all(|one| {
            let same = theirs.iter().find(|i| i.what == one.what);
            let both = same.and_then(|two| one.usable().zip(two.usable()));
            both.is_none_or(|(a, b)| a.comparable(b))
        });
        // Pieces of one area and measure are of one series, so that any of them stands for all.
        let what = |v: &MeasureValue| (v.area, v.measure.clone());
        let below = other.summed_parts().iter().map(|v| (what(v), v));
        let below: BTreeMap<_, _> = below.collect();
        inputs
            && self.summed_parts().iter().all(|one| {
                let same = below.get(&what(one));
                same.is_none_or(|same| one.made_alike(same))
            })
    }

    /// Whether two figures of one area and period are the same statement.
    #[must_use]
    pub fn same_series(&self, other: &MeasureValue) -> bool {
        self.dataset == other.dataset && self.series == other.series
    }

    /// Whether two figures of one area and period are of one dataset and statement, whatever the
    /// lengths of the periods that they are made of.
    #[must_use]
    pub fn same_statement(&self, other: &MeasureValue) -> bool {
        let (one, two) = (&self.series, &other.series);
        self.dataset == other.dataset
            && one.statement == two.statement
            && one.summed == two.summed
            && one.made_from == two.made_from
    }

    /// The figure and the other statements of it, the best first: one of each dataset and statement.
    pub fn statements(&self) -> impl Iterator<Item = &MeasureValue> {
        std::iter::once(self).chain(self.others.iter().map(AsRef::as_ref))
    }
}

/// The best statements of several figures that are of one series: those used where they are, else
/// those of the first series that has all of them, by the order of the first figure's statements.
/// `None` where there is none.
#[must_use]
pub fn common<'v>(figures: &[&'v MeasureValue]) -> Option<Vec<&'v MeasureValue>> {
    let comparable = |all: &[&MeasureValue]| {
        all.iter()
            .enumerate()
            .all(|(i, one)| all[..i].iter().all(|other| one.comparable(other)))
    };
    if comparable(figures) {
        return Some(figures.to_vec());
    }
    let (first, rest) = figures.split_first()?;
    let usable = |v: &&MeasureValue| v.figure.value.is_some();
    first.statements().filter(usable).find_map(|statement| {
        let same = |exactly: bool| -> Option<Vec<&'v MeasureValue>> {
            let fits = |v: &MeasureValue| {
                if exactly {
                    v.same_series(statement)
                } else {
                    v.comparable(statement)
                }
            };
            let others = rest
                .iter()
                .map(|figure| figure.statements().filter(usable).find(|v| fits(v)));
            let all: Option<Vec<&MeasureValue>> =
                std::iter::once(Some(statement)).chain(others).collect();
            all.filter(|all| comparable(all))
        };
        same(true).or_else(|| same(false))
    })
}

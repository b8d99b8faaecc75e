//! The figure of a list in which nothing is asked for.

use crate::model::{Dec, Figure, Flag, Function, MeasureSource};
use crate::rollup::figure::aggregate::Overflow;
use crate::rollup::row::Row;
use std::collections::BTreeSet;

/// The figure of a list that has rows and none that is asked for: zero, as settled as those rows
/// are.
pub(super) fn nothing(
    source: &MeasureSource,
    listed: &[&Row],
    extent: Option<Flag>,
) -> Result<Figure, Overflow> {
    let first = listed.first().ok_or(Overflow)?;
    let words = |word: fn(&Row) -> &str| {
        let words: BTreeSet<&str> = listed
            .iter()
            .map(|r| word(r))
            .filter(|w| !w.is_empty())
            .collect();
        words.into_iter().collect::<Vec<_>>().join(";")
    };
    Ok(Figure {
        value: Some(Dec::ZERO),
        unit: if source.value.function == Function::Sum {
            words(|r| &r.unit).into()
        } else {
            "count".into()
        },
        basis: words(|r| &r.basis).into(),
        scheme: words(|r| &r.scheme).into(),
        plan_stage: None,
        status: listed
            .iter()
            .map(|r| r.status)
            .min()
            .unwrap_or(first.status),
        rounding: Dec::ZERO,
        known_from: listed
            .iter()
            .map(|r| r.known_from)
            .max()
            .unwrap_or(first.known_from),
        source_ids: listed.iter().map(|r| r.source_id.clone()).collect(),
        deliveries: listed.iter().map(|r| r.delivery.clone()).collect(),
        flags: extent.into_iter().collect(),
        reasons: BTreeSet::new(),
    })
}

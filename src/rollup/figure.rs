//! The figure of one cell from the rows that were selected for it.

use crate::model::{Dec, Figure, Flag, Function, Literal, MeasureSource, ObsStatus, Reason};
use crate::rollup::corrections::View;
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use crate::rollup::select::Fate;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use std::collections::BTreeSet;

/// What one cell is made of.
#[derive(Default)]
pub struct Group<'a> {
    /// Its rows, used or in conflict.
    pub members: Vec<(&'a Row, Fate)>,
    /// What corrections say of it, also of rows that they left out.
    pub flags: BTreeSet<Flag>,
    /// Rows of a list that are there and not asked for: of those that are, there are none.
    pub beside: Vec<&'a Row>,
    /// How much of the period each row with a figure states, as [`View::extent`] has it.
    pub extents: Vec<Option<Flag>>,
    /// The rows that first said the same again after the period had ended.
    pub confirmed: Vec<&'a Row>,
}

impl<'a> Group<'a> {
    /// Takes in a row that is used or in conflict.
    pub fn take(&mut self, view: &'a View<'_>, i: usize, fate: Fate) {
        self.members.push((view.row(i), fate));
        if view.row(i).value.is_some() {
            self.extents.push(view.extent(i));
        }
        self.confirmed.extend(view.confirmed_by(i));
    }

    /// Takes in a row of a list, asked for or not: it tells when the list was read.
    pub(super) fn note(&mut self, view: &'a View<'_>, i: usize) {
        self.beside.push(view.row(i));
        self.extents.push(view.extent(i));
        if self.members.is_empty() {
            self.confirmed.extend(view.confirmed_by(i));
        }
    }

    /// What the rows together say of how much of the period they state. A list goes on growing, so
    /// one row that was published after the end of the period is enough; of a sum every part must
    /// have been.
    fn extent(&self, source: &MeasureSource) -> Option<Flag> {
        let counts = matches!(
            source.value.function,
            Function::Count | Function::CountDistinct
        );
        if (source.list || counts) && self.extents.iter().any(Option::is_none) {
            return None;
        }
        self.extents.iter().flatten().copied().max()
    }
}

/// Aggregates a group of at least one row.
pub fn figure(source: &MeasureSource, rows: &Rows, group: &Group<'_>) -> Result<Figure, Overflow> {
    let extent = group.extent(source);
    let Group {
        members: group,
        flags,
        beside,
        confirmed,
        ..
    } = group;
    if group.is_empty() {
        return nothing(source, beside, extent);
    }
    let (first, _) = group.first().ok_or(Overflow)?;
    let mut reasons = BTreeSet::new();
    if group.iter().any(|(_, fate)| *fate == Fate::Conflict) {
        reasons.insert(Reason::SourceConflict);
    }
    let units: BTreeSet<&str> = group.iter().map(|(r, _)| r.unit.as_str()).collect();
    if units.len() > 1 {
        reasons.insert(Reason::UnitMismatch);
    }
    let bases: BTreeSet<&str> = group.iter().map(|(r, _)| r.basis.as_str()).collect();
    if bases.len() > 1 {
        reasons.insert(Reason::BasisMismatch);
    }
    let schemes: BTreeSet<&str> = group
        .iter()
        .map(|(r, _)| r.scheme.as_str())
        .filter(|s| !s.is_empty())
        .collect();
    if schemes.len() > 1 {
        reasons.insert(Reason::DefinitionBreak);
    }
    if let Some((column, all)) = &source.parts {
        let present = |wanted: &String| {
            group
                .iter()
                .any(|(r, _)| rows.literal(r, column) == Some(Literal::Text(wanted.clone())))
        };
        if !all.iter().all(present) {
            reasons.insert(Reason::ValueMissing);
        }
    }
    let counts = matches!(
        source.value.function,
        Function::Count | Function::CountDistinct
    );
    if !counts {
        // The source has a place for a part and no figure in it: what is left is not the whole.
        let lacking = group.iter().filter(|(r, _)| r.value.is_none());
        reasons.extend(lacking.map(|(r, _)| match r {
            r if withheld(r) => Reason::Suppressed,
            r if r.quarantined() => Reason::Quarantined,
            _ => Reason::ValueMissing,
        }));
    } else if group.iter().all(|(r, _)| r.quarantined()) {
        // Of nothing that was accepted there is no number.
        reasons.insert(Reason::Quarantined);
    }
    let valued = group.iter().filter(|(r, _)| r.value.is_some());
    let literals: Vec<Literal> = valued
        .filter_map(|(r, _)| rows.literal(r, &source.value.column))
        .collect();
    let value = aggregate(source.value.function, &literals)?;
    let counted = matches!(
        source.value.function,
        Function::Count | Function::CountDistinct
    );
    let widths = || group.iter().map(|(r, _)| r.rounding);
    let rounding = match source.value.function {
        Function::Count | Function::CountDistinct => Dec::ZERO,
        Function::Sum => widths()
            .try_fold(Dec::ZERO, Dec::checked_add)
            .ok_or(Overflow)?,
        Function::Min | Function::Max | Function::Mean => widths().max().unwrap_or(Dec::ZERO),
    };
    // A figure that was confirmed after its period had ended is known as the figure of that period
    // since then.
    let stated = || {
        group
            .iter()
            .map(|(r, _)| *r)
            .chain(confirmed.iter().copied())
    };
    Ok(Figure {
        value: if reasons.is_empty() { value } else { None },
        unit: if counted {
            "count".to_owned()
        } else {
            units.into_iter().collect::<Vec<_>>().join(";")
        },
        basis: bases.into_iter().collect::<Vec<_>>().join(";"),
        scheme: schemes.into_iter().collect::<Vec<_>>().join(";"),
        plan_stage: group.iter().map(|(r, _)| r.plan_stage).min().flatten(),
        status: group
            .iter()
            .map(|(r, _)| r.status)
            .min()
            .unwrap_or(first.status),
        rounding,
        known_from: stated()
            .map(|r| r.known_from)
            .max()
            .unwrap_or(first.known_from),
        source_ids: group.iter().map(|(r, _)| r.source_id.clone()).collect(),
        deliveries: stated().map(|r| r.delivery.clone()).collect(),
        flags: flags
            .iter()
            .copied()
            .chain(extent)
            .chain(
                group
                    .iter()
                    .filter(|(r, _)| r.obs_status == Some(ObsStatus::Imputed))
                    .map(|_| Flag::Imputed),
            )
            .collect(),
        reasons,
    })
}

/// The figure of a list that has rows and none that is asked for: zero, as settled as those rows
/// are.
fn nothing(
    source: &MeasureSource,
    beside: &[&Row],
    extent: Option<Flag>,
) -> Result<Figure, Overflow> {
    let first = beside.first().ok_or(Overflow)?;
    let words = |word: fn(&Row) -> &str| {
        let words: BTreeSet<&str> = beside
            .iter()
            .map(|r| word(r))
            .filter(|w| !w.is_empty())
            .collect();
        words.into_iter().collect::<Vec<_>>().join(";")
    };
    Ok(Figure {
        value: Some(Dec::ZERO),
        unit: if source.value.function == Function::Sum {
            words(|r| &r.unit)
        } else {
            "count".to_owned()
        },
        basis: words(|r| &r.basis),
        scheme: words(|r| &r.scheme),
        plan_stage: None,
        status: beside
            .iter()
            .map(|r| r.status)
            .min()
            .unwrap_or(first.status),
        rounding: Dec::ZERO,
        known_from: beside
            .iter()
            .map(|r| r.known_from)
            .max()
            .unwrap_or(first.known_from),
        source_ids: beside.iter().map(|r| r.source_id.clone()).collect(),
        deliveries: beside.iter().map(|r| r.delivery.clone()).collect(),
        flags: extent.into_iter().collect(),
        reasons: BTreeSet::new(),
    })
}

/// Whether there is a figure that the provider withholds.
pub(super) fn withheld(row: &Row) -> bool {
    row.obs_status == Some(ObsStatus::Suppressed)
}

/// A result outside `DECIMAL(38,6)`.
#[derive(Debug, PartialEq, Eq)]
pub struct Overflow;

/// The aggregate of what is not null; of nothing it is null, except for counts.
fn aggregate(function: Function, literals: &[Literal]) -> Result<Option<Dec>, Overflow> {
    let numbers = || {
        literals.iter().filter_map(|l| {
            if let Literal::Number(n) = l {
                Some(*n)
            } else {
                None
            }
        })
    };
    let sum = || {
        numbers()
            .try_fold(Dec::ZERO, Dec::checked_add)
            .ok_or(Overflow)
    };
    let whole = |n: usize| i64::try_from(n).map(Dec::from_int).map_err(|_| Overflow);
    if literals.is_empty() && !matches!(function, Function::Count | Function::CountDistinct) {
        return Ok(None);
    }
    match function {
        Function::Sum => sum().map(Some),
        Function::Min => Ok(numbers().min()),
        Function::Max => Ok(numbers().max()),
        Function::Mean => divide(sum()?, literals.len()).ok_or(Overflow).map(Some),
        Function::Count => whole(literals.len()).map(Some),
        Function::CountDistinct => whole(
            literals
                .iter()
                .map(ToString::to_string)
                .collect::<BTreeSet<_>>()
                .len(),
        )
        .map(Some),
    }
}

/// A mean to six places, ties to the even digit (IEEE 754 roundTiesToEven), so that it does not
/// depend on the platform.
fn divide(sum: Dec, n: usize) -> Option<Dec> {
    let exact = BigRational::new(BigInt::from(sum.micros()), BigInt::from(n));
    let floor = exact.floor();
    let half = BigRational::new(BigInt::from(1), BigInt::from(2));
    let rest = &exact - &floor;
    let floor = floor.to_integer();
    let up = rest > half || (rest == half && (&floor % 2u32) != BigInt::from(0));
    (if up { floor + 1u32 } else { floor })
        .to_i128()
        .and_then(Dec::from_micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(list: &[&str]) -> Vec<Literal> {
        list.iter()
            .map(|t| Literal::Number(t.parse().unwrap()))
            .collect()
    }

    #[test]
    fn aggregates_of_nothing_are_null_and_counts_are_nought() {
        for function in [Function::Sum, Function::Min, Function::Max, Function::Mean] {
            assert_eq!(aggregate(function, &[]), Ok(None), "{function}");
        }
        assert_eq!(aggregate(Function::Count, &[]), Ok(Some(Dec::ZERO)));
    }

    #[test]
    fn a_mean_rounds_ties_to_even() {
        let mean = |list: &[&str]| {
            aggregate(Function::Mean, &numbers(list))
                .unwrap()
                .unwrap()
                .to_string()
        };
        assert_eq!(mean(&["1", "2"]), "1.5");
        assert_eq!(mean(&["0.000001", "0"]), "0");
        assert_eq!(mean(&["0.000003", "0"]), "0.000002");
        assert_eq!(mean(&["-0.000003", "0"]), "-0.000002");
        assert_eq!(mean(&["1", "1", "0"]), "0.666667");
    }

    #[test]
    fn a_sum_that_cannot_be_held_is_no_sum() {
        let huge = "99999999999999999999999999999999";
        assert_eq!(
            aggregate(Function::Sum, &numbers(&[huge, huge])),
            Err(Overflow)
        );
    }

    #[test]
    fn distinct_values() {
        assert_eq!(
            aggregate(Function::CountDistinct, &numbers(&["1", "1.0", "2"])),
            Ok(Some(Dec::from_int(2)))
        );
    }
}

//! The figure of a group of rows, with the reasons why there is none.

use crate::model::{Dec, Figure, Flag, Function, Literal, MeasureSource, ObsStatus, Reason};
use crate::rollup::figure::aggregate::{Overflow, aggregate};
use crate::rollup::figure::group::{Group, counts};
use crate::rollup::figure::nothing::nothing;
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use crate::rollup::select::{Fate, lacks_members, separate_extremes};
use std::collections::BTreeSet;

/// Aggregates a group of at least one row.
pub fn figure(source: &MeasureSource, rows: &Rows, group: &Group<'_>) -> Result<Figure, Overflow> {
    let extent = group.extent(source);
    let members = &group.members;
    if members.is_empty() {
        return nothing(source, &group.listed, extent);
    }
    let (first, _) = members.first().ok_or(Overflow)?;
    let reasons = reasons(source, rows, members);
    let valued = members.iter().filter(|(r, _)| r.value.is_some());
    let literals: Vec<Literal> = valued
        .filter_map(|(r, _)| rows.literal(r, &source.value.column))
        .collect();
    let value = aggregate(&source.value, &literals)?;
    // A figure that was confirmed after its period had ended is known as the figure of that period
    // since then.
    let stated = || {
        members
            .iter()
            .map(|(r, _)| *r)
            .chain(group.confirmed.iter().copied())
    };
    let imputed = members
        .iter()
        .any(|(r, _)| r.obs_status == Some(ObsStatus::Imputed));
    Ok(Figure {
        value: if reasons.is_empty() { value } else { None },
        unit: if counts(source) {
            "count".into()
        } else {
            joined(distinct(members, |r| &r.unit)).into()
        },
        basis: joined(distinct(members, |r| &r.basis)).into(),
        scheme: joined(schemes(members)).into(),
        plan_stage: members.iter().map(|(r, _)| r.plan_stage).min().flatten(),
        status: members
            .iter()
            .map(|(r, _)| r.status)
            .min()
            .unwrap_or(first.status),
        rounding: rounding(source.value.function, members)?,
        known_from: stated()
            .map(|r| r.known_from)
            .max()
            .unwrap_or(first.known_from),
        source_ids: members.iter().map(|(r, _)| r.source_id.clone()).collect(),
        deliveries: stated().map(|r| r.delivery.clone()).collect(),
        flags: group
            .flags
            .iter()
            .copied()
            .chain(extent)
            .chain(imputed.then_some(Flag::Imputed))
            .collect(),
        reasons,
    })
}

/// The rows of a cell that are used or in conflict.
type Members<'m> = [(&'m Row, Fate)];

/// What rows with a figure say. Of a figure that is missing nobody need know the unit.
fn distinct<'m>(members: &Members<'m>, word: fn(&'m Row) -> &'m str) -> BTreeSet<&'m str> {
    let valued = members.iter().filter(|(r, _)| r.value.is_some());
    let said: BTreeSet<&str> = valued.map(|(r, _)| word(r)).collect();
    if said.is_empty() {
        members.iter().map(|(r, _)| word(r)).collect()
    } else {
        said
    }
}

/// The schemes that are stated.
fn schemes<'m>(members: &Members<'m>) -> BTreeSet<&'m str> {
    let mut all = distinct(members, |r| &r.scheme);
    all.remove("");
    all
}

fn joined(words: BTreeSet<&str>) -> String {
    words.into_iter().collect::<Vec<_>>().join(";")
}

/// Why a cell has no figure; nothing when it has one.
fn reasons(source: &MeasureSource, rows: &Rows, members: &Members<'_>) -> BTreeSet<Reason> {
    let mut reasons = BTreeSet::new();
    if members.iter().any(|(_, fate)| *fate == Fate::Conflict) {
        reasons.insert(Reason::SourceConflict);
    }
    if distinct(members, |r| &r.unit).len() > 1 {
        reasons.insert(Reason::UnitMismatch);
    }
    if distinct(members, |r| &r.basis).len() > 1 {
        reasons.insert(Reason::BasisMismatch);
    }
    if schemes(members).len() > 1 {
        reasons.insert(Reason::DefinitionBreak);
    }
    if let Some((column, all)) = &source.parts {
        let present = |wanted: &String| {
            members
                .iter()
                .any(|(r, _)| rows.literal(r, column) == Some(Literal::Text(wanted.clone())))
        };
        if !all.iter().all(present) {
            reasons.insert(Reason::ValueMissing);
        }
    }
    let taken: Vec<&Row> = members.iter().map(|(row, _)| *row).collect();
    if lacks_members(rows, &taken, source) || separate_extremes(&taken, source) {
        reasons.insert(Reason::ValueMissing);
    }
    // The source has a place for a part and no figure in it: what is left is not the whole, nor is
    // it the number of all.
    let lacking = members.iter().filter(|(r, _)| r.value.is_none());
    reasons.extend(lacking.map(|(r, _)| match r {
        r if withheld(r) => Reason::Suppressed,
        r if r.quarantined() => Reason::Quarantined,
        _ => Reason::ValueMissing,
    }));
    reasons
}

/// How far the aggregate may be off, by the rounding of its rows.
fn rounding(function: Function, members: &Members<'_>) -> Result<Dec, Overflow> {
    let mut widths = members.iter().map(|(r, _)| r.rounding);
    match function {
        Function::Count | Function::CountDistinct => Ok(Dec::ZERO),
        Function::Sum => widths.try_fold(Dec::ZERO, Dec::checked_add).ok_or(Overflow),
        Function::Min | Function::Max | Function::Mean | Function::Median | Function::Quantile => {
            Ok(widths.max().unwrap_or(Dec::ZERO))
        }
    }
}

/// Whether there is a figure that the provider withholds.
pub(in crate::rollup) fn withheld(row: &Row) -> bool {
    row.obs_status == Some(ObsStatus::Suppressed)
}

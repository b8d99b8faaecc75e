//! What the operands of a score alone say: reasons, flags and value.

use crate::faults::{compares_part, mixed, out_of_range, reasons, redefined, small};
use crate::operands::{Mixed, flags_of, mixed_series};
use crate::rank::Ranks;
use crate::rounding::RoundingBound;
use crate::setting::Setting;
use crate::value::value;
use chiso_model::{Flag, Item, Kpi, Operand, Period, PlanStage, Reason, Role, SharedText, Span};
use num_rational::BigRational;
use std::collections::BTreeSet;

/// What the operands alone say.
pub(super) struct Assessed<'a> {
    /// The name of the KPI.
    pub(super) kpi: SharedText,
    pub(super) ranks: &'a Ranks<'a>,
    pub(super) operands: Vec<Operand>,
    pub(super) reasons: BTreeSet<Reason>,
    pub(super) flags: BTreeSet<Flag>,
    pub(super) value: Option<BigRational>,
    /// A figure of the period was published before it ended.
    pub(super) to_date: bool,
    /// The parts of a KPI that is put together from others.
    pub(super) items: Vec<Item>,
}

impl<'a> Assessed<'a> {
    pub(super) fn new(
        (kpi, name): (&Kpi, &SharedText),
        operands: Vec<Operand>,
        ranks: &'a Ranks<'a>,
        (period, span): (Period, Span),
        setting: Setting<'_>,
    ) -> Assessed<'a> {
        #[cfg(test)]
        crate::work::done();
        let series = mixed_series(&operands, setting.declared);
        let mut reasons = reasons(&kpi.kind, &operands, ranks, setting.broken);
        if redefined(&operands, setting) {
            reasons.insert(Reason::DefinitionBreak);
        }
        if series == Some(Mixed::Undeclared) {
            reasons.insert(Reason::SeriesMixed);
        }
        if compares_part(&operands, ranks, period) {
            reasons.insert(Reason::PartialPeriod);
        }
        let to_date = operands
            .iter()
            .any(|o| o.period == period && flags_of(o).any(|f| f == Flag::ToDate))
            || ranks.to_date(period, span);
        let mut flags = flags(kpi, &operands, ranks);
        flags.extend(to_date.then_some(Flag::ToDate));
        let spliced = |o: &Operand| ranks.spliced(o.period, o.span);
        if series == Some(Mixed::Spliced) || operands.iter().any(spliced) {
            flags.insert(Flag::SeriesSpliced);
        }
        if !reasons.contains(&Reason::UnitMismatch) && out_of_range(&kpi.kind, &operands) {
            flags.insert(Flag::ShareOutOfRange);
        }
        let value = if reasons.is_empty() {
            value(&kpi.kind, &operands, ranks, RoundingBound::Exact)
        } else {
            None
        };
        Assessed {
            kpi: name.clone(),
            ranks,
            operands,
            reasons,
            flags,
            value,
            to_date,
            items: vec![],
        }
    }
}

/// What the figures say of themselves, and what is to be said of them together.
fn flags(kpi: &Kpi, operands: &[Operand], ranks: &Ranks<'_>) -> BTreeSet<Flag> {
    let found = || {
        operands
            .iter()
            .filter_map(|o| Some((o.role, &o.found.as_ref()?.figure)))
    };
    let mut flags: BTreeSet<Flag> = operands.iter().flat_map(flags_of).collect();
    if found().any(|(role, f)| role == Role::Plan && f.plan_stage == Some(PlanStage::Submitted)) {
        flags.insert(Flag::PlanNotAssigned);
    }
    let stated: BTreeSet<&str> = found()
        .map(|(_, f)| f.scheme.as_str())
        .chain(
            operands
                .iter()
                .flat_map(|o| ranks.schemes(o.period, o.span)),
        )
        .filter(|s| !s.is_empty())
        .collect();
    if stated.len() > 1 {
        flags.insert(Flag::SchemeBreak);
    }
    let others = |pair: &[Operand]| match pair {
        [one, other] => ranks.areas_differ((one.period, one.span), (other.period, other.span)),
        _ => false,
    };
    if operands.windows(2).any(others) {
        flags.insert(Flag::RankedAreasDiffer);
    }
    if mixed(operands) {
        flags.insert(Flag::VintageMixed);
    }
    if kpi.small_base.is_some_and(|least| small(operands, least)) {
        flags.insert(Flag::SmallBase);
    }
    flags
}

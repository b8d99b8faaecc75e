//! The operands of a KPI: which figures it looks up, and of which series they are.

use crate::universe::Measures;
use chiso_model::kind::{Lookup, When};
use chiso_model::{
    Flag, Kpi, MadeOf, Measure, MeasureValue, Operand, Period, Role, SharedText, Span, UnitId,
    common,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Looks up the operands of a KPI for one area and period, in the order of their roles. One of a
/// period that does not exist, such as week 53 of a year of 52, is none.
pub fn operands(
    kpi: &Kpi,
    measures: &Measures,
    area: UnitId,
    period: Period,
    span: Span,
) -> Vec<Operand> {
    let find = |Lookup {
                    role,
                    measure,
                    when,
                    ..
                }: Lookup<'_>| {
        let fits = when == When::SamePeriod || kpi.kind.fits(period, span);
        let period = match when {
            When::SamePeriod => period,
            When::Base(base) => base.named(period)?,
        };
        let (period, span) = if kpi.of_the_whole_year(role) && span == Span::Ytd {
            (period.of_year(), Span::Period)
        } else {
            (period, span)
        };
        let found = measures.get(measure, area, period, span);
        let found = found.filter(|_| fits).cloned();
        let own = found.as_ref().map(|v| &v.measure);
        let own = own.filter(|own| **own == measure);
        Some(Operand {
            role,
            measure: own.map_or_else(|| measure.into(), SharedText::clone),
            period,
            span,
            found,
        })
    };
    let mut found: Vec<Operand> = kpi.kind.operands().into_iter().filter_map(find).collect();
    // Each ranking is of one series by itself, with the figures of other areas. What is ranked of an
    // area may be made of other lengths and say the same, which leaves its place what it is; another
    // dataset or statement is ranked with other figures of the areas around it.
    let ranked = kpi.kind.ranking().is_some();
    one_series(&mut found, |used, other| {
        !ranked || (used.same_statement(other) && same_figure(used, other))
    });
    found
}

/// The periods of the operands of a KPI for one period, whichever the area.
#[must_use]
pub fn named(kpi: &Kpi, (period, span): (Period, Span)) -> Vec<(Period, Span)> {
    let operands = operands(kpi, &Measures::default(), UnitId(0), period, span);
    operands.iter().map(|o| (o.period, o.span)).collect()
}

/// Whether two figures say the same.
fn same_figure(one: &MeasureValue, other: &MeasureValue) -> bool {
    let says = |v: &MeasureValue| {
        (
            v.figure.rounding,
            v.figure.unit.clone(),
            v.figure.basis.clone(),
        )
    };
    one.exact() == other.exact() && says(one) == says(other)
}

/// Figures of one measure are compared within one series: the best one that has all of them, where
/// there is one whose statements may stand for those used.
fn one_series(operands: &mut [Operand], stands: impl Fn(&MeasureValue, &MeasureValue) -> bool) {
    if operands
        .iter()
        .all(|o| o.found.as_ref().is_none_or(|v| v.others.is_empty()))
    {
        return;
    }
    let measures: BTreeSet<SharedText> = operands.iter().map(|o| o.measure.clone()).collect();
    for measure in measures {
        let own: Vec<usize> = (0..operands.len())
            .filter(|i| operands[*i].measure == measure)
            .collect();
        let there: Option<Vec<&MeasureValue>> = own.iter().map(|i| operands[*i].usable()).collect();
        let Some(there) = there.filter(|there| there.len() > 1) else {
            continue;
        };
        let chosen = common(&there);
        let all_stand = |c: &Vec<&MeasureValue>| there.iter().zip(c).all(|(a, b)| stands(a, b));
        let Some(chosen) = chosen.filter(all_stand) else {
            continue;
        };
        let chosen: Vec<Option<Arc<MeasureValue>>> = there
            .iter()
            .zip(chosen)
            .map(|(used, chosen)| {
                used.others
                    .iter()
                    .find(|o| std::ptr::eq(o.as_ref(), chosen))
                    .cloned()
            })
            .collect();
        for (i, other) in own.into_iter().zip(chosen) {
            operands[i].found = other.or_else(|| operands[i].found.clone());
        }
    }
}

/// Whether figures of one measure that are compared are of several series, and whether all of these
/// are spliced by declaration. Values of a KPI that are compared stand on the figures behind them.
pub fn mixed_series(operands: &[Operand], declared: &[Measure]) -> Option<Mixed> {
    if let [one] = operands
        && one.found.iter().all(|v| v.operands().is_empty())
    {
        return None;
    }
    let operands: Vec<&Operand> = operands.iter().flat_map(Operand::of_figures).collect();
    let earlier = |i: usize| operands[..i].iter().copied();
    let all = operands.iter().copied().enumerate();
    let pairs = all.flat_map(|(i, one)| earlier(i).map(move |other| (one, other)));
    let apart = pairs.filter(|(one, other)| {
        let both = one.usable().zip(other.usable());
        both.is_some_and(|(a, b)| {
            let one_series = if one.measure == other.measure {
                a.comparable(b)
            } else {
                of_one_source(a, b) && of_one_source(b, a)
            };
            !one_series
        })
    });
    let of = |(one, other): (&Operand, &Operand)| {
        let datasets = operands
            .iter()
            .filter(|o| o.measure == one.measure || o.measure == other.measure)
            .filter_map(|o| o.usable())
            .map(|v| v.dataset.as_str());
        let declared = declared.iter().find(|m| m.id == one.measure);
        if declared.is_some_and(|m| m.splice(datasets).is_some()) {
            Mixed::Spliced
        } else {
            Mixed::Undeclared
        }
    };
    apart.map(of).max()
}

/// Whether a figure of a larger area is of the dataset and the statement of another figure of the
/// same measure: a share of a whole is within one series, though the whole may be a sum.
fn of_one_source(above: &MeasureValue, other: &MeasureValue) -> bool {
    let [input] = above.inputs() else { return true };
    let apart = || {
        let same = |a: &str, b: &str| a == b || a.is_empty() || b.is_empty();
        let (a, b) = (&above.series.statement, &other.series.statement);
        let ranks = same(&a.rank, &b.rank) || above.figure.status != other.figure.status;
        above.dataset != other.dataset
            || a.preferred != b.preferred
            || a.totals != b.totals
            || !ranks
    };
    input.what != MadeOf::Above || input.measure != other.measure || !apart()
}

/// What a comparison of several series is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mixed {
    /// Declared.
    Spliced,
    /// Not declared.
    Undeclared,
}

/// What is said of the figure of an operand. A plan is made ahead, so that it covers its period
/// whenever it was made.
pub fn flags_of(operand: &Operand) -> impl Iterator<Item = Flag> + '_ {
    let plan = operand.role == Role::Plan;
    let flags = operand
        .found
        .iter()
        .flat_map(|v| v.figure.flags.iter().copied());
    flags.filter(move |f| !plan || !matches!(f, Flag::ToDate | Flag::BeforePeriodEnd))
}

//! Money that is stated in several currencies for one area and period: the parts of a merged area, or
//! the months of a year, may be paid in different ones. Nobody can add that up before it is
//! converted, so it is kept by currency here, each put together as a measure in one currency is.

use crate::derived::given::Given;
use crate::values;
use chiso_model::{
    AreaRegister, Cell, Dec, Derivation, Figure, Measure, MeasureValue, Reason, SharedText,
    ValueKey,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What there is of each figure in each currency.
pub(super) type Amounts = BTreeMap<ValueKey, Vec<Arc<MeasureValue>>>;

impl Given<'_> {
    /// With the amounts of the figures that are to be converted and that no single currency holds.
    #[must_use]
    pub fn with_amounts(
        mut self,
        by: &Derivation,
        cells: &[Cell],
        (areas, boundary): (&AreaRegister, NaiveDate),
    ) -> Self {
        let Derivation::Converted(convert) = by else {
            return self;
        };
        let mixed = self.of(&convert.of).filter(|v| is_mixed(v));
        let mixed: BTreeSet<ValueKey> = mixed.map(|v| v.key()).collect();
        let measure = self.declared.iter().find(|m| m.id == convert.of);
        if let Some(measure) = measure.filter(|_| !mixed.is_empty()) {
            let on = |cells: &[Cell]| values(measure, self.declared, cells, areas, boundary);
            self.amounts = amounts(measure, &mixed, cells, on);
        }
        self
    }
}

/// What there is of some figures of a measure in each currency. Nothing of a figure that is a
/// difference: what was added up before a currency changed is not taken off what was added up after
/// it.
fn amounts(
    measure: &Measure,
    mixed: &BTreeSet<ValueKey>,
    cells: &[Cell],
    values: impl Fn(&[Cell]) -> Vec<MeasureValue>,
) -> Amounts {
    let own = cells.iter().filter(|c| c.measure == measure.id);
    let currencies: BTreeSet<&SharedText> = own.map(|c| &c.figure.unit).collect();
    let mut found = Amounts::new();
    for currency in currencies {
        let cells = cells.iter().map(|c| in_currency(c, measure, currency));
        let all = values(&cells.collect::<Vec<_>>()).into_iter();
        for value in all.filter(|v| mixed.contains(&v.key())) {
            found.entry(value.key()).or_default().push(Arc::new(value));
        }
    }
    found.retain(|_, amounts| !amounts.iter().any(|v| is_difference(v)));
    for amounts in found.values_mut() {
        // Nothing paid in a currency needs no rate.
        if amounts.iter().any(|v| !is_zero(v)) {
            amounts.retain(|v| !is_zero(v));
        } else {
            amounts.truncate(1);
        }
    }
    found
}

/// Whether no single currency holds a figure.
fn is_mixed(value: &MeasureValue) -> bool {
    value.figure.reasons.contains(&Reason::UnitMismatch)
}

/// Whether something was taken off a figure, or a part of it.
fn is_difference(value: &MeasureValue) -> bool {
    value.pieces.iter().any(|p| p.taken_off)
        || value.summed_parts().iter().any(|v| is_difference(v))
}

fn is_zero(value: &MeasureValue) -> bool {
    value.figure.value == Some(Dec::ZERO)
}

/// A cell with what it has in a currency: all of it or nothing. What is missing is missing in every
/// currency.
fn in_currency(cell: &Cell, of: &Measure, currency: &SharedText) -> Cell {
    let mut cell = cell.clone();
    if cell.measure == of.id {
        let others = cell.others.iter_mut().map(|o| &mut o.figure);
        for figure in others.chain([&mut cell.figure]) {
            keep(figure, currency);
        }
    }
    cell
}

fn keep(figure: &mut Figure, currency: &SharedText) {
    if figure.unit == *currency {
        return;
    }
    figure.unit = currency.clone();
    figure.value = figure.value.map(|_| Dec::ZERO);
    figure.rounding = Dec::ZERO;
}

#[cfg(test)]
mod tests {
    use super::*;
    use chiso_model::{
        DerivedFigure, Making, Period, Piece, Series, SharedIds, Span, Status, UnitId,
    };

    fn paid(value: Option<i64>, unit: &str) -> Figure {
        Figure {
            value: value.map(Dec::from_int),
            unit: unit.into(),
            basis: "".into(),
            scheme: "".into(),
            plan_stage: None,
            status: Status::Final,
            rounding: Dec::from_int(1),
            known_from: "2026-01-01T00:00:00Z".parse().unwrap(),
            source_ids: SharedIds::default(),
            deliveries: SharedIds::default(),
            flags: BTreeSet::new(),
            reasons: BTreeSet::new(),
        }
    }

    /// June is the year to date of June less that of May.
    #[test]
    fn a_sum_with_a_difference_in_it_is_a_difference() {
        let value = |taken_off: bool| MeasureValue {
            measure: "m".into(),
            dataset: "d".into(),
            area: UnitId(0),
            boundary: "2026-01-01".parse().unwrap(),
            period: Period::Month(2024, 6),
            span: Span::Period,
            figure: paid(Some(5), "EUR"),
            parts: vec![],
            pieces: vec![Piece {
                period: Period::Month(2024, 5),
                span: Span::Ytd,
                taken_off,
                lacking: false,
            }],
            made: None,
            series: Series::default(),
            others: vec![],
            by_other_periods: vec![],
        };
        let sum = |taken_off: bool| {
            let how = Making::SumOf(vec![Arc::new(value(false)), Arc::new(value(taken_off))]);
            MeasureValue {
                made: Some(Arc::new(DerivedFigure { exact: None, how })),
                ..value(false)
            }
        };
        assert!(is_difference(&value(true)) && is_difference(&sum(true)));
        assert!(!is_difference(&sum(false)));
    }

    #[test]
    fn what_is_paid_in_one_currency_is_exactly_nothing_in_another() {
        let mut figures = [
            paid(Some(5), "EUR"),
            paid(Some(7), "ISK"),
            paid(None, "ISK"),
        ];
        for figure in &mut figures {
            keep(figure, &"EUR".into());
        }
        let said = figures.map(|f| (f.value, f.unit.to_string(), f.rounding));
        let euro = |value: Option<i64>, rounding: i64| {
            let rounding = Dec::from_int(rounding);
            (value.map(Dec::from_int), "EUR".to_owned(), rounding)
        };
        assert_eq!(said, [euro(Some(5), 1), euro(Some(0), 0), euro(None, 0)]);
    }
}

//! Rows that their source leaves out: aggregates among areas, headers that are repeated. They are
//! counted and told once, and a warning says where an area of the register would go unread.
//!
//! Cells are filled before rows are left out, so a group whose first row alone says `Total` is left
//! out as a whole. Where that row does not begin as the group before it does, with the same period
//! and members, it may have been a remark or a total within that group, and the warning says that
//! rows below it went with it.

use super::bindings::Bindings;
use super::delivered::Delivery;
use crate::decode::Record;
use crate::decode::cell;
use crate::decode::text::tidy;
use crate::model::{AreaRegister, Finding, LeaveOut, Place, Severity, Source, fits};
use std::collections::BTreeMap;

/// Texts shown of a list.
const SHOWN: usize = 10;

/// The rows that are left out, by rule.
pub(super) struct LeftOut<'a> {
    rules: Vec<Counted<'a>>,
    areas: &'a AreaRegister,
}

struct Counted<'a> {
    rule: &'a LeaveOut,
    column: usize,
    texts: BTreeMap<String, u64>,
    first: Option<(Place, String)>,
    /// Rows with figures of areas that the register knows.
    known: u64,
    /// Period and members of the first row of the last group that is not left out.
    group: Option<Vec<String>>,
    /// Whether the last row that had the text itself does not begin as that group does.
    alone: bool,
    /// Rows below such a row, left out because their cells repeat its text.
    below: u64,
}

impl<'a> LeftOut<'a> {
    pub(super) fn new(
        source: &'a Source,
        bindings: &Bindings<'_>,
        areas: &'a AreaRegister,
    ) -> LeftOut<'a> {
        let counted = |(rule, column): (&'a LeaveOut, &usize)| Counted {
            rule,
            column: *column,
            texts: BTreeMap::new(),
            first: None,
            known: 0,
            group: None,
            alone: false,
            below: 0,
        };
        LeftOut {
            rules: source
                .shape
                .leave_out
                .iter()
                .zip(&bindings.left_out)
                .map(counted)
                .collect(),
            areas,
        }
    }

    /// Whether a record is left out; it is then counted. Some of its cells repeat those above.
    pub(super) fn takes(
        &mut self,
        bindings: &[Bindings<'_>],
        delivered: &Delivery<'_>,
        (record, carried): (&Record, &[usize]),
    ) -> bool {
        for counted in &mut self.rules {
            let Some(text) = record
                .cells
                .get(counted.column)
                .map(|c| tidy(cell::text(c)))
            else {
                continue;
            };
            let texts = &counted.rule.texts;
            let own = !carried.contains(&counted.column) && !text.is_empty();
            if !texts.iter().any(|pattern| fits(&tidy(pattern), &text)) {
                if own {
                    counted.group = Some(labels(bindings, record, counted.column));
                }
                continue;
            }
            if carried.contains(&counted.column) {
                counted.below += u64::from(counted.alone);
            } else {
                let own = labels(bindings, record, counted.column);
                let other = { &counted.group }
                    .as_ref()
                    .is_some_and(|group| *group != own);
                let says = |cell: &&String| !tidy(cell::text(cell)).is_empty();
                let alone = record.cells.iter().filter(says).count() == 1;
                counted.alone = alone || other || own.iter().any(String::is_empty);
            }
            let area = bindings.first().map_or("", |b| b.area_code.raw(record));
            let figures = bindings.iter().any(|b| {
                let figure = tidy(b.value.raw(record));
                !figure.is_empty() && !b.missing.iter().any(|m| *m == figure)
            });
            counted.known += u64::from(figures && self.areas.knows(&tidy(area)));
            counted.first.get_or_insert_with(|| {
                let place = Place {
                    file: delivered.file_name.to_owned(),
                    part: record.part.clone(),
                    row: record.row,
                    col: counted.rule.column.clone(),
                };
                (place, text.clone().into_owned())
            });
            *counted.texts.entry(text.into_owned()).or_default() += 1;
            return true;
        }
        false
    }

    /// One finding a rule that left something out.
    pub(super) fn finish(self, bindings: &Bindings<'_>) -> Vec<Finding> {
        let area = bindings.area_code.index();
        self.rules
            .into_iter()
            .filter_map(|counted| finding(counted, area))
            .collect()
    }
}

/// The period and the members that a record names, but for the column by which it is left out.
fn labels(bindings: &[Bindings<'_>], record: &Record, without: usize) -> Vec<String> {
    let of_first = bindings.first().into_iter().flat_map(|b| {
        let period = std::iter::once(&b.period).chain(&b.period_parts);
        period.chain(&b.dimensions)
    });
    let cells = of_first.filter(|at| at.index().is_some_and(|index| index != without));
    cells.map(|at| tidy(at.raw(record)).into_owned()).collect()
}

fn finding(counted: Counted<'_>, area: Option<usize>) -> Option<Finding> {
    let Counted {
        column,
        texts,
        first,
        known,
        below,
        ..
    } = counted;
    let (place, raw) = first?;
    let count: u64 = texts.values().sum();
    let mut shown: Vec<String> = texts
        .iter()
        .take(SHOWN)
        .map(|(text, count)| format!("`{text}` × {count}"))
        .collect();
    if texts.len() > SHOWN {
        shown.push(format!("and {} more", texts.len() - SHOWN));
    }
    let of_areas = if known == 0 {
        String::new()
    } else {
        format!("; {known} of them have figures of areas that the register knows")
    };
    let of_below = if below == 0 {
        String::new()
    } else {
        format!(
            "; {below} of them are blank there and stand below a row that does not begin as the \
            group before it does"
        )
    };
    let message = format!(
        "{count} rows are left out as declared: {}{of_areas}{of_below}",
        shown.join(", ")
    );
    let finding = Finding::error("left_out", place, message).raw(raw);
    // By another column, parts of areas are left out, as totals are.
    let hint = if known > 0 && area == Some(column) {
        "name in `leave_out` only texts that are no area of the register"
    } else if below > 0 {
        "look whether the text names the rows below it; if it is a remark or a total within the group \
            above, have the provider write the area in every row"
    } else {
        return Some(Finding {
            severity: Severity::Info,
            ..finding
        });
    };
    Some(Finding {
        severity: Severity::Warning,
        ..finding.hint(hint)
    })
}

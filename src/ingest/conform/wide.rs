//! Figures that stand side by side: which columns hold them, and what their headers carry.
//!
//! A header that fits in several ways, with a readable period in more than one, refuses the
//! delivery. A column that is neither mapped nor one of these is told, so that a year whose header
//! is misspelt does not go missing in silence.

use super::bindings::{Bindings, WideColumn, new_columns};
use super::delivered::Delivery;
use super::period;
use crate::decode::Record;
use crate::decode::text::tidy;
use crate::model::{Dataset, Finding, Place, Source, Template};
use std::collections::BTreeSet;

/// Names shown of a list.
const SHOWN: usize = 10;

/// The columns side by side of a delivery; none where each row has one figure.
#[derive(Default)]
pub(super) struct Wide {
    columns: Option<Vec<WideColumn>>,
    /// Columns that are not read.
    pub(super) unread: Option<Finding>,
}

/// Finds the columns side by side.
pub(super) fn columns(
    dataset: &Dataset,
    source: &Source,
    delivered: &Delivery<'_>,
    columns: &[String],
) -> Result<Wide, Vec<Finding>> {
    let Some(template) = &source.shape.wide else {
        return Ok(Wide::default());
    };
    let (mut found, mut unread) = (Vec::new(), Vec::new());
    for (index, header) in new_columns(source, columns) {
        let name = tidy(header);
        let readings = template.readings(&name).into_iter();
        let mut fitting: Vec<WideColumn> = readings
            .map(|texts| WideColumn {
                index,
                value: dataset.contract.value_name.clone(),
                carried: template
                    .names()
                    .map(str::to_owned)
                    .zip(texts.into_iter().map(str::to_owned))
                    .collect(),
            })
            .filter(|wide| is_read(dataset, source, delivered, (columns, wide)))
            .collect();
        match (fitting.pop(), fitting.is_empty()) {
            (None, _) => unread.push(header),
            (Some(wide), true) => found.push(wide),
            (Some(_), false) => return Err(vec![ambiguous(template, header, delivered)]),
        }
    }
    if found.is_empty() {
        return Err(vec![nothing(template, &unread, delivered)]);
    }
    Ok(Wide {
        columns: Some(found),
        unread: not_read(template, &unread, delivered),
    })
}

/// Whether the period, or the part of it, that a header carries can be read.
fn is_read(
    dataset: &Dataset,
    source: &Source,
    delivered: &Delivery<'_>,
    (columns, wide): (&[String], &WideColumn),
) -> bool {
    let Some(period) = wide.carried.get("period") else {
        return true;
    };
    if let Some(nth) = source.period.header_part() {
        return source.period.may_be_part(nth, period);
    }
    let no_row = Record {
        part: String::new(),
        row: 0,
        cells: Vec::new(),
    };
    // What cannot be bound is told when it is bound for good.
    Bindings::new(dataset, source, delivered, columns, Some((0, wide))).map_or(true, |b| {
        period::is_readable(&b, &no_row, source, delivered.fetched_at)
    })
}

impl Wide {
    /// The columns of the delivery, once for each column with figures.
    pub(super) fn bindings<'a>(
        &'a self,
        dataset: &'a Dataset,
        source: &'a Source,
        delivered: &Delivery<'a>,
        columns: &'a [String],
    ) -> Result<Vec<Bindings<'a>>, Vec<Finding>> {
        let Some(wide) = &self.columns else {
            return Bindings::new(dataset, source, delivered, columns, None).map(|b| vec![b]);
        };
        let figures: BTreeSet<usize> = wide.iter().map(|w| w.index).collect();
        wide.iter()
            .zip(0_u32..)
            .map(|(wide, nth)| {
                Bindings::new(dataset, source, delivered, columns, Some((nth, wide))).map(
                    |mut bindings| {
                        bindings.new.retain(|(i, _)| !figures.contains(i));
                        bindings
                    },
                )
            })
            .collect()
    }
}

fn place(delivered: &Delivery<'_>, col: &str) -> Place {
    Place {
        file: delivered.file_name.to_owned(),
        col: col.to_owned(),
        ..Place::default()
    }
}

fn ambiguous(template: &Template, header: &str, delivered: &Delivery<'_>) -> Finding {
    let message = format!("the header `{header}` fits `{template}` in more than one way");
    Finding::error("wide_ambiguous", place(delivered, header), message)
        .raw(header)
        .hint("write more of the texts between the gaps in `columns` of `[source.wide]`")
}

fn nothing(template: &Template, unread: &[&str], delivered: &Delivery<'_>) -> Finding {
    let message = format!("no column has a header that fits `{template}` with a readable period");
    let hint = if unread.is_empty() {
        "every column of the file is mapped or unused: leave `[source.wide]` out".to_owned()
    } else {
        format!(
            "correct `columns` of `[source.wide]`, or `header_row`; the file has {}",
            list(unread)
        )
    };
    Finding::error("column_missing", place(delivered, ""), message).hint(hint)
}

fn not_read(template: &Template, unread: &[&str], delivered: &Delivery<'_>) -> Option<Finding> {
    let first = unread.first()?;
    let message = format!(
        "{} columns are neither mapped nor fit `{template}`, and are not read: {}",
        unread.len(),
        list(unread)
    );
    let finding = Finding::warning("wide_unread", place(delivered, first), message);
    Some(finding.hint("list them under `unused_columns`, if nothing of them is wanted"))
}

fn list(names: &[&str]) -> String {
    let mut shown: Vec<String> = names.iter().take(SHOWN).map(|n| format!("`{n}`")).collect();
    if names.len() > SHOWN {
        shown.push(format!("and {} more", names.len() - SHOWN));
    }
    shown.join(", ")
}

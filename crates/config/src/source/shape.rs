//! The shape of a source's table: rows that are left out, where it ends, cells that repeat the one
//! above, figures side by side.

use super::records::dots;
use crate::document::ConfigNode;
use crate::{columns, raw, rule, value};
use chiso_model::{Contract, Finding, Format, LeaveOut, TableEnd, TableShape, Template};

/// Checks it.
pub(super) fn shape(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    format: Option<Format>,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> TableShape {
    TableShape {
        leave_out: value::each(&at.key("leave_out"), &raw.leave_out, |at, raw| {
            left_out(at, raw, format, faults)
        }),
        end: raw
            .ends
            .as_ref()
            .and_then(|raw| end(&at.key("ends"), raw, faults)),
        fill_down: fill_down(&at.key("columns"), raw, faults),
        wide: wide(at, raw, contract, faults),
    }
}

fn left_out(
    at: &ConfigNode<'_>,
    raw: &raw::LeaveOut,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> Option<LeaveOut> {
    let column = value::text(&at.key("column"), &raw.column, faults);
    let texts_at = at.key("texts");
    if raw.texts.is_empty() {
        faults.push(
            texts_at
                .error(rule::BAD_VALUE, "no text says which rows are left out")
                .hint("list the texts of their cells, as in `[\"Total*\"]`"),
        );
    }
    if let Some(i) = raw.texts.iter().position(|text| text.trim() == "*") {
        faults.push(
            texts_at
                .item(i)
                .error(rule::BAD_VALUE, "`*` leaves out every row")
                .hint("write more of the text"),
        );
        return None;
    }
    let texts = super::listed(&texts_at, &raw.texts, faults);
    Some(LeaveOut {
        column: if format == Some(Format::Json) {
            dots(&column)
        } else {
            column
        },
        texts,
    })
}

fn end(at: &ConfigNode<'_>, raw: &raw::Ends, faults: &mut Vec<Finding>) -> Option<TableEnd> {
    match (&raw.text, raw.blank_row) {
        (Some(text), None | Some(false)) => {
            Some(TableEnd::Text(value::text(&at.key("text"), text, faults)))
        }
        (None, Some(true)) => Some(TableEnd::BlankRow),
        _ => {
            faults.push(
                at.error(
                    rule::BAD_VALUE,
                    "a table ends at a text or at a blank row: one of the two",
                )
                .hint("write `ends = { text = \"Source:*\" }` or `ends = { blank_row = true }`"),
            );
            None
        }
    }
}

/// Table columns whose blank cells repeat the cell above.
fn fill_down(at: &ConfigNode<'_>, raw: &raw::Source, faults: &mut Vec<Finding>) -> Vec<String> {
    let mut found = Vec::new();
    for (name, origin) in &raw.columns {
        let Some(word) = &origin.fill else { continue };
        let at = at.key(name).key("fill");
        if word != "down" {
            faults.push(
                at.error(rule::BAD_VALUE, format!("`{word}` is no way to fill cells"))
                    .hint("write `down`, or leave it out"),
            );
        } else if origin.column.is_none() && origin.place.is_none() {
            faults.push(
                at.error(
                    rule::BAD_VALUE,
                    "only a column of the file has cells to fill",
                )
                .hint("leave it out"),
            );
        } else {
            found.push(name.clone());
        }
    }
    found
}

/// The headers of columns with figures side by side.
fn wide(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Option<Template> {
    let (at, columns_at) = (at.key("wide").key("columns"), at.key("columns"));
    let text = &raw.wide.as_ref()?.columns;
    let template = match Template::parse(text) {
        Ok(template) => template,
        Err(why) => {
            faults.push(
                at.error(rule::BAD_VALUE, format!("`{text}` is no header: {why}"))
                    .hint("write the header with what it carries in braces, as in `{period}`"),
            );
            return None;
        }
    };
    let known = columns::mappable(contract);
    for name in template.names() {
        if !known.contains(&name) || name == contract.value_name || name == "known_from" {
            let carried: Vec<&str> = known
                .iter()
                .copied()
                .filter(|name| *name != contract.value_name && *name != "known_from")
                .collect();
            faults.push(
                at.error(
                    rule::UNKNOWN_NAME,
                    format!("a header cannot carry `{name}`"),
                )
                .hint(value::did_you_mean(name, "columns", &carried)),
            );
        } else if raw.columns.contains_key(name) {
            faults.push(
                columns_at
                    .key(name)
                    .error(
                        rule::BAD_VALUE,
                        format!("`{name}` is mapped, and the headers of `[source.wide]` carry it"),
                    )
                    .hint("leave it out here or there"),
            );
        }
    }
    if let Some(value) = raw.columns.get(&contract.value_name)
        && (value.column.is_some()
            || value.constant.is_some()
            || value.place.is_some()
            || value.from.is_some())
    {
        faults.push(
            columns_at
                .key(&contract.value_name)
                .error(
                    rule::BAD_VALUE,
                    format!(
                        "the figures of `{}` stand in the columns of `[source.wide]`",
                        contract.value_name
                    ),
                )
                .hint(
                    "leave out all but `unit` and `unit_mult` here, or leave out `[source.wide]`",
                ),
        );
    }
    Some(template)
}

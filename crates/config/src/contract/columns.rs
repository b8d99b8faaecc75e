//! The columns that a contract declares: their names, values and types, and which must be filled.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{
    Attribute, AttributeType, Dimension, Finding, MemberList, STANDARD_COLUMNS, tidy,
};
use std::sync::Arc;

/// Columns that every table has in addition to the standard ones; `_` in front marks lineage.
const SYSTEM_COLUMNS: [&str; 3] = ["area_date", "recorded_at", "withdrawn"];
/// Words of the grammar of `value` and `where`, which no column can be called.
const GRAMMAR: [&str; 9] = [
    "and", "or", "not", "in", "is", "null", "between", "true", "false",
];
/// Columns that a row may leave empty unless `not_null` names them.
const MAY_BE_NULL: [&str; 6] = ["basis", "scheme", "plan_stage", "rank", "rounding", "note"];

/// The columns that tell figures apart.
pub(super) fn dimensions(
    at: &ConfigNode<'_>,
    raw: &[raw::Dimension],
    (value_name, lists): (&str, &[Arc<MemberList>]),
    faults: &mut Vec<Finding>,
) -> Vec<Dimension> {
    let mut dimensions: Vec<Dimension> = vec![];
    for (i, raw) in raw.iter().enumerate() {
        let at = at.item(i);
        let name = column_name(&at.key("name"), &raw.name, faults);
        if name == value_name || dimensions.iter().any(|d| d.name == name) {
            faults.push(taken(&at.key("name"), &name));
        }
        let values = at.key("one_of");
        value::repeated(&values, &raw.one_of, faults);
        for (j, text) in raw.one_of.iter().enumerate() {
            value::text(&values.item(j), text, faults);
        }
        let given = (raw.members.as_ref(), raw.one_of.as_slice());
        let members = members(&at, given, lists, faults);
        let codes = members.as_ref().map(|list| list.codes());
        dimensions.push(Dimension {
            name,
            one_of: codes.unwrap_or_else(|| tidied(&raw.one_of)),
            members,
        });
    }
    dimensions
}

/// The texts of a list as they are compared with those of files.
pub(crate) fn tidied(texts: &[String]) -> Vec<String> {
    let seen = texts.iter().map(|text| tidy(text).into_owned());
    seen.collect()
}

/// The register whose members are the values of a dimension.
pub(crate) fn members(
    at: &ConfigNode<'_>,
    (id, one_of): (Option<&String>, &[String]),
    lists: &[Arc<MemberList>],
    faults: &mut Vec<Finding>,
) -> Option<Arc<MemberList>> {
    let id = id?;
    let at_members = at.key("members");
    if !one_of.is_empty() {
        let message = "`one_of` and `members` both say which values there are";
        let fault = at_members.error(rule::BAD_VALUE, message);
        faults.push(fault.hint("leave `one_of` out: the register lists them"));
    }
    let found = lists.iter().find(|list| list.id == *id);
    if found.is_none() {
        let known: Vec<&str> = lists.iter().map(|list| list.id.as_str()).collect();
        let hint = if known.is_empty() {
            format!("add `datasets/{id}.toml` with `kind = \"members\"`")
        } else {
            value::did_you_mean(id, "registers of members", &known)
        };
        let message = format!("there is no register of members `{id}`");
        faults.push(at_members.error(rule::UNKNOWN_NAME, message).hint(hint));
    }
    found.cloned()
}

/// The columns that say more of an observation.
pub(super) fn attributes(
    at: &ConfigNode<'_>,
    raw: &[raw::Attribute],
    value_name: &str,
    dimensions: &[Dimension],
    faults: &mut Vec<Finding>,
) -> Vec<Attribute> {
    let mut attributes: Vec<Attribute> = vec![];
    for (i, raw) in raw.iter().enumerate() {
        let at = at.item(i);
        let name = column_name(&at.key("name"), &raw.name, faults);
        if name == value_name
            || dimensions.iter().any(|d| d.name == name)
            || attributes.iter().any(|a| a.name == name)
        {
            faults.push(taken(&at.key("name"), &name));
        }
        let kind = value::optional(&at.key("type"), raw.data_type.as_ref(), value::word, faults)
            .unwrap_or(AttributeType::Text);
        attributes.push(Attribute { name, kind });
    }
    attributes
}

fn taken(at: &ConfigNode<'_>, name: &str) -> Finding {
    at.error(
        rule::DUPLICATE,
        format!("there is a column `{name}` already"),
    )
    .hint("rename one of the two")
}

/// A column's name: an identifier that is neither taken nor a word of the grammar.
pub(super) fn column_name(at: &ConfigNode<'_>, name: &str, faults: &mut Vec<Finding>) -> String {
    let taken = STANDARD_COLUMNS.contains(&name) || SYSTEM_COLUMNS.contains(&name);
    free_name(at, name, taken, faults)
}

/// An identifier that is neither taken nor a word of the grammar.
pub(crate) fn free_name(
    at: &ConfigNode<'_>,
    name: &str,
    taken: bool,
    faults: &mut Vec<Finding>,
) -> String {
    if taken {
        let message = format!("every table has a column `{name}` already");
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint("choose another name"),
        );
    } else if GRAMMAR.contains(&name) {
        let message = format!("`{name}` is a word of expressions");
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint("choose another name"),
        );
    }
    value::identifier(at, name, faults)
}

/// The columns that must be filled on every row.
pub(super) fn not_null(
    at: &ConfigNode<'_>,
    raw: &[String],
    value_name: &str,
    faults: &mut Vec<Finding>,
) -> Vec<String> {
    value::repeated(at, raw, faults);
    for (i, name) in raw
        .iter()
        .enumerate()
        .filter(|(_, name)| *name != value_name && !MAY_BE_NULL.contains(&name.as_str()))
    {
        let known: Vec<&str> = MAY_BE_NULL.into_iter().chain([value_name]).collect();
        let message = format!("`{name}` is never empty, or no column");
        faults.push(
            at.item(i)
                .error(rule::BAD_VALUE, message)
                .hint(value::did_you_mean(name, "columns", &known)),
        );
    }
    raw.to_vec()
}

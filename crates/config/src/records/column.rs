//! Checks the columns of records.

use crate::contract::{free_name, members, tidied};
use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{
    Dec, Dimension, Finding, MemberList, RECORD_AREA, RecordColumn, RecordType, unit_as_kept,
};
use std::sync::Arc;

/// The columns, and those of codes as dimensions of the measures over them.
pub(super) fn columns(
    at: &ConfigNode<'_>,
    raw: &[raw::RecordColumn],
    lists: &[Arc<MemberList>],
    faults: &mut Vec<Finding>,
) -> (Vec<RecordColumn>, Vec<Dimension>) {
    let (mut columns, mut dimensions): (Vec<RecordColumn>, Vec<Dimension>) = (vec![], vec![]);
    for (i, raw) in raw.iter().enumerate() {
        let at = at.item(i);
        let (column, dimension) = column(&at, raw, lists, faults);
        if columns.iter().any(|c| c.name == column.name) {
            let message = format!("there is a column `{}` already", column.name);
            let fault = at.key("name").error(rule::DUPLICATE, message);
            faults.push(fault.hint("rename one of the two"));
        }
        columns.push(column);
        dimensions.extend(dimension);
    }
    if columns.is_empty() {
        let fault = at.error(rule::MISSING_KEY, "the records have no columns");
        faults.push(fault.hint("add a table `[[records.column]]` with `name` and `type`"));
    }
    (columns, dimensions)
}

fn column(
    at: &ConfigNode<'_>,
    raw: &raw::RecordColumn,
    lists: &[Arc<MemberList>],
    faults: &mut Vec<Finding>,
) -> (RecordColumn, Option<Dimension>) {
    let taken = raw.name == RECORD_AREA;
    let name = free_name(&at.key("name"), &raw.name, taken, faults);
    let kind = kind(at, raw, faults);
    let list = members(at, (raw.members.as_ref(), &raw.one_of), lists, faults);
    let mut one_of = list
        .as_ref()
        .map_or_else(|| tidied(&raw.one_of), |l| l.codes());
    value::repeated(&at.key("one_of"), &raw.one_of, faults);
    one_of.sort_unstable();
    one_of.dedup();
    let coded = kind == RecordType::Code;
    if coded && one_of.is_empty() && raw.members.is_none() {
        let message = format!("nothing says which texts `{name}` may be");
        let hint =
            "list them in `one_of`, name a register in `members`, or write `type = \"text\"`";
        faults.push(at.error(rule::MISSING_KEY, message).hint(hint));
    }
    if let Some(total) = list.as_ref().and_then(|l| l.total.as_ref()) {
        let message = format!("a record is of one member, and `{total}` is the total over all");
        let hint = "name a register without `total`";
        faults.push(at.key("members").error(rule::BAD_VALUE, message).hint(hint));
    }
    let numbers = kind.places().is_some();
    let given = [
        ("one_of", !raw.one_of.is_empty(), coded, "code"),
        ("members", raw.members.is_some(), coded, "code"),
        ("min", raw.min.is_some(), numbers, "integer` or `decimal"),
        ("max", raw.max.is_some(), numbers, "integer` or `decimal"),
        ("unit", raw.unit.is_some(), numbers, "integer` or `decimal"),
    ];
    for (key, _, _, of) in given.iter().filter(|(_, given, fits, _)| *given && !fits) {
        let message = format!("a column of type `{}` has no `{key}`", raw.data_type);
        let hint = format!("leave it out, or write `type = \"{of}\"`");
        faults.push(at.key(key).error(rule::UNKNOWN_KEY, message).hint(hint));
    }
    let (min, max) = bounds(at, raw, faults);
    let dimension = coded.then(|| Dimension {
        name: name.clone(),
        one_of: one_of.clone(),
        members: list,
    });
    let unit = raw.unit.as_ref();
    let column = RecordColumn {
        kind,
        one_of,
        optional: raw.optional,
        min,
        max,
        unit: unit
            .map(|unit| unit_as_kept(&value::text(&at.key("unit"), unit, faults)))
            .unwrap_or_default(),
        name,
    };
    (column, dimension)
}

fn kind(at: &ConfigNode<'_>, raw: &raw::RecordColumn, faults: &mut Vec<Finding>) -> RecordType {
    let places = raw
        .scale
        .and_then(|scale| value::whole::<u32>(&at.key("scale"), scale, 1..=6, faults));
    let kinds = [
        RecordType::Text,
        RecordType::Code,
        RecordType::Integer,
        RecordType::Decimal(places.unwrap_or(2)),
        RecordType::Date,
        RecordType::Boolean,
    ];
    let known: Vec<(&str, RecordType)> = raw::TYPES.into_iter().zip(kinds).collect();
    let at_type = at.key("type");
    let kind = value::one_of(&at_type, &raw.data_type, "type of a column", &known, faults);
    let kind = kind.unwrap_or(RecordType::Text);
    let decimal = matches!(kind, RecordType::Decimal(_));
    if decimal && raw.scale.is_none() {
        let hint = "write how many decimal places its numbers have, as in `scale = 2`";
        let fault = at
            .key("scale")
            .error(rule::MISSING_KEY, "`scale` is missing");
        faults.push(fault.hint(hint));
    }
    if !decimal && raw.scale.is_some() {
        let message = format!("a column of type `{}` has no `scale`", raw.data_type);
        let hint = "leave it out, or write `type = \"decimal\"`";
        faults.push(at.key("scale").error(rule::UNKNOWN_KEY, message).hint(hint));
    }
    kind
}

fn bounds(
    at: &ConfigNode<'_>,
    raw: &raw::RecordColumn,
    faults: &mut Vec<Finding>,
) -> (Option<Dec>, Option<Dec>) {
    let mut bound = |key: &str, raw| value::optional(&at.key(key), raw, value::decimal, faults);
    let (min, max) = (
        bound("min", raw.min.as_ref()),
        bound("max", raw.max.as_ref()),
    );
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        let message = format!("`min` {min} is above `max` {max}");
        let fault = at.key("min").error(rule::BAD_VALUE, message);
        faults.push(fault.hint("exchange the two"));
    }
    (min, max)
}

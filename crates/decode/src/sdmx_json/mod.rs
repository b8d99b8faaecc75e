//! SDMX-JSON, the drafts, 1.0 and 2.0: one record an observation.
//!
//! Columns are, for each dimension, its id (the code) and `<id>.name`, then the attributes by id,
//! `action`, and `OBS_VALUE`. The keys of series and observations are positions in the lists of
//! values; a position that the lists do not have is a fault. An attribute may be a position or,
//! since 2.0, the value itself. The figure of a `Delete` is no figure.

mod broken;
mod groups;
mod message;
mod observations;
#[cfg(test)]
mod tests;
mod values;

use super::sdmx_ml::VALUE;
use super::{Reading, Record, Shape, Table, Undecodable, answer, fault, parse};
use broken::bad;
use message::Message;
use observations::rows;
use serde_json::Value;
use values::SaidOfObservation;

/// The observations of a message as one table.
pub(super) fn table(reading: Reading<'_>, text: &str) -> Result<Table<'static>, Undecodable> {
    let file = reading.file_name;
    let root = parse(file, "", text)?;
    let data = root.get("data").filter(|d| d.is_object()).unwrap_or(&root);
    let Some(sets) = data
        .get("dataSets")
        .or_else(|| root.get("dataSets"))
        .and_then(Value::as_array)
    else {
        return Err(no_data(file, &root, data));
    };
    let structures = data.get("structures").and_then(Value::as_array);
    let only = data.get("structure").or_else(|| root.get("structure"));
    let mut observations: Vec<SaidOfObservation> = Vec::new();
    let mut columns: Vec<String> = Vec::new();
    let mut dimensions: Vec<String> = Vec::new();
    for (i, set) in sets.iter().enumerate() {
        let structure = structures
            .and_then(|s| s.get(number_of_structure(set)))
            .or(only)
            .ok_or_else(|| bad(file, format!("data set {} has no structure", i + 1)))?;
        let message = Message::new(file, structure)?;
        add_new(&mut dimensions, message.names());
        add_new(&mut columns, message.columns());
        let most = reading.max_cells / columns.len().max(1);
        rows(&message, set, &mut observations, most)?;
    }
    columns.push("action".to_owned());
    let value = columns.len();
    columns.push(VALUE.to_owned());
    let names = columns.clone();
    let records = observations
        .into_iter()
        .zip(1..)
        .map(move |(said, row)| Ok(record(&names, &said, row)));
    Ok(Table {
        part: String::new(),
        shape: Shape::Figures {
            columns,
            dimensions,
            value,
        },
        records: Box::new(records),
    })
}

/// Which of the structures a data set has.
fn number_of_structure(set: &Value) -> usize {
    set.get("structure")
        .and_then(Value::as_u64)
        .and_then(|n| usize::try_from(n).ok())
        .unwrap_or(0)
}

/// Adds the names that are not there yet.
fn add_new(to: &mut Vec<String>, names: Vec<String>) {
    for name in names {
        if !to.contains(&name) {
            to.push(name);
        }
    }
}

fn record(names: &[String], said: &SaidOfObservation, row: u64) -> Record {
    let cells = names.iter().map(|n| {
        said.iter()
            .find(|(name, _)| name == n)
            .map(|(_, text)| text.clone())
            .unwrap_or_default()
    });
    Record {
        part: String::new(),
        row,
        cells: cells.collect(),
    }
}

fn no_data(file: &str, root: &Value, data: &Value) -> Undecodable {
    let error = root
        .get("errors")
        .and_then(Value::as_array)
        .and_then(|e| e.first());
    if let Some(error) = error {
        let said = ["detail", "title", "message"]
            .into_iter()
            .find_map(|key| error.get(key))
            .map_or_else(|| error.to_string(), answer::plain);
        let said: String = said.chars().take(300).collect();
        let finding = fault(
            "service_error",
            file,
            0,
            format!("the service answered, in place of data: {said}"),
        );
        return Box::new(finding.hint("correct the query, or fetch it again later"));
    }
    let what = data
        .as_object()
        .and_then(|d| d.keys().next())
        .map_or("nothing", String::as_str);
    let finding = fault(
        "metadata_only",
        file,
        0,
        format!("there are no `dataSets` in this message, but `{what}`: this is no data"),
    );
    Box::new(finding.hint("ask the service for the data"))
}

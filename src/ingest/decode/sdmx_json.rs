//! SDMX-JSON, the drafts, 1.0 and 2.0: one record an observation.
//!
//! Columns are, for each dimension, its id (the code) and `<id>.name`, then the attributes by id,
//! `action`, and `OBS_VALUE`. The keys of series and observations are positions in the lists of
//! values; a position that the lists do not have is a fault. An attribute may be a position or,
//! since 2.0, the value itself. The figure of a `Delete` is no figure.

use super::sdmx_ml::VALUE;
use super::{Reading, Record, Shape, Table, Undecodable, answer, fault, parse, too_many_cells};
use serde_json::{Map, Value};

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
    let mut rows: Vec<Vec<(String, String)>> = Vec::new();
    let mut columns: Vec<String> = Vec::new();
    let mut dimensions: Vec<String> = Vec::new();
    for (i, set) in sets.iter().enumerate() {
        let at = set
            .get("structure")
            .and_then(Value::as_u64)
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or(0);
        let structure = structures.and_then(|s| s.get(at)).or(only);
        let structure =
            structure.ok_or_else(|| bad(file, format!("data set {} has no structure", i + 1)))?;
        let reader = Message::new(file, structure)?;
        for dimension in reader.names() {
            if !dimensions.contains(&dimension) {
                dimensions.push(dimension);
            }
        }
        for name in reader.columns() {
            if !columns.contains(&name) {
                columns.push(name);
            }
        }
        reader.rows(set, &mut rows, reading.max_cells / columns.len().max(1))?;
    }
    columns.push("action".to_owned());
    let value = columns.len();
    columns.push(VALUE.to_owned());
    let names = columns.clone();
    let records = rows.into_iter().zip(1..).map(move |(said, row)| {
        let cells = names.iter().map(|n| {
            said.iter()
                .find(|(name, _)| name == n)
                .map(|(_, text)| text.clone())
                .unwrap_or_default()
        });
        Ok(Record {
            part: String::new(),
            row,
            cells: cells.collect(),
        })
    });
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

fn bad(file: &str, message: impl Into<String>) -> Undecodable {
    Box::new(
        fault("unreadable", file, 0, message).hint(
            "the file breaks the SDMX-JSON format: fetch it again, or ask for another format",
        ),
    )
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
        return Box::new(finding.hint("mend the query, or fetch it again later"));
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

/// A component with the values that positions stand for.
struct Part<'v> {
    id: String,
    values: Vec<&'v Value>,
}

struct Message<'v> {
    file: String,
    at_set: Vec<Part<'v>>,
    at_series: Vec<Part<'v>>,
    at_observation: Vec<Part<'v>>,
    measures: usize,
    set_attributes: Vec<Part<'v>>,
    series_attributes: Vec<Part<'v>>,
    observation_attributes: Vec<Part<'v>>,
}

impl<'v> Message<'v> {
    fn new(file: &str, structure: &'v Value) -> Result<Message<'v>, Undecodable> {
        let parts = |kind: &str, level: &str| -> Result<Vec<Part<'v>>, Undecodable> {
            let list = structure
                .get(kind)
                .and_then(|k| k.get(level))
                .and_then(Value::as_array)
                .map(Vec::as_slice)
                .unwrap_or_default();
            list.iter().map(|part| component(file, part)).collect()
        };
        Ok(Message {
            file: file.to_owned(),
            at_set: parts("dimensions", "dataSet")?,
            at_series: parts("dimensions", "series")?,
            at_observation: parts("dimensions", "observation")?,
            measures: parts("measures", "observation")?.len().max(1),
            set_attributes: parts("attributes", "dataSet")?,
            series_attributes: parts("attributes", "series")?,
            observation_attributes: parts("attributes", "observation")?,
        })
    }

    fn names(&self) -> Vec<String> {
        self.at_set
            .iter()
            .chain(&self.at_series)
            .chain(&self.at_observation)
            .map(|p| p.id.clone())
            .collect()
    }

    fn columns(&self) -> Vec<String> {
        let mut columns: Vec<String> = self
            .names()
            .into_iter()
            .flat_map(|id| [id.clone(), format!("{id}.name")])
            .collect();
        let attributes = self
            .set_attributes
            .iter()
            .chain(&self.series_attributes)
            .chain(&self.observation_attributes);
        columns.extend(attributes.map(|p| p.id.clone()));
        columns
    }

    fn rows(
        &self,
        set: &Value,
        out: &mut Vec<Vec<(String, String)>>,
        most: usize,
    ) -> Result<(), Undecodable> {
        let action = set.get("action").map(answer::plain).unwrap_or_default();
        let mut said = vec![("action".to_owned(), action.clone())];
        for part in &self.at_set {
            if part.values.len() == 1 {
                self.dimension(part, 0, &mut said)?;
            }
        }
        attributes(&self.set_attributes, set.get("attributes"), &mut said);
        let none = Map::new();
        let series = set
            .get("series")
            .and_then(Value::as_object)
            .unwrap_or(&none);
        let flat = set
            .get("observations")
            .and_then(Value::as_object)
            .unwrap_or(&none);
        let void = action.eq_ignore_ascii_case("delete");
        let groups = series.iter().map(|(key, one)| {
            (
                Some((key, one)),
                one.get("observations").and_then(Value::as_object),
            )
        });
        for (series, observations) in groups.chain(std::iter::once((None, Some(flat)))) {
            let mut of_series = said.clone();
            if let Some((key, one)) = series {
                self.key(
                    key,
                    &self.at_series.iter().collect::<Vec<_>>(),
                    &mut of_series,
                )?;
                attributes(
                    &self.series_attributes,
                    one.get("attributes"),
                    &mut of_series,
                );
            }
            for (key, values) in observations.unwrap_or(&none) {
                let mut row = of_series.clone();
                // A flat data set may leave the dimensions of series where they are and name them
                // in every key.
                let places = key.split(':').filter(|p| !p.is_empty()).count();
                let names_all =
                    series.is_none() && places == self.at_series.len() + self.at_observation.len();
                let parts: Vec<&Part<'_>> = self
                    .at_series
                    .iter()
                    .filter(|_| names_all)
                    .chain(&self.at_observation)
                    .collect();
                self.key(key, &parts, &mut row)?;
                let values = values
                    .as_array()
                    .map_or(std::slice::from_ref(values), Vec::as_slice);
                let figure = values
                    .first()
                    .filter(|_| !void)
                    .map(answer::plain)
                    .unwrap_or_default();
                for (part, value) in self
                    .observation_attributes
                    .iter()
                    .zip(values.iter().skip(self.measures))
                {
                    row.push((part.id.clone(), attribute(part, value)));
                }
                row.push((VALUE.to_owned(), figure));
                if out.len() >= most {
                    return Err(too_many_cells(&self.file, most));
                }
                out.push(row);
            }
        }
        Ok(())
    }

    /// `0:3:1`: the position of the value of each dimension.
    fn key(
        &self,
        key: &str,
        parts: &[&Part<'_>],
        said: &mut Vec<(String, String)>,
    ) -> Result<(), Undecodable> {
        let positions: Vec<&str> = key.split(':').filter(|p| !p.is_empty()).collect();
        if positions.len() != parts.len() {
            return Err(bad(
                &self.file,
                format!(
                    "the key `{key}` has {} places, there are {} dimensions",
                    positions.len(),
                    parts.len()
                ),
            ));
        }
        for (part, position) in parts.iter().zip(positions) {
            let at = position.parse::<usize>().map_err(|_| {
                bad(
                    &self.file,
                    format!("the key `{key}` is no list of positions"),
                )
            })?;
            self.dimension(part, at, said)?;
        }
        Ok(())
    }

    fn dimension(
        &self,
        part: &Part<'_>,
        at: usize,
        said: &mut Vec<(String, String)>,
    ) -> Result<(), Undecodable> {
        let Some(value) = part.values.get(at) else {
            return Err(bad(
                &self.file,
                format!(
                    "the dimension `{}` has no value at position {at}: it has {}",
                    part.id,
                    part.values.len()
                ),
            ));
        };
        said.push((part.id.clone(), code(value)));
        said.push((format!("{}.name", part.id), name(value)));
        Ok(())
    }
}

fn component<'v>(file: &str, part: &'v Value) -> Result<Part<'v>, Undecodable> {
    let id = part
        .get("id")
        .and_then(Value::as_str)
        .ok_or_else(|| bad(file, "a dimension or attribute has no `id`"))?;
    let values = part
        .get("values")
        .and_then(Value::as_array)
        .map(|v| v.iter().collect())
        .unwrap_or_default();
    Ok(Part {
        id: id.to_owned(),
        values,
    })
}

fn attributes(parts: &[Part<'_>], values: Option<&Value>, said: &mut Vec<(String, String)>) {
    let values = values
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    said.extend(
        parts
            .iter()
            .zip(values)
            .map(|(part, value)| (part.id.clone(), attribute(part, value))),
    );
}

fn attribute(part: &Part<'_>, value: &Value) -> String {
    let at = value.as_u64().and_then(|n| usize::try_from(n).ok());
    at.and_then(|at| part.values.get(at))
        .map_or_else(|| answer::plain(value), |value| code(value))
}

/// The code of a value, or itself where it has none.
fn code(value: &Value) -> String {
    ["id", "value", "name"]
        .into_iter()
        .find_map(|key| value.get(key))
        .map_or_else(|| answer::plain(value), answer::plain)
}

fn name(value: &Value) -> String {
    ["name", "value", "id"]
        .into_iter()
        .find_map(|key| value.get(key))
        .map(answer::plain)
        .unwrap_or_default()
}

//! The observations of a data set, by series or flat.

use super::super::answer;
use super::super::sdmx_ml::VALUE;
use super::super::{Undecodable, too_many_cells};
use super::groups::{JsonGroups, add};
use super::message::Message;
use super::values::{Part, SaidOfObservation, attribute, code};
use serde_json::Value;

/// Adds the observations of a data set, of at most so many together.
pub(super) fn rows(
    message: &Message<'_>,
    set: &Value,
    out: &mut Vec<SaidOfObservation>,
    most: usize,
) -> Result<(), Undecodable> {
    let action = set.get("action").map(answer::plain).unwrap_or_default();
    let mut said = vec![("action".to_owned(), action.clone())];
    for part in &message.at_set {
        if part.values.len() == 1 {
            message.dimension(part, 0, &mut said)?;
        }
    }
    attributes(&message.set_attributes, set.get("attributes"), &mut said);
    let mut observations = Observations {
        message,
        groups: JsonGroups::new(message, set)?,
        void: action.eq_ignore_ascii_case("delete"),
        most,
        out,
    };
    for (key, one) in members(set, "series") {
        let mut of_series = said.clone();
        let parts: Vec<&Part<'_>> = message.at_series.iter().collect();
        message.key(key, &parts, &mut of_series)?;
        attributes(
            &message.series_attributes,
            one.get("attributes"),
            &mut of_series,
        );
        let parts: Vec<&Part<'_>> = message.at_observation.iter().collect();
        for (key, values) in members(one, "observations") {
            observations.add(key, &parts, values, &of_series)?;
        }
    }
    for (key, values) in members(set, "observations") {
        observations.add(key, &flat_parts(message, key), values, &said)?;
    }
    Ok(())
}

/// The members of an object within another; none where there is no such object.
fn members<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    value
        .get(name)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

/// What the key of a flat observation names. A flat data set may leave the dimensions of series
/// where they are and name them in every key.
fn flat_parts<'m>(message: &'m Message<'_>, key: &str) -> Vec<&'m Part<'m>> {
    let places = key.split(':').filter(|p| !p.is_empty()).count();
    let names_all = places == message.at_series.len() + message.at_observation.len();
    message
        .at_series
        .iter()
        .filter(|_| names_all)
        .chain(&message.at_observation)
        .collect()
}

fn attributes(parts: &[Part<'_>], values: Option<&Value>, said: &mut SaidOfObservation) {
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

/// The observations of a data set while they are read.
struct Observations<'o> {
    message: &'o Message<'o>,
    groups: JsonGroups,
    /// Whether the figures are taken away.
    void: bool,
    most: usize,
    out: &'o mut Vec<SaidOfObservation>,
}

impl Observations<'_> {
    fn add(
        &mut self,
        key: &str,
        parts: &[&Part<'_>],
        values: &Value,
        said: &SaidOfObservation,
    ) -> Result<(), Undecodable> {
        let mut row = said.clone();
        self.message.key(key, parts, &mut row)?;
        let values = values
            .as_array()
            .map_or(std::slice::from_ref(values), Vec::as_slice);
        let figure = values
            .first()
            .filter(|_| !self.void)
            .map(answer::plain)
            .unwrap_or_default();
        for (part, value) in self
            .message
            .observation_attributes
            .iter()
            .zip(values.iter().skip(self.message.measures))
        {
            row.push((part.id.clone(), attribute(part, value)));
        }
        self.groups.add_to(&mut row);
        for part in self.message.attributes() {
            if let Some(default) = part.default {
                add(&mut row, &part.id, &code(default));
            }
        }
        row.push((VALUE.to_owned(), figure));
        if self.out.len() >= self.most {
            return Err(too_many_cells(&self.message.file, self.most));
        }
        self.out.push(row);
        Ok(())
    }
}
